"""Everything a menu or a key can do, said once: menus, shortcuts and the sheet of shortcuts are made of this table."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtGui import QKeySequence

Standard = QKeySequence.StandardKey


@dataclass(frozen=True, slots=True)
class Command:
    """``name`` is the window's method, or one of its parts' (``playhead.toggle``); ``menu`` is where it stands.

    A ``flag`` is a method that takes whether it is on, or a property that is.
    """

    name: str
    menu: str
    words: str
    keys: tuple[str | Standard, ...] = ()
    flag: bool = False
    ruled: bool = False
    """Whether a line stands above it."""
    enabled_with: str = ""
    """``graph``: only where there is a graph; ``story``: only where there is something to play; ``selection``: only
    where nodes are selected; ``wire``: only where a wire is; ``anything``: where either is."""

    @property
    def plain_words(self) -> str:
        return self.words.replace("&", "").rstrip("…")

    @property
    def sequences(self) -> list[QKeySequence]:
        found = [QKeySequence(key) for key in self.keys]
        return [sequence for sequence in found if not sequence.isEmpty()]


@dataclass(frozen=True, slots=True)
class Gesture:
    """What the mouse or a key does in one place only; it stands in the sheet of shortcuts, and in no menu."""

    place: str
    keys: str
    words: str


MENUS = ("&File", "&Edit", "&Graph", "&View", "&Annotate", "&Play", "&Help")

COMMANDS: tuple[Command, ...] = (
    Command("new", "&File", "&New", (Standard.New,)),
    Command("filing.open", "&File", "&Open…", (Standard.Open,)),
    Command("filing.save", "&File", "&Save", (Standard.Save,), ruled=True),
    Command("filing.save_as", "&File", "Save &as…", ("Ctrl+Shift+S",)),
    Command("export_png", "&File/&Export", "&PNG…", ("Ctrl+E",), enabled_with="graph"),
    Command("sources.numpy", "&File/&Export", "&NumPy source…", ruled=True, enabled_with="graph"),
    Command("sources.jax", "&File/&Export", "&JAX source…", enabled_with="graph"),
    Command("sources.jax_parallel", "&File/&Export", "JAX source for many &devices…", enabled_with="graph"),
    Command("sources.pytorch", "&File/&Export", "P&yTorch source…", enabled_with="graph"),
    Command("sources.pytorch_parallel", "&File/&Export", "PyTorch source for many p&rocesses…", enabled_with="graph"),
    Command("filing.open_gradient", "&File", "Open the &gradient", enabled_with="graph"),
    Command("open_hessian", "&File", "Open the &Hessian times a vector", enabled_with="selection"),
    Command("filing.new", "&File", "&Close", ("Ctrl+W",), ruled=True),
    Command("close", "&File", "&Quit", ("Ctrl+Q",)),
    Command("canvas.quick_add.ask", "&Edit/&Add", "&Node or equation…", ("N",)),
    Command("canvas.adding.leaf", "&Edit/&Add", "&Leaf…", ("Shift+N",)),
    Command("drawer.toggle_palette", "&Edit/&Add", "From the &palette", ("Ctrl+4",)),
    Command("canvas.clipboard.cut", "&Edit", "Cu&t", (Standard.Cut,), enabled_with="selection"),
    Command("canvas.clipboard.copy", "&Edit", "&Copy", (Standard.Copy,), enabled_with="selection"),
    Command("canvas.clipboard.paste", "&Edit", "&Paste", (Standard.Paste,)),
    Command("canvas.clipboard.paste_wired", "&Edit", "Paste with &wires", ("Ctrl+Shift+V",)),
    Command("canvas.clipboard.duplicate", "&Edit", "D&uplicate", ("Ctrl+D",), enabled_with="selection"),
    Command("canvas.clipboard.copy_numbers", "&Edit", "Copy &numbers", ("Ctrl+Shift+C",), enabled_with="selection"),
    Command("canvas.clipboard.delete", "&Edit", "D&elete", ("Del", "Backspace"), ruled=True, enabled_with="anything"),
    Command(
        "canvas.clipboard.delete_healing",
        "&Edit",
        "Delete and &heal",
        ("Ctrl+Del", "Ctrl+Backspace"),
        enabled_with="selection",
    ),
    Command("canvas.renaming.begin", "&Edit", "Rena&me", ("F2",), ruled=True, enabled_with="selection"),
    Command("canvas.finding.open", "&Edit", "&Find a node…", (Standard.Find,), enabled_with="graph"),
    Command("copy_unicode", "&Edit/&Copy equations as", "&Text", enabled_with="graph"),
    Command("copy_ascii", "&Edit/&Copy equations as", "&ASCII", enabled_with="graph"),
    Command("copy_latex", "&Edit/&Copy equations as", "&LaTeX", enabled_with="graph"),
    Command("canvas.choosing.all", "&Edit/&Select", "Select &all", (Standard.SelectAll,), enabled_with="graph"),
    Command("canvas.choosing.none", "&Edit/&Select", "Select &nothing", ("Ctrl+Shift+A",), enabled_with="selection"),
    Command("canvas.choosing.invert", "&Edit/&Select", "&Invert the selection", ("Ctrl+I",), enabled_with="graph"),
    Command("canvas.choosing.loop", "&Edit/&Select", "Select by a &loop", ("L",), enabled_with="graph"),
    Command(
        "canvas.choosing.parents",
        "&Edit/&Select",
        "Select the &parents",
        ("Shift+P",),
        ruled=True,
        enabled_with="selection",
    ),
    Command(
        "canvas.choosing.children", "&Edit/&Select", "Select the &children", ("Shift+C",), enabled_with="selection"
    ),
    Command(
        "canvas.choosing.upstream",
        "&Edit/&Select",
        "Select everything &upstream",
        ("Shift+U",),
        enabled_with="selection",
    ),
    Command(
        "canvas.choosing.downstream",
        "&Edit/&Select",
        "Select everything &downstream",
        ("Shift+D",),
        enabled_with="selection",
    ),
    Command("canvas.arranging.align_left", "&Edit/A&rrange", "Align &left", ("A, L",), enabled_with="selection"),
    Command("canvas.arranging.align_centre", "&Edit/A&rrange", "Align &centres", ("A, C",), enabled_with="selection"),
    Command("canvas.arranging.align_right", "&Edit/A&rrange", "Align &right", ("A, R",), enabled_with="selection"),
    Command(
        "canvas.arranging.align_top",
        "&Edit/A&rrange",
        "Align &top edges",
        ("A, T",),
        ruled=True,
        enabled_with="selection",
    ),
    Command("canvas.arranging.align_middle", "&Edit/A&rrange", "Align &middles", ("A, M",), enabled_with="selection"),
    Command(
        "canvas.arranging.align_bottom", "&Edit/A&rrange", "Align &bottom edges", ("A, B",), enabled_with="selection"
    ),
    Command(
        "canvas.arranging.distribute_across",
        "&Edit/A&rrange",
        "Distribute &across",
        ("A, H",),
        ruled=True,
        enabled_with="selection",
    ),
    Command(
        "canvas.arranging.distribute_down", "&Edit/A&rrange", "Distribute &down", ("A, V",), enabled_with="selection"
    ),
    Command("canvas.arranging.row", "&Edit/A&rrange", "Into a ro&w", ("A, W",), enabled_with="selection"),
    Command("canvas.arranging.column", "&Edit/A&rrange", "Into a c&olumn", ("A, O",), enabled_with="selection"),
    Command(
        "canvas.arranging.nudge_left",
        "&Edit/A&rrange",
        "Nudge left",
        ("Ctrl+Left",),
        ruled=True,
        enabled_with="selection",
    ),
    Command("canvas.arranging.nudge_right", "&Edit/A&rrange", "Nudge right", ("Ctrl+Right",), enabled_with="selection"),
    Command("canvas.arranging.nudge_up", "&Edit/A&rrange", "Nudge up", ("Ctrl+Up",), enabled_with="selection"),
    Command("canvas.arranging.nudge_down", "&Edit/A&rrange", "Nudge down", ("Ctrl+Down",), enabled_with="selection"),
    Command(
        "canvas.arranging.nudge_far_left",
        "&Edit/A&rrange",
        "Nudge far left",
        ("Ctrl+Shift+Left",),
        enabled_with="selection",
    ),
    Command(
        "canvas.arranging.nudge_far_right",
        "&Edit/A&rrange",
        "Nudge far right",
        ("Ctrl+Shift+Right",),
        enabled_with="selection",
    ),
    Command(
        "canvas.arranging.nudge_far_up", "&Edit/A&rrange", "Nudge far up", ("Ctrl+Shift+Up",), enabled_with="selection"
    ),
    Command(
        "canvas.arranging.nudge_far_down",
        "&Edit/A&rrange",
        "Nudge far down",
        ("Ctrl+Shift+Down",),
        enabled_with="selection",
    ),
    Command("canvas.bending.bend_selected", "&Edit/A&rrange", "&Bend the wire", ruled=True, enabled_with="wire"),
    Command("canvas.bending.straighten", "&Edit/A&rrange", "&Straighten the wire", enabled_with="wire"),
    Command("canvas.tidying.tidy", "&Edit", "T&idy the layout", ("Ctrl+Shift+L",), enabled_with="graph"),
    Command("canvas.tidying.tidy_selection", "&Edit", "Tidy the selecti&on", enabled_with="selection"),
    Command("canvas.tidying.pin", "&Edit", "Pin or unpi&n", ("P",), enabled_with="selection"),
    Command("take_as_loss", "&Edit", "&Take the selected node as the loss", enabled_with="graph"),
    Command("canvas.wire_box.ask", "&Graph", "&Wire the selected node…", ("W",), enabled_with="graph"),
    Command("canvas.wiring.cut", "&Graph", "C&ut the selected wire", enabled_with="wire"),
    Command("canvas.nodes.cut_inputs", "&Graph", "Cut the wires &into the node", enabled_with="selection"),
    Command("canvas.nodes.cut_out", "&Graph", "Cut the node &out", ("Shift+X",), enabled_with="selection"),
    Command("canvas.nodes.split", "&Graph", "&Split it", ("Shift+S",), ruled=True, enabled_with="selection"),
    Command("canvas.nodes.merge", "&Graph", "&Merge into its child", ("Shift+M",), enabled_with="selection"),
    Command("canvas.nodes.tie", "&Graph", "&Tie two leaves", ("Shift+T",), ruled=True, enabled_with="selection"),
    Command("canvas.nodes.untie", "&Graph", "U&ntie a shared leaf", ("Ctrl+Shift+T",), enabled_with="selection"),
    Command("show_hessian", "&Graph", "&Hessian of the selected node", ruled=True, enabled_with="selection"),
    Command("canvas.zoom_in", "&View", "Zoom &in", (Standard.ZoomIn, "Ctrl+=")),
    Command("canvas.zoom_out", "&View", "Zoom &out", (Standard.ZoomOut,)),
    Command("canvas.zoom_to_actual_size", "&View", "&Actual size", ("Ctrl+0",)),
    Command("canvas.fit", "&View", "&Fit", ("F",)),
    Command("canvas.fit_selection", "&View", "Fit the s&election", ("Shift+F",), enabled_with="selection"),
    Command("canvas.minimap.set_wanted", "&View", "&Minimap", ("M",), flag=True),
    Command("settings.snap", "&View", "S&nap to other cards", flag=True, ruled=True),
    Command("settings.flip_signs", "&View", "Flip sign &colours", flag=True, ruled=True),
    Command("settings.reduce_motion", "&View", "&Reduce motion", flag=True),
    Command("canvas.marking.all_values", "&View/&Cards", "Show or hide all &values", ("H, V",), enabled_with="graph"),
    Command(
        "canvas.marking.all_adjoints", "&View/&Cards", "Show or hide all &adjoints", ("H, A",), enabled_with="graph"
    ),
    Command("canvas.marking.all_shapes", "&View/&Cards", "Show or hide all &shapes", ("H, S",), enabled_with="graph"),
    Command(
        "canvas.marking.value",
        "&View/&Cards",
        "Show or hide the val&ue",
        ("Shift+H, V",),
        ruled=True,
        enabled_with="selection",
    ),
    Command(
        "canvas.marking.adjoint",
        "&View/&Cards",
        "Show or hide the a&djoint",
        ("Shift+H, A",),
        enabled_with="selection",
    ),
    Command(
        "canvas.marking.shape", "&View/&Cards", "Show or hide the sha&pe", ("Shift+H, S",), enabled_with="selection"
    ),
    Command(
        "canvas.marking.show_everything", "&View/&Cards", "Show &everything again", ruled=True, enabled_with="graph"
    ),
    Command("equations.setVisible", "&View", "&Equations", ("Ctrl+1",), flag=True, ruled=True),
    Command("inspector.setVisible", "&View", "&Inspector", ("Ctrl+2",), flag=True),
    Command("drawer.toggle_outline", "&View", "&Outline", ("Ctrl+5",)),
    Command("timeline.setVisible", "&View", "Time&line", ("Ctrl+3",), flag=True),
    Command("derivation.setVisible", "&View", "&Derivation", ("Ctrl+6",), flag=True),
    Command("hessian.setVisible", "&View", "&Hessian", ("Ctrl+7",), flag=True),
    Command("lecture.toggle", "&View", "Lect&ure mode", ("F11", "F5"), ruled=True, enabled_with="graph"),
    Command(
        "canvas.opening.toggle", "&Annotate", "&Open or close the equation", ("Ctrl+Return",), enabled_with="selection"
    ),
    Command("canvas.opening.close_all", "&Annotate", "Close all &equations", enabled_with="graph"),
    Command("canvas.framing.frame", "&Annotate", "&Frame the selection", ("Ctrl+G",), ruled=True, enabled_with="graph"),
    Command("canvas.framing.rename", "&Annotate", "&Title of the frame…", enabled_with="graph"),
    Command(
        "canvas.framing.ungroup",
        "&Annotate",
        "Take the frame &away, keep its nodes",
        ("Ctrl+Shift+G",),
        enabled_with="graph",
    ),
    Command("canvas.folding.toggle", "&Annotate", "&Collapse or expand the frame", ("Ctrl+K",), enabled_with="graph"),
    Command("canvas.folding.roll", "&Annotate", "&Roll or unroll the family", ruled=True, enabled_with="graph"),
    Command("canvas.folding.roll_all", "&Annotate", "Roll or unroll a&ll families", enabled_with="graph"),
    Command("canvas.noting.add", "&Annotate", "Add a &note", ("T",), ruled=True),
    Command("canvas.noting.edit_chosen", "&Annotate", "Edit the note", enabled_with="graph"),
    Command("canvas.noting.delete", "&Annotate", "&Delete the note", enabled_with="graph"),
    *(
        Command(f"canvas.marking.{name}", "&Annotate/&Colour or tag", words, (f"C, {key}",), enabled_with="graph")
        for key, (name, words) in enumerate(
            (
                ("violet", "&Violet"),
                ("teal", "&Teal"),
                ("olive", "&Olive"),
                ("rose", "&Rose"),
                ("umber", "&Umber"),
                ("slate", "&Slate"),
            ),
            1,
        )
    ),
    Command(
        "canvas.marking.untag", "&Annotate/&Colour or tag", "&No tag", ("C, 0",), ruled=True, enabled_with="selection"
    ),
    Command("canvas.framing.take_out", "&Annotate", "Take the nodes &out of their frame", enabled_with="graph"),
    Command("playhead.toggle", "&Play", "&Play or pause", ("Space",), enabled_with="story"),
    Command("playhead.step_forward", "&Play", "&Step", ("Right", "."), enabled_with="story"),
    Command("playhead.step_back", "&Play", "Step &back", ("Left", ","), enabled_with="story"),
    Command("playhead.jump_to_start", "&Play", "To the b&eginning", ("Home",), ruled=True, enabled_with="story"),
    Command("playhead.jump_to_values", "&Play", "To all &values", ("Shift+End",), enabled_with="story"),
    Command("playhead.jump_to_end", "&Play", "To all &adjoints", ("End",), enabled_with="story"),
    Command("playhead.faster", "&Play", "&Faster", ("]",), ruled=True),
    Command("playhead.slower", "&Play", "S&lower", ("[",)),
    Command("command_palette.call", "&Help", "&Command palette…", ("Ctrl+Shift+P",)),
    Command("show_reference", "&Help", "&Language reference", (Standard.HelpContents,)),
    Command("show_shortcuts", "&Help", "&Keyboard shortcuts", ("Ctrl+/",)),
    Command("show_about", "&Help", "&About Adjoint", ruled=True),
)

GESTURES: tuple[Gesture, ...] = (
    Gesture("Canvas", "Tab, Shift+Tab", "next or previous node in topological order"),
    Gesture("Canvas", "← → ↑ ↓", "with a node selected: walk along the wires"),
    Gesture("Canvas", "Shift+← → ↑ ↓", "select on along the wires; back again takes out"),
    Gesture("Canvas", "Esc", "select nothing; then the arrows step"),
    Gesture("Canvas", "Enter or double click", "edit the numbers of a leaf in place"),
    Gesture("Canvas", "double click beside the cards", "add a node there"),
    Gesture("Canvas", "Ctrl+V", "numbers into the leaf selected, equations as nodes"),
    Gesture("Canvas", "drag", "move a node; beside it, select several; Shift or Ctrl adds"),
    Gesture("Canvas", "double click on a wire", "bend it there; on a bend: take it out; drag: move it"),
    Gesture("Canvas", "Ctrl while dragging", "do not snap"),
    Gesture("Canvas", "L, then drag", "select by a loop; Shift or Ctrl adds"),
    Gesture("Canvas", "drag a frame's title", "move the frame and its nodes; double click: another title"),
    Gesture("Canvas", "double click on an equation's title", "open it into its operations; there again: close it"),
    Gesture("Canvas", "drag a note", "move it; by its right edge, make it wider; double click: edit it"),
    Gesture("Canvas", "drag from a port", "pull a wire: to a port, a card, or into the void for a new node"),
    Gesture("Canvas", "drag a wire's end away", "unplug it; dropped in the void it is cut"),
    Gesture("Canvas", "Ctrl+click on a wire", "cut it"),
    Gesture("Canvas", "drag a node, or out of the palette, onto a wire", "put it on the wire"),
    Gesture("Canvas", "Shift+drag a node", "cut it out of its wires, which heal"),
    Gesture("Canvas", "Space or middle button, drag", "move the view"),
    Gesture("Canvas", "wheel, pinch", "zoom at the pointer"),
    Gesture("Minimap", "press, drag, wheel; arrows, + and −", "move the view, zoom it"),
    Gesture("Equations", r"\sigma, \odot, \in", "a Greek letter or sign: Tab, Enter or a blank takes it"),
    Gesture("Equations", "Tab", "take the name that is offered"),
    Gesture("Equations", "Esc", "to the canvas, where N adds a node"),
    Gesture("Find", "Enter, Shift+Enter", "next match, the one before"),
    Gesture("Derivation", "hover a term", "light its messages; on the canvas, hover a wire or a slot"),
    Gesture("Derivation", "← →", "in the formula: from term to term"),
    Gesture("Derivation", "↓ ↑, Home, End", "in the steps: the next step, the one before, none, all"),
    Gesture("Hessian", "← → ↑ ↓, Home, End", "from entry to entry; Open as a document takes its row"),
    Gesture("Lecture mode", "Page down, Page up", "step on, step back, as → and ← and a presenter's clicker do"),
    Gesture("Lecture mode", "B or .", "blank the screen, and back"),
    Gesture("Lecture mode", "Esc", "leave"),
    Gesture("Timeline", "press, drag, wheel", "go to a step, scrub, step"),
    Gesture("Timeline", "Page up, Page down", "a tenth of the story back or on"),
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The shortcuts of one part of the program."""

    title: str
    rows: list[tuple[str, str]] = field(default_factory=list)


def shortcut_sheets() -> list[Sheet]:
    """All shortcuts by menu, then what works in one place only."""
    sheets: dict[str, Sheet] = {}
    for command in COMMANDS:
        if command.sequences:
            title = command.menu.split("/")[0].replace("&", "")
            keys = " or ".join(
                sequence.toString(QKeySequence.SequenceFormat.NativeText) for sequence in command.sequences[:2]
            )
            sheets.setdefault(title, Sheet(title)).rows.append((keys, command.plain_words))
    undo = [(QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText), words) for key, words in UNDO]
    sheets.setdefault("Edit", Sheet("Edit")).rows[:0] = undo
    for gesture in GESTURES:
        sheets.setdefault(gesture.place, Sheet(gesture.place)).rows.append((gesture.keys, gesture.words))
    return list(sheets.values())


UNDO = ((Standard.Undo, "Undo"), (Standard.Redo, "Redo"))
