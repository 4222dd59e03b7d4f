"""The lines of a program: a name and an expression each, forward and backward.

What is long, or dear and used again, gets a name and a line of its own; all else stands as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field

from graph.calculus.gradient import Gradient
from graph.expression import Apply, Expression, Name, Number, is_call, postorder
from graph.model import Equation, Graph
from graph.notation.identifiers import free_identifier, identifiers
from graph.notation.python import Code, PythonPrinter
from graph.operations.code import Routine

LONGEST = 88
"""Characters of what stands inside a line; longer parts get a line of their own."""

WORTH_NAMING = 40
"""Characters that a name for a repeated part must save."""

WIDTH = 100

MOST_TERMS = 500
"""Terms of one statement: Python cannot compile a sum of some thousands, whose tree is as deep as it is long."""

_CHEAP = frozenset(
    (
        *("add", "neg", "hadamard", "divide", "quotient", "power", "dotpower", "sign", "transpose", "reshape", "slice"),
        *("broadcast", "flip", "ones", "zeros", "eye"),
    )
)
_WORD = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True, slots=True)
class Line:
    """``name = text``, or, for a long sum, its signs and terms."""

    name: str
    text: str
    terms: tuple[tuple[str, str], ...] = ()

    def written(self) -> list[str]:
        whole = f"{self.name} = {self.text}"
        if len(whole) <= WIDTH or len(self.terms) < 2:
            return [whole]
        lines = []
        for start in range(0, len(self.terms), MOST_TERMS):
            signed = [f"    {sign.strip()} {term}" for sign, term in self.terms[start : start + MOST_TERMS]]
            # The sign of the first term stands in the term.
            signed[:1] = [f"    {self.name}", signed[0]] if start else [f"    {self.terms[0][1]}"]
            lines += [f"{self.name} = (", *signed, ")"]
        return lines


@dataclass(frozen=True, slots=True)
class Program:
    """What a file computes. Names are identifiers; ``called`` has those of the nodes and of their adjoints.

    ``saved`` are the values of the forward part that the backward part reads and that are no leaves. ``bars`` gives
    for every leaf that has a gradient the identifier of its adjoint, None where it does not reach the loss.
    """

    leaves: tuple[str, ...]
    loss: str
    seed: str | None
    forward: tuple[Line, ...]
    backward: tuple[Line, ...]
    saved: tuple[str, ...]
    bars: Mapping[str, str | None]
    called: Mapping[str, str]
    routines: tuple[Routine, ...]
    asks_like: bool = False


def program(
    g: Graph,
    made: Gradient,
    reserved: Iterable[str],
    printing: Callable[[Mapping[str, str]], PythonPrinter],
    *,
    backward: bool = True,
) -> Program:
    """The lines for the loss of ``made`` and the adjoints that lead to its leaves.

    ``printing`` makes the printer for the identifiers, none of which is among ``reserved``. Without ``backward``
    there are the lines for the loss alone.
    """
    upstream = g.upstream(made.loss)
    equations = [node for name in g.order if name in upstream and isinstance(node := g.nodes[name], Equation)]
    leaves = tuple(name for name in g.leaves if name in upstream)
    bars = {name: bar for name, bar in made.bars.items() if name != made.loss or made.seeded}
    known = set(reserved)
    called = identifiers([*leaves, *(e.name for e in equations), *bars.values()], known)
    writer = _Writer(printing(called), set(called.values()) | known)
    sent = [name for name in bars if name != made.loss and backward]
    writer.count([e.expression for e in equations], [made.adjoints[name] for name in sent])
    for equation in equations:
        name = called[equation.name]
        writer.write(name, equation.expression, {}, name)
    forward = tuple(writer.lines)
    writer.lines, writer.ending = [], "_inner_bar"
    for name in sent:
        bar = called[bars[name]]
        senders = {message: called[child] for child, message in made.messages[name].items()}
        writer.write(bar, made.adjoints[name], senders, bar)
    read = {word for line in writer.lines for word in _WORD.findall(line.text)}
    wanted = leaves if made.wrt is None else tuple(name for name in leaves if name in made.wrt)
    return Program(
        tuple(called[name] for name in leaves),
        called[made.loss],
        called[made.bars[made.loss]] if made.seeded else None,
        forward,
        tuple(writer.lines),
        tuple(line.name for line in forward if line.name in read),
        {name: called[bars[name]] if name in bars else None for name in wanted},
        called,
        tuple(writer.printer.routines.values()),
        writer.printer.asks_like,
    )


@dataclass(slots=True)
class _Writer:
    """Numbers equal expressions alike, counts their uses and writes them, every one once that is worth a name."""

    printer: PythonPrinter
    taken: set[str]
    ending: str = "_inner"
    lines: list[Line] = field(default_factory=list)
    numbers: dict[Hashable, int] = field(default_factory=dict)
    number_of: dict[Expression, int] = field(default_factory=dict)
    uses: dict[int, int] = field(default_factory=dict)
    known: dict[int, Code] = field(default_factory=dict)

    def count(self, *parts: Iterable[Expression]) -> None:
        for root in (root for part in parts for root in part):
            for e in postorder(root):
                self._number(e)
            self._use(root)

    def _number(self, e: Expression) -> None:
        if e in self.number_of:
            return
        key: Hashable = id(e)
        if isinstance(e, Name):
            key = e.name
        elif isinstance(e, Number):
            key = (repr(e.value), e.text)
        elif isinstance(e, Apply):
            key = (e.operation, e.options, tuple(self.number_of[x] for x in e.inputs), e.shape)
        new = key not in self.numbers
        self.number_of[e] = self.numbers.setdefault(key, len(self.numbers))
        if new:
            for x in e.inputs:
                self._use(x)

    def _use(self, e: Expression) -> None:
        number = self.number_of[e]
        self.uses[number] = self.uses.get(number, 0) + 1

    def write(self, name: str, root: Expression, senders: Mapping[Expression, str], otherwise: str) -> None:
        """The lines for one name. A part gets its name from the sender of the message that it stands in."""
        terms = root.inputs if is_call(root, "add") and root not in senders else (root,)
        pieces: dict[Expression, Code] = {}
        for term in terms:
            for e in postorder(term):
                if e not in pieces:
                    pieces[e] = self._piece(e, pieces, e is root, senders.get(term, otherwise) + self.ending)
        if root not in pieces:
            pieces[root] = self._piece(root, pieces, True, "")
        number = self.number_of[root]
        summed = is_call(root, "add") and number not in self.known
        signed = self.printer.terms([pieces[x] for x in root.inputs]) if summed else []
        self.lines.append(Line(name, self.printer.array(pieces[root]).text, tuple(signed)))
        if self._dear(root) and number not in self.known:
            self.known[number] = Code(name)

    def _piece(self, e: Expression, pieces: Mapping[Expression, Code], whole: bool, name: str) -> Code:
        number = self.number_of[e]
        if number in self.known:
            return self.known[number]
        piece = self.printer.one(e, [pieces[x] for x in e.inputs])
        if whole or piece.kind == "number" or piece.text.isidentifier() or not self._worth(e, piece):
            return piece
        name = free_identifier(name, self.taken)
        self.taken.add(name)
        signed = self.printer.terms([pieces[x] for x in e.inputs]) if is_call(e, "add") else []
        self.lines.append(Line(name, self.printer.array(piece).text, tuple(signed)))
        self.known[number] = Code(name)
        return self.known[number]

    def _worth(self, e: Expression, piece: Code) -> bool:
        again = self.uses[self.number_of[e]] - 1
        if len(piece.text) > LONGEST:
            return True
        return again > 0 and (self._dear(e) or again * len(piece.text) >= WORTH_NAMING)

    def _dear(self, e: Expression) -> bool:
        """Whether it costs more than a pass over its entries."""
        if not isinstance(e, Apply) or e.shape is None or e.operation.name in _CHEAP:
            return False
        if e.operation.name.startswith("mask_"):
            return False
        return e.operation.name != "product" or all(x.shape != () for x in e.inputs)
