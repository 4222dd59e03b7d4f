"""One printer over one tree, for all three scripts.

What a symbol is and how strongly it binds comes from the records; here stands what no record can say: where a
product needs a dot, which brackets the grammar needs, and how powers look.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from typing import Any

from graph.expression import (
    Apply,
    Expression,
    Hole,
    Name,
    Number,
    is_call,
    is_matrix_product,
    is_number,
    names,
    postorder,
)
from graph.language.functions import functions
from graph.notation.names import name_text
from graph.notation.scripts import (
    ASIDE,
    ATOM,
    HAD,
    MINUS,
    POWER,
    PROD,
    SIGN,
    SIGNED,
    SUM,
    TERM,
    TIMES,
    Piece,
    bracketed,
    group,
    number_piece,
    script_base,
    superscript,
    upright,
)
from graph.operations import Operation
from graph.shapes import is_vector

LONGEST = 1_000_000
"""Characters. A tree that shares its branches can be written in more than any memory holds: there stands a …"""


def expression_text(expression: Expression, style: str = "unicode", defined: Container[str] | None = None) -> str:
    """The expression in ``style``: unicode, ascii or latex.

    ``defined`` are the names of the graph it stands in, which functions of the same name make way for; if not said,
    the names in the expression.
    """
    return Printer(style, names(expression) if defined is None else defined).text(expression)


class Printer:
    """Writes trees that stand among the names ``defined``."""

    def __init__(self, style: str, defined: Container[str]) -> None:
        if style not in MINUS:
            raise ValueError(f"style is unicode, ascii or latex, not {style!r}")
        self.style = style
        self.latex = style == "latex"
        self.defined = defined

    def text(self, root: Expression) -> str:
        return self.piece(root).text

    def piece(self, root: Expression) -> Piece:
        pieces: dict[int, Piece] = {}
        for e in postorder(root):
            piece = self._one(e, pieces)
            pieces[id(e)] = piece if len(piece.text) <= LONGEST else Piece("…")
        return pieces[id(root)]

    def _one(self, e: Expression, pieces: dict[int, Piece]) -> Piece:
        if isinstance(e, Name):
            return Piece(name_text(e.name, self.style))
        if isinstance(e, Number):
            return number_piece(e.value, e.text, self.style, self.defined)
        if isinstance(e, Hole):
            return Piece(f"?_{{{e.label}}}" if self.latex and e.label else f"?{e.label}")
        assert isinstance(e, Apply)
        parts = [pieces[id(x)] for x in e.inputs]
        special = _SPECIAL.get(e.operation.name)
        if special is not None:
            return special(self, e, parts, pieces)
        return _FORMS[e.operation.notation.form](self, e, parts, pieces)

    # Brackets

    def first(self, piece: Piece, least: int) -> Piece:
        """``piece`` where it stands first: in brackets if it holds together less than ``least``."""
        return piece if piece.binding >= least else group(piece, self.style)

    def later(self, piece: Piece, least: int) -> Piece:
        """``piece`` behind something, where a sign would be taken for an operator."""
        signed = piece.text.startswith(SIGN[self.style])
        return group(piece, self.style) if signed else self.first(piece, least)

    def symbol(self, operation: Operation) -> str:
        return str(getattr(operation.notation, self.style))

    # Sums and products

    def sum(self, e: Apply, parts: Sequence[Piece], pieces: dict[int, Piece]) -> Piece:
        written = [self.first(parts[0], TERM)]
        signs = [""]
        for x, part in zip(e.inputs[1:], parts[1:], strict=True):
            negative = is_call(x, "neg")
            signs.append(f" {MINUS[self.style] if negative else '+'} ")
            written.append(self.later(pieces[id(x.inputs[0])] if negative else part, HAD))
        text = "".join(sign + piece.text for sign, piece in zip(signs, written, strict=True))
        return Piece(text, SUM, any(piece.bars for piece in written))

    def neg(self, e: Apply, parts: Sequence[Piece], pieces: dict[int, Piece]) -> Piece:
        inner = self.later(parts[0], HAD)
        if _starts_with_digit(inner.text):
            # A sign before digits is read as part of the number.
            inner = inner if self.latex else group(inner, self.style)
        return Piece(SIGN[self.style] + inner.text, TERM, inner.bars)

    def product(self, e: Apply, parts: Sequence[Piece], pieces: dict[int, Piece]) -> Piece:
        left, right = self.first(parts[0], PROD), self.later(parts[1], SIGNED)
        if is_call(e.inputs[0], "quotient") and not (self.latex or _is_fraction(e.inputs[0])):
            left = group(left, self.style)
        elif e.inputs[0].shape == () and e.inputs[1].shape != () and is_matrix_product(e.inputs[0]):
            # (aᵀ x) b is read so without brackets, but not seen so.
            left = group(left, self.style)
        dotted = _starts_with_digit(right.text)
        if self.latex and isinstance(e.inputs[0], Number):
            dotted = dotted or right.text.startswith(r"\frac")
        between = (TIMES if dotted else ASIDE)[self.style]
        return Piece(left.text + between + right.text, PROD, left.bars or right.bars)

    def quotient(self, e: Apply, parts: Sequence[Piece], pieces: dict[int, Piece]) -> Piece:
        if self.latex:
            return Piece(rf"\frac{{{parts[0].text}}}{{{parts[1].text}}}", POWER)
        left, right = self.first(parts[0], PROD), self.later(parts[1], SIGNED)
        if is_call(e.inputs[0], "quotient"):
            left = group(left, self.style)
        tight = left.binding > PROD and right.binding > POWER
        return Piece(f"{left.text}{'/' if tight else ' / '}{right.text}", PROD, left.bars or right.bars)

    def infix(self, e: Apply, parts: Sequence[Piece], pieces: dict[int, Piece]) -> Piece:
        """The operators that are weaker than the product, left to right.

        Products get brackets that the grammar does not need and the eye does.
        """
        symbol = self.symbol(e.operation)
        if e.options or not symbol or (self.style == "ascii" and not symbol.isascii()):
            return self.call(e, parts, pieces)
        binding = e.operation.notation.binding
        before, behind = e.inputs
        left, right = self.first(parts[0], binding), self.later(parts[1], binding + 1)
        mixed = left.binding == binding and not is_call(before, e.operation.name)
        if mixed or (left is parts[0] and is_matrix_product(before)):
            left = group(left, self.style)
        divides = e.operation.name == "divide" and right.binding == PROD
        if right is parts[1] and (divides or is_matrix_product(behind)):
            right = group(right, self.style)
        if symbol == r"\oslash":
            symbol = r"\,\oslash\,"
        return Piece(f"{left.text} {symbol} {right.text}", binding, left.bars or right.bars)

    # Powers and what else stands above the line

    def power(self, e: Apply, parts: Sequence[Piece], pieces: dict[int, Piece]) -> Piece:
        base, exponent = e.inputs
        dotted = e.operation.name == "dotpower"
        whole = isinstance(exponent, Number) and exponent.value == int(exponent.value) and abs(exponent.value) < 1e6
        if dotted and whole and is_vector(base.shape or ()) and not is_number(exponent, -1):
            dotted = False
        below = parts[0]
        if is_call(base, "norm") and is_number(exponent, 2) and not dotted:
            # ‖x‖² is one operation of its own.
            below = group(below, self.style)
        if self.latex:
            return self._raised(below, (r"\circ " if dotted else "") + parts[1].text)
        if whole and isinstance(exponent, Number):
            return self._raised(below, str(int(exponent.value)), dotted)
        above = parts[1] if parts[1].binding == ATOM else group(parts[1], self.style)
        if above.text in ("T", "(T)") or above.text in ("(−T)", "(-T)"):
            # ^T is the transpose, also in brackets; a plus before it is not.
            above = Piece(f"(+{above.text})" if above.text[0] == "(" else "(+T)")
        below = self.first(below, ATOM)
        return Piece(f"{below.text}{'.^' if dotted else '^'}{above.text}", POWER, below.bars)

    def _raised(self, below: Piece, above: str, dotted: bool = False) -> Piece:
        below = self.first(below, ATOM)
        if self.latex:
            return Piece(f"{script_base(below.text)}^{{{above}}}", POWER, below.bars)
        if dotted:
            return Piece(f"{below.text}{' ' if below.text[-1:].isdigit() else ''}.^{above}", POWER, below.bars)
        raised = superscript(above) if self.style == "unicode" else f"^{above}"
        return Piece(below.text + raised, POWER, below.bars)

    def transpose(self, e: Apply, parts: Sequence[Piece], pieces: dict[int, Piece]) -> Piece:
        inner = e.inputs[0]
        if is_call(inner, "inv") and inner.shape:
            above = {"unicode": "⁻ᵀ", "ascii": "^-T", "latex": r"^{-\top}"}[self.style]
            below = self.first(pieces[id(inner.inputs[0])], ATOM)
        else:
            above, below = self.symbol(e.operation), self.first(parts[0], ATOM)
        return Piece((script_base(below.text) if self.latex else below.text) + above, POWER, below.bars)

    def inverse(self, e: Apply, parts: Sequence[Piece], pieces: dict[int, Piece]) -> Piece:
        return self._raised(parts[0], "-1") if e.shape else self.call(e, parts, pieces)

    def matrix_power(self, e: Apply, parts: Sequence[Piece], pieces: dict[int, Piece]) -> Piece:
        exponent = dict(e.options)["exponent"]
        if not e.shape or exponent == -1:
            return self.call(e, parts, pieces)
        return self._raised(parts[0], str(exponent))

    # Brackets of their own

    def around(self, e: Apply, parts: Sequence[Piece], pieces: dict[int, Piece]) -> Piece:
        opening, closing = self.symbol(e.operation).split(" ", 1)
        inner = group(parts[0], self.style) if parts[0].bars else parts[0]
        if self.latex:
            closing, _, above = closing.partition("^")
            text = bracketed(opening + " ", inner.text, closing, self.style) + (f"^{above}" if above else "")
            return Piece(text, POWER if above else ATOM, bars=True)
        return Piece(opening + inner.text + closing, POWER if closing[-1] in "²2" else ATOM, bars=True)

    def mask(self, e: Apply, parts: Sequence[Piece], pieces: dict[int, Piece]) -> Piece:
        left, right = parts[0], parts[1]
        if is_call(e.inputs[1], "neg"):
            right = group(right, self.style)
        return Piece(bracketed("[", f"{left.text} {self.symbol(e.operation)} {right.text}", "]", self.style))

    def stack(self, e: Apply, parts: Sequence[Piece], pieces: dict[int, Piece]) -> Piece:
        rows, start = [], 0
        for count in dict(e.options)["rows"]:
            rows.append([piece.text for piece in parts[start : start + count]])
            start += count
        if self.latex:
            inner = r" \\ ".join(" & ".join(row) for row in rows)
            return Piece(rf"\begin{{bmatrix}} {inner} \end{{bmatrix}}")
        return Piece("[" + "; ".join(", ".join(row) for row in rows) + "]")

    # Calls

    def call(self, e: Apply, parts: Sequence[Piece], pieces: dict[int, Piece]) -> Piece:
        operation = e.operation
        chosen = [(key, value) for key, value in e.options if value != operation.options[key].default]
        if self.latex:
            return self._latex_call(operation, parts, chosen)
        before = [f'"{value}"' for key, value in chosen if operation.options[key].kind == "text"]
        bare = [_value(value) for key, value in chosen if operation.options[key].bare and not isinstance(value, str)]
        named = [f"{key}={_option(value)}" for key, value in chosen if not operation.options[key].bare]
        arguments = [*before, *(piece.text for piece in parts), *bare, *named]
        return Piece(f"{self.function(operation)}({', '.join(arguments)})")

    def _latex_call(self, operation: Operation, parts: Sequence[Piece], chosen: Sequence[tuple[str, Any]]) -> Piece:
        notation = operation.notation
        if operation.name == "sqrt":
            return Piece(rf"\sqrt{{{parts[0].text}}}", POWER)
        if operation.arity[1] == 0:
            size = r" \times ".join(_value(value).replace(", ", r" \times ") for _, value in chosen)
            return Piece(f"{notation.latex}_{{{size}}}")
        symbol = upright(notation.latex if notation.form == "call" else rf"\operatorname{{{notation.call}}}")
        arguments = [piece.text for piece in parts]
        for key, value in chosen:
            option = operation.options[key]
            shown = rf"\text{{{value}}}" if isinstance(value, str) else (_value if option.bare else _option)(value)
            if option.kind == "text":
                arguments.insert(0, shown)
            else:
                arguments.append(shown if option.bare else rf"\mathrm{{{key}}}{{=}}{shown}")
        return Piece(symbol + bracketed("(", ", ".join(arguments), ")", self.style))

    def function(self, operation: Operation) -> str:
        """The name to call it by: the usual one, unless a node has that name."""
        notation = operation.notation
        usual = self.symbol(operation) if notation.form == "call" else notation.call
        candidates = (usual, notation.call, *operation.aliases, operation.name)
        for name in candidates:
            if (
                name not in self.defined
                and functions().get(name) is operation
                and (name.isascii() or self.style != "ascii")
            ):
                return name
        return usual


def _starts_with_digit(text: str) -> bool:
    return text[:1].isdigit() or text[:1] in ("½", "¼", "¾")


def _is_fraction(e: Expression) -> bool:
    """1/2: nobody takes what follows for part of the divisor."""
    return is_call(e, "quotient") and all(isinstance(x, Number) for x in e.inputs)


def _value(value: Any) -> str:
    if isinstance(value, tuple | list):
        return ", ".join(map(str, value)) or "1, 1"
    return number_piece(float(value), "", "ascii", ()).text


def _option(value: Any) -> str:
    if isinstance(value, str):
        return f'"{value}"'
    return f"({_value(value)})" if isinstance(value, tuple | list) and len(value) != 1 else _value(value)


Form = Callable[[Printer, Apply, Sequence[Piece], dict[int, Piece]], Piece]

_SPECIAL: dict[str, Form] = {
    "add": Printer.sum,
    "neg": Printer.neg,
    "product": Printer.product,
    "quotient": Printer.quotient,
    "power": Printer.power,
    "dotpower": Printer.power,
    "matpower": Printer.matrix_power,
    "inv": Printer.inverse,
    "transpose": Printer.transpose,
}

_FORMS: dict[str, Form] = {
    "infix": Printer.infix,
    "around": Printer.around,
    "mask": Printer.mask,
    "stack": Printer.stack,
    "call": Printer.call,
}
