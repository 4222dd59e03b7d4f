"""Immutable trees: what stands right of the = sign, and what pulls and pushes build.

Every expression knows its shape from the moment it is made. Trees may share branches (then they are graphs, and
are walked as such); none is ever walked by recursion, so depth costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from graph.shapes import Shape

if TYPE_CHECKING:
    from graph.operations import Operation

Options = tuple[tuple[str, Any], ...]


class Expression:
    """A tree with a shape; ``None`` where an input is a hole that nobody has filled yet.

    The operators build, they do not compute: ``a @ b`` is the matrix product, ``a * b`` the entrywise one (or
    scaling, where one side is a scalar), ``a / b`` and ``a ** p`` are entrywise, ``a.T`` transposes. They drop
    what is plainly idle (1 times, plus 0, double transposes); the reader does not use them, so what a user
    wrote stays as it was written.
    """

    __slots__ = ("shape",)
    shape: Shape | None

    @property
    def inputs(self) -> tuple[Expression, ...]:
        return ()

    def __add__(self, other: Expression | float) -> Expression:
        return _add(self, as_expression(other))

    def __radd__(self, other: Expression | float) -> Expression:
        return _add(as_expression(other), self)

    def __sub__(self, other: Expression | float) -> Expression:
        return _add(self, -as_expression(other))

    def __rsub__(self, other: Expression | float) -> Expression:
        return _add(as_expression(other), -self)

    def __neg__(self) -> Expression:
        if isinstance(self, Number):
            return Number(-self.value)
        if is_call(self, "neg"):
            return self.inputs[0]
        return apply("neg", self)

    def __mul__(self, other: Expression | float) -> Expression:
        return _multiply(self, as_expression(other))

    def __rmul__(self, other: Expression | float) -> Expression:
        return _multiply(as_expression(other), self)

    def __matmul__(self, other: Expression) -> Expression:
        if self.shape == () or other.shape == ():
            return _multiply(self, other)
        return apply("product", self, other)

    def __truediv__(self, other: Expression | float) -> Expression:
        other = as_expression(other)
        if is_number(other, 1) and not isinstance(self, Number):
            return self
        return apply("quotient" if other.shape == () else "divide", self, other)

    def __rtruediv__(self, other: float) -> Expression:
        return as_expression(other) / self

    def __pow__(self, exponent: Expression | float) -> Expression:
        exponent = as_expression(exponent)
        if is_number(exponent, 1):
            return self
        return apply("power" if self.shape == () and exponent.shape == () else "dotpower", self, exponent)

    @property
    def T(self) -> Expression:
        if self.shape == ():
            return self
        if is_call(self, "transpose"):
            return self.inputs[0]
        return apply("transpose", self)


class Number(Expression):
    """A number as written; ``text`` keeps the user's own digits."""

    __slots__ = ("text", "value")

    def __init__(self, value: float, text: str = "") -> None:
        self.value = float(value)
        self.text = text
        self.shape = ()

    def __repr__(self) -> str:
        return f"Number({self.value!r})"


class Name(Expression):
    """A node of the graph, by its name."""

    __slots__ = ("name",)

    def __init__(self, name: str, shape: Shape | None) -> None:
        self.name = name
        self.shape = shape

    def __repr__(self) -> str:
        return f"Name({self.name!r}, {self.shape})"


class Hole(Expression):
    """An input not wired yet, ``?`` or ``?1`` in the text."""

    __slots__ = ("label",)

    def __init__(self, label: str = "") -> None:
        self.label = label
        self.shape = None

    def __repr__(self) -> str:
        return f"Hole({self.label!r})"


class Apply(Expression):
    """An operation on inputs, with its options in the record's order."""

    __slots__ = ("_inputs", "operation", "options")

    def __init__(self, operation: Operation, inputs: tuple[Expression, ...], options: Options = ()) -> None:
        self.operation = operation
        self._inputs = inputs
        self.options = options
        shapes = [e.shape for e in inputs]
        self.shape = None if None in shapes else operation.shape(*shapes, **dict(options))

    @property
    def inputs(self) -> tuple[Expression, ...]:
        return self._inputs

    def __repr__(self) -> str:
        options = "".join(f", {key}={value!r}" for key, value in self.options)
        return f"{self.operation.name}({', '.join(map(_brief, self.inputs))}{options})"


def _brief(expression: Expression) -> str:
    return "…" if isinstance(expression, Apply) else repr(expression)


