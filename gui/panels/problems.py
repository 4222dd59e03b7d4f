"""What is wrong with the text, each thing at its place and with one way to mend it; and what is worth knowing."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from graph.errors import Notice, Problem
from gui.theming import Look

SHOWN = 6


class ProblemList(QWidget):
    """Problems in words, each with a link to its place, then notices, quietly.

    Signals: ``wanted(int, int)``: a line and a column to go to, from 1.
    """

    wanted = Signal(int, int)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._problems: tuple[Problem, ...] = ()
        self._notices: tuple[Notice, ...] = ()
        self.problems = self._label("Problems")
        self.notices = self._label("Notices")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 4, 12, 4)
        layout.setSpacing(8)
        layout.addWidget(self.problems)
        layout.addWidget(self.notices)
        look.changed.connect(self._write)
        self._write()

    def show_problems(self, problems: Sequence[Problem], notices: Sequence[Notice]) -> None:
        self._problems, self._notices = tuple(problems), tuple(notices)
        self._write()

    def _label(self, name: str) -> QLabel:
        label = QLabel()
        label.setAccessibleName(name)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.RichText)
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        label.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        label.linkActivated.connect(self._follow)
        return label

    def _write(self) -> None:
        theme = self._look.theme
        told = [
            f'<p style="margin: 0 0 6px 0; color: {theme.error};">✕ {_place(p, theme.error)}{escape(p.message)}'
            + (f'<br><span style="color: {theme.muted};">{escape(p.hint)}</span>' if p.hint else "")
            + "</p>"
            for p in self._problems[:SHOWN]
        ]
        if len(self._problems) > SHOWN:
            told.append(f'<p style="margin: 0; color: {theme.error};">and {len(self._problems) - SHOWN} more</p>')
        quiet = [
            f'<p style="margin: 0 0 3px 0; color: {theme.muted};">{_place(n, theme.muted)}{escape(n.message)}</p>'
            for n in self._notices[:SHOWN]
        ]
        if len(self._notices) > SHOWN:
            quiet.append(f'<p style="margin: 0; color: {theme.muted};">and {len(self._notices) - SHOWN} more</p>')
        for label, parts in ((self.problems, told), (self.notices, quiet)):
            label.setText("".join(parts))
            label.setVisible(bool(parts))
        self.setVisible(bool(told or quiet))

    def _follow(self, link: str) -> None:
        line, column = link.split(":")
        self.wanted.emit(int(line), int(column))


def _place(said: Problem | Notice, tone: str) -> str:
    if isinstance(said, Problem) and said.node is not None:
        return f"{escape(said.node)}: "
    if said.line is None:
        return ""
    return f'<a style="color: {tone};" href="{said.line}:{said.column or 1}">line {said.line}</a>: '
