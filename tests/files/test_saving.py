"""Files are whole or not there, and never in the place of somebody else's."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import suture
from suture.engine.fault import Faulty
from suture.files.saving import is_sealed, saved, sealed, tried
from tests.as_a_user import NEEDS_A_USER
from tests.as_a_user import suture as suture_as_a_user

CASE = Path(__file__).resolve().parents[2] / "examples/cases/minimal.yaml"


def held(folder):
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


def refused(folder, *names):
    with pytest.raises(Faulty) as raised:
        tried(str(folder), names[:1], names[1:])
    return [(fault.path[0], str(fault.wrong)) for fault in raised.value.faults]


def test_texts_are_written_under_their_names(tmp_path):
    places = saved({"a.txt": "ä\n", "b.txt": "b"}, str(tmp_path / "new" / "folder"))
    assert [place.read_bytes() for place in places] == ["ä\n".encode(), b"b"]
    assert sorted(os.listdir(tmp_path / "new" / "folder")) == ["a.txt", "b.txt"]


def test_what_was_there_stays_when_one_text_cannot_be_written(tmp_path):
    (tmp_path / "b.txt").mkdir()
    (tmp_path / "a.txt").write_text("old", encoding="utf-8")
    with pytest.raises(Faulty, match=r"nothing can be written here"):
        saved({"b.txt": "b", "a.txt": "new"}, str(tmp_path))
    assert sorted(os.listdir(tmp_path)) == ["a.txt", "b.txt"]
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "old"


def test_a_stop_between_two_files_leaves_nothing(tmp_path, monkeypatch):
    def stop(self: Path, place: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", stop)
    with pytest.raises(KeyboardInterrupt):
        saved({"a.txt": "a", "b.txt": "b"}, str(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_can_be_written_is_tried_and_nothing_is_left(tmp_path):
    tried(str(tmp_path / "new" / "folder"), ["a.txt"], ["b.txt"])
    tried(str(tmp_path), ["a.txt"], ["b.txt"])
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_refused(tmp_path):
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    file, below = str(tmp_path / "file"), str(tmp_path / "file" / "below")
    assert refused(file) == [(file, "this is a file, not a folder")]
    assert refused(below) == [(below, "nothing can be written here: Not a directory")]
    assert refused("a\0b")[0][1].startswith("nothing can be written here: ")
    with pytest.raises(Faulty, match="the name of the folder is empty"):
        tried("", (), ())
    with pytest.raises(Faulty, match="the name of the folder is empty"):
        saved({"a.txt": "a"}, "")
    assert held(tmp_path) == {"file": "mine"}


@NEEDS_A_USER
def test_a_folder_of_somebody_else_is_refused_before_anything_is_decided(tmp_path):
    tmp_path.chmod(0o500)
    done = suture_as_a_user("choose", str(CASE), "--out", str(tmp_path))
    assert done.returncode == 1
    assert done.stderr.startswith(f"{tmp_path}: nothing can be written here: Permission denied\n")
    assert done.stdout == ""
    assert [*tmp_path.iterdir()] == []


def test_a_seal_holds_until_a_letter_is_changed(tmp_path):
    place = tmp_path / "a.yaml"
    place.write_text(sealed("price: 22\n"), encoding="utf-8")
    assert is_sealed(place)
    for other in (sealed("price: 22\n").replace("22", "23"), sealed("price: 22\n") + "\n", "price: 22\n", ""):
        place.write_text(other, encoding="utf-8")
        assert not is_sealed(place)
    place.write_bytes(b"\xff\n")
    assert not is_sealed(place)
    assert not is_sealed(tmp_path / "none")


WRONG = "this file is in the way: suture did not write it, or it was changed since"


def test_what_is_in_the_way_is_refused_before_anything_is_made(tmp_path):
    (tmp_path / "report").mkdir()
    (tmp_path / "mine.yaml").write_text("mine", encoding="utf-8")
    (tmp_path / "changed.yaml").write_text(sealed("price: 22\n") + "# agreed\n", encoding="utf-8")
    (tmp_path / "intact.yaml").write_text(sealed("price: 22\n"), encoding="utf-8")
    assert refused(tmp_path, "report", "mine.yaml", "changed.yaml", "intact.yaml", "none.yaml") == [
        (str(tmp_path / name), WRONG) for name in ("report", "mine.yaml", "changed.yaml")
    ]


def test_what_an_earlier_run_has_written_and_nobody_changed_is_taken_away(tmp_path):
    saved({"a-1.yaml": sealed("one"), "a-2.yaml": sealed("two"), "a-3.yaml": sealed("three")}, str(tmp_path))
    (tmp_path / "a-2.yaml").write_text(sealed("two") + "# agreed on 3 May\n", encoding="utf-8")
    (tmp_path / "a-mine.yaml").write_text("mine", encoding="utf-8")
    (tmp_path / "b-1.yaml").write_text(sealed("of another pattern"), encoding="utf-8")
    saved({"a-3.yaml": sealed("new")}, str(tmp_path), replaces="a-*.yaml")
    assert held(tmp_path) == {
        "a-2.yaml": sealed("two") + "# agreed on 3 May\n",
        "a-3.yaml": sealed("new"),
        "a-mine.yaml": "mine",
        "b-1.yaml": sealed("of another pattern"),
    }


KILLED = """
import os, signal, sys
from pathlib import Path
from suture.files.saving import saved
Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
saved({"a.txt": "new"}, sys.argv[1])
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no process is killed like this here")
def test_what_a_killed_run_has_left_half_written_is_cleared_away_by_the_next(tmp_path):
    environment = os.environ | {"PYTHONPATH": str(Path(suture.__file__).parents[1])}
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], env=environment, check=False)
    assert done.returncode == -signal.SIGKILL
    assert len(list(tmp_path.iterdir())) == 1
    (tmp_path / ".mine").write_text("mine", encoding="utf-8")
    saved({"a.txt": "new"}, str(tmp_path))
    assert held(tmp_path) == {"a.txt": "new", ".mine": "mine"}


