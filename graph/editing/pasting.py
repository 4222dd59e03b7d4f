"""The lines of a text put into a graph: under free names, wired to what is there, or with holes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from graph.editing.change import Change
from graph.editing.concluding import concluded, listed
from graph.editing.exchanging import exchanged
from graph.editing.families import declared_alone, member_line
from graph.editing.naming import free_among, refuse_shadowing
from graph.editing.rewriting import Rewriting
from graph.editing.sentences import Letters, Piece, Sentence, joined, spliced
from graph.editing.source import Source, refused, source_of
from graph.editing.typed import named, names_defined, sign
from graph.errors import GraphError
from graph.files import Document
from graph.language.faults import Fault, Places, Refused, Span
from graph.language.functions import functions
from graph.language.names import Spelled
from graph.language.scope import CONSTANTS
from graph.language.statements import split
from graph.language.tokens import tokenise
from graph.model import Leaf
from graph.notation import Style, name_text


def paste(doc: Document, text: str, wired: bool = True) -> Change:
    """The lines of a text, under new names where theirs are taken; ``added`` is in their order.

    A name that the text uses and does not define is wired to the node of that name, if there is one that fits and
    ``wired``; else it becomes a hole. Raises GraphError, with places in ``text``, where it holds no equations.
    """
    source = source_of(doc)
    typed = named(text.strip("\r\n"), source.graph.nodes)
    sentences = _cut(source, typed)
    known = {name for sentence in sentences for name in _used(sentence)} & source.graph.nodes.keys()
    if not known and all(sign(tokens) is None for tokens in split(tokenise(text).tokens)):
        raise refused("the text holds no equations", "copy lines such as y = A x")
    copies = _new_names(source, [name for sentence in sentences for name in sentence.names])
    return _put(source, sentences, typed, copies, wired, f"paste {listed([*copies.values()])}")


def put_copies(source: Source, typed: str, wired: bool, words: str) -> tuple[Change, Mapping[str, str]]:
    """Lines of the graph itself once more, with the numbers of its leaves, and the name of every copy."""
    sentences = _cut(source, typed)
    copies = _new_names(source, [name for sentence in sentences for name in sentence.names])
    numbers = {new: old for old, new in copies.items()}
    return _put(source, sentences, typed, copies, wired, words, numbers), copies


def _put(
    source: Source,
    sentences: Sequence[Sentence],
    typed: str,
    copies: Mapping[str, str],
    wired: bool,
    words: str,
    numbers: Mapping[str, str] | None = None,
) -> Change:
    new = frozenset(copies.values())
    values = {name: array for name, array in source.values.items() if name not in new}
    leaves = {c: old for c, old in (numbers or {}).items() if isinstance(source.graph.nodes.get(old), Leaf)}
    values.update({copy: source.values[old] for copy, old in leaves.items() if old in source.values})
    attempts = (True, False) if wired else (False,)
    for attempt in attempts:
        rewriting = Rewriting(source)
        rewriting.append([_rewritten(source, sentences, typed, copies, attempt)])
        text = rewriting.text()
        try:
            return concluded(source, text, words, values=values, added=[*copies.values()], numbers=leaves)
        except GraphError as error:
            if attempt is attempts[-1]:
                raise error
    raise AssertionError


def _cut(source: Source, typed: str) -> list[Sentence]:
    """The sentences of a text; raises GraphError, with places in it, where that is no equations."""
    lexed = tokenise(typed)
    places = Places(typed, lexed.starts)
    if lexed.faults:
        raise GraphError(places.problems(lexed.faults))
    own = frozenset(names_defined(typed))

    def defined(spelled: Spelled, letters: Letters) -> bool:
        name = spelled.under(letters)
        return name in own or name in source.graph.nodes or name in letters or name not in functions()

    found = []
    for tokens in split(lexed.tokens):
        start = tokens[0].start
        try:
            sentence = Sentence(typed[start : tokens[-1].end], start, (), defined)
            sentence.names = tuple(
                token.spelled.under(letters)
                for token in sentence.line.targets
                for letters in sentence.line.letters
                if token.spelled is not None
            )
            found.append(sentence)
            if sentence.line.kind == "equation":
                assert sentence.tree is not None
        except Refused as error:
            fault = error.fault
            span = Span(fault.span.start + start, fault.span.end + start)
            raise GraphError([places.problem(Fault(fault.kind, fault.message, span, fault.hint))]) from None
    return found


def _new_names(source: Source, names: Sequence[str]) -> dict[str, str]:
    """The name that each pasted node gets: its own where that is free."""
    copies: dict[str, str] = {}
    taken = {*source.graph.nodes, *names}
    for name in dict.fromkeys(names):
        copies[name] = name if _is_free(source, name) else free_among(taken, name)
        taken.add(copies[name])
    return copies


def _is_free(source: Source, name: str) -> bool:
    try:
        refuse_shadowing(source, name)
    except GraphError:
        return False
    return name not in source.graph.nodes


def _rewritten(
    source: Source, sentences: Sequence[Sentence], typed: str, copies: Mapping[str, str], wired: bool
) -> str:
    """The text with the new names in it, and holes for the names that stand for nothing here."""
    pieces = []
    for sentence in sentences:
        known = {*copies, *CONSTANTS, "I", *sentence.letters, *(source.graph.nodes if wired else ())}
        opened = _used(sentence) - known
        pieces.append(Piece(sentence.start, sentence.end, _one(source, sentence, copies, opened)))
    return joined(typed, pieces)


def _like(sentence: Sentence, old: str, new: str, style: Style) -> str:
    """A new name, with its subscript below the line only where that of the old one is."""
    plain = "_" in old and name_text(old, "ascii") in sentence.text
    return name_text(new, "ascii" if plain else style)


def _used(sentence: Sentence) -> set[str]:
    return {name for _, sets in sentence.uses for one in sets for name in one}


def _one(source: Source, sentence: Sentence, copies: Mapping[str, str], opened: Collection[str]) -> str:
    """One line under its new names; of a family where these differ, a line for every node."""
    style = sentence.style or source.style
    swaps = {old: _like(sentence, old, new, style) for old, new in copies.items() if old != new}
    moved = any(name in swaps for name in sentence.names)
    if sentence.line.kind == "declaration" and sentence.is_family and moved:
        return declared_alone(sentence, [copies.get(name, name) for name in sentence.names], style)
    new = None if moved and sentence.is_family else exchanged(sentence, swaps, opened)
    if new is not None:
        return spliced(new, _targets(sentence, swaps))
    lines = []
    for index, name in enumerate(sentence.names) if sentence.is_family else ():
        line = member_line(sentence, index, style, {*source.graph.nodes, *swaps})
        member = Sentence(line, 0, (name,), sentence.defined) if line is not None else None
        lines.append(_one(source, member, copies, opened) if member is not None else None)
    found = [line for line in lines if line is not None]
    if not found or len(found) < len(lines):
        message = "a sum runs over nodes of which some are here and some are not"
        raise refused(f"{sentence.text[:60]}: {message}", "write its terms out before it is copied")
    return "\n".join(found)


def _targets(sentence: Sentence, swaps: Mapping[str, str]) -> list[Piece]:
    """The new names left of the sign."""
    named = [(token, token.spelled.name) for token in sentence.line.targets if token.spelled is not None]
    return [Piece(token.start, token.end, swaps[name]) for token, name in named if name in swaps]
