"""The colours a user may give: to tags, frames and notes. They keep clear of the hues of direction and of sign."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from gui.drawing.theme import Theme

TINTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "violet": ("#7B4FD8", "#B79BFF"),
        "teal": ("#11998F", "#2FB5AC"),
        "olive": ("#7F7A10", "#B9B84A"),
        "rose": ("#B9838F", "#D9A3B2"),
        "umber": ("#6B5A48", "#A08C74"),
        "slate": ("#8E96A3", "#79828F"),
    }
)
"""By name, on a light and on a dark ground."""

DEFAULT = "slate"


def tint(name: str, theme: Theme) -> str:
    """The colour of this name in a theme; of a name unknown the default one."""
    light, dark = TINTS.get(name, TINTS[DEFAULT])
    return dark if theme.dark else light
