"""Measuring on a machine that others use too: everything compared runs in turn, and the least of many times counts."""

import os
import time
from collections.abc import Callable, Mapping

Work = Callable[[], object]


def least(works: Mapping[str, Work], rounds: int) -> dict[str, float]:
    """The least time of each in seconds: one of each in every round, after one that does not count."""
    times = {name: float("inf") for name in works}
    for work in works.values():
        work()
    for _ in range(rounds):
        for name, work in works.items():
            started = time.perf_counter()
            work()
            times[name] = min(times[name], time.perf_counter() - started)
    return times


def once(work: Work) -> float:
    """The time of one call in seconds."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def machine() -> str:
    """What a figure must be read with: cores, and how busy they were in the last minute."""
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    return f"{os.cpu_count()} cores, load {load}"


def bar(name: str, found: float, limit: float, *, least: bool = False) -> None:
    """A figure beside its bar."""
    met = found >= limit if least else found <= limit
    print(f"{name}: {found:.3g} (bar: {'at least' if least else 'at most'} {limit:g}) {'met' if met else 'MISSED'}")
