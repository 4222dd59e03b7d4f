"""The check passes what is right and notices what is wrong, even by a thousandth."""

from dataclasses import replace

import numpy as np
import pytest

import graph
import graph.calculus.gradient as sweep
from graph.calculus.checking import check, check_messages
from graph.calculus.differences import LeafCheck, Point, check_leaf
from graph.expression import apply
from graph.operations import TABLE

NETWORK = """
X: 5x4, constant
W_1: 3x5
b_1: 3
W_2: 2x3
Y = W_1 X + b_1
H = tanh(Y)
Z = W_2 H
S = W_1 ᵀ H
L = ‖Z‖² + sum(S ⊙ X) + ‖W_1‖²
"""


@pytest.fixture
def pulls(monkeypatch):
    """Replaces the pull of an operation by what ``change`` makes of its messages."""

    def install(name, change):
        good = TABLE[name]

        def pull(adjoint, result, *inputs, **options):
            return tuple(change(good.pull(adjoint, result, *inputs, **options)))

        monkeypatch.setitem(TABLE, name, replace(good, pull=pull))

    return install


def test_what_is_right_passes():
    found = check(graph.read(NETWORK))
    assert found.passed
    assert set(found.leaves) == {"W_1", "b_1", "W_2"}
    assert found.leaves["W_1"].compared == 15
    assert 0 < found.error < 1e-8
    assert found.summary.splitlines()[-1].startswith("passed: 24 compared")
    assert check_messages(graph.read(NETWORK)).passed


@pytest.mark.parametrize("name", ["product", "tanh", "hadamard", "sqnorm", "add", "transpose"])
def test_a_pull_scaled_by_a_thousandth_fails(pulls, name):
    pulls(name, lambda messages: [message if message is None else 1.001 * message for message in messages])
    g = graph.read(NETWORK)
    assert not check(g).passed
    assert not check_messages(g).passed


@pytest.mark.parametrize("slot", [0, 1])
def test_a_dropped_transpose_fails(monkeypatch, slot):
    good = TABLE["product"]

    def pull(g, y, left, right):
        messages = list(good.pull(g, y, left, right))
        messages[slot] = (g @ right, left @ g)[slot]
        return tuple(messages)

    monkeypatch.setitem(TABLE, "product", replace(good, pull=pull))
    square = graph.read("A, B: 3x3\nC = A B\nL = sum(sin(C))")
    found = check(square)
    assert [leaf.passed for leaf in found.leaves.values()] == [slot == 1, slot == 0]
    assert "failed: " + "AB"[slot] in found.summary


def test_a_forgotten_message_fails(monkeypatch):
    honest = sweep.sent

    def forgetful(node, adjoint, towards):
        messages = honest(node, adjoint, towards)
        if node.name == "S":
            del messages["W_1"]
        return messages

    monkeypatch.setattr(sweep, "sent", forgetful)
    found = check(graph.read(NETWORK))
    assert not found.leaves["W_1"].passed
    assert found.leaves["W_2"].passed


def test_one_use_of_two_forgotten_inside_an_equation_fails(pulls):
    pulls("hadamard", lambda messages: (messages[0], None))
    assert not check(graph.read("x ∈ ℝ³\ny = x ⊙ x\nL = sum(y)")).passed


def test_messages_that_are_wrong_but_sum_right_fail(monkeypatch):
    honest = sweep.sent

    def shifted(node, adjoint, towards):
        messages = honest(node, adjoint, towards)
        sign = {"y": 1, "z": -1}.get(node.name)
        if sign is None:
            return messages
        return {parent: message + sign * apply("ones", shape=(3, 1)) for parent, message in messages.items()}

    monkeypatch.setattr(sweep, "sent", shifted)
    g = graph.read("x ∈ ℝ³\ny = sin(x)\nz = cos(x)\nL = sum(y) + 2 sum(z)")
    assert check(g).passed
    found = check_messages(g)
    assert {name for name, leaf in found.leaves.items() if not leaf.passed} == {"x ← y", "x ← z"}


def test_a_kink_is_skipped_and_named():
    g = graph.read("x ∈ ℝ³\ny = relu(x)\nL = sum(y ⊙ y + y)", values={"x": [1.0, 0.0, -2.0]})
    leaf = check(g).leaves["x"]
    assert leaf.passed
    assert leaf.compared == 2
    assert leaf.skipped == ("entry (2, 1): y has a kink or jump within reach",)


