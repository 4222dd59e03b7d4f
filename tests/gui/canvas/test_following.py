"""What the canvas shows: the same picture however one came there, numbers under the pointer, edits, fans, themes."""

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QToolTip

from graph.files import Document

Key = Qt.Key


def difference(one, other):
    """How many of every 16 pixels of two images of one size differ."""
    assert one.size() == other.size()
    first, second = (np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), -1) for image in (one, other))
    return int((first[::4, ::4] != second[::4, ::4]).sum())


def test_nothing_moves_by_itself(hand, window, qtbot):
    seen = hand.picture()
    qtbot.wait(60)
    assert hand.picture() == seen
    assert not window.playhead.moving


def test_going_back_shows_the_pixels_that_going_on_showed(hand, window):
    times = range(window.playhead.length + 1)

    def shown(t):
        window.playhead.jump(t)
        return hand.picture()

    seen = [shown(t) for t in times]
    assert all(one != other for one, other in pairwise(seen))
    hand.key(Key.Key_Escape)
    for t in reversed(times[:-1]):
        hand.key(Key.Key_Left)
        assert window.playhead.t == t
        assert hand.picture() == seen[t]


def test_a_moment_inside_a_step_looks_the_same_from_both_sides(hand, window):
    seen = []
    for start in (0, window.playhead.length):
        window.playhead.jump(start)
        hand.picture()
        window.playhead.jump(window.playhead.forward_length + 2.4)
        seen.append(hand.picture())
    assert seen[0] == seen[1]


def test_an_edit_of_a_number_repaints_what_follows_and_undo_brings_the_pixels_back(hand, window):
    window.playhead.jump_to_end()
    seen = hand.picture()
    hand.click(hand.title("x"))
    hand.paste("1,25\n-3")
    hand.key(Key.Key_Escape)
    assert window.playhead.at_end
    changed = hand.picture()
    assert changed != seen
    hand.undo()
    assert window.playhead.at_end
    assert difference(hand.picture(), changed) > 0


def test_a_text_that_cannot_be_read_dims_the_last_good_graph_and_keeps_it(hand, window, canvas):
    window.playhead.jump_to_values()
    seen, places, text = hand.picture(), hand.places(), window.document.text
    window.document.set_text(text + " + qq")
    dimmed = hand.picture()
    assert difference(seen, dimmed) > 2000
    assert hand.places() == places
    assert canvas.stage.graph is window.document.graph is not None
    window.document.set_text(text)
    assert hand.picture() == seen


def test_a_new_node_appears_beside_its_parents_and_the_others_stay(hand, window, canvas):
    before, text = hand.places(), window.document.text
    window.document.set_text(text.replace("L = ", "q = tanh(B)\nL = "))
    after = hand.places()
    assert {name: after[name] for name in before} == before
    rects = {name: canvas.stage.picture.rect(name) for name in after}
    assert 0 < rects["q"].left() - rects["B"].right() < 300
    assert not any(rects["q"].intersects(rect) for name, rect in rects.items() if name != "q")
    window.document.set_text(text)
    assert hand.places() == before


def test_a_card_that_opens_an_inbox_makes_only_what_it_would_touch_give_way(hand, window, canvas):
    before, text = hand.places(), window.document.text
    window.document.set_text(text.replace("L = ", "q = B w\nL = "))
    after = hand.places()
    assert {name for name in before if after[name] != before[name]} == {"L"}
    assert not canvas.stage.picture.rect("w").intersects(canvas.stage.picture.rect("L"))
    window.document.set_text(text)
    assert hand.places() == before


def test_a_graph_typed_line_by_line_stands_as_its_file_will_open(hand, window, canvas, tmp_path):
    window.document.new()
    window.equations.editor.setFocus()
    for line in ("A: 2x2", "x: 2", "y = A x", "u = tanh(y)", "z = A u", "L = ||z||^2"):
        hand.type(line)
        hand.key(Key.Key_Return)
    typed = hand.places()
    assert typed["A"][0] < typed["y"][0] < typed["u"][0] < typed["z"][0] < typed["L"][0]
    window.document.save(tmp_path / "typed.adjoint")
    window.document.open(tmp_path / "typed.adjoint")
    opened = hand.places()
    assert set(opened) == set(typed)
    assert all(opened[name] == pytest.approx(typed[name], abs=8) for name in typed)


def test_what_was_put_by_hand_stays_where_nodes_come_to_a_graph_that_was_begun(hand, window, canvas):
    window.document.new()
    window.equations.editor.setFocus()
    for line in ("A: 2x2", "x: 2", "y = A x"):
        hand.type(line)
        hand.key(Key.Key_Return)
    hand.drag(hand.title("y"), (60, 40))
    before = hand.places()
    window.equations.editor.setFocus()
    hand.type("u = tanh(y)")
    assert {name: hand.place(name) for name in before} == before


