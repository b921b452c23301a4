"""Mutation testing of the engine: `make mutate`. What it does and what it leaves out: docs/mutation.md.

mutmut changes one thing at a time and runs the tests that reach it. Compilation is off, since a compiled function would
not see the change. A survivor that `mutation_survivors.yaml` does not explain fails the run, and so does a line there
that no longer survives.
"""

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import chdir
from pathlib import Path
from typing import NamedTuple

import yaml

ROOT = Path(__file__).resolve().parents[2]
ENGINE = "src/suture/engine"
WORK = ROOT / "out" / "mutation"
COPIED = ("environment", "examples", "docs", "benchmarks")
LIST = Path(__file__).with_name("mutation_survivors.yaml")
LEAST = 0.9
KILLED = {"killed", "timeout"}
"""A crash is none: a library that does not outlive a fork would kill every mutant that comes near it."""


class Group(NamedTuple):
    """Modules that are mutated in one run, and the tests that must notice."""

    modules: tuple[str, ...]
    tests: tuple[str, ...]
    which: str = ""
    """Of those tests, as pytest's -k says it; left out: all."""


CLAUSES = ("graduated", "take_or_pay", "minimum_commitment", "lot_economics", "material_liability")
RATED = ("unit", "indexation", "cancellation", "renewal", "late_interest")
"""Kinds that show what rating does for them: windows, levels, single orders, terms, days of lateness."""
GROUPS: Mapping[str, Group] = {
    "clauses": Group(
        tuple(f"clauses/{kind}.py" for kind in CLAUSES),
        (*(f"tests/engine/clauses/test_{kind}.py" for kind in CLAUSES), "tests/engine/clauses/test_says.py"),
        # Lanes copy a step as it is written, and that of a mutated module is mutmut's switch between its mutants.
        which=f"({' or '.join(CLAUSES)}) and not simulation",
    ),
    "rating": Group(
        ("rating/*.py",),
        (
            "tests/engine/rating",
            "tests/test_settlement.py",
            *(f"tests/engine/clauses/test_{kind}.py" for kind in RATED),
        ),
        which="not lane_by_lane and not several_lanes",
    ),
}


class Mutant(NamedTuple):
    """One change of one function, as the lines that it takes away and puts in."""

    module: str
    function: str
    was: str
    now: str


def prepare(group: Group, folder: Path) -> None:
    """A copy of the tree in which mutmut finds its settings, and may write."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in ("src", "tests", *COPIED):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shown = sorted(str(path.relative_to(ROOT)) for each in group.modules for path in (ROOT / ENGINE).glob(each))
    arguments = ["-p", "no:cacheprovider", *(["-k", group.which] if group.which else [])]
    settings = {
        "source_paths": ["src"],
        "only_mutate": shown,
        "also_copy": list(COPIED),
        "pytest_add_cli_args": arguments,
        "pytest_add_cli_args_test_selection": list(group.tests),
    }
    written = (ROOT / "pyproject.toml").read_text(encoding="utf-8") + "\n[tool.mutmut]\n"
    written += "".join(f"{name} = {value!r}\n" for name, value in settings.items())
    (folder / "pyproject.toml").write_text(written + "use_git_change_detection = false\n", encoding="utf-8")


def run(folder: Path) -> None:
    """Tries every mutant; the same examples of generated tests every time."""
    environment = os.environ | {"NUMBA_DISABLE_JIT": "1", "CI": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [Path(sys.executable).with_name("mutmut"), "run", "--max-children", str(os.cpu_count())]
    log = folder / "mutmut.log"
    with log.open("wb") as told:
        ended = subprocess.run(command, cwd=folder, env=environment, stdout=told, stderr=told, check=False)
    if ended.returncode:
        sys.exit(f"mutmut stopped: {log}")


def results(folder: Path) -> Iterator[tuple[Mutant, bool]]:
    """Every mutant, and whether a test noticed it."""
    from mutmut.configuration import reset_config
    from mutmut.mutation.data import SourceFileMutationData
    from mutmut.mutation.diff_apply import get_diff_for_mutant
    from mutmut.stats import status_by_exit_code
    from mutmut.utils.file_utils import walk_mutatable_files

    with chdir(folder):
        reset_config()
        for path in walk_mutatable_files():
            tried = SourceFileMutationData(path=path)
            tried.load()
            module = str(path.relative_to(ENGINE))
            for name, code in tried.exit_code_by_key.items():
                noticed = status_by_exit_code[code] in KILLED
                yield mutant(module, name, "" if noticed else get_diff_for_mutant(name, path=path)), noticed


def mutant(module: str, name: str, diff: str) -> Mutant:
    """A mutant by what it changes: its number would move with every mutation before it."""
    function = name.rpartition(".")[2].partition("__mutmut_")[0].removeprefix("x_").strip("xǁ").replace("ǁ", ".")
    lines = [line for line in diff.splitlines() if not line.startswith(("---", "+++"))]
    was, now = (" ".join(line[1:].strip() for line in lines if line.startswith(sign)) for sign in "-+")
    return Mutant(module, function, was, now)


def explained() -> Counter[Mutant]:
    """The survivors of which somebody has said why no test can notice them."""
    written = yaml.safe_load(LIST.read_text(encoding="utf-8"))
    return Counter(
        Mutant(each["module"], each["function"], each["was"], each["now"])
        for reason in written
        for each in reason["mutants"]
    )


def told(found: Iterable[tuple[Mutant, bool]]) -> tuple[float, Counter[Mutant]]:
    """Prints the share by module; gives the share of all and the survivors."""
    every, noticed, survivors = Counter[str](), Counter[str](), Counter[Mutant]()
    for each, killed in found:
        every[each.module] += 1
        noticed[each.module] += killed
        if not killed:
            survivors[each] += 1
    for module, count in sorted(every.items()):
        print(f"  {module:34} {noticed[module]:>5} of {count:>5} killed, {noticed[module] / count:6.1%}")
    share = noticed.total() / every.total()
    print(f"  {'all':34} {noticed.total():>5} of {every.total():>5} killed, {share:6.1%} (at least {LEAST:.0%})")
    return share, survivors


def as_written(survivors: Counter[Mutant]) -> str:
    """Survivors as the list has them, to be pasted below a reason."""
    rows = [each._asdict() for each in survivors.elements()]
    return yaml.safe_dump(rows, sort_keys=False, allow_unicode=True, width=1_000)


def main(names: Iterable[str]) -> int:
    """Runs groups; 0 where enough is killed and every survivor is explained."""
    faults = 0
    known = explained()
    for name in names:
        folder = WORK / name
        prepare(GROUPS[name], folder)
        run(folder)
        print(name)
        share, survivors = told(results(folder))
        here = Counter({each: n for each, n in known.items() if matches(each.module, GROUPS[name].modules)})
        new, gone = survivors - here, here - survivors
        if new:
            print(f"{new.total()} survivors that {LIST.name} does not explain:\n{as_written(new)}")
        if gone:
            print(f"{gone.total()} of {LIST.name} that no longer survive:\n{as_written(gone)}")
        faults += bool(new or gone or share < LEAST)
    return 1 if faults else 0


def matches(module: str, patterns: Iterable[str]) -> bool:
    """Whether a module belongs to a group."""
    return any(Path(module).match(pattern) for pattern in patterns)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or GROUPS))
