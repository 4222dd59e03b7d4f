"""The inspector: the node chosen, what it sends and receives at each moment, warnings, the check."""

import pytest
from PySide6.QtCore import Qt

from graph.story.phrases import plain


def rows(page):
    return {row.entry.title: row for _key, row in (*page._own, *page._sent, *page._received)}


def test_at_rest_it_describes_the_loss(window):
    assert window.inspector.node == "L"
    assert "the loss" in plain(window.inspector.facts.phrase)


def test_it_follows_the_story_until_a_node_is_chosen(window):
    for step in window.playhead.story.steps:
        window.playhead.jump(step.number)
        assert window.inspector.node == step.node
    window.selection.select("z")
    window.playhead.jump(3)
    assert window.inspector.node == "z"
    window.selection.select()
    assert window.inspector.node == window.playhead.step.node


def test_it_names_parents_and_children(window):
    window.selection.select("z")
    assert plain(window.inspector.facts.phrase) == "equation · ℝ² · parents A, u, v · child w"
    window.selection.select("A")
    assert plain(window.inspector.facts.phrase) == "parameter · ℝ²ˣ² · children y, z, w"
    window.selection.select("x")
    assert plain(window.inspector.facts.phrase).startswith("input · ℝ²")


def test_a_child_that_is_added_is_named(window):
    window.selection.select("x")
    window.document.set_text(window.document.text + "\nq = 2 x")
    assert plain(window.inspector.facts.phrase).startswith("input · ℝ² · children y, v, q")


def test_what_a_node_sends_appears_as_the_story_comes_to_it(window):
    story = window.playhead.story
    window.selection.select("z")
    page = window.inspector.step_page
    assert [row.entry.title for _parent, row in page._sent] == ["to A", "to u", "to v"]
    before, sent = story.send_step["z", "A"] - 1, story.send_step["z", "A"]
    window.playhead.jump(before)
    assert rows(page)["to A"].shown == 0
    window.playhead.jump(sent)
    assert rows(page)["to A"].shown == 1
    assert rows(page)["to u"].shown == 0
    assert rows(page)["to A"].entry.line == "(2×1)(1×2) → 2×2"


def test_the_words_above_messages_have_the_height_that_they_need(window, qtbot):
    page = window.inspector.step_page
    window.resize(1680, 1000)
    qtbot.waitUntil(lambda: window.width() == 1680)
    heights = set()
    for name, t in (("L", 0), ("w", 29), ("L", 0), ("z", 29), ("w", 0), ("A", 29), ("L", 29), ("y", 0)):
        window.selection.select(name)
        window.playhead.jump(t)
        for label in (page._sending, page._receiving):
            if label.isVisible():
                qtbot.waitUntil(lambda label=label: label.height() == label.heightForWidth(label.width()))
                heights.add(label.height())
    assert len(heights) > 1


def test_a_shared_leaf_shows_every_message_and_its_sum(window):
    window.selection.select("A")
    page = window.inspector.step_page
    assert [row.entry.title for _child, row in page._received] == ["via w", "via z", "via y"]
    window.playhead.jump(window.playhead.story.send_step["z", "A"])
    assert "2 received" in plain(page._receiving.phrase)
    assert [row.shown for _child, row in page._received] == [1, 1, 0]
    assert rows(page)["adjoint"].shown == 0
    window.playhead.jump_to_end()
    assert rows(page)["adjoint"].shown == 1


def test_the_numbers_of_the_step_are_plugged_in(window):
    window.playhead.jump(window.playhead.story.send_step["z", "A"])
    page = window.inspector.step_page
    assert page._numbers.isVisibleTo(window)
    assert plain(page._numbers_title.phrase) == f"The numbers of step {window.playhead.step_number}"
    assert "=" in plain(page._numbers.phrase)
    window.selection.select("B")
    assert not page._numbers.isVisibleTo(window)


def test_new_numbers_are_shown_in_the_same_rows(window, qtbot):
    window.playhead.jump_to_end()
    window.selection.select("A")
    row = rows(window.inspector.step_page)["value"]
    before = row.grab().toImage()
    window.document.set_value("A", [[5, 6], [7, -8]])
    assert rows(window.inspector.step_page)["value"] is row
    assert row.grab().toImage() != before


