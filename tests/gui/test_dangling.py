"""The watch that the other tests rely on sees what is left running, and names the line."""

import threading

import pytest
from PySide6.QtCore import QObject, QThread, QTimer, QVariantAnimation

from tests.gui.dangling import Watch


@pytest.fixture
def watch(qapp):
    with Watch() as watch:
        yield watch


def only(found: list[str]) -> str:
    assert len(found) == 1, found
    return found[0]


def test_a_timer_that_was_stopped_is_no_matter(watch):
    timer = QTimer()
    timer.start(1000)
    assert "QTimer started at" in only(watch.running())
    assert "test_dangling.py" in only(watch.running())
    assert "timer.start(1000)" in only(watch.running())
    timer.stop()
    assert watch.running() == []


def test_a_timer_dies_with_its_owner(watch):
    owner = QObject()
    QTimer(owner).start(1000)
    assert watch.running()
    owner.deleteLater()
    assert watch.running() == []


def test_an_animation(watch):
    animation = QVariantAnimation(startValue=0.0, endValue=1.0, duration=60_000)
    animation.start()
    assert "QVariantAnimation started at" in only(watch.running())
    animation.stop()
    assert watch.running() == []


def test_a_qt_thread(watch):
    thread = QThread()
    thread.start()
    assert "QThread started at" in only(watch.running())
    thread.quit()
    assert thread.wait(5000)
    assert watch.running() == []


def test_a_single_shot_until_it_fires(watch, qtbot):
    fired = []
    QTimer.singleShot(50, lambda: fired.append(1))
    assert "QTimer.singleShot not yet fired" in only(watch.running())
    qtbot.waitUntil(lambda: fired == [1])
    assert watch.running() == []


def test_a_single_shot_whose_receiver_is_gone(watch):
    receiver = QObject()
    QTimer.singleShot(60_000, receiver, lambda: None)
    assert watch.running()
    receiver.deleteLater()
    assert watch.running() == []


def test_a_python_thread(watch, monkeypatch):
    monkeypatch.setattr("tests.gui.dangling._PATIENCE_MS", 10)
    gate = threading.Event()
    thread = threading.Thread(target=gate.wait, name="waits")
    thread.start()
    assert "thread 'waits' started at" in only(watch.running())
    gate.set()
    thread.join()
    assert watch.running() == []
