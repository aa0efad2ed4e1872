"""Everything that can go wrong and that somebody can do something about.

    DownlinkError
    ├── ConfigError            the file is wrong: names file, line, key and the fix; exit 78 (EX_CONFIG)
    ├── TokenError             Discord refuses the token; exit 78
    ├── StoreError             the store can't be opened or is not ours; exit 74 (EX_IOERR)
    │   ├── StoreUnavailable   it will pass: the disk is full, another process writes; what runs waits and goes on
    │   └── StoreInUse         another `downlink run` holds the store; exit 75 (EX_TEMPFAIL)
    ├── FeedError              one feed failed; the others go on. Carries the feed's URL
    │   ├── FetchError         no usable answer: DNS, connection, TLS, time-out, status
    │   │   ├── UnknownHost    no server is known by that name
    │   │   ├── HostRests      its host asked, at another address, to be left alone
    │   │   └── AddressRefused the guard doesn't allow the address, scheme or port
    │   │       └── PrivateHost the name leads to an address that isn't public
    │   ├── BodyRefused        too big, too slow, not decodable
    │   └── NotAFeed           an answer, but nothing a feed reader understands
    ├── Refused                a person's request that can't be done, and what to do instead
    ├── NothingRead            no feed could be read, so nothing can be said: not a quiet day
    └── DeliveryError          Discord didn't take a message. Carries the channel and what to do
        ├── InDoubt            it may or may not have been posted: look before sending again
        ├── TryLater           rate limit or Discord trouble before anything was posted
        ├── ChannelRefused     missing permission, channel or server gone: an admin's turn
        ├── PayloadRefused     Discord finds the message malformed: once more as plain text
        └── MessageGone        the message to be edited was deleted

Bugs are not in this tree: they escape untouched.
Messages are for people: what happened, where, what to do. No message ever holds a token.
"""

from __future__ import annotations

from datetime import timedelta


class DownlinkError(Exception):
    """The root; `exit_code` is what the shell answers when it ends a verb (sysexits.h)."""

    exit_code = 1


class ConfigError(DownlinkError):
    """One or more faults of a configuration file, all found at once, a line each."""

    exit_code = 78

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class TokenError(DownlinkError):
    """Discord refuses the token, or there is none to send."""

    exit_code = 78


class StoreError(DownlinkError):
    """The store can't be opened, is damaged, or was written by a newer Downlink."""

    exit_code = 74


class StoreUnavailable(StoreError):
    """The store can't be read or written now; when disk or lock are free again, it can."""


class StoreInUse(StoreError):
    """Another `downlink run` works on this store."""

    exit_code = 75


class FeedError(DownlinkError):
    """One feed failed. `retry_after` is the wait that its server asked for, if any."""

    def __init__(
        self, url: str, reason: str, *, status: int | None = None, retry_after: timedelta | None = None
    ) -> None:
        super().__init__(f"{url}: {reason}")
        self.url = url
        self.reason = reason
        self.status = status
        self.retry_after = retry_after


class FetchError(FeedError):
    """No usable answer from the feed's server."""


class AddressRefused(FetchError):
    """The address, scheme or port is not one that feeds may be fetched from."""


class PrivateHost(AddressRefused):
    """The name leads to an address that isn't public."""


class UnknownHost(FetchError):
    """No server is known by that name."""


class HostRests(FetchError):
    """The host asked to be left alone when it was asked for something; with this feed nothing is wrong."""


class BodyRefused(FeedError):
    """The answer is too big, too slow or can't be decoded."""


class NotAFeed(FeedError):
    """The answer is no RSS, Atom, RDF, JSON Feed or Spaceflight News document."""


class Refused(DownlinkError):
    """A person's request can't be done; the words tell that person what to do instead."""


class NothingRead(DownlinkError):
    """A brief can't be written, for none of its feeds could be read."""


class DeliveryError(DownlinkError):
    """Discord didn't take a message for `channel_id`."""

    def __init__(self, channel_id: int, reason: str) -> None:
        super().__init__(reason)
        self.channel_id = channel_id
        self.reason = reason


class InDoubt(DeliveryError):
    """The request may have been carried out: a lost answer, a time-out, a 5xx."""


class TryLater(DeliveryError):
    """Nothing was posted, and asking again after `retry_after` may work."""

    def __init__(self, channel_id: int, reason: str, retry_after: timedelta) -> None:
        super().__init__(channel_id, reason)
        self.retry_after = retry_after


class ChannelRefused(DeliveryError):
    """Only an admin can mend it: a missing permission, a channel or server that is gone."""


class PayloadRefused(DeliveryError):
    """Discord finds the message itself malformed."""


class MessageGone(DeliveryError):
    """The message to be edited was deleted: nothing is left to do."""
