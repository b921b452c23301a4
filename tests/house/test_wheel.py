"""What a user installs: a wheel that runs far from this checkout, also where it may write nothing."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import suture
from tests.as_a_user import AS_A_USER, NEEDS_A_USER

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "cases" / "startup.yaml"


def pip(*arguments: str | Path) -> None:
    command = [sys.executable, "-m", "pip", *arguments, "-q", "--no-index", "--no-deps"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def run_there(installed: Path, *command: str | Path) -> subprocess.CompletedProcess[str]:
    """Run Python with the installed wheel before this checkout, from a folder that is not the checkout."""
    return subprocess.run(
        [*AS_A_USER, sys.executable, *command],
        cwd=installed.parent,
        env={**os.environ, "PYTHONPATH": str(installed), "HOME": str(installed)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip("wheel", ".", "--no-build-isolation", "-w", folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("elsewhere") / "site"
    pip("install", wheel, "--no-compile", "--target", folder)
    return folder


@pytest.fixture
def read_only(installed):
    modes = {path: path.stat().st_mode for path in (installed, *installed.rglob("*"))}
    for path, mode in modes.items():
        path.chmod(mode & 0o555)
    yield installed
    for path, mode in modes.items():
        path.chmod(mode)


def test_the_wheel_holds_the_typed_package_and_its_licence_and_nothing_else(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    top = {name.split("/")[0] for name in names}
    assert "suture/py.typed" in names
    assert f"suture-{suture.__version__}.dist-info/licenses/LICENSE" in names
    assert top == {"suture", f"suture-{suture.__version__}.dist-info"}


def test_every_file_of_the_package_is_in_the_wheel(wheel):
    source = ROOT / "src"
    files = {str(p.relative_to(source)) for p in source.rglob("[!.]*") if p.is_file() and p.suffix != ".pyc"}
    assert files - set(zipfile.ZipFile(wheel).namelist()) == set()


def test_the_installed_wheel_runs_outside_the_checkout(installed):
    where = run_there(installed, "-c", "import suture; print(suture.__file__)")
    version = run_there(installed, "-m", "suture", "--version")
    assert where.stdout.strip() == str(installed / "suture" / "__init__.py")
    assert (version.returncode, version.stderr) == (0, "")
    assert suture.__version__ in version.stdout


@NEEDS_A_USER
def test_the_installed_wheel_runs_where_it_may_write_nothing(read_only):
    """Its home is that folder too, so that no cache has a place of its own."""
    before = sorted(read_only.rglob("*"))
    refused = run_there(read_only, "-c", f"open({str(read_only / 'x')!r}, 'w')")
    version = run_there(read_only, "-m", "suture", "--version")
    assert "PermissionError" in refused.stderr
    assert (version.returncode, version.stderr) == (0, "")
    assert sorted(read_only.rglob("*")) == before


@NEEDS_A_USER
def test_the_installed_wheel_chooses_where_only_the_report_may_be_written(read_only, tmp_path):
    before = sorted(read_only.rglob("*"))
    choose = ["choose", EXAMPLE, "--scenarios", "256", "--json", "--out", tmp_path / "out"]
    chosen = run_there(read_only, "-m", "suture", *choose)
    assert chosen.returncode == 0, chosen.stderr
    assert '"recommendation"' in chosen.stdout
    assert sorted(read_only.rglob("*")) == before
