"""Any graph → one program of NumPy calls → the record of a run."""

from graph.evaluation.run import Run, evaluate

__all__ = ["Run", "evaluate"]
