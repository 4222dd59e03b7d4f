"""Collapsed frames and rolled families among so many cards that they are measured only where somebody looks."""

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtWidgets import QApplication

from gui.drawing.picture import CROWD
from tests.benchmarks.nets import layered, recurrent
from tests.counting import calls
from tests.gui.canvas.documents import undo_words
from tests.gui.canvas.hand import Hand

NODES = 600
INSIDE = [f"h{k}" for k in range(200, 240)]


@pytest.fixture
def opened(open_window, tmp_path, qtbot):
    def open_it(text):
        path = tmp_path / "net.txt"
        path.write_text(text, encoding="utf-8")
        window = open_window(path)
        window.look.typesetter.synchronous = False
        canvas = window.canvas
        qtbot.waitUntil(lambda: canvas.stage.picture is not None and not window.evaluator.busy, timeout=30_000)
        return window

    return open_it


@pytest.fixture
def collapsed(opened):
    """A frame around 40 of 600 nodes, collapsed."""
    window = opened(layered(NODES))
    frame = {"title": "Middle", "nodes": INSIDE, "collapsed": True, "colour": "blue"}
    window.document.change("frame", drawn={"frames": {"f1": frame}})
    return window


def test_a_frame_collapses_among_any_number_of_cards(collapsed):
    picture, graph = collapsed.canvas.stage.picture, collapsed.document.graph
    fold = picture.folds["f1"]
    assert len(picture.cards) - len(fold.nodes) > CROWD
    assert not set(INSIDE) & set(picture.cards_in(QRectF(-1e7, -1e7, 2e7, 2e7)))
    assert picture.fold_at(*fold.rect.center().toTuple()) == "f1"
    within = {(p, c) for c in INSIDE for p in graph.nodes[c].parents if p in INSIDE}
    assert within
    assert not within & set(picture.wires)
    assert not any(edge in picture.wires for edge in within)
    feeding = next((p, c) for c in INSIDE for p in graph.nodes[c].parents if p not in INSIDE)
    wire = picture.wires[feeding]
    assert tuple(wire.points[-1]) == fold.end(feeding[0])
    assert feeding in [(w.parent, w.child) for w in picture.wires_in(fold.rect.adjusted(-5, -5, 5, 5))]


def test_only_cards_that_are_seen_are_measured(collapsed):
    crowd = collapsed.canvas.stage.picture.cards
    collapsed.canvas.bring(collapsed.canvas.stage.picture.folds["f1"].rect.adjusted(-300, -300, 300, 300))
    QApplication.processEvents()
    assert sum(map(crowd.measured, crowd)) < NODES / 3


def test_a_collapsed_frame_is_carried_and_expanded_by_hand(collapsed, qtbot):
    hand, canvas = Hand(collapsed, qtbot), collapsed.canvas
    fold = canvas.stage.picture.folds["f1"]
    before = dict(canvas.stage.picture.placement)
    canvas.bring(fold.rect.adjusted(-300, -300, 300, 300))
    hand.drag(canvas.mapFromScene(fold.rect.topLeft() + QPointF(120, 17)), (60, 40))
    assert undo_words(collapsed) == "move “Middle”"
    after = canvas.stage.picture
    assert all(after.placement[name] != before[name] for name in INSIDE)
    assert after.placement["h100"] == before["h100"]
    hand.click(canvas.mapFromScene(after.folds["f1"].chevron.center()))
    assert not canvas.stage.picture.folds
    assert set(INSIDE) <= set(canvas.stage.picture.cards_in(QRectF(-1e7, -1e7, 2e7, 2e7)))
    assert undo_words(collapsed) == "expand “Middle”"


def test_one_family_of_a_long_network_is_rolled(opened):
    window = opened(recurrent(120))
    window.selection.select("o_5")
    window.canvas.folding.roll()
    picture = window.canvas.stage.picture
    (fold,) = picture.folds.values()
    assert len(fold.nodes) == 120
    assert len(picture.cards) - 120 > CROWD
    assert tuple(picture.wires["h_7", "o_7"].points[-1]) == fold.end("h_7")
    window.canvas.fit()
    QApplication.processEvents()


def test_folding_costs_what_is_folded(opened):
    """Not a measurement of every card: a card is some thousand calls."""
    window = opened(layered(NODES))
    frame = {"title": "Middle", "nodes": INSIDE[:3], "collapsed": True}
    made = calls(lambda: window.document.change("frame", drawn={"frames": {"f1": frame}}))
    assert window.canvas.stage.picture.folds
    assert made < 100 * NODES
