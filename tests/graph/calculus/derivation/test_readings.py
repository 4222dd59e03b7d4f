"""The readings of one gradient, their terms, definitions and steps."""

import numpy as np
import pytest

import graph
from graph import GraphError

SHARED_A = """
A, B ∈ ℝ^{3×3}
x ∈ ℝ³
y = A x
u = σ(y)
v = B x
z = A (u ⊙ v)
w = A z
L = ‖w‖²
"""
WHOLE_A = "2 w zᵀ + 2 Aᵀ w (u ⊙ v)ᵀ + 2 ((Aᵀ Aᵀ w) ⊙ v ⊙ u ⊙ (1 − u)) xᵀ"


@pytest.fixture(scope="module")
def shared():
    return graph.read(SHARED_A)


def test_the_closed_form_of_shared_a_in_all_scripts(shared):
    d = graph.derive(shared, wrt="A")
    assert d.unicode == WHOLE_A
    assert d.ascii == "2 w z' + 2 A' w (u .* v)' + 2 ((A' A' w) .* v .* u .* (1 - u)) x'"
    assert d.latex == (
        r"2\,w\,z^{\top} + 2\,A^{\top}\,w\,(u \odot v)^{\top} + "
        r"2\,((A^{\top}\,A^{\top}\,w) \odot v \odot u \odot (1 - u))\,x^{\top}"
    )
    assert d.definitions == ()
    assert d.equation.unicode == f"Ā = {WHOLE_A}"


def test_each_term_of_shared_a_knows_its_messages(shared):
    w, z, y = graph.derive(shared, wrt="A").terms
    assert (w.unicode, w.sign, w.messages) == ("2 w zᵀ", 1, (("w", "A"), ("L", "w")))
    assert z.messages == (("z", "A"), ("w", "z"), ("L", "w"))
    assert y.messages == (("y", "A"), ("u", "y"), ("z", "u"), ("w", "z"), ("L", "w"))
    assert [term.child for term in (w, z, y)] == ["w", "z", "y"]


def test_all_leaves_share_one_set_of_definitions(shared):
    a, b, x = graph.derive_all(shared).values()
    assert a.unicode == "2 w zᵀ + 2 Aᵀ w (u ⊙ v)ᵀ + δ_y xᵀ"
    assert b.unicode == "δ_v xᵀ"
    assert x.unicode == "Bᵀ δ_v + Aᵀ δ_y"
    assert dict(x.definitions) == {
        "delta_v": "2 ((A' A' w) .* u)",
        "delta_y": "2 ((A' A' w) .* v .* u .* (1 - u))",
    }
    assert a.definitions == x.definitions[1:]
    assert b.definitions == x.definitions[:1]


def test_a_switch_writes_everything_out(shared):
    a, b, x = graph.derive_all(shared, named=False).values()
    assert a.unicode == WHOLE_A
    assert x.unicode == "2 Bᵀ ((Aᵀ Aᵀ w) ⊙ u) + 2 Aᵀ ((Aᵀ Aᵀ w) ⊙ v ⊙ u ⊙ (1 − u))"
    assert a.definitions == b.definitions == x.definitions == ()


def test_the_sum_of_messages_is_over_adjoints_which_are_defined(shared):
    d = graph.derive(shared, wrt="A", reading="messages")
    assert d.unicode == "w̄ zᵀ + z̄ (u ⊙ v)ᵀ + ȳ xᵀ"
    assert [definition.unicode for definition in d.defined] == [
        "w̄ = 2 w",
        "z̄ = Aᵀ w̄",
        "ū = (Aᵀ z̄) ⊙ v",
        "ȳ = ū ⊙ u ⊙ (1 − u)",
    ]
    assert [term.messages for term in d.terms] == [(("w", "A"),), (("z", "A"),), (("y", "A"),)]
    assert d.defined[-1].messages == (("u", "y"),)


def test_differentials_end_in_a_frobenius_product(shared):
    d = graph.derive(shared, wrt="B", reading="differentials")
    assert d.equation.unicode == "dL = 2 ((Aᵀ Aᵀ w) ⊙ u) xᵀ : dB"
    assert d.equation.latex.startswith(r"\mathrm{d}L = 2\,")
    assert d.ascii == "sum((2 ((A' A' w) .* u) x') .* dB)"
    told = [(step.left.unicode, step.before.unicode, step.after.unicode) for step in d.steps]
    assert told[:4] == [
        ("dv", "d(B x)", "dB x"),
        ("dz", "d(A (u ⊙ v))", "A (u ⊙ dv)"),
        ("dw", "d(A z)", "A dz"),
        ("dL", "d(‖w‖²)", "2 wᵀ dw"),
    ]
    assert [after for _, _, after in told[4:]] == [
        "2 w : dw",
        "2 Aᵀ w : dz",
        "2 ((Aᵀ Aᵀ w) ⊙ u) : dv",
        "2 ((Aᵀ Aᵀ w) ⊙ u) xᵀ : dB",
    ]


