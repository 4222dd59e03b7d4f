"""A file for NumPy: forward and gradient, and a main that reproduces the numbers of the document."""

from __future__ import annotations

from graph.sources.setting import Setting, file_text, forward_and_gradient, head, imports, numbers, routines

_WORDS = (
    "forward gives the loss, gradient the loss and its derivatives. Run this file to see them with the values of the",
    "document.",
)

_MAIN = """
def main():
    loss, bars = gradient(**VALUES{seed})
    sys.exit(0 if report(loss, bars) else 1)
"""


def numpy_file(setting: Setting) -> str:
    """The text of the file."""
    data = numbers(setting)
    lines = [
        *head(setting, "NumPy", _WORDS),
        "",
        *imports(setting, "numpy", ["import sys"]),
        *routines(setting, "numpy"),
        *forward_and_gradient(setting, "np"),
        *data,
    ]
    return file_text(lines, _MAIN.format(seed=seed(setting)))


def seed(setting: Setting) -> str:
    """The argument for the adjoint of a loss that is no scalar: ones, as in the window."""
    name = setting.program.seed
    return f", {name}=np.ones_like(EXPECTED_LOSS)" if name else ""
