"""A node under another name, wherever it stands."""

from __future__ import annotations

from graph.editing.change import Change
from graph.editing.concluding import concluded
from graph.editing.exchanging import with_expression
from graph.editing.families import alone
from graph.editing.naming import new_name
from graph.editing.rewriting import Rewriting
from graph.editing.sentences import Piece, Sentence
from graph.editing.source import Source, source_of
from graph.expression import Expression, Name, rebuild
from graph.files import Document
from graph.model import Leaf
from graph.notation import name_text


def rename(doc: Document, old: str, new: str) -> Change:
    """The node ``old`` as ``new``, which may be typed in any way, everywhere; its numbers stay."""
    source = source_of(doc)
    node = source.node(old)
    name = new_name(source, new, but={old})
    doc, note = _apart(doc, source, old)
    source = source_of(doc)
    rewriting = Rewriting(source)
    own = source.sentence(old)
    for sentence in {s.start: s for s in (*([own] if own is not None else []), *source.users(old))}.values():
        rewriting.replace(sentence, _renamed(source, sentence, old, name, new.strip()))
    values = {name if key == old else key: array for key, array in doc.values.items() if key != name or key == old}
    numbers = {name: old} if isinstance(node, Leaf) else {}
    words = f"rename {name_text(old)} to {name_text(name)}{note}"
    return concluded(source, rewriting.text(), words, values=values, renamed={old: name}, numbers=numbers)


def _apart(doc: Document, source: Source, old: str) -> tuple[Document, str]:
    """The document with those families written out that stand for ``old`` and for others in one place."""
    own = source.sentence(old)
    mixed = [own.names[0]] if own is not None and own.is_family else []
    mixed += [s.names[0] for s in source.users(old) if s.is_family and s.swaps({old: "?"}) is None]
    return alone(doc, *dict.fromkeys(mixed))


def _renamed(source: Source, sentence: Sentence, old: str, name: str, typed: str) -> str:
    style = source.style_in(sentence)
    # Where the definition stands the name is as it was typed; elsewhere it follows the script of the line.
    spelled = typed if style == "unicode" or typed.isascii() else name_text(name, style)
    pieces = sentence.swaps({old: spelled})
    if pieces is None:
        shapes = source.graph.nodes[old].shape

        def swap(part: Expression) -> Expression | None:
            return Name(name, shapes) if isinstance(part, Name) and part.name == old else None

        expression = rebuild(source.equation(sentence.names[0]).expression, swap)
        written = with_expression(source, sentence, expression, [name])
        sentence = Sentence(written, sentence.start, sentence.names, source.defines)
        pieces = []
    if old in sentence.names:
        target = sentence.target(old)
        pieces.append(Piece(target.start, target.end, spelled))
    return sentence.with_pieces(pieces)
