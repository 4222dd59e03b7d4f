"""What stands behind the colon of a declaration: a shape, properties, and the numbers to start with."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from graph.errors import ShapeError
from graph.language.faults import Fault, Refused, Span
from graph.language.parser import Parser
from graph.language.statements import Line
from graph.language.suggestions import Suggestions
from graph.language.syntax import Called, Rows, Syntax, Text, Word, constant
from graph.language.tokens import Kind, Token
from graph.model import Role
from graph.shapes import Shape, canonical, refuse_too_large

ROLES: Mapping[str, Role] = {"parameter": "parameter", "input": "input", "constant": "constant"}
PROPERTIES = ("symmetric", "diagonal", "orthogonal", "onehot", "positive")
NEED_SQUARE = frozenset(("symmetric", "diagonal", "orthogonal"))
INITIALISERS: Mapping[str, int] = {"zeros": 0, "ones": 0, "eye": 0, "uniform": 2, "normal": 2}
"""How each leaf's numbers can be drawn or filled, and how many numbers that takes."""

_N = r"[0-9]+(?![0-9.]*\.[0-9]|[0-9])"
_BY = r"\s*(?:x|×|\*|\\times|,|ˣ)\s*"
_DIMENSIONS = rf"{_N}(?:{_BY}{_N})*"
_SMALL = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_SHAPE = re.compile(
    rf"""\s*(?:
        (?P<scalar>scalar\b)
        |(?:ℝ|\\mathbb\s*\{{\s*R\s*\}}|\\R|R)(?:
            (?P<small>[{_SMALL}]+(?:[ˣ×][{_SMALL}]+)*)
            |\s*\^\s*(?:\{{\s*(?P<braced>{_DIMENSIONS})\s*\}}|\(\s*(?P<round>{_DIMENSIONS})\s*\)|(?P<one>{_N}(?:[x×]{_N})*))
            |(?P<real>(?![\w^{_SMALL}]))
        )
        |\(\s*(?P<tuple>{_DIMENSIONS})\s*,?\s*\)
        |(?P<plain>{_DIMENSIONS})
    )""",
    re.VERBOSE,
)
_FROM_SMALL = str.maketrans(_SMALL + "ˣ×", "0123456789xx")
_LONGEST_LENGTH = 12

MOST_AXES = 8


