"""The first minutes in an empty window: what is seen, what is said, and that nothing is lost from view."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QPushButton

from tests.gui.canvas.documents import lines
from tests.gui.canvas.hand import CONTROL
from tests.gui.canvas.lists import listed

Key = Qt.Key


@pytest.fixture
def box(canvas):
    return canvas.quick_add


@pytest.fixture
def new(window, hand):
    """An empty window as File, New leaves it: the focus is in the equations."""
    hand.key(Key.Key_N, CONTROL)
    assert window.equations.editor.hasFocus()
    return window


def drawn_at(hand, point):
    """The colours about a point of the viewport."""
    picture = hand.picture()
    near = (QPoint(x, y) for x in range(-6, 7) for y in range(-6, 7))
    return {picture.pixelColor(point + way).rgb() for way in near if picture.rect().contains(point + way)}


def test_an_empty_window_is_at_actual_size_with_the_palette_open(new, canvas):
    assert canvas.zoom == 1
    assert new.palette_panel.isVisible()
    assert new.drawer.height() > new.side.height() / 2
    assert new.palette_panel.list.verticalScrollBar().value() == 0
    assert new.canvas.viewport().rect().contains(new.welcome.geometry())


def test_the_palette_that_came_by_itself_goes_when_an_example_is_opened(new, hand, qtbot):
    button = next(one for one in new.welcome.findChildren(QPushButton) if one.text() == "Two paths")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert new.document.graph is not None
    assert not new.drawer.isVisible()
    hand.key(Key.Key_4, CONTROL)
    hand.key(Key.Key_N, CONTROL)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert new.palette_panel.isVisible(), "it was called for"


def test_esc_leaves_the_equations_and_n_adds_a_node(new, hand, box):
    hand.key(Key.Key_Escape)
    hand.key(Key.Key_N)
    hand.type("y = A x")
    hand.key(Key.Key_Return, times=2)
    assert lines(new) == ["A ∈ ℝ²ˣ²", "x ∈ ℝ²", "y = A x"]


def test_a_new_leaf_shows_its_dot_and_says_what_it_is_for(new, hand, canvas):
    hand.key(Key.Key_Escape)
    hand.key(Key.Key_N)
    hand.type("A: 2x2")
    hand.key(Key.Key_Return)
    hand.move(QPoint(5, 5))
    assert canvas.first_steps.words == "Drag from this dot to use A"
    assert len(drawn_at(hand, hand.out("A"))) > 2
    hand.carry(hand.out("A"), hand.beside_the_cards())
    assert canvas.first_steps.words == ""


def test_a_hole_says_what_it_waits_for_until_the_first_equation_is_whole(hand, window, canvas, open_text):
    open_text("A: 2x2\nx: 2\ny = A ?")
    hand.click(hand.title("y"))
    assert canvas.first_steps.words.startswith("? is not wired yet: drag to it")
    hand.carry(hand.out("x"), hand.input("y", "?"))
    assert window.document.text.endswith("y = A x")
    assert canvas.first_steps.words == ""


def test_what_a_column_goes_into_most_stands_first(hand, box, open_text):
    open_text("A: 2x2\nx: 2\ny = A x")
    hand.carry(hand.out("x"), hand.beside_the_cards())
    assert listed(box)[:4] == ["product", "sigmoid", "hadamard", "sqnorm"]
    assert box.list.height() >= 8 * box.list.sizeHintForRow(0)


def test_the_wire_stays_while_its_other_end_is_asked_for(hand, box, open_text):
    open_text("A: 2x2")
    start = hand.out("A")
    end = start + QPoint(180, 60)
    before = hand.picture()
    hand.carry(start, end)
    middle = [start + QPoint(90, y) for y in range(-20, 80)]
    assert any(before.pixel(at) != hand.picture().pixel(at) for at in middle)
    hand.key(Key.Key_Escape)
    assert not box.isVisible()


def test_a_card_let_go_beyond_the_edge_comes_into_view_with_the_others(hand, window, canvas, box, open_text):
    open_text("A: 2x2")
    start = hand.out("A")
    hand.carry(start, QPoint(hand.viewport.width() + 60, start.y()))
    hand.key(Key.Key_Down)
    hand.key(Key.Key_Return)
    new = window.selection.current
    seen = canvas.mapToScene(hand.viewport.rect()).boundingRect()
    assert seen.contains(canvas.stage.picture.rect(new))
    assert seen.contains(canvas.stage.picture.rect("A"))


def test_a_card_let_go_at_the_corner_is_whole_and_under_the_pointer(hand, window, canvas, open_text):
    open_text("A: 2x2")
    hand.double_click(QPoint(12, 12))
    hand.type("b: 2")
    hand.key(Key.Key_Return)
    assert canvas.spot(QPoint(12, 12)).name == "b"
    corner = canvas.mapFromScene(QPointF(*hand.place("b")))
    assert hand.viewport.rect().contains(corner)


def test_the_minimap_makes_room_for_a_box(hand, canvas, box, qtbot):
    for _ in range(6):
        hand.wheel(QPoint(200, 200), 1)
    qtbot.waitUntil(canvas.minimap.isVisible)
    hand.key(Key.Key_N)
    assert not canvas.minimap.isVisible()
    hand.key(Key.Key_Escape)
    assert canvas.minimap.isVisible()


def test_undo_with_nothing_to_undo_says_only_that(window, hand, qtbot):
    menu = window.menus.menus["&Edit"]
    menu.popup(window.mapToGlobal(QPoint(40, 40)))
    assert [action.text() for action in menu.actions()[:2]] == ["&Undo", "&Redo"]
    menu.close()
