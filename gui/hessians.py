"""What ``adjoint hessian`` prints. Without Qt."""

from __future__ import annotations

import json
import sys

import numpy as np
from rich.text import Text

from graph import Hessian
from graph.calculus.curvature import at_kink, closed_form, kinks, meaning, second_name
from graph.calculus.differences import LeafCheck
from graph.expression import Name
from graph.notation import shape_text
from graph.story.entries import symbol
from gui.drawing.numbers import number_text
from gui.tables import array_text, new_table, plain, print_parts

WIDEST = 12
"""Rows and columns up to which it is printed entry by entry."""


def print_hessian(h: Hessian, checked: LeafCheck) -> None:
    """The matrix under the names of the entries, its symmetry and eigenvalues, and how it compares."""
    rows, columns = h.matrix.shape
    size = shape_text((rows, columns)) if h.matrix.size > 1 else "scalar"
    print_parts(Text(f"{second_name(h).unicode}, {size}"))
    if max(rows, columns) > WIDEST:
        print_parts(Text(array_text(h.matrix)))
    else:
        shown = new_table("", *entry_names(h.by, h.gradient_by.shape))
        for name, row in zip(entry_names(h.wrt, h.gradient.shape), h.matrix, strict=True):
            shown.add_row(name, *(Text(number_text(entry), justify="right") for entry in row))
        print_parts(shown)
    print_parts(*(Text(line) for line in _facts(h, checked)))


def _facts(h: Hessian, checked: LeafCheck) -> list[str]:
    formula = closed_form(h)
    lines = [formula.unicode] if formula is not None else []
    if h.asymmetry is not None and h.matrix.size > 1:
        lines.append("symmetric" + (f" to {h.asymmetry:.1e}" if h.asymmetry else ""))
    if h.curvatures is not None and not at_kink(checked):
        low, high = h.curvatures[[0, -1]]
        spread = f" … {number_text(high)}" if h.curvatures.size > 1 else ""
        lines.append(f"eigenvalues {number_text(low)}{spread}: {h.definiteness}")
    lines.append(meaning(h, checked))
    lines.extend(filter(None, [kinks(h, checked)]))
    sampled = " (sampled entries, and random directions)" if checked.sampled else ""
    verdict = "agree" if checked.passed else "differ" if checked.compared else "could not be compared"
    error = f", relative error {checked.error:.1e}, {checked.compared} compared{sampled}" if checked.compared else ""
    lines.append(f"central differences of the gradient {verdict}{error}")
    lines.extend(f"skipped {place}" for place in checked.skipped[:WIDEST])
    return lines


def entry_names(name: str, shape: tuple[int, ...]) -> list[str]:
    """``x₁``, ``x₂`` … or ``A₁₁``, ``A₁₂`` …: the entries of a node in row-major order."""
    return [symbol(Name(name, shape), at).unicode for at in np.ndindex(shape)]


def print_hessian_json(h: Hessian) -> None:
    """One object; what is not finite is null, and eigenvalues are null where there are none."""
    answer = {
        "loss": h.loss,
        "wrt": h.wrt,
        "by": h.by,
        "hessian": plain(h.array),
        "eigenvalues": plain(h.eigenvalues),
        "definiteness": h.definiteness or None,
    }
    json.dump(answer, sys.stdout, ensure_ascii=False, allow_nan=False)
    sys.stdout.write("\n")
