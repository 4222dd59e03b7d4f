"""How long a run takes beside the same calculation by hand in NumPy: ``python -m tests.benchmarks.engine``.

Every line is measured in one process with one BLAS thread, the contestants by turns; the table shows medians and
their ratios to the version by hand.
"""

from __future__ import annotations

import gc
import importlib.util
import time
from collections.abc import Callable
from statistics import median

import numpy as np

from graph.evaluation import evaluate
from graph.evaluation.plan import plan
from graph.model import Graph
from tests.benchmarks.tasks import Result, Task, chain, mlp, rnn

Contestant = Callable[[], Result]


def contestants(task: Task) -> dict[str, Contestant]:
    """Everyone that is installed, each giving the loss and the gradients of the parameters."""
    arrays = dict(task.graph.values)
    found: dict[str, Contestant] = {
        "by hand": lambda: task.by_hand(arrays),
        "Adjoint": lambda: _adjoint(task),
    }
    if importlib.util.find_spec("torch"):
        found["PyTorch"] = _torch(task)
    if importlib.util.find_spec("autograd"):
        found["autograd"] = _autograd(task)
    return found


def _adjoint(task: Task) -> Result:
    run = evaluate(task.graph)
    return run.loss, [run.adjoints[name] for name in task.parameters]


def _torch(task: Task) -> Contestant:
    import torch

    torch.set_num_threads(1)
    constants: dict[int, torch.Tensor] = {}

    class Words:
        tanh, exp, log, maximum = torch.tanh, torch.exp, torch.log, torch.maximum

        @staticmethod
        def asarray(array):
            if not isinstance(array, np.ndarray):
                return torch.tensor(array, dtype=torch.float64)
            return constants.setdefault(id(array), torch.tensor(array))

    parameters = [torch.tensor(task.graph.values[name], requires_grad=True) for name in task.parameters]

    def run() -> Result:
        loss = task.objective(Words, *parameters)
        return float(loss.detach()), [g.numpy() for g in torch.autograd.grad(loss, parameters)]

    return run


def _autograd(task: Task) -> Contestant:
    import autograd
    import autograd.numpy

    parameters = [task.graph.values[name] for name in task.parameters]
    slope = autograd.value_and_grad(
        lambda *arrays: task.objective(autograd.numpy, *arrays), argnum=tuple(range(len(parameters)))
    )

    def run() -> Result:
        loss, gradients = slope(*parameters)
        return float(loss), list(gradients)

    return run


def measure(found: dict[str, Contestant], seconds: float = 4.0) -> dict[str, float]:
    """The median time of each, in seconds; they take turns, so that what disturbs one disturbs all."""
    times: dict[str, list[float]] = {name: [] for name in found}
    for run in found.values():
        run()
    gc.collect()
    gc.disable()
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(times["by hand"]) < 5:
        for name, run in found.items():
            start = time.perf_counter()
            run()
            times[name].append(time.perf_counter() - start)
    gc.enable()
    return {name: median(taken) for name, taken in times.items()}


def planning(task: Task) -> float:
    """Seconds from a graph never seen to its program, gradient included."""
    taken = []
    for _ in range(5):
        fresh = Graph(list(task.graph.nodes.values()), task.graph.loss, task.graph.values)
        start = time.perf_counter()
        plan(fresh, fresh.loss)
        taken.append(time.perf_counter() - start)
    return median(taken)


def main() -> None:
    print(f"{'':40}{'by hand':>10}  ratio to it")
    for task in (chain(), mlp(), rnn()):
        medians = measure(contestants(task))
        by_hand = medians.pop("by hand")
        ratios = "   ".join(f"{name} {seconds / by_hand:.2f}" for name, seconds in medians.items())
        print(f"{task.name:40}{1e3 * by_hand:7.2f} ms  {ratios}")
    print(f"planning of 1 000 equations: {1e3 * planning(chain()):.0f} ms")


if __name__ == "__main__":
    main()
