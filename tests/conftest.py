"""What every test has: no display, no settings of the user's, the same random numbers each time. Imports no Qt."""

import os
import random
from pathlib import Path

import hypothesis
import numpy as np
import pytest

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["MPLBACKEND"] = "agg"

hypothesis.settings.register_profile(
    "steady",
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("steady")


@pytest.fixture(scope="session", autouse=True)
def _home_of_the_tests(tmp_path_factory: pytest.TempPathFactory):
    """Settings, recent files and recovered work go to a folder of this session, never to the user's."""
    home: Path = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
            patch.setenv(variable, str(home / variable))
        yield home


@pytest.fixture(autouse=True)
def _same_random_numbers():
    random.seed(20261121)
    np.random.seed(20261121)  # noqa: NPY002 — for whatever still draws from the global generator
