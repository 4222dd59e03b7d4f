"""What every contestant of the canvas benchmark is measured with."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from time import perf_counter
from typing import Any

WIDTH, HEIGHT = 1920, 1080
FRAMES = 15
FIGURES = ("build s", "full frame ms", "50 visible ms", "drag step ms", "memory MB")


def timed(work: Callable[[], Any]) -> float:
    """Seconds that it takes."""
    began = perf_counter()
    work()
    return perf_counter() - began


def memory() -> float:
    """The most memory this process has had, in MB."""
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def frame(view: Any, binding: str = "PySide6") -> None:
    """Paints everything in view, and nothing else: what a window does when it is uncovered."""
    painting = import_module(f"{binding}.QtGui")
    if not hasattr(view, "benchmark_image"):
        view.benchmark_image = painting.QImage(WIDTH, HEIGHT, painting.QImage.Format.Format_RGB32)
    view.viewport().render(view.benchmark_image)
