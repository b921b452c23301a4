"""Files are whole or not there."""

import os
from pathlib import Path

import pytest

from suture.engine.fault import Faulty
from suture.files.saving import saved


def test_texts_are_written_under_their_names(tmp_path):
    places = saved({"a.txt": "ä\n", "b.txt": "b"}, str(tmp_path / "new" / "folder"))
    assert [place.read_bytes() for place in places] == ["ä\n".encode(), b"b"]
    assert sorted(os.listdir(tmp_path / "new" / "folder")) == ["a.txt", "b.txt"]


def test_what_was_there_stays_when_one_text_cannot_be_written(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text("old", encoding="utf-8")
    with pytest.raises(Faulty, match=r"nothing can be written here"):
        saved({"a.txt": "new", "no/such/b.txt": "b"}, str(tmp_path))
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == {"a.txt": "old"}


def test_a_stop_between_two_files_leaves_nothing(tmp_path, monkeypatch):
    def stop(self: Path, place: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", stop)
    with pytest.raises(KeyboardInterrupt):
        saved({"a.txt": "a", "b.txt": "b"}, str(tmp_path))
    assert list(tmp_path.iterdir()) == []
