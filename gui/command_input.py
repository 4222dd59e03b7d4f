"""What the commands share: what they are given is read, and what is wrong with it said. Without Qt."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from graph import Document, Graph, Run
    from graph.language import Reading

FILE = "an .adjoint file, a text file of equations, or - for standard input"
File = Annotated[str, typer.Argument(metavar="FILE", help=FILE, show_default=False)]


def fail(place: str, kind: str, message: str, hint: str = "") -> None:
    """Says what is wrong and ends the program with status 2."""
    typer.echo(f"{place}: {kind}: {message}" + (f"\n    {hint}" if hint else ""), err=True)
    raise typer.Exit(2)


@contextmanager
def errors_of(file: str, out: Path | None = None) -> Iterator[None]:
    """Says the problems of a GraphError as those of ``file`` (of ``out``, where a file cannot be written)."""
    from graph import GraphError

    try:
        yield
    except GraphError as error:
        for problem in error.problems:
            place = str(out) if out is not None and problem.kind == "file" else file
            typer.echo(f"{place}:{'' if problem.line else ' '}{problem}", err=True)
        raise typer.Exit(2) from None
    except ImportError as error:
        if not (error.name or "").startswith(("PySide6", "shiboken6")) and "PySide6" not in str(error.path):
            raise
        fail("adjoint", "display", f"Qt cannot be loaded: {error}", "the README names the libraries that it opens")


def read(file: str) -> Document:
    """The document in ``file``; raises GraphError where there is none."""
    from graph import load
    from graph.files import decode

    return decode(sys.stdin.buffer.read()) if file == "-" else load(file)


def graph_of(file: str, document: Document) -> Graph:
    """The graph of a document; its notices go to standard error. Raises GraphError where the text cannot be read."""
    from graph import GraphError

    reading = document.reading
    if reading.graph is None:
        raise GraphError(reading.problems)
    _say_notices(file, reading)
    return reading.graph


def _say_notices(file: str, reading: Reading) -> None:
    for notice in reading.notices:
        place = f":{notice.line}:{notice.column}" if notice.line else ""
        typer.echo(f"{file}{place}: note: {notice.message}", err=True)


def require_nodes(file: str, graph: Graph, names: Iterable[str]) -> None:
    """Ends the program where the graph has not all of these nodes."""
    for name in names:
        if name not in graph.nodes:
            near = difflib.get_close_matches(name, list(graph.nodes), n=1)
            hint = f"did you mean {near[0]}?" if near else "there are " + ", ".join(graph.nodes)
            fail(file, "undefined", f"there is no node {name}", hint)


def evaluated(file: str, document: Document, wrt: list[str] | None = None, any_loss: bool = False) -> Run:
    """One run of a document; what went wrong on the way goes to standard error, and the run goes on.

    With ``any_loss`` a loss that is no scalar gives values alone. Raises GraphError.
    """
    import numpy as np

    from graph import GraphError, evaluate

    graph = graph_of(file, document)
    loss = document.loss_in(graph)
    require_nodes(file, graph, wrt or ())
    try:
        run = evaluate(graph, loss=loss, wrt=wrt or None)
    except GraphError as error:
        if not any_loss or any(problem.kind != "non-scalar-loss" for problem in error.problems):
            raise
        run = evaluate(graph, loss=loss, wrt=(), seed=np.zeros(graph.nodes[loss].shape))
    for warning in run.warnings:
        typer.echo(f"{file}: {warning}", err=True)
    return run
