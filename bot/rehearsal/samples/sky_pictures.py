"""Pictures of the sky: suns, worlds, and what moves between them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from bot.rehearsal.samples.canvas import (
    BLACK,
    SPACE,
    WHITE,
    Canvas,
    Colour,
    Shade,
    below,
    disc,
    ellipse,
    globe,
    line,
    mix,
    night,
    outline,
    polygon,
    ramp,
    scatter,
)

if TYPE_CHECKING:
    from collections.abc import Callable

GOLD: Colour = (0.85, 0.62, 0.24)


def limb(canvas: Canvas) -> None:
    """Sunrise over the edge of the Earth."""
    night(canvas, 37, 120, (0.01, 0.012, 0.03), (0.02, 0.03, 0.08))
    cx, cy, radius = 250.0, 690.0, 500.0
    air = [(0, (0.85, 0.95, 1.0)), (5, (0.35, 0.65, 1.0)), (18, (0.08, 0.25, 0.7)), (46, (0.015, 0.025, 0.07))]

    def glow(x: float, y: float) -> Colour:
        return ramp(air, math.hypot(x - cx, y - cy) - radius)

    canvas.paint(disc(cx, cy, radius + 46), glow, opacity=0.85, soft=30)

    def ground(x: float, y: float) -> Colour:
        depth = radius - math.hypot(x - cx, y - cy)
        cloud = math.sin(x * 0.045 + math.sin(y * 0.06) * 2.2) + math.sin(x * 0.021 - y * 0.09)
        day = mix((0.03, 0.14, 0.36), (0.62, 0.75, 0.88), (cloud - 0.4) * 0.55)
        return mix((0.55, 0.8, 1.0), mix(day, (0.01, 0.02, 0.06), depth / 120), depth / 16)

    canvas.paint(disc(cx, cy, radius), ground)
    canvas.glow(352, 198, 150, (1.0, 0.85, 0.6), 0.9)
    canvas.glow(352, 198, 34, (1.0, 1.0, 0.95), 2.2)


def orbits(canvas: Canvas) -> None:
    """Planets on their rings: for matters of plan and money."""
    night(canvas, 61, 60, (0.04, 0.06, 0.16), (0.07, 0.1, 0.24))
    canvas.glow(150, 156, 150, (1.0, 0.75, 0.35), 0.55)
    for size in (58, 104, 158, 222, 300):
        canvas.paint(outline(ellipse(150, 156, size, size * 0.52, -0.12), 1.2), (0.55, 0.66, 0.9), opacity=0.5)
    canvas.paint(disc(150, 156, 22), (1.0, 0.86, 0.5), soft=3)
    worlds: tuple[tuple[float, float, float, Colour], ...] = (
        (205, 166, 5, (0.75, 0.7, 0.65)),
        (92, 205, 8, (0.9, 0.75, 0.5)),
        (282, 96, 10, (0.35, 0.6, 0.95)),
        (338, 206, 7, (0.85, 0.4, 0.25)),
        (424, 82, 19, (0.8, 0.66, 0.5)),
    )
    for x, y, radius, colour in worlds:
        globe(canvas, x, y, radius, _banded(colour), math.atan2(156 - y, 150 - x))


def _banded(colour: Colour) -> Shade:
    return lambda _u, v: mix(colour, WHITE, 0.18 * math.sin(v * 9))


def asteroid(canvas: Canvas) -> None:
    """A rock in the shape of a peanut, and the Earth far off."""
    night(canvas, 71, 150)
    globe(canvas, 408, 72, 15, lambda u, v: mix((0.15, 0.4, 0.85), WHITE, math.sin(u * 5 + v * 8)), 2.6)
    craters = (
        (150, 150, 15),
        (196, 190, 10),
        (168, 204, 8),
        (262, 128, 12),
        (300, 160, 8),
        (236, 172, 6),
        (128, 188, 7),
    )

    def peanut(x: float, y: float) -> float:
        a = ellipse(170, 174, 78, 60, -0.3)(x, y)
        b = ellipse(280, 138, 56, 46, -0.3)(x, y)
        blend = max(0.0, 1 - abs(a - b) / 40)
        return min(a, b) - blend * blend * 10 + 1.6 * math.sin(x * 0.12) * math.cos(y * 0.15)

    def rock(x: float, y: float) -> Colour:
        dx, dy = peanut(x + 7, y) - peanut(x - 7, y), peanut(x, y + 7) - peanut(x, y - 7)
        depth = min(1.0, max(0.0, -peanut(x, y) / 34))
        light = 0.34 + 0.3 * depth - 0.034 * (dx * 0.8 + dy) * (1.15 - depth)
        for cx, cy, radius in craters:
            off = math.hypot(x - cx, (y - cy) * 1.15)
            if off < radius * 1.2:
                light += 0.16 * ((x - cx) + (y - cy)) / radius * (1 if off < radius else -0.35)
        return mix(BLACK, (0.8, 0.74, 0.68), light)

    canvas.paint(peanut, rock, box=(60, 60, 360, 260))


def aurora(canvas: Canvas) -> None:
    """Green curtains over a wood."""
    night(canvas, 83, 40, (0.01, 0.02, 0.07), (0.03, 0.09, 0.13))

    def curtain(x: float, y: float) -> float:
        total: float = 0
        for foot, pace, shift in ((176, 0.016, 0.0), (140, 0.023, 2.0), (206, 0.012, 4.4)):
            hem = foot + 24 * math.sin(x * pace + shift) + 9 * math.sin(x * pace * 2.9)
            rays = 0.78 + 0.22 * math.sin(x * 0.1 + 3 * math.sin(x * 0.023 + shift))
            up = hem - y
            total += rays * (math.exp(-up / 56) if up > 0 else math.exp(up / 5))
        return total

    canvas.paint(
        lambda _x, _y: -1.0,
        lambda x, y: mix((0.02, 0.05, 0.1), mix((0.5, 0.16, 0.5), (0.25, 0.95, 0.55), y / 140), curtain(x, y) * 0.56),
        opacity=0.8,
    )
    canvas.stars(84, 20, below=0.6)
    canvas.paint(below(lambda x: 262 + 8 * math.sin(x * 0.02)), (0.01, 0.02, 0.03))
    chance = scatter(3)
    for step in range(30):
        x, tall = step * 17 + next(chance) * 12 - 6, 34 + next(chance) * 46
        for tier in range(4):
            y, half = 270 - tall * (0.12 + tier * 0.22), (4 - tier) * tall * 0.055 + 2
            tree = polygon((x - half, y), (x + half, y), (x, y - tall * 0.36))
            canvas.paint(tree, (0.01, 0.02, 0.03), box=(x - half - 2, y - tall * 0.4, x + half + 2, y + 2))


def exoplanet(canvas: Canvas) -> None:
    """A hazy world before its red star."""
    night(canvas, 97, 130, (0.03, 0.01, 0.04), (0.08, 0.03, 0.07))
    canvas.glow(96, 84, 170, (1.0, 0.35, 0.15), 0.8)
    canvas.paint(
        disc(96, 84, 46), lambda x, y: mix((1.0, 0.86, 0.6), (0.98, 0.45, 0.2), math.hypot(x - 96, y - 84) / 46), soft=4
    )
    canvas.paint(disc(316, 178, 98), (0.4, 0.75, 0.95), opacity=0.4, soft=26)

    def bands(u: float, v: float) -> Colour:
        wave = math.sin(v * 11 + math.sin(u * 4 + v * 3) * 0.7)
        return mix((0.2, 0.45, 0.66), (0.75, 0.9, 0.95), 0.5 + 0.4 * wave)

    globe(canvas, 316, 178, 92, bands, -2.7)


def comet(canvas: Canvas) -> None:
    """A comet with two tails over hills."""
    night(canvas, 103, 170, (0.02, 0.03, 0.11), (0.14, 0.16, 0.32))
    hx, hy = 320.0, 168.0

    def tail(turn: float, spread: float, reach: float) -> Callable[[float, float], float]:
        cos, sin = math.cos(turn), math.sin(turn)

        def light(x: float, y: float) -> float:
            along, across = (x - hx) * cos + (y - hy) * sin, (y - hy) * cos - (x - hx) * sin
            if along < -6:
                return 0.0
            width = 5 + max(0.0, along) * spread
            return math.exp(-((across / width) ** 2)) * math.pow(max(0.0, 1 - along / reach), 1.6)

        return light

    dust, gas = tail(math.pi + 0.42, 0.17, 330), tail(math.pi + 0.62, 0.045, 300)
    canvas.shine(dust, (0.75, 0.68, 0.56))
    canvas.shine(gas, (0.3, 0.45, 0.65))
    canvas.glow(hx, hy, 46, (0.7, 0.95, 0.9), 0.8)
    canvas.glow(hx, hy, 12, WHITE, 2.0)
    canvas.paint(below(lambda x: 252 - 15 * math.sin(x * 0.012 + 252) - 5 * math.sin(x * 0.04)), (0.06, 0.07, 0.14))
    canvas.paint(below(lambda x: 272 - 15 * math.sin(x * 0.012 + 272) - 5 * math.sin(x * 0.04)), (0.02, 0.025, 0.05))


def sun(canvas: Canvas) -> None:
    """The Sun, spotted, with a flare at its edge."""
    canvas.fill(lambda _x, _y: (0.03, 0.01, 0.01))
    cx, cy, radius = 214.0, 158.0, 108.0
    canvas.glow(cx, cy, 240, (1.0, 0.4, 0.08), 0.95)
    for size, width in ((34, 5.0), (22, 3.0), (48, 2.0)):
        loop = outline(ellipse(304, 86, size, size * 0.72, -0.75), width)
        canvas.paint(loop, (1.0, 0.62, 0.25), opacity=0.75, soft=4)

    def face(x: float, y: float) -> Colour:
        u, v = (x - cx) / radius, (y - cy) / radius
        edge = math.sqrt(max(0.0, 1 - u * u - v * v))
        grain = math.sin(u * 23 + math.sin(v * 17) * 2) * math.sin(v * 21 + math.sin(u * 19) * 2)
        return mix((0.86, 0.28, 0.04), (1.0, 0.8, 0.36), edge * 0.85 + grain * 0.12)

    canvas.paint(disc(cx, cy, radius), face, soft=3)
    for x, y, size in ((250, 120, 9), (268, 128, 5), (262, 110, 4), (168, 176, 6), (182, 182, 3)):
        box = (x - 18, y - 18, x + 18, y + 18)
        canvas.paint(ellipse(x, y, size, size * 0.7), (0.6, 0.2, 0.03), soft=4, box=box)
        canvas.paint(ellipse(x, y, size * 0.5, size * 0.35), (0.15, 0.04, 0.01), soft=2, box=box)
    canvas.glow(292, 96, 60, (1.0, 0.9, 0.6), 0.9)


def stars(canvas: Canvas) -> None:
    """A meteor over an observatory's dome, and the Milky Way."""
    night(canvas, 127, 60, (0.015, 0.02, 0.07), (0.09, 0.1, 0.22))

    def band(x: float, y: float) -> float:
        across = (y - 40 - (x - 60) * 0.5) / 58
        return math.exp(-across * across) * (0.75 + 0.25 * math.sin(x * 0.05 + math.sin(y * 0.07) * 2))

    canvas.paint(lambda _x, _y: -1.0, lambda x, y: mix(SPACE, (0.6, 0.58, 0.72), band(x, y)), opacity=0.34)
    canvas.stars(128, 190, below=0.86)
    for step in range(40):
        share = step / 40
        canvas.glow(150 + 140 * share, 50 + 62 * share, 1.5 + 2.6 * share, (0.8, 0.95, 1.0), 0.2 + 0.7 * share)
    canvas.glow(291, 113, 16, WHITE, 1.4)
    canvas.paint(below(lambda x: 256 - 10 * math.sin(x * 0.009 + 0.6)), (0.02, 0.025, 0.045))
    wall = (0.1, 0.11, 0.17)
    canvas.paint(polygon((344, 206), (412, 206), (412, 258), (344, 258)), wall)
    canvas.paint(lambda x, y: max(disc(378, 206, 38)(x, y), y - 206), (0.2, 0.22, 0.32))
    canvas.paint(polygon((360, 172), (372, 168), (382, 206), (368, 206)), (0.02, 0.02, 0.04))
    canvas.paint(polygon((372, 230), (384, 230), (384, 254), (372, 254)), (1.0, 0.75, 0.4))
    canvas.glow(378, 242, 40, (1.0, 0.6, 0.25), 0.5)


