"""A derivation as a LaTeX document that compiles by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.calculus.derivation.formula import Formula
from graph.notation import name_text, write

if TYPE_CHECKING:
    from graph.calculus.derivation.derivation import Derivation, DerivationStep

LONGEST = 90
"""Characters of plain text that fit on a line of the page; a longer formula is broken before its terms."""

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_SYMBOLS = {
    "ᵀ": r"^{\top}",
    "⁻¹": r"^{-1}",
    "⁻ᵀ": r"^{-\top}",
    "⁻": r"^{-}",
    "²": r"^{2}",
    "⊙": r"\odot",
    "⊘": r"\oslash",
    "≤": r"\le",
    "≥": r"\ge",
    "≠": r"\ne",
    "−": "-",
    "∗": r"\ast",
    "⊗": r"\otimes",
    "‖": r"\|",
    "√": r"\surd",
    "·": r"\cdot",
    "½": r"\tfrac12",
    "σ": r"\sigma",
    "Φ": r"\Phi",
    "φ": r"\varphi",
    "π": r"\pi",
    "α": r"\alpha",
}

_SMALL = "₀₁₂₃₄₅₆₇₈₉"

_PREAMBLE = r"""\documentclass{article}
\usepackage[T1]{fontenc}
\usepackage[utf8]{inputenc}
\usepackage{amsmath,amssymb}
\usepackage[margin=25mm]{geometry}
\setlength{\parindent}{0pt}
\allowdisplaybreaks
\begin{document}
"""


def latex_document(*derivations: Derivation) -> str:
    """The graph, and for every derivation the result with its definitions and the steps in order."""
    parts = [_PREAMBLE]
    if derivations:
        parts.append("\\[\n" + write(derivations[0].graph, style="latex") + "\n\\]")
    for derivation in derivations:
        parts.extend(_section(derivation))
    return "\n".join([*parts, r"\end{document}", ""])


def _section(derivation: Derivation) -> Iterator[str]:
    gradient = rf"\partial {name_text(derivation.loss, 'latex')} / \partial {name_text(derivation.wrt, 'latex')}"
    yield rf"\section*{{The gradient ${gradient}$}}"
    yield _displayed(derivation.left, derivation.formula)
    if derivation.defined:
        yield "where"
        yield from (_displayed(d.left, d.formula) for d in derivation.defined)
    if derivation.conditions:
        yield text("for " + ", ".join(derivation.conditions)) + "."
    if derivation.steps:
        yield r"\subsection*{Derivation}"
        yield from (_step(number, step) for number, step in enumerate(derivation.steps, 1))


def _step(number: int, step: DerivationStep) -> str:
    said = text(step.words)
    same = step.before.latex == step.left.latex
    equal = [step.after.latex] if same else [step.before.latex, step.after.latex]
    chain = " \\\\\n&= ".join(equal)
    return f"\\paragraph{{{number}. {text(step.rule)}}} {said}.\n" + _aligned(f"{step.left.latex} &= {chain}")


def _displayed(left: Formula, right: Formula) -> str:
    if len(right.unicode) > LONGEST:
        return _aligned(f"{left.latex} &= " + _broken(right.latex))
    return _displayed_text(f"{left.latex} = {right.latex}")


def _displayed_text(latex: str) -> str:
    return f"\\[\n{latex}\n\\]"


def _aligned(lines: str) -> str:
    return f"\\begin{{align*}}\n{lines}\n\\end{{align*}}"


def _broken(latex: str) -> str:
    """A long sum with a line a term, broken only outside all brackets."""
    pieces, depth, start = [], 0, 0
    for match in re.finditer(r"\\left|\\right|[{(\[]|[})\]]| [+-] ", latex):
        found = match[0]
        if found in ("{", "(", "["):
            depth += 1
        elif found in ("}", ")", "]"):
            depth -= 1
        elif found in (" + ", " - ") and not depth:
            pieces.append(latex[start : match.start()])
            start = match.start()
    return " \\\\\n&\\quad".join([*pieces, latex[start:]])


def text(words: str) -> str:
    """Plain words with symbols as LaTeX: what has no sign of its own goes through math mode."""
    out = []
    for sign in re.findall("⁻¹|⁻ᵀ|[^\\W\\d_][\u0300-\u036f]+|.", words, re.DOTALL):
        if sign in _SPECIAL:
            out.append(_SPECIAL[sign])
        elif sign in _SYMBOLS:
            out.append(f"${_SYMBOLS[sign]}$")
        elif sign.isascii():
            out.append(sign)
        else:
            out.append(_letter(sign))
    return "".join(out)


def _letter(sign: str) -> str:
    if sign in _SMALL:
        return f"$_{{{_SMALL.index(sign)}}}$"
    latex = name_text(sign, "latex") if sign[0].isalpha() else ""
    return f"${latex}$" if latex.isascii() and latex else "?"
