"""What ships beside the code: examples and fonts. Found in a checkout and in an installed wheel alike."""

from pathlib import Path

_ROOT = Path(__file__).parent


def asset(name: str) -> Path:
    """The file or folder `name`, such as "fonts" or "examples/shared-A.adjoint"; FileNotFoundError where none ships."""
    path = _ROOT / name
    if not path.exists():
        raise FileNotFoundError(f"no asset {name!r} ships with adjoint")
    return path
