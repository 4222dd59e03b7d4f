"""Colour tags, and slots of cards hidden and shown."""

import pytest
from PySide6.QtCore import QRectF, Qt

from graph.editing import rename
from gui.drawing.tints import TINTS
from gui.exporting.still import export_png
from tests.gui.canvas.frames import Frames
from tests.gui.canvas.hand import SHIFT

Key = Qt.Key


def colour(hand, number):
    hand.key(Key.Key_C)
    hand.key(getattr(Key, f"Key_{number}"))


def card(hand, name):
    return hand.canvas.stage.picture.cards[name]


def has(hand, name, code):
    """Whether a colour is seen about the top edge of a card."""
    rect = hand.canvas.stage.picture.rect(name)
    area = hand.canvas.mapFromScene(QRectF(rect.left(), rect.top() - 14, rect.width(), 24)).boundingRect()
    image = hand.picture()
    dots = ((x, y) for x in range(area.left(), area.right()) for y in range(area.top(), area.bottom()))
    return any(image.pixelColor(x, y).name().upper() == code for x, y in dots)


def test_the_selection_is_tagged_by_keys(hand, window):
    hand.click(hand.title("u"))
    hand.click(hand.title("v"), SHIFT)
    colour(hand, 1)
    assert window.document.drawn["tags"] == {"u": "violet", "v": "violet"}
    assert window.document.undo_stack.undoText() == "tag u, v violet"
    violet, _ = TINTS["violet"]
    assert has(hand, "u", violet)
    assert not has(hand, "y", violet)
    colour(hand, 0)
    assert "tags" not in window.document.drawn
    assert not has(hand, "u", violet)
    assert window.document.undo_stack.undoText() == "take the tag off u, v"
    hand.undo()
    hand.undo()
    assert "tags" not in window.document.drawn


def test_the_menu_tags_too_and_a_tag_follows_a_renamed_node(hand, window):
    hand.click(hand.title("u"))
    window.menus.actions["canvas.marking.teal"].trigger()
    assert window.document.drawn["tags"] == {"u": "teal"}
    window.document.apply(rename(window.document.current, "u", "h"))
    assert window.document.drawn["tags"] == {"h": "teal"}


def test_a_frame_whose_title_was_clicked_is_coloured_itself(hand, window):
    frames = Frames(hand)
    frames.make("u", "v", title="Pair")
    hand.click(frames.title())
    colour(hand, 3)
    assert window.document.drawn["frames"]["f1"]["colour"] == "olive"
    assert "tags" not in window.document.drawn
    assert window.document.undo_stack.undoText() == "colour the frame olive"


@pytest.mark.parametrize(("key", "slot"), [("V", "value"), ("A", "adjoint"), ("S", "shape")])
def test_a_slot_is_hidden_on_all_cards_and_shown_again(hand, window, key, slot):
    before, places = {n: c.size for n, c in hand.canvas.stage.picture.cards.items()}, hand.places()
    hand.key(Key.Key_H)
    hand.key(getattr(Key, f"Key_{key}"))
    assert window.document.drawn["slots"] == {"*": {slot: False}}
    assert window.document.undo_stack.undoText() == f"hide all {slot}s"
    after = {n: c.size for n, c in hand.canvas.stage.picture.cards.items()}
    assert all(after[n] <= before[n] or after[n][1] < before[n][1] for n in before)
    assert after != before
    assert hand.places() == places
    hand.key(Key.Key_H)
    hand.key(getattr(Key, f"Key_{key}"))
    assert "slots" not in window.document.drawn
    assert {n: c.size for n, c in hand.canvas.stage.picture.cards.items()} == before
    assert hand.places() == places


def test_one_card_can_differ_from_the_rule_for_all(hand, window):
    hand.key(Key.Key_H)
    hand.key(Key.Key_A)
    assert card(hand, "A").inbox is None
    hand.click(hand.title("A"))
    hand.key(Key.Key_H, SHIFT)
    hand.key(Key.Key_A)
    assert window.document.undo_stack.undoText() == "show the adjoint of A"
    assert card(hand, "A").inbox is not None
    assert card(hand, "x").inbox is None
    hand.undo()
    assert card(hand, "A").inbox is None


def test_the_whole_story_is_painted_with_slots_hidden(hand, window):
    for key in ("V", "A", "S"):
        hand.key(Key.Key_H)
        hand.key(getattr(Key, f"Key_{key}"))
    for k in range(1, window.playhead.length + 1):
        window.playhead.jump(k - 0.6)
        hand.picture()
    assert hand.canvas.cell_place("A", 0, 0) is None
    assert card(hand, "z").size[1] < 70


def test_hidden_slots_and_tags_are_exported(hand, window, tmp_path):
    sizes = {}
    for name in ("all", "less"):
        sizes[name] = export_png(window.document.tidy(), tmp_path / f"{name}.png", theme="light", at="values")
        hand.key(Key.Key_H)
        hand.key(Key.Key_A)
    assert sizes["less"].height < sizes["all"].height
    hand.click(hand.title("u"))
    colour(hand, 4)
    export_png(window.document.tidy(), tmp_path / "tagged.png", theme="light", at="values")
    assert (tmp_path / "tagged.png").read_bytes() != (tmp_path / "all.png").read_bytes()
