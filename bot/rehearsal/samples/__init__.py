"""Sample feeds for the rehearsal: invented publishers, their articles and pictures, served on 127.0.0.1."""

from __future__ import annotations

from bot.rehearsal.samples.server import SampleFeed, SampleFeeds

__all__ = ["SampleFeed", "SampleFeeds"]
