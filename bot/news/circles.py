"""Whose reports make whose stories: everybody's together, and each server's own beside them.

A server's own report may join a story of everybody's feeds; it never changes one. Otherwise one server's feed, made for
it, could draw two launches into one story, and the second would be told to nobody anywhere. What lies in a server's own
feeds alone makes stories among themselves.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping

from bot.model import Item
from bot.news.stories import CAPACITY, StoryIndex
from bot.owners import PUBLIC

MOST = 1000  # private circles that are remembered at once
OWN_CAPACITY = 500  # reports of one circle; an index of everybody's holds ten times as many


class Circles:
    """Places reports into stories, each in its circle. All private circles together remember `CAPACITY` reports."""

    def __init__(self) -> None:
        self._public = StoryIndex()
        self._private: OrderedDict[str, StoryIndex] = OrderedDict()  # the one used last is the last

    @property
    def remembered(self) -> int:
        """How many reports are remembered."""
        return self._public.remembered + self._privately

    @property
    def rarity(self) -> Mapping[str, float]:
        """How rare each term is in everybody's reports: its idf."""
        return self._public.rarity.idf

    def place(self, item: Item) -> int:
        """The id of the story that the report joins, or its own id if it opens one. One that is in a story and was
        rewritten stays there if it joins no other.
        """
        index = self._alone(item)
        return int(index.place(item.id, item.title, item.text, item.published, story=item.story_id))

    def keep(self, item: Item) -> int:
        """Leave a report whose headline was rewritten in its story, which is returned; nothing that is like what it
        says by now is drawn into that story, unless it is like the others in it.
        """
        story = item.story_id or item.id
        self._alone(item).keep(item.id, item.title, item.text, item.published, story)
        return story

    def knows(self, item: Item) -> bool:
        """Whether others may join the report."""
        return self._of(item.circle).knows(item.id)

    def restore(self, item: Item) -> None:
        """Put back a report that was placed earlier, as it reads now. After a start everybody's come first, and each
        circle's in the order of placing.
        """
        self._of(item.circle).restore(item.id, item.title, item.text, item.published, item.story_id or item.id)

    def _alone(self, item: Item) -> StoryIndex:
        """The index of the report's circle. In others, one that its feed has left, what it said is forgotten."""
        index = self._of(item.circle)
        if item.story_id is not None:
            for other in (self._public, *self._private.values()):
                if other is not index:
                    other.forget(item.id)
        return index

    def _of(self, circle: str) -> StoryIndex:
        if circle == PUBLIC:
            return self._public
        index = self._private.setdefault(circle, StoryIndex(self._public, capacity=OWN_CAPACITY))
        self._private.move_to_end(circle)
        while self._privately > CAPACITY or len(self._private) > MOST:
            self._private.popitem(last=False)  # its stories stay; what comes later opens new ones
        return index

    @property
    def _privately(self) -> int:
        return sum(index.remembered for index in self._private.values())
