"""A small raster canvas that writes PNG: what the sample pictures are drawn with.

Shapes are signed distances, negative inside, so that every edge is smooth at no cost in code.
Distances after Inigo Quilez, <https://iquilezles.org/articles/distfunctions2d/>; PNG after RFC 2083.
"""

from __future__ import annotations

import math
import struct
import zlib
from bisect import bisect_left, bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Colour: TypeAlias = tuple[float, float, float]
"""Red, green and blue, 0 to 1."""
Shape: TypeAlias = "Callable[[float, float], float]"
"""Distance from the edge of a shape, negative inside it."""
Shade: TypeAlias = "Callable[[float, float], Colour]"
Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, right, bottom."""


SPACE: Colour = (0.02, 0.025, 0.06)
DEEP: Colour = (0.05, 0.06, 0.14)
WHITE: Colour = (0.96, 0.96, 0.98)
BLACK: Colour = (0.0, 0.0, 0.0)


def mix(a: Colour, b: Colour, share: float) -> Colour:
    """From `a` (share 0 or less) to `b` (1 or more)."""
    t = min(1.0, max(0.0, share))
    return (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t)


def ramp(stops: Sequence[tuple[float, Colour]], at: float) -> Colour:
    """The colour at a place on a gradient whose stops are in ascending order."""
    for (low, a), (high, b) in pairwise(stops):
        if at <= high:
            return mix(a, b, (at - low) / (high - low))
    return stops[-1][1]


def scatter(seed: int) -> Iterator[float]:
    """Numbers in 0..1 that look random and are the same everywhere (Numerical Recipes' linear congruence)."""
    state = seed
    while True:
        state = (state * 1664525 + 1013904223) % 2**32
        yield state / 2**32


def disc(cx: float, cy: float, radius: float) -> Shape:
    return lambda x, y: math.hypot(x - cx, y - cy) - radius


def ellipse(cx: float, cy: float, rx: float, ry: float, turn: float = 0.0) -> Shape:
    """Near enough to a distance for a smooth edge; `turn` in radians."""
    cos, sin = math.cos(turn), math.sin(turn)

    def distance(x: float, y: float) -> float:
        u, v = (x - cx) * cos + (y - cy) * sin, (y - cy) * cos - (x - cx) * sin
        return (math.hypot(u / rx, v / ry) - 1) * min(rx, ry)

    return distance


def line(ax: float, ay: float, bx: float, by: float, width: float) -> Shape:
    """A stroke with round ends."""
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy or 1.0

    def distance(x: float, y: float) -> float:
        t = min(1.0, max(0.0, ((x - ax) * dx + (y - ay) * dy) / length))
        return math.hypot(x - ax - t * dx, y - ay - t * dy) - width / 2

    return distance


def polygon(*corners: tuple[float, float]) -> Shape:
    edges = list(zip(corners, corners[1:] + corners[:1], strict=True))

    def distance(x: float, y: float) -> float:
        nearest, inside = math.inf, False
        for (ax, ay), (bx, by) in edges:
            dx, dy = bx - ax, by - ay
            t = min(1.0, max(0.0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)))
            nearest = min(nearest, math.hypot(x - ax - t * dx, y - ay - t * dy))
            if (ay > y) != (by > y) and x < ax + (y - ay) * dx / dy:
                inside = not inside
        return -nearest if inside else nearest

    return distance


def below(height: Callable[[float], float]) -> Shape:
    """All that lies under a line such as a horizon, given as y by x."""
    return lambda x, y: height(x) - y


def outline(shape: Shape, width: float) -> Shape:
    """The edge of `shape` as a stroke."""
    return lambda x, y: abs(shape(x, y)) - width / 2


