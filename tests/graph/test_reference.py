"""The reference says what is so: its examples read, its formulas are the records' own."""

from __future__ import annotations

import pytest

from graph.language import parse
from graph.operations import TABLE
from graph.reference import Row, grammar, operations

SURROUNDINGS = """
A, B, W: 3x3
x, z, t, b, d_1, d_2, d_3, α, x_2, ŷ, c_0: 3
h: 3
a, n: scalar
"""
ROWS = [row for topic in grammar() for row in topic.rows]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.ascii)
def test_every_example_of_the_grammar_reads(row: Row) -> None:
    for text in (row.text, row.ascii):
        declares = ":" in text or "∈" in text
        whole = declares or text.startswith("#") or (" = " in text and not text.startswith(("Σ", "[")))
        needs_y = "" if text.startswith("y =") else "y: 3\n"
        if declares and not text.startswith(("Σ", "sum")):
            reading = parse(text)
        else:
            reading = parse(SURROUNDINGS + needs_y + (text if whole else f"q = {text}"))
        problems = [p for p in reading.problems if p.kind != "empty"]
        assert not problems, f"{text}: {[str(p) for p in problems]}"


def test_the_ascii_column_needs_no_special_keyboard() -> None:
    assert all(row.ascii.isascii() for row in ROWS)


def test_every_operation_is_there_once() -> None:
    names = [entry.name for section in operations() for entry in section.entries]
    assert sorted(names) == sorted(TABLE)


def test_formulas_come_from_the_records() -> None:
    entries = {entry.name: entry for section in operations() for entry in section.entries}
    product = entries["product"]
    assert product.written.unicode == "Y = A B"
    assert [pull.unicode for pull in product.pulls] == ["Ā = Ȳ Bᵀ", "B̄ = Aᵀ Ȳ"]
    assert product.pulls[0].latex == r"\bar{A} = \bar{Y}\,B^{\top}"
    assert entries["mask_gt"].pulls == ()
    assert entries["sum"].options == ("axis=0|1",)
    assert "σ" in entries["sigmoid"].names


@pytest.mark.parametrize("name", list(TABLE))
def test_every_entry_is_complete(name: str) -> None:
    entry = next(e for section in operations() for e in section.entries if e.name == name)
    assert entry.summary
    assert entry.rule
    assert entry.example
