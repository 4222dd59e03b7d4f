"""What an inbox says in words."""

from __future__ import annotations

from gui.drawing.faces import Face
from gui.drawing.numbers import arithmetic
from gui.drawing.states import CardPose
from gui.drawing.values import Block, Values

CLOSED = "one message from each child"
COMPLETE = "all are here: next is their sum"

_NUMERALS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_SPELLED = 4
_NAMED = 3


def numeral(number: int) -> str:
    return _NUMERALS[number] if number < len(_NUMERALS) else str(number)


def count(arrived: int, slots: int) -> str:
    return f"{arrived} of {slots} received"


def waiting(face: Face) -> str:
    """Why the sum so far is not the adjoint."""
    slots = len(face.slots)
    if slots < 3:
        return "not final: needs " + ("its one message" if slots == 1 else "both children")
    return f"not final: needs all {numeral(slots)} children"


def silence(face: Face) -> str:
    """Who sends nothing, and why."""
    named = face.silent if len(face.silent) <= _NAMED else (*face.silent[: _NAMED - 1], "others")
    verb = "send" if len(face.silent) > 1 else "sends"
    reason = (
        f"flat in {face.symbol.plain}" if face.flat == face.silent else f"not on the way to {face.derivative.plain}"
    )
    return f"{', '.join(named)} {verb} nothing: {reason}"


def notes(face: Face) -> tuple[str, ...]:
    """All that may have to fit into one line of the card, whatever the numbers."""
    return (waiting(face), CLOSED, COMPLETE, _sum(face) + ", rounded", *((silence(face),) if face.silent else ()))


def note(face: Face, pose: CardPose, values: Values) -> tuple[str, ...]:
    """The line at the foot, from the fullest wording to the shortest; the last always fits."""
    if not pose.open:
        return (CLOSED,)
    if pose.merged < 1:
        complete = len(pose.received) == len(face.slots) and min(pose.received, default=0.0) >= 1
        return (COMPLETE if complete else waiting(face),)
    messages = [block for slot in face.slots if (block := values.message(face.name, slot.child)) is not None]
    total = values.adjoint(face.name, shared=True)
    if total is None or not 1 < len(messages) <= _SPELLED:
        return (_sum(face),)
    line, exact = spelled_out(messages, total, values.digits)
    cells = values.decimals(face.name)[1]
    rounded = ", rounded" if not exact else "" if cells else "; cells are rounded"
    whole = "" if exact and cells else ", rounded"
    return (line + rounded, line.removeprefix("entry ") + rounded, _sum(face) + whole)


def spelled_out(messages: list[Block], total: Block, digits: int) -> tuple[str, bool]:
    """One entry of a sum, ``entry (1,1): −1.11 + 3.42 + 9.43 = 11.74``, and whether the figures add up."""
    line, exact = arithmetic([float(m.cells[0, 0]) for m in messages], float(total.cells[0, 0]), digits)
    return (f"entry (1,1): {line}" if total.cells.size > 1 else line), exact


def _sum(face: Face) -> str:
    slots = len(face.slots)
    return "its one message" if slots == 1 else f"the sum of {numeral(slots)} messages"
