"""The reading by differentials: dL as a sum of Frobenius products, from dL = 1 back to what was asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from graph.calculus.derivation.derivation import DerivationStep
from graph.calculus.derivation.formula import Formula
from graph.calculus.derivation.simplifying import Simplifier
from graph.calculus.derivation.text import ClosedText
from graph.calculus.derivation.writing import Piece
from graph.expression import Apply, Expression, Name, Number, apply, is_call, postorder
from graph.model import Equation
from graph.notation import name_text

COLON = {"unicode": " : ", "latex": " : "}


@dataclass(frozen=True, slots=True)
class Product:
    """``coefficient : differential``, added or taken off; of scalars a plain product."""

    negative: bool
    coefficient: Expression
    differential: Name

    @property
    def expression(self) -> Expression:
        if self.differential.shape == ():
            return apply("product", self.coefficient, self.differential)
        return apply("sum", apply("hadamard", self.coefficient, self.differential))


class Frobenius(Formula):
    """A sum of Frobenius products. In ASCII each is written ``sum(G .* dA)``, which reads back."""

    def __init__(self, products: Sequence[Product], text: ClosedText, names: Differentials) -> None:
        super().__init__(_summed(products), text.defined_names | names.taken)
        self._products = products
        self._text_of = text
        self._names = names

    def _text(self, style: str) -> str:
        if style == "ascii":
            return super()._text(style)
        parts = []
        for place, product in enumerate(self._products):
            sign = "" if place == 0 else " + "
            if product.negative:
                sign = ("−" if style == "unicode" else "-") if place == 0 else f" {'−' if style == 'unicode' else '-'} "
            parts.append(sign + self._one(product, style))
        return "".join(parts) or "0"

    def _one(self, product: Product, style: str) -> str:
        d = self._names.shown(product.differential.name, style)
        written = str(getattr(self._text_of.formula(product.coefficient), style))
        if is_call(product.coefficient, "add"):
            written = f"({written})"
        if product.differential.shape == ():
            return d if written == "1" else f"{written} {d}"
        return f"{written}{COLON[style]}{d}"


def _summed(products: Sequence[Product]) -> Expression:
    parts = [apply("neg", p.expression) if p.negative else p.expression for p in products]
    if not parts:
        return Number(0)
    return parts[0] if len(parts) == 1 else apply("add", *parts)


class Differentials:
    """The names of differentials: dA, or with a number where the graph has that name."""

    def __init__(self, text: ClosedText) -> None:
        self._graph = text.made.gradient.source
        self._names: dict[str, str] = {}
        used = set(text.defined_names)
        for node in self._graph.nodes:
            name, number = f"d{node}", 2
            while name in used:
                name, number = f"d{node}_{number}", number + 1
            used.add(name)
            self._names[node] = name
        self._nodes = {name: node for node, name in self._names.items()}

    @property
    def taken(self) -> frozenset[str]:
        return frozenset(self._nodes)

    def of(self, node: str) -> Name:
        return Name(self._names[node], self._graph.nodes[node].shape)

    def shown(self, name: str, style: str) -> str:
        """dA as mathematics sets it: an upright d and the name."""
        node = name_text(self._nodes[name], style)
        return rf"\mathrm{{d}}{node}" if style == "latex" else f"d{node}"


class Shown(Formula):
    """An expression with differentials in it."""

    def __init__(self, e: Expression, text: ClosedText, names: Differentials) -> None:
        super().__init__(e, text.defined_names | names.taken)
        self._names = names

    @cached_property
    def latex(self) -> str:
        written = self._text("latex")
        for name in {e.name for e in postorder(self.expression) if isinstance(e, Name)} & self._names.taken:
            written = written.replace(name_text(name, "latex"), self._names.shown(name, "latex"))
        return written


class Whole(Formula):
    """d(A x): the differential of an expression, before any rule."""

    def __init__(self, inside: Formula) -> None:
        super().__init__(inside.expression, ())
        self._inside = inside

    def _text(self, style: str) -> str:
        d = r"\mathrm{d}" if style == "latex" else "d"
        return f"{d}({getattr(self._inside, style)})"


class DifferentialReading:
    """The differential of the loss in those of one node, and how it came about."""

    def __init__(self, text: ClosedText, wrt: str) -> None:
        self.text = text
        self.wrt = wrt
        self.names = Differentials(text)
        swept = text.made.gradient
        self._graph = swept.source
        self.loss = swept.loss

        self._moving = {wrt}
        for name in self._graph.order:
            if name in swept.bars and any(parent in self._moving for parent in self._graph.nodes[name].parents):
                self._moving.add(name)

    @property
    def left(self) -> Formula:
        """dL; of a loss that is no scalar, its Frobenius product with the seed."""
        return self._frobenius({self.loss: [self._start()]}, [self.loss])

    def _start(self) -> Piece:
        swept = self.text.made.gradient
        shape = self._graph.nodes[self.loss].shape
        return False, Name(swept.bars[self.loss], shape) if swept.seeded else Number(1)

    def formula(self, pieces: Sequence[Piece]) -> Frobenius:
        d = self.names.of(self.wrt)
        return Frobenius([Product(negative, e, d) for negative, e in pieces], self.text, self.names)

    def steps(self) -> Iterator[DerivationStep]:
        """The differential of every equation on the way, then dL with one differential after another put in."""
        swept = self.text.made.gradient
        for name in self._graph.order:
            node = self._graph.nodes[name]
            if isinstance(node, Equation) and name in self._moving and name != self.wrt:
                yield self._differential(node)
        yield from self._put_in(list(swept.bars))

    def _differential(self, node: Equation) -> DerivationStep:
        moved = self._pushed(node)
        simplifier = Simplifier(self.text.made.algebra, self.text.made.names, self.text.made.cut)
        form = simplifier.stages(moved, {}, self.text.made.assuming)[-1].form
        after = self.text.writer.form(form)
        self.text.made.algebra.assuming = self.text.made.assuming
        left = Shown(self.names.of(node.name), self.text, self.names)
        operations = dict.fromkeys(e.operation.name for e in postorder(node.expression) if isinstance(e, Apply))
        said = f"the differential of {name_text(node.name)}, by {', '.join(operations)}"
        before = Whole(self.text.formula(node.expression))
        shown = Shown(after, self.text, self.names)
        messages = tuple((node.name, parent) for parent in node.parents)
        return DerivationStep("differential", said, left, before, shown, messages)

    def _pushed(self, node: Equation) -> Expression:
        """The differential of an equation: pushes from its parents up to its result."""
        tangents: dict[int, Expression | None] = {}
        whole = Name(node.name, node.shape)
        for e in postorder(node.expression):
            if isinstance(e, Name):
                tangents[id(e)] = self.names.of(e.name) if e.name in self._moving else None
            elif isinstance(e, Apply):
                inner = [tangents[id(x)] for x in e.inputs]
                result = whole if e is node.expression else e
                moving = any(t is not None for t in inner)
                tangents[id(e)] = e.operation.push(result, e.inputs, inner, **dict(e.options)) if moving else None
            else:
                tangents[id(e)] = None
        found = tangents[id(node.expression)]
        return Number(0) if found is None else found

    def _put_in(self, order: Sequence[str]) -> Iterator[DerivationStep]:
        """dL = w̄ : dw, and for dw what it is, until only the differential that was asked for is left."""
        made, writer = self.text.made, self.text.writer
        waiting: dict[str, list[Piece]] = {self.loss: [self._start()]}
        for node in order:
            if node not in waiting or node == self.wrt:
                continue
            parents = [p for p in self._graph.nodes[node].parents if p in self._moving and node in made.sent.get(p, {})]
            if not parents:
                continue
            before = self._frobenius(waiting, order)
            del waiting[node]
            for parent in parents:
                waiting.setdefault(parent, []).extend(writer.pieces(made.sent[parent][node].form))
            after = self._frobenius(waiting, order)
            moved = self.names.shown(self.names.of(node).name, "unicode")
            said = f"put in {moved}, and move what stands with a differential to the other side of the :"
            messages = tuple((node, parent) for parent in parents)
            yield DerivationStep("Frobenius", said, self.left, before, after, messages)

    def _frobenius(self, waiting: dict[str, list[Piece]], order: Sequence[str]) -> Frobenius:
        products = []
        for node in order:
            for negative, e in waiting.get(node, ()):
                products.append((negative, e, self.names.of(node)))
        first = next((p for p in products if not p[0]), None)
        if first is not None:
            products.remove(first)
            products.insert(0, first)
        return Frobenius([Product(*p) for p in products], self.text, self.names)
