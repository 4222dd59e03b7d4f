"""A text to lines, and a line to its parts: what is defined, by what, and for which values of a letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from graph.language.faults import Fault, Refused, Span
from graph.language.running import clause, is_for
from graph.language.tokens import Kind, Token

if TYPE_CHECKING:
    from graph.language.declarations import Declaration

RESERVED = frozenset(("for", "in"))

Run = tuple[str, int, int]
"""A letter, its first and its last value."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One declaration or equation: the nodes it makes and where it stands."""

    kind: Literal["equation", "declaration"]
    names: tuple[str, ...]
    line: int
    column: int
    length: int
    start: int


@dataclass(slots=True, eq=False)
class Line:
    """One statement, cut up but not yet understood.

    ``targets`` are the names it defines; ``body`` is what stands right of the = of an equation, or right of the
    colon of a declaration, whose meaning is kept in ``declaration`` once it is read.
    """

    kind: Literal["equation", "declaration"]
    span: Span
    targets: list[Token]
    sign: Token
    body: list[Token]
    run: Run | None = None
    faults: list[Fault] = field(default_factory=list)
    readable: bool = True
    declaration: Declaration | None = None

    @property
    def letters(self) -> list[dict[str, int]]:
        """What the running letter is in each node of the line."""
        if self.run is None:
            return [{}]
        letter, first, last = self.run
        return [{letter: value} for value in range(first, last + 1)]


def split(tokens: Sequence[Token]) -> list[list[Token]]:
    """The tokens of every statement; a semicolon in square brackets separates rows, not statements."""
    found: list[list[Token]] = []
    current: list[Token] = []
    brackets: list[str] = []
    for token in tokens:
        if token.acts == Kind.NEWLINE or (token.value == ";" and not (brackets and brackets[-1] == "[")):
            found.append(current)
            current = []
            brackets = []
            continue
        if token.acts in (Kind.SPACE, Kind.COMMENT):
            continue
        if token.acts == Kind.BRACKET:
            if token.value in "([{":
                brackets.append(token.value)
            elif brackets:
                brackets.pop()
        current.append(token)
    found.append(current)
    return [statement for statement in found if statement]


def cut(text: str, tokens: list[Token]) -> Line:
    """One statement, cut at its sign; raises Refused where it is neither a declaration nor an equation."""
    span = tokens[0].span.to(tokens[-1].span)
    tokens, run, faults = _without_clause(text, tokens)
    place = _sign(tokens)
    if place is None:
        raise _no_sign(text, tokens, span)
    sign = tokens[place]
    left, body = tokens[:place], tokens[place + 1 :]
    if sign.value in ("∈", "in"):
        sign.kind = Kind.OPERATOR if sign.value == "∈" else Kind.KEYWORD
    if sign.value == "=":
        line = Line("equation", span, _one_name(text, left, sign), sign, body, run, faults)
    else:
        line = Line("declaration", span, _several_names(left, sign), sign, body, run, faults)
    if faults or any(token.acts == Kind.ERROR for token in tokens):
        line.readable = False
    _check_names(line)
    return line


def _without_clause(text: str, tokens: list[Token]) -> tuple[list[Token], Run | None, list[Fault]]:
    """The statement without its ``for t = 1..3``, and what that says."""
    place = next((index for index in range(len(tokens) - 1, 0, -1) if is_for(tokens[index])), None)
    if place is None:
        return tokens, None, []
    word = tokens[place]
    word.kind = Kind.KEYWORD
    span = word.span.to(tokens[-1].span)
    try:
        return tokens[:place], clause(text[word.end : tokens[-1].end], span), []
    except Refused as refused:
        return tokens[:place], None, [refused.fault]


def _sign(tokens: Sequence[Token]) -> int | None:
    """Where the first = or : or ∈ stands that is in no bracket."""
    depth = 0
    for index, token in enumerate(tokens):
        if token.acts == Kind.BRACKET:
            depth += 1 if token.value in "([{" else -1
        elif depth <= 0 and (_is_sign(token) or (index and token.text == "in")):
            return index
    return None


def _is_sign(token: Token) -> bool:
    return token.acts == Kind.OPERATOR and token.value in ("=", ":", "∈")


def _no_sign(text: str, tokens: list[Token], span: Span) -> Refused:
    bad = next((token for token in tokens if token.acts == Kind.ERROR), None)
    if bad is not None:
        return Refused("bad-char", f"{bad.text} has no meaning here", bad.span, "delete it")
    shown = text[span.start : span.end]
    shown = shown if len(shown) <= 24 else "…"
    if any(token.value == "==" for token in tokens):
        return Refused("syntax", "== compares; an equation has one =", span, "write = instead of ==")
    if any(token.value == "~" for token in tokens) and tokens[0].acts == Kind.NAME:
        return Refused("syntax", "the shape is missing", span, f"write {tokens[0].text}: 3 ~ normal(0, 1)")
    if len(tokens) > 1 and tokens[0].acts == Kind.NAME and tokens[1].acts == Kind.NUMBER:
        rest = text[tokens[1].start : span.end]
        return Refused("syntax", "a : is missing between name and shape", span, f"write {tokens[0].text}: {rest}")
    hint = f"write y = {shown}" if len(tokens) > 1 else f"write {shown}: 3 to declare it, or {shown} = …"
    for opener in tokens:
        if opener.value in ("(", "[") and not any(token.value in ")]" for token in tokens):
            return Refused("unbalanced", f"{opener.value} is not closed", opener.span, "close it")
    return Refused("syntax", "this is neither a declaration nor an equation", span, hint)


def _one_name(text: str, left: list[Token], sign: Token) -> list[Token]:
    if len(left) == 1 and left[0].acts == Kind.NAME:
        return left
    if not left:
        raise Refused("syntax", f"nothing stands before {sign.text}", sign.span, "write a name there, as in y = A x")
    span = left[0].span.to(left[-1].span)
    shown = text[span.start : span.end][:30]
    if left[0].acts == Kind.NUMBER or left[0].acts == Kind.ERROR:
        kind, hint = "bad-name", "a name starts with a letter"
    elif len(left) > 2 and left[0].acts == Kind.NAME and left[1].value == "(":
        kind, hint = "syntax", f"write {left[0].text} = …; its inputs follow from what it uses"
    else:
        kind, hint = "syntax", "write one name before =, as in y = A x"
    raise Refused(kind, f"{shown} is not a name that could be defined", span, hint)


def _several_names(left: list[Token], sign: Token) -> list[Token]:
    """Names with commas between them; that some are missing a comma is plain enough to read on."""
    names = [token for token in left if token.acts == Kind.NAME]
    other = next((t for t in left if t.acts != Kind.NAME and t.value not in (",",)), None)
    if other is not None:
        kind = "bad-name" if other.acts in (Kind.NUMBER, Kind.ERROR) else "syntax"
        hint = "a name starts with a letter" if kind == "bad-name" else "write names with commas: A, B: 3x3"
        raise Refused(kind, f"{other.text} is no name", other.span, hint)
    if not names:
        raise Refused("syntax", f"no name stands before {sign.text}", sign.span, "write for example A: 3x3")
    return names


def _check_names(line: Line) -> None:
    for token in line.targets:
        if token.text in RESERVED:
            line.faults.append(
                Fault("bad-name", f"{token.text} is a word of the language", token.span, "take another name")
            )
            line.readable = False
