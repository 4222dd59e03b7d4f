"""The document as an edit sees it: its text read, and cut into sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

from graph.editing.sentences import Letters, Sentence
from graph.errors import GraphError, Problem
from graph.files import Document
from graph.language import Reading, parse
from graph.language.elaboration import Elaborator
from graph.language.faults import Fault, Refused
from graph.language.names import Spelled
from graph.language.scope import CONSTANTS, Scope
from graph.model import Array, Equation, Graph, Leaf, Node
from graph.notation import Style, name_text
from graph.shapes import Shape

_MEMO = "graph.editing"


class Source:
    """A text that can be read, with its graph and its sentences. Raises GraphError where it cannot be read."""

    def __init__(self, text: str, values: Mapping[str, Array], reading: Reading) -> None:
        self.text = text
        self.values = values
        self.reading = reading
        self.graph: Graph = reading.graph if reading.graph is not None else Graph([])
        self.verdicts: dict[tuple[str, Shape | None], tuple[str, Fault] | None] = {}
        self._sentences: dict[int, Sentence] = {}

    def node(self, name: str) -> Node:
        """Raises GraphError where the graph has no such node."""
        found = self.graph.nodes.get(name)
        if found is None:
            raise refused(f"there is no node {name_text(name)}", "take one that the equations define", kind="undefined")
        return found

    def equation(self, name: str) -> Equation:
        """Raises GraphError where ``name`` is no equation."""
        node = self.node(name)
        if isinstance(node, Leaf):
            shown = name_text(name)
            raise refused(f"{shown} is a leaf: it takes no inputs", f"give it an equation, {shown} = …", node=name)
        return node

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """All of them, in the order of the text."""
        return tuple(self._sentence(index) for index in range(len(self.reading.statements)))

    @cached_property
    def _place(self) -> Mapping[str, int]:
        return {name: i for i, statement in enumerate(self.reading.statements) for name in statement.names}

    def sentence(self, name: str) -> Sentence | None:
        """The one that makes a node; None for a leaf that only has a value."""
        index = self._place.get(name)
        return None if index is None else self._sentence(index)

    def _sentence(self, index: int) -> Sentence:
        if index not in self._sentences:
            statement = self.reading.statements[index]
            text = self.text[statement.start : statement.start + statement.length]
            self._sentences[index] = Sentence(text, statement.start, statement.names, self.defines)
        return self._sentences[index]

    def users(self, name: str) -> tuple[Sentence, ...]:
        """The sentences of the children of a node, in the order of the text."""
        places = sorted({self._place[child] for child in self.graph.children(name)})
        return tuple(map(self._sentence, places))

    def defines(self, spelled: Spelled, letters: Letters) -> bool:
        """Whether a name as typed means something here: a node, a constant, or an index in ``letters``."""
        name = spelled.under(letters)
        return name in self.graph.nodes or name in CONSTANTS or name == "I" or name in letters

    # How things are written

    @cached_property
    def style(self) -> Style:
        """The script of the text as a whole; Unicode where nothing says otherwise."""
        typed: Style | None = None
        for sentence in self.sentences:
            if sentence.style == "unicode":
                return "unicode"
            typed = typed or sentence.style
        return typed or "unicode"

    def style_in(self, sentence: Sentence) -> Style:
        """The script of a sentence, else that of the text."""
        return sentence.style or self.style

    def spelled(self, name: str, style: Style) -> str:
        """A name as the user wrote it where it is defined, or in ``style``."""
        sentence = self.sentence(name)
        typed = sentence.target(name).text if sentence is not None and not sentence.is_family else None
        return typed if typed is not None and (style == "unicode" or typed.isascii()) else name_text(name, style)

    # How a changed sentence reads

    def reader(self, text: str, shapes: Mapping[str, Shape | None]) -> Elaborator:
        """Reads right sides among nodes of these shapes."""
        scope = Scope({name: name for name in shapes})
        scope.shapes = dict(shapes)
        return Elaborator(text, scope)

    def reads(self, text: str, letters: Letters) -> bool:
        """Whether an equation can be read among the nodes there are."""
        return not self.faults_of(text, letters)

    def faults_of(self, text: str, letters: Letters) -> list[Fault]:
        """What is wrong with an equation among the nodes there are; of a family, in the node of these letters."""
        line = Sentence(text, 0, (), self.defines)
        try:
            used = {name for span, sets in line.uses for names in sets for name in names} & self.graph.nodes.keys()
            reader = self.reader(text, {name: self.graph.nodes[name].shape for name in used})
            found = reader.read(line.tree, letters)
        except Refused as error:
            return [error.fault]
        if found is None and not reader.faults:
            return [Fault("shape", "a size cannot be told", line.body, "write eye(3), with its size")]
        return reader.faults

    @cached_property
    def position(self) -> Mapping[str, int]:
        """The place of every node in a topological order."""
        return {name: place for place, name in enumerate(self.graph.order)}


def source_of(doc: Document) -> Source:
    """The document, to be edited; a text without a statement counts as one with no nodes.

    Raises GraphError with every problem of a text that cannot be read: nothing is changed then.
    """
    reading = _with_fitting(doc.text, doc.values, doc.reading)
    if reading.graph is None and not is_empty(reading):
        first, *others = reading.problems
        message = f"nothing is changed while the equations cannot be read: {first.message}"
        raise GraphError([replace(first, message=message), *others])
    if reading.graph is None:
        return Source(doc.text, doc.values, reading)
    kept = reading.graph.memo.get(_MEMO)
    if not isinstance(kept, Source) or kept.reading is not reading or kept.values is not doc.values:
        kept = reading.graph.memo[_MEMO] = Source(doc.text, doc.values, reading)
    return kept


def reading_of(text: str, values: Mapping[str, Array], before: Reading | None = None) -> Reading:
    """What a text says with the values that fit it: others wait for their shape to come back.

    ``before`` is the reading of the text before the edit: of what both say alike nothing is read again.
    """
    return _with_fitting(text, values, parse(text, values, before=before))


def _with_fitting(text: str, values: Mapping[str, Array], reading: Reading) -> Reading:
    if reading.graph is not None or not values or not any(p.kind in ("shape", "value") for p in reading.problems):
        return reading
    alone = parse(text, before=reading)
    if alone.graph is None:
        return reading
    nodes = alone.graph.nodes
    fitting = {n: a for n, a in values.items() if isinstance(leaf := nodes.get(n), Leaf) and leaf.shape == a.shape}
    return parse(text, fitting, before=alone)


def is_empty(reading: Reading) -> bool:
    """Whether a text says nothing: that is no mistake."""
    return bool(reading.problems) and all(problem.kind == "empty" for problem in reading.problems)


def refused(message: str, hint: str, *, kind: str = "syntax", node: str | None = None) -> GraphError:
    """The error of an edit that cannot be: the facts, and what to do instead."""
    return GraphError([Problem(kind, message, hint=hint, node=node)])
