"""The reference of the language and its operations, with search; all of it is made from the records."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QLabel, QLineEdit, QTextBrowser, QVBoxLayout, QWidget

from graph.reference import Entry, Row, grammar, operations
from gui.drawing.fonts import SERIF, SYMBOLS, text_font
from gui.theming import Look


class Reference(QDialog):
    """One page and a field that narrows it down."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Language reference")
        self._look = look
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search: softmax, transpose, axis, ⊙ …")
        self.search.setAccessibleName("Search the reference")
        self.search.setClearButtonEnabled(True)
        self.page = QTextBrowser()
        self.page.setAccessibleName("Reference")
        self.page.setFrameShape(QFrame.Shape.NoFrame)
        self.page.setOpenLinks(False)
        title = QLabel("What can be written")
        title.setFont(text_font(20, 600))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 22, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(title)
        layout.addWidget(self.search)
        layout.addWidget(self.page, 1)
        self.search.textChanged.connect(self._write)
        look.changed.connect(self._write)
        self.resize(820, 720)
        self._write()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _write(self) -> None:
        words = self.search.text().casefold().split()
        parts = [*self._grammar(words), *self._operations(words)]
        style = (
            f"h3 {{ color: {self._look.theme.muted}; font-size: 14px; margin-top: 18px; margin-bottom: 6px; }}"
            f"td {{ padding: 4px 18px 4px 0; }} .m {{ font-family: '{SERIF}', '{SYMBOLS}'; font-size: 17px; }}"
            f".q {{ color: {self._look.theme.muted}; }} .p {{ color: {self._look.theme.backward}; }}"
        )
        self.page.document().setDefaultStyleSheet(style)
        self.page.setHtml("".join(parts) or "<p>Nothing of that name. Fewer or other words may find it.</p>")

    def _grammar(self, words: list[str]) -> Iterator[str]:
        for topic in grammar():
            rows = [row for row in topic.rows if _has(words, topic.title, row.text, row.ascii, row.meaning)]
            if rows:
                yield f"<h3>{escape(topic.title)}</h3><table width='100%'>{''.join(map(_row, rows))}</table>"

    def _operations(self, words: list[str]) -> Iterator[str]:
        for section in operations():
            entries = [entry for entry in section.entries if _has(words, section.title, *_texts(entry))]
            if entries:
                yield f"<h3>{escape(section.title)}</h3>{''.join(map(_entry, entries))}"


def _row(row: Row) -> str:
    typed = "" if row.ascii == row.text else escape(row.ascii)
    first = f'<td class="m" width="36%">{escape(row.text)}</td>'
    return f'<tr>{first}<td class="q" width="26%">{typed}</td><td>{escape(row.meaning)}</td></tr>'


def _entry(entry: Entry) -> str:
    """An operation: how it is written, what it is, what it sends its inputs."""
    typed = "" if entry.written.ascii == entry.written.unicode else f"typed {entry.written.ascii}"
    names = f"also {', '.join(entry.names[1:])}" if len(entry.names) > 1 else ""
    options = f"options {', '.join(entry.options)}" if entry.options else ""
    quiet = " · ".join(filter(None, (typed, names, entry.rule, options)))
    pulls = " &nbsp; ".join(escape(pull.unicode) for pull in entry.pulls) or "sends nothing back"
    convention = f'<br><span class="q">{escape(entry.convention)}</span>' if entry.convention else ""
    return (
        f'<p><span class="m">{escape(entry.written.unicode)}</span> &nbsp; {escape(entry.summary)}<br>'
        f'<span class="m p">{pulls}</span><br><span class="q">{escape(quiet)}</span>{convention}</p>'
    )


def _texts(entry: Entry) -> tuple[str, ...]:
    return (entry.name, entry.written.unicode, entry.written.ascii, entry.summary, *entry.names, *entry.options)


def _has(words: list[str], *texts: str) -> bool:
    whole = " ".join(texts).casefold()
    return all(word in whole for word in words)
