"""The story: its steps, its words, its numbers and its time."""

from __future__ import annotations

import re

import numpy as np
import pytest

from graph.errors import GraphError
from graph.evaluation import evaluate
from graph.language import read
from graph.model import Graph
from graph.notation.waiting import waiting_words
from graph.story import Formula, Step, Story, story
from graph.story.figures import fewest, figure
from graph.story.phrases import breakable, plain
from graph.story.timing import LONGEST

SHARED = """
A ∈ ℝ²ˣ² = [1 2; -1 1]
B ∈ ℝ²ˣ² = [1 0; 2 1]
x ∈ ℝ² = [2, -1]
y = A x
u = σ(y)
v = B x
z = A (u ⊙ v)
w = A z
L = ‖w‖²
"""

RENAMED = SHARED.replace("A", "Q").replace("w", "k").replace("z", "m").replace("L", "J")

MIXED = """
W, U ∈ ℝ³ˣ³
b ∈ ℝ³
c ∈ ℝ³ constant
x ∈ ℝ³ input
a ∈ ℝ
h = tanh(W x + U c + b)
k = h ⊙ h
q = exp(b)
m = [h > 0]
e = (k − c) ⊙ m
p = a Wᵀ k
s = softmax(p)
L = mean(e.^2) + log(‖s‖²)/2 − b' b
"""


OTHER = "h: 3\nx: 5\nM = [x; h]\ny = h ∗ x\nL = max(y) + logdet(eye(3)) sum(M)"


@pytest.fixture
def shared() -> Story:
    return story(read(SHARED))


def find(told: Story, label: str) -> Step:
    return next(step for step in told.steps if step.label.unicode == label)


# Steps


def test_the_steps_of_the_shared_graph(shared: Story) -> None:
    assert " ".join(step.label.unicode for step in shared.steps) == (
        "A x y u B v z w L L̄ L→w w̄ w→A w→z z̄ z→A z→u z→v v̄ v→B v→x B̄ ū u→y ȳ y→A y→x x̄ Ā"
    )
    assert [step.number for step in shared.steps] == list(range(1, 30))
    assert shared.forward_length == 9
    assert {step.phase for step in shared.steps[:9]} == {"forward"}
    assert {step.phase for step in shared.steps[9:]} == {"backward"}


@pytest.mark.parametrize("text", [SHARED, MIXED])
def test_nothing_is_told_before_what_it_needs(text: str) -> None:
    graph = read(text)
    told = story(graph)
    for name, node in graph.nodes.items():
        assert all(told.value_step[parent] < told.value_step[name] for parent in node.parents)
    for (child, parent), sent in told.send_step.items():
        assert told.adjoint_step[child] < sent < told.adjoint_step[parent]
    edges = {(child, parent) for parent, found in told.gradient.messages.items() for child in found}
    assert set(told.send_step) == edges
    assert set(told.adjoint_step) == told.gradient.reached


def test_a_story_is_made_once(shared: Story) -> None:
    graph = shared.graph
    assert story(graph) is shared
    assert story(graph.with_values({"x": np.ones((2, 1))})) is shared
    assert story(graph, "z") is not shared


def test_a_graph_without_equations_is_told_to_its_end() -> None:
    told = story(read("A: 2x2\nx: 2"))
    assert [(step.kind, step.node) for step in told.steps] == [("leaf", "A"), ("leaf", "x")]
    assert (told.loss, told.gradient, told.forward_length) == (None, None, 2)
    assert told.waits == "there is no equation yet to be the loss"
    assert not len(story(Graph([])).steps)


def test_there_is_no_story_of_a_node_that_is_not_there() -> None:
    with pytest.raises(GraphError):
        story(read("x: 2\nL = ‖x‖²"), "q")


HOLED = "A: 2x2\nx: 2\ny = A x\nz = A ?1 + ?2\nw = A z + y\nL = ‖w‖²"


def test_the_values_upstream_of_a_hole_are_told_and_no_sweep_back() -> None:
    told = story(read(HOLED))
    assert [step.node for step in told.steps] == ["A", "x", "y"]
    assert told.gradient is None
    assert told.waits == "L waits for ?1 of z and ?2 of z"
    assert plain(told.steps[-1].note) == f"Here it ends, with no sweep backwards: {told.waits}."
    assert told.adjoint_shown("A", 3.0) == 0.0
    assert (told.value_shown("y", 3.0), told.value_shown("w", 3.0)) == (1.0, 0.0)
    assert plain(told.numbers(evaluate(told.graph), 3)).startswith("y₁ = ")
    assert told.duration(3) > 0


def test_a_loss_that_waits_for_nothing_is_swept_beside_holes() -> None:
    told = story(read(HOLED), "y")
    assert told.gradient is not None
    assert {step.node for step in told.steps if step.phase == "backward"} == {"y", "A", "x"}
    assert told.waits == ""


