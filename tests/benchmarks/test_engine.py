"""The contestants of the benchmark calculate the same thing, and the tool that times them works."""

import numpy as np
import pytest

from tests.benchmarks.engine import contestants, measure, planning
from tests.benchmarks.tasks import chain, mlp, rnn

TASKS = {"chain": chain(40), "mlp": mlp((7, 6, 5, 3), batch=4), "rnn": rnn(steps=4, batch=3, width=5)}


@pytest.mark.parametrize("task", TASKS.values(), ids=TASKS.keys())
def test_all_contestants_agree_with_the_version_by_hand(task):
    found = contestants(task)
    loss, gradients = found.pop("by hand")()
    assert len(gradients) == len(task.parameters)
    assert all(np.abs(gradient).max() > 1e-9 for gradient in gradients)
    for name, run in found.items():
        other_loss, others = run()
        assert other_loss == pytest.approx(loss, rel=1e-12), name
        for mine, other in zip(gradients, others, strict=True):
            np.testing.assert_allclose(other, mine, rtol=1e-9, atol=1e-12 * np.abs(mine).max(), err_msg=name)


def test_measuring_times_everyone():
    task = TASKS["chain"]
    medians = measure(contestants(task), seconds=0)
    assert {"by hand", "Adjoint"} <= medians.keys()
    assert all(seconds > 0 for seconds in medians.values())
    assert planning(task) > 0
