"""The sample pictures by name.

They are drawn once and kept in `images/`; after a change, run `python -m bot.rehearsal.samples.pictures`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bot.rehearsal.samples.canvas import Canvas
from bot.rehearsal.samples.craft_pictures import ascent, lander, mars, pad, parachute, station
from bot.rehearsal.samples.sky_pictures import asteroid, aurora, comet, exoplanet, limb, orbits, ringed, stars, sun

if TYPE_CHECKING:
    from collections.abc import Callable

PICTURES: dict[str, Callable[[Canvas], None]] = {
    "ascent": ascent,
    "asteroid": asteroid,
    "aurora": aurora,
    "comet": comet,
    "exoplanet": exoplanet,
    "lander": lander,
    "limb": limb,
    "mars": mars,
    "orbits": orbits,
    "pad": pad,
    "parachute": parachute,
    "ringed": ringed,
    "stars": stars,
    "station": station,
    "sun": sun,
}


def draw(name: str) -> bytes:
    """The PNG of one picture; takes about half a second."""
    canvas = Canvas()
    PICTURES[name](canvas)
    return canvas.png()


if __name__ == "__main__":
    for name in PICTURES:
        (Path(__file__).parent / "images" / f"{name}.png").write_bytes(draw(name))
