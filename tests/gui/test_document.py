"""The open document: text, numbers, places, loss, each with its undo; files; what follows from each change."""

import numpy as np
import pytest

from graph.editing.change import Change
from graph.errors import GraphError
from graph.files import Document
from gui import document as module
from gui.document import OpenDocument

TEXT = "A: 2x2\nx: 2\ny = A x\nL = ‖y‖²\n"


@pytest.fixture
def document(qapp):
    document = OpenDocument()
    document.new(Document(text=TEXT, values={"A": [[1, 2], [3, 4]], "x": [5, 6]}), "one")
    return document


def words(document):
    return [document.undo_stack.text(k) for k in range(document.undo_stack.count())]


def test_a_fresh_document_is_not_edited(document):
    assert (document.name, document.path, document.edited, document.stale) == ("one", None, False, False)
    assert document.loss == "L"
    assert document.graph.values["x"].tolist() == [[5], [6]]


def test_typing_changes_the_graph_and_undo_brings_it_back(document, qtbot):
    before = document.graph
    with qtbot.waitSignals([document.text_changed, document.graph_changed, document.changed]):
        document.set_text(TEXT + "w = A y\n")
    assert "w" in document.graph.nodes
    assert document.edited
    document.undo_stack.undo()
    assert document.text == TEXT
    assert list(document.graph.nodes) == list(before.nodes)
    assert not document.edited


def test_keys_in_one_breath_are_one_step(document):
    for end in range(1, 5):
        document.set_text(TEXT + "# ab"[:end])
    assert words(document) == ["type"]
    document.undo_stack.undo()
    assert document.text == TEXT


def test_a_pause_or_a_new_line_begins_another_step(document, monkeypatch):
    document.set_text(TEXT + "# a")
    document.set_text(TEXT + "# a\n")
    document.set_text(TEXT + "# a\nb")
    assert len(words(document)) == 2
    monkeypatch.setattr(module, "PAUSE", -1.0)
    document.set_text(TEXT + "# a\nbc")
    assert len(words(document)) == 3


def test_a_text_that_cannot_be_read_leaves_the_last_graph(document, qtbot):
    before = document.graph
    with qtbot.assertNotEmitted(document.graph_changed):
        document.set_text(TEXT.replace("A x", "A ("))
    assert document.stale
    assert document.reading.problems
    assert document.graph is before
    document.set_text(TEXT)
    assert not document.stale
    assert document.graph is before


def test_a_comment_changes_nothing_but_the_text(document, qtbot):
    before = document.graph
    with qtbot.assertNotEmitted(document.graph_changed), qtbot.assertNotEmitted(document.values_changed):
        document.set_text("# mine\n" + TEXT)
    assert document.graph is before


def test_new_numbers_keep_everything_else(document, qtbot):
    before = document.graph
    with qtbot.waitSignal(document.values_changed), qtbot.assertNotEmitted(document.graph_changed):
        document.set_value("A", [[1, 0], [0, 1]])
    assert document.graph.memo is before.memo
    assert document.graph.values["A"].tolist() == [[1, 0], [0, 1]]
    assert words(document) == ["change A"]
    document.undo_stack.undo()
    assert document.graph.values["A"].tolist() == [[1, 2], [3, 4]]


def test_numbers_of_a_gesture_are_one_step(document):
    gesture = object()
    for value in (1.0, 2.0, 3.0):
        document.set_value("x", [value, 0], gesture)
    document.set_value("x", [4, 0], object())
    assert words(document) == ["change x", "change x"]
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert document.graph.values["x"].tolist() == [[5], [6]]


def test_what_the_user_sets_is_copied(document):
    mine = np.ones((2, 2))
    document.set_value("A", mine)
    mine[0, 0] = 7
    assert document.graph.values["A"][0, 0] == 1


@pytest.mark.parametrize(
    ("name", "array", "complaint"),
    [("y", [1, 2], "y is no leaf"), ("nobody", 1, "no leaf"), ("A", [1, 2, 3], "A has shape")],
)
def test_numbers_that_cannot_be_set_leave_no_step(document, name, array, complaint):
    with pytest.raises(ValueError, match=complaint):
        document.set_value(name, array)
    assert words(document) == []


