"""Formulas of graphs that nobody chose, against the sweep."""

import numpy as np
from hypothesis import assume, given, settings

import graph
from graph.model import Graph
from tests.graph.calculus.derivation.random_algebra import algebra_graphs
from tests.graph.calculus.derivation.support import distance, reread, scale, swept
from tests.graph.calculus.random_graphs import graphs


def agree(g: Graph, named: bool, reading: str) -> None:
    run = swept(g)
    assume(np.isfinite(run.loss))
    for derivation in graph.derive_all(g, named=named, reading=reading).values():
        assert distance(derivation, run) < 1e-9, derivation.unicode
        again = reread(derivation, run)
        assert abs(again - derivation.evaluate(run)).max() / scale(derivation, run) < 1e-9, derivation.ascii


@given(graphs())
@settings(max_examples=25, deadline=None)
def test_closed_forms_agree_with_the_sweep(g: Graph):
    agree(g, named=True, reading="closed")


@given(graphs())
@settings(max_examples=15, deadline=None)
def test_sums_of_messages_agree_with_the_sweep(g: Graph):
    agree(g, named=True, reading="messages")


@given(algebra_graphs())
@settings(max_examples=40, deadline=None)
def test_matrix_algebra_with_declared_properties_agrees_with_the_sweep(g: Graph):
    agree(g, named=True, reading="closed")


@given(algebra_graphs())
@settings(max_examples=20, deadline=None)
def test_formulas_without_names_agree_with_the_sweep(g: Graph):
    agree(g, named=False, reading="closed")