@pytest.mark.parametrize(
    ("node", "words"),
    [
        ("y", ""),
        ("z", "waits for ?1 and ?2"),
        ("w", "waits for ?1 of z and ?2 of z"),
    ],
)
def test_a_node_says_which_holes_it_waits_for(node: str, words: str) -> None:
    assert waiting_words(read(HOLED), node) == words


def test_many_holes_are_counted_and_the_nearest_named() -> None:
    graph = read("p = ?\nq = p + ?\nr = q ?1 ?2\ns = r + ?\nL = ‖s‖²")
    assert waiting_words(graph, "s") == "waits for ?, ?1 of r, ?2 of r and 2 more"


# Words


def said(told: Story, label: str) -> tuple[str, str, str]:
    step = find(told, label)
    return plain(step.sentence), step.formula.unicode, plain(step.note)


def test_forward_sentences(shared: Story) -> None:
    assert said(shared, "y") == (
        "y is A times x: a 2×2 matrix times a column of 2 entries gives a column of 2.",
        "y = A x",
        "",
    )
    assert said(shared, "A") == (
        "A is a parameter: a 2×2 matrix.",
        "A ∈ ℝ²ˣ²",
        "A is used by three nodes: y, z and w.",
    )
    assert said(shared, "L")[0] == (
        "L is the sum of the squares of the entries of w: a column of 2 entries gives a scalar."
    )


def test_messages_to_a_shared_leaf(shared: Story) -> None:
    sentence, formula, note = said(shared, "z→A")
    assert sentence == (
        "z = A (u ⊙ v) sends its message to A: its adjoint, a column, "
        "times the transpose of what A was multiplied with, a row."
    )
    assert formula == "Ā ← Ā + z̄ (u ⊙ v)ᵀ"
    assert note == (
        "A has three children, so its adjoint is a sum of three messages. Nothing is final before all three are in."
    )
    assert said(shared, "w→A")[1] == "Ā ← w̄ zᵀ"
    assert find(shared, "z→A").shapes == "(2×1)(1×2) → 2×2"
    assert find(shared, "z→u").shapes == "(2×2)(2×1) ⊙ 2×1 → 2×1"


def test_collecting(shared: Story) -> None:
    assert said(shared, "Ā")[:2] == (
        "A has received all three messages: their sum is ∂L/∂A.",
        "Ā = w̄ zᵀ + z̄ (u ⊙ v)ᵀ + ȳ xᵀ",
    )
    assert said(shared, "x̄")[0] == "x has received both messages: their sum is ∂L/∂x."
    assert said(shared, "z̄")[2] == "Only now it can send one message each to A, u and v."


def test_latex_beside_every_formula(shared: Story) -> None:
    assert find(shared, "z→A").formula.latex == (r"\bar{A} \leftarrow \bar{A} + \bar{z}\,(u \odot v)^{\top}")
    assert find(shared, "z→A").label.latex == r"z {\to} A"
    assert find(shared, "L̄").formula == Formula("L̄ = ∂L/∂L = 1", r"\bar{L} = \partial L/\partial L = 1")


def test_what_sends_nothing_is_named() -> None:
    told = story(read(MIXED))
    assert plain(find(told, "L̄").note) == "q does not reach L: its adjoint is zero, and it sends nothing."
    assert "q does not reach L and sends nothing." in plain(find(told, "h→b").note)
    assert "c is a constant: nothing is sent to it." in plain(find(told, "h̄").note)
    assert "m sends nothing: it depends on h only through a step" in plain(find(told, "k→h").note)
    assert not any(step.parent == "c" for step in told.steps)


def test_two_uses_in_one_equation_are_one_message() -> None:
    told = story(read(MIXED))
    assert sum(step.node == "k" and step.parent == "h" for step in told.steps) == 1
    sentence, formula, _ = said(told, "k→h")
    assert "which it uses twice: one term for each use" in sentence
    assert formula == "h̄ ← k̄ ⊙ h + k̄ ⊙ h"


def test_a_use_that_sends_nothing_does_not_count() -> None:
    told = story(read("x: 3\ny = x ⊙ [x > 0]\nL = ‖y‖²"))
    assert said(told, "y→x")[0] == (
        "y = x ⊙ [x > 0] sends its message to x: its adjoint times, entry by entry, what x was multiplied with."
    )


def test_shapes_of_a_chain() -> None:
    told = story(read("A, B: 2x2\nx: 2\ny = A B x + A (B x)"))
    assert find(told, "y").shapes == "(2×2)(2×2)(2×1) + (2×2)(2×1) → 2×1"