class Canvas:
    """A picture of 480 by 300 drawing units, origin at the top left, kept as 360 by 225 pixels.

    All that is drawn is given in drawing units.
    """

    WIDTH = 480
    HEIGHT = 300
    UNIT = 4 / 3
    """Drawing units in a pixel."""

    def __init__(self) -> None:
        self._columns = [(column + 0.5) * self.UNIT for column in range(round(self.WIDTH / self.UNIT))]
        self._lines = [(row + 0.5) * self.UNIT for row in range(round(self.HEIGHT / self.UNIT))]
        self._pixels: list[list[Colour]] = [[(0.0, 0.0, 0.0)] * len(self._columns) for _ in self._lines]

    def fill(self, shade: Shade) -> None:
        self._pixels = [[shade(x, y) for x in self._columns] for y in self._lines]

    def paint(
        self, shape: Shape, colour: Colour | Shade, *, opacity: float = 1.0, soft: float = 1.0, box: Box | None = None
    ) -> None:
        """Lays `colour` over the inside of `shape`; its edge fades over `soft` units.

        `box` limits the work, not the picture: it must hold the whole shape.
        """
        shade: Shade = colour if callable(colour) else lambda _x, _y: colour
        fade = max(soft, self.UNIT)
        for pixels, column, x, y in self._within(box or (0, 0, self.WIDTH, self.HEIGHT)):
            cover = min(1.0, 0.5 - shape(x, y) / fade) * opacity
            if cover > 0:
                pixels[column] = mix(pixels[column], shade(x, y), cover)

    def shine(self, light: Callable[[float, float], float], colour: Colour, box: Box | None = None) -> None:
        """Adds `colour` as strongly as `light` says."""
        for pixels, column, x, y in self._within(box or (0, 0, self.WIDTH, self.HEIGHT)):
            strength = light(x, y)
            if strength > 0:
                r, g, b = pixels[column]
                pixels[column] = (r + colour[0] * strength, g + colour[1] * strength, b + colour[2] * strength)

    def glow(self, cx: float, cy: float, radius: float, colour: Colour, strength: float = 1.0) -> None:
        """Adds light that fades to nothing at `radius`."""

        def light(x: float, y: float) -> float:
            return strength * max(0.0, 1 - math.hypot(x - cx, y - cy) / radius) ** 2

        self.shine(light, colour, (cx - radius, cy - radius, cx + radius, cy + radius))

    def stars(self, seed: int, count: int, below: float = 1.0) -> None:
        """Stars down to `below` (a share of the height), a few of them bright."""
        chance = scatter(seed)
        for _ in range(count):
            x, y, size = next(chance) * self.WIDTH, next(chance) * self.HEIGHT * below, next(chance)
            tint = mix((0.75, 0.85, 1.0), (1.0, 0.9, 0.75), next(chance))
            self.glow(x, y, 1.5 + 1.8 * size**6, tint, 0.4 + 0.9 * size)

    def png(self) -> bytes:
        """The picture as an 8-bit RGB PNG.

        Each channel has 86 levels, which the eye can't tell from 256 here and which halves the file.
        """
        rows = [
            bytes(round(min(1.0, max(0.0, part)) * 85) * 3 for pixel in row for part in pixel) for row in self._pixels
        ]
        header = struct.pack(">IIBBBBB", len(self._columns), len(self._lines), 8, 2, 0, 0, 0)
        data = min((zlib.compress(lines, 9) for lines in _filtered(rows)), key=len)
        return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")

    def _within(self, box: Box) -> Iterator[tuple[list[Colour], int, float, float]]:
        """Each pixel in `box`: its row, its place in the row, and where its centre is."""
        left, top, right, bottom = box
        first, last = bisect_left(self._columns, left), bisect_right(self._columns, right)
        columns = list(zip(range(first, last), self._columns[first:last], strict=True))
        for row in range(bisect_left(self._lines, top), bisect_right(self._lines, bottom)):
            pixels, y = self._pixels[row], self._lines[row]
            for column, x in columns:
                yield pixels, column, x, y


def night(canvas: Canvas, seed: int, count: int = 130, top: Colour = SPACE, bottom: Colour = DEEP) -> None:
    canvas.fill(lambda _x, y: mix(top, bottom, y / canvas.HEIGHT))
    canvas.stars(seed, count)


def globe(canvas: Canvas, cx: float, cy: float, radius: float, day: Shade, sun: float) -> None:
    """A lit ball; `day` gives its colour by place, `sun` is the direction of the light in radians."""
    lx, ly = math.cos(sun), math.sin(sun)

    def shade(x: float, y: float) -> Colour:
        u, v = (x - cx) / radius, (y - cy) / radius
        depth = math.sqrt(max(0.0, 1 - u * u - v * v))
        light = max(0.03, (u * lx + v * ly) * 0.8 + depth * 0.5)
        return mix(BLACK, day(u, v), light * 1.1)

    canvas.paint(disc(cx, cy, radius), shade, box=(cx - radius - 2, cy - radius - 2, cx + radius + 2, cy + radius + 2))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _filtered(rows: Sequence[bytes]) -> Iterator[bytes]:
    """The image data under one filter after another: none (RFC 2083, 6.2) and up (6.4)."""
    yield b"".join(b"\0" + row for row in rows)
    above = [bytes(len(rows[0])), *rows]
    yield b"".join(
        b"\2" + bytes((a - b) % 256 for a, b in zip(row, upper, strict=True))
        for row, upper in zip(rows, above, strict=False)
    )
