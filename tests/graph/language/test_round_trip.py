"""What the printer writes reads back as the same graph."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import parse, read
from graph.expression import same
from graph.model import Equation, Graph
from graph.notation import write
from tests.graph.language.test_reading import RNN, SHARED_A
from tests.graph.language.test_typed_by_people import LEAVES, SAME
from tests.graph.notation.trees import as_graph, random_tree


def assert_same(found: Graph, expected: Graph) -> None:
    assert list(found.nodes) == list(expected.nodes)
    for name, node in expected.nodes.items():
        other = found.nodes[name]
        if isinstance(node, Equation):
            assert isinstance(other, Equation)
            assert same(other.expression, node.expression), name
        else:
            assert other == node


@pytest.mark.parametrize("style", ["unicode", "ascii"])
@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 2**32), size=st.integers(1, 25))
def test_random_trees(style: str, seed: int, size: int) -> None:
    graph = as_graph(random_tree(Random(seed), size))
    text = write(graph, style)
    reading = parse(text)
    assert reading.graph is not None, (text, reading.problems)
    assert_same(reading.graph, graph)


@pytest.mark.parametrize("style", ["unicode", "ascii"])
@pytest.mark.parametrize("text", [SHARED_A, RNN, *(LEAVES + row[0] for row in SAME)])
def test_texts_typed_by_people(text: str, style: str) -> None:
    graph = read(text)
    assert_same(read(write(graph, style)), graph)