def test_a_message_through_several_operations() -> None:
    told = story(read(MIXED))
    assert said(told, "h→W")[0] == (
        "h = tanh(W x + U c + b) sends its message to W: first, at tanh, its adjoint times 1 minus its own value "
        "squared, entry by entry; then, at the sum, what arrives as it is; then what arrives times the transpose of "
        "what W was multiplied with."
    )


def test_a_loss_that_is_no_scalar_has_a_seed() -> None:
    told = story(read(SHARED), "z")
    assert said(told, "z̄")[:2] == (
        "z is a column of 2 entries, not a scalar: its adjoint z̄ is the seed, given from outside.",
        "z̄ ∈ ℝ²",
    )
    assert plain(find(told, "z̄").note) == "w and L do not reach z: their adjoints are zero, and they send nothing."


def test_what_waits_for_a_hole_has_no_step() -> None:
    told = story(read("x: 3\ny = ? ⊙ x\nL = ‖x‖²"))
    assert [step.label.unicode for step in told.steps] == ["x", "L", "L̄", "L→x", "x̄"]


@pytest.mark.parametrize(
    "text", [SHARED, MIXED, "h: 3\nx: 5\nM = [x; h]\ny = h ∗ x\nL = max(y) + logdet(eye(3))*sum(M)"]
)
def test_every_step_has_whole_sentences(text: str) -> None:
    told = story(read(text))
    for step in told.steps:
        for phrase in (step.sentence, step.note):
            words = plain(phrase)
            assert not words or words.endswith("."), words
            assert not re.search(r"[!{}]|  |\.\.|None|\b(\w+) \1\b", words), words
        assert plain(step.sentence)
        assert step.formula.unicode
        assert step.formula.latex
        assert step.label.latex


def test_no_sentence_knows_the_names_of_an_example() -> None:
    """The same graph under other names tells the same story: names stand in mathematics only."""
    names = str.maketrans("AwzL", "QkmJ")
    for ours, theirs in zip(story(read(SHARED)).steps, story(read(RENAMED)).steps, strict=True):
        for a, b in ((ours.sentence, theirs.sentence), (ours.note, theirs.note)):
            assert [part for part in a if isinstance(part, str)] == [part for part in b if isinstance(part, str)]
            renamed = [part.unicode.translate(names) for part in a if isinstance(part, Formula)]
            assert renamed == [part.unicode for part in b if isinstance(part, Formula)]


# Numbers


@pytest.fixture
def numbers(shared: Story) -> dict[str, str]:
    run = evaluate(shared.graph)
    return {step.label.unicode: plain(shared.numbers(run, step.number)) for step in shared.steps}


def test_numbers_plugged_in(numbers: dict[str, str]) -> None:
    assert numbers["y"] == "y₁ = 1.00 × 2.00 + 2.00 × (−1.00) = 0"
    assert numbers["u"] == "u₁ = σ(0) = 0.500"
    assert numbers["w→A"] == "w̄₁ · z₁ = −0.8618 × 1.285 = −1.107"
    assert numbers["z→A"] == "z̄₁ · (u ⊙ v)₁ = 3.42 × 1.00 = 3.42"
    assert numbers["Ā"] == "Ā₁₁ = −1.107 + 3.423 + 9.431 = 11.747"
    assert numbers["L→w"].startswith("2 · w₁ = 2 × (−0.4")
    assert numbers["L̄"] == "L̄ = 1"


@pytest.mark.parametrize("text", [SHARED, MIXED])
def test_what_is_worked_out_comes_out_as_printed(text: str) -> None:
    """Whoever calculates with the figures shown gets the figure shown, or is told that they are rounded."""
    told = story(read(text))
    run = evaluate(told.graph)
    checked = 0
    for step in told.steps:
        phrase = plain(told.numbers(run, step.number))
        _, *worked, result = phrase.split(" = ")
        if not worked or re.search("[₀-₉]", worked[-1]) or "rounded" in result:
            continue
        calculated = float(evaluate(read(f"q = {worked[-1]}")).values["q"])
        assert any(figure(calculated, digits).replace("-", "−") == result for digits in (3, 4, 5, 6)), phrase
        checked += 1
    assert checked >= 12


def test_numbers_of_another_loss_are_not_told(shared: Story) -> None:
    run = evaluate(shared.graph, loss="z", seed=np.ones((2, 1)))
    backward = find(shared, "w→A").number
    assert shared.numbers(run, backward) == ()
    assert plain(shared.numbers(run, 3)).startswith("y₁ = ")


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 0.0, 1e300, -1e-300])
def test_numbers_of_any_kind_are_told(value: float) -> None:
    graph = read("x: 2\nA: 2x2\ny = A x\nL = ‖y‖² + sum(exp(x) ⊘ x)")
    graph = graph.with_values({"x": np.full((2, 1), value), "A": np.ones((2, 2))})
    told = story(graph)
    run = evaluate(graph)
    for step in told.steps:
        assert plain(told.numbers(run, step.number))


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0"), (-0.0, "0"), (3.4249, "3.42"), (11.744, "11.74"), (-0.04742, "-0.0474"), (123456.0, "1.23e5"),
     (1.5e-7, "1.50e-7"), (99999.4, "99999.40")],
)  # fmt: skip
def test_figures(value: float, text: str) -> None:
    assert figure(value, 3) == text


