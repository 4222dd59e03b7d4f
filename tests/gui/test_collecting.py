"""Garbage is collected after an edit, not in it."""

import gc
import sys

import pytest

from gui.collecting import Collecting
from gui.document import OpenDocument


@pytest.fixture
def document(qtbot):
    interval, thresholds = sys.getswitchinterval(), gc.get_threshold()
    found = OpenDocument()
    Collecting(found).begin()
    yield found
    sys.setswitchinterval(interval)
    gc.set_threshold(*thresholds)


def test_an_edit_is_followed_by_one_collection_when_it_rests(document, qtbot):
    began = []
    gc.callbacks.append(lambda phase, _info: began.append(phase) if phase == "start" else None)
    try:
        for shape in (2, 3, 4):
            document.set_text(f"x: {shape}\nL = ‖x‖²")
        assert not began
        qtbot.waitUntil(lambda: len(began) == 1, timeout=3000)
    finally:
        gc.callbacks.pop()
