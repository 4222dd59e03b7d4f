"""Words and mathematics in one sentence."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass

from graph.expression import Expression, is_call
from graph.model import Equation
from graph.notation import expression_text, name_text, shape_text
from graph.shapes import Shape, is_column, is_row, written


@dataclass(frozen=True, slots=True)
class Formula:
    """Mathematics for a plain line of text and for a typesetter."""

    unicode: str
    latex: str


Phrase = tuple[str | Formula, ...]

_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
MOST_LISTED = 5
LONGEST = 240
"""Characters of a formula that anybody reads in a sentence."""


def both(write: Callable[[str], str]) -> Formula:
    return Formula(write("unicode"), write("latex"))


def name(of: str) -> Formula:
    return both(lambda style: name_text(of, style))


def expression(e: Expression, defined: Container[str] | None = None) -> Formula:
    """The whole expression; of a very long one the beginning and end of its sum, or dots."""
    written = both(lambda style: expression_text(e, style, defined))
    if len(written.unicode) <= LONGEST:
        return written
    if not is_call(e, "add") or len(e.inputs) <= 4:
        return Formula("…", r"\dots")
    first, second, last = (expression(term, defined) for term in (*e.inputs[:2], e.inputs[-1]))
    return Formula(
        f"{first.unicode} + {second.unicode} + ⋯ + {last.unicode}",
        rf"{first.latex} + {second.latex} + \cdots + {last.latex}",
    )


def operand(e: Expression, defined: Container[str] | None = None) -> Formula:
    """The expression, a sum or a difference in brackets."""
    text = expression(e, defined)
    return Formula(f"({text.unicode})", f"({text.latex})") if is_call(e, "add") or is_call(e, "neg") else text


def equation(node: Equation, defined: Container[str] | None = None) -> Formula:
    """``z = A (u ⊙ v)``."""
    return relation(name(node.name), "=", expression(node.expression, defined))


def relation(left: Formula, sign: str, right: Formula) -> Formula:
    latex = {"=": "=", "←": r"\leftarrow", "∈": r"\in", "→": r"\to"}[sign]
    return Formula(f"{left.unicode} {sign} {right.unicode}", f"{left.latex} {latex} {right.latex}")


def breakable(sum_of: Formula) -> Phrase:
    """A formula in pieces, so that a line can end before a term of its sum."""
    unicode, latex = _terms(sum_of.unicode), _terms(sum_of.latex)
    if len(unicode) != len(latex):
        return (sum_of,)
    parts: list[str | Formula] = []
    for pair in zip(unicode, latex, strict=True):
        parts.extend((" + ", Formula(*pair)) if parts else (Formula(*pair),))
    return tuple(parts)


def _terms(text: str) -> list[str]:
    """What stands between the pluses outside all brackets."""
    terms, depth = [""], 0
    for piece in text.split(" + "):
        terms[-1] += (" + " if depth else "") + piece
        depth += sum(piece.count(opening) for opening in "([{") - sum(piece.count(closing) for closing in ")]}")
        if not depth:
            terms.append("")
    return [term for term in terms if term]


def derivative(of: str, by: str) -> Formula:
    """``∂L/∂A``."""
    above, below = name(of), name(by)
    return Formula(f"∂{above.unicode}/∂{below.unicode}", rf"\partial {above.latex}/\partial {below.latex}")


def space(shape: Shape) -> Formula:
    return both(lambda style: shape_text(shape, style))


def listed(names: Sequence[str]) -> Phrase:
    """``A, u and v``; of many the first, and how many more."""
    shown = list(names) if len(names) <= MOST_LISTED + 1 else list(names[:MOST_LISTED])
    rest = len(names) - len(shown)
    parts: list[str | Formula] = []
    for place, of in enumerate(shown):
        if place:
            parts.append(" and " if place == len(shown) - 1 and not rest else ", ")
        parts.append(name(of))
    if rest:
        parts.append(f" and {rest} more")
    return tuple(parts)


def counted(number: int, singular: str, plural: str = "") -> str:
    """``three messages``, ``one message``, ``27 messages``."""
    return f"{word_for(number)} {singular if number == 1 else plural or singular + 's'}"


def word_for(number: int) -> str:
    return _COUNTS[number] if number < len(_COUNTS) else str(number)


def described(shape: Shape | None) -> str:
    """``a 2×2 matrix``, ``a column of 2 entries``, ``a scalar``."""
    if shape is None:
        return "something of unknown shape"
    if shape == ():
        return "a scalar"
    if is_column(shape):
        return f"a column of {shape[0]} entries"
    if is_row(shape):
        return f"a row of {shape[1]} entries"
    if len(shape) == 2:
        return f"{_article(shape[0])} {written(shape)} matrix"
    if len(shape) == 3:
        return f"a batch of {shape[0]} matrices {written(shape[1:])}"
    return f"an array {written(shape)}"


def brief(shape: Shape | None) -> str:
    """``a column of 2``: where the entries were mentioned just before."""
    return described(shape).removesuffix(" entries")


def several(shape: Shape | None) -> str:
    """``columns of 2 entries``, ``2×2 matrices``, ``scalars``."""
    one = described(shape).split(" ", 1)[1]
    first, space, rest = one.partition(" ")
    if one.endswith("matrix"):
        return one.removesuffix("matrix") + "matrices"
    return f"{first}es{space}{rest}" if first == "batch" else f"{first}s{space}{rest}"


def kind(shape: Shape | None) -> str:
    """``a column``, without its length."""
    if shape is not None and is_column(shape):
        return "a column"
    if shape is not None and is_row(shape):
        return "a row"
    return described(shape)


def _article(number: int) -> str:
    return "an" if str(number).startswith("8") or number in (11, 18) else "a"


def plain(phrase: Phrase) -> str:
    """The phrase without mathematics type: for a test, a tooltip, a screen reader."""
    return "".join(part if isinstance(part, str) else part.unicode for part in phrase)