def test_exact_numbers_are_not_padded() -> None:
    assert [fewest(value, 6) for value in (0.1, 1.5, -2.0, 1.23456)] == ["0.100", "1.50", "-2.00", "1.23456"]


def test_a_long_line_can_end_before_a_term(shared: Story) -> None:
    phrase = shared.numbers(evaluate(shared.graph), shared.send_step["w", "z"])
    assert [part.unicode if isinstance(part, Formula) else part for part in phrase][:4] == [
        "A₁₁ · w̄₁", " + ", "A₂₁ · w̄₂", " = "
    ]  # fmt: skip
    both = "(a + b) + f(x + y)"
    assert breakable(Formula(both, both)) == (Formula("(a + b)", "(a + b)"), " + ", Formula("f(x + y)", "f(x + y)"))


# Time


def test_at(shared: Story) -> None:
    assert shared.at(0) == (None, 0.0)
    assert shared.at(0.25) == (shared.steps[0], 0.25)
    assert shared.at(3) == (shared.steps[2], 1.0)
    assert shared.at(99) == (shared.steps[-1], 1.0)


def test_what_is_there_when(shared: Story) -> None:
    y = shared.value_step["y"]
    assert [shared.value_shown("y", t) for t in (0, y - 1, y - 0.75, y, 99)] == [0, 0, 0.25, 1, 1]
    collected = shared.adjoint_step["A"]
    assert [shared.adjoint_shown("A", t) for t in (collected - 1, collected - 0.5, collected)] == [0, 0.5, 1]
    sent = shared.send_step["z", "A"]
    assert [shared.message_progress("z", "A", t) for t in (sent - 1, sent - 0.5, sent)] == [0, 0.5, 1]
    assert shared.message_progress("L", "A", 99) == 0
    assert shared.received("A", sent - 0.01) == ["w"]
    assert shared.received("A", sent) == ["w", "z"]
    assert shared.received("A", 99) == ["w", "z", "y"]


def test_the_adjoint_of_what_is_not_reached_is_there_and_of_a_constant_never() -> None:
    told = story(read(MIXED))
    seeded = told.adjoint_step["L"]
    assert told.adjoint_shown("q", seeded - 1) == 0
    assert told.adjoint_shown("q", seeded) == 1
    assert told.adjoint_shown("c", len(told.steps)) == 0


def test_back_is_the_same_as_forward(shared: Story) -> None:
    def everything(t: float) -> tuple[object, ...]:
        nodes = shared.graph.nodes
        return (
            shared.at(t),
            [(shared.value_shown(n, t), shared.adjoint_shown(n, t), tuple(shared.received(n, t))) for n in nodes],
            [shared.message_progress(c, p, t) for c, p in shared.send_step],
        )

    times = [k / 4 for k in range(4 * len(shared.steps) + 1)]
    forward = [everything(t) for t in times]
    assert [everything(t) for t in reversed(times)] == forward[::-1]


def test_durations(shared: Story) -> None:
    seconds = [shared.duration(step.number) for step in shared.steps]
    assert all(1.0 < s < 2.5 for s in seconds)
    assert sum(seconds) < LONGEST
    merge, travel = shared.duration(shared.adjoint_step["A"]), shared.duration(shared.adjoint_step["z"])
    assert merge > travel


def test_a_long_story_goes_fast() -> None:
    lines = ["A: 4x4", "x_0: 4", *(f"x_{i} = tanh(A x_{i - 1} + x_{max(0, i - 7)})" for i in range(1, 1001))]
    graph = read("\n".join(lines))
    told = story(graph)
    assert len(told.steps) > 4_000
    assert sum(told.duration(step.number) for step in told.steps) == pytest.approx(LONGEST)
    last = told.steps[-1]
    assert last.node == "A"
    assert "⋯" in last.formula.unicode
    assert len(last.formula.unicode) < 500


def test_a_step_is_found_again_in_the_story_of_another_graph():
    before, after = story(read(SHARED)), story(read("q: 2\n" + SHARED + "\nr = q"))
    for step in before.steps:
        again = after.again(step)
        assert again.label == step.label
        assert (again.kind, again.node, again.parent) == (step.kind, step.node, step.parent)
    assert before.again(after.steps[after.value_step["q"] - 1]) is None
