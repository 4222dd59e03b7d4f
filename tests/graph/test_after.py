"""A graph that comes after another is what the text says, whatever of the other was kept."""

import numpy as np
import pytest

import graph

LINES = "x: 2 = [1 2]\ny = {} ⊙ x\nL = ‖y‖²"


@pytest.mark.parametrize(("before", "now"), [("2", "2.0"), ("½", "0.5"), ("1e3", "1000")])
def test_the_digits_of_a_number_are_those_of_its_own_text(before, now):
    text = LINES.format(now)
    after = graph.read(text).after(graph.read(LINES.format(before)))
    assert graph.write(after) == graph.write(graph.read(text))


def test_zero_and_minus_zero_are_two_numbers():
    text = "x: 2 = [1 2]\ny = -0 x"
    after = graph.read(text).after(graph.read("x: 2 = [1 2]\ny = 0 x"))
    seed = np.ones(2)
    alone = graph.evaluate(graph.read(text), seed=seed).values["y"]
    assert np.signbit(alone).all()
    assert np.signbit(graph.evaluate(after, seed=seed).values["y"]).all()


def test_an_equation_that_stands_is_the_same_object_after_an_edit_elsewhere():
    before = graph.read(LINES.format("2"))
    after = graph.read(LINES.format("3")).after(before)
    assert after.nodes["L"] is before.nodes["L"]
    assert after.nodes["y"] is not before.nodes["y"]
