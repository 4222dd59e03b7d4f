"""From tokens to nodes: names are collected first, then every line is read in an order in which it can be."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import Any

from graph.language.declarations import Declaration, read_declaration
from graph.language.elaboration import Elaborator
from graph.language.faults import Fault, Refused, Span
from graph.language.leaf_values import BadValue, as_value, drawn, fitting, of_literal
from graph.language.names import Spelled
from graph.language.ordering import ordered, words
from graph.language.parser import Parser
from graph.language.remembered import Remembered, Said, remark
from graph.language.rows import Row, row, rows
from graph.language.scope import CONSTANTS, Scope
from graph.language.statements import Line, Statement
from graph.language.syntax import Literal, Rows, Syntax
from graph.language.tokens import Kind, Token
from graph.model import Array, Equation, Leaf, Node
from graph.shapes import written

_LOOK = 64
"""Equations read between two words to who watches."""

MOST_NODES = 200_000
NOTHING_REMEMBERED = Remembered()

_start = attrgetter("start")


@dataclass(slots=True, eq=False)
class Definition:
    """One node that a line makes: its name, and what the running letter is in it."""

    name: str
    line: Line
    token: Token
    letters: dict[str, int]
    index: int | None


class Compiler:
    """Reads one text. ``faults`` and ``notices`` say what there is to say, ``nodes`` holds what could be read."""

    def __init__(self, text: str, given: Mapping[str, Any], before: Remembered = NOTHING_REMEMBERED) -> None:
        self.text = text
        self.given = given
        self.faults: list[Fault] = []
        self.notices: list[tuple[str, Span | None]] = []
        self.rows: list[Row] = []
        self.lines: list[Line] = []
        self.definitions: dict[str, Definition] = {}
        self.statements: list[Statement] = []
        self.trees: dict[int, Syntax] = {}
        self.nodes: dict[str, Node] = {}
        self.values: dict[str, Array] = {}
        self.loss: str | None = None
        self.leaves: dict[str, tuple[Declaration, Leaf]] = {}
        self.drawn: dict[str, tuple[Declaration, Array]] = {}
        self.undrawn: list[Definition] = []
        """The leaves whose numbers were drawn without anybody asking for it."""
        self.before = before
        self.changed: frozenset[str] = frozenset()
        """The names that are defined now and were not before, or the other way round."""
        self.unread: dict[str, Said] = {}
        self.said: dict[str, Said] = {}
        self.watch: Callable[[float], None] = lambda share: None
        """Told now and then what share of the equations is read; what it raises ends the reading."""

    def run(self) -> None:
        self.take_rows(rows(self.text, self.before.rows))
        if not self.lines:
            if not self.faults:
                self.faults.append(Fault("empty", "the text defines nothing", Span(0, 0), "write for example y = A x"))
            return
        if not self.collect_names():
            return
        renewed = self.renewed()
        if any(now is not then for now, then in zip(renewed, self.rows, strict=True)):
            self.take_rows(renewed)
            self.collect_names()
        spellings = {name: definition.token.text for name, definition in self.definitions.items()}
        self.scope = Scope({**{name: name for name in self.given}, **spellings})
        self.scope.unread_families.update(self.unread_families())
        self.reader = Elaborator(self.text, self.scope)
        self.read_declarations()
        self.parse_equations()
        self.read_equations()
        self.in_text_order()
        self.faults.extend(self.reader.faults)
        self.notices.extend(self.reader.notices)
        self.choose_loss()
        self.mention_unused_values()
        self.mention_drawn()

    def take_rows(self, found: list[Row]) -> None:
        """What the rows say alone; whatever was taken from others before is dropped."""
        self.rows = found
        self.lines = [line for known in found for line in known.statements]
        self.faults = [fault for known in found for fault in known.faults]
        self.definitions, self.statements = {}, []

    def renewed(self) -> list[Row]:
        """The rows, without what those that stood before knew of words that mean something else now."""
        self.changed = self.names() ^ self.before.names
        if not self.changed:
            return self.rows
        return [
            row(known.text, known.start, known.number, self.text)
            if known.sound and not known.words.isdisjoint(self.changed)
            else known
            for known in self.rows
        ]

    def collect_names(self) -> bool:
        """Whether the names of the text are no more than a graph can have."""
        for known in self.rows:
            room = MOST_NODES - len(self.definitions)
            if known.defined and len(known.defined) <= room and self.definitions.keys().isdisjoint(known.defined):
                self.definitions.update(known.defined)
                self.statements.extend(known.said)
                continue
            faults, said = len(self.faults), []
            for line in known.statements:
                if len(self.definitions) + len(line.letters) * len(line.targets) > MOST_NODES:
                    self.faults.append(Fault("too-long", f"more than {MOST_NODES:,} nodes", line.span, "use fewer"))
                    return False
                said.append(self.collect(known, line))
            self.statements.extend(said)
            names = [name for statement in said for name in statement.names]
            alone = len(names) == sum(len(line.letters) * len(line.targets) for line in known.statements)
            if alone and len(self.faults) == faults:
                known.defined, known.said = {name: self.definitions[name] for name in names}, tuple(said)
        return True

    def collect(self, known: Row, line: Line) -> Statement:
        """Defines what one statement of a row makes."""
        made = [
            self.define(line, token, letters, index)
            for token in line.targets
            for index, letters in enumerate(line.letters)
        ]
        names = tuple(name for name in made if name is not None)
        start, length = line.span.start, line.span.end - line.span.start
        return Statement(line.kind, names, known.number, start - known.start + 1, length, start)

    def unread_families(self) -> Iterator[str]:
        for line in self.lines:
            if line.run is None and line.faults:
                yield from (token.spelled.base for token in line.targets if token.spelled and token.spelled.subscripts)

    def define(self, line: Line, token: Token, letters: dict[str, int], index: int) -> str | None:
        assert token.spelled is not None
        name = token.spelled.under(letters)
        earlier = self.definitions.get(name)
        if earlier is None:
            self.definitions[name] = Definition(name, line, token, letters, index if line.run else None)
            return name
        if earlier.token is token or line.sign.value not in ("=", ":", "∈", "in"):
            return None
        where = f"line {earlier.token.line}"
        if earlier.line.kind != line.kind:
            message = f"{name} has a declaration and an equation; the other is on {where}"
            hint = "drop the declaration: the shape follows from the equation"
        else:
            message = f"{name} is defined on {where} already"
            hint = "give one of them another name"
        self.faults.append(Fault("redefinition", message, token.span, hint))
        return None

    def read_declarations(self) -> None:
        for line in self.lines:
            if line.kind == "declaration" and line.readable:
                line.declaration = line.declaration or read_declaration(self.text, line)
                self.faults.extend(line.declaration.faults)
        for definition in self.definitions.values():
            if definition.line.kind != "declaration":
                continue
            declaration = definition.line.declaration
            if declaration is None or declaration.shape is None:
                self.scope.broken.add(definition.name)
                continue
            self.scope.shapes[definition.name] = declaration.shape
            if self.add_leaf(definition, declaration):
                self.undrawn.append(definition)

    def add_leaf(self, definition: Definition, declaration: Declaration) -> bool:
        """The leaf and its numbers; whether they were drawn without anybody asking for it."""
        name = definition.name
        assert declaration.shape is not None
        before, leaf = self.before.leaves.get(name, (None, None))
        if before is not declaration or leaf is None:
            leaf = Leaf(name, declaration.shape, declaration.role, declaration.properties)
        self.leaves[name] = declaration, leaf
        self.nodes[name] = leaf
        at = definition.token.span
        try:
            if name in self.given:
                self.values[name] = fitting(name, as_value(name, self.given[name]), declaration)
            elif declaration.literal is not None:
                at = declaration.literal.span
                self.values[name] = fitting(name, of_literal(declaration.literal, declaration.shape), declaration)
            else:
                initialiser = declaration.initialiser
                value = self.draw(definition, declaration)
                self.values[name] = fitting(name, value, declaration) if initialiser is not None else value
                return initialiser is None and not declaration.faults
        except BadValue as bad:
            self.faults.append(Fault(bad.kind, bad.message, at, bad.hint))
        return False

    def draw(self, definition: Definition, declaration: Declaration) -> Array:
        """What a leaf draws, which is the same at every reading."""
        name = definition.name
        before, value = self.before.drawn.get(name, (None, None))
        if before is not declaration or value is None:
            value = drawn(name, declaration, declaration.initialiser, definition.index)
        self.drawn[name] = declaration, value
        return value

    def mention_drawn(self) -> None:
        """Last and in one sentence: of all that is said, it matters least and would be said most often."""
        names = [definition.name for definition in self.undrawn]
        if not names:
            return
        listed = ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
        verb = "have no values: each gets" if len(names) > 1 else "has no value: it gets"
        said = f"{listed} {verb} standard normal numbers from a seed made of its name"
        self.notices.append((said, self.undrawn[0].line.span))

    def names(self) -> frozenset[str]:
        """Every name that the text defines, or that a value was given for."""
        return frozenset(self.definitions) | self.given.keys()

    def remembered(self) -> Remembered:
        """What the next text need not read again: also what waits now behind a line that is wrong."""
        waiting = {
            name: said
            for name, said in self.before.said.items()
            if name in self.definitions and said.words.isdisjoint(self.changed)
        }
        wrong = {bisect_right(self.rows, fault.span.start, key=_start) - 1 for fault in self.faults}
        for index, known in enumerate(self.rows):
            known.sound = index not in wrong and all(line.readable for line in known.statements)
        return Remembered(self.names(), {**waiting, **self.said}, self.rows, self.leaves, self.drawn)

    def body(self, line: Line) -> str:
        return self.text[line.body[0].start : line.body[-1].end] if line.body else ""

    def parse_equations(self) -> None:
        for line in self.lines:
            if line.kind != "equation":
                continue
            if not line.readable or any(token.acts == Kind.ERROR for token in line.body):
                line.readable = False
                continue
            name = line.targets[0].spelled.name if line.run is None and line.targets[0].spelled is not None else ""
            said = self.before.find(name, self.body(line), self.changed, line.body)
            if said is not None and self.definitions[name].line is line:
                self.unread[name] = said
            else:
                self.parse_line(line)

    def parse_line(self, line: Line) -> None:
        parser = Parser(line.body, partial(self.is_name, line.letters[0]), line.sign.span)
        try:
            self.trees[id(line)] = parser.parse()
        except Refused as refused:
            self.faults.append(refused.fault)
            line.readable = False
        self.faults.extend(parser.faults)

    def is_name(self, letters: Mapping[str, int], spelled: Spelled, running: Mapping[str, int]) -> bool:
        """Whether a bracket behind a name multiplies: the name is defined, or is one of those that need not be."""
        name = spelled.under({**letters, **running})
        return name in self.scope.spellings or name in CONSTANTS or name == "I" or name in letters or name in running

    def read_equations(self) -> None:
        equations = {d.name: d for d in self.definitions.values() if d.line.kind == "equation"}
        needs: dict[str, list[str]] = {}
        for name, definition in equations.items():
            used = self.words(definition)
            needs[name] = [word for word in used if word in equations]
            for word in used:
                known = word in self.definitions or word in self.nodes or word in self.scope.broken
                if word in self.given and not known:
                    self.add_implied(word, definition.line)
        order, circles = ordered(needs)
        self.report_circles(circles, equations)
        for done, name in enumerate(order):
            if not done % _LOOK:
                self.watch(done / len(order))
            self.read_equation(equations[name])

    def words(self, definition: Definition) -> Iterable[str]:
        """The names in an equation, in order of first use."""
        said = self.unread.get(definition.name)
        if said is not None:
            return said.equation.parents
        tree = self.trees.get(id(definition.line))
        return dict.fromkeys(word for word, _ in words(tree, definition.letters)) if tree is not None else ()

    def add_implied(self, name: str, line: Line) -> None:
        """A leaf that nothing declares takes its shape from its value."""
        try:
            value = as_value(name, self.given[name])
        except BadValue as bad:
            self.faults.append(Fault(bad.kind, bad.message, line.span, bad.hint))
            self.scope.broken.add(name)
            return
        self.nodes[name] = Leaf(name, value.shape)
        self.values[name] = value
        self.scope.shapes[name] = value.shape

    def report_circles(self, circles: list[list[str]], equations: Mapping[str, Definition]) -> None:
        for circle in circles:
            if any(name in self.scope.broken for name in circle):
                continue
            self.scope.broken.update(circle)
            shown = [*circle, circle[0]] if len(circle) <= 12 else [*circle[:6], "…", *circle[-5:], circle[0]]
            message = "each needs the next: " if len(circle) > 1 else "it needs itself: "
            at = equations[circle[0]].token.span
            self.faults.append(
                Fault("cycle", message + " → ".join(shown), at, "break the circle: give one of them another name")
            )

    def read_equation(self, definition: Definition) -> None:
        name, line = definition.name, definition.line
        said = self.unread.get(name)
        if said is not None and name not in self.scope.broken:
            if said.holds(self.scope.shapes):
                self.nodes[name], self.said[name] = said.equation, said
                self.scope.shapes[name] = said.equation.shape
                return
            self.parse_line(line)
        tree = self.trees.get(id(line))
        if tree is None:
            self.scope.broken.add(name)
            return
        quiet = len(self.faults), len(self.reader.faults), len(self.reader.notices), self.reader.terms_left
        expression = self.reader.read(tree, definition.letters)
        if expression is None or name in self.scope.broken:
            self.scope.broken.add(name)
            return
        family = self.text[line.span.start : line.span.end] if line.run is not None else None
        equation = self.nodes[name] = Equation(name, expression, family=family)
        if isinstance(tree, Literal | Rows) and not self.nodes[name].parents:
            shape = written(expression.shape or ())
            message = f"{name} is an equation; for a leaf, whose numbers can be edited, write {name}: {shape} = …"
            self.notices.append((message, definition.token.span))
        elif family is None and quiet == (
            len(self.faults),
            len(self.reader.faults),
            len(self.reader.notices),
            self.reader.terms_left,
        ):
            self.said[name] = remark(self.body(line), equation, line.body)
        self.scope.shapes[name] = expression.shape

    def in_text_order(self) -> None:
        place = {name: index for index, name in enumerate(self.definitions)}
        ordered_names = sorted(self.nodes, key=lambda name: place.get(name, -1))
        self.nodes = {name: self.nodes[name] for name in ordered_names}

    def choose_loss(self) -> None:
        """L if there is such an equation, else the last equation that nothing uses."""
        if self.faults:
            return
        equations = [node for node in self.nodes.values() if isinstance(node, Equation)]
        if not equations:
            self.notices.append(("there is no equation yet, so there is no loss", None))
            return
        if isinstance(self.nodes.get("L"), Equation):
            self.loss = "L"
        else:
            used = {parent for node in equations for parent in node.parents}
            self.loss = next(node.name for node in reversed(equations) if node.name not in used)
            self.notices.append((f"the loss is {self.loss}, the last equation that nothing uses", self.place_of_loss()))
        shape = self.nodes[self.loss].shape
        if shape:
            message = (
                f"the loss {self.loss} is {written(shape)}, not a scalar: its adjoint starts from a seed, not from 1"
            )
            self.notices.append((message, self.place_of_loss()))

    def place_of_loss(self) -> Span | None:
        return self.definitions[self.loss].token.span if self.loss is not None else None

    def mention_unused_values(self) -> None:
        for name in self.given:
            node = self.nodes.get(name)
            if isinstance(node, Equation):
                message = f"the value given for {name} is not used: {name} has an equation"
                self.notices.append((message, self.definitions[name].token.span))
            elif node is None and name not in self.definitions and name not in self.scope.broken:
                self.notices.append((f"the value given for {name} is not used: the text has no {name}", None))
