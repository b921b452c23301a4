"""A path becomes text, or a fault that says why not."""

import os

import pytest

from suture.engine.fault import Faulty
from suture.files.opening import text_of
from tests.as_a_user import NEEDS_A_USER, suture


def refused(path, **more):
    with pytest.raises(Faulty) as raised:
        text_of(str(path), **more)
    (fault,) = raised.value.faults
    assert fault.file == str(path)
    return fault.line, str(fault.wrong), str(fault.remedy)


def holding(tmp_path, data):
    file = tmp_path / "file.yaml"
    file.write_bytes(data)
    return file


def test_text_comes_without_its_byte_order_mark(tmp_path):
    assert text_of(str(holding(tmp_path, "\ufeff名: ×\r\n".encode()))) == "名: ×\r\n"


@pytest.mark.parametrize(
    ("data", "line", "wrong", "remedy"),
    [
        (b"a: 1\nb: \0\n", None, "this is not a text file", "Export it as YAML text, saved as UTF-8."),
        (b"\x89PNG\r\n\x1a\n\0\0", None, "this is not a text file", "Export it as YAML text, saved as UTF-8."),
        (
            "a: 1\nb: größer\n".encode("latin-1"), 2, "the text is not UTF-8 from byte 11 on",
            "Save it as UTF-8 (in a spreadsheet: 'CSV UTF-8').",
        ),
        (
            "a: 1\n".encode("utf-16"), None, "the text is UTF-16",
            "Save it as UTF-8 (in a spreadsheet: 'CSV UTF-8').",
        ),
    ],
)  # fmt: skip
def test_what_is_no_utf8_text(data, line, wrong, remedy, tmp_path):
    assert refused(holding(tmp_path, data)) == (line, wrong, remedy)


def test_a_file_that_is_not_there(tmp_path):
    gone = (None, "there is no such file", "Check the path; it is read from the folder you are in.")
    assert refused(tmp_path / "none.yaml") == gone
    assert refused(holding(tmp_path, b"x") / "below.yaml") == gone


def test_a_folder(tmp_path):
    assert refused(tmp_path) == (None, "this is a folder", "Name a file in it.")


@NEEDS_A_USER
def test_a_file_that_may_not_be_read(tmp_path):
    file = holding(tmp_path, b"a: 1")
    file.chmod(0)
    done = suture("check", str(file))
    said = f"{file}: you may not read this file\n    Ask its owner for the right to read it.\n1 fault\n"
    assert (done.returncode, done.stderr) == (1, said)


@pytest.mark.parametrize("name", ["a\0b", "x" * 5000])
def test_a_name_that_is_none(name):
    assert refused(name)[1].startswith("it cannot be read: ")


def test_a_file_too_large_is_not_read(tmp_path):
    file = tmp_path / "huge.yaml"
    with file.open("wb") as stream:
        stream.truncate(50_000_000_000)  # sparse: reading it would not end
    assert refused(file) == (
        None, "the file has more than 1 MB", "Give a smaller file; is it the one you meant?",
    )  # fmt: skip


NO_FILE = (None, "this is a pipe or a device, not a file", "Save what it gives, and name that file.")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name here")
def test_a_pipe_into_which_nobody_writes_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert refused(tmp_path / "pipe") == NO_FILE


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="no endless file here")
def test_a_device_is_refused():
    assert refused("/dev/zero") == NO_FILE


def test_a_name_that_is_empty_is_not_the_folder_one_is_in():
    assert refused("") == (None, "the name of the file is empty", "Name a file; a variable may be unset.")
