"""Opening large files: off the GUI thread, with a plate that says how far it is, and that can be given up."""

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gui import opening
from gui.opening import LARGE_FILE
from tests.benchmarks.nets import layered
from tests.counting import calls

NODES = 4_000


@pytest.fixture
def large(tmp_path):
    path = tmp_path / "large.txt"
    path.write_text(layered(NODES), encoding="utf-8")
    assert path.stat().st_size > LARGE_FILE
    return path


@pytest.fixture
def disk(monkeypatch):
    """A slow disk: nothing comes from it until it is set."""
    gate, load = threading.Event(), opening.load
    monkeypatch.setattr(opening, "load", lambda path: (gate.wait(30), load(path))[1])
    yield gate
    gate.set()


@pytest.fixture
def started(window, large, qtbot, disk):
    """A window in which an example is open and the large file is on its way."""
    before = window.document.text
    assert before.strip()
    window.filing.open_path(large)
    qtbot.waitUntil(window.long_work.plate.isVisible, timeout=10_000)
    assert window.opening.busy
    return window, before


def test_a_large_file_opens_while_the_window_stays_in_use(started, qtbot, large, disk):
    window, before = started
    assert window.document.text == before
    assert "large.txt" in window.long_work.plate.headline.text()
    served, shares = 0, []
    window.opening.told.connect(lambda _words, share: shares.append(share))
    disk.set()
    while window.opening.busy and served < 100_000:
        QTest.qWait(1)
        served += 1
    assert served > 20
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert len(set(shares)) > 10
    assert len(window.document.graph.nodes) == NODES
    assert window.document.name == "large"
    assert not window.document.edited
    assert not window.long_work.plate.isVisible()
    picture = window.canvas.stage.picture
    assert len(picture.cards) == NODES
    assert window.canvas.mapToScene(window.canvas.viewport().rect()).boundingRect().contains(picture.bounds())
    qtbot.waitUntil(lambda: window.evaluator.run is not None, timeout=30_000)


def test_cancel_leaves_the_document_that_was_open(started, qtbot):
    window, before = started
    QTest.mouseClick(window.long_work.plate.button, Qt.MouseButton.LeftButton)
    assert not window.opening.busy
    assert not window.long_work.plate.isVisible()
    qtbot.wait(300)
    assert window.document.text == before
    assert window.canvas.stage.picture is not None


def test_esc_gives_it_up(started, qtbot):
    window, before = started
    QTest.keyClick(window.canvas, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.long_work.plate.isVisible())
    assert not window.opening.busy
    assert window.document.text == before


def test_another_file_that_is_opened_meanwhile_wins(started, qtbot, tmp_path, disk):
    window, _before = started
    disk.set()
    other = tmp_path / "other.txt"
    other.write_text("y = 2 x\nx: 2\n", encoding="utf-8")
    window.filing.open_path(other)
    assert not window.opening.busy
    qtbot.wait(300)
    assert window.document.name == "other"
    assert not window.long_work.plate.isVisible()


def test_a_large_file_that_cannot_be_read_is_refused_in_words(window, tmp_path, qtbot, monkeypatch):
    path = tmp_path / "broken.adjoint"
    path.write_text("{" + "x" * (LARGE_FILE + 10), encoding="utf-8")
    told, before = [], window.document.text
    monkeypatch.setattr(window.filing, "tell", lambda headline, error: told.append((headline, str(error))))
    window.filing.open_path(path)
    qtbot.waitUntil(lambda: bool(told), timeout=10_000)
    assert told[0][0] == "broken.adjoint cannot be opened"
    assert told[0][1]
    assert window.document.text == before


def test_a_large_text_with_a_mistake_opens_and_says_where(window, tmp_path, qtbot):
    path = tmp_path / "mistaken.txt"
    path.write_text(layered(NODES).replace("h77 = ", "h77 = nowhere + "), encoding="utf-8")
    window.filing.open_path(path)
    qtbot.waitUntil(lambda: window.document.name == "mistaken", timeout=30_000)
    problems = window.document.reading.problems
    assert any("nowhere" in problem.message for problem in problems)


def test_the_layout_of_many_cards_does_not_hold_up_the_window(window, tmp_path, qtbot):
    """150 nodes: small enough to be read at once, too many to be laid out between two frames."""
    path = tmp_path / "middling.txt"
    path.write_text(layered(150), encoding="utf-8")
    window.filing.open_path(path)
    assert window.document.name == "middling"
    assert window.canvas.stage.placing.busy
    assert window.canvas.stage.placing.cards == 150
    qtbot.waitUntil(lambda: window.canvas.stage.picture is not None, timeout=20_000)
    assert not window.canvas.stage.placing.busy
    assert len(window.canvas.stage.picture.cards) == 150


def test_a_file_may_have_more_lines_than_anybody_types(window, tmp_path, qtbot):
    path = tmp_path / "short.txt"
    path.write_text("x ∈ ℝ\n" + "".join(f"a{k} = x\n" for k in range(2_500)), encoding="utf-8")
    window.filing.open_path(path)
    qtbot.waitUntil(lambda: window.document.name == "short", timeout=20_000)
    assert window.document.reading.problems == ()
    window.document.set_text(window.document.text + "b = a7 + x\n")
    qtbot.waitUntil(lambda: "b" in window.document.graph.nodes, timeout=20_000)


def test_taking_a_large_document_over_costs_the_same_however_large_it_is(window, qtbot, tmp_path):
    """All that grows with the document is done while the plate shows; what is left is counted here."""
    taken, take = [], window.document.take
    window.document.take = lambda *given: taken.append(calls(lambda: take(*given)))
    for many in (2_500, 2_500, 7_500):
        path = tmp_path / f"net{many}-{len(taken)}.txt"
        path.write_text(layered(many, seed=len(taken)), encoding="utf-8")
        window.filing.open_path(path)
        qtbot.waitUntil(lambda name=path.stem: window.document.name == name, timeout=60_000)
        assert len(window.document.graph.nodes) == many
        qtbot.waitUntil(lambda: not window.evaluator.busy, timeout=60_000)
    assert taken[2] < 1.2 * taken[1]
