"""Equations opened into their operations: shown, animated, exported; everything else keeps speaking of the equation."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QToolTip

from graph.editing import rename
from graph.files import Document, save
from gui.drawing.openings import mark_rect, opening_rect, opening_title
from gui.exporting.still import export_png
from tests.gui.canvas.hand import CONTROL, SHIFT, Hand

Key = Qt.Key


def picture(hand):
    return hand.canvas.stage.picture


def at(hand, point):
    return hand.canvas.mapFromScene(point)


@pytest.fixture
def opened(hand):
    """z = A (u ⊙ v), taken apart."""
    hand.click(hand.title("z"))
    hand.key(Key.Key_Return, CONTROL)
    return hand


def test_an_equation_opens_into_its_operations_and_closes_again(opened, window):
    assert window.document.drawn["opened"] == ["z"]
    assert window.document.undo_stack.undoText() == "open z"
    cards = picture(opened).cards
    assert cards["z.1"].title.plain == "u ⊙ v"
    assert cards["z"].title.plain == "z = A z₍₁₎"
    assert picture(opened).openings["z"].title.plain == "z = A (u ⊙ v)"
    assert {("u", "z.1"), ("v", "z.1"), ("z.1", "z"), ("A", "z")} <= picture(opened).wires.keys()
    rect = opening_rect(picture(opened), "z")
    assert all(rect.contains(picture(opened).rect(name)) for name in ("z", "z.1"))
    opened.key(Key.Key_Return, CONTROL)
    assert "opened" not in window.document.drawn
    assert "z.1" not in picture(opened).cards
    assert window.document.undo_stack.undoText() == "close z"


def test_opening_makes_room_and_closing_gives_it_back(hand, window):
    before = hand.places()
    hand.double_click(hand.title("z"))
    now = picture(hand)
    rect = opening_rect(now, "z")
    assert not any(now.rect(name).intersects(rect) for name in now.cards if name not in ("z", "z.1"))
    assert dict(window.document.placement) == {}
    hand.undo()
    assert hand.places() == before


def test_a_double_click_on_the_written_equation_opens_it(hand, window):
    card = picture(hand).cards["z"]
    x, baseline = card.title_at
    hand.double_click(at(hand, picture(hand).rect("z").topLeft() + QPointF(x + 20, baseline - 4)))
    assert window.document.drawn["opened"] == ["z"]
    assert not hand.canvas.editing.field.isVisible()


def test_a_double_click_on_an_equation_of_one_operation_says_so(hand, window):
    hand.double_click(hand.title("u"))
    assert QToolTip.text() == "u is one operation: there is nothing to open"
    assert "opened" not in window.document.drawn


def test_its_insides_run_with_the_rest(opened, window):
    run, story = window.evaluator.run, window.playhead.story
    assert np.allclose(run.values["z.1"], run.values["u"] * run.values["v"])
    assert np.allclose(run.adjoints["z.1"], run.values["A"].T @ run.adjoints["z"])
    kinds = [(step.kind, step.node, step.parent) for step in story.steps if "z.1" in (step.node, step.parent)]
    assert kinds == [
        ("value", "z.1", None), ("send", "z", "z.1"), ("collect", "z.1", None),
        ("send", "z.1", "u"), ("send", "z.1", "v"),
    ]  # fmt: skip
    for k in range(1, len(story.steps) + 1):
        window.playhead.jump(k - 0.6)
        opened.picture()
    window.playhead.jump(story.send_step["z", "z.1"] - 0.75)
    assert opened.canvas.stage.pose.message.parent == "z.1"


def test_nothing_that_is_said_has_the_inner_name_in_it(opened, window):
    """Sentences, formulas and labels of the timeline, and the inspector at every step."""
    opened.key(Key.Key_Escape)
    for step in window.playhead.story.steps:
        window.playhead.jump(step.number)
        said = [part if isinstance(part, str) else part.unicode + part.latex for part in (*step.sentence, *step.note)]
        said += [step.formula.unicode, step.label.unicode, window.inspector.title.accessibleName()]
        said += [window.inspector.facts.accessibleName()]
        assert not any("z.1" in words or "z̄.1" in words for words in said)


def test_a_click_inside_selects_the_equation(opened, window):
    opened.key(Key.Key_Escape)
    opened.click(opened.title("z.1"))
    assert window.selection.selected == ("z",)
    assert window.inspector.title.accessibleName() == "z = A (u ⊙ v)"
    assert window.equations.editor.toPlainText() == window.document.text


def test_the_numbers_inside_are_told_under_the_pointer(opened, window):
    window.playhead.jump_to_end()
    corner = picture(opened).cards["z.1"].value_rect().topLeft() + QPoint(8, 8)
    spot = opened.canvas.seen(at(opened, corner + QPointF(*picture(opened).placement["z.1"])))
    assert spot.words(opened.canvas.stage.values, opened.canvas.stage.pose).startswith("z₍₁₎(1, 1) = ")


def test_the_whole_is_dragged_by_its_title_and_by_its_cards(opened, window):
    before, rect = opened.places(), opening_rect(picture(opened), "z")
    for grip in (at(opened, mark_rect(rect).center()) + QPoint(30, 0), opened.title("z.1"), opened.title("z")):
        opened.drag(grip, (0, 25))
        ways = {name: (x - before[name][0], y - before[name][1]) for name, (x, y) in opened.places().items()}
        assert ways["z"] == pytest.approx(ways["z.1"])
        assert ways["z"][1] > 0
        assert {way for name, way in ways.items() if name not in ("z", "z.1")} == {(0, 0)}
        assert window.document.undo_stack.undoText() == "move z"
        assert list(window.document.placement) == ["z"]
        opened.undo()
        assert opened.places() == before


def test_no_chip_covers_the_title(opened):
    title = opening_title(picture(opened), "z")
    assert picture(opened).chips
    assert not any(chip.rect.intersects(title) for chip in picture(opened).chips.values())


def test_the_mark_in_its_corner_closes_it(opened, window):
    opened.click(at(opened, mark_rect(opening_rect(picture(opened), "z")).center()))
    assert picture(opened).openings == {}


def test_what_is_one_operation_or_a_leaf_does_not_open(hand, window):
    for name in ("y", "A"):
        hand.click(hand.title(name))
        hand.key(Key.Key_Return, CONTROL)
    assert "opened" not in window.document.drawn
    assert window.document.undo_stack.count() == 0


def test_the_keyboard_walks_past_the_insides(opened, window):
    order = []
    opened.key(Key.Key_Escape)
    for _ in range(len(window.document.graph.nodes)):
        opened.key(Key.Key_Tab)
        order.append(window.selection.current)
    assert order == list(window.document.graph.order)
    opened.click(opened.title("w"))
    opened.key(Key.Key_Left)
    opened.key(Key.Key_Left)
    assert window.selection.current in ("A", "u", "v")


def test_edits_of_the_equation_and_its_new_name_are_followed(opened, window):
    window.document.apply(rename(window.document.current, "z", "h"))
    assert window.document.drawn["opened"] == ["h"]
    assert "h.1" in picture(opened).cards
    window.document.set_text(window.document.text.replace("h = A (u ⊙ v)", "h = A (u ⊙ v + u)"))
    assert {"h.1", "h.2"} <= picture(opened).cards.keys()
    assert picture(opened).openings["h"].title.plain == "h = A (u ⊙ v + u)"


def test_a_frame_holds_the_insides_and_folds_them_away(opened, window):
    opened.click(opened.title("w"), Qt.KeyboardModifier.ShiftModifier)
    opened.key(Key.Key_G, CONTROL)
    opened.key(Key.Key_Return)
    assert window.document.drawn["frames"]["f1"]["nodes"] == ["z", "w"]
    opened.key(Key.Key_K, CONTROL)
    assert set(picture(opened).folds["f1"].nodes) == {"z", "w"}
    assert "z.1" not in picture(opened).cards
    opened.undo()
    assert "z.1" in picture(opened).cards


def test_it_is_saved_open_and_exported_so(opened, window, open_window, tmp_path):
    opened.drag(opened.title("z.1"), (10, 60))
    window.document.save(tmp_path / "open.adjoint")
    open_one = export_png(window.document.tidy(), tmp_path / "open.png", theme="light")
    opened.undo()
    opened.undo()
    whole = export_png(window.document.tidy(), tmp_path / "whole.png", theme="light")
    assert open_one.width > whole.width
    again = open_window(tmp_path / "open.adjoint").canvas.stage.picture
    assert again.openings["z"].title.plain == "z = A (u ⊙ v)"


def test_a_warning_inside_is_told_without_its_inner_name(open_window, qtbot, tmp_path):
    save(Document(text="x ∈ ℝ² = [0, 1]\ny = 2 log(x)\nL = Σ(y)"), tmp_path / "log.adjoint")
    hand = Hand(open_window(tmp_path / "log.adjoint"), qtbot)
    hand.click(hand.title("y"))
    hand.key(Key.Key_Return, CONTROL)
    assert "y.1" in picture(hand).cards
    window = hand.window
    assert window.evaluator.warnings
    shown = [label.accessibleName() for label in (window.inspector.warning, window.inspector.facts)]
    assert not any("y.1" in words for words in [*shown, *(w.message for w in window.evaluator.warnings)])


def test_places_inside_a_closed_equation_are_no_cards_in_the_way(opened, window):
    opened.key(Key.Key_L, CONTROL | SHIFT)  # tidies, its operations too
    assert "z.1" in window.document.placement
    window.canvas.opening.close_all()
    window.document.apply(rename(window.document.current, "L", "longest"))  # its card outgrows its room
    before = opened.place("u")
    opened.drag(opened.title("u"), (30, 60))
    assert opened.place("u") != before
    assert window.document.placement["u"] == opened.place("u")
