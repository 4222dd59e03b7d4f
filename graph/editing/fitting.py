"""Whether a node can be wired into a port, and if not, why: in words, with both shapes or the path of the circle."""

from __future__ import annotations

from collections.abc import Mapping
from heapq import heappop, heappush

from graph.editing.change import Port
from graph.editing.exchanging import filled
from graph.editing.families import line_of
from graph.editing.holes import ports
from graph.editing.sentences import Sentence
from graph.editing.source import Source, refused
from graph.errors import GraphError
from graph.expression import Expression
from graph.language.faults import Fault, Refused
from graph.model import Equation
from graph.notation import name_text
from graph.shapes import Shape, describe

LONGEST_PATH = 12
"""Nodes of a circle that are named."""


def fits(source: Source, parent: str, child: str, port: Port) -> bool:
    """Whether the equation reads with ``parent`` in the port, and all that depends on it still does.

    Made for a drag, which asks it of every port: one equation is read, with the shape of ``parent``; what is below
    only where the shape of that equation changes, and then once.
    """
    nodes = source.graph.nodes
    if parent not in nodes or not isinstance(nodes.get(child), Equation) or port == Port("parent", parent):
        return False
    if circle(source, parent, child):
        return False
    return fits_with(source, child, {port_key(port): nodes[parent].shape})


def fits_with(source: Source, child: str, shapes: Mapping[str, Shape | None]) -> bool:
    """Whether ``child``, and what is below it, read with other shapes of its inputs."""
    found = tried(source, child, shapes)
    same_shape = found is not None and found.shape == source.graph.nodes[child].shape
    return same_shape or (found is not None and below(source, child, found.shape) is None)


def why_not(source: Source, parent: str, child: str, port: Port) -> GraphError | None:
    """What keeps ``parent`` out of a port; None where it fits."""
    node = source.node(parent)
    equation = source.equation(child)
    above, under = name_text(parent), name_text(child)
    if port not in ports(source.graph, child):
        hint = f"its inputs are {', '.join(map(str, ports(source.graph, child))) or 'none'}"
        return refused(f"{under} has no input {port}", hint, node=child)
    if port == Port("parent", parent):
        return refused(f"{above} is wired there already", "take another node", node=child)
    path = circle(source, parent, child)
    if path:
        hint = "break the circle: cut one of its wires first"
        return refused(f"{under} would need itself: {shown_path(path)}", hint, kind="cycle", node=child)
    found = tried(source, child, {port_key(port): node.shape})
    if found is None:
        fault = fault_with(source, parent, child, port)
        return refused(fault.message, fault.hint, kind=fault.kind, node=child)
    wrong = below(source, child, found.shape) if found.shape != equation.shape else None
    if wrong is not None:
        name, fault = wrong
        now = describe(under, found.shape or ())
        return refused(f"then {now}, and {name_text(name)} cannot be: {fault.message}", fault.hint, kind=fault.kind)
    return None


def port_key(port: Port) -> str:
    """What a port is called beside parents: the name of a parent, ``?`` and the label of a hole."""
    return f"?{port.name}" if port.kind == "hole" else port.name


def circle(source: Source, parent: str, child: str) -> tuple[str, ...]:
    """The path z → w → z that a wire from ``parent`` into ``child`` would close; empty where it closes none.

    Searched upwards from ``parent``, no further than ``child`` stands in a topological order.
    """
    place = source.position
    first = place[child]
    if place[parent] < first:
        return ()
    came: dict[str, str] = {parent: child}
    waiting = [parent]
    while waiting:
        name = waiting.pop()
        if name == child:
            path = [child]
            while path[-1] != parent:
                path.append(came[path[-1]])
            return (*path, child)
        for above in source.graph.nodes[name].parents:
            if above not in came and place[above] >= first:
                came[above] = name
                waiting.append(above)
    return ()


def shown_path(path: tuple[str, ...]) -> str:
    """``a → b → c``; of a long path, its two ends."""
    names = list(map(name_text, path))
    if len(names) > LONGEST_PATH:
        names = [*names[: LONGEST_PATH // 2], "…", *names[-LONGEST_PATH // 2 :]]
    return " → ".join(names)


def tried(source: Source, child: str, shapes: Mapping[str, Shape | None]) -> Expression | None:
    """The right side of ``child`` as it reads with other shapes of its inputs (a hole is ``?`` or ``?1``)."""
    read = _read(source, child, shapes)
    return read if isinstance(read, Expression) else None


def _read(source: Source, child: str, shapes: Mapping[str, Shape | None]) -> Expression | list[Fault]:
    sentence = source.sentence(child)
    assert sentence is not None
    nodes = source.graph.nodes
    known: dict[str, Shape | None] = {name: nodes[name].shape for name in nodes[child].parents}
    known.update((f"?{label}", None) for _, label in sentence.holes)
    known.update(shapes)
    reader = source.reader(sentence.text, known)
    found = reader.read(sentence.trial, sentence.letters_of(child))
    if found is None and not reader.faults:
        return [Fault("shape", "the size of I cannot be told", sentence.body, "write eye(3), with its size")]
    return reader.faults or found or []


def below(source: Source, name: str, shape: Shape | None) -> tuple[str, Fault] | None:
    """The first node that could not be read any more were ``name`` of another shape, and why.

    Walked in topological order through what changes its shape. Wherever one changed node is all that the rest depends
    on, the answer is the one for that node: a long chain is walked once for all its ports.
    """
    place, graph, verdicts = source.position, source.graph, source.verdicts
    changed: dict[str, Shape | None] = {name: shape}
    live, keys = [name], [(name, shape)]
    verdict: tuple[str, Fault] | None = None
    waiting = sorted((place[child], child) for child in graph.children(name))
    seen = {child for _, child in waiting}
    while waiting or keys[-1] in verdicts:
        if keys[-1] in verdicts:
            verdict = verdicts[keys.pop()]
            break
        here, child = heappop(waiting)
        node = graph.nodes[child]
        read = _read(source, child, {parent: changed[parent] for parent in node.parents if parent in changed})
        if not isinstance(read, Expression):
            verdict = child, read[0]
            break
        live = [one for one in live if place[graph.children(one)[-1]] > here]
        if read.shape == node.shape or not graph.children(child):
            continue
        changed[child] = read.shape
        live.append(child)
        for further in graph.children(child):
            if further not in seen:
                seen.add(further)
                heappush(waiting, (place[further], further))
        if live == [child]:
            keys.append((child, read.shape))
    verdicts.update(dict.fromkeys(keys, verdict))
    return verdict


def fault_with(source: Source, parent: str, child: str, port: Port) -> Fault:
    """What is wrong with the equation of ``child`` with ``parent`` written in the port."""
    sentence = source.sentence(child)
    assert sentence is not None
    line = Sentence(line_of(source, sentence, sentence.names.index(child)), 0, (child,), source.defines)
    new = source.spelled(parent, source.style_in(sentence))
    pieces = filled(line, port.name, new) if port.kind == "hole" else line.swaps({port.name: new})
    try:
        faults = source.faults_of(line.with_pieces(pieces), {}) if pieces is not None else []
    except Refused as error:
        faults = [error.fault]
    shape = source.graph.nodes[parent].shape
    said = f"{name_text(parent)} does not fit"
    if shape is not None:
        said = f"{describe(name_text(parent), shape)}: it does not fit into {name_text(child)}"
    return faults[0] if faults else Fault("shape", said, line.body, "take another node")
