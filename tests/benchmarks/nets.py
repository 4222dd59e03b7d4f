"""Large graphs as texts, for measuring: layered random nets of small matrices, and a recurrent network."""

from __future__ import annotations

import random

_WIDE = 25
"""Nodes of one layer."""

_PATTERNS = ("{0} {1}", "tanh({0})", "{0} ⊙ {1}", "{0} + {1}ᵀ", "0.5 ({0} + {1})", "tanh({0} {1} + {2})")


def layered(nodes: int, seed: int = 0) -> str:
    """``nodes`` nodes in layers: 2×2 matrices, each made of one to three of the layer before it, and a scalar loss."""
    chance = random.Random(seed)
    leaves = max(2, min(_WIDE, nodes // 4))
    layer = [f"W{k}" for k in range(1, leaves + 1)]
    lines = [f"{name} ∈ ℝ²ˣ²" for name in layer]
    made = leaves + 1
    while made < nodes:
        waiting, above, layer = chance.sample(layer, len(layer)), layer, []
        for _ in range(min(_WIDE, nodes - made)):
            first = waiting.pop() if waiting else chance.choice(above)
            pattern = chance.choice(_PATTERNS)
            name = f"h{made - leaves}"
            lines.append(f"{name} = " + pattern.format(first, chance.choice(above), chance.choice(above)))
            layer.append(name)
            made += 1
    return "\n".join([*lines, "L = ‖" + " + ".join(layer) + "‖²", ""])


def recurrent(steps: int) -> str:
    """A recurrent network over ``steps`` time steps, written as families: five nodes a step, and what is shared."""
    return "\n".join(
        [
            "W ∈ ℝ³ˣ³",
            "U ∈ ℝ³ˣ²",
            "V ∈ ℝ²ˣ³",
            "h_0 ∈ ℝ³",
            f"x_t ∈ ℝ² for t = 1..{steps}",
            f"y_t ∈ ℝ² for t = 1..{steps}",
            f"h_t = tanh(W h_{{t-1}} + U x_t) for t = 1..{steps}",
            f"o_t = V h_t for t = 1..{steps}",
            f"l_t = ‖o_t - y_t‖² for t = 1..{steps}",
            f"L = Σ_{{t=1..{steps}}} l_t",
            "",
        ]
    )


def deep(layers: int) -> str:
    """A chain of layers with 3×3 parameters, six nodes each and two more."""
    lines, before = ["x ∈ ℝ³"], "x"
    for k in range(layers):
        lines += [f"W_{k} ∈ ℝ³ˣ³", f"b_{k} ∈ ℝ³", f"a_{k} = W_{k} {before} + b_{k}", f"h_{k} = tanh(a_{k})"]
        lines += [f"s_{k} = h_{k} ⊙ a_{k}", f"g_{k} = σ(s_{k})"]
        before = f"g_{k}"
    return "\n".join([*lines, f"L = ‖{before}‖²"]) + "\n"
