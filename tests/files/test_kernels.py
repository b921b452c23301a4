"""Kernels are compiled once, kept in the user's cache, and never stale."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

import suture
from suture.files import kernels
from suture.files.kernels import UNUSED_FOR, fingerprint, use_kernel_cache, user_cache

ROOT = Path(__file__).parents[2]
SOURCE = Path(suture.__file__).parents[1]
PROGRAM = """
import gc, json
from suture.files.kernels import use_kernel_cache

folder = use_kernel_cache()
from numba.core.registry import CPUDispatcher
from suture.engine.rating.plan import plan
from tests.engine.built import agreement, happened, in_lanes

terms = agreement({
    "id": "top", "kind": "take_or_pay", "services": ["catheter"], "measure": "accepted", "window": "contract_year",
    "minimum": "1200 piece", "price": "20 USD/piece", "make_up": "later_excess", "prorate": "full",
})
due = in_lanes(terms, happened(plan(terms), {("catheter", "accepted"): [100] * 10}))["top"]
kept = [each.stats for each in gc.get_objects() if isinstance(each, CPUDispatcher)]
print(json.dumps({
    "folder": str(folder), "due": due[11],
    "hits": sum(sum(stats.cache_hits.values()) for stats in kept),
    "misses": sum(sum(stats.cache_misses.values()) for stats in kept),
}))
"""


def start(source, cache, **environment):
    known = {name: value for name, value in os.environ.items() if not name.startswith("NUMBA_")}
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env={**known, "PYTHONPATH": f"{source}{os.pathsep}{ROOT}", "SUTURE_CACHE": str(cache), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(process):
    out, err = process.communicate()
    assert (process.returncode, err) == (0, "")
    return json.loads(out)


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """A cache of this test only; numba's own setting is put back."""
    from numba.core import config

    monkeypatch.setenv("SUTURE_CACHE", str(tmp_path))
    monkeypatch.setenv("NUMBA_CACHE_DIR", "")
    monkeypatch.setattr(config, "CACHE_DIR", config.CACHE_DIR)
    return tmp_path


@pytest.fixture
def copy(tmp_path):
    """The package in a folder of its own: a source that changes meanwhile would name another cache, and rightly."""
    shutil.copytree(SOURCE / "suture", tmp_path / "copy" / "suture", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "copy"


def test_of_two_processes_at_once_and_one_after_them_the_last_compiles_nothing(copy, tmp_path):
    cache = tmp_path / "cache"
    first, other = [ended(process) for process in [start(copy, cache), start(copy, cache)]]
    files = sorted(cache.rglob("*.nb*"))
    last = ended(start(copy, cache))
    assert first["due"] == other["due"] == last["due"] == 4000  # (1,200 - 1,000) x 20
    assert max(first["misses"], other["misses"]) > 0
    assert (last["hits"], last["misses"]) == (1, 0)
    assert files
    assert sorted(cache.rglob("*.nb*")) == files
    assert Path(first["folder"]).parent == cache


def test_a_changed_callee_is_never_answered_with_the_old_number(copy, tmp_path):
    cache = tmp_path / "cache"
    assert ended(start(copy, cache))["due"] == 4000
    number = copy / "suture" / "engine" / "number.py"
    text = number.read_text(encoding="utf-8")
    assert text.count("return a - b if a > b else 0 * a") == 1
    number.write_text(text.replace("return a - b if a > b", "return a - b + a - b if a > b"), encoding="utf-8")
    again = ended(start(copy, cache))
    assert (again["due"], again["hits"]) == (8000, 0)


def test_where_the_users_cache_may_not_be_written_the_systems_temporary_folder_serves(cache, monkeypatch):
    (cache / "file").write_text("no folder can be below a file", encoding="utf-8")
    monkeypatch.setenv("SUTURE_CACHE", str(cache / "file" / "below"))
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(cache))
    folder = use_kernel_cache()
    assert folder is not None
    assert folder.is_dir()
    assert folder.parent.parent == cache
    folder.parent.chmod(0o777)  # anybody could put code there
    assert use_kernel_cache() is None


def nowhere():
    raise FileNotFoundError


def test_where_nothing_at_all_may_be_written_there_is_no_cache(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("SUTURE_CACHE", str(tmp_path / "file" / "below"))
    monkeypatch.setenv("NUMBA_CACHE_DIR", "as before")
    monkeypatch.setattr(tempfile, "gettempdir", nowhere)
    assert use_kernel_cache() is None
    assert os.environ["NUMBA_CACHE_DIR"] == "as before"


def test_a_kernel_is_compiled_also_where_none_can_be_kept(monkeypatch):
    from numba.core import caching

    from suture.engine.rating import lanes
    from suture.engine.rating.plan import plan
    from tests.engine.built import agreement, happened, in_lanes

    price = {"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": "22"}
    monkeypatch.setattr(caching.CompileResultCacheImpl, "_locator_classes", [])
    lanes.kernel.cache_clear()
    terms = agreement(price)
    assert in_lanes(terms, happened(plan(terms), {("catheter", "accepted"): [3]}))["price"][0] == 66
    lanes.kernel.cache_clear()


def test_a_numba_that_is_already_there_uses_the_folder_too(cache):
    from numba.core import config

    assert str(use_kernel_cache()) == config.CACHE_DIR == os.environ["NUMBA_CACHE_DIR"]


def test_folders_of_older_versions_go_when_nobody_has_used_them_for_long(cache):
    for name, age in {"kernels-old": UNUSED_FOR + 60, "kernels-young": 60, "other": UNUSED_FOR * 2}.items():
        (cache / name).mkdir()
        (cache / name / "kernel.nbi").write_text("x", encoding="utf-8")
        os.utime(cache / name, (time.time() - age, time.time() - age))
    used = use_kernel_cache()
    assert used is not None
    assert sorted(each.name for each in cache.iterdir()) == sorted(["kernels-young", "other", used.name])


def test_the_folder_is_named_by_the_sources(monkeypatch, tmp_path):
    before = fingerprint()
    assert before == fingerprint()
    monkeypatch.setattr(kernels, "version", lambda package: "another")
    assert fingerprint() != before


def test_the_users_cache_is_found(monkeypatch, tmp_path):
    monkeypatch.delenv("SUTURE_CACHE", raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert user_cache() == tmp_path / "suture"
    monkeypatch.setenv("XDG_CACHE_HOME", "not/absolute")
    assert user_cache() == Path.home() / ".cache" / "suture"
    monkeypatch.setenv("SUTURE_CACHE", str(tmp_path / "mine"))
    assert user_cache() == tmp_path / "mine"
