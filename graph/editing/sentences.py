"""One statement of a text, cut up so that a part of it can be exchanged and the rest stay as it was typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from graph.language.faults import Refused, Span
from graph.language.names import Spelled
from graph.language.ordering import words
from graph.language.parser import Parser
from graph.language.statements import Line, cut, split
from graph.language.syntax import Open, RunningSum, Syntax, Word, walk
from graph.language.tokens import Kind, Token, tokenise
from graph.notation import Style

Letters = Mapping[str, int]
Defined = Callable[[Spelled, Letters], bool]
"""Whether a name in front of a bracket multiplies it, where these letters run."""


@dataclass(frozen=True, slots=True)
class Piece:
    """New text for the characters ``start`` up to ``end``."""

    start: int
    end: int
    text: str


class Sentence:
    """A declaration or an equation, with offsets that count from its own first character.

    ``start`` is where it begins in the whole text, ``names`` are the nodes it makes.
    """

    def __init__(self, text: str, start: int, names: tuple[str, ...], defined: Defined) -> None:
        self.text = text
        self.start = start
        self.names = names
        self.defined = defined
        self.tokens = split(tokenise(text).tokens)[0]
        self.line: Line = cut(text, list(self.tokens))

    @property
    def end(self) -> int:
        """Where it ends in the text, in characters."""
        return self.start + len(self.text)

    @property
    def is_family(self) -> bool:
        """Whether it stands for several equations: ``for t = 1..3``."""
        return self.line.run is not None

    @property
    def body(self) -> Span:
        """What stands right of the sign, without ``for t = 1..3``."""
        return self.line.body[0].span.to(self.line.body[-1].span)

    @cached_property
    def tree(self) -> Syntax:
        """The right side of an equation; raises Refused where it cannot be parsed."""
        letters = self.line.letters[0]
        parser = Parser(self.line.body, lambda s, running: self.defined(s, {**letters, **running}), self.line.sign.span)
        tree = parser.parse()
        if parser.faults:
            fault = parser.faults[0]
            raise Refused(fault.kind, fault.message, fault.span, fault.hint)
        return tree

    @cached_property
    def trial(self) -> Syntax:
        """The right side with every hole as a name, ``?`` or ``?1``, so that a reader can be told its shape."""
        letters = self.line.letters[0]
        defined = self.defined
        return _Trial(
            self.line.body, lambda s, running: defined(s, {**letters, **running}), self.line.sign.span
        ).parse()

    @cached_property
    def uses(self) -> tuple[tuple[Span, tuple[frozenset[str], ...]], ...]:
        """Every place of a name, with the names that it stands for in each node the line makes."""
        if self.line.kind != "equation":
            return ()
        found: dict[Span, list[set[str]]] = {}
        members = self.line.letters
        for index, letters in enumerate(members):
            for name, word in words(self.tree, letters):
                found.setdefault(word.span, [set() for _ in members])[index].add(name)
        return tuple((span, tuple(map(frozenset, found[span]))) for span in sorted(found, key=lambda s: s.start))

    @cached_property
    def letters(self) -> frozenset[str]:
        """The letters that run in it, behind ``for`` or below a Σ."""
        sums = (node for tree in with_sums(self.tree) for node in walk(tree)) if self.line.kind == "equation" else ()
        own = [] if self.line.run is None else [self.line.run[0]]
        return frozenset([*own, *(node.letter for node in sums if isinstance(node, RunningSum))])

    @cached_property
    def holes(self) -> tuple[tuple[Span, str], ...]:
        """Every place of a hole, with its label."""
        if self.line.kind != "equation":
            return ()
        found = {
            node.span: node.label for tree in with_sums(self.tree) for node in walk(tree) if isinstance(node, Open)
        }
        return tuple((span, found[span]) for span in sorted(found, key=lambda s: s.start))

    def used_by(self, name: str) -> frozenset[str]:
        """The nodes of this line that use ``name``."""
        return frozenset(
            member for _, sets in self.uses for member, names in zip(self.names, sets, strict=False) if name in names
        )

    def letters_of(self, name: str) -> Letters:
        """What the running letter is in the node ``name``."""
        letters = self.line.letters
        return letters[self.names.index(name)] if len(letters) > 1 else letters[0]

    def target(self, name: str) -> Token:
        """The token left of the sign that defines ``name``."""
        return next(
            token
            for token in self.line.targets
            for letters in self.line.letters
            if token.spelled is not None and token.spelled.under(letters) == name
        )

    def swaps(self, names: Mapping[str, str], holes: Mapping[str, str] | None = None) -> list[Piece] | None:
        """The pieces that put other text for names and for holes (by label), in every node of the line.

        None where one place stands for names that are exchanged and others that are not: under a running letter.
        """
        pieces = []
        for span, sets in self.uses:
            wanted = {names.get(name) for one in sets for name in one}
            if len(wanted) > 1:
                return None
            new = wanted.pop()
            if new is not None:
                pieces.append(Piece(span.start, span.end, new))
        for span, label in self.holes if holes else ():
            if holes and label in holes:
                pieces.append(Piece(span.start, span.end, holes[label]))
        return sorted(pieces, key=lambda piece: piece.start)

    def with_pieces(self, pieces: Iterable[Piece]) -> str:
        """The sentence with ``pieces`` in it, and with the spaces that keep each one apart from its neighbours."""
        return spliced(self.text, sorted(pieces, key=lambda piece: piece.start))

    @cached_property
    def style(self) -> Style | None:
        """The script it is typed in; None where it could be either."""
        end = self.line.body[-1].end if self.line.body else len(self.text)
        return style_of(token for token in self.tokens if token.end <= end)


class _Trial(Parser):
    def operand(self, token: Token) -> None:
        if token.acts == Kind.HOLE:
            self.push(Word(token.span, Spelled(token.text)))
        else:
            super().operand(token)


def with_sums(root: Syntax) -> list[Syntax]:
    """The tree, and what stands behind each running sum in it."""
    found, waiting = [], [root]
    while waiting:
        tree = waiting.pop()
        found.append(tree)
        waiting.extend(node.operand for node in walk(tree) if isinstance(node, RunningSum))
    return found


def style_of(tokens: Iterable[Token]) -> Style | None:
    """The script that tokens are typed in, None where they would look the same in both."""
    typed: Style | None = None
    for token in tokens:
        if not token.text.isascii():
            return "unicode"
        spelled = token.spelled is not None and not token.value.isascii()
        operator = token.kind == Kind.OPERATOR and token.text not in ("=", "+", "-", "/", "~")
        if spelled or (operator and (token.value != token.text or token.value in (":", "^", "*"))):
            typed = "ascii"
    return typed


def spliced(text: str, pieces: Sequence[Piece]) -> str:
    """``text`` with other text in some places, in their order; where two tokens would grow together, with spaces."""
    plain = joined(text, pieces)
    if not pieces or _texts(plain) == _expected(text, pieces):
        return plain
    return joined(text, [Piece(p.start, p.end, _apart(text, p)) for p in pieces])


def joined(text: str, pieces: Sequence[Piece]) -> str:
    """``text`` with other text in some places, in their order."""
    parts, end = [], 0
    for piece in pieces:
        parts += [text[end : piece.start], piece.text]
        end = piece.end
    return "".join([*parts, text[end:]])


def _texts(text: str) -> list[str]:
    return [token.text for token in tokenise(text).tokens if token.kind != Kind.SPACE]


def _expected(text: str, pieces: Sequence[Piece]) -> list[str]:
    """The tokens that ``text`` has once every piece is in its place."""
    found: list[str] = []
    waiting = list(reversed(pieces))
    end = 0
    for token in tokenise(text).tokens:
        while waiting and waiting[-1].start <= token.start:
            piece = waiting.pop()
            end = piece.end
            found += _texts(piece.text)
        if token.kind != Kind.SPACE and token.start >= end:
            found.append(token.text)
    for piece in reversed(waiting):
        found += _texts(piece.text)
    return found


def _apart(text: str, piece: Piece) -> str:
    before = " " if text[piece.start - 1 : piece.start].strip() else ""
    behind = " " if text[piece.end : piece.end + 1].strip() else ""
    return before + piece.text + behind
