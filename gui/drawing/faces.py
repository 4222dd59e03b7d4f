"""What the card of a node says, before anything is measured."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from graph.editing.change import Port
from graph.editing.holes import ports
from graph.expression import Expression, Name, rebuild
from graph.model import Equation, Graph, Leaf, Node
from graph.notation import Style, bar, expression_text, name_text, owner, shape_text
from graph.notation.waiting import waiting_words

if TYPE_CHECKING:
    from graph.calculus.gradient import Gradient

DOT = "\u00b7"


@dataclass(frozen=True, slots=True)
class Written:
    """Mathematics as LaTeX; ``text`` gives the plain text that stands in for it, written only when it is needed."""

    latex: str
    text: Callable[[], str] = field(compare=False, repr=False)

    @property
    def plain(self) -> str:
        return self.text()


NOTHING = Written("", str)


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of an inbox: the child that sends, and the formula of what it sends."""

    child: str
    via: Written
    formula: Written
    bar: Written


@dataclass(frozen=True, slots=True)
class Face:
    """The facts of one card. ``silent`` are children that send nothing: those in ``flat``, since their slope is zero,
    the others, since they do not reach the loss, which ``derivative`` names. ``ports`` are its inputs, parents and
    holes; ``waits`` says which holes keep it from having a value.
    """

    name: str
    title: Written
    symbol: Written
    bar: Written
    space: Written
    shape: tuple[int, ...]
    parents: tuple[str, ...]
    children: tuple[str, ...]
    slots: tuple[Slot, ...] = ()
    silent: tuple[str, ...] = ()
    flat: tuple[str, ...] = ()
    parameter: bool = False
    constant: bool = False
    reached: bool = True
    loss: bool = False
    derivative: Written = NOTHING
    ports: tuple[Port, ...] = ()
    waits: str = ""
    hides: frozenset[str] = frozenset()
    """What of ``value``, ``adjoint`` and ``shape`` is not drawn."""

    @property
    def holes(self) -> tuple[str, ...]:
        """``?``, or ``?1`` and ``?2``: inputs that are not wired yet."""
        return tuple(str(port) for port in self.ports if port.kind == "hole")

    @property
    def scalar_loss(self) -> bool:
        """Whether it is drawn as the end of everything: a loss that has a value, and that a single number."""
        return self.loss and self.shape == () and not self.waits

    @property
    def has_inbox(self) -> bool:
        """Whether an inbox is drawn: two children or more, and something to collect."""
        return len(self.slots) + len(self.silent) > 1 and bool(self.slots) and "adjoint" not in self.hides


class _Before:
    """The faces made last for a graph or for one that it came from, each with what it was made of."""

    def __init__(self) -> None:
        self.sweep: tuple[object, ...] = ()
        self.made: dict[str, tuple[Node, Mapping[str, Expression], tuple[str, ...], Face]] = {}


def faces(graph: Graph, gradient: Gradient | None) -> dict[str, Face]:
    """The face of every node; without a gradient adjoints have no names of their own and are never there."""
    before = graph.kept.get(("faces",), _Before)
    sweep = (graph.loss,) if gradient is None else (gradient.loss, gradient.bars, gradient.reached)
    known = before.made if sweep == before.sweep else {}
    messages = gradient.messages if gradient is not None else {}
    made = {}
    for name in graph.order:
        node, sent, children = graph.nodes[name], messages.get(name, {}), graph.children(name)
        old = known.get(name)
        if old is None or old[0] is not node or node.shape is None or old[2] != children or old[1] != sent:
            old = node, sent, children, face(graph, gradient, name)
        made[name] = old
    before.sweep, before.made = sweep, made
    return {name: found for name, (_, _, _, found) in made.items()}


def factor(message: Expression, adjoint: str) -> Written | None:
    """The local derivative that a message holds, ``· zᵀ``; None where the message is the adjoint itself.

    Where the adjoint is 1 and folded away, the message is its own local derivative.
    """
    if isinstance(message, Name):
        return None
    dotted = rebuild(message, lambda e: Name(DOT, e.shape) if isinstance(e, Name) and e.name == adjoint else None)
    written = _both(lambda style: expression_text(dotted, style))
    if DOT not in written.latex:
        return written
    latex = written.latex.replace(DOT, r"\cdot ")
    if written.latex.startswith(rf"{DOT} \odot "):
        return Written(latex.removeprefix(r"\cdot  "), lambda: written.plain.removeprefix(f"{DOT} "))
    return Written(latex, written.text)


def face(graph: Graph, gradient: Gradient | None, name: str) -> Face:
    """The face of one node; made again only where something that it says is another."""
    node = graph.nodes[name]
    sent = gradient.messages.get(name, {}) if gradient is not None and not node.is_constant else {}
    children = graph.children(name)
    loss = gradient.loss if gradient is not None else graph.loss
    waits = waiting_words(graph, name)
    reached = gradient is not None and name in gradient.reached
    bars = (_bar(gradient, name), *(_bar(gradient, child) for child in sent))
    silent = () if gradient is None or node.is_constant else tuple(child for child in children if child not in sent)
    flat = tuple(child for child in silent if gradient is not None and child in gradient.reached)

    def made() -> Face:
        return Face(
            name=name,
            title=_title(node),
            symbol=_name(name),
            bar=_name(bars[0]),
            space=_space(node.shape),
            shape=node.shape or (),
            parents=node.parents,
            children=children,
            slots=tuple(_slot(child, sent[child], bar) for child, bar in zip(sent, bars[1:], strict=True)),
            silent=silent,
            flat=flat,
            parameter=isinstance(node, Leaf) and node.role == "parameter",
            constant=node.is_constant,
            reached=reached,
            loss=name == loss,
            derivative=_name(loss) if loss is not None else NOTHING,
            ports=ports(graph, name),
            waits=waits,
        )

    said = (node, children, silent, flat, loss, reached, waits, bars, *sent.items())
    return graph.kept.get(("face", *said), made)


def hiding(face: Face, hides: Mapping[str, frozenset[str]]) -> Face:
    """The face without what is hidden on it, or, by ``*``, on every card that has no rule of its own."""
    hidden = hides.get(face.name, hides.get("*", face.hides))
    return replace(face, hides=hidden) if hidden != face.hides else face


def _both(write: Callable[[Style], str]) -> Written:
    return Written(write("latex"), lambda: write("unicode"))


def _name(name: str) -> Written:
    return _both(lambda style: name_text(name, style))


def _title(node: Leaf | Equation) -> Written:
    if isinstance(node, Leaf):
        return _name(node.name)
    if owner(node.name) != node.name:  # an operation inside an open equation
        return _both(lambda style: expression_text(node.expression, style))
    return _both(lambda style: f"{name_text(node.name, style)} = {expression_text(node.expression, style)}")


def _space(shape: tuple[int, ...] | None) -> Written:
    if shape is None:
        return Written("?", lambda: "?")
    return _both(lambda style: shape_text(shape, style))


def _slot(child: str, message: Expression, adjoint: str) -> Slot:
    return Slot(child, _name(child), _both(lambda style: expression_text(message, style)), _name(adjoint))


def _bar(gradient: Gradient | None, name: str) -> str:
    return gradient.bars.get(name, bar(name)) if gradient is not None else bar(name)
