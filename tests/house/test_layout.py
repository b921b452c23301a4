"""Where things are, and how large they may grow."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src"
ENGINE = SOURCE / "suture" / "engine"
FOLDERS = ("src", "tests", "environment", "benchmarks", "docs", "examples")
SAYS_NOTHING = {"utils", "util", "helpers", "helper", "common", "core", "misc"}

# Calls that read the clock, chance, a file or the keyboard without an import that the contracts could refuse.
IMPURE = {"open", "input", "print", "breakpoint", "__import__"}
CLOCK = {"today", "now", "utcnow"}
NUMPY_FILES = {"load", "loadtxt", "genfromtxt", "fromfile", "memmap", "save", "savez", "savetxt", "tofile"}
SEEDABLE = {"Generator", "BitGenerator", "SeedSequence", "PCG64", "PCG64DXSM", "Philox", "SFC64", "MT19937"}


def modules(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.py"))


def impurities(source: str) -> list[str]:
    """Return each call of a source text that would make the same inputs give another answer."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        match ast.unparse(node.func).split("."):
            case [name] if name in IMPURE:
                found.append(node)
            case [*_, "datetime" | "date", name] if name in CLOCK:
                found.append(node)
            case ["time", _]:
                found.append(node)
            case ["np" | "numpy", name] if name in NUMPY_FILES:
                found.append(node)
            case [*_, name] if name in {"default_rng", *SEEDABLE}:
                seed = [*node.args, *(word.value for word in node.keywords)]
                if not seed or ast.unparse(seed[0]) == "None":
                    found.append(node)
            case ["np" | "numpy", "random", _]:
                found.append(node)
    return [f"line {node.lineno}: {ast.unparse(node)}" for node in found]


def test_no_module_is_longer_than_400_lines():
    too_long = {str(m.relative_to(ROOT)): n for m in modules(SOURCE) if (n := len(m.read_text().splitlines())) > 400}
    assert too_long == {}


def test_every_name_says_what_is_inside():
    named = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.stem in SAYS_NOTHING]
    assert named == []


def test_every_package_of_the_product_can_be_imported_as_one():
    """A folder without __init__.py is left out by the type checker and the contracts."""
    bare = {m.parent for m in modules(SOURCE) if not (m.parent / "__init__.py").exists()}
    assert bare == set()


def test_the_engine_takes_the_day_chance_and_files_as_arguments():
    found = {str(m.relative_to(ROOT)): calls for m in modules(ENGINE) if (calls := impurities(m.read_text()))}
    assert found == {}


@pytest.mark.parametrize(
    "call",
    [
        "date.today()",
        "datetime.date.today()",
        "datetime.now(tz)",
        "datetime.datetime.utcnow()",
        "time.time()",
        "open(path)",
        "np.load(path)",
        "np.random.default_rng()",
        "default_rng(None)",
        "np.random.default_rng(seed=None)",
        "np.random.PCG64()",
        "np.random.normal(0, 1)",
        "numpy.random.seed(1)",
    ],
)
def test_a_hidden_input_of_the_engine_is_seen(call):
    assert impurities(f"x = {call}") == [f"line 1: {call}"]


@pytest.mark.parametrize(
    "call",
    [
        "date(2026, 1, 1)",
        "date.fromisoformat(text)",
        "np.random.default_rng(seed)",
        "np.random.Generator(np.random.Philox(key=key))",
        "stream.normal(0, 1)",
        "world.now()",
    ],
)
def test_what_is_given_to_the_engine_is_no_hidden_input(call):
    assert impurities(f"x = {call}") == []
