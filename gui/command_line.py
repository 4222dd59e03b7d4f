"""The commands. Qt is imported only in those that draw."""

from __future__ import annotations

import difflib
import os
import re
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
import typer.core

from gui.command_input import (
    FILE,
    File,
    Loss,
    errors_of,
    evaluated,
    fail,
    graph_of,
    loss_of,
    missing_hint,
    read,
    require_nodes,
)

if TYPE_CHECKING:
    from graph import Document

COMMANDS = ("show", "grad", "derive", "hessian", "check", "export", "examples")
LEGIBLE = 6.0
"""Points on paper below which the labels of a figure are hard to read."""
_MILLIMETRES = {"mm": 1.0, "cm": 10.0, "in": 25.4}


class Commands(typer.core.TyperGroup):
    """``adjoint FILE`` is ``adjoint open FILE``: what is no command is a file."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:
        if not args or args[0] == "-" or not (args[0].startswith("-") or args[0] in self.commands):
            if args and args[0] != "-":
                _expect(args[0])
            args = ["open", *args]
        return super().parse_args(ctx, args)


application = typer.Typer(
    cls=Commands,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Moment(StrEnum):
    """What a picture shows when it is no single step."""

    values = "values"
    adjoints = "adjoints"


class Wording(StrEnum):
    """How a gradient is written as a formula."""

    closed = "closed"
    messages = "messages"
    differentials = "differentials"


class Look(StrEnum):
    """The colours of a picture."""

    figure = "figure"
    light = "light"
    dark = "dark"


class Library(StrEnum):
    """What a source file is written for."""

    numpy = "numpy"
    jax = "jax"
    pytorch = "pytorch"


Wrt = Annotated[
    list[str] | None,
    typer.Option("--wrt", metavar="NAME", help="Only this node; may be given more than once.", show_default=False),
]


def _version(wanted: bool) -> None:
    if not wanted:
        return
    from importlib.metadata import PackageNotFoundError, version

    try:
        typer.echo(f"adjoint {version('adjoint')}")
    except PackageNotFoundError:
        typer.echo("adjoint, from a checkout")
    raise typer.Exit


@application.callback(
    subcommand_metavar="[FILE] | COMMAND [ARGS]...",
    epilog="Errors go to standard error as FILE:line:column: kind: message; the exit status is then 2.",
)
def adjoint(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version and exit.")
    ] = False,
) -> None:
    """Equations in, values and adjoints out, step by step.

    Without a command a window opens, with FILE or the first example in it.
    """


def _expect(file: str) -> None:
    """Fails where there is no such file, which may be a command that is misspelt."""
    if not Path(file).exists():
        near = difflib.get_close_matches(file, COMMANDS)
        hint = f"did you mean adjoint {near[0]}?" if near else missing_hint(file) or "check the name and the folder"
        fail(file, "file", "there is no such file", hint)


@application.command("open", hidden=True)
def open_window(file: Annotated[str | None, typer.Argument(metavar="FILE", help=FILE)] = None) -> None:
    """Open the window, with FILE or the first example in it."""
    path = None if file in (None, "-") else Path(str(file))
    if path is not None:
        _expect(str(path))
    if sys.platform == "linux" and not any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    ):
        fail("adjoint", "display", "there is no display to open a window on", "show, grad, check and export need none")
    with errors_of(file or "adjoint"):
        from gui.application import run

        raise typer.Exit(run(path, read(file) if file == "-" else None))


@application.command()
def show(file: File, loss: Loss = None) -> None:
    """Print equations, shapes, values and adjoints."""
    from gui.tables import print_nodes

    with errors_of(file):
        print_nodes(evaluated(file, read(file), any_loss=True, loss=loss))


@application.command()
def grad(
    file: File,
    wrt: Wrt = None,
    loss: Loss = None,
    seed: Annotated[
        str | None,
        typer.Option(
            "--seed",
            metavar="NUMBERS",
            help="The adjoint of a loss that is no scalar: '[1; 2]', rows between semicolons, or ones.",
            show_default=False,
        ),
    ] = None,
    as_json: Annotated[
        bool,
        typer.Option(
            "--json",
            help='Print {"loss", "values", "messages", "adjoints"}: arrays as nested lists in the shape of the node, '
            "messages by receiver and sender; what is not finite is null, constants have no adjoint.",
        ),
    ] = False,
) -> None:
    """Print the messages to every leaf, and their sum.

    Each message has its formula; together they are the adjoint of the leaf.
    """
    from graph.language.tokens import canonical
    from gui.tables import print_json, print_messages

    with errors_of(file):
        wrt = None if wrt is None else [canonical(name) for name in wrt]
        run = evaluated(file, read(file), wrt=wrt, loss=loss, seed=seed)
        if as_json:
            print_json(run, wrt)
        else:
            print_messages(run, wrt)


@application.command()
def derive(
    file: File,
    wrt: Wrt = None,
    loss: Loss = None,
    reading: Annotated[
        Wording,
        typer.Option(
            "--reading",
            help="closed: over the nodes of the graph; messages: over the adjoints of the children; "
            "differentials: from the differentials of all equations.",
        ),
    ] = Wording.closed,
    latex: Annotated[bool, typer.Option("--latex", help="Print LaTeX that compiles, with every step.")] = False,
    expand: Annotated[bool, typer.Option("--expand", help="Write everything out, with no names of its own.")] = False,
) -> None:
    """Print the gradient as a formula.

    It is compared with the numbers at the values of the file and at a random point; the exit status is 1 where it
    disagrees, and where nothing could be compared.
    """
    from graph.calculus.derivation import derive_all, derive_each
    from graph.language.tokens import canonical
    from gui.derivations import disagreements, print_derivations

    with errors_of(file):
        document = read(file)
        graph = graph_of(file, document)
        names = None if wrt is None else [canonical(name) for name in wrt]
        require_nodes(file, graph, names or ())
        options = {"loss": loss_of(file, document, graph, loss), "named": not expand, "reading": reading.value}
        found = derive_all(graph, **options) if names is None else derive_each(graph, names, **options)
        derivations = list(found.values())
        if not derivations:
            fail(file, "value", "there is no leaf to differentiate by", "declare one as a parameter or an input")
        print_derivations(derivations, latex)
        failed = disagreements(derivations)
    for line in failed:
        typer.echo(f"{file}: check: {line}", err=True)
    if failed:
        raise typer.Exit(1)


@application.command()
def hessian(
    file: File,
    wrt: Annotated[str, typer.Argument(metavar="NAME", help="The node to differentiate by.", show_default=False)],
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="NAME", help="The second one, for mixed derivatives.", show_default=False),
    ] = None,
    loss: Loss = None,
    as_json: Annotated[
        bool,
        typer.Option(
            "--json",
            help='Print {"loss", "wrt", "by", "hessian", "eigenvalues", "definiteness"}: the Hessian as nested lists '
            "in the shape of the first node and then of the second.",
        ),
    ] = False,
) -> None:
    """Print the second derivatives of the loss by the entries of NAME.

    With symmetry, eigenvalues and what they mean, and compared with finite differences of the gradient; the exit
    status is 1 where these differ, and where nothing could be compared.
    """
    from graph import hessian as second
    from graph.language.tokens import canonical
    from gui.hessians import print_hessian, print_hessian_json

    with errors_of(file):
        document = read(file)
        graph = graph_of(file, document)
        name, other = (canonical(one) if one is not None else None for one in (wrt, by))
        require_nodes(file, graph, [one for one in (name, other) if one is not None])
        found = second(graph, str(name), other, loss=loss_of(file, document, graph, loss))
        for problem in found.problems:
            typer.echo(f"{file}: {problem}", err=True)
        checked = found.check()
        if as_json:
            print_hessian_json(found)
        else:
            print_hessian(found, checked)
    if not checked.passed:
        raise typer.Exit(1)


@application.command()
def check(file: File, loss: Loss = None) -> None:
    """Compare the adjoints with finite differences.

    The exit status is 1 where they differ, and where nothing could be compared.
    """
    from graph import check as compare
    from gui.tables import print_check

    with errors_of(file):
        document = read(file)
        graph = graph_of(file, document)
        found = compare(graph, loss=loss_of(file, document, graph, loss))
        print_check(found)
    if not found.passed:
        raise typer.Exit(1)


@application.command()
def export(
    file: File,
    out: Annotated[
        Path,
        typer.Argument(metavar="OUT", help="A .png picture, a .py source or an .adjoint file.", show_default=False),
    ],
    step: Annotated[
        int | None, typer.Option("--step", min=1, metavar="N", help="The moment after step N of the story.")
    ] = None,
    at: Annotated[Moment | None, typer.Option("--at", help="All values, or all adjoints (the default).")] = None,
    width: Annotated[
        str | None,
        typer.Option("--width", metavar="LENGTH", help="The width on paper: 178mm, 8.5cm, 7in, or 1200px."),
    ] = None,
    dpi: Annotated[
        float | None, typer.Option("--dpi", help="Dots per inch, 300 with a width.", show_default=False)
    ] = None,
    scale: Annotated[
        float | None, typer.Option("--scale", help="Times the size on the screen, in place of width and dpi.")
    ] = None,
    theme: Annotated[Look, typer.Option("--theme", help="The colours.")] = Look.figure,
    transparent: Annotated[bool, typer.Option("--transparent", help="No ground behind the picture.")] = False,
    library: Annotated[
        Library | None, typer.Option("--for", help="What a .py file is written for, numpy if not said.")
    ] = None,
    parallel: Annotated[
        bool, typer.Option("--parallel", help="A .py file for jax or pytorch that splits the data over devices.")
    ] = False,
) -> None:
    """Write a picture, a program in Python, or the document, to OUT."""
    from graph import save

    pictured = theme is not Look.figure or transparent or {step, at, width, dpi, scale} != {None}
    _check_ending(out, pictured, bool(library or parallel))
    with errors_of(file):
        document = read(file)
        graph_of(file, document)
    with errors_of(file, out):
        if out.suffix.lower() == ".adjoint":
            save(document, out)
        elif out.suffix.lower() == ".py":
            _export_source(file, document, out, library or Library.numpy, parallel)
        else:
            across = None if width is None else millimetres(width, dpi)
            moment = {"step": step, "at": at and at.value}
            size = {"width": across, "dpi": dpi, "scale": scale}
            _export_png(document, out, **moment, **size, theme=theme.value, transparent=transparent)


def _check_ending(out: Path, pictured: bool, programmed: bool) -> None:
    """Fails where there is nothing that ends so, or where options are not for it."""
    ending = out.suffix.lower()
    if ending not in (".png", ".py", ".adjoint"):
        called = f"{out.suffix} pictures are" if out.suffix else "a file without an ending is"
        fail(str(out), "file", f"{called} not built: .png, .py and .adjoint are", "name it so")
    if ending != ".py" and programmed:
        fail(str(out), "file", "--for and --parallel are for a source file", "name it .py")
    if ending != ".png" and pictured:
        fail(str(out), "file", "moment, size and colours are for a picture", "name it .png")


def _export_source(file: str, document: Document, out: Path, library: Library, parallel: bool) -> None:
    from graph import source

    if parallel and library is Library.numpy:
        fail(str(out), "file", "NumPy knows no devices", "write --for jax or --for pytorch beside --parallel")
    graph = document.graph
    assert graph is not None
    name = "graph" if file == "-" else Path(file).stem
    made = source(graph, library.value, loss=document.loss_in(graph), name=name, parallel=parallel)
    for path in made.save(out)[1:]:
        typer.echo(f"{out}: note: {path.name} beside it holds the large arrays", err=True)


def _export_png(document: Document, out: Path, **options: Any) -> None:
    from gui.exporting.still import export_png

    made = export_png(document, out, **options)
    if options["theme"] == Look.figure and made.label_pt < LEGIBLE:
        typer.echo(f"{out}: note: the labels are {made.label_pt:.1f} pt high; more width makes them larger", err=True)


@application.command()
def examples(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="Print where this one is.", show_default=False)
    ] = None,
) -> None:
    """List the examples that ship.

    With NAME, print where that one is: adjoint show "$(adjoint examples rnn-cell)".
    """
    from assets import asset
    from gui.tables import print_examples

    found = {path.stem: path for path in sorted(asset("examples").glob("*.adjoint"))}
    if name is None:
        print_examples(found)
    elif name in found:
        typer.echo(found[name])
    else:
        near = difflib.get_close_matches(name, list(found), n=1)
        hint = f"did you mean {near[0]}?" if near else "there are " + ", ".join(found)
        fail("adjoint", "file", f"no example is called {name}", hint)


def millimetres(width: str, dpi: float | None) -> float:
    """``178mm``, ``8.5cm``, ``7in`` or ``1200px`` (at ``dpi``, else 300) in millimetres."""
    match = re.fullmatch(r"\s*(\d{1,6}(?:[.,]\d{1,6})?)\s*(mm|cm|in|px)\s*", width)
    if match is None:
        raise typer.BadParameter(f"{width!r} is no length: write 178mm, 8.5cm, 7in or 1200px", param_hint="--width")
    number, unit = float(match[1].replace(",", ".")), match[2]
    if unit == "px":
        return number / (dpi if dpi else 300.0) * 25.4
    return number * _MILLIMETRES[unit]
