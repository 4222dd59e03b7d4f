"""Gradients that people ask for: the classics of matrix calculus, models, losses, kernels, networks."""

from __future__ import annotations

from typing import NamedTuple


class Problem(NamedTuple):
    """A graph, the leaf to differentiate by, and the formula wanted where there is one that everybody would write."""

    title: str
    text: str
    wrt: str
    wanted: str = ""


VECTORS = "a, b, x: 4; A: 4x4"
DATA = "X: 5x3; y: 5; w: 3"
POSITIVE = "S: 3x3 symmetric = [3 1 0; 1 4 1; 0 1 5]"

CLASSICS = (
    Problem("linear form", f"{VECTORS}; L = a' x", "x", "a"),
    Problem("linear form, other side", f"{VECTORS}; L = x' a", "x", "a"),
    Problem("bilinear form in the matrix", f"{VECTORS}; L = a' A b", "A", "a bᵀ"),
    Problem("bilinear form in the right vector", f"{VECTORS}; L = a' A x", "x", "Aᵀ a"),
    Problem("transposed bilinear form", f"{VECTORS}; L = a' A' b", "A", "b aᵀ"),
    Problem("quadratic form", f"{VECTORS}; L = x' A x", "x", "(A + Aᵀ) x"),
    Problem("quadratic form in the matrix", f"{VECTORS}; L = x' A x", "A", "x xᵀ"),
    Problem("symmetric quadratic form", "x: 4; A: 4x4 symmetric; L = x' A x", "x", "2 A x"),
    Problem("half a symmetric quadratic form", "x, b: 4; A: 4x4 symmetric; L = 1/2 x' A x - b' x", "x", "A x − b"),
    Problem("squared norm", f"{VECTORS}; L = ‖x‖²", "x", "2 x"),
    Problem("norm", f"{VECTORS}; L = ‖x‖", "x", "x/‖x‖"),
    Problem("distance", f"{VECTORS}; L = ‖x - a‖", "x", "(x − a)/‖x − a‖"),
    Problem("norm as a root", f"{VECTORS}; L = sqrt(x' x)", "x", "x/‖x‖"),
    Problem("sum", f"{VECTORS}; L = sum(x)", "x", "ones(4)"),
    Problem("sum of squares", f"{VECTORS}; L = sum(x ⊙ x)", "x", "2 x"),
    Problem("sum of cubes", f"{VECTORS}; L = sum(x.^3)", "x", "3 x²"),
    Problem("sum of a product", f"{VECTORS}; L = sum(a ⊙ x)", "x", "a"),
    Problem("quotient of two forms", f"{VECTORS}; L = (a' x) / (b' x)", "x"),
    Problem("Rayleigh quotient", "x: 4; A: 4x4 symmetric; L = (x' A x) / (x' x)", "x"),
    Problem("cosine similarity", f"{VECTORS}; L = (a' x) / (‖a‖ ‖x‖)", "x"),
    Problem("product of forms", f"{VECTORS}; L = (a' x) (b' x)", "x"),
    Problem("exponential of a form", f"{VECTORS}; L = exp(a' x)", "x", "exp(aᵀ x) a"),
    Problem("logarithm of a form", "a, x: 4 positive; L = log(a' x)", "x", "a/(aᵀ x)"),
    Problem("log-sum-exp", f"{VECTORS}; L = logsumexp(x)", "x", "softmax(x)"),
    Problem("log-sum-exp of an affine map", f"{VECTORS}; L = logsumexp(A x + b)", "x", "Aᵀ softmax(A x + b)"),
    Problem("entropy", "x: 4 positive; L = -sum(x ⊙ log(x))", "x"),
    Problem("sum of absolute values", f"{VECTORS}; L = norm1(x)", "x", "sign(x)"),
    Problem("largest entry", f"{VECTORS}; L = max(x)", "x"),
    Problem("variance", f"{VECTORS}; L = var(x)", "x"),
    Problem("mean", f"{VECTORS}; L = mean(x)", "x", "1/4 ones(4)"),
    Problem("outer product", f"{VECTORS}; L = ‖x a' - A‖²", "x"),
    Problem("entrywise quotient", "a, x: 4 positive; L = sum(a ./ x)", "x"),
)