def test_a_card_that_goes_takes_its_wires_along(hand, window, canvas):
    window.document.set_text("x ∈ ℝ² input\nL = ‖x‖²")
    assert set(hand.places()) == {"x", "L"}
    assert set(canvas.stage.picture.wires) == {("x", "L")}
    hand.click(hand.title("L"))
    assert window.selection.selected == ("L",)


def test_the_pointer_over_a_cell_says_all_its_digits(hand, window, canvas):
    assert canvas.viewport().hasMouseTracking()
    window.playhead.jump_to_end()
    run = window.evaluator.run
    hand.move(hand.cell("u", 1))
    assert QToolTip.text() == f"u(2, 1) = {float(run.values['u'][1, 0])!r}"
    assert window.selection.hovered == "u"
    hand.move(hand.cell("A", 1, 0))
    assert QToolTip.text() == "A(2, 1) = −0.6"
    hand.move(hand.sum_of("A"))
    assert QToolTip.text() == f"Ā(1, 1) = {float(run.adjoints['A'][0, 0])!r}".replace("-", "−")
    hand.move(QPoint(5, 5))
    assert window.selection.hovered is None


def test_a_number_that_is_not_computed_yet_is_not_said(hand, window):
    hand.move(hand.cell("u", 1))
    assert QToolTip.text() == ""
    window.playhead.jump_to_end()
    hand.move(hand.cell("u", 0))
    assert QToolTip.text() != ""


@pytest.mark.parametrize(
    ("cell", "lit"),
    [
        (("y", 1, 0), [("A", range(1, 2), range(2)), ("x", range(2), range(1))]),
        (("u", 1, 0), [("y", range(1, 2), range(1))]),
        (
            ("z", 0, 0),
            [("A", range(1), range(2)), ("u", range(2), range(1)), ("v", range(2), range(1))],
        ),
        (("A", 0, 0), []),
        (("L", 0, 0), []),
    ],
)
def test_the_pointer_over_a_cell_lights_what_made_it(hand, window, canvas, cell, lit):
    window.playhead.jump_to_end()
    hand.move(hand.title(cell[0]))
    dark = hand.picture()
    hand.move(hand.cell(*cell))
    assert [(part.name, part.rows, part.columns) for part in canvas.stage.lit] == lit
    assert (hand.picture() != dark) == bool(lit)
    hand.move(hand.title(cell[0]))
    assert hand.picture() == dark


def test_a_click_on_the_sum_opens_the_fan_again_and_another_closes_it(hand, window):
    window.playhead.jump_to_end()
    hand.click(hand.title("A"))
    seen = hand.picture()
    hand.click(hand.sum_of("A"))
    assert difference(hand.picture(), seen) > 1000
    hand.click(hand.sum_of("A"))
    assert hand.picture() == seen
    hand.click(hand.sum_of("A"))
    hand.key(Key.Key_Home)
    before = hand.picture()
    hand.key(Key.Key_End)
    assert hand.picture() == seen
    assert before != seen


def test_an_inbox_that_is_not_full_does_not_fan_out(hand, window, canvas):
    window.playhead.jump_to_values()
    hand.click(hand.title("A"))
    seen = hand.picture()
    hand.click(hand.sum_of("A"))
    assert hand.picture() == seen
    assert canvas.stage.fans == ()


def test_another_theme_repaints_everything(hand, window):
    window.playhead.jump_to_end()
    light, places = hand.picture(), hand.places()
    window.settings.theme = "dark"
    dark = hand.picture()
    assert light.pixelColor(2, 2).lightness() > 200
    assert dark.pixelColor(2, 2).lightness() < 60
    assert hand.places() == places
    window.settings.theme = "light"
    assert hand.picture() == light


def test_formulas_typeset_later_give_the_layout_they_would_have_had(hand, window, canvas, qtbot):
    """A file looks the same whether its formulas were known when it was opened or not."""
    document = Document("Γ, Ω ∈ ℝ²ˣ²\nξ_k ∈ ℝ² input\nη_k = Γ ξ_k\nζ_k = tanh(Ω η_k + Γ ξ_k)\nL = ‖ζ_k‖²")
    window.look.typesetter.synchronous = False
    window.document.new(document)
    assert not canvas.stage.picture.settled
    qtbot.waitUntil(lambda: canvas.stage.picture.settled)
    later = hand.places()
    assert canvas.viewport().rect().contains(canvas.mapFromScene(canvas.content()).boundingRect())
    window.document.new(document)
    assert canvas.stage.picture.settled
    assert hand.places() == later


def test_another_text_pasted_over_the_old_one_is_laid_out_afresh_and_in_view(hand, window, canvas):
    hand.drag(hand.title("L"), (60, 40))
    window.document.set_text("p: 3\nq = tanh(p)\nr = q ⊙ p\ns = exp(r)\nL = ‖s‖²")
    places = hand.places()
    assert places["p"][0] < places["q"][0] < places["r"][0] < places["s"][0]
    assert canvas.mapToScene(canvas.viewport().rect()).boundingRect().contains(canvas.content())
