"""Sub-expressions that the graph has a name for."""

from __future__ import annotations

from graph.calculus.derivation.algebra import Algebra
from graph.calculus.derivation.canonical import Rewriting, read
from graph.calculus.derivation.factors import Factor, Form, Rational, divided
from graph.calculus.derivation.matrices import multiply
from graph.expression import postorder
from graph.model import Equation, Graph

LARGEST = 200
"""Parts of an equation beyond which nobody looks for it in a formula."""

LONGEST_RUN = 8
"""Factors of a chain among which runs with a name are looked for."""


class Names:
    """What the equations of a graph call the factors that they are, up to a number."""

    def __init__(self, algebra: Algebra, g: Graph, loss: str) -> None:
        self._algebra = algebra
        self._folding = Rewriting(algebra, self._name)
        self._assumed = Rewriting(algebra)
        self.named: dict[Factor, tuple[Rational, Factor]] = {}
        for name in g.order:
            node = g.nodes[name]
            if not isinstance(node, Equation) or node.shape is None:
                continue
            if sum(1 for _ in postorder(node.expression)) > LARGEST:
                continue
            form = read(algebra, node.expression, {})
            if name != loss:
                self._learn(form, algebra.name(name, node.shape))
                self._look_for_symmetry(form, name)

    def _learn(self, form: Form, name: Factor) -> None:
        if not form.terms:
            return
        coefficient, scalars, core = self._algebra.as_term(form)
        if core is None and len(scalars) == 1 and scalars[0][1] == 1:
            core, scalars = scalars[0][0], ()
        if core is not None and not scalars and core.kind in ("chain", "entrywise", "sum", "call", "inverse"):
            self.named.setdefault(core, (divided(1, coefficient), name))

    def _look_for_symmetry(self, form: Form, name: str) -> None:
        """An equation that is its own transpose makes its node a symmetric matrix."""
        algebra = self._algebra
        if len(form.shape) != 2 or form.shape[0] != form.shape[1] or not form.terms:
            return
        algebra.assuming = True
        assumed = self._assumed(form)
        if algebra.transposed(assumed) is assumed:
            algebra.properties[name] = frozenset(("symmetric",))
        algebra.assuming = False

    def __call__(self, form: Form) -> Form:
        """The form with names in place of what they stand for."""
        return self._folding(form) if self.named else form

    def _name(self, factor: Factor) -> Form | None:
        found = self.named.get(factor)
        if found is not None:
            coefficient, name = found
            self._algebra.fire("named")
            return self._algebra.of(name, coefficient)
        return self._chain(factor) if factor.kind == "chain" else None

    def _chain(self, factor: Factor) -> Form | None:
        found = self._run(factor)
        if found is None:
            return None
        start, end, form = found
        self._algebra.fire("named")
        result = form
        if start:
            result = multiply(self._algebra, self._product(factor.parts[:start]), result)
        if end < len(factor.parts):
            result = multiply(self._algebra, result, self._product(factor.parts[end:]))
        return result

    def _run(self, factor: Factor) -> tuple[int, int, Form] | None:
        """The longest part of a chain that has a name, or whose transpose has one."""
        parts: tuple[Factor, ...] = factor.parts
        if len(parts) > LONGEST_RUN:
            return None
        for size in range(len(parts) - 1, 1, -1):
            for start in range(len(parts) - size + 1):
                form = self._named_run(parts[start : start + size])
                if form is not None:
                    return start, start + size, form
        return None

    def _named_run(self, run: tuple[Factor, ...]) -> Form | None:
        algebra = self._algebra
        shape = (run[0].shape[0], run[-1].shape[1])
        if shape == (1, 1):
            return None
        found = self.named.get(algebra.table.factor("chain", shape, run))
        if found is not None:
            return algebra.of(found[1], found[0])
        sign, turned = algebra.transpose(algebra.table.factor("chain", shape, run))
        found = self.named.get(turned)
        if found is None:
            return None
        return algebra.transposed(algebra.of(found[1], found[0] * sign))

    def _product(self, parts: tuple[Factor, ...]) -> Form:
        result = self._algebra.of(parts[0])
        for part in parts[1:]:
            result = multiply(self._algebra, result, self._algebra.of(part))
        return result
