"""The benchmarks by name, and the figures they yield."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from statistics import median
from time import perf_counter

from bench import suites


@dataclass(frozen=True)
class Figure:
    """
    One line of the table; ``ratio`` is the value over that of ``ratio_to`` in the same run.

    ``goal`` is the most the value may be, or the least where ``is_floor``.
    """

    name: str
    value: float
    unit: str
    goal: float | None = None
    ratio_to: str | None = None
    ratio: float | None = None
    is_floor: bool = False

    @property
    def is_met(self) -> bool | None:
        if self.goal is None:
            return None
        return self.value >= self.goal if self.is_floor else self.value <= self.goal

    def as_dict(self) -> dict:
        return asdict(self)


Benchmark = Callable[[], Iterator[Figure]]
REGISTRY: dict[str, Benchmark] = {}


def benchmark(name: str) -> Callable[[Benchmark], Benchmark]:
    """Register a function that yields figures, under a name to choose it by."""

    def register(run: Benchmark) -> Benchmark:
        REGISTRY[name] = run
        return run

    return register


def load() -> dict[str, Benchmark]:
    """Import every module of ``bench.suites``, and return what they have registered."""
    for module in pkgutil.iter_modules(suites.__path__):
        importlib.import_module(f"{suites.__name__}.{module.name}")
    return REGISTRY


def milliseconds(run: Callable, *, times: int = 3, clock: Callable = perf_counter) -> float:
    """
    Return the median of a few runs, after one that warms the caches.

    :param clock: ``time.process_time`` for the processor's time of this process alone
    """
    run()
    found = []
    for _ in range(times):
        begun = clock()
        run()
        found.append(1000 * (clock() - begun))
    return median(found)
