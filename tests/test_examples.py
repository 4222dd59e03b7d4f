"""Every example that ships opens, is right, has room on the canvas, and puzzles nobody."""

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from assets import asset
from graph import check, evaluate, load, parse, save
from graph.calculus.checking import check_messages
from graph.layout import place
from graph.model import Leaf
from graph.notation import write

EXAMPLES = sorted(asset("examples").iterdir())


@pytest.fixture(params=EXAMPLES, ids=[path.stem for path in EXAMPLES])
def example(request) -> Path:
    return request.param


def test_the_examples_that_are_promised_ship():
    promised = {"shared-A", "two-paths", "least-squares", "relu-network", "rnn-cell", "convolution"}
    assert promised <= {path.stem for path in EXAMPLES}
    assert {path.suffix for path in EXAMPLES} == {".adjoint"}


def test_it_says_what_it_shows_and_reads_without_surprise(example):
    document = load(example)
    assert document.text.startswith("# ")
    assert document.reading.problems == ()
    assert all("the last equation that nothing uses" in notice.message for notice in document.graph.notices)
    assert document.graph.nodes[document.graph.loss].shape == ()


def test_its_values_are_its_own_and_generic(example):
    document = load(example)
    graph = document.graph
    assert set(document.values) == {name for name, node in graph.nodes.items() if isinstance(node, Leaf)}
    for value in document.values.values():
        assert np.all(value != 0)
        assert np.array_equal(value, np.round(value, 2))
        if value.ndim == 2 and value.shape[0] == value.shape[1]:
            assert not np.allclose(value, value.T)
            assert abs(np.linalg.det(value)) > 0.01
    run = evaluate(graph)
    assert run.warnings == ()
    for name in graph.nodes:
        assert np.any(run.adjoints[name])
        assert 0.01 < np.abs(run.values[name]).max() < 20


def test_its_adjoints_and_messages_are_right(example):
    graph = load(example).graph
    found, sent = check(graph), check_messages(graph)
    assert found.passed
    assert sent.passed
    assert all(leaf.error < 1e-8 and not leaf.skipped for leaf in (*found.leaves.values(), *sent.leaves.values()))


def test_it_has_room(example):
    graph = load(example).graph
    sizes = {name: (150.0 + 90 * (len(graph.children(name)) > 1), 200.0) for name in graph.nodes}
    places = place(graph, sizes)
    for one, other in combinations(graph.nodes, 2):
        (x, y), (width, height) = places[one], sizes[one]
        (other_x, other_y), (other_width, other_height) = places[other], sizes[other]
        apart = (
            x + width <= other_x or other_x + other_width <= x or y + height <= other_y or other_y + other_height <= y
        )
        assert apart, (one, other)


def test_it_is_written_as_the_program_writes(example, tmp_path):
    document = load(example)
    save(document, tmp_path / "again.adjoint")
    assert (tmp_path / "again.adjoint").read_bytes() == example.read_bytes()
    again = parse(write(document.graph), document.values).graph
    assert evaluate(again).loss == pytest.approx(evaluate(document.graph).loss)


def test_the_shared_matrix_collects_three_messages_and_the_vector_two():
    run = evaluate(load(asset("examples/shared-A.adjoint")).graph)
    assert list(run.messages["A"]) == ["w", "z", "y"]
    assert set(run.messages["x"]) == {"v", "y"}


def test_the_derivative_of_the_filter_is_that_of_the_article():
    document = load(asset("examples/convolution.adjoint"))
    run = evaluate(document.graph)
    h, x, y = (document.values[name].ravel() for name in "hxy")
    residual = np.convolve(x, h, mode="same") - y
    padded = np.pad(x, 1)
    expected = [sum(residual[i] * padded[1 + i - m] for i in range(5)) for m in (-1, 0, 1)]
    assert run.loss == pytest.approx(residual @ residual / 2)
    assert np.allclose(run.adjoints["h"].ravel(), expected)


def test_the_dimensions_differ_where_they_can():
    for name, square in (("relu-network", ()), ("rnn-cell", ("W_c",)), ("least-squares", ())):
        graph = load(asset(f"examples/{name}.adjoint")).graph
        shapes = {leaf: graph.nodes[leaf].shape for leaf in graph.leaves}
        assert all(rows != columns for leaf, (rows, columns) in shapes.items() if leaf not in square)


def test_messages_are_the_same_whether_kept_or_made_again(example, monkeypatch):
    """In graphs of large arrays what was added up is gone; these are small."""
    kept = evaluate(load(example).graph)
    monkeypatch.setattr("graph.evaluation.plan.SMALL", 0)
    made = evaluate(load(example).graph)
    assert {name: list(sent) for name, sent in kept.messages.items()} == {n: list(m) for n, m in made.messages.items()}
    for parent, sent in kept.messages.items():
        for child, message in sent.items():
            np.testing.assert_allclose(message, made.messages[parent][child], rtol=1e-13)
            assert kept.norms[parent][child] == pytest.approx(np.linalg.norm(message))
            assert made.norms[parent][child] == pytest.approx(np.linalg.norm(message))
