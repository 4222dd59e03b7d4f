"""A node as a whole: put on a wire, cut out, split, merged, tied, untied; by hand, by menu and by key."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtWidgets import QApplication, QToolTip

from gui.actions import COMMANDS
from gui.canvas import late_edit
from gui.canvas.context import CANVAS, NODE, WIRE
from tests.benchmarks.nets import layered
from tests.counting import calls
from tests.gui.canvas.documents import lines, steps, undo_words
from tests.gui.canvas.hand import CONTROL, SHIFT
from tests.gui.canvas.menus import entries, pick

CHAIN = "A: 2x2 = [1 2; -1 1]\nx: 2 = [2, -1]\ny = A x\nu = tanh(?)\nL = ‖y‖²"
SPLIT = "A: 2x2\nx, b: 2\nz = tanh(A x + b)\nL = ‖z‖²"


class TestOnAWire:
    def test_a_node_with_a_hole_dropped_on_a_wire_goes_into_it(self, hand, window, canvas, open_text):
        open_text(CHAIN)
        start, wire = hand.title("u"), hand.on_wire("y", "L")
        hand.press(start)
        hand.move(start + QPoint(10, 10))
        hand.move(wire)
        assert canvas.onto_wire.edge == ("y", "L")
        assert canvas.wiring.words == "insert u between y and L"
        hand.release(wire)
        assert lines(window)[3:] == ["u = tanh(y)", "L = ‖u‖²"]
        assert undo_words(window) == "insert u between y and L"
        assert steps(window) == 1
        assert "u" in window.document.placement
        assert canvas.wiring.words == ""
        hand.undo()
        assert window.document.text == CHAIN
        assert dict(window.document.placement) == {}

    def test_a_node_without_a_free_input_only_moves(self, hand, window, canvas, open_text):
        open_text(CHAIN.replace("?", "x"))
        hand.carry(hand.title("u"), hand.on_wire("y", "L"))
        assert lines(window)[3] == "u = tanh(x)"
        assert undo_words(window) == "move u"

    def test_where_it_does_not_fit_it_says_why(self, hand, window, canvas, open_text):
        open_text(CHAIN.replace("u = tanh(?)", "C: 3x4\nu = C ?"))
        start, wire = hand.title("u"), hand.on_wire("y", "L")
        hand.press(start)
        hand.move(start + QPoint(10, 10))
        hand.move(wire)
        assert canvas.wiring.refused
        assert "C is 3×4" in canvas.wiring.words
        hand.release(wire)
        assert undo_words(window) == "move u"

    def test_esc_gives_it_up(self, hand, window, canvas, open_text):
        open_text(CHAIN)
        before, start = hand.places(), hand.title("u")
        hand.press(start)
        hand.move(start + QPoint(10, 10))
        hand.move(hand.on_wire("y", "L"))
        hand.key(Qt.Key.Key_Escape)
        hand.release(start)
        assert (hand.places(), steps(window), canvas.onto_wire.edge) == (before, 0, None)

    def test_the_menu_of_the_wire_offers_the_same(self, hand, window, open_text):
        open_text(CHAIN)
        hand.menu(hand.on_wire("y", "L"))
        pick("Insert into it", "u")
        assert lines(window)[3:] == ["u = tanh(y)", "L = ‖u‖²"]


class TestCutOut:
    def test_pulled_out_with_shift_the_wire_heals(self, hand, window, canvas):
        start = hand.title("u")
        hand.press(start, keys=SHIFT)
        hand.move(start + QPoint(20, 30))
        hand.move(start + QPoint(40, 160))
        assert canvas.wiring.words == "cut out u"
        hand.release(start + QPoint(40, 160), keys=SHIFT)
        graph = window.document.graph
        assert graph.nodes["z"].parents == ("A", "y", "v")
        assert graph.nodes["u"].shape is None
        assert undo_words(window) == "cut out u"
        assert steps(window) == 1
        assert window.evaluator.run.loss > 0
        assert window.document.placement["u"] == hand.place("u")
        hand.undo()
        assert graph.nodes["z"].parents != window.document.graph.nodes["z"].parents == ("A", "u", "v")

    def test_what_cannot_heal_says_why_and_stays(self, hand, window):
        before = hand.places()
        hand.drag(hand.title("z"), (30, 80), keys=SHIFT)
        assert steps(window) == 0
        assert hand.places() == before
        assert "not plain which parent of z" in QToolTip.text()

    def test_by_key_and_by_menu(self, hand, window):
        hand.click(hand.title("u"))
        hand.key(Qt.Key.Key_X, SHIFT)
        assert undo_words(window) == "cut out u"
        hand.undo()
        hand.menu(hand.title("u"))
        pick("Cut the node out")
        assert undo_words(window) == "cut out u"


class TestSplitAndMerge:
    def test_a_node_is_split_into_its_operations_and_merged_again(self, hand, window, open_text):
        open_text(SPLIT)
        loss = window.evaluator.run.loss
        hand.click(hand.title("z"))
        hand.key(Qt.Key.Key_S, SHIFT)
        assert undo_words(window) == "split z"
        graph = window.document.graph
        assert len(graph.nodes) == 7
        assert window.evaluator.run.loss == pytest.approx(loss)
        hand.undo()
        assert window.document.text == SPLIT

    def test_a_node_is_merged_into_its_only_child(self, hand, window):
        hand.click(hand.title("u"))
        hand.key(Qt.Key.Key_M, SHIFT)
        assert undo_words(window) == "merge u into z"
        assert "u" not in window.document.graph.nodes
        assert window.document.graph.nodes["z"].parents == ("A", "y", "v")
        assert window.selection.selected == ("z",)

    def test_what_cannot_be_split_or_merged_says_why(self, hand, window):
        hand.click(hand.title("u"))
        hand.key(Qt.Key.Key_S, SHIFT)
        assert "one operation already" in QToolTip.text()
        hand.click(hand.title("A"))
        hand.key(Qt.Key.Key_M, SHIFT)
        assert "is a leaf" in QToolTip.text()
        assert steps(window) == 0


class TestSharing:
    def test_a_shared_leaf_is_untied_and_the_adjoints_add_up(self, hand, window):
        tied, loss = window.evaluator.run.adjoints["A"], window.evaluator.run.loss
        hand.click(hand.title("A"))
        hand.key(Qt.Key.Key_T, CONTROL | SHIFT)
        assert undo_words(window) == "untie A"
        assert {"A_1", "A_2", "A_3"} <= window.document.graph.nodes.keys()
        run = window.evaluator.run
        assert run.loss == loss
        np.testing.assert_allclose(sum(run.adjoints[name] for name in ("A_1", "A_2", "A_3")), tied)
        assert set(window.selection.selected) == {"A_1", "A_2", "A_3"}
        hand.undo()
        assert "A_1" not in window.document.graph.nodes

    def test_the_sum_of_the_copies_is_shown_while_they_exist(self, hand, window, canvas):
        tied = window.evaluator.run.adjoints["A"]
        hand.key(Qt.Key.Key_End)
        hand.click(hand.title("A"))
        before = hand.picture()
        hand.key(Qt.Key.Key_T, CONTROL | SHIFT)
        (share,) = canvas.shares.shares
        assert share.formula.plain == "Ā = Ā₁ + Ā₂ + Ā₃"
        total, words = canvas.shares.total("A", share.copies)
        np.testing.assert_allclose(total.array, tied)
        assert words.startswith("difference to A tied: ")
        assert float(words.rpartition(" ")[2]) < 1e-12
        assert canvas.content().contains(share.rect)
        assert hand.picture() != before
        window.document.set_value("A_2", [[1, 2], [3, 4]])
        assert canvas.shares.total("A", share.copies)[1] == "the copies have different numbers now"
        window.selection.select("A_1", "A_2")
        hand.key(Qt.Key.Key_T, SHIFT)
        assert canvas.shares.shares[0].copies == ("A_1", "A_3")
        window.selection.select("A_1", "A_3")
        hand.key(Qt.Key.Key_T, SHIFT)
        assert canvas.shares.shares == []
        assert "untied" not in window.document.drawn

    def test_untying_with_its_sum_is_one_step_of_undo(self, hand, window, canvas):
        hand.click(hand.title("A"))
        hand.key(Qt.Key.Key_T, CONTROL | SHIFT)
        assert steps(window) == 1
        hand.undo()
        assert canvas.shares.shares == []
        hand.redo()
        assert len(canvas.shares.shares) == 1

    def test_two_leaves_are_tied_to_the_first_selected(self, hand, window):
        hand.click(hand.title("A"))
        hand.click(hand.title("B"), SHIFT)
        hand.key(Qt.Key.Key_T, SHIFT)
        assert undo_words(window) == "tie B to A"
        assert window.document.graph.nodes["v"].parents == ("A", "x")
        assert window.selection.selected == ("A",)

    def test_what_is_tied_stands_left_of_all_that_uses_it(self, hand, window):
        before = hand.places()
        hand.click(hand.title("B"))
        hand.click(hand.title("A"), SHIFT)
        hand.key(Qt.Key.Key_T, SHIFT)
        assert undo_words(window) == "tie A to B"
        assert hand.place("B") == before["A"]
        hand.undo()
        assert hand.places() == before

    @pytest.mark.parametrize(
        ("names", "words"),
        [(("A",), "select two leaves"), (("A", "x"), "they cannot be one"), (("A", "u"), "is an equation")],
    )
    def test_what_cannot_be_tied_says_why(self, hand, window, names, words):
        window.selection.select(*names)
        hand.key(Qt.Key.Key_T, SHIFT)
        assert words in QToolTip.text()
        assert steps(window) == 0


class TestMenus:
    def test_their_entries_are_commands_of_the_program(self):
        known = {command.name for command in COMMANDS}
        named = {name for groups in (NODE, WIRE, CANVAS) for group in groups for name in group}
        assert named - known == set()

    def test_the_menu_of_a_node_selects_it_and_has_the_twins_of_all_gestures(self, hand, window):
        hand.menu(hand.title("z"))
        assert window.selection.selected == ("z",)
        found = entries()
        wanted = {"Wire the selected node…", "Cut the wires into the node", "Cut the node out", "Cut the wire from"}
        assert wanted <= found.keys()
        assert {"Split it", "Merge into its child", "Untie a shared leaf"} <= found.keys()
        assert list(entries(found["Cut the wire from"].menu())) == ["A", "u", "v"]
        pick("Cut the wire from", "u")
        assert undo_words(window) == "cut u from z"

    def test_all_wires_into_a_node_are_cut_in_one_step(self, hand, window):
        hand.menu(hand.title("z"))
        pick("Cut the wires into the node")
        assert window.document.graph.nodes["z"].parents == ()
        assert undo_words(window) == "cut all wires into z"
        assert steps(window) == 1
        hand.undo()
        assert window.document.graph.nodes["z"].parents == ("A", "u", "v")

    def test_a_menu_for_several_keeps_them_selected(self, hand, window):
        window.selection.select("A", "B")
        hand.menu(hand.title("B"))
        assert window.selection.selected == ("A", "B")
        pick("Tie two leaves")
        assert undo_words(window) == "tie B to A"

    @pytest.mark.parametrize(("key", "keys"), [(Qt.Key.Key_F10, SHIFT), (Qt.Key.Key_Menu, Qt.KeyboardModifier(0))])
    def test_the_keyboard_opens_it(self, hand, window, key, keys):
        hand.click(hand.title("u"))
        hand.key(key, keys)
        assert QApplication.activePopupWidget().accessibleName() == "u"
        pick("Merge into its child")
        assert undo_words(window) == "merge u into z"

    def test_the_keyboard_opens_that_of_a_wire_and_of_the_canvas(self, hand, window):
        hand.click(hand.on_wire("y", "u"))
        hand.key(Qt.Key.Key_F10, SHIFT)
        pick("Cut the selected wire")
        assert undo_words(window) == "cut y from u"
        hand.key(Qt.Key.Key_Escape)
        hand.key(Qt.Key.Key_F10, SHIFT)
        assert "Tidy the layout" in entries()
        QApplication.activePopupWidget().close()


class TestOnAWireOfALargeGraph:
    """Trying the whole text at every wire that is passed would take seconds: what is about the wire is tried."""

    @pytest.fixture
    def wide(self, hand, window, canvas, open_text, qtbot):
        open_text(layered(400) + "C: 3x4\nodd = C ?\nfree = tanh(?)\nup = sin(free)\n")
        qtbot.waitUntil(lambda: canvas.stage.picture is not None, timeout=20_000)
        child = "h150"
        parent = window.document.graph.nodes[child].parents[0]
        middle = (canvas.stage.picture.rect(parent).center() + canvas.stage.picture.rect(child).center()) / 2
        at = {name: (middle.x() + 550 * (k - 1), middle.y() - 900) for k, name in enumerate(("free", "odd", "up"))}
        window.document.place(at)
        canvas.bring(QRectF(middle.x() - 900, middle.y() - 1000, 1800, 1600))
        return parent, child

    def test_a_card_dropped_on_a_wire_goes_into_it(self, wide, hand, window, canvas, qtbot, monkeypatch):
        monkeypatch.setattr(late_edit, "AT_ONCE", 100)
        parent, child = wide
        start, wire = hand.title("free"), hand.on_wire(parent, child)
        hand.press(start)
        hand.move(start + QPoint(10, 10))
        assert calls(lambda: hand.move(wire)) < 40_000
        assert canvas.onto_wire.edge == (parent, child)
        assert canvas.wiring.words == f"insert free between {parent} and {child}"
        hand.release(wire)
        assert canvas.late_edit.busy
        assert f"free on the wire from {parent}" in canvas.late_edit.words
        qtbot.waitUntil(lambda: not canvas.late_edit.busy, timeout=20_000)
        graph = window.document.graph
        assert graph.nodes["free"].parents == (parent,)
        assert "free" in graph.nodes[child].parents
        assert undo_words(window) == f"insert free between {parent} and {child}"

    def test_what_does_not_fit_is_said_and_only_moves(self, wide, hand, window, canvas):
        parent, child = wide
        start, wire = hand.title("odd"), hand.on_wire(parent, child)
        hand.press(start)
        hand.move(start + QPoint(10, 10))
        hand.move(wire)
        assert "C is 3×4" in canvas.wiring.words
        assert canvas.onto_wire.edge is None
        hand.release(wire)
        assert undo_words(window) == "move odd"

    def test_an_edit_meanwhile_is_not_overwritten(self, wide, hand, window, canvas, qtbot, monkeypatch):
        monkeypatch.setattr(late_edit, "AT_ONCE", 100)
        parent, child = wide
        hand.carry(hand.title("free"), hand.on_wire(parent, child))
        assert canvas.late_edit.busy
        text = window.document.text + "# mine\n"
        window.document.set_text(text)
        assert not canvas.late_edit.busy
        qtbot.wait(300)
        assert window.document.text == text
