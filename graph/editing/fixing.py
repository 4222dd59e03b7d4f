"""What one click can do about a node that does not fit: transpose it, multiply entry by entry, or reshape it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from graph.editing.change import Change, Fit, Fix, Port
from graph.editing.concluding import concluded
from graph.editing.exchanging import filled, with_expression
from graph.editing.families import alone, noted
from graph.editing.fitting import below, circle, fits, fits_with, port_key, tried, why_not
from graph.editing.holes import renumbered
from graph.editing.rewriting import Rewriting
from graph.editing.sentences import Piece, Sentence
from graph.editing.source import Source, source_of
from graph.errors import GraphError
from graph.expression import Expression, Hole, Name, apply, is_call, rebuild
from graph.files import Document
from graph.language.syntax import Infix, walk
from graph.model import Equation
from graph.notation import expression_text, name_text
from graph.shapes import Shape, canonical, entries, matrix, written

MOST_RESHAPES = 2

_PRODUCTS = ("", "*", "@", "·", "×")


def fit(doc: Document, parent: str, child: str, port: Port) -> Fit:
    """Whether ``parent`` can be wired into a port of ``child``; if not, why, and what would make it fit."""
    source = source_of(doc)
    if fits(source, parent, child, port):
        return Fit(True)
    return Fit(False, partial(_said, source, parent, child, port), partial(fixes, doc, parent, child, port))


def _said(source: Source, parent: str, child: str, port: Port) -> str:
    try:
        error = why_not(source, parent, child, port)
    except GraphError as raised:
        error = raised
    return error.problems[0].message if error is not None else ""


def fixes(doc: Document, parent: str, child: str, port: Port) -> tuple[Fix, ...]:
    """The wirings of ``parent`` into a port that do read, each with what it does, in words; none for a circle."""
    source = source_of(doc)
    node = source.graph.nodes.get(parent)
    if node is None or not isinstance(source.graph.nodes.get(child), Equation) or circle(source, parent, child):
        return ()
    if not node.shape or port == Port("parent", parent):
        return ()
    name, shown = Name(parent, node.shape), name_text(parent)
    found = _transposed(doc, source, name, child, port)
    found += _entrywise(doc, source, parent, child, port)
    for shape in _shapes(source, node.shape, child, port):
        changed = apply("reshape", name, shape=shape)
        words = f"wire {shown}, reshaped to {written(shape)}, into {name_text(child)}"
        found += _made(f"reshape {shown} to {written(shape)}", partial(_wired, doc, changed, child, port, words))
    return tuple(found)


def _made(words: str, make: Callable[[], Change]) -> list[Fix]:
    """The fix, where its text does read."""
    try:
        return [(words, make())]
    except GraphError:
        return []


def _transposed(doc: Document, source: Source, name: Name, child: str, port: Port) -> list[Fix]:
    turned = apply("transpose", name)
    if turned.shape == name.shape or not fits_with(source, child, {port_key(port): turned.shape}):
        return []
    words = f"wire {expression_text(turned)} into {name_text(child)}"
    return _made(f"transpose {name_text(name.name)}", partial(_wired, doc, turned, child, port, words))


def _shapes(source: Source, shape: Shape, child: str, port: Port) -> Iterator[Shape]:
    """Shapes of as many entries that fit: of what stands there now, a column, or with a length of another input."""
    count = entries(shape)
    nodes = source.graph.nodes
    now = nodes[port.name].shape if port.kind == "parent" else None
    lengths = {n for parent in nodes[child].parents for n in matrix(nodes[parent].shape or ()) if count % n == 0}
    tries = [*([now] if now and len(now) == 2 else []), (count, 1), (1, count)]
    tries += [candidate for n in sorted(lengths) for candidate in ((n, count // n), (count // n, n))]
    found = 0
    for candidate in dict.fromkeys(map(canonical, tries)):
        new = entries(candidate) == count and candidate not in (shape, shape[::-1])
        if new and found < MOST_RESHAPES and fits_with(source, child, {port_key(port): candidate}):
            found += 1
            yield candidate


def _wired(doc: Document, changed: Expression, child: str, port: Port, words: str) -> Change:
    """An operation on a node in a port, token by token."""
    doc, heads = alone(doc, child)
    source = source_of(doc)
    sentence = source.sentence(child)
    assert sentence is not None
    new = expression_text(changed, source.style_in(sentence), source.graph.nodes)
    pieces = filled(sentence, port.name, new) if port.kind == "hole" else sentence.swaps({port.name: new})
    if pieces is None:

        def swap(part: Expression) -> Expression | None:
            return changed if isinstance(part, Name) and part.name == port.name else None

        text = with_expression(source, sentence, rebuild(source.equation(child).expression, swap))
    elif is_call(changed, "transpose"):
        plain = expression_text(changed.inputs[0], source.style_in(sentence), source.graph.nodes)
        text = sentence.with_pieces([_turned_back(sentence, piece, new, plain) for piece in pieces])
    else:
        text = sentence.with_pieces(pieces)
    rewriting = Rewriting(source)
    rewriting.replace(sentence, text)
    return concluded(source, rewriting.text(), noted(words, heads))


def _turned_back(sentence: Sentence, piece: Piece, new: str, plain: str) -> Piece:
    """Where a ᵀ follows already, it is dropped rather than doubled."""
    behind = next((token for token in sentence.tokens if token.start == piece.end), None)
    if piece.text != new or behind is None or behind.value != "ᵀ":
        return piece
    return Piece(piece.start, behind.end, plain)


def _entrywise(doc: Document, source: Source, parent: str, child: str, port: Port) -> list[Fix]:
    """⊙ in the place of one product of the equation."""
    sentence = source.sentence(child)
    assert sentence is not None
    key, shape = port_key(port), source.graph.nodes[parent].shape
    products = [node for node in walk(sentence.trial) if isinstance(node, Infix) and node.operator in _PRODUCTS]
    for product in products:
        before, product.operator = product.operator, "⊙"
        try:
            found = tried(source, child, {key: shape})
        finally:
            product.operator = before
        if found is None or below(source, child, found.shape) is not None:
            continue
        expression = renumbered(_with_port(found, key, parent))
        return _made("multiply entry by entry, with ⊙", partial(_replaced, doc, expression, parent, child))
    return []


def _with_port(found: Expression, key: str, parent: str) -> Expression:
    """A tree that was read on trial, with the node in the port and holes where they are."""

    def swap(part: Expression) -> Expression | None:
        if not isinstance(part, Name):
            return None
        if part.name == key:
            return Name(parent, part.shape)
        return Hole(part.name[1:]) if part.name.startswith("?") else None

    return rebuild(found, swap)


def _replaced(doc: Document, expression: Expression, parent: str, child: str) -> Change:
    doc, heads = alone(doc, child)
    source = source_of(doc)
    sentence = source.sentence(child)
    assert sentence is not None
    rewriting = Rewriting(source)
    rewriting.replace(sentence, with_expression(source, sentence, expression))
    words = noted(f"wire {name_text(parent)} into {name_text(child)}, with ⊙", heads)
    return concluded(source, rewriting.text(), words)
