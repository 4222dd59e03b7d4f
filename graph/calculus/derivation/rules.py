"""The rules of a derivation, each with what it says."""

from __future__ import annotations

from collections.abc import Sequence

from graph.calculus.derivation.algebra import Fired
from graph.notation import name_text

WORDS = {
    "zero": "what is multiplied by 0 drops out",
    "numbers in front": "numbers and scalars go in front",
    "like terms": "like terms are collected",
    "exponents": "powers of the same factor are combined: x ⊙ x is x², x ⊘ x is 1",
    "ones": "a factor of ones drops out of a product entry by entry",
    "mask": "a mask is 0 or 1, so its square is itself",
    "complement": "1 − [a > b] is [a ≤ b]",
    "double transpose": "(Xᵀ)ᵀ = X",
    "transpose of product": "(A B)ᵀ = Bᵀ Aᵀ",
    "scalar run": "a row times a column is a scalar, which may stand anywhere",
    "identity": "the identity drops out of a product",
    "inverse": "X⁻¹ X = I",
    "double inverse": "(X⁻¹)⁻¹ = X",
    "inverse of product": "(A B)⁻¹ = B⁻¹ A⁻¹",
    "inverse of diagonal": "the inverse of a diagonal matrix has the reciprocals on its diagonal",
    "inverse of symmetric": "the inverse of a symmetric matrix is symmetric",
    "diagonal times vector": "diag(u) v = u ⊙ v",
    "times ones": "a product with ones sums",
    "sum of ones": "a sum of ones is their number",
    "sum of outer product": "the sum of u vᵀ is the sum of u times that of v",
    "constant leaves the sum": "what is constant along the axis leaves the sum",
    "sum as product": "summing M ⊙ r along the rows is M rᵀ",
    "sum as dot product": "the sum of u ⊙ v is uᵀ v",
    "softmax sums to 1": "the entries of a softmax add up to 1",
    "log softmax": "exp(log_softmax(x)) = softmax(x)",
    "double flip": "flipping twice changes nothing",
    "cofactors": "the cofactors of X are det(X) X⁻ᵀ where X is invertible",
    "guard": "what only guards against a division by 0 drops out, for nothing here is 0",
    "symmetric": "{0} is declared symmetric: {0}ᵀ = {0}",
    "found symmetric": "{0} is symmetric, as its equation shows: {0}ᵀ = {0}",
    "diagonal": "{0} is declared diagonal: {0}ᵀ = {0}",
    "orthogonal": "{0} is declared orthogonal: {0}ᵀ {0} = {0} {0}ᵀ = I",
    "onehot sums to 1": "{0} is declared onehot: its entries add up to 1",
    "onehot squares": "{0} is declared onehot: {0} ⊙ {0} = {0}",
    "positive": "{0} is declared positive: its sign is 1",
    "sum as trace": "the sum of X ⊙ I is the trace of X",
    "trace of outer product": "the trace of u vᵀ is vᵀ u",
    "distribution": "multiplied out, terms cancel",
    "common factor": "what the terms have in common is taken out",
    "named": "the graph has a name for this",
}
"""What each rule says, by its name."""


def words(fired: Sequence[Fired]) -> str:
    """What several rules say, in one sentence; those about names come first."""
    ordered = sorted(fired, key=lambda pair: not pair[1])
    said = [WORDS[rule].format(name_text(about)) for rule, about in ordered]
    return "; ".join(said) or "written in its usual order"
