"""Wires pulled from socket to socket with the mouse: graph, text and what undo says."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from tests.gui.canvas.documents import lines, steps, undo_words
from tests.gui.canvas.hand import CONTROL, NONE
from tests.gui.canvas.menus import entries, pick

HOLED = "A: 2x2 = [1 2; -1 1]\nx: 2\nu = σ(x)\nz = A ?  # the product\nw = A z\nL = ‖w‖²"
SHAPES = "C: 3x4\nx: 3\nb: 4\ny = ? x\nq = C ?\nL = ‖q‖²"


def hold(hand, start, end):
    """A wire pulled there, still under the hand."""
    hand.press(start)
    hand.move(start + (end - start) / 2)
    hand.move(end)


class TestPulling:
    def test_from_an_out_port_into_a_hole(self, hand, window, open_text):
        open_text(HOLED)
        assert window.evaluator.run.loss is None
        hand.carry(hand.out("x"), hand.input("z", "?"))
        assert lines(window)[3] == "z = A x  # the product"
        assert window.document.graph.nodes["z"].parents == ("A", "x")
        assert undo_words(window) == "wire x into z"
        assert window.evaluator.run.loss > 0
        hand.undo()
        assert window.document.text == HOLED
        assert steps(window) == 0
        hand.redo()
        assert lines(window)[3] == "z = A x  # the product"

    def test_from_a_hole_to_an_out_port_or_to_a_card(self, hand, window, open_text):
        open_text(HOLED)
        hand.carry(hand.input("z", "?"), hand.out("u"))
        assert lines(window)[3] == "z = A u  # the product"
        hand.undo()
        hand.carry(hand.input("z", "?"), hand.title("x"))
        assert lines(window)[3] == "z = A x  # the product"
        assert undo_words(window) == "wire x into z"

    def test_a_taken_port_is_given_another_parent(self, hand, window):
        hand.carry(hand.out("v"), hand.input("u", "y"))
        assert window.document.graph.nodes["u"].parents == ("v",)
        assert undo_words(window) == "wire v into u"
        assert steps(window) == 1

    def test_a_card_takes_it_into_its_only_hole_that_fits(self, hand, window, open_text):
        open_text(HOLED)
        hand.carry(hand.out("u"), hand.title("z"))
        assert lines(window)[3] == "z = A u  # the product"

    def test_a_card_with_several_holes_asks_which(self, hand, window, open_text):
        open_text("A: 2x2\nx: 2\nz = A (?1 ⊙ ?2)\nL = ‖z‖²")
        hand.carry(hand.out("x"), hand.title("z"))
        assert list(entries()) == ["wire x into ?1 of z", "wire x into ?2 of z"]
        assert steps(window) == 0
        pick("wire x into ?2 of z")
        assert lines(window)[2] == "z = A (? ⊙ x)"
        assert undo_words(window) == "wire x into z"

    def test_a_card_without_a_hole_offers_what_makes_sense(self, hand, window, open_text):
        open_text("B: 2x2\nx, b: 2\ny = B x\nL = ‖y‖²")
        hand.carry(hand.out("b"), hand.title("y"))
        assert list(entries()) == ["+ b", "⊙ b", "wire b into y, in place of x"]
        pick("+ b")
        assert lines(window)[2] == "y = B x + b"
        assert undo_words(window) == "wire b into y, + b"

    def test_esc_leaves_the_menu_and_nothing_has_changed(self, hand, window, open_text):
        open_text("B: 2x2\nx, b: 2\ny = B x\nL = ‖y‖²")
        hand.carry(hand.out("b"), hand.title("y"))
        QTest.keyClick(QApplication.activePopupWidget(), Qt.Key.Key_Escape)
        assert QApplication.activePopupWidget() is None
        assert steps(window) == 0

    def test_esc_lets_the_wire_go(self, hand, window, canvas, open_text):
        open_text(HOLED)
        hold(hand, hand.out("x"), hand.input("z", "?"))
        assert canvas.wiring.pull is not None
        hand.key(Qt.Key.Key_Escape)
        assert canvas.wiring.pull is None
        hand.release(hand.input("z", "?"))
        assert window.document.text == HOLED
        assert steps(window) == 0

    def test_in_the_void_it_asks_for_a_new_node(self, hand, window, canvas, open_text):
        open_text(HOLED)
        hand.carry(hand.out("x"), QPoint(60, canvas.viewport().height() - 60))
        assert canvas.quick_add.isVisible()
        hand.type("tanh")
        hand.key(Qt.Key.Key_Return)
        (new,) = set(window.document.graph.nodes) - {"A", "x", "u", "z", "w", "L"}
        assert window.document.graph.nodes[new].parents == ("x",)

    def test_from_a_hole_the_void_asks_for_its_parent(self, hand, window, canvas, open_text):
        open_text(HOLED)
        hand.double_click(hand.input("z", "?"))
        assert canvas.quick_add.isVisible()

    def test_nothing_is_pulled_while_the_equations_cannot_be_read(self, hand, window, canvas, open_text):
        open_text(HOLED)
        start, end = hand.out("x"), hand.input("z", "?")
        window.document.set_text(HOLED + "\nq = (")
        hand.carry(start, end)
        assert window.document.text == HOLED + "\nq = ("
        assert canvas.wiring.pull is None

    def test_a_click_on_a_port_selects(self, hand, window):
        hand.click(hand.out("x"))
        assert window.selection.selected == ("x",)
        hand.click(hand.input("u", "y"))
        assert window.selection.selected_wire == ("y", "u")
        assert steps(window) == 0


class TestRefusals:
    def test_a_cycle_is_refused_with_its_path(self, hand, window, canvas):
        before = window.document.text
        hold(hand, hand.out("w"), hand.input("y", "x"))
        assert canvas.wiring.refused
        assert canvas.wiring.words == "y would need itself: y → u → z → w → y"
        hand.release(hand.input("y", "x"))
        assert window.document.text == before
        assert "y → u → z → w → y" in QToolTip.text()

    def test_shapes_that_do_not_fit_are_named_and_a_transpose_offered(self, hand, window, canvas, open_text):
        open_text(SHAPES)
        hold(hand, hand.out("C"), hand.input("y", "?"))
        reason, _, ways = canvas.wiring.words.partition("\n")
        assert reason == "C is 3×4, x has 3 entries: 4 columns against 3 rows"
        assert ways.startswith("Drop here to choose: transpose C")
        hand.release(hand.input("y", "?"))
        assert window.document.text == SHAPES
        pick("transpose C")
        assert lines(window)[3] == "y = Cᵀ x"
        assert undo_words(window) == "wire Cᵀ into y"
        hand.undo()
        assert window.document.text == SHAPES

    def test_entry_by_entry_is_offered_where_a_product_does_not_fit(self, hand, window, open_text):
        open_text("x, v ∈ ℝ³\ny = ? x\nL = sum(y)")
        hand.carry(hand.out("v"), hand.input("y", "?"))
        pick("multiply entry by entry, with ⊙")
        assert lines(window)[1] == "y = v ⊙ x"

    def test_what_fits_lights_up_and_the_rest_is_dim(self, hand, window, canvas, open_text):
        open_text(SHAPES)
        still = hand.picture()
        hold(hand, hand.out("x"), hand.under_nothing())
        pull = canvas.wiring.pull
        hand.picture()
        judged = {str(socket): pull.fit(socket).fits for socket in pull._fits}
        assert judged == {"? of y": False, "x of y": False, "C of q": True, "? of q": False, "q of L": True}
        assert hand.picture() != still
        hand.key(Qt.Key.Key_Escape)

    def test_a_leaf_takes_nothing(self, hand, window, canvas):
        hold(hand, hand.out("y"), hand.title("B"))
        assert (canvas.wiring.words, canvas.wiring.refused) == ("B is a leaf: it takes no inputs", True)
        hand.release(hand.title("B"))
        assert steps(window) == 0

    def test_a_wire_back_to_its_own_card_is_let_go(self, hand, window, canvas):
        hand.carry(hand.out("y"), hand.title("y"))
        assert steps(window) == 0
        assert not canvas.quick_add.isVisible()


class TestCutting:
    def test_its_end_is_drawn_away_into_the_void(self, hand, window):
        hand.carry(hand.input("u", "y"), hand.under_nothing())
        assert lines(window)[-5].startswith("u = σ(?)")
        assert undo_words(window) == "cut y from u"
        assert window.evaluator.run.loss is None
        assert "waits for ? of u" in window.canvas.stage.picture.cards["z"].face.waits
        hand.undo()
        assert window.evaluator.run.loss > 0

    def test_its_end_is_moved_to_another_port_in_one_step(self, hand, window):
        hand.carry(hand.input("u", "y"), hand.input("z", "v"))
        graph = window.document.graph
        assert graph.nodes["z"].parents == ("A", "u", "y")
        assert graph.nodes["u"].shape is None
        assert undo_words(window) == "wire y into z, out of u"
        assert steps(window) == 1

    def test_put_back_where_it_was_nothing_has_changed(self, hand, window):
        place = hand.input("u", "y")
        hand.press(place)
        hand.move(place + QPoint(-40, 30))
        hand.move(place)
        hand.release(place)
        assert steps(window) == 0

    def test_selected_by_a_click_and_deleted(self, hand, window):
        hand.click(hand.on_wire("y", "u"))
        assert window.selection.selected_wire == ("y", "u")
        assert window.selection.selected == ()
        hand.key(Qt.Key.Key_Delete)
        assert undo_words(window) == "cut y from u"
        assert window.document.graph.nodes["u"].parents == ()

    def test_with_control_and_a_click(self, hand, window):
        hand.click(hand.on_wire("y", "u"), CONTROL)
        assert undo_words(window) == "cut y from u"

    def test_from_its_menu(self, hand, window):
        hand.menu(hand.on_wire("y", "u"))
        pick("Cut the selected wire")
        assert undo_words(window) == "cut y from u"

    def test_a_wire_in_two_places_leaves_one_hole_in_both(self, hand, window, open_text):
        open_text("A: 2x2\nx, b: 2\ny = A x + A b\nL = ‖y‖²")
        hand.carry(hand.input("y", "A"), hand.under_nothing())
        assert lines(window)[2] == "y = ?1 x + ?1 b"
        hand.carry(hand.out("A"), hand.input("y", "?1"))
        assert lines(window)[2] == "y = A x + A b"

    def test_esc_and_clicks_elsewhere_select_nothing_again(self, hand, window):
        hand.click(hand.on_wire("y", "u"))
        hand.key(Qt.Key.Key_Escape)
        assert window.selection.selected_wire is None
        hand.click(hand.on_wire("y", "u"))
        hand.click(hand.title("z"))
        assert (window.selection.selected_wire, window.selection.selected) == (None, ("z",))

    def test_the_wire_selected_stands_out(self, hand, window):
        before = hand.picture()
        hand.click(hand.on_wire("y", "u"), NONE)
        hand.move(hand.under_nothing())
        assert hand.picture() != before


def test_the_ports_of_the_card_under_the_pointer_show(hand, canvas):
    hand.move(hand.under_nothing())
    before = hand.picture()
    hand.move(hand.title("z"))
    assert hand.picture() != before
    hand.move(hand.out("z"))
    assert canvas.wiring.socket is not None
    assert QToolTip.text() == "drag to wire z into a node"


@pytest.mark.parametrize("away", [QPoint(0, 0), QPoint(6, 0), QPoint(-6, 0), QPoint(0, 6), QPoint(0, -6)])
def test_a_port_is_hit_within_twelve_pixels(hand, canvas, away):
    assert str(canvas.wiring.socket_at(hand.out("z") + away)) == "z"
    assert str(canvas.wiring.socket_at(hand.input("z", "u") + away)) == "u of z"
