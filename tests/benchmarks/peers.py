"""Other node editors under the same test: the nodes and the wires of the same nets, in the places of a grid."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import import_module
from statistics import median
from time import perf_counter
from typing import Any

from graph.language import parse
from tests.benchmarks.nets import layered
from tests.benchmarks.viewing import FIGURES, FRAMES, HEIGHT, WIDTH, frame, memory, timed

_ACROSS, _DOWN = 320, 180
"""Units between columns and rows of the grid: the nodes of none of them overlap there."""

Nodes = list[tuple[str, int, int, tuple[str, ...]]]
"""Name, x, y, parents."""


def net(nodes: int) -> Nodes:
    graph = parse(layered(nodes)).graph
    assert graph is not None
    depth: dict[str, int] = {}
    rows: dict[int, int] = {}
    placed = []
    for name in graph.order:
        depth[name] = max((depth[parent] + 1 for parent in graph.nodes[name].parents), default=0)
        row = rows[depth[name]] = rows.get(depth[name], -1) + 1
        placed.append((name, depth[name] * _ACROSS, row * _DOWN, graph.nodes[name].parents))
    return placed


def node_graph_qt(nodes: int) -> dict[str, float]:
    os.environ.setdefault("QT_PREFERRED_BINDING", "PySide6")
    from NodeGraphQt import BaseNode, NodeGraph

    class Box(BaseNode):  # type: ignore[misc]
        __identifier__ = "net"
        NODE_NAME = "box"

        def __init__(self) -> None:
            super().__init__()
            self.out = self.add_output("out")

    application = _application("PySide6")

    def build() -> Any:
        editor = NodeGraph()
        made: dict[str, Any] = {}
        for name, x, y, parents in net(nodes):
            made[name] = box = Box()
            box.set_name(name)
            ports = [box.add_input(parent) for parent in parents]
            editor.add_node(box, pos=[x, y], selected=False, push_undo=False)
            for parent, port in zip(parents, ports, strict=True):
                made[parent].out.connect_to(port, push_undo=False)
        return editor.viewer()

    return _measured("PySide6", application, build)


def qt_py_node_editor(nodes: int) -> dict[str, float]:
    os.environ["QT_API"] = "pyside6"
    import qtpynodeeditor as library

    kind = library.NodeDataType("matrix", "matrix")

    class Box(library.NodeDataModel):  # type: ignore[misc]
        name = "box"
        caption_visible = True
        num_ports = {library.PortType.input: 3, library.PortType.output: 1}  # noqa: RUF012  # as the library has it
        port_caption_visible = False
        data_type = kind
        port_caption = {  # noqa: RUF012
            "input": {0: "", 1: "", 2: ""},
            "output": {0: ""},
        }

        def out_data(self, port: int) -> None:
            return None

        def set_in_data(self, data: Any, port: Any) -> None:
            return None

        def embedded_widget(self) -> None:
            return None

    application = _application("PySide6")

    def build() -> Any:
        registry = library.DataModelRegistry()
        registry.register_model(Box, category="net", style=None)
        scene = library.FlowScene(registry=registry)
        made: dict[str, Any] = {}
        for name, x, y, parents in net(nodes):
            made[name] = box = scene.create_node(Box)
            box.position = (x, y)
            for place, parent in enumerate(parents[:3]):
                scene.create_connection(made[parent]["output"][0], box["input"][place], check_cycles=False)
        return library.FlowView(scene)

    return _measured("PySide6", application, build)


def orange_canvas(nodes: int) -> dict[str, float]:
    os.environ["QT_API"] = "pyqt6"
    application = _application("PyQt6")
    from orangecanvas.canvas.scene import CanvasScene
    from orangecanvas.canvas.view import CanvasView
    from orangecanvas.registry import CategoryDescription, WidgetDescription, WidgetRegistry
    from orangecanvas.registry.description import InputSignal, OutputSignal
    from orangecanvas.scheme import Scheme, SchemeLink, SchemeNode

    registry = WidgetRegistry()
    registry.register_category(CategoryDescription("net"))
    inputs = [InputSignal(f"in {k}", "builtins.object", f"take{k}") for k in range(40)]
    box = WidgetDescription("box", "box", category="net", qualified_name=f"{__name__}.net", inputs=inputs,
                            outputs=[OutputSignal("out", "builtins.object")])  # fmt: skip
    registry.register_widget(box)

    def build() -> Any:
        scheme = Scheme()
        scheme.set_loop_flags(Scheme.AllowLoops)  # or every wire would have the whole graph walked
        scene = CanvasScene()
        scene.set_registry(registry)
        scene.set_scheme(scheme)
        made: dict[str, Any] = {}
        for name, x, y, parents in net(nodes):
            made[name] = node = SchemeNode(box, title=name, position=(x, y))
            scheme.add_node(node)
            for place, parent in enumerate(parents):
                scheme.add_link(SchemeLink(made[parent], "out", node, f"in {place}"))
        view = CanvasView()
        view.setScene(scene)
        view.kept = scene, scheme
        return view

    return _measured("PyQt6", application, build)


PEERS: dict[str, Callable[[int], dict[str, float]]] = {
    "NodeGraphQt": node_graph_qt,
    "qtpynodeeditor": qt_py_node_editor,
    "orange-canvas-core": orange_canvas,
}


def _application(binding: str) -> Any:
    widgets = import_module(f"{binding}.QtWidgets")
    return widgets.QApplication.instance() or widgets.QApplication([])


def _measured(binding: str, application: Any, build: Callable[[], Any]) -> dict[str, float]:
    core, testing = import_module(f"{binding}.QtCore"), import_module(f"{binding}.QtTest")
    began = perf_counter()
    view = build()
    view.resize(WIDTH, HEIGHT)
    view.show()
    application.processEvents()
    scene = view.scene() if callable(view.scene) else view.scene
    whole = scene.itemsBoundingRect()
    view.setSceneRect(whole.adjusted(-2000, -2000, 2000, 2000))
    view.fitInView(whole, core.Qt.AspectRatioMode.KeepAspectRatio)
    frame(view, binding)
    built = perf_counter() - began
    full = [timed(lambda: frame(view, binding)) for _ in range(FRAMES)]
    middle = whole.center()
    # 50 places of the grid, ten by five.
    near = core.QRectF(middle.x() - 5 * _ACROSS, middle.y() - 2.5 * _DOWN, 10 * _ACROSS, 5 * _DOWN)
    view.fitInView(near, core.Qt.AspectRatioMode.KeepAspectRatio)
    application.processEvents()
    bars = view.horizontalScrollBar(), view.verticalScrollBar()

    def move() -> None:
        bars[0].setValue(bars[0].value() + 40)
        bars[1].setValue(bars[1].value() + 8)
        frame(view, binding)

    moving = [timed(move) for _ in range(FRAMES)]
    drags = _dragged(view, scene, application, core, testing)
    figures = built, *(1e3 * median(times) for times in (full, moving, drags)), memory()
    return dict(zip(FIGURES, figures, strict=True))


def _dragged(view: Any, scene: Any, application: Any, core: Any, testing: Any) -> list[float]:
    """Presses on the node nearest to the middle and moves the mouse."""
    port = view.viewport()
    centre = view.mapToScene(port.rect().center())
    movable = [item for item in scene.items() if item.flags() & item.GraphicsItemFlag.ItemIsMovable]
    if not movable:
        movable = [item for item in scene.items() if item.flags() & item.GraphicsItemFlag.ItemIsSelectable]
    item = min(movable, key=lambda one: (one.sceneBoundingRect().center() - centre).manhattanLength())
    before = item.scenePos()
    point = view.mapFromScene(item.sceneBoundingRect().center())
    button, keys = core.Qt.MouseButton.LeftButton, core.Qt.KeyboardModifier.NoModifier
    testing.QTest.mousePress(port, button, keys, point)
    taken = []
    for k in range(1, FRAMES + 5):

        def step(k: int = k) -> None:
            testing.QTest.mouseMove(port, point + core.QPoint(6 * k, 4 * k))
            application.processEvents()

        taken.append(timed(step))
    testing.QTest.mouseRelease(port, button, keys, point + core.QPoint(60, 40))
    return taken[4:] if item.scenePos() != before else [float("nan")]
