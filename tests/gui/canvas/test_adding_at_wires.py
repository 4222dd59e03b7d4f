"""A wire let go beside the cards: what fits there, made and wired in one step; and a graph by the mouse alone."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QDialogButtonBox

from graph.editing import Port
from gui.adding.offers import offers
from tests.gui.canvas.documents import lines, nodes, undo_words
from tests.gui.canvas.hand import LEFT
from tests.gui.canvas.lists import drag, listed
from tests.gui.canvas.menus import pick as pick_entry

Key = Qt.Key

HOLED = "A: 2x3\nx: 3\nb: 2\nz = A ? + b"


@pytest.fixture
def box(canvas):
    return canvas.quick_add


def pick(box, qtbot, title):
    """A press on a suggestion."""
    place = listed(box).index(title)
    index = box.list.model().index(place, 0)
    box.list.scrollTo(index)
    qtbot.mouseClick(box.list.viewport(), LEFT, pos=box.list.visualRect(index).center())


def test_a_wire_out_of_a_node_lists_what_takes_its_shape(hand, window, box, open_text):
    open_text("A: 2x3\nx: 3\ny = A x")
    hand.carry(hand.out("A"), hand.beside_the_cards())
    assert box.isVisible()
    assert box.field.placeholderText() == "A goes into …"
    shown = listed(box)
    assert {"product", "transpose", "sum"} <= set(shown)
    assert not {"det", "inv", "dot", "matrix", "ones"} & set(shown)
    hand.type("transp")
    hand.key(Key.Key_Return)
    new = window.selection.current
    assert window.document.graph.nodes[new].parents == ("A",)
    assert nodes(window)[new] == (3, 2)
    assert undo_words(window) == f"add {new} from A"
    assert window.document.undo_stack.count() == 1


def test_a_wire_out_of_a_node_lists_the_holes_that_take_it(hand, window, box, open_text):
    open_text(HOLED)
    hand.carry(hand.out("x"), hand.beside_the_cards())
    assert listed(box)[0] == "z"
    hand.key(Key.Key_Return)
    assert window.document.text.endswith("z = A x + b")
    assert undo_words(window) == "wire x into z"


def test_a_wire_out_of_a_hole_lists_nodes_and_leaves_that_fit(hand, window, box, open_text):
    open_text(HOLED)
    hand.carry(hand.input("z", "?"), hand.beside_the_cards())
    assert box.field.placeholderText() == "what goes into z …"
    shown = listed(box)
    assert shown[0] == "x"
    assert "b" not in shown[:3]
    leaf = next(row for row in box.list.rows.rows if row.title == "vector")
    assert leaf.about == "a new leaf of shape 3"
    assert "matrix" not in [row.title for row in box.list.rows.rows if row.formula and "∈" in row.formula.unicode]


def test_a_leaf_for_a_hole_is_one_step(hand, window, box, open_text, qtbot):
    open_text(HOLED)
    point = hand.beside_the_cards()
    hand.carry(hand.input("z", "?"), point)
    pick(box, qtbot, "vector")
    new = window.selection.current
    assert nodes(window)[new] == (3, 1)
    assert window.document.text.endswith(f"z = A {new} + b")
    assert undo_words(window) == f"add {new} and wire {new} into z"
    hand.undo()
    assert window.document.text == HOLED


def test_an_operation_for_a_hole_is_wired_at_once(hand, window, box, open_text):
    open_text(HOLED)
    hand.carry(hand.input("z", "?"), hand.beside_the_cards())
    hand.type("tanh")
    hand.key(Key.Key_Return)
    new = window.selection.current
    assert window.document.graph.nodes["z"].parents == ("A", new, "b")
    hand.undo()
    assert window.document.text == HOLED


def test_an_expression_for_a_hole_is_wired_at_once(hand, window, box, open_text):
    open_text(HOLED)
    hand.carry(hand.input("z", "?"), hand.beside_the_cards())
    hand.type("2 x")
    hand.key(Key.Key_Return)
    new = window.selection.current
    assert window.document.text.split("\n")[-2:] == [f"z = A {new} + b", f"{new} = 2 x"]
    assert window.document.undo_stack.count() == 1


def test_what_does_not_fit_the_hole_is_said_and_the_box_stays(hand, window, box, open_text):
    open_text(HOLED)
    hand.carry(hand.input("z", "?"), hand.beside_the_cards())
    hand.type("2 b")
    hand.key(Key.Key_Return)
    assert box.isVisible()
    assert "3 columns against 2 rows" in box.problem.accessibleName()
    assert window.document.text == HOLED


def test_the_box_takes_the_end_of_a_wire_as_a_tuple(hand, window, box, open_text):
    open_text(HOLED)
    box.open(QPoint(60, 60), ("z", "in", Port("hole", "")))
    assert listed(box)[0] == "x"
    box.open(QPoint(60, 60), ("A", "out", None))
    assert "x" not in listed(box)
    assert len(listed(box)) < len([offer for offer in offers() if offer.operation])


def test_shared_a_by_the_mouse_alone(hand, window, canvas, box, qtbot):
    """Leaves out of the palette, operations at the ends of pulled wires, the rest by wiring."""
    window.document.new()
    palette = window.palette_panel

    def leaf(title, at):
        drag(palette, hand, title, at)
        qtbot.mouseClick(canvas.adding.dialog.buttons.button(QDialogButtonBox.StandardButton.Ok), LEFT)
        return window.selection.current

    def ahead(name, down=0):
        rect = canvas.mapFromScene(canvas.stage.picture.rect(name)).boundingRect()
        return QPoint(rect.right() + 60, rect.center().y() + down)

    def pulled(name, title, down=0):
        canvas.fit()
        hand.carry(hand.out(name), ahead(name, down))
        assert box.isVisible(), (name, title)
        pick(box, qtbot, title)
        return window.selection.current

    def wired(name, child, hole):
        canvas.fit()
        hand.carry(hand.out(name), hand.input(child, hole))

    a = leaf("matrix", QPoint(120, 120))
    x = leaf("vector", QPoint(120, 320))
    b = leaf("matrix", QPoint(120, 500))
    assert (a, x, b) == ("A", "x", "B")
    y = pulled("A", "product")
    wired("x", y, "?")
    v = pulled("B", "product")
    wired("x", v, "?")
    u = pulled(y, "sigmoid")
    uv = pulled(u, "hadamard")
    wired(v, uv, "?")
    z = pulled(uv, "product")
    wired("A", z, "?")
    w = pulled(z, "product")
    wired("A", w, "?")
    loss = pulled(w, "sqnorm")
    graph = window.document.graph
    assert set(graph.children("A")) == {y, z, w}
    assert graph.nodes[uv].parents == (u, v)
    assert graph.nodes[z].parents == ("A", uv)
    assert graph.loss == loss
    assert window.evaluator.run.adjoints["A"].shape == (2, 2)
    hand.menu(hand.title(uv))
    pick_entry("Merge into its child")
    assert sorted(lines(window)[3:]) == sorted(
        [f"{y} = A x", f"{u} = σ({y})", f"{v} = B x", f"{z} = A ({u} ⊙ {v})", f"{w} = A {z}", f"{loss} = ‖{w}‖²"]
    )
    assert set(window.evaluator.run.messages["A"]) == {y, z, w}
