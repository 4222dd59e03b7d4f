"""What every source file is made of: the program, the numbers it starts from and those it should find."""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from graph.model import Array, Graph
from graph.notation import write
from graph.operations import TABLE
from graph.operations.code import Library, Routine
from graph.sources.batch import Batch
from graph.sources.literals import array_text, table
from graph.sources.program import WIDTH, Line, Program

LONGEST_TEXT = 40
"""Lines of the equations that the head of a file repeats."""

_WORDS = """
    np jnp jax torch math cmath itertools os sys gc argparse Path dist file self like erfc
    forward gradient loss main report alone step seed total average found share spread work join mesh_of_devices
    Model Total Mesh NamedSharding PartitionSpec DistributedDataParallel
    VALUES EXPECTED EXPECTED_LOSS ARRAYS SPLIT SAMPLES PARAMETERS DATA
"""
_ROUTINES = {routine.name for operation in TABLE.values() for routine in operation.code.routines}
RESERVED = frozenset(dir(builtins)) | frozenset(_WORDS.split()) | _ROUTINES
"""Names that no variable of a file may take."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One export. ``values`` and ``expected`` are by identifier; ``loss`` is the value of the loss.

    ``parameters`` and ``data`` are the identifiers of the leaves by role, inputs and constants together.
    ``batch`` is how the data are split in a parallel file. ``outside`` collects the arrays too large for the text.
    """

    graph: Graph
    name: str
    program: Program
    values: Mapping[str, Array]
    expected: Mapping[str, Array]
    loss: Array
    parameters: tuple[str, ...]
    data: tuple[str, ...]
    batch: Batch | None = None
    outside: dict[str, Array] = field(default_factory=dict)


def head(setting: Setting, library: str, words: Sequence[str]) -> list[str]:
    """The docstring of the file: what it is, the equations as the user wrote them, and how to read it."""
    text = write(setting.graph).replace("\\", "\\\\").replace('"""', "'''").splitlines()
    if len(text) > LONGEST_TEXT:
        text = [*text[:LONGEST_TEXT], f"and {len(text) - LONGEST_TEXT} lines more"]
    name = setting.name.replace("\\", "\\\\").replace('"""', "'''")
    return [
        f'"""{name}: the loss and its gradient, in {library}. Written by Adjoint.',
        "",
        *(f"    {line}" for line in text),
        "",
        *words,
        "",
        "A column of n entries is an array of n rows and one column, a scalar is an array without axes. The adjoint",
        "A_bar of A is the derivative of the loss with respect to A, in the shape of A.",
        '"""',
    ]


def imports(setting: Setting, library: Library, others: Iterable[str] = ()) -> list[str]:
    """The imports, in the usual order; ``others`` are lines that this kind of file needs anyway."""
    used = [routine for routine in setting.program.routines if library in routine.source]
    modules = {f"import {module}" for routine in used for module in routine.imports}
    standard = {line for line in others if line.split()[1].partition(".")[0] not in _THIRD} | modules
    if setting.outside:
        standard.add("from pathlib import Path")
    third = {line for line in others if line.split()[1].partition(".")[0] in _THIRD} | {"import numpy as np"}
    return [*_sorted(standard), *([""] if standard else []), *_sorted(third)]


_THIRD = ("jax", "numpy", "torch")


def _sorted(lines: Iterable[str]) -> list[str]:
    return sorted(lines, key=lambda line: (line.startswith("from"), line))


def routines(setting: Setting, library: Library) -> list[str]:
    """The functions that the library lacks."""
    lines: list[str] = []
    for routine in setting.program.routines:
        lines += ["", "", *_source(routine, library)]
    return lines


def _source(routine: Routine, library: Library) -> list[str]:
    return routine.source[library].strip().splitlines()


def numbers(setting: Setting) -> list[str]:
    """The leaves' values, and what should come out."""
    outside = setting.outside
    values = table("VALUES", setting.values, outside)
    expected = table("EXPECTED", setting.expected, outside, "_bar")
    if setting.loss.size > 64:
        outside["the loss"] = setting.loss
    loss = 'ARRAYS["the loss"]' if setting.loss.size > 64 else array_text(setting.loss)
    load = (
        ['with np.load(Path(__file__).with_suffix(".npz")) as file:', "    ARRAYS = dict(file)", ""] if outside else []
    )
    return ["", "", *load, *values, f"EXPECTED_LOSS = {loss}", *expected]


