"""Says in words when this PySide6 and this Python do not fit: the pair would abort within seconds, without a word."""

import sys
from functools import cache

VOID_CALLS = 10_000
# Kept for good, so that a broken pair lives long enough to be told.
_SPARE = [None] * (100 * VOID_CALLS)


@cache
def complaint() -> str:
    """What is wrong with the installed pair, "" where nothing is. From Python 3.12 on None cannot be lost."""
    import PySide6
    from PySide6.QtCore import QObject

    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(VOID_CALLS):
        thing.setObjectName("")
    lost = before - sys.getrefcount(None)
    if lost < VOID_CALLS // 10:
        return ""
    return (
        f"PySide6 {PySide6.__version__} on Python {sys.version.split()[0]} loses references to None: {lost} in "
        f"{VOID_CALLS} void calls. Any window aborts within seconds. Install 'PySide6-Essentials<6.12', or use Python "
        "3.12 or newer."
    )
