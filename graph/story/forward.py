"""What is said while values appear."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from graph.expression import Apply, Expression, Name, Number, is_call
from graph.model import Equation, Graph, Leaf
from graph.notation import name_text
from graph.notation.waiting import waiting_words
from graph.story import phrases
from graph.story.fitting import fit
from graph.story.phrases import Formula, Phrase, brief, counted, described, listed, several


class Forward:
    """Tells the forward sweep of one graph; after the node ``last``, why it ends there, if it does."""

    def __init__(self, graph: Graph, last: str | None, ends: str) -> None:
        self.graph = graph
        self.last = last
        self.ends = ends

    def label(self, kind: str, node: str, parent: str | None) -> Formula:
        return phrases.name(node)

    def sentence(self, kind: str, node: str, parent: str | None) -> Phrase:
        at = self.graph.nodes[node]
        if isinstance(at, Leaf):
            role = {"parameter": "a parameter", "input": "an input", "constant": "a constant"}[at.role]
            return (phrases.name(node), f" is {role}: {described(at.shape)}.")
        return (phrases.name(node), " is ", *self._told(at.expression))

    def formula(self, kind: str, node: str, parent: str | None) -> Formula:
        at = self.graph.nodes[node]
        if isinstance(at, Equation):
            return phrases.equation(at, self.graph.nodes)
        return phrases.relation(phrases.name(node), "∈", phrases.space(at.shape))

    def note(self, kind: str, node: str, parent: str | None) -> Phrase:
        if node == self.last and self.ends:
            return (f"Here it ends, with no sweep backwards: {self.ends}.",)
        at = self.graph.nodes[node]
        children = self.graph.children(node)
        if isinstance(at, Equation):
            e = at.expression
            plain = not isinstance(e, Apply) or e.operation.name in _TELLERS or e.shape is None
            return () if plain or not isinstance(e, Apply) else (e.operation.summary,)
        if not children:
            return ("Nothing uses ", phrases.name(node), ".")
        if len(children) == 1:
            return ()
        return (phrases.name(node), f" is used by {counted(len(children), 'node')}: ", *listed(children), ".")

    def shapes(self, kind: str, node: str, parent: str | None) -> str:
        at = self.graph.nodes[node]
        return fit(at.expression) if isinstance(at, Equation) else ""

    def _told(self, e: Expression) -> Phrase:
        written = phrases.expression(e, self.graph.nodes)
        if isinstance(e, Name):
            return (written, f", as it is: {described(e.shape)}.")
        if isinstance(e, Number):
            return (written, ", a number.")
        assert isinstance(e, Apply)
        teller = _TELLERS.get(e.operation.name)
        if teller is not None:
            inputs = [phrases.operand(x, self.graph.nodes) for x in e.inputs]
            return teller(e, *inputs) if e.operation.name != "add" else _sum(self, e)
        if not e.inputs:
            return (written, f": {described(e.shape)}.")
        if e.operation.kind == "E":
            return (written, f": the same is done to every entry, so {_stays(e)}.")
        given = " and ".join(described(x.shape) for x in e.inputs)
        return (written, f": {given} {'gives' if len(e.inputs) == 1 else 'give'} {brief(e.shape)}.")


def nothing_backwards(graph: Graph, loss: str | None) -> str:
    """Why there is no sweep backwards from ``loss``, which waits for a hole, or is not there at all."""
    if loss is None:
        return "there is no equation yet to be the loss"
    return f"{name_text(loss)} {waiting_words(graph, loss)}"


def _stays(e: Apply) -> str:
    return f"{described(e.inputs[0].shape)} stays {brief(e.shape)}" if e.shape else "a scalar stays a scalar"


def _product(e: Apply, left: Formula, right: Formula) -> Phrase:
    a, b = e.inputs
    if a.shape == () or b.shape == ():
        other = b if a.shape == () else a
        why = "both are scalars" if other.shape == () else f"every entry of {described(other.shape)} is multiplied"
        return (left, " times ", right, f": {why}.")
    return (left, " times ", right, f": {described(a.shape)} times {described(b.shape)} gives {brief(e.shape)}.")


def _sum(teller: Forward, e: Apply) -> Phrase:
    terms: list[str | Formula] = []
    for place, x in enumerate(e.inputs):
        negative = place > 0 and is_call(x, "neg")
        if place:
            terms.append(" minus " if negative else " plus ")
        terms.append(phrases.expression(x.inputs[0] if negative else x, teller.graph.nodes))
    shapes = [x.shape for x in e.inputs if x.shape != e.shape]
    if not shapes:
        return (*terms, f", entry by entry: {described(e.shape)}." if e.shape else ": a scalar.")
    copied = list(dict.fromkeys(described(shape) for shape in shapes))
    verb = "is" if len(copied) == 1 else "are"
    return (*terms, f": {' and '.join(copied)} {verb} copied to fit, and the sum is {described(e.shape)}.")


def _difference(e: Apply, inner: Formula) -> Phrase:
    return ("minus ", inner, f": every sign is turned, {described(e.shape)}.")


def _entrywise(word: str) -> Callable[..., Phrase]:
    def told(e: Apply, left: Formula, right: Formula) -> Phrase:
        a, b = (x.shape for x in e.inputs)
        if a == b:
            return (left, f" {word} ", right, f", entry by entry: two {several(a)} give {brief(a)}.")
        return (left, f" {word} ", right, f", entry by entry: {described(a)} and {described(b)} give {brief(e.shape)}.")

    return told


def _quotient(e: Apply, left: Formula, right: Formula) -> Phrase:
    why = "both are scalars" if e.shape == () else f"every entry of {described(e.shape)} is divided"
    return (left, " divided by ", right, f": {why}.")


def _transpose(e: Apply, inner: Formula) -> Phrase:
    return (inner, f" transposed: {described(e.inputs[0].shape)} becomes {brief(e.shape)}.")


def _square_norm(e: Apply, inner: Formula) -> Phrase:
    return ("the sum of the squares of the entries of ", inner, f": {described(e.inputs[0].shape)} gives a scalar.")


def _norm(e: Apply, inner: Formula) -> Phrase:
    start = "the square root of the sum of the squares of the entries of "
    return (start, inner, f": {described(e.inputs[0].shape)} gives a scalar.")


_TELLERS: Mapping[str, Callable[..., Phrase]] = {
    "add": _sum,
    "neg": _difference,
    "product": _product,
    "hadamard": _entrywise("times"),
    "divide": _entrywise("divided by"),
    "quotient": _quotient,
    "transpose": _transpose,
    "sqnorm": _square_norm,
    "norm": _norm,
}
