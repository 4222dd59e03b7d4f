"""Other parents, holes or expressions in the places of an equation's inputs."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from graph.editing.holes import relabelled
from graph.editing.sentences import Piece, Sentence
from graph.editing.source import Source
from graph.expression import Expression, Hole, Name, postorder, rebuild
from graph.notation import expression_text


def opened_up(source: Source, sentence: Sentence, names: Collection[str]) -> str:
    """The sentence with a hole in the places of each of ``names``; the other holes keep their labels if they can.

    Token by token where that reads; else (a running sum, an I that loses its neighbour) the right side is written anew.
    """
    written = _tokens_opened(sentence, names)
    if written is not None and source.reads(written, sentence.line.letters[0]):
        return written
    node = source.equation(sentence.names[0])
    places: list[object] = []
    for part in postorder(node.expression):
        if isinstance(part, Hole):
            places.append(part.label)
        elif isinstance(part, Name) and part.name in names:
            places.append((part.name,))
    labels = relabelled(places)

    def hole(part: Expression) -> Expression | None:
        if isinstance(part, Hole):
            return Hole(labels[part.label])
        return Hole(labels[(part.name,)]) if isinstance(part, Name) and part.name in names else None

    return with_expression(source, sentence, rebuild(node.expression, hole))


def _tokens_opened(sentence: Sentence, names: Collection[str]) -> str | None:
    swaps = sentence.swaps({name: name for name in names})
    if swaps is None:
        return None
    # What a place stands for in the first node of a family stands for the hole in all of them.
    stands = {span.start: min(sets[0]) for span, sets in sentence.uses if sets[0]}
    places: list[tuple[int, int, object]] = [(p.start, p.end, (stands[p.start],)) for p in swaps]
    places += [(span.start, span.end, label) for span, label in sentence.holes]
    labels = relabelled([hole for _, _, hole in sorted(places, key=lambda place: place[0])])
    return sentence.with_pieces(Piece(start, end, f"?{labels[hole]}") for start, end, hole in places)


def filled(sentence: Sentence, swaps: Mapping[str, str], label: str | None, new: str) -> str | None:
    """The sentence with ``new`` in all places of the hole ``label``, or with names exchanged.

    A hole that is then alone in one place is a bare ``?``. None where a place stands for several names.
    """
    pieces = sentence.swaps(swaps, {} if label is None else {label: new})
    if pieces is None:
        return None
    others = [(span, other) for span, other in sentence.holes if other != label]
    if label is not None and len(others) == 1:
        ((span, _),) = others
        pieces.append(Piece(span.start, span.end, "?"))
    return sentence.with_pieces(pieces)


def with_expression(source: Source, sentence: Sentence, expression: Expression, defined: Collection[str] = ()) -> str:
    """The sentence with another right side, written in the script it is typed in."""
    names = {*source.graph.nodes, *defined}
    text = expression_text(expression, source.style_in(sentence), names)
    return sentence.with_pieces([Piece(sentence.body.start, sentence.body.end, text)])
