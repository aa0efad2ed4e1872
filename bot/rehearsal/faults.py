"""Faults on demand: what Discord does on bad days, by script or by seeded chance.

Every request has a kind (`KINDS`, such as "message.create"). A scripted fault is taken by the next request of its
kind; a chance is drawn for each. The n-th request of a kind draws the same whatever else happens, so a seed
reproduces a run.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict, deque
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

ANY = "any"
KINDS = (
    "message.create",
    "message.edit",
    "message.delete",
    "message.get",
    "message.crosspost",
    "history",
    "channel.get",
    "channel.direct",
    "thread.create",
    "thread.list",
    "guild.get",
    "user.get",
    "application.get",
    "gateway.get",
    "commands.get",
    "commands.put",
    "interaction.callback",
    "followup.create",
    "followup.get",
    "followup.edit",
    "followup.delete",
    ANY,
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One bad answer.

    `status` 429 refuses with `retry_after` (and `scope` "user", "shared" or "global"); any other status answers
    that, with Discord's `code` and `message` where given; 0 leaves the answer as it is. `when` "after" first does
    what was asked: the message exists, but the client does not hear of it. `reset` drops the connection (TCP RST)
    in place of an answer. `delay` waits so many seconds before the answer; longer than the client's patience, it
    is a time-out. `close_gateway` also closes the bot's gateway connection with this code.
    """

    status: int = 0
    when: Literal["before", "after"] = "before"
    reset: bool = False
    delay: float = 0.0
    retry_after: float = 0.3
    scope: Literal["user", "shared", "global"] = "user"
    code: int = 0
    message: str = ""
    close_gateway: int = 0

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Fault:
        """A fault from its JSON form; ValueError names a key or value that is wrong."""
        known = {f.name for f in fields(cls)}
        for key in body:
            if key not in known:
                raise ValueError(f"a fault has no {key!r}; it has: {', '.join(sorted(known))}")
        if body.get("when", "before") not in ("before", "after"):
            raise ValueError(f"a fault's when is 'before' or 'after', not {body['when']!r}")
        return cls(**body)


class Faults:
    """The knobs. `clock` is monotonic and counts seconds (for `away`)."""

    def __init__(self, clock: Callable[[], float], seed: int = 0) -> None:
        self.seed = seed
        self.injected: Counter[str] = Counter()
        self._clock = clock
        self._scripts: dict[str, deque[Fault | None]] = defaultdict(deque)
        self._chances: list[tuple[str, float, Fault]] = []
        self._drawn: Counter[str] = Counter()
        self._back_at = 0.0

    def script(self, kind: str, *faults: Fault | None) -> None:
        """The next requests of this kind get these faults, one each, in order; None lets one through."""
        self._scripts[_known(kind)].extend(faults)

    def chance(self, kind: str, probability: float, fault: Fault) -> None:
        """Each request of this kind gets the fault with this probability (of several chances, the first drawn)."""
        if not 0 <= probability <= 1:
            raise ValueError(f"a probability is between 0 and 1, not {probability!r}")
        self._chances.append((_known(kind), probability, fault))

    def away(self, seconds: float) -> None:
        """Be unreachable for a time: connections are dropped, REST and gateway. 0 comes back at once."""
        self._back_at = self._clock() + seconds

    @property
    def is_away(self) -> bool:
        return self._clock() < self._back_at

    def clear(self, seed: int | None = None) -> None:
        """Be healthy again; with `seed` also start the chances anew from it."""
        self._scripts.clear()
        self._chances.clear()
        self._back_at = 0.0
        if seed is not None:
            self.seed = seed
            self._drawn.clear()

    def draw(self, kind: str) -> Fault | None:
        """The fault for a request of this kind, if any; counted in `injected`."""
        fault = self._scripted(kind)
        if fault is None:
            number = self._drawn[kind]
            self._drawn[kind] += 1
            for place, (matched, probability, candidate) in enumerate(self._chances):
                # Not for secrets: it must be the same in every run with this seed.
                drawn = random.Random(f"{self.seed}:{kind}:{number}:{place}").random()  # noqa: S311
                if matched in (kind, ANY) and drawn < probability:
                    fault = candidate
                    break
        if fault is not None:
            self.injected[kind] += 1
        return fault

    def _scripted(self, kind: str) -> Fault | None:
        for name in (kind, ANY):
            if self._scripts[name]:
                return self._scripts[name].popleft()
        return None

    def describe(self) -> dict[str, Any]:
        """The state of the knobs as JSON."""
        return {
            "seed": self.seed,
            "away": max(self._back_at - self._clock(), 0.0),
            "scripts": {k: [f and asdict(f) for f in s] for k, s in self._scripts.items() if s},
            "chances": [{"kind": k, "probability": p, "fault": asdict(f)} for k, p, f in self._chances],
            "injected": dict(self.injected),
        }

    def read(self, scripts: Mapping[str, Iterable[Mapping[str, Any] | None]], chances: Iterable[Any]) -> None:
        """Take scripts ({kind: [fault or null]}) and chances ([{kind, probability, fault}]) from JSON."""
        for kind, listed in scripts.items():
            self.script(kind, *(None if f is None else Fault.from_json(f) for f in listed))
        for entry in chances:
            self.chance(entry["kind"], float(entry["probability"]), Fault.from_json(entry["fault"]))


def _known(kind: str) -> str:
    if kind not in KINDS:
        raise ValueError(f"no request is of the kind {kind!r}; kinds are: {', '.join(KINDS)}")
    return kind
