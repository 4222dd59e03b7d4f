"""What a backslash can start beside a letter: the habits of people who write LaTeX."""

from __future__ import annotations

import re
from collections.abc import Mapping

OPERATORS: Mapping[str, str] = {
    "odot": "⊙",
    "circ": "⊙",
    "oslash": "⊘",
    "cdot": "·",
    "times": "×",
    "div": "/",
    "ast": "∗",
    "otimes": "⊗",
    "top": "ᵀ",
    "intercal": "ᵀ",
    "in": "∈",
    "le": "≤",
    "leq": "≤",
    "ge": "≥",
    "geq": "≥",
    "ne": "≠",
    "neq": "≠",
    "lt": "<",
    "gt": ">",
    "Vert": "‖",
    "lVert": "‖",
    "rVert": "‖",
    "|": "‖",
    "vert": "|",
    "lvert": "|",
    "rvert": "|",
    "mid": "|",
    "dots": "…",
    "ldots": "…",
    "cdots": "…",
    "sim": "~",
    "gets": "=",
    "leftarrow": "=",
}

BRACKETS: Mapping[str, str] = {"{": "{", "}": "}"}

SPACES = frozenset(("left", "right", "big", "Big", "bigl", "bigr", "quad", "qquad", ",", ";", ":", "!", " "))

STYLES = frozenset(("mathbf", "mathrm", "mathit", "mathcal", "boldsymbol", "bm", "text", "operatorname", "mathsf"))
"""Commands that only dress the name in their braces."""

REALS = re.compile(r"\\(?:mathbb[ \t]*\{[ \t]*R[ \t]*\}|mathbb[ \t]*R|R)(?![A-Za-z])")

COMPLETIONS: Mapping[str, str] = {
    name: OPERATORS[name]
    for name in ("odot", "oslash", "cdot", "times", "ast", "otimes", "top", "in", "le", "ge", "ne")
} | {"sum": "Σ", "Vert": "‖", "leftarrow": "←", "R": "ℝ"}
"""Signs that an editor can complete, beside the Greek letters."""
