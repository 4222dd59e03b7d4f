"""A file for JAX: as for NumPy, compared with jax.grad, and with the data split over devices where asked for."""

from __future__ import annotations

from graph.sources.for_numpy import seed
from graph.sources.setting import Setting, file_text, forward_and_gradient, head, imports, numbers, routines

_WORDS = (
    "forward gives the loss, gradient the loss and its derivatives; both can be jitted. Run this file to see them with",
    "the values of the document, beside what jax.grad makes of forward.",
)

_MAIN = """
def main():
    loss, bars = jax.jit(gradient)(**VALUES{seed})
    agreed = report(loss, bars)

    def alone(leaves):
        value, _ = forward(**{{**VALUES, **leaves}})
        return {scalar}

    print()
    by_jax = jax.jit(jax.grad(alone))({{name: VALUES[name] for name in bars}})
    same = report(loss, by_jax, "jax.grad and Adjoint")
    sys.exit(0 if agreed and same else 1)
"""


def jax_file(setting: Setting) -> str:
    """The text of the file."""
    data = numbers(setting)
    scalar = "jnp.sum(value)" if setting.program.seed else "value"
    main = _MAIN.format(seed=seed(setting), scalar=scalar)
    lines = [
        *head(setting, "JAX", _WORDS),
        "",
        *imports(setting, "jax", ["import sys", "import jax", "import jax.numpy as jnp"]),
        "",
        'jax.config.update("jax_enable_x64", True)',
        *routines(setting, "jax"),
        *forward_and_gradient(setting, "jnp"),
        *data,
    ]
    return file_text(lines, main)
