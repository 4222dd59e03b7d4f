"""What ``adjoint derive`` prints. Without Qt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import typer

from graph import Derivation
from graph.calculus.derivation import latex_document


def print_derivations(derivations: Sequence[Derivation], latex: bool = False) -> None:
    """The definitions, each once, then an equation a derivation, and what they take to be different from 0 or declared.

    With ``latex`` one document of them all.
    """
    if latex:
        typer.echo(latex_document(*derivations), nl=False)
        return
    defined = {d.name: d for derivation in derivations for d in derivation.defined}
    for definition in defined.values():
        typer.echo(definition.unicode)
    if defined:
        typer.echo()
    for derivation in derivations:
        typer.echo(derivation.equation.unicode)
    conditions = dict.fromkeys(c for d in derivations for c in (*d.conditions, *d.declared))
    if conditions:
        typer.echo(f"\nwhere {', '.join(conditions)}")


def disagreements(derivations: Iterable[Derivation]) -> list[str]:
    """A line for every comparison that failed or could not be made."""
    return [
        f"{derivation.left.unicode}: {line}"
        for derivation in derivations
        if not derivation.checked.passed
        for line in derivation.checked.words.splitlines()
    ]