MATRICES = (
    Problem("trace", "X: 3x3; L = tr(X)", "X", "eye(3)"),
    Problem("trace of A X", "A, X: 3x3; L = tr(A X)", "X", "Aᵀ"),
    Problem("trace of X'X", "X: 4x3; L = tr(X' X)", "X", "2 X"),
    Problem("trace of X'A X", "A: 4x4; X: 4x3; L = tr(X' A X)", "X", "(A + Aᵀ) X"),
    Problem("trace of A X B", "A: 2x3; X: 3x4; B: 4x2; L = tr(A X B)", "X", "Aᵀ Bᵀ"),
    Problem("trace of A X B X'", "A, B, X: 3x3; L = tr(A X B X')", "X"),
    Problem("trace of a square", "X: 3x3; L = tr(X²)", "X", "2 Xᵀ"),
    Problem("trace of a cube", "X: 3x3; L = tr(X^3)", "X"),
    Problem("trace of an inverse", f"{POSITIVE}; L = tr(inv(S))", "S"),
    Problem("trace of A X⁻¹", "A: 3x3; X: 3x3 = [3 1 0; 1 4 1; 0 2 5]; L = tr(A inv(X))", "X"),
    Problem("determinant", "X: 3x3; L = det(X)", "X", "det(X) X⁻ᵀ"),
    Problem("determinant of a singular matrix", "X: 2x2 = [1 2; 2 4]; L = det(X)", "X", "cofactor(X)"),
    Problem("log determinant", "X: 3x3 = [3 1 0; 1 4 1; 0 2 5]; L = logdet(X)", "X", "X⁻ᵀ"),
    Problem("log of a determinant", "X: 3x3 = [3 1 0; 1 4 1; 0 2 5]; L = log(det(X))", "X", "X⁻ᵀ"),
    Problem("log determinant, symmetric", f"{POSITIVE}; L = logdet(S)", "S", "S⁻¹"),
    Problem("log determinant of a Gram matrix", "X: 4x3; L = logdet(X' X)", "X", "2 X (Xᵀ X)⁻¹"),
    Problem("determinant of a product", "A, X: 3x3; L = det(A X)", "X"),
    Problem("squared determinant", "X: 3x3; L = det(X)^2", "X"),
    Problem("Frobenius norm", "X: 3x4; L = ‖X‖", "X", "X/‖X‖"),
    Problem("squared Frobenius norm", "X: 3x4; L = ‖X‖²", "X", "2 X"),
    Problem("Procrustes", "A, B: 4x3; Q: 3x3 orthogonal; L = ‖A Q - B‖²", "Q", "2 Aᵀ (A Q − B)"),
    Problem("symmetry gap", "X: 3x3; L = ‖X - X'‖²", "X"),
    Problem("factorisation, left", "X: 4x5; U: 4x2; V: 5x2; L = ‖X - U V'‖²", "U", "2 (U Vᵀ − X) V"),
    Problem("factorisation, right", "X: 4x5; U: 4x2; V: 5x2; L = ‖X - U V'‖²", "V", "2 (V Uᵀ − Xᵀ) U"),
    Problem("symmetric factorisation", "X: 4x4 symmetric; U: 4x2; L = ‖X - U U'‖²", "U", "4 (U Uᵀ − X) U"),
    Problem("Sylvester residual", "A, B, C, X: 3x3; L = ‖A X + X B - C‖²", "X"),
    Problem("congruence", "A, C, X: 3x3; L = ‖X A X' - C‖²", "X"),
    Problem("inverse of a form", "a, b: 3; X: 3x3 = [3 1 0; 1 4 1; 0 2 5]; L = a' inv(X) b", "X", "−X⁻ᵀ a bᵀ X⁻ᵀ"),
    Problem("solve", "a, b: 3; A: 3x3 = [3 1 0; 1 4 1; 0 2 5]; x = solve(A, b); L = a' x", "A", "−A⁻ᵀ a xᵀ"),
    Problem("solve, right side", "a, b: 3; A: 3x3 = [3 1 0; 1 4 1; 0 2 5]; x = solve(A, b); L = a' x", "b", "A⁻ᵀ a"),
    Problem("Kronecker product", "A: 2x2; B: 2x3; C: 4x6; L = sum(C ⊙ (A ⊗ B))", "A"),
    Problem("entrywise product", "A, B, X: 3x3; L = sum(A ⊙ (B X))", "X", "Bᵀ A"),
    Problem("diagonal scaling", "d: 3; A, B: 3x3; L = sum(B ⊙ (diag(d) A))", "d"),
    Problem("diagonal of a matrix", "X: 3x3; a: 3; L = a' diag(X)", "X"),
    Problem("matrix power", "a, b: 3; X: 3x3; L = a' X² b", "X"),
    Problem("reshape", "X: 3x4; b: 12; L = b' reshape(X, 12, 1)", "X"),
    Problem("block", "X: 4x4; A: 2x2; L = sum(A ⊙ slice(X, 2, 3, 1, 2))", "X"),
    Problem("einsum", 'A: 3x4; x: 4; y: 3; L = einsum("i,ij,j->", y, A, x)', "A"),
    Problem("orthogonal change of basis", "x, b: 3; Q: 3x3 orthogonal; L = ‖Q x - b‖²", "x", "2 Qᵀ (Q x − b)"),
    Problem("diagonal matrix", "x: 3; D: 3x3 diagonal; L = x' D x", "x", "2 D x"),
)