def test_numbers_in_the_text_are_rewritten_there(qapp):
    document = OpenDocument()
    document.new(Document(text="A: 2x2 = [1 2; 3 4]  # mine\nx: 2 ~ normal(0, 1, seed=1)\nL = ‖A x‖²"))
    document.set_value("A", [[1, 2], [3, 4.5]])
    assert document.text.splitlines()[0] == "A: 2x2 = [1 2; 3 4.5]  # mine"
    assert "A" not in document.current.values
    assert document.graph.values["A"].tolist() == [[1, 2], [3, 4.5]]
    document.set_value("x", [1, 2])
    assert document.text.splitlines()[1] == "x: 2 = [1, 2]"
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert document.graph.values["A"].tolist() == [[1, 2], [3, 4]]
    assert "normal" in document.text


def test_numbers_typed_into_the_text_count_whatever_was_set_elsewhere(qapp):
    document = OpenDocument()
    document.new(Document(text="A, B: 2x2 = [1 2; 3 4]\nL = ‖A B‖²"))
    document.set_value("A", [[9, 9], [9, 9]])
    assert document.current.values["A"].tolist() == [[9, 9], [9, 9]]
    document.set_text("A: 2x2 = [5 6; 7 8]\nB: 2x2 = [1 2; 3 4]\nL = ‖A B‖²")
    assert document.graph.values["A"].tolist() == [[5, 6], [7, 8]]
    document.undo_stack.undo()
    assert document.graph.values["A"].tolist() == [[9, 9], [9, 9]]


def test_numbers_wait_while_the_shape_is_another_one(document):
    document.set_text(TEXT.replace("A: 2x2", "A: 3x2"))
    assert document.graph.nodes["A"].shape == (3, 2)
    assert document.graph.values["A"].shape == (3, 2)
    assert document.graph.values["x"].tolist() == [[5], [6]]
    assert "A" not in document.tidy().values
    document.set_text(TEXT)
    assert document.graph.values["A"].tolist() == [[1, 2], [3, 4]]


def test_numbers_are_not_taken_while_the_text_is_broken(document):
    document.set_text(TEXT + "(")
    with pytest.raises(ValueError, match="cannot be read"):
        document.set_value("A", np.ones((2, 2)))


def test_a_drag_is_one_step_in_words(document, qtbot):
    gesture = object()
    with qtbot.waitSignal(document.placement_changed):
        document.place({"x": (1, 2)}, gesture=gesture)
    document.place({"x": (3, 4)}, gesture=gesture)
    assert document.placement["x"] == (3, 4)
    assert words(document) == ["move x"]
    document.place({"x": (5, 6), "A": (0, 0)})
    assert words(document) == ["move x", "move x, A"]
    document.undo_stack.undo()
    assert dict(document.placement) == {"x": (3, 4)}
    document.undo_stack.undo()
    assert dict(document.placement) == {}


def test_any_node_can_be_the_loss(document, qtbot):
    with qtbot.waitSignal(document.graph_changed):
        document.choose_loss("y")
    assert document.loss == "y"
    assert words(document) == ["take y as the loss"]
    document.undo_stack.undo()
    assert document.loss == "L"
    with pytest.raises(ValueError, match="no node"):
        document.choose_loss("nobody")


def test_a_loss_that_is_gone_is_not_the_loss(document):
    document.choose_loss("y")
    document.set_text("A: 2x2\nx: 2\nL = ‖A x‖²")
    assert document.loss == "L"


def test_the_look_is_no_edit(document):
    document.remember_view(zoom=1.5)
    assert document.view["zoom"] == 1.5
    assert not document.edited


def test_saved_and_reopened_everything_is_as_it_was(document, tmp_path, qtbot):
    document.set_value("A", [[0.1, -2], [3e-7, 4]])
    document.place({"x": (10, 20)})
    document.choose_loss("y")
    document.save(tmp_path / "mine.adjoint")
    assert (document.name, document.edited) == ("mine.adjoint", False)
    again = OpenDocument()
    with qtbot.waitSignals([again.opened, again.graph_changed]):
        again.open(tmp_path / "mine.adjoint")
    assert again.text == TEXT
    assert again.graph.values["A"].tolist() == [[0.1, -2], [3e-7, 4]]
    assert again.placement["x"] == (10, 20)
    assert again.loss == "y"
    assert not again.edited


def test_undo_after_saving_is_an_edit(document, tmp_path):
    document.set_text(TEXT + "# a")
    document.save(tmp_path / "a.adjoint")
    document.undo_stack.undo()
    assert document.edited
    document.undo_stack.redo()
    assert not document.edited


