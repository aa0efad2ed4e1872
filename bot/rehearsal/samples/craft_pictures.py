"""Pictures of vehicles: on the pad, under way, and where they arrive."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from bot.rehearsal.samples.canvas import (
    BLACK,
    WHITE,
    Canvas,
    Colour,
    Shade,
    Shape,
    below,
    disc,
    ellipse,
    globe,
    line,
    mix,
    night,
    polygon,
    ramp,
    scatter,
)

if TYPE_CHECKING:
    pass

GOLD: Colour = (0.85, 0.62, 0.24)

FLAME: Colour = (1.0, 0.72, 0.3)


def rocket(canvas: Canvas, x: float, top: float, size: float) -> None:
    """A slim white rocket; `size` is its height."""
    w = size * 0.052
    body = polygon(
        (x - w, top + size), (x - w, top + size * 0.16), (x - w * 0.55, top + size * 0.05), (x, top),
        (x + w * 0.55, top + size * 0.05), (x + w, top + size * 0.16), (x + w, top + size),
    )  # fmt: skip
    box = (x - 4 * w, top - 2, x + 4 * w, top + size + 2)
    for side in (-1, 1):
        fin = polygon((x + side * w, top + size * 0.84), (x + side * w * 2.1, top + size), (x + side * w, top + size))
        canvas.paint(fin, (0.25, 0.27, 0.33), box=box)
    canvas.paint(body, lambda px, _y: mix((0.52, 0.55, 0.64), WHITE, 0.75 - abs(px - x + w * 0.4) / (2.2 * w)), box=box)
    for share in (0.2, 0.46):
        band = polygon(
            (x - w, top + size * share), (x + w, top + size * share),
            (x + w, top + size * (share + 0.03)), (x - w, top + size * (share + 0.03)),
        )  # fmt: skip
        canvas.paint(band, (0.12, 0.15, 0.24), box=box)


def ascent(canvas: Canvas) -> None:
    """A rocket climbing over the sea before sunrise."""
    sky = [(0.0, (0.05, 0.08, 0.22)), (0.5, (0.24, 0.25, 0.46)), (0.74, (0.9, 0.5, 0.42)), (0.82, (1.0, 0.78, 0.5))]
    canvas.fill(lambda _x, y: ramp(sky, y / 300))
    canvas.stars(11, 60, below=0.45)
    canvas.paint(below(lambda _x: 246), lambda _x, y: mix((0.62, 0.42, 0.42), (0.06, 0.1, 0.2), (y - 246) / 40))
    canvas.paint(
        lambda x, y: abs(x - 290) - 24 - (y - 246) * 0.9 if y > 246 else 9.0, (1.0, 0.75, 0.5), opacity=0.22, soft=30
    )
    plume = polygon((287, 150), (293, 150), (306, 246), (274, 246))
    canvas.paint(plume, lambda _x, y: mix(WHITE, (0.95, 0.75, 0.66), (y - 150) / 90), opacity=0.75, soft=9)
    chance = scatter(5)
    for _ in range(46):
        x, y = 290 + (next(chance) - 0.5) * 120, 246 - next(chance) ** 2 * 22
        canvas.paint(
            disc(x, y, 8 + 9 * next(chance)),
            (0.93, 0.76, 0.7),
            opacity=0.35,
            soft=12,
            box=(x - 30, y - 30, x + 30, y + 30),
        )
    canvas.glow(290, 156, 95, FLAME, 0.8)
    canvas.paint(
        polygon((284, 140), (296, 140), (292, 176), (290, 184), (288, 176)),
        (1.0, 0.95, 0.8),
        soft=5,
        box=(270, 130, 310, 200),
    )
    rocket(canvas, 290, 42, 104)


def pad(canvas: Canvas) -> None:
    """A rocket in floodlight beside its tower."""
    night(canvas, 23, 90, (0.02, 0.03, 0.1), (0.1, 0.14, 0.26))
    canvas.glow(240, 250, 240, (0.35, 0.45, 0.6), 0.55)
    for foot, reach in ((60, 175), (420, 305)):
        beam = polygon((foot, 262), (reach, 60), (reach + 50, 60), (foot + 6, 262))
        canvas.paint(beam, (0.75, 0.85, 1.0), opacity=0.1, soft=14)
    ground = (0.035, 0.04, 0.06)
    canvas.paint(polygon((170, 262), (184, 244), (300, 244), (314, 262)), (0.16, 0.18, 0.22))
    steel = (0.46, 0.22, 0.18)
    for x in (272, 300):
        canvas.paint(line(x, 244, x, 66, 3), steel, box=(x - 4, 60, x + 4, 250))
    for step in range(9):
        y = 244 - step * 20
        box = (268.0, y - 24.0, 304.0, y + 4.0)
        canvas.paint(line(272, y, 300, y - 20, 1.6), steel, box=box)
        canvas.paint(line(300, y, 272, y - 20, 1.6), steel, box=box)
        canvas.paint(line(272, y, 300, y, 2), steel, box=box)
    for y in (104, 150, 200):
        canvas.paint(line(248, y, 274, y, 4), (0.55, 0.3, 0.24), box=(244, y - 4, 278, y + 4))
    canvas.paint(line(286, 66, 286, 38, 1.4), steel, box=(282, 34, 290, 70))
    canvas.glow(286, 38, 14, (1.0, 0.2, 0.15), 1.6)
    rocket(canvas, 238, 62, 182)
    canvas.paint(below(lambda _x: 262), ground)
    for x in (60, 420):
        canvas.glow(x + 3, 260, 26, (1.0, 0.98, 0.9), 1.3)


def station(canvas: Canvas) -> None:
    """A station with its wings spread over the day side."""
    night(canvas, 41, 110)
    cx, cy, radius = 120.0, 820.0, 610.0

    def sea(x: float, y: float) -> Colour:
        depth = radius - math.hypot(x - cx, y - cy)
        cloud = math.sin(x * 0.03 + math.sin(y * 0.05) * 2) + math.sin(x * 0.05 + y * 0.03)
        return mix((0.6, 0.82, 1.0), mix((0.05, 0.2, 0.42), (0.78, 0.86, 0.93), (cloud - 0.7) * 0.6), depth / 12)

    canvas.paint(disc(cx, cy, radius + 14), (0.25, 0.55, 0.95), opacity=0.5, soft=26)
    canvas.paint(disc(cx, cy, radius), sea)
    turn = -0.22
    cos, sin = math.cos(turn), math.sin(turn)

    def at(u: float, v: float) -> tuple[float, float]:
        return 250 + u * cos - v * sin, 122 + u * sin + v * cos

    def block(u: float, v: float, half: float, tall: float, colour: Colour) -> None:
        corners = (at(u - half, v - tall), at(u + half, v - tall), at(u + half, v + tall), at(u - half, v + tall))
        xs, ys = [c[0] for c in corners], [c[1] for c in corners]
        canvas.paint(polygon(*corners), colour, box=(min(xs) - 2, min(ys) - 2, max(xs) + 2, max(ys) + 2))

    block(0, 0, 150, 2.4, (0.62, 0.64, 0.7))
    for u in (-140, -104, 104, 140):
        for v in (-36, 36):
            block(u, v, 14, 31, (0.72, 0.5, 0.2))
            for stripe in range(-24, 25, 12):
                block(u, v + stripe, 14, 1, (0.28, 0.18, 0.1))
            block(u, v, 0.9, 31, (0.28, 0.18, 0.1))
    for u, v, half, tall in (
        (0, 0, 17, 9),
        (-30, 0, 15, 8),
        (32, 0, 16, 8),
        (0, 22, 8, 16),
        (0, -20, 7, 14),
        (56, 0, 10, 6),
    ):
        block(u, v, half, tall, (0.88, 0.89, 0.92))
        block(u, v + tall * 0.6, half, tall * 0.4, (0.6, 0.62, 0.68))
    block(0, 41, 6, 7, (0.35, 0.38, 0.46))
    block(-62, 14, 12, 10, (0.93, 0.93, 0.93))


def lander(canvas: Canvas) -> None:
    """A lander on grey ground, a little askew, and the Earth."""
    canvas.fill(lambda _x, _y: (0.01, 0.01, 0.02))
    canvas.stars(53, 90, below=0.7)
    canvas.glow(372, 74, 70, (0.2, 0.4, 0.8), 0.45)

    def earth(u: float, v: float) -> Colour:
        cloud = math.sin(u * 7 + math.sin(v * 6) * 1.6) + math.sin(v * 9 - u * 2)
        return mix((0.1, 0.34, 0.75), (0.95, 0.97, 1.0), (cloud - 0.1) * 0.7)

    globe(canvas, 372, 74, 34, earth, -2.6)

    def height(x: float) -> float:
        return 212 + 9 * math.sin(x * 0.011 + 1) + 4 * math.sin(x * 0.037) + 1.5 * math.sin(x * 0.11)

    canvas.paint(below(height), lambda x, y: mix((0.62, 0.61, 0.59), (0.2, 0.2, 0.21), (y - height(x)) / 95))
    for x, y, size in ((80, 246, 34), (390, 236, 22), (330, 276, 46), (20, 282, 26), (178, 278, 15), (452, 268, 16)):
        hollow = (x - size - 3, y - size, x + size + 3, y + size)
        canvas.paint(ellipse(x, y, size, size * 0.28), (0.68, 0.67, 0.65), opacity=0.8, soft=3, box=hollow)
        canvas.paint(
            ellipse(x + 2, y - 1.5, size * 0.9, size * 0.21), (0.16, 0.16, 0.17), opacity=0.85, soft=3, box=hollow
        )
    canvas.paint(ellipse(262, 234, 74, 8), (0.05, 0.05, 0.06), opacity=0.75, soft=8, box=(150, 205, 374, 262))
    lean = 0.15
    cos, sin = math.cos(lean), math.sin(lean)

    def at(u: float, v: float) -> tuple[float, float]:
        return 212 + u * cos - v * sin, 176 + u * sin + v * cos

    for side in (-1, 1):
        canvas.paint(line(*at(side * 22, 12), *at(side * 50, 52), 4), (0.75, 0.76, 0.8), box=(130, 150, 300, 250))
        canvas.paint(line(*at(side * 34, 22), *at(side * 12, 30), 2.4), (0.55, 0.56, 0.6), box=(130, 150, 300, 250))
        canvas.paint(line(*at(side * 42, 53), *at(side * 58, 53), 5), (0.85, 0.85, 0.88), box=(130, 150, 300, 250))
    box = (140.0, 80.0, 300.0, 240.0)
    canvas.paint(polygon(at(-9, 28), at(9, 28), at(14, 42), at(-14, 42)), (0.24, 0.24, 0.28), box=box)

    def foil(x: float, y: float) -> Colour:
        return mix(GOLD, (0.45, 0.28, 0.08), (math.sin(x * 0.9 + y * 0.5) + math.sin(x * 0.4 - y) + 2) / 4)

    canvas.paint(polygon(at(-36, -4), at(36, -4), at(30, 28), at(-30, 28)), foil, box=box)
    canvas.paint(polygon(at(-26, -30), at(26, -30), at(36, -4), at(-36, -4)), (0.78, 0.8, 0.85), box=box)
    canvas.paint(polygon(at(-26, -30), at(0, -30), at(-4, -4), at(-36, -4)), (0.14, 0.2, 0.42), box=box)
    canvas.paint(line(*at(14, -30), *at(14, -58), 2), (0.8, 0.8, 0.84), box=box)
    canvas.paint(ellipse(*at(14, -60), 11, 5, lean - 0.5), (0.93, 0.93, 0.95), box=box)


def _ridge(base: float, rise: float, pace: float, colour: Colour) -> tuple[Shape, Shade]:
    def height(x: float) -> float:
        return base - rise * (math.sin(x * pace + base) + 0.4 * math.sin(x * pace * 2.7))

    return below(height), lambda x, y: mix(colour, mix(colour, BLACK, 0.55), (y - height(x)) / 90)


def mars(canvas: Canvas) -> None:
    """A small rover under a butterscotch sky."""
    canvas.fill(lambda _x, y: ramp([(0, (0.56, 0.4, 0.31)), (150, (0.86, 0.66, 0.48)), (200, (0.95, 0.8, 0.62))], y))
    canvas.glow(390, 70, 90, (0.75, 0.85, 1.0), 0.45)
    canvas.glow(390, 70, 12, WHITE, 1.5)
    canvas.paint(*_ridge(168, 26, 0.013, (0.72, 0.47, 0.33)))
    canvas.paint(*_ridge(196, 14, 0.021, (0.6, 0.34, 0.22)))
    canvas.paint(*_ridge(222, 9, 0.017, (0.46, 0.23, 0.14)))
    chance = scatter(9)
    for _ in range(26):
        x, y, size = next(chance) * 480, 236 + next(chance) * 60, 1.5 + next(chance) * 5
        canvas.paint(ellipse(x, y, size, size * 0.6), (0.27, 0.12, 0.07), soft=1.5, box=(x - 9, y - 6, x + 9, y + 6))
    box = (110.0, 120.0, 270.0, 262.0)
    canvas.paint(ellipse(186, 252, 66, 6), (0.14, 0.06, 0.04), opacity=0.7, soft=6, box=(100, 236, 280, 264))
    for x in (146, 188, 230):
        canvas.paint(line(x, 238, 190, 214, 3.4), (0.5, 0.48, 0.46), box=box)
        canvas.paint(disc(x, 241, 12), (0.16, 0.15, 0.16), box=box)
        canvas.paint(disc(x, 241, 6), (0.6, 0.58, 0.56), box=box)
    canvas.paint(polygon((140, 196), (240, 196), (234, 218), (148, 218)), (0.86, 0.84, 0.8), box=box)
    canvas.paint(polygon((140, 196), (240, 196), (244, 190), (136, 190)), (0.16, 0.19, 0.3), box=box)
    canvas.paint(line(160, 190, 160, 146, 4), (0.75, 0.73, 0.7), box=box)
    canvas.paint(polygon((147, 134), (175, 134), (175, 148), (147, 148)), (0.92, 0.9, 0.87), box=box)
    canvas.paint(disc(154, 141, 4), (0.08, 0.1, 0.16), box=box)
    canvas.paint(disc(167, 141, 4), (0.08, 0.1, 0.16), box=box)
    canvas.paint(line(238, 206, 258, 182, 3), (0.7, 0.68, 0.66), box=box)
    canvas.paint(line(258, 182, 264, 214, 3), (0.7, 0.68, 0.66), box=box)


def parachute(canvas: Canvas) -> None:
    """A capsule under its parachute over the steppe."""
    canvas.fill(lambda _x, y: ramp([(0, (0.3, 0.52, 0.8)), (200, (0.8, 0.87, 0.92)), (232, (0.96, 0.9, 0.8))], y))
    for x, y, size in ((70, 80, 50), (120, 92, 40), (400, 54, 46), (440, 66, 34), (20, 176, 40), (452, 186, 44)):
        canvas.paint(ellipse(x, y, size, size * 0.2), WHITE, opacity=0.55, soft=10)
    canvas.paint(
        below(lambda x: 236 + 4 * math.sin(x * 0.013)),
        lambda _x, y: mix((0.8, 0.68, 0.42), (0.5, 0.42, 0.24), (y - 236) / 64),
    )
    cx, cy, radius = 246.0, 92.0, 74.0
    dome = ellipse(cx, cy, radius, 60)

    def canopy(x: float, y: float) -> float:
        scallop = 7 * abs(math.sin((x - cx) / radius * math.pi * 2))
        return max(dome(x, y), y - cy - 8 + scallop)

    def cloth(x: float, y: float) -> Colour:
        turn = math.asin(max(-1.0, min(1.0, (x - cx) / (radius * math.sqrt(max(0.02, 1 - ((y - cy) / 62) ** 2))))))
        colour = (0.95, 0.42, 0.12) if int((turn + math.pi / 2) / math.pi * 8) % 2 else (0.97, 0.95, 0.92)
        return mix(colour, BLACK, max(0.0, (x - cx) / radius) * 0.3)

    for step in range(-4, 5):
        seam = cx + step * radius / 4.2
        canvas.paint(
            line(seam, cy + 2, 262, 188, 0.8),
            (0.3, 0.3, 0.32),
            opacity=0.8,
            box=(cx - radius - 2, cy, cx + radius + 2, 192),
        )
    canvas.paint(canopy, cloth, box=(cx - 80, 28, cx + 80, 106))
    bell = polygon((255, 186), (269, 187), (280, 208), (281, 217), (243, 215), (245, 206))
    canvas.paint(
        bell, lambda x, _y: mix((0.5, 0.44, 0.38), (0.14, 0.12, 0.11), (x - 246) / 32), soft=2, box=(238, 182, 286, 222)
    )
    canvas.paint(disc(258, 201, 3), (0.75, 0.85, 0.9), box=(254, 197, 262, 205))
    canvas.paint(ellipse(300, 270, 30, 4), (0.3, 0.25, 0.14), opacity=0.5, soft=8)
