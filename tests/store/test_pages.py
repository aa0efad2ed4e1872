from bot.model import Page
from tests.builders import DAY, NOW

KEY = "//paper.example/a"


async def test_a_page_is_remembered_and_what_is_newer_replaces_it(store):
    assert await store.page(KEY, False) is None
    await store.record_page(KEY, False, Page(NOW, "Old."))
    await store.record_page(KEY, False, Page(NOW + DAY, "New."))
    assert await store.page(KEY, False) == Page(NOW + DAY, "New.")


async def test_what_a_trusted_feed_was_given_no_other_sees(store):
    await store.record_page(KEY, True, Page(NOW, "Of the inside."))
    assert await store.page(KEY, False) is None


async def test_old_pages_are_forgotten(store):
    await store.record_page(KEY, False, Page(NOW - 2 * DAY, "Old."))
    await store.record_page(KEY + "b", False, Page(NOW, "New."))
    await store.purge(NOW - DAY)
    assert await store.page(KEY, False) is None
    assert await store.page(KEY + "b", False) is not None
