"""A path to its text, or a fault that says why not. Nothing larger than its limit is ever read, and nothing waited for.

Only files are read: a pipe gives nothing until somebody writes into it, and a device may never end.
"""

import stat
from codecs import getincrementaldecoder
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Final

from suture.engine.fault import Fault, Faulty, refusal

TERMS_LIMIT: Final = 1_000_000
"""Bytes of terms or of a case; ``engine.terms.document`` limits the characters alike."""
FACTS_LIMIT: Final = 100_000_000
"""Bytes of facts: a million rows of ten columns, more than one agreement has in its life."""

TABLE_LIMIT: Final = 20_000_000_000
"""Bytes of a table that is read row by row and never held: some hundred million rows."""

NOT_THERE = refusal(
    "file_not_there",
    "there is no such file",
    "Check the path; it is read from the folder you are in.",
    "没有该文件",
    "请检查路径；路径以当前文件夹为起点。",
)
NO_NAME = refusal(
    "file_no_name",
    "the name of the file is empty",
    "Name a file; a variable may be unset.",
    "文件名为空",
    "请给出文件名；可能有变量未赋值。",
)
FOLDER = refusal("file_is_folder", "this is a folder", "Name a file in it.", "这是文件夹", "请给出其中的文件。")
NO_FILE = refusal(
    "file_is_none",
    "this is a pipe or a device, not a file",
    "Save what it gives, and name that file.",
    "这是管道或设备，不是文件",
    "请先将其内容存为文件，再给出该文件。",
)
NOT_ALLOWED = refusal(
    "file_not_allowed",
    "you may not read this file",
    "Ask its owner for the right to read it.",
    "无权读取该文件",
    "请向其所有者申请读取权限。",
)
NOT_READ = refusal(
    "file_not_read",
    "it cannot be read: {why}",
    "Check the path and the disk.",
    "无法读取：{why}",
    "请检查路径和磁盘。",
)
TOO_LARGE = refusal(
    "file_too_large",
    "the file has more than {most} MB",
    "Give a smaller file; is it the one you meant?",
    "文件超过 {most} MB",
    "请给出较小的文件；文件是否有误？",
)
BINARY = refusal(
    "file_binary",
    "this is not a text file",
    "Export it as {form}, saved as UTF-8.",
    "这不是文本文件",
    "请导出为 {form}，以 UTF-8 保存。",
)
NOT_UTF8 = refusal(
    "file_not_utf8",
    "the text is not UTF-8 from byte {at} on",
    "Save it as UTF-8 (in a spreadsheet: 'CSV UTF-8').",
    "自第 {at} 字节起不是 UTF-8 文本",
    "请另存为 UTF-8（电子表格中选“CSV UTF-8”）。",
)
UTF16 = refusal(
    "file_utf16",
    "the text is UTF-16",
    "Save it as UTF-8 (in a spreadsheet: 'CSV UTF-8').",
    "文本为 UTF-16 编码",
    "请另存为 UTF-8（电子表格中选“CSV UTF-8”）。",
)


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
    with opened(path, limit=limit) as stream:
        data = stream.read(limit + 1)
    if len(data) > limit:  # it grew meanwhile
        raise Faulty([_of(path, TOO_LARGE.at(most=limit // 1_000_000))])
    return data


@contextmanager
def opened(path: str, *, limit: int) -> Iterator[BinaryIO]:
    """A file to be read piece by piece; an error of the system, also a later one, is a fault. Raises ``Faulty``."""
    if not path:
        raise Faulty([NO_NAME.at()])
    try:
        with _opened(path, limit) as stream:
            yield stream
    except (FileNotFoundError, NotADirectoryError):
        raise Faulty([_of(path, NOT_THERE.at())]) from None
    except PermissionError:
        raise Faulty([_of(path, NOT_ALLOWED.at())]) from None
    except OSError as error:
        raise Faulty([_of(path, NOT_READ.at(why=error.strerror or str(error)))]) from None


def _opened(path: str, limit: int) -> BinaryIO:
    """A file that is one, and not too large. Raises ``Faulty``."""
    try:
        file = Path(path)
        seen = file.stat()
    except ValueError as error:  # a NUL in the path
        raise Faulty([_of(path, NOT_READ.at(why=str(error)))]) from None
    if stat.S_ISDIR(seen.st_mode):
        raise Faulty([_of(path, FOLDER.at())])
    if not stat.S_ISREG(seen.st_mode):
        raise Faulty([_of(path, NO_FILE.at())])
    if seen.st_size > limit:
        raise Faulty([_of(path, TOO_LARGE.at(most=limit // 1_000_000))])
    return file.open("rb")


def not_utf8(path: str, *, limit: int) -> Fault:
    """Where the text of a file stops being UTF-8, found piece by piece. Raises ``Faulty`` where it cannot be read."""
    decoder = getincrementaldecoder("utf-8")()
    line, before = 1, 0
    with opened(path, limit=limit) as stream:
        while piece := stream.read(1 << 20):
            held = len(decoder.getstate()[0])
            try:
                decoder.decode(piece)
            except UnicodeDecodeError as error:
                at = error.start - held
                return NOT_UTF8.at(line=line + piece.count(b"\n", 0, max(at, 0)), at=before + at + 1)
            line += piece.count(b"\n")
            before += len(piece)
    return NOT_UTF8.at(line=line, at=before)  # it breaks off within a character


def _of(path: str, fault: Fault) -> Fault:
    return replace(fault, file=path)
