"""What everything looks like: the colours, strokes and measures of one theme."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtGui import QColor

from gui.drawing.colours import STEPS, colour, light_digits, sign_colours


@dataclass(frozen=True, slots=True)
class Metrics:
    """Sizes in units of the picture: pixels at 100 %."""

    equation: float = 20
    formula: float = 15
    symbol: float = 16
    text: float = 12
    small: float = 11
    number: float = 12
    cell: tuple[float, float] = (54, 27)
    per_digit: float = 7.5
    pad: float = 14
    gap: float = 10
    radius: float = 10
    least: float = 104
    block: tuple[float, float] = (320, 192)


@dataclass(frozen=True, slots=True)
class Theme:
    """One look. Colours are ``#RRGGBB``; direction (forward, backward) and sign never share hues.

    ``idle`` and ``strong`` are the widths of wires and outlines at rest and in the active beat, ``hairline`` that of
    borders inside a card; ``widths`` are those of the backward curve, by the size of
    the message; ``head`` is length and width of an arrowhead. ``sign`` runs from the
    most negative to the most positive; ``flip`` swaps its ends.
    """

    name: str
    canvas: str
    card: str
    text: str
    muted: str
    faint: str
    outline: str
    edge: str
    wire: str
    forward: str
    forward_tint: str
    backward: str
    backward_tint: str
    parameter: str
    on_parameter: str
    error: str
    error_tint: str
    focus: str
    halo: str
    loss: str
    on_loss: str
    on_loss_muted: str
    on_loss_backward: str
    chip: str
    chip_edge: str
    hatch: str
    sign: tuple[str, ...]
    dark: bool = False
    flip: bool = False
    idle: float = 1.5
    strong: float = 2.0
    hairline: float = 1.5
    widths: tuple[float, float, float] = (1.5, 2.5, 4.0)
    head: tuple[float, float] = (8.0, 6.5)
    shadows: bool = True
    metrics: Metrics = Metrics()

    @property
    def stops(self) -> tuple[str, ...]:
        return self.sign[::-1] if self.flip else self.sign

    def flipped(self, flip: bool) -> Theme:
        """The same theme with blue for positive (False) or for negative (True)."""
        return replace(self, flip=flip)

    def sign_colour(self, value: float, scale: float) -> QColor:
        """The colour of a cell: the middle at 0, the ends at ±scale and beyond. NaN gets the middle."""
        return self.cell_colours(value, scale)[0]

    def digit_colour(self, value: float, scale: float) -> QColor:
        """Black or white, whichever contrasts more with ``sign_colour``."""
        return self.cell_colours(value, scale)[1]

    def cell_colours(self, value: float, scale: float) -> tuple[QColor, QColor]:
        """The colours of a cell and of the digits in it."""
        index = sign_index(value, scale)
        light = light_digits(self.stops)[index]
        return sign_colours(self.stops)[index], colour("#FFFFFF" if light else "#000000")


def sign_index(value: float, scale: float) -> int:
    """The entry of the sign table for a value on the scale ±scale."""
    if value != value or scale <= 0:
        return STEPS // 2
    share = max(-1.0, min(1.0, value / scale)) if abs(value) != float("inf") else (1.0 if value > 0 else -1.0)
    return round((share + 1) / 2 * STEPS)


LIGHT = Theme(
    name="light",
    canvas="#F7F7F5",
    card="#FFFFFF",
    text="#14171C",
    muted="#5A6270",
    faint="#A9AFB8",
    outline="#6B7280",
    edge="#C9CDD6",
    wire="#7D8590",
    forward="#1B6F3C",
    forward_tint="#E6F4EA",
    backward="#A3197F",
    backward_tint="#FBE9F5",
    parameter="#475569",
    on_parameter="#FFFFFF",
    error="#B42318",
    error_tint="#FEE9E7",
    focus="#0B57D0",
    halo="#FFD54A",
    loss="#14171C",
    on_loss="#FFFFFF",
    on_loss_muted="#A4ACB8",
    on_loss_backward="#F2A6D8",
    chip="#FFF9E3",
    chip_edge="#CDB35F",
    hatch="#D9DBDF",
    sign=("#7A2E00", "#C2560C", "#F2B27A", "#F7F7F5", "#8FBCE6", "#1F6FB5", "#08305C"),
)

DARK = Theme(
    name="dark",
    canvas="#15181E",
    card="#1E222A",
    text="#E8EAED",
    muted="#A4ACB8",
    faint="#5E6672",
    outline="#8B94A1",
    edge="#3A414D",
    wire="#727B88",
    forward="#5FD38D",
    forward_tint="#12301F",
    backward="#E86FC0",
    backward_tint="#3A1530",
    parameter="#CBD5E1",
    on_parameter="#15181E",
    error="#FF8A7A",
    error_tint="#3B1A17",
    focus="#8AB4F8",
    halo="#FFD54A",
    loss="#F1F2F4",
    on_loss="#14171C",
    on_loss_muted="#5A6270",
    on_loss_backward="#A3197F",
    chip="#332D18",
    chip_edge="#A8904A",
    hatch="#3A404B",
    sign=("#FFB066", "#D9792B", "#7A4213", "#20242C", "#1B4874", "#3F8AD0", "#6FB4FF"),
    dark=True,
)

FIGURE = replace(
    LIGHT,
    name="figure",
    canvas="#FFFFFF",
    text="#000000",
    muted="#3C4149",
    faint="#8A9099",
    edge="#6B7280",
    wire="#3C4149",
    loss="#FFFFFF",
    on_loss="#000000",
    on_loss_muted="#3C4149",
    on_loss_backward="#A3197F",
    backward_tint="#FDF4FA",
    shadows=False,
    metrics=Metrics(
        equation=16,
        formula=12.5,
        symbol=13.5,
        text=11,
        small=10.5,
        number=11,
        cell=(44, 19),
        per_digit=6.5,
        pad=10,
        gap=7,
        radius=6,
        least=76,
    ),
)

THEMES = {theme.name: theme for theme in (LIGHT, DARK, FIGURE)}