MODELS = (
    Problem("least squares", f"{DATA}; L = ‖X w − y‖²", "w", "2 Xᵀ (X w − y)"),
    Problem("least squares, residual named", f"{DATA}; r = X w − y; L = ‖r‖²", "w", "2 Xᵀ r"),
    Problem("least squares, other sign", f"{DATA}; L = ‖y − X w‖²", "w", "2 Xᵀ (X w − y)"),
    Problem("half least squares", f"{DATA}; L = 1/2 ‖X w − y‖²", "w", "Xᵀ (X w − y)"),
    Problem("mean squared error", f"{DATA}; L = mean((X w − y).^2)", "w", "2/5 Xᵀ (X w − y)"),
    Problem("ridge", f"{DATA}; λ: scalar; L = ‖X w − y‖² + λ ‖w‖²", "w", "2 Xᵀ (X w − y) + 2 λ w"),
    Problem("lasso", f"{DATA}; λ: scalar; L = ‖X w − y‖² + λ norm1(w)", "w", "2 Xᵀ (X w − y) + λ sign(w)"),
    Problem("ridge, penalty", f"{DATA}; λ: scalar; L = ‖X w − y‖² + λ ‖w‖²", "λ", "‖w‖²"),
    Problem("weighted least squares", f"{DATA}; W: 5x5 symmetric; L = (X w − y)' W (X w − y)", "w", "2 Xᵀ W (X w − y)"),
    Problem("Mahalanobis distance", f"x, m: 3; {POSITIVE}; L = (x − m)' inv(S) (x − m)", "x", "2 S⁻¹ (x − m)"),
    Problem("logistic, signs", "X: 5x3; w: 3; y: 5; L = sum(softplus(−y ⊙ (X w)))", "w"),
    Problem(
        "binary cross-entropy",
        "X: 5x3; t: 5 = [0, 1, 1, 0, 1]; w: 3; y = σ(X w); L = −sum(t ⊙ log(y) + (1 − t) ⊙ log(1 − y))",
        "w",
        "Xᵀ (y − t)",
    ),
    Problem(
        "binary cross-entropy, step by step",
        "X: 5x3; t: 5 = [0, 1, 1, 0, 1]; w: 3; y = σ(X w); a = log(y); b = log(1 − y); L = −sum(t ⊙ a + (1 − t) ⊙ b)",
        "w",
        "Xᵀ (y − t)",
    ),
    Problem(
        "binary cross-entropy from logits",
        "X: 5x3; t: 5; w: 3; z = X w; L = sum(softplus(z) − t ⊙ z)",
        "w",
        "Xᵀ (σ(z) − t)",
    ),
    Problem(
        "binary cross-entropy, nothing named",
        "X: 5x3; t: 5 = [0, 1, 1, 0, 1]; w: 3; L = −sum(t ⊙ log(σ(X w)) + (1 − t) ⊙ log(1 − σ(X w)))",
        "w",
        "Xᵀ (σ(X w) − t)",
    ),
    Problem(
        "softmax cross-entropy, one-hot",
        "W: 4x3; x: 3; t: 4 onehot; p = softmax(W x); L = −sum(t ⊙ log(p))",
        "W",
        "(p − t) xᵀ",
    ),
    Problem(
        "softmax cross-entropy, any target",
        "W: 4x3; x: 3; t: 4; p = softmax(W x); L = −sum(t ⊙ log(p))",
        "W",
        "(sum(t) p − t) xᵀ",
    ),
    Problem(
        "softmax cross-entropy as a dot product",
        "W: 4x3; x: 3; t: 4 onehot; p = softmax(W x); L = −t' log(p)",
        "W",
        "(p − t) xᵀ",
    ),
    Problem(
        "cross-entropy from logits",
        "W: 4x3; x: 3; t: 4 onehot; z = W x; L = logsumexp(z) − t' z",
        "W",
        "(softmax(z) − t) xᵀ",
    ),
    Problem("cross-entropy by log-softmax", "W: 4x3; x: 3; t: 4 onehot; l = log_softmax(W x); L = −t' l", "W"),
    Problem(
        "softmax regression, a batch",
        "X: 3x5; W: 4x3; T: 4x5 onehot; P = softmax(W X, axis=0); L = −sum(T ⊙ log(P))",
        "W",
        "(P − T) Xᵀ",
    ),
    Problem(
        "softmax regression, bias",
        "X: 3x5; W: 4x3; c: 4; T: 4x5 onehot; P = softmax(W X + c, axis=0); L = −sum(T ⊙ log(P))",
        "c",
        "sum(P − T, axis=1)",
    ),
    Problem("Poisson regression", f"{DATA}; L = sum(exp(X w) − y ⊙ (X w))", "w", "Xᵀ (exp(X w) − y)"),
    Problem("hinge", f"{DATA}; L = sum(relu(1 − y ⊙ (X w)))", "w"),
    Problem(
        "Gaussian process",
        "K: 3x3 symmetric = [3 1 0; 1 4 1; 0 1 5]; y: 3; L = y' inv(K) y + logdet(K)",
        "K",
        "K⁻¹ − K⁻¹ y yᵀ K⁻¹",
    ),
    Problem(
        "Gaussian process, solved",
        "K: 3x3 symmetric = [3 1 0; 1 4 1; 0 1 5]; y: 3; α = solve(K, y); L = y' α + logdet(K)",
        "K",
        "K⁻¹ − α αᵀ",
    ),
    Problem(
        "Gaussian process, noise",
        "K: 3x3 symmetric = [3 1 0; 1 4 1; 0 1 5]; y: 3; s: scalar = 0.5; "
        "C = K + s² eye(3); L = y' inv(C) y + logdet(C)",
        "s",
    ),
    Problem(
        "Gaussian log likelihood, precision",
        "P: 3x3 symmetric = [3 1 0; 1 4 1; 0 1 5]; x: 3; L = logdet(P) − x' P x",
        "P",
        "P⁻¹ − x xᵀ",
    ),
    Problem(
        "Gaussian log likelihood, mean", f"x, m: 3; {POSITIVE}; L = −1/2 (x − m)' inv(S) (x − m)", "m", "S⁻¹ (x − m)"
    ),
    Problem(
        "covariance estimate",
        "X: 3x5; S: 3x3 symmetric = [3 1 0; 1 4 1; 0 1 5]; L = 5 logdet(S) + tr(inv(S) X X')",
        "S",
        "5 S⁻¹ − S⁻¹ X Xᵀ S⁻¹",
    ),
    Problem("principal component", "X: 5x3; w: 3; L = ‖X − X w w'‖²", "w"),
    Problem("k-means", "X: 3x5; m: 3; L = ‖X − m‖²", "m"),
    Problem("RBF kernel", "x, z: 3; s: scalar = 2; L = exp(−‖x − z‖² / (2 s²))", "x"),
    Problem("RBF kernel, width", "x, z: 3; s: scalar = 2; L = exp(−‖x − z‖² / (2 s²))", "s"),
    Problem("polynomial kernel", "x, z: 3 positive; c: scalar positive; L = (x' z + c)^3", "x", "3 (xᵀ z + c)² z"),
    Problem("triplet", "a, p, n: 3; L = relu(‖a − p‖² − ‖a − n‖² + 1)", "a"),
    Problem("contrastive", "a, b, c: 3; L = −log(σ(a' b)) − log(1 − σ(a' c))", "a"),
    Problem("Bradley-Terry", "a, b: scalar; L = −log(σ(a − b))", "a"),
    Problem("Kullback-Leibler", "z: 4; q: 4 positive; p = softmax(z); L = sum(p ⊙ (log(p) − log(q)))", "z"),
    Problem("smooth absolute value", "x: 4; L = sum(sqrt(1 + x.^2))", "x"),
)