def test_of_two_runs_at_once_one_waits_and_takes_nothing_from_the_other(tmp_path, monkeypatch):
    pytest.importorskip("fcntl")
    replace, halfway, other = Path.replace, threading.Event(), []

    def slowly(self: Path, place: Path) -> Path:
        halfway.set()
        threading.Event().wait(0.2)  # long enough for the other to clear away what it takes for dead
        return replace(self, place)

    monkeypatch.setattr(Path, "replace", slowly)
    first = threading.Thread(target=lambda: other.extend(saved({"a.txt": "1", "b.txt": "1"}, str(tmp_path))))
    first.start()
    assert halfway.wait(10)
    saved({"a.txt": "2", "b.txt": "2"}, str(tmp_path))
    first.join()
    assert len(other) == 2
    assert held(tmp_path) == {"a.txt": "2", "b.txt": "2"}


@pytest.mark.skipif(os.name != "posix", reason="no process is stopped like this here")
def test_a_stop_while_files_are_put_in_their_places_leaves_none_out(tmp_path, monkeypatch):
    """Else it would be said that nothing was written while half of it lies there."""
    replace, before = Path.replace, signal.getsignal(signal.SIGINT)  # which a run in the background ignores

    def stopped(self: Path, place: Path) -> Path:
        os.kill(os.getpid(), signal.SIGINT)
        return replace(self, place)

    monkeypatch.setattr(Path, "replace", stopped)
    saved({"a.txt": "1", "b.txt": "1"}, str(tmp_path))
    assert held(tmp_path) == {"a.txt": "1", "b.txt": "1"}
    assert signal.getsignal(signal.SIGINT) is before


@NEEDS_A_USER
def test_a_folder_inside_one_that_is_shut_is_refused_in_words(tmp_path):
    (tmp_path / "shut").mkdir(mode=0o000)
    done = suture_as_a_user("choose", str(CASE), "--out", str(tmp_path / "shut" / "in"))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "Permission denied" in done.stderr