def test_a_file_that_cannot_be_opened_leaves_the_document(document, tmp_path):
    document.set_text(TEXT + "# a")
    (tmp_path / "bad.adjoint").write_text('{"adjoint": ')
    with pytest.raises(GraphError):
        document.open(tmp_path / "bad.adjoint")
    assert document.text == TEXT + "# a"
    assert document.edited
    assert words(document) == ["type"]


def test_a_file_that_cannot_be_written_leaves_the_document_edited(document, tmp_path):
    document.set_text(TEXT + "# a")
    with pytest.raises(GraphError):
        document.save(tmp_path / "no such folder" / "a.adjoint")
    assert document.edited
    assert document.path is None


def test_a_long_text_is_read_in_the_first_pause(qapp, qtbot, monkeypatch):
    monkeypatch.setattr(module, "READ_AT_ONCE", 10)
    monkeypatch.setattr(module, "PATIENCE", -1.0)  # nothing is quick enough
    document = OpenDocument()
    document.new(Document(text=TEXT))
    document.set_text(TEXT + "w = A y\n")
    assert "w" not in document.graph.nodes
    with qtbot.waitSignal(document.graph_changed, timeout=2000):
        pass
    assert "w" in document.graph.nodes


def test_any_parts_change_together_in_one_step(document):
    text = document.text
    document.change(
        "frame y", text=text + "\n# seen", placement={"y": (1, 2)}, drawn={"frames": {"1": {"nodes": ["y"]}}}
    )
    assert words(document) == ["frame y"]
    assert document.placement["y"] == (1, 2)
    assert document.drawn == {"frames": {"1": {"nodes": ["y"]}}}
    document.undo_stack.undo()
    assert (document.text, dict(document.placement), document.drawn) == (text, {}, {})
    document.undo_stack.redo()
    assert document.drawn == {"frames": {"1": {"nodes": ["y"]}}}


def test_what_is_drawn_is_told_and_an_empty_part_goes(document, qtbot):
    with qtbot.waitSignal(document.drawn_changed):
        document.change("tag y", drawn={"tags": {"y": "red"}})
    document.change("tag y", drawn={"tags": {"y": "red"}})
    assert words(document) == ["tag y"]
    document.remember_view(zoom=2)
    document.change("untag y", drawn={"tags": {}})
    assert document.drawn == {}
    document.undo_stack.undo()
    assert document.drawn == {"tags": {"y": "red"}}
    assert document.view["zoom"] == 2


def test_places_and_tags_follow_a_node_that_is_renamed_or_removed(document):
    document.place({"y": (1, 2), "u": (3, 4)})
    document.change("tag", drawn={"tags": {"y": "red", "u": "blue"}, "bends": {"y→u": [[1, 2]], "A→y": [[3, 4]]}})
    text = document.text.replace("y", "p")
    document.apply(Change("rename y to p", text, {}, renamed={"y": "p"}))
    assert document.placement == {"p": (1, 2), "u": (3, 4)}
    assert document.drawn == {"tags": {"p": "red", "u": "blue"}, "bends": {"p→u": [[1, 2]], "A→p": [[3, 4]]}}
    document.undo_stack.undo()
    assert document.placement == {"y": (1, 2), "u": (3, 4)}
    document.apply(Change("delete y", document.text, {}, removed=("y",)))
    assert document.placement == {"u": (3, 4)}
    assert document.drawn == {"tags": {"u": "blue"}}


def test_a_text_that_takes_long_is_read_aside_and_the_newest_wins(document, qtbot, monkeypatch):
    monkeypatch.setattr("gui.document.PATIENCE", 0.0)
    lines = [f"x_{k}: 2\ny_{k} = tanh(x_{k})" for k in range(120)]
    long = "\n".join([*lines, "L = ‖y_1‖²"])
    document.set_text(long)
    qtbot.waitUntil(lambda: document.reading.text == long, timeout=10_000)
    read = []
    document.reading_changed.connect(lambda: read.append(document.reading.text))
    for key in (" + ", "x_2", " +"):
        document.set_text(document.text + key)
        assert not read  # nobody waits for it
    qtbot.waitUntil(lambda: bool(read), timeout=10_000)
    assert read == [document.text]
    assert document.stale
    document.set_text(long.replace("tanh(x_5)", "sin(x_5)"))
    qtbot.waitUntil(lambda: not document.stale, timeout=10_000)
    assert document.graph.nodes["y_5"].expression.operation.name == "sin"