NETWORKS = (
    Problem(
        "shared A",
        "A, B: 3x3; x: 3; y = A x; u = σ(y); v = B x; z = A (u ⊙ v); w = A z; L = ‖w‖²",
        "A",
        "2 w zᵀ + 2 Aᵀ w (u ⊙ v)ᵀ + 2 ((Aᵀ Aᵀ w) ⊙ v ⊙ u ⊙ (1 − u)) xᵀ",
    ),
    Problem(
        "shared A, the other matrix",
        "A, B: 3x3; x: 3; y = A x; u = σ(y); v = B x; z = A (u ⊙ v); w = A z; L = ‖w‖²",
        "B",
        "2 ((Aᵀ Aᵀ w) ⊙ u) xᵀ",
    ),
    Problem("linear layer", "W: 4x3; x: 3; t: 4; y = W x; L = ‖y − t‖²", "W", "2 (y − t) xᵀ"),
    Problem("bias", "W: 4x3; c: 4; x: 3; t: 4; y = W x + c; L = ‖y − t‖²", "c", "2 (y − t)"),
    Problem("tanh layer", "W: 4x3; x: 3; t: 4; y = tanh(W x); L = ‖y − t‖²", "W", "2 ((y − t) ⊙ (1 − y²)) xᵀ"),
    Problem("sigmoid layer", "W: 4x3; x: 3; t: 4; y = σ(W x); L = ‖y − t‖²", "W"),
    Problem("two layers, inner", "V: 2x4; W: 4x3; x: 3; t: 2; h = tanh(W x); y = V h; L = ‖y − t‖²", "W"),
    Problem(
        "two layers, outer", "V: 2x4; W: 4x3; x: 3; t: 2; h = tanh(W x); y = V h; L = ‖y − t‖²", "V", "2 (y − t) hᵀ"
    ),
    Problem("ReLU network", "V: 2x4; W: 4x3; c: 4; x: 3; t: 2; h = relu(W x + c); y = V h; L = ‖y − t‖²", "W"),
    Problem("linear autoencoder", "W: 2x4; V: 4x2; X: 4x5; L = ‖X − V W X‖²", "W"),
    Problem("tied autoencoder", "W: 2x4; x: 4; L = ‖x − W' W x‖²", "W"),
    Problem("residual block", "W: 3x3; x, t: 3; y = x + tanh(W x); L = ‖y − t‖²", "W"),
    Problem("gate", "W, V: 3x3; x, t: 3; g = σ(W x); y = g ⊙ (V x); L = ‖y − t‖²", "W"),
    Problem("attention weights", "q: 3; K: 4x3; V: 4x2; t: 2; a = softmax(K q); y = V' a; L = ‖y − t‖²", "q"),
    Problem("layer norm, scale", "x, g, t: 4; n = (x − mean(x)) / sqrt(var(x) + 0.01); L = ‖g ⊙ n − t‖²", "g"),
    Problem("layer norm, input", "x, t: 4; n = (x − mean(x)) / sqrt(var(x) + 0.01); L = t' n", "x"),
    Problem("weight normalisation", "v, x: 3; g: scalar; L = g (v' x) / ‖v‖", "v"),
    Problem("RNN cell", "W, U: 3x3; x, c_0: 3; c = tanh(W x + U c_0)", "W", "(c̄ ⊙ (1 − c²)) xᵀ"),
    Problem(
        "RNN, two steps",
        "W: 3x3; x_1, x_2, c_0, t: 3; c_1 = tanh(W c_0 + x_1); c_2 = tanh(W c_1 + x_2); L = ‖c_2 − t‖²",
        "W",
    ),
    Problem(
        "RNN, a family",
        "W: 3x3; c_0: 3\nx_t, d_t: 3 for t = 1..3\nc_t = tanh(W c_{t-1} + x_t) for t = 1..3\n"
        "L = Σ_{t=1..3} ‖c_t − d_t‖²",
        "W",
    ),
    Problem("convolution, filter", "h, x, t: 5; y = h ∗ x; L = ‖y − t‖²", "h", "2 (flip(x) ∗ (y − t))"),
    Problem("convolution, short filter", "h: 3; x, t: 7; y = h ∗ x; L = ‖y − t‖²", "h"),
    Problem("convolution, signal", "h: 3; x, t: 7; y = h ∗ x; L = ‖y − t‖²", "x", "2 (flip(h) ∗ (y − t))"),
    Problem("correlation", "h: 3; x, t: 7; y = corr(h, x); L = ‖y − t‖²", "x", "2 (h ∗ (y − t))"),
    Problem("image filter", "h: 3x3; X, T: 5x6; Y = h ∗ X; L = ‖Y − T‖²", "X"),
    Problem("sum of activations", "x: 4; L = sum(gelu(x)) + sum(silu(x)) + sum(leaky_relu(x, 0.1))", "x"),
    Problem("where", "x: 4; L = sum(where([x > 0], x.^2, 3 x))", "x"),
    Problem("pooling", "X: 3x4; L = sum(max(X, axis=1))", "X"),
    Problem("column and row", "r: 1x4; c: 3; T: 3x4; L = ‖c + r − T‖²", "c"),
    Problem("sum of rows of a spread column", "m, v: 3; X: 3x5; L = v' sum(m − X, axis=1)", "m", "5 v"),
    Problem("scaled rows", "c: 3; X, T: 3x4; L = ‖c ⊙ X − T‖²", "c"),
    Problem("scaled columns", "r: 1x4; X, T: 3x4; L = ‖X ⊙ r − T‖²", "r"),
    Problem("masked loss", "W: 4x3; x: 3; t, m: 4; L = ‖m ⊙ (W x − t)‖²", "W"),
    Problem("batch of matrices", "A: 2x3x4; B: 2x4x2; L = ‖A B‖²", "A"),
)

PROBLEMS = (*CLASSICS, *MATRICES, *MODELS, *NETWORKS)