def test_a_node_that_does_not_reach_the_loss_says_so(window):
    window.document.set_text(window.document.text + "\nq = B x")
    window.selection.select("q")
    assert "does not reach the loss" in plain(window.inspector.facts.phrase)


def test_a_node_with_trouble_says_what_and_where(window):
    window.document.set_text("a: 2 = [0, -1]\nb = log(a)\nL = sum(b)")
    window.selection.select("b")
    assert window.inspector.warning.isVisible()
    assert plain(window.inspector.warning.phrase).startswith("✕ ")
    window.selection.select("a")
    assert not window.inspector.warning.isVisible()


def test_a_loss_that_is_no_scalar_says_what_it_starts_from(window):
    window.selection.select("w")
    window.menus.actions["take_as_loss"].trigger()
    assert window.document.loss == "w"
    assert "its adjoint starts as ones" in plain(window.inspector.facts.phrase)
    assert window.menus.actions["undo"].text() == "&Undo: take w as the loss"


def test_the_check_is_a_page_of_its_own(window, qtbot):
    tabs = window.inspector.tabs
    qtbot.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(1).center())
    page = window.inspector.check_page
    assert page.isVisible()
    qtbot.waitUntil(lambda: window.evaluator.check is not None, timeout=5000)
    said = [page._table.itemAt(k).widget().text() for k in range(page._table.count())]
    assert {"A", "B", "x"} <= set(said)
    assert "4 entries" in said
    assert plain(window.equations.check.headline.phrase) == "✓ agrees with central differences"
    assert plain(window.equations.check.detail.phrase).startswith("largest relative error ")
    qtbot.mouseClick(page.again, Qt.MouseButton.LeftButton)
    assert window.evaluator.checking
    qtbot.waitUntil(lambda: not window.evaluator.checking, timeout=5000)


@pytest.mark.parametrize("node", list("ABxyuvzwL"))
def test_every_node_can_be_described_at_every_moment(window, node):
    window.selection.select(node)
    for t in (0, 4.5, 9, 9.5, 14.3, window.playhead.length):
        window.playhead.jump(t)
        assert window.inspector.node == node
        assert not window.inspector.grab().isNull()


def test_a_loss_that_is_not_finite_is_not_called_a_disagreement(window, qtbot):
    window.document.set_text("A: 2 = [1, -1]\ny = log(A)\nL = sum(y)")
    window.evaluator.check_now()
    qtbot.waitUntil(lambda: window.evaluator.check is not None and "A" in window.evaluator.check.leaves, timeout=5000)
    line = window.equations.check
    assert plain(line.headline.phrase) == "no leaf could be compared with central differences"
    assert plain(line.detail.phrase) == "A: the loss is not finite"


def test_it_describes_the_equation_as_it_is_typed_further(window, qtbot):
    for text in ("A: 2x2\nx: 2\ny = A", "A: 2x2\nx: 2\ny = A x", "A: 2x2\nx: 2\ny = 2 A x"):
        window.document.set_text(text)
        written = text.splitlines()[-1]
        qtbot.waitUntil(lambda written=written: window.inspector.title.accessibleName() == written)
        assert f"parent{'s' if 'x' in written else ''} A" in plain(window.inspector.facts.phrase)


def test_the_numbers_of_a_leaf_stand_from_the_start(window):
    window.selection.select("A")
    window.playhead.jump(0)
    assert rows(window.inspector.step_page)["value"].shown == 1
    assert rows(window.inspector.step_page)["adjoint"].shown == 0


def test_a_graph_with_a_hole_is_described(window, qtbot):
    window.document.set_text("A: 2x2\nx: 2\ny = A x\nz = ? + y\nL = sum(z)")
    qtbot.waitUntil(lambda: window.equations.status.text() == "an input is missing")
    assert window.inspector.node == "L"
    assert "waits for ? of z" in plain(window.inspector.facts.phrase)
    window.selection.select("y")
    assert window.inspector.step_page._own


def test_no_verdict_stands_beside_equations_that_cannot_be_read(window, qtbot):
    def said():
        return plain(window.equations.check.headline.phrase)

    qtbot.waitUntil(lambda: window.evaluator.check is not None, timeout=5000)
    good = window.document.text
    window.document.set_text(good + "\nq = 2 +")
    assert said() == "the check waits until the equations can be read"
    window.document.set_text(good)
    assert said() == "✓ agrees with central differences"