@dataclass(frozen=True, slots=True)
class Initialiser:
    """``~ normal(0, 1, seed=3)``."""

    name: str
    numbers: tuple[float, ...]
    seed: int | None
    span: Span


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a line says of each of its leaves; the shape is None where it is wrong."""

    shape: Shape | None
    role: Role = "parameter"
    properties: frozenset[str] = frozenset()
    literal: Rows | Syntax | None = None
    initialiser: Initialiser | None = None
    faults: list[Fault] = field(default_factory=list)

    @property
    def bare(self) -> bool:
        """Whether it says nothing that has a place in the text."""
        return self.literal is None and self.initialiser is None and not self.faults


def read_declaration(text: str, line: Line) -> Declaration:
    """Everything behind the colon; faults are told, and what could be read is kept."""
    faults: list[Fault] = []
    shape, rest = _shape(text, line, faults)
    words, sign, value = _parts(rest)
    role, properties = _properties(words, shape, faults)
    literal = initialiser = None
    try:
        if sign is not None and sign.value == "=":
            literal = _literal(value, sign)
        elif sign is not None:
            initialiser = _initialiser(value, sign, shape)
    except Refused as refused:
        faults.append(refused.fault)
    return Declaration(shape, role, properties, literal, initialiser, faults)


def _shape(text: str, line: Line, faults: list[Fault]) -> tuple[Shape | None, list[Token]]:
    """The shape, and the tokens behind it."""
    start = line.sign.end
    limit = line.body[-1].end if line.body else start
    match = _SHAPE.match(text, start, limit)
    behind = text[match.end() : match.end() + 1] if match is not None else ""
    if match is None or (behind and (behind.isalnum() or behind in "_.^×*-" + _SMALL)):
        return None, _refuse_shape(text, line, faults)
    tokens = [token for token in line.body if token.start < match.end()]
    for token in tokens:
        token.kind = Kind.SHAPE
    if any(token.end > match.end() for token in tokens):
        return None, _refuse_shape(text, line, faults)
    span = tokens[0].span.to(tokens[-1].span)
    rest = line.body[len(tokens) :]
    return _lengths(match, span, faults), rest


def _lengths(match: re.Match[str], span: Span, faults: list[Fault]) -> Shape | None:
    if match["scalar"] or match["real"] is not None:
        return ()
    if match["small"]:
        written = match["small"].translate(_FROM_SMALL)
    else:
        written = match["braced"] or match["round"] or match["one"] or match["tuple"] or match["plain"]
    lengths = re.findall("[0-9]+", written)
    if any(int(length[:_LONGEST_LENGTH]) == 0 for length in lengths):
        faults.append(Fault("bad-shape", "a length is 0", span, "lengths are whole numbers from 1"))
        return None
    if len(lengths) > MOST_AXES:
        message = f"a shape has at most {MOST_AXES} lengths, this has {len(lengths)}"
        faults.append(Fault("bad-shape", message, span, "use a matrix: 3x4"))
        return None
    if any(len(length) > _LONGEST_LENGTH for length in lengths):
        faults.append(Fault("too-large", "a length has too many digits", span, "use a smaller shape"))
        return None
    try:
        return refuse_too_large(canonical([int(length) for length in lengths]))
    except ShapeError as error:
        faults.append(Fault(error.kind, error.message, span, error.hint))
        return None


def _refuse_shape(text: str, line: Line, faults: list[Fault]) -> list[Token]:
    """Say what is wrong with the shape; the tokens behind it."""
    end = next((index for index, token in enumerate(line.body) if token.value in ("=", "~")), len(line.body))
    shape = line.body[:end]
    while len(shape) > 1 and shape[-1].text in (*ROLES, *PROPERTIES):
        shape = shape[:-1]
    name = line.targets[0].text
    if not shape:
        faults.append(Fault("bad-shape", f"the shape of {name} is missing", line.sign.span, f"write {name}: 3x4"))
        return line.body[end:]
    span = shape[0].span.to(shape[-1].span)
    raw = text[span.start : span.end]
    shown = raw if len(raw) <= 24 else raw[:20] + "…"
    if any(token.kind == Kind.ERROR for token in shape):
        return line.body[len(shape) :]  # told already, by its characters
    letters = [token.text for token in shape if token.acts == Kind.NAME and token.text not in ("x", "R", "ℝ", "scalar")]
    if any(token.value == "-" for token in shape):
        message, hint = f"{shown} is no shape: a length is negative", "lengths are whole numbers from 1"
    elif "." in raw:
        message, hint = f"{shown} is no shape: a length is no whole number", "lengths are whole numbers from 1"
    elif letters:
        near = Suggestions({word: word for word in ("scalar", *ROLES, *PROPERTIES)}).near(letters[0])
        message = f"{shown} is no shape: {letters[0]} is no number"
        hint = f"did you mean {near}?" if near else "write the lengths as numbers: 3, 3x4, ℝ^{3×4}"
    else:
        message, hint = f"{shown} is no shape", "write scalar, 3, 3x4 or ℝ^{3×4}"
    faults.append(Fault("bad-shape", message, span, hint))
    return line.body[len(shape) :]


def _parts(rest: Sequence[Token]) -> tuple[list[Token], Token | None, list[Token]]:
    """Property words, the = or ~ if there is one, and what stands behind it."""
    for index, token in enumerate(rest):
        if token.value in ("=", "~") and token.acts == Kind.OPERATOR:
            return list(rest[:index]), token, list(rest[index + 1 :])
    return list(rest), None, []


def _properties(words: Sequence[Token], shape: Shape | None, faults: list[Fault]) -> tuple[Role, frozenset[str]]:
    roles: list[str] = []
    found: set[str] = set()
    for token in words:
        if token.value == ",":
            continue
        if token.text in ROLES:
            token.kind = Kind.KEYWORD
            if roles and token.text not in roles:
                message = f"a leaf has one role: {roles[0]} or {token.text}"
                faults.append(Fault("attribute", message, token.span, f"drop {token.text}"))
            roles.append(token.text)
        elif token.text in PROPERTIES:
            token.kind = Kind.KEYWORD
            if token.text in NEED_SQUARE and shape and shape[-1] != shape[-2]:
                message = f"{token.text} needs a square matrix, the shape is {'×'.join(map(str, shape))}"
                faults.append(Fault("not-square", message, token.span, f"drop {token.text}, or make the shape square"))
            else:
                found.add(token.text)
        else:
            faults.append(_unknown_property(token))
            if token.acts != Kind.NAME:
                break
    return ROLES[roles[0]] if roles else "parameter", frozenset(found)


def _unknown_property(token: Token) -> Fault:
    words = (*ROLES, *PROPERTIES)
    if token.acts != Kind.NAME:
        hint = "after the shape stand properties, = and a value, or ~ and an initialiser"
        return Fault("syntax", f"{token.text} cannot stand behind a shape", token.span, hint)
    near = Suggestions({word: word for word in words}).near(token.text)
    hint = f"did you mean {near}?" if near else f"the properties are {', '.join(words)}"
    return Fault("attribute", f"{token.text} is no property", token.span, hint)


def _parsed(tokens: list[Token], sign: Token) -> Syntax:
    parser = Parser(tokens, lambda spelled, running: False, sign.span)
    return parser.parse()


def _literal(tokens: list[Token], sign: Token) -> Syntax:
    """A number, or a matrix of numbers."""
    if not tokens:
        raise Refused("syntax", "the value is missing", sign.span, "write a number or [1 2; 3 4]")
    parsed = _parsed(tokens, sign)
    if constant(parsed) is not None:
        return parsed
    if isinstance(parsed, Rows) and all(constant(entry) is not None for entry in parsed.parts):
        return parsed
    hint = "an equation has no shape: leave the shape out"
    if tokens[0].text in INITIALISERS:
        hint = f"write ~ {tokens[0].text} instead of ="
    raise Refused("syntax", "the value of a leaf is a number or [1 2; 3 4]", parsed.span, hint)


def _initialiser(tokens: list[Token], sign: Token, shape: Shape | None) -> Initialiser:
    if not tokens:
        raise Refused("syntax", "the initialiser is missing", sign.span, "write ~ normal(0, 1)")
    token = tokens[0]
    name = {"randn": "normal", "N": "normal", "U": "uniform", "rand": "uniform"}.get(token.text, token.text)
    if token.acts != Kind.NAME or name not in INITIALISERS:
        near = Suggestions({word: word for word in INITIALISERS}).near(token.text)
        hint = f"did you mean {near}?" if near else f"the initialisers are {', '.join(INITIALISERS)}"
        raise Refused("unknown-function", f"{token.text} is no initialiser", token.span, hint)
    if len(tokens) == 1:
        token.kind = Kind.FUNCTION
        given = Initialiser(name, (), None, token.span)
    else:
        parsed = _parsed(tokens, sign)
        if not isinstance(parsed, Called):
            raise Refused("syntax", "an initialiser is one call", parsed.span, "write ~ normal(0, 1)")
        given = _arguments(name, parsed)
    if name == "eye" and shape is not None and shape and shape[-1] != shape[-2]:
        message = f"eye needs a square matrix, the shape is {'×'.join(map(str, shape))}"
        raise Refused("not-square", message, given.span, "make the shape square")
    return given


def _arguments(name: str, parsed: Called) -> Initialiser:
    numbers = []
    for argument in parsed.arguments:
        number = constant(argument)
        if number is None or isinstance(argument, Text | Word):
            raise Refused("attribute", f"the arguments of {name} are numbers", argument.span, "write normal(0, 1)")
        numbers.append(number)
    if len(numbers) not in (0, INITIALISERS[name]):
        takes = f"{INITIALISERS[name]} numbers" if INITIALISERS[name] else "no numbers"
        message = f"{name} takes {takes}, not {len(numbers)}"
        hint = {"normal": "write normal(0, 1)", "uniform": "write uniform(-1, 1)"}.get(name, f"write {name}")
        raise Refused("arity", message, parsed.span, hint)
    if name == "normal" and numbers and numbers[1] < 0:
        raise Refused("value", "the standard deviation is negative", parsed.span, f"write {-numbers[1]:g}")
    if name == "uniform" and numbers and numbers[1] < numbers[0]:
        raise Refused("value", "the bounds are in the wrong order", parsed.span, "put the smaller one first")
    seed = None
    for argument_ in parsed.named:
        value = constant(argument_.value)
        if argument_.name != "seed":
            near = Suggestions({"seed": "seed"}).near(argument_.name)
            hint = "did you mean seed?" if near else "it has seed=n"
            raise Refused("attribute", f"{name} has no option {argument_.name}", argument_.place, hint)
        if value is None or value < 0 or value != int(value) or value > 2**53:
            raise Refused("attribute", "seed is a whole number from 0", argument_.value.span, "write seed=1")
        seed = int(value)
    return Initialiser(name, tuple(numbers), seed, parsed.span)
