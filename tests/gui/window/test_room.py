"""What has room in windows of different sizes: panels, words, numbers, labels, long lines."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox, QSpinBox

from graph.files import Document
from gui.drawing.theme import DARK, LIGHT
from tests.gui.window.conftest import close, open_window

LONG = "W_c: 3x3\nW_x: 3x3\nc_1: 3\nx_1: 3\nb_1: 3\nu_t = W_c c_1 + W_x x_1 + W_c x_1 + b_1\nJ = ‖u_t‖²"


def resized(window, qtbot, width, height=800):
    window.resize(width, height)
    qtbot.waitUntil(lambda: window.width() == width)


def test_the_panels_leave_a_small_window_to_the_canvas(window, qtbot):
    resized(window, qtbot, 1680, 1000)
    wide = window.splitter.sizes()
    resized(window, qtbot, 1280)
    left, canvas, right = window.splitter.sizes()
    assert left < wide[0]
    assert right < wide[2]
    assert canvas > 0.6 * 1280


def test_a_width_given_by_hand_stays(window, qtbot):
    handle = window.splitter.handle(2)
    start = handle.rect().center()
    qtbot.mousePress(handle, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(handle, start - QPoint(90, 0))
    qtbot.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=start - QPoint(90, 0))
    given = window.splitter.sizes()[2]
    resized(window, qtbot, 1280)
    assert window.splitter.sizes()[2] == pytest.approx(given, abs=2)


def test_all_numbers_of_the_inspector_stand_beside_their_words_or_all_below(window, qtbot):
    window.selection.select("z")
    page = window.inspector.step_page
    rows = [row for _key, row in (*page._own, *page._sent)]
    for width, below in ((1680, False), (1100, True)):
        resized(window, qtbot, width)
        window.splitter.setSizes([250, width - 250 - (240 if below else 380), 240 if below else 380])
        qtbot.waitUntil(lambda below=below: {row.sizeHint().height() > 80 for row in rows} == {below})


def test_a_line_that_is_typeset_takes_one_line_of_room(qtbot, settings):
    window = open_window(qtbot, settings)
    window.look.typesetter.synchronous = True
    window.document.new(Document(text=LONG))
    editor = window.equations.editor
    window.splitter.setSizes([260, 900, 300])
    block = editor.document().findBlockByNumber(5)
    window.canvas.setFocus()
    editor.viewport().grab()
    qtbot.waitUntil(lambda: editor.viewport().grab() is not None and block.layout().lineCount() == 1)
    text = editor.toPlainText()
    editor.setFocus()
    editor.go_to(6)
    qtbot.waitUntil(lambda: editor.viewport().grab() is not None and block.layout().lineCount() > 1)
    assert editor.toPlainText() == text
    assert not window.document.edited
    close(window)


def test_the_line_that_says_how_it_was_read_takes_room_only_while_somebody_types(window, qtbot):
    window.canvas.setFocus()
    qtbot.waitUntil(lambda: not window.equations.echo.isVisible())
    window.equations.editor.setFocus()
    qtbot.waitUntil(window.equations.echo.isVisible)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_choices_and_numbers_of_dialogs_look_like_the_other_fields(window, qtbot, settings, theme):
    settings.theme = "dark" if theme.dark else "light"
    window.canvas.adding.leaf()
    dialog = window.canvas.adding.dialog
    dialog.setFocus()
    for kind in (QComboBox, QSpinBox):
        field = dialog.findChildren(kind)[0]
        image = field.grab().toImage()
        assert image.pixelColor(image.width() // 2, 0).name().upper() == theme.edge.upper()
        arrow = [
            image.pixelColor(x, y).name()
            for x in range(image.width() - 20, image.width() - 4)
            for y in range(4, image.height() - 4)
        ]
        assert len({*arrow}) > 2
    dialog.reject()


@pytest.mark.parametrize("width", [1280, 1366])
def test_the_pages_of_mathematics_have_room_in_a_small_window(window, qtbot, width):
    resized(window, qtbot, width)
    window.document.new(Document("W_long: 3x4\nx: 4\nL = ‖W_long x‖²"))
    for page, views in (
        (window.derivation, lambda: [window.derivation.steps.all, window.derivation.verdict, window.derivation.tabs]),
        (
            window.hessian,
            lambda: [window.hessian.matrix, window.hessian.verdict, window.hessian.open, window.hessian.by],
        ),
    ):
        page.setVisible(True)
        window.selection.select("W_long")
        qtbot.waitUntil(page.copy.isVisible)
        inner = page.area.widget()
        qtbot.waitUntil(lambda inner=inner, page=page: inner.width() == page.area.viewport().width())
        for view in views():
            right = view.mapTo(page, view.rect().topRight()).x()
            assert 0 <= view.mapTo(page, view.rect().topLeft()).x() < right < page.width(), view
    tabs, matrix = window.derivation.tabs, window.hessian.matrix
    assert tabs.tabRect(2).right() <= tabs.width()
    assert [tabs.tabToolTip(place) for place in range(3)] == ["Closed form", "Messages", "Differentials"]
    left, _top, wide, _high = matrix.rect_of(11, 11)
    assert left + wide <= matrix.width()


def test_what_nodes_are_chosen_in_keeps_its_width_when_the_theme_changes(window, qtbot, settings):
    window.hessian.setVisible(True)
    qtbot.waitUntil(lambda: window.hessian.by.isVisible() and window.hessian.by.width() > 50)
    before = window.hessian.wrt.width(), window.hessian.by.width()
    for theme in ("dark", "light"):
        settings.theme = theme
        qtbot.wait(50)
        assert (window.hessian.wrt.width(), window.hessian.by.width()) == before


@pytest.mark.parametrize("width", [1200, 1400, 1680])
def test_a_sentence_of_two_lines_has_room_above_its_formula(window, qtbot, width):
    resized(window, qtbot, width)
    timeline = window.timeline
    height, sentence = timeline.height(), timeline.sentence

    def fits():
        formula = timeline.formula.geometry()
        room = sentence.height() >= sentence.heightForWidth(sentence.width())
        return room and sentence.geometry().bottom() < formula.top() and formula.bottom() <= timeline.rect().bottom()

    for t in range(1, window.playhead.length + 1):
        window.playhead.jump(t)
        qtbot.waitUntil(fits)
        assert timeline.height() == height
