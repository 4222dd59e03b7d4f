"""How a number that is not finite is said: what was asked of which numbers, and what would help."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from graph.expression import Apply, Expression, postorder
from graph.shapes import Shape

_PRECISION = float(np.finfo(np.float64).eps)

_MATRIX = frozenset(("inv", "solve", "matpower", "logdet"))


def number_words(value: Any) -> str:
    """A number for a sentence: six digits, a true minus sign."""
    number = float(value)
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "∞" if number > 0 else "−∞"
    return f"{number:.6g}".replace("-", "−")


def entry_words(entry: Sequence[int], shape: Shape) -> str:
    """`` at entry (1, 2)``, counted from 1; of a column or row one number; of a scalar nothing."""
    if not shape:
        return ""
    if len(shape) == 2 and 1 in shape:
        return f" at entry {max(entry) + 1}"
    return f" at entry ({', '.join(str(i + 1) for i in entry)})"


def classify(e: Expression | None, numbers: Sequence[float] | None, result: float) -> tuple[str, str]:
    """The kind of problem and its words, for the result at one entry; ``numbers`` are the inputs there, if known."""
    name = e.operation.name if isinstance(e, Apply) else "add"
    found = (_division(name, numbers) or _outside(name, numbers)) if numbers else None
    if found:
        return found
    if name == "matpower" and not _inverts(e):
        return "non-finite", f"the power of {matrix_words(e)} is beyond 1.8e308"
    if name in _MATRIX:
        if name == "logdet" and math.isnan(result):
            return "domain", "the logarithm of a determinant that is not positive"
        return "singular", f"{matrix_words(e)} is singular"
    if math.isnan(result):
        return "domain", f"{_called(name)} is not defined{_of(numbers)}"
    return "non-finite", f"{_called(name)}{_of(numbers)} is beyond 1.8e308"


def _inverts(e: Expression | None) -> bool:
    """Of a matrix power: whether its exponent is negative."""
    return isinstance(e, Apply) and dict(e.options)["exponent"] < 0


def matrix_words(e: Expression | None) -> str:
    """The matrix that an operation inverts: by its name, where it has one."""
    name = None if e is None else getattr(e.inputs[0], "name", None)
    return name or "the matrix"


def _division(name: str, numbers: Sequence[float]) -> tuple[str, str] | None:
    if name in ("divide", "quotient") and numbers[1] == 0:
        return "division-by-zero", f"{number_words(numbers[0])} divided by 0"
    if name in ("inv", "matpower") and numbers[0] == 0:
        return "division-by-zero", "1 divided by 0"
    if name in ("power", "dotpower") and numbers[0] == 0:
        power = f" to the power {number_words(numbers[1])}" if len(numbers) > 1 else ""
        return "division-by-zero", f"0{power or ' to a negative power'}"
    return None


def _outside(name: str, numbers: Sequence[float]) -> tuple[str, str] | None:
    if name in ("log", "sqrt", "logdet") and numbers[0] <= 0:
        return "domain", f"{name} of {number_words(numbers[0])}"
    if name in ("power", "dotpower") and numbers[0] < 0 and (len(numbers) == 1 or numbers[1] != int(numbers[1])):
        power = f"the power {number_words(numbers[1])}" if len(numbers) > 1 else "a power that is no whole number"
        return "domain", f"{number_words(numbers[0])} to {power}"
    return None


_CALLED = {
    "add": "the sum",
    "product": "the product",
    "hadamard": "the product",
    "divide": "the quotient",
    "quotient": "the quotient",
    "power": "the power",
    "dotpower": "the power",
    "sqnorm": "the sum of squares",
    "neg": "the negative",
}


def _called(name: str) -> str:
    return _CALLED.get(name, name)


def _of(numbers: Sequence[float] | None) -> str:
    return f" of {' and '.join(map(number_words, numbers))}" if numbers else ""


def hint_for(kind: str, e: Expression | None, whole: Expression | None, *, backward: bool) -> str:
    """What would help, from the operation and, for what the pull or a choice does with it, its whole equation."""
    used = _operations(whole)
    name = e.operation.name if isinstance(e, Apply) else ""
    if "where" in used and (backward or name in ("log", "sqrt", "divide", "quotient", "power", "dotpower", "exp")):
        return "where computes both sides: make the inside safe, as in where([x > 0], log(where([x > 0], x, 1)), 0)"
    if backward and kind == "division-by-zero" and ("sqrt" in used or "dotpower" in used):
        return "the slope of √ is infinite at 0; ‖x‖ in place of √Σx² has derivative 0 there"
    if kind == "division-by-zero":
        return "keep the divisor away from 0"
    if kind == "domain" and name in ("log", "sqrt"):
        return "keep its argument positive: by softplus or exp, or by a shift"
    if kind == "domain" and name == "logdet":
        return "log(abs(det(A))) takes either sign"
    if kind == "domain" and name in ("power", "dotpower"):
        return "a power that is no whole number needs a base of 0 or more"
    if kind == "singular":
        return "add a multiple of the identity, such as A + 0.001 eye(n)"
    if name == "exp":
        return "logsumexp, softmax, softplus and σ do not overflow"
    return "scale the numbers down"


def _operations(whole: Expression | None) -> frozenset[str]:
    if whole is None:
        return frozenset()
    return frozenset(e.operation.name for e in postorder(whole) if isinstance(e, Apply))


def is_singular(e: Expression | None, inputs: Sequence[Any], result: Any) -> bool:
    """Whether the matrix of an inverse, a solution or a log determinant is singular in all digits of a float64."""
    if not isinstance(e, Apply) or e.operation.name not in _MATRIX or np.ndim(inputs[0]) < 2:
        return False
    if e.operation.name == "matpower" and not _inverts(e):
        return False
    spread = np.linalg.svd(np.asarray(inputs[0]), compute_uv=False)
    return bool(np.any(spread[..., -1] <= _PRECISION * spread[..., 0]))
