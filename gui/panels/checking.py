"""The comparison of the adjoints with central differences, in one line and as a table."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from graph.calculus.differences import LeafCheck
from graph.notation.powers import power_text
from gui.evaluator import Evaluator
from gui.theming import Look
from gui.writing.typeset import PhraseLabel


def verdict(evaluator: Evaluator) -> tuple[str, str, bool | None]:
    """A headline, a line below it, and whether that is good; None where nothing is known yet."""
    if evaluator.stale:
        return "the check waits until the equations can be read", "", None
    if evaluator.check is not None:
        errors = [leaf.error for leaf in evaluator.check.leaves.values() if leaf.compared]
        largest = f"largest relative error {power_text(max(errors))}" if errors else "nothing could be compared"
        if evaluator.check.passed:
            return "✓ agrees with central differences", largest, True
        return _not_passed(evaluator.check.leaves)
    if evaluator.check_problems:
        return "✕ could not be checked", evaluator.check_problems[0].message, False
    if evaluator.checking:
        return "comparing with central differences …", "", None
    return "", "", None


def _not_passed(leaves: Mapping[str, LeafCheck]) -> tuple[str, str, bool | None]:
    """What differs; or, where all that was compared agrees, what could not be compared, and why: that is no mistake."""
    wrong = [name for name, leaf in leaves.items() if leaf.compared and not leaf.passed]
    if wrong:
        largest = max(leaves[name].error for name in wrong)
        return (
            "✕ does not agree with central differences",
            f"{_listed(wrong)}: relative error {power_text(largest)}",
            False,
        )
    if not leaves:
        return "nothing to compare: no leaf reaches the loss", "", None
    left_out = [name for name, leaf in leaves.items() if not leaf.compared]
    whys = dict.fromkeys(words.rsplit(": ", 1)[-1] for name in left_out for words in leaves[name].skipped[:1])
    many = "no leaf" if len(left_out) == len(leaves) else "not every leaf"
    return f"{many} could be compared with central differences", f"{_listed(left_out)}: {', '.join(whys)}", None


def _listed(names: list[str]) -> str:
    """The first names, and how many more there are."""
    return ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")


class CheckLine(QWidget):
    """The verdict in two lines."""

    def __init__(self, evaluator: Evaluator, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._evaluator = evaluator
        self.headline = PhraseLabel(look, px=13, weight=500)
        self.detail = PhraseLabel(look, px=12, tone="muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 10, 12, 14)
        layout.setSpacing(3)
        layout.addWidget(self.headline)
        layout.addWidget(self.detail)
        evaluator.check_changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        headline, detail, good = verdict(self._evaluator)
        self.headline.set_tone("muted" if good is None else "forward" if good else "error")
        self.headline.set_phrase(headline)
        self.detail.set_phrase(detail)


class CheckPage(QWidget):
    """For every leaf: the largest error, how many entries were compared, what was left out and why."""

    def __init__(self, evaluator: Evaluator, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._evaluator = evaluator
        self._look = look
        self.again = QPushButton("Check now")
        self.again.clicked.connect(evaluator.check_now)
        self._table = QGridLayout()
        self._table.setHorizontalSpacing(14)
        self._table.setVerticalSpacing(6)
        self._table.setColumnStretch(2, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.setSpacing(12)
        line = CheckLine(evaluator, look)
        line.layout().setContentsMargins(0, 4, 0, 0)
        layout.addWidget(line)
        layout.addLayout(self._table)
        layout.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(1)
        evaluator.check_changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        while (item := self._table.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self.again.setEnabled(not self._evaluator.checking)
        if self._evaluator.check is None:
            return
        for row, (name, leaf) in enumerate(list(self._evaluator.check.leaves.items())[:200]):
            entries = "entry" if leaf.compared == 1 else "entries"
            told = f"{leaf.compared} {entries}" + (f", {leaf.skipped}" if leaf.skipped else "")
            cells = (name, power_text(leaf.error) if leaf.compared else "—", told)
            for column, words in enumerate(cells):
                label = QLabel(words)
                label.setWordWrap(column == 2)
                label.setProperty("strong" if column == 0 else "muted", True)
                self._table.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
