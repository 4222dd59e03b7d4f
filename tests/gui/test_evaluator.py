"""From the document to its run: at once where small, off the GUI thread where large, the newest edit wins."""

import threading
import time

import numpy as np
import pytest

from graph.files import Document
from gui import evaluator as module
from gui.calculating import Newest, Outcome
from gui.document import OpenDocument
from gui.evaluator import Evaluator

TEXT = "A: 2x2\nx: 2\ny = A x\nL = ‖y‖²\n"


@pytest.fixture
def document(qapp):
    document = OpenDocument()
    document.new(Document(text=TEXT, values={"A": [[1, 2], [3, 4]], "x": [5, 6]}))
    return document


@pytest.fixture
def evaluator(document):
    evaluator = Evaluator(document)
    yield evaluator
    evaluator.close()


def test_a_small_graph_is_there_at_once(evaluator, document):
    assert evaluator.run.values["y"].tolist() == [[17], [39]]
    assert evaluator.story.loss == "L"
    document.set_value("x", [1, 0])
    assert evaluator.run.values["y"].tolist() == [[1], [3]]
    assert not evaluator.busy


def test_new_numbers_keep_the_story(evaluator, document, qtbot):
    story = evaluator.story
    with qtbot.assertNotEmitted(evaluator.story_changed):
        document.set_value("x", [1, 0])
    assert evaluator.story is story
    document.set_text(TEXT + "# a comment")
    assert evaluator.story is story
    document.set_text(TEXT + "w = A y")
    assert evaluator.story is not story


def test_another_loss_is_another_story(evaluator, document):
    document.choose_loss("y")
    assert evaluator.story.loss == "y"
    assert evaluator.run.adjoints["y"].tolist() == [[1], [1]]
    assert evaluator.run.adjoints["x"].tolist() == [[4], [6]]


def test_a_broken_text_leaves_the_run(evaluator, document):
    run = evaluator.run
    document.set_text(TEXT + "(")
    assert evaluator.run is run


def test_an_empty_document_has_no_run(evaluator, document):
    document.new()
    assert (evaluator.run, evaluator.story, evaluator.problems) == (None, None, ())


def test_leaves_alone_have_their_values_and_the_reason_why_no_more_is_said(evaluator, document):
    document.new(Document(text="x: 3"))
    assert evaluator.run.values["x"].shape == (3, 1)
    assert evaluator.story.waits == "there is no equation yet to be the loss"


def test_what_does_not_depend_on_a_hole_is_evaluated(evaluator, document):
    document.set_text("A: 2x2\nx: 2\nu = A x\ny = A ?\nL = ‖y‖²")
    assert set(evaluator.run.values) == {"A", "x", "u"}
    assert evaluator.problems == ()
    assert evaluator.story.waits == "L waits for ? of y"
    assert not evaluator.checking


def test_what_goes_wrong_in_numbers_is_a_warning_and_the_run_stands(evaluator, document):
    document.set_text("a: 2 = [0, 1]\nL = sum(log(a))")
    assert np.isneginf(evaluator.run.loss)
    assert evaluator.warnings[0].node == "L"


def test_the_check_comes_by_itself_when_nobody_edits(evaluator, document, qtbot):
    assert evaluator.check is None
    assert evaluator.checking
    qtbot.waitUntil(lambda: evaluator.check is not None, timeout=5000)
    assert evaluator.check.passed
    assert set(evaluator.check.leaves) == {"A", "x"}
    document.set_value("x", [1, 0])
    assert evaluator.check is None


@pytest.mark.parametrize(
    "edit", [lambda d: d.set_value("x", [1, 0]), lambda d: d.set_text(TEXT + "# a remark")], ids=["number", "remark"]
)
def test_a_check_that_runs_ends_with_an_edit_and_begins_anew(evaluator, document, qtbot, monkeypatch, edit):
    real, begun, ended = module.check, [], []

    def endless(graph, *, watch):
        begun.append(True)
        try:
            while True:
                watch()
        finally:
            ended.append(True)

    monkeypatch.setattr(module, "check", endless)
    evaluator.check_now()
    qtbot.waitUntil(lambda: bool(begun))
    edit(document)
    qtbot.waitUntil(lambda: bool(ended))
    monkeypatch.setattr(module, "check", real)
    assert evaluator.checking
    qtbot.waitUntil(lambda: evaluator.check is not None, timeout=5000)
    assert evaluator.check.passed


def test_a_large_graph_does_not_hold_up_the_window(document, qtbot, monkeypatch):
    monkeypatch.setattr(module, "LARGE", 1)
    evaluator = Evaluator(document)
    assert evaluator.busy
    assert evaluator.run is None
    qtbot.waitUntil(lambda: evaluator.run is not None, timeout=5000)
    assert evaluator.run.values["y"].tolist() == [[17], [39]]
    runs = []
    evaluator.run_changed.connect(lambda: runs.append(evaluator.run.values["x"][0, 0]))
    for value in range(1, 30):
        document.set_value("x", [value, 0])
    qtbot.waitUntil(lambda: not evaluator.busy, timeout=5000)
    assert runs == [29]
    evaluator.close()


def test_the_graph_of_the_run_is_told(document, qtbot, monkeypatch):
    evaluator = Evaluator(document)
    monkeypatch.setattr(module, "LARGE", 1)
    before = evaluator.graph
    document.set_value("x", [1, 0])
    assert evaluator.graph is before
    qtbot.waitUntil(lambda: not evaluator.busy, timeout=5000)
    assert evaluator.graph is document.graph
    evaluator.close()


class TestNewest:
    def test_what_waits_is_replaced_and_what_runs_is_dropped(self, qtbot):
        newest, answers, begun, gate = Newest(), [], [], threading.Event()
        newest.done.connect(answers.append)

        def work(name):
            begun.append(name)
            gate.wait(5)
            return Outcome(name)

        for name in "abc":
            newest.ask(lambda name=name: work(name))
        gate.set()
        qtbot.waitUntil(lambda: not newest.busy, timeout=5000)
        assert begun == ["a", "c"]
        assert [answer.result for answer in answers] == ["c"]

    def test_a_forgotten_question_has_no_answer(self, qtbot):
        newest, answers = Newest(), []
        newest.done.connect(answers.append)
        newest.ask(lambda: Outcome(time.sleep(0.05)))
        newest.forget()
        qtbot.waitUntil(lambda: not newest.busy, timeout=5000)
        assert answers == []

    def test_closing_waits_for_what_runs(self, qtbot):
        newest, finished = Newest(), []

        def work():
            time.sleep(0.05)
            finished.append(True)
            return Outcome(None)

        newest.ask(work)
        newest.close()
        assert finished == [True]
        assert not newest.busy

    def test_a_fault_of_the_program_comes_to_light(self, qtbot):
        newest = Newest()
        with qtbot.captureExceptions() as faults:
            newest.ask(lambda: 1 / 0)
            qtbot.waitUntil(lambda: not newest.busy, timeout=5000)
            qtbot.wait(10)
        assert [kind for kind, *_ in faults] == [ZeroDivisionError]


def test_an_edit_of_200_nodes_is_there_at_once(qapp):
    chain = "A: 4x4\nx_0: 4\n" + "\n".join(f"x_{k + 1} = tanh(A x_{k})" for k in range(198)) + "\nL = ‖x_198‖²"
    document = OpenDocument()
    document.new(Document(text=chain))
    evaluator = Evaluator(document)
    for value in np.linspace(0.1, 1, 5):
        document.set_value("x_0", np.full(4, value))
        assert evaluator.run.values["x_0"][0, 0] == value
    evaluator.close()
