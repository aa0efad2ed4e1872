"""Pages of reports that were asked for, so that each is asked for once."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model import Page
from bot.store.database import Database
from bot.store.schema import pages


class Pages:
    """The part of the store that remembers pages: see bot.ports.PageStore."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def page(self, url_key: str, trusted: bool) -> Page | None:
        found = await self._db.collect(
            select(pages.c.asked, pages.c.text).where(pages.c.url_key == url_key, pages.c.trusted == trusted),
            lambda row: Page(row.asked, row.text),
        )
        return found[0] if found else None

    async def record_page(self, url_key: str, trusted: bool, page: Page) -> None:
        async def work(connection: AsyncConnection) -> None:
            values = {"asked": page.asked, "text": page.text}
            statement = self._db.insert(pages).values(url_key=url_key, trusted=trusted, **values)
            await connection.execute(
                statement.on_conflict_do_update(index_elements=["url_key", "trusted"], set_=values)
            )

        await self._db.write(work)