def test_differentials_take_two_terms_of_one_matrix(shared):
    steps = graph.derive(shared, wrt="A", reading="differentials").steps
    of_w = next(step for step in steps if step.left.unicode == "dw")
    assert of_w.after.unicode == "dA z + A dz"
    assert steps[-1].after.unicode.count(" : dA") == 3


def test_steps_unfold_from_messages_to_the_formula(shared):
    steps = graph.derive(shared, wrt="B").steps
    told = [(s.rule, s.left.unicode, s.after.unicode) for s in steps]
    assert told == [
        ("messages", "w̄", "2 w"),
        ("messages", "z̄", "Aᵀ w̄"),
        ("substitution", "z̄", "Aᵀ (2 w)"),
        ("numbers in front", "z̄", "2 Aᵀ w"),
        ("messages", "v̄", "(Aᵀ z̄) ⊙ u"),
        ("substitution", "v̄", "(Aᵀ (2 Aᵀ w)) ⊙ u"),
        ("numbers in front", "v̄", "2 ((Aᵀ Aᵀ w) ⊙ u)"),
        ("messages", "B̄", "v̄ xᵀ"),
        ("substitution", "B̄", "2 ((Aᵀ Aᵀ w) ⊙ u) xᵀ"),
    ]
    assert steps[1].words == "w sends z the transpose of what z was multiplied with, times its adjoint"
    assert steps[1].messages == (("w", "z"),)


def test_the_graph_s_own_names_are_used():
    g = graph.read("X: 5x3; y: 5; w: 3; p = X w; r = p − y; s = ‖X w − y‖; L = s²")
    d = graph.derive(g, wrt="w")
    assert "X w" not in d.unicode
    assert d.checked.passed


def test_names_of_the_graph_are_never_taken():
    text = "W: 3x3; p, q, x: 3; δ_c: 3; a = tanh(W x + δ_c); b = tanh(W a + p); c = tanh(W b + q); L = ‖c‖²"
    g = graph.read(text)
    for d in graph.derive_all(g).values():
        assert not {name for name, _ in d.definitions} & set(g.nodes)
        assert d.checked.passed


def test_the_loss_the_unreached_and_a_node_between():
    g = graph.read("a: 3; b: 2; y = 2 a; L = ‖y‖²")
    assert graph.derive(g, wrt="L").unicode == "1"
    assert graph.derive(g, wrt="b").unicode == "zeros(2)"
    assert graph.derive(g, wrt="y").unicode == "2 y"
    assert all(graph.derive(g, wrt=name).checked.passed for name in ("L", "b", "y", "a"))


def test_a_loss_that_is_no_scalar_keeps_its_adjoint():
    g = graph.read("W: 4x3; x: 3; c = tanh(W x)")
    d = graph.derive(g, wrt="W")
    assert (d.unicode, d.seed) == ("(c̄ ⊙ (1 − c²)) xᵀ", "c̄")
    run = graph.evaluate(g, seed=[1, 2, 3, 4])
    np.testing.assert_allclose(d.evaluate(run), run.adjoints["W"])
    told = graph.derive(g, wrt="W", reading="differentials")
    assert told.equation.unicode == "c̄ : dc = (c̄ ⊙ (1 − c²)) xᵀ : dW"


def test_what_cannot_be_derived_is_said():
    g = graph.read("a: 3; k: 3 constant; L = a' k")
    with pytest.raises(GraphError, match="no node b"):
        graph.derive(g, wrt="b")
    with pytest.raises(GraphError, match="constant"):
        graph.derive(g, wrt="k")
    with pytest.raises(GraphError, match="no node M to be the loss"):
        graph.derive(g, wrt="a", loss="M")
    assert list(graph.derive_all(g)) == ["a"]


def test_numbers_keep_the_way_the_user_writes_them():
    assert graph.derive(graph.read("x: 4; L = 0.1 ‖x‖²"), "x").unicode == "0.2 x"
    assert graph.derive(graph.read("x: 4; L = ‖x‖² / 10"), "x").unicode == "1/5 x"
    assert graph.derive(graph.read("x: 4; s: scalar = 2; L = ‖x‖² / (4 s²)"), "x").unicode == "x/(2 s²)"
    assert graph.derive(graph.read("x: 4; L = π ‖x‖²"), "x").unicode == "2 π x"
