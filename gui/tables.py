"""What the commands print: tables for people, JSON for programs. Without Qt."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from graph import Check, Equation, Leaf, Run, load
from graph.calculus.gradient import Gradient, gradient
from graph.notation import bar, expression_text, name_text, shape_text
from graph.notation.waiting import waiting_words
from gui.drawing.numbers import number_text

WIDEST = 8
"""Rows and columns up to which a matrix is printed entry by entry."""

_UNBOUNDED = 100_000

_LISTED = 3
"""Places left out of a check for one reason, up to which each has its line."""


def array_text(array: Any) -> str:
    """A scalar; a matrix row by row in columns that line up; of a large one its range."""
    array = np.asarray(array)
    if array.ndim == 0:
        return number_text(float(array))
    if array.ndim > 2 or max(array.shape) > WIDEST:
        finite = array[np.isfinite(array)]
        odd = array.size - finite.size
        spread = f"{number_text(finite.min())} … {number_text(finite.max())}" if finite.size else "nothing finite"
        return spread + (f", {odd} not finite" if odd and finite.size else "")
    rows = [[number_text(entry) for entry in row] for row in array]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(text.rjust(width) for text, width in zip(row, widths, strict=True)) for row in rows)


def print_nodes(run: Run) -> None:
    """Every node in topological order: how it is calculated, its shape, its value and its adjoint."""
    graph = run.graph
    table = new_table("node", "equation", "shape", "value", "adjoint", blocks=True)
    seeded = np.ndim(run.loss) > 0  # by nobody who asked for adjoints
    for name in graph.order:
        node = graph.nodes[name]
        said = expression_text(node.expression) if isinstance(node, Equation) else _role(node)
        shape = waiting_words(graph, name) if node.shape is None else shape_text(node.shape)
        value = array_text(run.values[name]) if name in run.values else "—"
        adjoint = None if seeded else run.adjoints.get(name)
        label = name_text(name) + (" (loss)" if name == run.loss_name else "")
        table.add_row(*map(Text, (label, said, shape, value, "—" if adjoint is None else array_text(adjoint))))
    print_parts(table)


def print_messages(run: Run, wrt: Collection[str] | None) -> None:
    """For the nodes asked for, else every leaf, what each child sends and what it comes to."""
    graph = run.graph
    derived = gradient(graph, loss=run.loss_name, wrt=wrt or None)
    table = new_table("receiver", "sender", "formula", "message", blocks=True)
    for name in wrt or graph.leaves:
        adjoint = run.adjoints.get(name)
        if adjoint is None:
            table.add_row(*map(Text, (name_text(name), "", "a constant has no adjoint", "")))
            continue
        sent = run.messages[name]
        for number, (child, message) in enumerate(sent.items()):
            receiver = name_text(name) if number == 0 else ""
            formula = expression_text(derived.messages[name][child])
            table.add_row(*map(Text, (receiver, name_text(child), formula, array_text(message))))
        if name == run.loss_name:
            table.add_row(*map(Text, (name_text(name), "", "the loss itself", array_text(adjoint))))
        elif len(sent) != 1:
            table.add_row(
                *map(Text, ("" if sent else name_text(name), *_sum(derived, name, sent), array_text(adjoint)))
            )
    if run.loss is None:
        heading = "there is no loss"
    else:
        before = f"{name_text(str(run.loss_name))} = "
        heading = before + array_text(run.loss).replace("\n", "\n" + " " * len(before))
    print_parts(Text(heading), table)


def _sum(derived: Gradient, name: str, sent: Collection[str]) -> tuple[str, str]:
    if not sent:
        return "", "nothing is sent: it does not reach the loss"
    return "Σ", f"{name_text(derived.bars.get(name, bar(name)))}, the sum of {len(sent)}"


def print_json(run: Run, wrt: Collection[str] | None) -> None:
    """Loss, values, messages and adjoints (of ``wrt`` alone, where given) as one JSON object."""
    asked = [name for name in run.adjoints if (not wrt or name in wrt) and run.adjoints[name] is not None]
    answer = {
        "loss": plain(run.loss),
        "values": {name: plain(value) for name, value in run.values.items()},
        "messages": {name: {child: plain(sent) for child, sent in run.messages[name].items()} for name in asked},
        "adjoints": {name: plain(run.adjoints[name]) for name in asked},
    }
    json.dump(answer, sys.stdout, ensure_ascii=False, allow_nan=False)
    sys.stdout.write("\n")


def plain(array: Any) -> Any:
    """Nested lists of floats; None for what JSON has no number for."""
    if array is None:
        return None
    array = np.asarray(array)
    if array.ndim == 0:
        return float(array) if math.isfinite(array) else None
    if np.isfinite(array).all():
        return array.tolist()
    return np.where(np.isfinite(array), array.astype(object), None).tolist()


def print_check(check: Check) -> None:
    """Every leaf, what was compared and how well it agrees; then the verdict."""
    table = new_table("leaf", "compared", "largest error", "verdict")
    for name, leaf in check.leaves.items():
        verdict = "agrees" if leaf.passed else "nothing compared" if not leaf.compared else "differs"
        said = "\n".join([verdict, *_skipped(leaf.skipped)])
        error = f"{leaf.error:.1e}" if leaf.compared else "—"
        table.add_row(*map(Text, (name_text(name), str(leaf.compared), error, said)))
    print_parts(table, Text(check.summary.splitlines()[-1]))


def _skipped(places: Sequence[str]) -> Iterator[str]:
    """What was left out; many places with one reason are one line."""
    reasons: dict[str, list[str]] = {}
    for place in places:
        where, _, reason = place.partition(": ")
        reasons.setdefault(reason, []).append(where)
    for reason, found in reasons.items():
        if len(found) <= _LISTED:
            yield from (f"skipped {where}: {reason}" for where in found)
        else:
            yield f"skipped {len(found)}, from {found[0]} to {found[-1]}: {reason}"


def print_examples(found: Mapping[str, Path]) -> None:
    """The name of every example and its first line."""
    table = new_table("example", "what it shows")
    for name, path in found.items():
        table.add_row(Text(name), Text(load(path).text.split("\n", 1)[0].lstrip("# ")))
    print_parts(table)


def _role(leaf: Leaf) -> str:
    return ", ".join([leaf.role, *sorted(leaf.properties - {leaf.role})])


def new_table(*headings: str, blocks: bool = False) -> Table:
    """A table without edges; with ``blocks`` its rows are several lines high and stand apart."""
    table = Table(box=box.SIMPLE, show_edge=False, pad_edge=False, show_lines=blocks, header_style="bold")
    for heading in headings:
        table.add_column(heading, no_wrap=True)
    return table


def print_parts(*parts: Table | Text) -> None:
    """To a terminal or a pipe: lines are as long as they are, nothing is cut."""
    console = Console(file=sys.stdout, width=_UNBOUNDED, highlight=False)
    for part in parts:
        with console.capture() as captured:
            console.print(part, soft_wrap=isinstance(part, Text))
        sys.stdout.write("\n".join(line.rstrip() for line in captured.get().splitlines()) + "\n")
