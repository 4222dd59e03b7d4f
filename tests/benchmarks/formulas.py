"""How long the formulas of the problems are: ``python -m tests.benchmarks.formulas``."""

from __future__ import annotations

import statistics
import time

import graph
from tests.graph.calculus.derivation.problems import PROBLEMS


def main() -> None:
    lengths, seconds, short = [], [], 0
    for problem in PROBLEMS:
        g = graph.read(problem.text)
        start = time.perf_counter()
        derivation = graph.derive(g, problem.wrt)
        text = derivation.unicode
        seconds.append(time.perf_counter() - start)
        lengths.append(len(text))
        short += not derivation.definitions
        print(f"{len(text):4}  {problem.title}: {text}")
    print(f"\n{len(lengths)} problems, {short} without definitions")
    quartiles = statistics.quantiles(lengths, n=4)
    print(f"characters: quartiles {', '.join(f'{q:.0f}' for q in quartiles)}, longest {max(lengths)}")
    print(f"milliseconds: median {1000 * statistics.median(seconds):.1f}, longest {1000 * max(seconds):.0f}")


if __name__ == "__main__":
    main()
