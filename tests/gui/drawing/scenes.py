"""Graphs that the tests of drawing paint, and what is made of them once."""

from dataclasses import dataclass
from functools import cache

from PySide6.QtGui import QImage

from graph.evaluation import evaluate
from graph.language import parse
from graph.story import Story, story
from gui.drawing.mathematics import Typesetter
from gui.drawing.picture import Picture, arrange
from gui.drawing.theme import LIGHT, Theme
from gui.drawing.values import Values

TEXTS = {
    "shared": "A: 2x2 = [1 2; -1 1]\nB: 2x2 = [1 0.5; 2 1]\nx: 2 = [2, -1]\n"
    "y = A x\nu = σ(y)\nv = B x\nz = A (u ⊙ v)\nw = A z\nL = ‖w‖²",
    "relu": "W_1: 5x3\nb_1: 5\nW_2: 2x5\nb_2: 2\nx: 3 input\nt: 2 constant\n"
    "h = relu(W_1 x + b_1)\no = W_2 h + b_2\nL = 1/2 ‖o − t‖²",
    "rnn": "W_c: 3x3\nW_x: 3x2\nb: 3\nc_0: 3 input\nx_t ∈ ℝ² for t = 1..3\n"
    "c_t = tanh(W_c c_{t-1} + W_x x_t + b) for t = 1..3\nd: 3 constant\nL = ‖c_3 − d‖²",
    "conv": "h: 3\nx: 7 input\ny = h ∗ x\nz = relu(y)\nd: 7 constant\nL = ‖z − d‖²",
    "many": "A: 2x3\n" + "".join(f"x_{k}: 3\ny_{k} = A x_{k}\n" for k in range(1, 9)) + "q = sum(A)\n"
    "L = ‖" + " + ".join(f"y_{k}" for k in range(1, 9)) + "‖²",
    "large": "X: 100x80 input\nβ: 80\nv: 30\nt: 100 constant\nr = X β − t\nL = ‖r‖² + ‖v‖²",
    "flat": "x: 3 = [1, -2, 3]\nk = [x > 0]\ny = log(x)\nL = sum(k ⊙ y) + sum(x)",
    "long": "M: 3x3\nN: 3x3\nlonger_name: 3\n"
    "result_of_all = tanh(M N longer_name + N M longer_name) + σ(M longer_name) ⊙ exp(N longer_name)"
    " + M M N longer_name\n"
    "L = ‖result_of_all‖² + log(‖M‖² + 1) + log(‖N‖² + 1) + ‖longer_name‖²",
}


def pixels(image: QImage) -> bytes:
    """The bytes of an image, copied while it is alive: ``constBits`` alone would not keep it so."""
    return bytes(image.constBits())


@dataclass(frozen=True)
class Scene:
    picture: Picture
    values: Values
    story: Story

    @property
    def end(self) -> int:
        return len(self.picture.steps)

    def step(self, kind: str, node: str, parent: str | None = None) -> int:
        """The number of that step, from 1."""
        return next(
            k
            for k, step in enumerate(self.picture.steps, 1)
            if step.kind == kind and step.node == node and (parent is None or step.parent == parent)
        )


@cache
def _typesetter() -> Typesetter:
    return Typesetter(synchronous=True)


@cache
def scene(name: str, theme: Theme = LIGHT, digits: int = 3) -> Scene:
    """The picture, the numbers and the story of one of the texts."""
    reading = parse(TEXTS[name])
    assert reading.graph is not None, reading.problems
    told = story(reading.graph)
    picture = arrange(reading.graph, told, theme, _typesetter(), digits=digits)
    return Scene(picture, Values(evaluate(reading.graph), digits), told)