def wrapped(opening: str, items: Sequence[str], closing: str, indent: str = "") -> list[str]:
    """``opening a, b, c closing`` on one line, or the items on lines of their own between the two."""
    whole = f"{indent}{opening}{', '.join(items)}{closing}"
    if len(whole) <= WIDTH + len(indent) or not items:
        return [whole]
    lines, line = [f"{indent}{opening}"], ""
    for item in items:
        if line and len(indent) + 6 + len(line) + len(item) > WIDTH:
            lines.append(f"{indent}    {line}")
            line = ""
        line += f"{' ' if line else ''}{item},"
    return [*lines, f"{indent}    {line}", f"{indent}{closing.lstrip()}"]


def body(lines: Iterable[Line], indent: str = "    ") -> list[str]:
    """The lines of a function."""
    return [f"{indent}{written}" for line in lines for written in line.written()]


def forward_and_gradient(setting: Setting, module: str) -> list[str]:
    """The two functions that NumPy and JAX share but for the module they call."""
    p = setting.program
    saved = [name for name in p.saved if name != p.loss]
    end = ",)" if len(saved) == 1 else ")"
    forward = [
        *wrapped("def forward(", p.leaves, "):"),
        f'    """{p.loss}, and the values on the way to it that the gradient reads."""',
        *body(p.forward),
        *wrapped(f"return {p.loss}, (", saved, end, "    "),
    ]
    seeded = f", from {p.seed}, the adjoint of {p.loss}" if p.seed else ""
    bars = [f'"{p.called[leaf]}": {bar or f"{module}.zeros_like({p.called[leaf]})"}' for leaf, bar in p.bars.items()]
    unpacked = wrapped(f"{p.loss}, (", saved, f"{end} = ", "    ") if saved else [f"    {p.loss}, _ = "]
    called = wrapped("forward(", p.leaves, ")", "    ")
    unpacked[-1] += called[0].lstrip()
    backward = [
        *wrapped("def gradient(", [*p.leaves, *([p.seed] if p.seed else [])], "):"),
        f'    """{p.loss} and its derivative with respect to every leaf{seeded}.',
        "",
        "    By reverse accumulation: an adjoint is the sum of what the children of its node send back.",
        '    """',
        *unpacked,
        *called[1:],
        *body(p.backward),
        *wrapped(f"return {p.loss}, {{", bars, "}", "    "),
    ]
    return ["", "", *forward, "", "", *backward]


def split_lines(setting: Setting) -> list[str]:
    """How the data are split, for the files that do: along which axis of which leaf, and how many samples there are."""
    assert setting.batch is not None
    axes = [f'"{setting.program.called[leaf]}": {axis}' for leaf, axis in setting.batch.axes.items()]
    parameters = [f'"{name}"' for name in setting.parameters]
    return [
        f"SAMPLES = {setting.batch.samples}",
        *wrapped("SPLIT = {", axes, "}"),
        *wrapped("PARAMETERS = (", parameters, ",)" if len(parameters) == 1 else ")"),
    ]


def split_words(setting: Setting, over: str) -> list[str]:
    """In the head of the file, what is split and what is not."""
    assert setting.batch is not None
    if not setting.batch.axes:
        return [f"No input or constant has a batch axis, so every one of the {over} has all of the data."]
    leaves = ", ".join(setting.program.called[leaf] for leaf in setting.batch.axes)
    return [f"The {setting.batch.samples} samples of {leaves} are split over the {over}; all else is copied to each."]


def file_text(lines: Sequence[str], main: str) -> str:
    """The text of a file: its lines, the function that compares what it finds with what Adjoint found, and its main.

    ``main`` begins and ends with the end of a line.
    """
    return "\n".join([*lines, "", _REPORT, main, _CALL])


_REPORT = '''
def report(loss, bars, words="Adjoint"):
    """Print the loss and the gradient, and say whether they are those that Adjoint found."""
    agreed = True
    found = [("the loss", loss, EXPECTED_LOSS)]
    found += [(f"the gradient with respect to {name}", bars[name], EXPECTED[name]) for name in bars]
    for what, value, expected in found:
        value, expected = np.asarray(value), np.asarray(expected)
        size = np.max(np.abs(expected), initial=1.0, where=np.isfinite(expected))
        close = np.allclose(value, expected, rtol=1e-8, atol=1e-8 * size, equal_nan=True)
        agreed = agreed and close
        print(f"{what}{'' if close else ', WHICH IS NOT THAT OF ' + words}:\\n{value}")
    print(f"These {'are' if agreed else 'are NOT all'} the numbers of {words}.")
    return agreed
'''

_CALL = """
if __name__ == "__main__":
    main()
"""
