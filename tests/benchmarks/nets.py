"""Large graphs as texts, for measuring: layered random nets of small matrices, and a recurrent network."""

from __future__ import annotations

import random

_WIDE = 25
"""Nodes of one layer."""


def layered(nodes: int, seed: int = 0) -> str:
    """About ``nodes`` nodes in layers: 2×2 matrices, each made of one to three of the two layers before it."""
    random_ = random.Random(seed)
    leaves = max(2, min(_WIDE, nodes // 4))
    lines = [f"W{k} ∈ ℝ²ˣ²" for k in range(1, leaves + 1)]
    before = [f"W{k}" for k in range(1, leaves + 1)]
    here: list[str] = []
    unused = dict.fromkeys(before)
    for k in range(1, nodes - leaves):
        near = before[-_WIDE:]
        first, second = random_.choice(list(unused)[:_WIDE] or near), random_.choice(near)
        pattern = random_.choice(
            ("{a} {b}", "tanh({a})", "{a} ⊙ {b}", "{a} + {b}ᵀ", "½ ({a} + {b})", "tanh({a} {b} + {c})")
        )
        line = pattern.replace("½", "0.5").format(a=first, b=second, c=random_.choice(near))
        here.append(f"h{k}")
        lines.append(f"h{k} = {line}")
        for name in (first, second):
            unused.pop(name, None)
        unused[f"h{k}"] = None
        if len(here) == _WIDE:
            before, here = before[-_WIDE:] + here, []
    ends = list(unused)[:40]
    lines.append("L = ‖" + " + ".join(ends) + "‖²")
    return "\n".join(lines) + "\n"


def recurrent(steps: int) -> str:
    """A recurrent network written as families: six nodes a time step."""
    return "\n".join(
        [
            "W ∈ ℝ³ˣ³, U ∈ ℝ³ˣ², V ∈ ℝ²ˣ³, h_0 ∈ ℝ³",
            f"x_t ∈ ℝ², y_t ∈ ℝ² for t = 1..{steps}",
            f"h_t = tanh(W h_(t-1) + U x_t) for t = 1..{steps}",
            f"o_t = V h_t for t = 1..{steps}",
            f"l_t = ‖o_t - y_t‖² for t = 1..{steps}",
            f"L = sum(l_t for t = 1..{steps})",
        ]
    )


def deep(layers: int) -> str:
    """A chain of layers of 3×3 parameters, six nodes each and two more."""
    lines, before = ["x ∈ ℝ³"], "x"
    for k in range(layers):
        lines += [f"W_{k} ∈ ℝ³ˣ³", f"b_{k} ∈ ℝ³"]
        lines += [f"a_{k} = W_{k} {before} + b_{k}", f"h_{k} = tanh(a_{k})"]
        lines += [f"s_{k} = h_{k} ⊙ a_{k}", f"g_{k} = σ(s_{k})"]
        before = f"g_{k}"
    return "\n".join([*lines, f"L = ‖{before}‖²"]) + "\n"
