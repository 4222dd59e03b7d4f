"""What a Hessian says about the loss where it was taken, in words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.calculus.derivation.formula import Formula
from graph.calculus.differences import LeafCheck
from graph.calculus.hessian import Hessian
from graph.notation import name_text

_STILL = 1e-8
"""A gradient is 0 where a step down it would move the node by less than this share of itself."""


def meaning(h: Hessian, checked: LeafCheck | None = None) -> str:
    """One sentence: ``L curves upwards in every direction; the gradient is not 0 here, so this is no minimum``.

    ``checked`` is the comparison with differences, once it is known: it finds out where this is at a kink.
    """
    loss, wrt, by = (name_text(name) for name in (h.loss, h.wrt, h.by))
    if not h.reached:
        return f"{loss} does not depend on {wrt}" if h.square else f"{loss} does not depend on both {wrt} and {by}"
    if not h.moving:
        return _straight(h)
    if not np.isfinite(h.matrix).all():
        return "not all of it is finite here"
    if at_kink(checked):
        return f"{loss} has a kink or jump here: there are no second derivatives, and these numbers mean nothing"
    if not h.square:
        return f"row by row, how the gradient by an entry of {wrt} changes with the entries of {by}"
    if h.definiteness == "zero":
        return f"to second order {loss} is flat here in every direction of {wrt}"
    return f"{loss} curves {_directions(h)}; {_standing(h)}"


def at_kink(checked: LeafCheck | None) -> bool:
    """Whether the gradient turns or jumps right here, whichever entry moves."""
    return checked is not None and not checked.compared and any("kink" in place for place in checked.skipped)


def kinks(h: Hessian, checked: LeafCheck | None = None) -> str:
    """What the second derivatives leave out; empty where there is nothing, and where ``meaning`` says it."""
    if not h.flat or not h.reached or at_kink(checked):
        return ""
    names = ", ".join(map(name_text, h.flat[:4])) + (f" and {len(h.flat) - 4} more" if len(h.flat) > 4 else "")
    return f"{names} {'has' if len(h.flat) == 1 else 'have'} kinks or jumps; second derivatives hold between them"


def _straight(h: Hessian) -> str:
    loss, wrt, by = (name_text(name) for name in (h.loss, h.wrt, h.by))
    if not h.square:
        return f"0 everywhere: the gradient by {wrt} does not change with {by}"
    if h.flat:
        return f"0 almost everywhere: {loss} is made of straight pieces in {wrt}"
    return f"0 everywhere: {loss} is linear in {wrt}"


def _directions(h: Hessian) -> str:
    assert h.signs is not None
    negative, null, positive = h.signs
    if not null and not (negative and positive):
        way = "upwards" if positive else "downwards"
        return f"{way} in every direction" if h.matrix.size > 1 else way
    counts = ((positive, "upwards"), (negative, "downwards"))
    parts = [f"{way} in {number} of {sum(h.signs)} directions" for number, way in counts if number]
    if null:
        parts.append(f"not at all in {null}")
    return ", ".join(parts)


def _standing(h: Hessian) -> str:
    """What the gradient makes of it: a minimum, a saddle, or none of these."""
    assert h.signs is not None
    assert h.eigenvalues is not None
    negative, null, positive = h.signs
    size = max(1.0, float(np.max(np.abs(h.graph.values[h.wrt]))))
    steepest = float(np.max(np.abs(h.eigenvalues)))
    still = float(np.max(np.abs(h.gradient))) / size <= _STILL * steepest
    if negative and positive:
        return "the gradient is 0 here: a saddle" if still else "the gradient is not 0 here"
    kind = "minimum" if positive else "maximum"
    if not still:
        return f"the gradient is not 0 here, so this is no {kind}"
    return f"the gradient is 0 here: a {kind}" + (", if the flat directions do not spoil it" if null else "")


@dataclass(frozen=True, slots=True)
class Written:
    """A formula for a line of text and for the typesetter."""

    unicode: str
    latex: str


def second_name(h: Hessian) -> Written:
    """``∂²L/∂x²``, or ``∂²L/∂A∂x`` of a mixed block."""
    loss, wrt, by = (name_text(name) for name in (h.loss, h.wrt, h.by))
    unicode = f"∂²{loss}/∂{wrt}²" if h.square else f"∂²{loss}/∂{wrt}∂{by}"
    loss, wrt, by = (name_text(name, "latex") for name in (h.loss, h.wrt, h.by))
    under = rf"\partial {wrt}^{{2}}" if h.square else rf"\partial {wrt}\,\partial {by}"
    return Written(unicode, rf"\partial^{{2}} {loss} / {under}")


@dataclass(frozen=True, slots=True)
class ClosedForm:
    """``left = right``: ``∂²L/∂x² = 2 Aᵀ A``, or the same times a vector."""

    left: Written
    right: Formula

    @property
    def unicode(self) -> str:
        return f"{self.left.unicode} = {self.right.unicode}"


def closed_form(h: Hessian) -> ClosedForm | None:
    """The formula of a Hessian; None where there is no short one."""
    made = h.formula
    if made is None:
        return None
    left = second_name(h)
    if made.matrix is not None:
        return ClosedForm(left, made.matrix)
    times = name_text(made.vector.name), name_text(made.vector.name, "latex")
    return ClosedForm(Written(f"{left.unicode} · {times[0]}", rf"{left.latex} \cdot {times[1]}"), made.product)
