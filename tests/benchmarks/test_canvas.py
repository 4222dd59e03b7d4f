"""The nets of the canvas benchmark are what they are said to be, and the tool that measures works."""

import math

from graph.language import parse
from tests.benchmarks.canvas import measure
from tests.benchmarks.nets import layered, recurrent
from tests.benchmarks.viewing import FIGURES


def test_nets_have_the_nodes_they_are_said_to_have():
    for nodes in (30, 300):
        graph = parse(layered(nodes)).graph
        assert len(graph.nodes) == nodes
        assert graph.nodes[graph.loss].shape == ()
    graph = parse(recurrent(50)).graph
    assert len(graph.nodes) == 5 * 50 + 5
    assert len(graph.children("W")) == 50


def test_the_canvas_is_measured():
    found = measure("Adjoint", 80)
    assert set(found) == set(FIGURES)
    assert all(math.isfinite(figure) and figure > 0 for figure in found.values())
