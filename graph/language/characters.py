"""Characters: which are the same, which are letters, and which are refused and why.

Everything here maps one character to one character, so that a column in the text as read is the same column in
the text as typed.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_SAME = {
    "µ": "μ",
    "\u2126": "Ω",
    "\u212a": "K",
    "\u212b": "Å",
    "ϵ": "ε",
    "ϕ": "φ",
    "ϑ": "θ",
    "ϱ": "ρ",
    "ϖ": "π",
    "∑": "Σ",
    "’": "'",
    "‘": "'",
    "′": "'",
    "“": '"',
    "”": '"',
    "−": "-",
    "–": "-",
    "\u00a0": " ",
    "\u202f": " ",
    "∥": "‖",
    "⊤": "ᵀ",
    "⋅": "·",
}

_TRANSLATION = str.maketrans(_SAME)

_LOOKALIKES = dict(
    zip(
        "АВЕЗКМНОРСТУХаеорсухіјѕԁԛԝһӏ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο" + "օոսԱ",
        "ABE3KMHOPCTYXaeopcyxijsdqwhl" + "ABEZHIKMNOPTYXo" + "onuU",
        strict=True,
    )
)

_LETTERLIKE = frozenset("ℓℒℱℋℐℰℳℛ")
"""Compatibility letters that nobody takes for the plain one."""

SUPERSCRIPTS = {**dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789", strict=True)), "⁻": "-", "⁺": "+", "ᵀ": "T", "ˣ": "x"}

SUBSCRIPTS = {
    **dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True)),
    **dict(zip("ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ", "aehijklmnoprstuvxβγρφχ", strict=True)),
    "₊": "+",
    "₋": "-",
}

FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75}


def plain(text: str) -> str:
    """``text`` with the characters that only look different replaced, each by one character."""
    return text.translate(_TRANSLATION)


def printable(line: str) -> str:
    """A line of the text fit for a message: as wide as it was, with nothing in it that cannot be shown."""
    return "".join(c if c.isprintable() else " " for c in line)


@lru_cache(maxsize=4096)
def is_letter(c: str) -> bool:
    """Letters are the categories L but Lm, and only those that look like no other."""
    category = unicodedata.category(c)
    if category[0] != "L" or category == "Lm" or c in _LOOKALIKES:
        return False
    return c in _LETTERLIKE or unicodedata.normalize("NFKC", c) == unicodedata.normalize("NFC", c)


@lru_cache(maxsize=4096)
def stands_in_word(c: str) -> bool:
    """Letters, and what is taken for letters: it belongs to the word, and is refused there."""
    return is_letter(c) or (unicodedata.category(c) in ("Lu", "Ll", "Lo") and lookalike(c) is not None)


@lru_cache(maxsize=1024)
def is_mark(c: str) -> bool:
    """Marks that stand on a letter and can be seen."""
    if unicodedata.category(c) not in ("Mn", "Mc"):
        return False
    name = unicodedata.name(c, "")
    return "VARIATION SELECTOR" not in name and "JOINER" not in name


def lookalike(c: str) -> str | None:
    """The plain letter that ``c`` can be taken for, if there is one."""
    if c in _LOOKALIKES:
        return _LOOKALIKES[c]
    if unicodedata.category(c)[0] in "LN" and c not in _LETTERLIKE:
        compatible = unicodedata.normalize("NFKC", c)
        if compatible != unicodedata.normalize("NFC", c) and compatible.isalnum():
            return compatible
    return None


def refusal(c: str) -> tuple[str, str]:
    """Why ``c`` cannot stand in a text of equations, and what to do about it."""
    code = f"U+{ord(c):04X}"
    name = unicodedata.name(c, "").lower()
    called = f"{code} ({name})" if name else code
    other = lookalike(c)
    if other is not None:
        return f"{c} is {called}, which only looks like {other}", f"type {other}"
    category = unicodedata.category(c)
    if category == "Cs":
        return f"{code} is half of a character", "delete it, or type the character again"
    if category in ("Zs", "Zl", "Zp"):
        return f"the space {called} is not a plain one", "type a plain space"
    if category[0] == "C" or (category[0] == "M" and not is_mark(c)):
        return f"there is an invisible character, {called}", "delete it"
    if category[0] == "M":
        return f"the mark {called} stands on no letter", "put it behind a letter, or delete it"
    digit = unicodedata.digit(c, None)
    if digit is not None:
        return f"{c} is {called}, not one of the digits 0 to 9", f"type {digit}"
    return f"{c} is {called}, which has no meaning here", _HINTS.get(c, "delete it")


_HINTS = {
    "%": "a comment starts with #",
    "!": "for 'not equal' write !=; there are no factorials",
    "\\": "write solve(A, b) for A \\ b, and \\alpha for α",
    "$": "leave the dollar signs out",
    "&": "multiply masks: [x > 0] .* [y > 0]",
    "√": "write sqrt(x)",
    "∂": "write equations only: adjoints are derived from them",
    "∇": "write equations only: adjoints are derived from them",
    "∏": "write the product out, or exp(sum(log(x)))",
    "∫": "there are no integrals",
    "∞": "there is no number for infinity",
    "⟨": "write dot(u, v)",
    "⟩": "write dot(u, v)",
    "±": "write + or -",
    "⅓": "write 1/3",
    "⅔": "write 2/3",
    "⅛": "write 1/8",
    "—": "write - for minus",
}
