"""A Discord of our own on 127.0.0.1, for trying and testing the bot. Imports nothing else of the house.

    async with RehearsalDiscord(channels=[Channel(1001, "space-news")]) as discord:
        ...  # a bot connects to discord.api_url with discord.token
        message = await discord.wait_for_message(1001)

`server` is the door; `rest`, `routes` and `gateway` are what the bot talks to; `world` is the state; `page`, `guard`
and `assets/` are the web page; `faults` and `control` are the knobs for bad days.
"""

from bot.rehearsal.faults import Fault
from bot.rehearsal.interaction import Interaction, NoAnswer
from bot.rehearsal.people import Channel, Person
from bot.rehearsal.ratelimits import UNLIMITED, Pace
from bot.rehearsal.server import RehearsalDiscord
from bot.rehearsal.slash import BadInput

__all__ = ["UNLIMITED", "BadInput", "Channel", "Fault", "Interaction", "NoAnswer", "Pace", "Person", "RehearsalDiscord"]
