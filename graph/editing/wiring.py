"""Wires: from a parent into a port of its child, and cut again."""

from __future__ import annotations

from graph.editing.change import Change, Port
from graph.editing.concluding import concluded
from graph.editing.exchanging import filled, opened_up, with_names
from graph.editing.families import alone, noted
from graph.editing.fitting import why_not
from graph.editing.rewriting import Rewriting
from graph.editing.rolled import cut_in_all, wired_in_all
from graph.editing.sentences import Sentence
from graph.editing.source import Source, refused, source_of
from graph.files import Document
from graph.notation import name_text


def wire(doc: Document, parent: str, child: str, port: Port, *, whole: bool = False) -> Change:
    """``parent`` in a port of ``child``: in all places of a hole, or wherever the other parent stands.

    ``whole`` does it in every node of the family of ``child``, by an edit of its line. Raises GraphError where it does
    not fit or would close a circle; ``fit`` says so beforehand.
    """
    source = source_of(doc)
    problem = why_not(source, parent, child, port)
    if problem is not None:
        raise problem
    words = f"wire {name_text(parent)} into {name_text(child)}"
    sentence = source.sentence(child)
    if whole and sentence is not None and sentence.is_family:
        text = wired_in_all(source, sentence, parent, child, port)
        if text is not None:
            return _in_line(source, sentence, text, f"wire {name_text(parent)} into {sentence.line.targets[0].text}")
    doc, heads = alone(doc, child)
    source = source_of(doc)
    sentence = source.sentence(child)
    assert sentence is not None
    new = source.spelled(parent, source.style_in(sentence))
    if port.kind == "hole":
        text = sentence.with_pieces(filled(sentence, port.name, new))
    else:
        text = with_names(source, sentence, {port.name: parent})
    return _in_line(source, sentence, text, noted(words, heads))


def cut(doc: Document, parent: str, child: str, *, whole: bool = False) -> Change:
    """One hole in all places where ``child`` uses ``parent``; raises GraphError where it does not.

    ``whole`` does it in every node of the family of ``child``, by an edit of its line.
    """
    source = source_of(doc)
    shown, below = name_text(parent), name_text(child)
    if parent not in source.equation(child).parents:
        raise refused(f"{below} does not use {shown}", f"its inputs are {_inputs(source, child)}", node=child)
    sentence = source.sentence(child)
    if whole and sentence is not None and sentence.is_family:
        text = cut_in_all(sentence, parent, child)
        if text is not None:
            return _in_line(source, sentence, text, f"cut {shown} from {sentence.line.targets[0].text}")
    doc, heads = alone(doc, child)
    source = source_of(doc)
    sentence = source.sentence(child)
    assert sentence is not None
    text = opened_up(source, sentence, [parent])
    return _in_line(source, sentence, text, noted(f"cut {shown} from {below}", heads))


def _in_line(source: Source, sentence: Sentence, text: str, words: str) -> Change:
    rewriting = Rewriting(source)
    rewriting.replace(sentence, text)
    return concluded(source, rewriting.text(), words)


def _inputs(source: Source, child: str) -> str:
    return ", ".join(map(name_text, source.node(child).parents)) or "none"
