"""A file for NumPy: forward and gradient, and a main that reproduces the numbers of the document."""

from __future__ import annotations

from graph.sources.setting import Setting, forward_and_gradient, head, imports, numbers, report, routines

_WORDS = (
    "forward gives the loss, gradient the loss and its derivatives. Run this file to see them with the values of the",
    "document.",
)


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
        "",
        "",
        *report(),
        "",
        "",
        "def main():",
        f"    loss, bars = gradient(**VALUES{seed(setting)})",
        "    sys.exit(0 if report(loss, bars) else 1)",
        "",
        "",
        'if __name__ == "__main__":',
        "    main()",
    ]
    return "\n".join(lines) + "\n"


def seed(setting: Setting) -> str:
    """The argument for the adjoint of a loss that is no scalar: ones, as in the window."""
    name = setting.program.seed
    return f", {name}=np.ones_like(EXPECTED_LOSS)" if name else ""
