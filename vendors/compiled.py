"""
Loops over columns, compiled to machine code where numba has a wheel for the machine.

Elsewhere the same functions run as Python: slower by far in a large directory, and equal in every
number. What is compiled is kept under ``LOCAL_DIR``, so that one process compiles for all: that
takes seconds, to read it again a fraction of one.
"""

import hashlib
import os
from pathlib import Path

from django.conf import settings

try:
    import numba
except ImportError:  # an Intel Mac, say
    numba = None

SOURCES = ("vendors", "programs")


def compiled(function):
    """Compile a function of numbers, arrays and named tuples when it is first called."""
    return function if numba is None else numba.njit(cache=IS_KEPT, nogil=True)(function)


def keep(place: Path) -> bool:
    """Keep compiled code in a directory from now on; say whether it can be written to."""
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    numba.config.CACHE_DIR = str(place)
    return os.access(place, os.W_OK)


def _version() -> str:
    """
    Name what is compiled.

    numba looks at the file that a function stands in, and not at those of what it calls: without
    this a changed rule would go on as it was.
    """
    paths = [path for app in SOURCES for path in (settings.BASE_DIR / app).rglob("*.py")]
    found = hashlib.sha256()
    for path in sorted(paths):
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


IS_KEPT = numba is not None and keep(settings.LOCAL_DIR / "compiled" / _version())
