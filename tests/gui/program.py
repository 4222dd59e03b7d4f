"""The program as a process of its own, and an example to give it."""

import subprocess
import sys
from pathlib import Path

from assets import asset

ROOT = Path(__file__).parents[2]
SHARED = str(asset("examples/shared-A.adjoint"))


def command(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    """Runs the program as a process of its own."""
    program = [sys.executable, "-m", "gui", *map(str, arguments)]
    return subprocess.run(program, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False, **options)