def test_near_a_kink_the_step_shrinks():
    g = graph.read("x ∈ ℝ³\nL = sum(relu(x) + abs(x))", values={"x": [1.0, 1.5e-5, -2.0]})
    leaf = check(g).leaves["x"]
    assert leaf.passed
    assert leaf.compared == 3
    assert not leaf.skipped


@pytest.mark.parametrize(
    "line",
    ["L = sum(max(x, 1))", "L = max(x)", "L = sum(sign(x) ⊙ x)", "L = sum(where([x > 1], x, 2 x))", "L = norm1(x - 1)"],
)
def test_every_kind_of_branch_is_seen(line):
    g = graph.read(f"x ∈ ℝ³\n{line}", values={"x": [1.0, 0.0, 1.0]})
    assert check(g).leaves["x"].skipped


def test_a_check_that_compared_nothing_has_failed():
    found = check(graph.read("x: scalar\nL = abs(x)", values={"x": 0.0}))
    assert found.compared == 0
    assert not found.passed
    assert "nothing was compared" in found.summary
    nothing = check(graph.read("x: 3, constant\nL = sum(x)"))
    assert not nothing.leaves
    assert not nothing.passed


def test_a_loss_that_is_not_finite_is_not_compared():
    found = check(graph.read("x: scalar\nL = log(x)", values={"x": -1.0}))
    assert not found.passed
    assert found.leaves["x"].skipped == ("its value: the loss is not finite",)


def test_where_the_loss_turns_too_sharply_the_step_shrinks():
    found = check(graph.read("x: scalar\nL = log(x)", values={"x": 1e-3}))
    assert found.passed, found.summary


def test_a_large_leaf_is_sampled_and_says_so(pulls):
    text = "W: 30x21\nx: 21, constant\nL = sum(sin(W x))"
    leaf = check(graph.read(text)).leaves["W"]
    assert leaf.passed
    assert leaf.sampled
    assert 0 < leaf.compared < 100
    assert "sampled" in check(graph.read(text)).summary
    pulls("sin", lambda messages: [1.001 * messages[0]])
    assert not check(graph.read(text)).passed


def test_one_wrong_entry_of_a_large_leaf_is_seen_along_the_directions():
    x = np.random.default_rng(2).normal(size=(30, 21))

    def objective(moved):
        return Point(float(np.sin(moved).sum()), ())

    assert check_leaf(objective, x, np.cos(x)).passed
    wrong = np.cos(x)
    wrong[17, 4] += 0.5
    assert not check_leaf(objective, x, wrong).passed


def test_a_small_gradient_beside_a_large_loss():
    g = graph.read("x ∈ ℝ²\nc: scalar, constant\nL = c + sum(tanh(x))", values={"x": [0.3, -0.2], "c": 1e5})
    assert check(g).passed


def test_a_leaf_the_loss_does_not_reach_has_to_have_zeros():
    found = check(graph.read("x, t ∈ ℝ²\ny = tanh(t)\nL = sum(x ⊙ x)"))
    assert found.passed
    assert found.leaves["t"] == LeafCheck(0.0, 2)


def test_other_losses_and_values():
    g = graph.read(NETWORK)
    assert check(g, {"b_1": [1.0, 2.0, 3.0]}).passed
    matrix = check(g, loss="H")
    assert matrix.passed
    assert matrix.leaves["W_2"].error == 0


def test_symmetric_leaves_need_no_projection():
    g = graph.read("S: 3x3, symmetric\nD: 3x3, diagonal\nx ∈ ℝ³\nL = xᵀ S x + xᵀ D S x")
    assert check(g).passed


def test_a_loss_that_waits_for_a_hole():
    with pytest.raises(graph.GraphError):
        check(graph.read("x ∈ ℝ³\nL = sum(x ⊙ ?)"))


def test_terms_that_cancel_to_an_exact_zero_agree_to_rounding():
    text = "x: 3\nW: 3x3\nL = x' W x - 2 x' W x + x' W x"
    for seed in range(5):
        random = np.random.default_rng(seed)
        found = check(graph.read(text, {"x": random.normal(size=3), "W": random.normal(size=(3, 3))}))
        assert found.passed, found.summary


def test_an_adjoint_that_is_not_finite_is_no_fault_of_the_check():
    found = check(graph.read("x: 2 = [0; 1]\nL = sum(log(x))"))
    assert not found.passed
    assert "the loss is not finite" in found.leaves["x"].skipped[0]