def apply(name: str, /, *inputs: Expression | float, **options: Any) -> Expression:
    """The operation of that name on these inputs; raises ShapeError where they do not fit."""
    from graph.operations import TABLE

    return Apply(TABLE[name], tuple(map(as_expression, inputs)), tuple(options.items()))


def as_expression(value: Expression | float) -> Expression:
    """A number as a tree of its own; a tree as it is."""
    return value if isinstance(value, Expression) else Number(value)


def is_call(expression: Expression, name: str) -> bool:
    """Whether the outermost operation is the one of that name."""
    return isinstance(expression, Apply) and expression.operation.name == name


def is_matrix_product(e: Expression) -> bool:
    """A product of two arrays, none of them a scalar: their axes are contracted."""
    return is_call(e, "product") and all(x.shape != () for x in e.inputs)


def is_number(expression: Expression, value: float) -> bool:
    """Whether it is exactly this number, written out."""
    return isinstance(expression, Number) and expression.value == value


def _add(left: Expression, right: Expression) -> Expression:
    if isinstance(left, Number) and isinstance(right, Number):
        return Number(left.value + right.value)
    if is_number(left, 0):
        return right
    if is_number(right, 0):
        return left
    terms = left.inputs if is_call(left, "add") else (left,)
    return apply("add", *terms, right)


def _multiply(left: Expression, right: Expression) -> Expression:
    if isinstance(left, Number) and isinstance(right, Number) and not (_is_letter(left) or _is_letter(right)):
        return Number(left.value * right.value)
    if is_number(left, 1):
        return right
    if is_number(right, 1):
        return left
    if is_number(left, -1):
        return -right
    if is_number(right, -1):
        return -left
    return apply("product" if left.shape == () or right.shape == () else "hadamard", left, right)


def _is_letter(number: Number) -> bool:
    """Whether it is written π or e, and not to be lost in a product."""
    return number.text[:1].isalpha()


def postorder(root: Expression) -> Iterator[Expression]:
    """Every expression below ``root`` once, inputs before what uses them, ``root`` last."""
    seen: set[int] = set()
    stack: list[tuple[Expression, bool]] = [(root, False)]
    while stack:
        node, ready = stack.pop()
        if ready:
            yield node
        elif id(node) not in seen:
            seen.add(id(node))
            stack.append((node, True))
            stack.extend((child, False) for child in reversed(node.inputs))


def names(root: Expression) -> tuple[str, ...]:
    """The names in ``root``, in order of first use."""
    found: dict[str, None] = {}
    for node in postorder(root):
        if isinstance(node, Name):
            found.setdefault(node.name)
    return tuple(found)


def rebuild(root: Expression, replace: Callable[[Expression], Expression | None]) -> Expression:
    """A copy of ``root`` in which every expression that ``replace`` answers for is its answer."""
    done: dict[int, Expression] = {}
    for node in postorder(root):
        new = replace(node)
        if new is None:
            inputs = tuple(done[id(child)] for child in node.inputs)
            same_inputs = all(a is b for a, b in zip(inputs, node.inputs, strict=True))
            new = node if same_inputs or not isinstance(node, Apply) else Apply(node.operation, inputs, node.options)
        done[id(node)] = new
    return done[id(root)]


def _alike(left: Number, right: Number, digits: bool) -> bool:
    """Whether two numbers are equal, and, with ``digits``, written alike; 0 and -0 are two numbers then."""
    if digits:
        return (left.text, repr(left.value)) == (right.text, repr(right.value))
    return left.value == right.value


def same(left: Expression, right: Expression, *, digits: bool = False) -> bool:
    """Whether two trees say the same: equal operations, options, names, order and numbers; with ``digits``, these
    written alike.
    """
    seen: set[tuple[int, int]] = set()
    stack = [(left, right)]
    while stack:
        a, b = stack.pop()
        if a is b or (id(a), id(b)) in seen:
            continue
        seen.add((id(a), id(b)))
        if type(a) is not type(b) or a.shape != b.shape or len(a.inputs) != len(b.inputs):
            return False
        if isinstance(a, Number) and isinstance(b, Number) and not _alike(a, b, digits):
            return False
        if isinstance(a, Name) and isinstance(b, Name) and a.name != b.name:
            return False
        if isinstance(a, Hole) and isinstance(b, Hole) and a.label != b.label:
            return False
        if isinstance(a, Apply) and isinstance(b, Apply):
            if a.operation is not b.operation or dict(a.options) != dict(b.options):
                return False
            stack.extend(zip(a.inputs, b.inputs, strict=True))
    return True
