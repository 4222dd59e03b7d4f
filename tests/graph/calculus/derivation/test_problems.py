"""Gradients that people ask for: right, re-readable, and as short as one would write them."""

import statistics

import numpy as np
import pytest

import graph
from tests.graph.calculus.derivation.problems import PROBLEMS
from tests.graph.calculus.derivation.support import distance, reread, scale, swept

PARAMETERS = [pytest.param(problem, id=problem.title) for problem in PROBLEMS]


@pytest.mark.parametrize("problem", PARAMETERS)
def test_the_formula_is_what_one_would_write_and_agrees_with_all_numbers(problem):
    derivation = graph.derive(graph.read(problem.text), problem.wrt)
    assert derivation.checked.passed, f"{derivation.unicode}: {derivation.checked.words}"
    if problem.wanted:
        assert derivation.unicode == problem.wanted


@pytest.mark.parametrize("problem", PARAMETERS)
def test_every_way_to_write_it_agrees_with_the_sweep_and_reads_back(problem):
    g = graph.read(problem.text)
    run = swept(g)
    for named, reading in ((True, "closed"), (False, "closed"), (True, "messages"), (True, "differentials")):
        derivation = graph.derive(g, problem.wrt, named=named, reading=reading)
        assert distance(derivation, run) < 1e-9, derivation.unicode
        for style in ("ascii", "unicode"):
            again = reread(derivation, run, style)
            assert np.linalg.norm(again - derivation.evaluate(run)) / scale(derivation, run) < 1e-9


@pytest.mark.parametrize("problem", PARAMETERS)
def test_terms_add_up_to_the_formula_and_know_their_messages(problem):
    g = graph.read(problem.text)
    derivation = graph.derive(g, problem.wrt)
    run = swept(g)
    arrows = {(child, parent) for parent in g.nodes for child in g.children(parent)}
    for term in derivation.terms:
        assert term.messages[0] == (term.child, problem.wrt)
        assert set(term.messages) <= arrows
    assert {term.child for term in derivation.terms} <= set(run.messages[problem.wrt])


@pytest.mark.parametrize("problem", PARAMETERS)
def test_steps_are_short_of_nothing(problem):
    derivation = graph.derive(graph.read(problem.text), problem.wrt)
    assert derivation.steps, "at least the messages"
    for step in derivation.steps:
        assert step.rule
        assert step.words
        assert step.messages
        for formula in (step.left, step.before, step.after):
            assert formula.unicode
            assert formula.latex
        assert "  " not in step.words


def test_readable_formulas_are_about_twenty_characters_long():
    lengths = [len(graph.derive(graph.read(p.text), p.wrt).unicode) for p in PROBLEMS]
    assert statistics.median(lengths) <= 20
    assert max(lengths) < 150


def test_no_title_twice():
    assert len({problem.title for problem in PROBLEMS}) == len(PROBLEMS) >= 130