def ringed(canvas: Canvas) -> None:
    """A pale blue planet with thin rings, and a probe."""
    night(canvas, 139, 150)
    cx, cy, turn = 262.0, 150.0, -0.95
    cos, sin = math.cos(turn), math.sin(turn)

    def rings(x: float, y: float) -> float:
        u, v = (x - cx) * cos + (y - cy) * sin, (y - cy) * cos - (x - cx) * sin
        out = math.hypot(u, v / 0.28)
        return min(abs(out - 128) - 2.4, abs(out - 142) - 1.0, abs(out - 116) - 0.8) * 0.4

    def front(x: float, y: float) -> float:
        return max(rings(x, y), (x - cx) * sin - (y - cy) * cos)

    canvas.paint(rings, (0.7, 0.82, 0.88), opacity=0.75)
    canvas.glow(cx, cy, 120, (0.3, 0.7, 0.75), 0.35)
    globe(
        canvas,
        cx,
        cy,
        78,
        lambda u, v: mix((0.45, 0.8, 0.85), (0.82, 0.97, 0.97), 0.5 + 0.3 * math.sin((v * cos - u * sin) * 6)),
        -2.6,
    )
    canvas.paint(front, (0.75, 0.86, 0.92), opacity=0.8)
    box = (50.0, 190.0, 150.0, 270.0)
    canvas.paint(line(70, 246, 130, 214, 1.6), (0.6, 0.62, 0.68), box=box)
    canvas.paint(polygon((92, 228), (106, 221), (112, 234), (98, 241)), GOLD, box=box)
    canvas.paint(ellipse(97, 221, 15, 7, -0.5), (0.93, 0.93, 0.95), box=box)
    canvas.paint(ellipse(98, 222, 9, 3.5, -0.5), (0.6, 0.62, 0.68), box=box)
