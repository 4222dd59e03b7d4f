"""Other parents, holes or expressions in the places of an equation's inputs."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from graph.editing.holes import relabelled
from graph.editing.sentences import Piece, Sentence
from graph.editing.source import Source
from graph.expression import Expression, Hole, Name, postorder, rebuild
from graph.notation import expression_text

_HOLE = "?"


def opened_up(source: Source, sentence: Sentence, names: Collection[str]) -> str:
    """The sentence with a hole in the places of each of ``names``; the other holes keep their labels if they can.

    Token by token where that reads; else (a running sum, an I that loses its neighbour) the right side is written anew.
    """
    written = exchanged(sentence, {}, names)
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


def exchanged(sentence: Sentence, swaps: Mapping[str, str], opened: Collection[str]) -> str | None:
    """The sentence with other text for the names in ``swaps`` and holes for those that are ``opened``.

    None where one place stands for names that are exchanged and for others.
    """
    pieces = sentence.swaps({**swaps, **dict.fromkeys(opened, _HOLE)})
    if pieces is None:
        return None
    # What a place stands for in the first node of a family stands for the hole in all of them.
    stands = {span.start: min(sets[0]) for span, sets in sentence.uses if sets[0]}
    open_pieces = [piece for piece in pieces if piece.text == _HOLE]
    places: list[tuple[int, int, object]] = [(p.start, p.end, (stands[p.start],)) for p in open_pieces]
    if places:
        places += [(span.start, span.end, label) for span, label in sentence.holes]
    labels = relabelled([hole for _, _, hole in sorted(places, key=lambda place: place[0])]) if places else {}
    holes = [Piece(start, end, f"?{labels[hole]}") for start, end, hole in places]
    return sentence.with_pieces([*(piece for piece in pieces if piece.text != _HOLE), *holes])


def filled(sentence: Sentence, label: str, new: str) -> list[Piece]:
    """The pieces that put ``new`` in all places of a hole; one that is then alone in one place is a bare ``?``."""
    pieces = [Piece(span.start, span.end, new) for span, other in sentence.holes if other == label]
    others = [span for span, other in sentence.holes if other != label]
    if len(others) == 1:
        pieces.append(Piece(others[0].start, others[0].end, "?"))
    return pieces


def with_names(
    source: Source, sentence: Sentence, swaps: Mapping[str, str], spelled: Mapping[str, str] | None = None
) -> str:
    """The sentence with other nodes in the places of those in ``swaps``.

    ``spelled`` is how new nodes are written; others are as the user wrote them where they are defined.
    """
    style = source.style_in(sentence)
    texts = {}
    for old, new in swaps.items():
        typed = (spelled or {}).get(new)
        fits_line = typed is not None and (style == "unicode" or typed.isascii())
        texts[old] = typed if typed is not None and fits_line else source.spelled(new, style)
    pieces = sentence.swaps(texts)
    if pieces is not None:
        return sentence.with_pieces(pieces)
    node = source.equation(sentence.names[0])

    def swap(part: Expression) -> Expression | None:
        return Name(swaps[part.name], part.shape) if isinstance(part, Name) and part.name in swaps else None

    return with_expression(source, sentence, rebuild(node.expression, swap), [*swaps.values()])


def with_expression(source: Source, sentence: Sentence, expression: Expression, defined: Collection[str] = ()) -> str:
    """The sentence with another right side, written in the script it is typed in."""
    names = {*source.graph.nodes, *defined}
    text = expression_text(expression, source.style_in(sentence), names)
    return sentence.with_pieces([Piece(sentence.body.start, sentence.body.end, text)])
