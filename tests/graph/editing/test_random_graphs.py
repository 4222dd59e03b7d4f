"""What must hold of every edit, on graphs that nobody chose."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph import Document, GraphError, evaluate
from graph.editing import (
    Change,
    Port,
    copy,
    cut,
    delete,
    duplicate,
    fit,
    merge,
    paste,
    ports,
    rename,
    split,
    tie,
    untie,
    wire,
)
from graph.expression import Expression, Name, rebuild
from graph.model import Equation, Graph
from graph.notation import name_text
from tests.graph.calculus.random_graphs import graphs
from tests.graph.editing.support import (
    assert_same_graph,
    assert_same_numbers,
    graph_of,
    made,
    renamed,
    written,
)

STYLES = st.sampled_from(("unicode", "ascii"))
some = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def equations(graph: Graph) -> list[str]:
    return [name for name, node in graph.nodes.items() if isinstance(node, Equation) and node.parents]


def decorated(doc: Document) -> Document:
    """The same text with comments and empty lines in it."""
    lines = doc.text.splitlines()
    return Document("# top\n" + "".join(f"{line}  # {i}\n\n" for i, line in enumerate(lines)), doc.values)


def comments(text: str) -> list[str]:
    return [line.partition("#")[2] for line in text.splitlines() if "#" in line]


@some
@given(graph=graphs(), style=STYLES, data=st.data())
def test_a_wire_cut_and_drawn_again_is_the_same_text(graph, style, data):
    doc = decorated(written(graph, style))
    child = data.draw(st.sampled_from(equations(graph)))
    before = ports(graph_of(doc), child)
    place = data.draw(st.integers(0, len(before) - 1))
    parent = before[place].name
    cut_doc = made(doc, cut(doc, parent, child))
    after = ports(graph_of(cut_doc), child)
    assert [p for p in after if p.kind == "parent"] == [p for p in before if p.name != parent]
    assert after[place].kind == "hole"
    assert made(cut_doc, wire(cut_doc, parent, child, after[place])).text == doc.text


@some
@given(graph=graphs(), style=STYLES, data=st.data())
def test_another_parent_of_the_same_shape_is_the_tree_with_the_other_name(graph, style, data):
    doc = written(graph, style)
    graph = graph_of(doc)
    child = data.draw(st.sampled_from(equations(graph)))
    node = graph.nodes[child]
    assert isinstance(node, Equation)
    old = data.draw(st.sampled_from(node.parents))
    above = graph.upstream(child)
    others = [
        n for n in graph.nodes if n != old and n in above - {child} and graph.nodes[n].shape == graph.nodes[old].shape
    ]
    if not others:
        return
    new = data.draw(st.sampled_from(others))

    def swap(part: Expression) -> Expression | None:
        return Name(new, part.shape) if isinstance(part, Name) and part.name == old else None

    found = made(doc, wire(doc, new, child, Port("parent", old)))
    assert_same_graph(graph_of(found), graph, but={child: rebuild(node.expression, swap)})


@some
@given(graph=graphs(), data=st.data())
def test_what_fits_can_be_wired_and_what_does_not_says_why(graph, data):
    doc = written(graph)
    graph = graph_of(doc)
    parent = data.draw(st.sampled_from(list(graph.nodes)))
    for child in equations(graph):
        for port in ports(graph, child):
            found = fit(doc, parent, child, port)
            if found.fits:
                made(doc, wire(doc, parent, child, port))
                assert not found.reason
                continue
            assert found.reason
            with pytest.raises(GraphError):
                wire(doc, parent, child, port)
            for words, change in found.fixes:
                assert words
                assert parent in graph_of(made(doc, change)).nodes[child].parents


@some
@given(graph=graphs(), style=STYLES, data=st.data())
def test_what_used_a_deleted_node_has_a_hole_there_and_nothing_else_moves(graph, style, data):
    doc = decorated(written(graph, style))
    names = data.draw(st.sets(st.sampled_from(list(graph.nodes)), min_size=1, max_size=3))
    change = delete(doc, names)
    assert comments(change.text) == comments(doc.text)
    new = made(doc, change)
    if change.reading is None or change.reading.graph is None:
        return
    for name, node in graph_of(new).nodes.items():
        kept = [port.name for port in ports(graph_of(doc), name) if port.name not in names]
        assert [port.name for port in ports(graph_of(new), name) if port.kind == "parent"] == kept
        gone = [port for port in ports(graph_of(doc), name) if port.name in names]
        assert len([port for port in ports(graph_of(new), name) if port.kind == "hole"]) == len(gone)
        assert bool(gone) <= (node.shape is None)


@some
@given(graph=graphs(), style=STYLES, data=st.data())
def test_healing_leaves_a_graph_that_reads(graph, style, data):
    doc = written(graph, style)
    names = data.draw(st.sets(st.sampled_from(list(graph.nodes)), min_size=1, max_size=2))
    made(doc, delete(doc, names, heal=True))


@some
@given(graph=graphs(), style=STYLES, data=st.data())
def test_a_name_changed_and_changed_back_is_the_same_text(graph, style, data):
    doc = decorated(written(graph, style))
    old = data.draw(st.sampled_from(list(graph.nodes)))
    new = data.draw(st.sampled_from(("q", "α", "W_c", "ŷ_2", "x_{t-1}")))
    once = made(doc, rename(doc, old, new))
    assert_same_graph(graph_of(once), renamed(graph_of(doc), {old: new}))
    assert_same_numbers(graph_of(once), graph_of(doc), {old: new})
    typed = name_text(old, style)
    assert made(once, rename(once, new, typed)).text == doc.text


@some
@given(graph=graphs(), style=STYLES)
def test_split_everywhere_and_merged_again_has_the_same_loss_and_gradients(graph, style):
    doc = decorated(written(graph, style))
    original = graph_of(doc)
    added: list[str] = []
    for name in equations(original):
        with suppress(GraphError):
            change = split(doc, name)
            added += change.added
            doc = made(doc, change)
    for name in equations(graph_of(doc)):
        with pytest.raises(GraphError, match="one operation already"):
            split(doc, name)
    assert_same_numbers(graph_of(doc), original)
    for name in reversed(added):
        doc = made(doc, merge(doc, name))
    assert_same_numbers(graph_of(doc), original)
    assert_same_graph(graph_of(doc), original)
    assert comments(doc.text) == comments(decorated(written(original, style)).text)


@some
@given(graph=graphs(), style=STYLES)
def test_merging_as_long_as_it_goes_keeps_loss_and_gradients(graph, style):
    doc = written(graph, style)
    original = graph_of(doc)
    for _ in range(len(original.nodes)):
        now = graph_of(doc)
        name = next((n for n in equations(now) if len(now.children(n)) == 1), None)
        if name is None or len(doc.text) > 4000:
            break
        doc = made(doc, merge(doc, name))
    assert_same_numbers(graph_of(doc), original)


@some
@given(graph=graphs(), style=STYLES)
def test_untied_adjoints_add_up_and_tying_is_the_way_back(graph, style):
    doc = written(graph, style)
    original = graph_of(doc)
    shared = [name for name in original.leaves if len(original.children(name)) > 1]
    if not shared:
        return
    leaf = shared[0]
    change = untie(doc, leaf)
    new = made(doc, change)
    first = change.renamed[leaf]
    before, after = evaluate(original), evaluate(graph_of(new))
    total = sum(after.adjoints[name] for name in (first, *change.added))
    np.testing.assert_allclose(total, before.adjoints[leaf], rtol=1e-8, atol=1e-10)
    for name in change.added:
        new = made(new, tie(new, first, name))
    new = made(new, rename(new, first, leaf))
    assert_same_graph(graph_of(new), original)
    assert_same_numbers(graph_of(new), original)


@some
@given(graph=graphs(), style=STYLES, data=st.data())
def test_what_is_pasted_is_the_part_that_was_copied(graph, style, data):
    doc = written(graph, style)
    graph = graph_of(doc)
    chosen = data.draw(st.sets(st.sampled_from(list(graph.nodes)), min_size=1))
    names = [name for name in graph.nodes if name in chosen]
    twin = duplicate(doc, names)
    copies = dict(zip(names, twin.added, strict=True))
    new = graph_of(made(doc, twin))
    expected = renamed(graph, copies)
    assert_same_graph(
        Graph([new.nodes[copy_] for copy_ in twin.added]), Graph([expected.nodes[copy_] for copy_ in twin.added])
    )
    assert_same_graph(Graph([new.nodes[name] for name in graph.nodes]), graph)
    empty = Document("")
    alone = graph_of(made(empty, paste(empty, copy(doc, names))))
    assert [*alone.nodes] == names

    for name in names:
        node = graph.nodes[name]
        if isinstance(node, Equation) and not any(parent not in chosen for parent in node.parents):
            assert alone.nodes[name].parents == node.parents
        elif isinstance(node, Equation):
            holes = {port for port in ports(alone, name) if port.kind == "hole"}
            assert len(holes) == len([parent for parent in node.parents if parent not in chosen])


@some
@given(graph=graphs(equations=4), style=STYLES, data=st.data())
def test_any_row_of_edits_leaves_a_text_that_reads(graph, style, data):
    doc = decorated(written(graph, style))
    for _ in range(5):
        nodes = list(graph_of(doc).nodes)
        if not nodes:
            return
        name = data.draw(st.sampled_from(nodes))
        other = data.draw(st.sampled_from(nodes))
        edit = data.draw(st.sampled_from(EDITS))
        change, refusal = attempted(doc, edit, name, other)
        if change is not None:
            doc = made(doc, change)
        # An edit is refused for what it would do, never because what it wrote cannot be read.
        assert not refusal.startswith("cannot ")
        if not doc.text.strip() or doc.graph is None:
            return


def attempted(doc: Document, edit: Callable[..., Change], name: str, other: str) -> tuple[Change | None, str]:
    """The change, or the words with which it is refused."""
    try:
        return edit(doc, name, other), ""
    except GraphError as error:
        return None, error.problems[0].message


def _wire_any(doc: Document, name: str, other: str) -> Change:
    found = ports(graph_of(doc), other)
    return wire(doc, name, other, found[0] if found else Port("hole", ""))


EDITS = (
    lambda doc, a, b: cut(doc, a, b),
    _wire_any,
    lambda doc, a, b: delete(doc, [a]),
    lambda doc, a, b: delete(doc, [a, b], heal=True),
    lambda doc, a, b: split(doc, a),
    lambda doc, a, b: merge(doc, a),
    lambda doc, a, b: untie(doc, a),
    lambda doc, a, b: tie(doc, a, b),
    lambda doc, a, b: rename(doc, a, "q"),
    lambda doc, a, b: duplicate(doc, [a, b]),
    lambda doc, a, b: duplicate(doc, [a, b], wired=False),
    lambda doc, a, b: paste(doc, copy(doc, [a, b])),
)
