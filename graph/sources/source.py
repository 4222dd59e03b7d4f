"""A graph as a source file for NumPy, JAX or PyTorch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from graph.calculus.gradient import gradient
from graph.errors import GraphError, Problem
from graph.evaluation import evaluate
from graph.model import Array, Graph, Leaf
from graph.notation.python import PythonPrinter
from graph.operations.code import LIBRARIES, Library
from graph.sources.batch import BatchPrinter, batch_of
from graph.sources.for_jax import jax_file
from graph.sources.for_numpy import numpy_file
from graph.sources.for_pytorch import pytorch_file
from graph.sources.parallel_jax import parallel_jax_file
from graph.sources.parallel_pytorch import parallel_pytorch_file
from graph.sources.program import program
from graph.sources.setting import RESERVED, Setting

_FILES: Mapping[tuple[Library, bool], Callable[[Setting], str]] = {
    ("numpy", False): numpy_file,
    ("jax", False): jax_file,
    ("jax", True): parallel_jax_file,
    ("pytorch", False): pytorch_file,
    ("pytorch", True): parallel_pytorch_file,
}

OF_A_MODULE = frozenset(
    (
        *(
            "T_destination",
            "add_module",
            "apply",
            "bfloat16",
            "buffers",
            "call_super_init",
            "children",
            "compile",
            "cpu",
        ),
        *("cuda", "double", "dump_patches", "eval", "extra_repr", "float", "get_buffer", "get_extra_state", "half"),
        *("get_parameter", "get_submodule", "ipu", "load_state_dict", "modules", "mtia", "named_buffers", "parameters"),
        *("named_children", "named_modules", "named_parameters", "register_backward_hook", "register_buffer", "to"),
        *(
            "register_forward_hook",
            "register_forward_pre_hook",
            "register_full_backward_hook",
            "register_module",
            "xpu",
        ),
        *("register_full_backward_pre_hook", "register_load_state_dict_post_hook", "register_parameter", "training"),
        *("register_load_state_dict_pre_hook", "register_state_dict_post_hook", "register_state_dict_pre_hook", "type"),
        *("requires_grad_", "set_extra_state", "set_submodule", "share_memory", "state_dict", "to_empty", "train"),
        *("zero_grad",),
    )
)
"""Attributes that every module of PyTorch has."""


@dataclass(frozen=True)
class Source:
    """A source file: its text, and the arrays that are too large for it, which go into a file beside it."""

    text: str
    arrays: Mapping[str, Array]

    def __str__(self) -> str:
        return self.text

    def save(self, path: str | Path) -> tuple[Path, ...]:
        """Write the file, and ``.npz`` beside it where there are large arrays; the paths written.

        Raises GraphError of kind ``file`` where that cannot be done.
        """
        path = Path(path)
        written = [path]
        try:
            if self.arrays:
                written.append(path.with_suffix(".npz"))
                np.savez(written[1], allow_pickle=False, **self.arrays)
            path.write_text(self.text, encoding="utf-8")
        except OSError as error:
            raise GraphError([Problem("file", f"it cannot be written: {error.strerror or error}")]) from error
        return tuple(written)


def source(
    g: Graph,
    library: Library = "numpy",
    values: Mapping[str, Any] | None = None,
    *,
    loss: str | None = None,
    name: str = "graph",
    parallel: bool = False,
) -> Source:
    """The graph as a file that runs without Adjoint and reproduces its loss and gradient at these values.

    ``library`` is numpy, jax or pytorch; ``loss`` any node, the graph's own if not said; one that is no scalar is
    differentiated from an adjoint of ones. ``name`` is how the file calls the graph. ``parallel`` (JAX, PyTorch)
    splits the data over devices or processes. Only what the loss depends on is in the file.

    Raises GraphError where there is no loss, where it waits for a hole, and for values that do not fit.
    """
    if library not in LIBRARIES:
        raise ValueError(f"the library is numpy, jax or pytorch, not {library!r}")
    if parallel and library == "numpy":
        raise ValueError("NumPy knows no devices: a parallel file is for jax or pytorch")
    moving = [name for name in g.leaves if _role(g, name) != "constant"]
    made = gradient(g, loss, moving)
    shape = g.nodes[made.loss].shape or ()
    run = evaluate(g, values, loss=made.loss, wrt=moving, seed=np.ones(shape) if shape else None)
    own = OF_A_MODULE if library == "pytorch" else frozenset[str]()
    batch = batch_of(g, made.loss) if parallel else None

    def printing(called: Mapping[str, str]) -> PythonPrinter:
        if batch is not None and library == "pytorch":
            return BatchPrinter(library, called, batch)
        return PythonPrinter(library, called)

    lines = program(g, made, RESERVED | own, printing, backward=library != "pytorch")
    called = lines.called
    inside = [leaf for leaf in g.leaves if called.get(leaf) in lines.leaves and leaf in called]
    setting = Setting(
        graph=Graph(list(g.nodes.values()), made.loss),
        name=name,
        program=lines,
        values={called[leaf]: run.values[leaf] for leaf in inside},
        expected={called[leaf]: np.asarray(run.adjoints[leaf]) for leaf in lines.bars},
        loss=run.values[made.loss],
        parameters=tuple(called[leaf] for leaf in inside if _role(g, leaf) == "parameter"),
        data=tuple(called[leaf] for leaf in inside if _role(g, leaf) != "parameter"),
        batch=batch,
    )
    return Source(_FILES[library, parallel](setting), setting.outside)


def _role(g: Graph, name: str) -> str:
    node = g.nodes[name]
    return node.role if isinstance(node, Leaf) else ""
