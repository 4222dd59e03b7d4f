"""A sum of thousands of terms is several statements: Python's compiler takes no tree that is so deep."""

import pytest

from graph import read, source
from tests.graph.sources.running import loaded, status


@pytest.mark.parametrize("sign", ["+", "-"])
def test_a_long_sum_runs(sign, tmp_path, capsys):
    path = tmp_path / "long.py"
    text = "x: 2\nL = " + f" {sign} ".join(f"{i} sum(x)" for i in range(1, 3600))
    source(read(text)).save(path)
    assert status(loaded(path)) == 0, capsys.readouterr().out
