"""What the commands share: what they are given is read, and what is wrong with it said. Without Qt."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from graph import Document, Graph, Run
    from graph.language import Reading

FILE = "an .adjoint file, a text file of equations, or - for standard input"
File = Annotated[str, typer.Argument(metavar="FILE", help=FILE, show_default=False)]

Loss = Annotated[
    str | None, typer.Option("--loss", metavar="NAME", help="Another node as the loss.", show_default=False)
]


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
    from graph import GraphError, load
    from graph.files import decode

    if file == "-":
        return decode(sys.stdin.buffer.read())
    try:
        return load(file)
    except GraphError:
        hint = missing_hint(file)
        if hint and not Path(file).exists():
            fail(file, "file", "there is no such file", hint)
        raise


def missing_hint(file: str) -> str:
    """What to write where a name is that of an example; nothing for other names."""
    from assets import asset

    if file not in {path.stem for path in asset("examples").glob("*.adjoint")}:
        return ""
    return f'an example is called that: write "$(adjoint examples {file})" for its file'


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


def loss_of(file: str, document: Document, graph: Graph, asked: str | None) -> str | None:
    """The node asked for as the loss, else the one that the document has; ends the program where it is not there."""
    from graph.language.tokens import canonical

    if asked is None:
        return document.loss_in(graph)
    require_nodes(file, graph, [name := canonical(asked)])
    return name


def numbers_of(place: str, text: str) -> Any:
    """Numbers given to an option, as an array: ``ones`` is left to whoever knows the shape."""
    from gui.writing.blocks import BlockError, read_block

    try:
        return read_block(text)
    except BlockError as error:
        fail(place, "value", str(error), "write for example --seed '[1; 2]', rows between semicolons, or --seed ones")


def evaluated(
    file: str,
    document: Document,
    wrt: list[str] | None = None,
    any_loss: bool = False,
    loss: str | None = None,
    seed: str | None = None,
) -> Run:
    """One run of a document; what went wrong on the way goes to standard error, and the run goes on.

    ``loss`` names another node than the document's. ``seed`` is its adjoint as text, or ``ones``. With ``any_loss`` a
    loss that is no scalar gives values alone where it has no seed. Raises GraphError.
    """
    import numpy as np

    from graph import GraphError, evaluate

    graph = graph_of(file, document)
    loss = loss_of(file, document, graph, loss)
    require_nodes(file, graph, wrt or ())
    start: Any = None
    if seed is not None and loss is not None:
        start = np.ones(graph.nodes[loss].shape or ()) if seed.strip() == "ones" else numbers_of("--seed", seed)
        if graph.nodes[loss].shape == () and np.size(start) == 1:
            start = np.reshape(start, ())
    try:
        run = evaluate(graph, loss=loss, wrt=wrt or None, seed=start)
    except GraphError as error:
        if any(problem.kind != "non-scalar-loss" for problem in error.problems):
            raise
        if not any_loss:
            said = [
                replace(p, hint=p.hint.replace("give a seed", "give one with --seed: a seed")) for p in error.problems
            ]
            raise GraphError(said) from None
        run = evaluate(graph, loss=loss, wrt=(), seed=np.zeros(graph.nodes[loss].shape))
    for warning in run.warnings:
        typer.echo(f"{file}: {warning}", err=True)
    return run
