"""A path to its text, or a fault that says why not. Nothing larger than its limit is ever read, and nothing waited for.

Only files are read: a pipe gives nothing until somebody writes into it, and a device may never end.
"""

import stat
from dataclasses import replace
from pathlib import Path
from typing import Final

from suture.engine.fault import Fault, Faulty, refusal

TERMS_LIMIT: Final = 1_000_000
"""Bytes of terms or of a case; ``engine.terms.document`` limits the characters alike."""
FACTS_LIMIT: Final = 100_000_000
"""Bytes of facts: a million rows of ten columns, more than one agreement has in its life."""

NOT_THERE = refusal("file_not_there", "there is no such file", "Check the path; it is read from the folder you are in.")
NO_NAME = refusal("file_no_name", "the name of the file is empty", "Name a file; a variable may be unset.")
FOLDER = refusal("file_is_folder", "this is a folder", "Name a file in it.")
NO_FILE = refusal("file_is_none", "this is a pipe or a device, not a file", "Save what it gives, and name that file.")
NOT_ALLOWED = refusal("file_not_allowed", "you may not read this file", "Ask its owner for the right to read it.")
NOT_READ = refusal("file_not_read", "it cannot be read: {why}", "Check the path and the disk.")
TOO_LARGE = refusal(
    "file_too_large", "the file has more than {most} MB", "Give a smaller file; is it the one you meant?"
)
BINARY = refusal("file_binary", "this is not a text file", "Export it as {form}, saved as UTF-8.")
NOT_UTF8 = refusal(
    "file_not_utf8",
    "the text is not UTF-8 from byte {at} on",
    "Save it as UTF-8 (in a spreadsheet: 'CSV UTF-8').",
)
UTF16 = refusal("file_utf16", "the text is UTF-16", "Save it as UTF-8 (in a spreadsheet: 'CSV UTF-8').")


def text_of(path: str, *, limit: int = TERMS_LIMIT, form: str = "YAML text") -> str:
    """The text of a file without its byte-order mark. Raises ``Faulty``."""
    data = bytes_of(path, limit=limit)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Faulty([_of(path, UTF16.at())])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        found = (
            BINARY.at(form=form)
            if b"\0" in data
            else NOT_UTF8.at(line=data.count(b"\n", 0, error.start) + 1, at=error.start + 1)
        )
        raise Faulty([_of(path, found)]) from None
    if "\0" in text:
        raise Faulty([_of(path, BINARY.at(form=form))])
    return text


def bytes_of(path: str, *, limit: int) -> bytes:
    """The bytes of a file. What it is and its size are looked at before it is opened. Raises ``Faulty``."""
    if not path:
        raise Faulty([NO_NAME.at()])
    try:
        file = Path(path)
        seen = file.stat()
        if stat.S_ISDIR(seen.st_mode):
            raise Faulty([_of(path, FOLDER.at())])
        if not stat.S_ISREG(seen.st_mode):
            raise Faulty([_of(path, NO_FILE.at())])
        if seen.st_size > limit:
            raise Faulty([_of(path, TOO_LARGE.at(most=limit // 1_000_000))])
        with file.open("rb") as stream:
            data = stream.read(limit + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise Faulty([_of(path, NOT_THERE.at())]) from None
    except PermissionError:
        raise Faulty([_of(path, NOT_ALLOWED.at())]) from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        why = getattr(error, "strerror", None) or str(error)
        raise Faulty([_of(path, NOT_READ.at(why=why))]) from None
    if len(data) > limit:  # it grew meanwhile
        raise Faulty([_of(path, TOO_LARGE.at(most=limit // 1_000_000))])
    return data


def _of(path: str, fault: Fault) -> Fault:
    return replace(fault, file=path)
