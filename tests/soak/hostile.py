"""Broken term sheets and facts, made from the good examples by a seed: the same seed always breaks the same thing."""

import csv
import io
import json
import random
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

EXAMPLES = Path(__file__).parents[2] / "examples"
TERMS = sorted(path for path in EXAMPLES.glob("agreements/good/*.yaml") if not path.stem.endswith(".expected"))
CASES = sorted(EXAMPLES.glob("cases/*.yaml"))
_DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

LONG, DEEP = "x" * 20_000, 200
NASTY: tuple[Any, ...] = (
    "", " ", "\t", "NaN", ".nan", "-.inf", "1e999", "1e-999", "9" * 15, "9" * 400, "-1", "-0", "0", "0.0000000000001",
    "1_000_0", "1,250.50", "22,00", "١٢", "½", "0x1F", "1 USD/", "1 /piece", "5 %%", "1 XXX", "1 EUR/box", "101 %",
    "yes", "true", "null", "~", "unknown", "don't know", "=1+1", "{x}", "{}", "%s", "\u202eabc", "\ufeff", "😀" * 50,
    "a\x00b", "\x07", "\ud83d", "<script>", "'", '"', "a: b", "- a", "#", "&a", "*a", "!!int 1", "<<", "---",
    "0001-01-01", "1899-12-31", "1900-01-01", "2299-12-31", "9999-12-31", "10000-01-01", "2027-02-29", "2028-02-29",
    "2027-13-01", "2027-1-1", "01/02/2027", "20270101", "2027-01-01T00:00:00Z", "86400", "price", "catheter", "nobody",
    "agreement", "terminated", "month", "term", "order", LONG, [], {}, [[]], [{}], {"a": {}}, ["a", "a"],
    [{"from": "2027-01-01"}], {"low": "2", "high": "1"}, {"value": "1", "low": "0"}, {"low": "1", "high": "1e9"},
    [{"from": "2028-01-01", "value": "1"}, {"from": "2027-01-01", "value": "2"}], {"dated": []}, {"": ""},
    {"from": "x"},
)  # fmt: skip
WORDS = tuple(value for value in NASTY if isinstance(value, str))
BYTES = (
    b"", b"\n", b"\r", b": ", b"- ", b"&a ", b"*a", b"1e999", b"\0", b"\xff", b"\xc3(", b"\xed\xa0\x80", b"[" * DEEP,
    b"{" * DEEP, b"\t", b"'", b'"', b"|", b">", b"? ", b"!!python/object:os.system ", b"---\n", b"...\n",
    b"%YAML 9.9\n",
    b"<<: *a\n", b"\xef\xbb\xbf", b"\\x", b"#", b",", b";", b"\x1b[31m", b"\xe2\x80\xa8", b"\x85",
)  # fmt: skip
ENCODINGS = ("utf-16", "utf-16-le", "utf-32", "utf-8-sig", "gb18030", "cp1252", "utf-7", "cp037")


class Broken(NamedTuple):
    """A term sheet and facts, at least one of them broken, as bytes; the ending of the facts' file says its form."""

    terms: bytes
    facts: bytes
    ending: str


def broken(seed: int) -> Broken:
    """One case: as often broken terms beside good facts as good terms beside broken facts."""
    chance = random.Random(seed)
    path = chance.choice(TERMS)
    terms, table = _bytes(path), _bytes(path.with_suffix(".facts.csv"))
    if chance.random() < 0.5:
        return Broken(_broken_terms(chance, terms), table, ".csv")
    if chance.random() < 0.35:
        return Broken(terms, _perhaps_cut(chance, _dumped(_twisted(chance, _rows(table)))), ".yaml")
    if chance.random() < 0.05:
        return Broken(terms, _cut(chance, table), chance.choice([".xlsx", ".parquet", ".xls", "", ".CSV"]))
    return Broken(terms, _broken_table(chance, table), ".csv")


def broken_case(seed: int) -> bytes:
    """A broken case of a decision."""
    chance = random.Random(seed)
    return _broken_terms(chance, _bytes(chance.choice(CASES)))


@cache
def _bytes(path: Path) -> bytes:
    return path.read_bytes()


@cache
def _read(text: bytes) -> Any:
    return yaml.load(text, yaml.BaseLoader)


def _rows(table: bytes) -> list[dict[str, str]]:
    return [
        {name: value for name, value in row.items() if value} for row in csv.DictReader(io.StringIO(table.decode()))
    ]


def _broken_terms(chance: random.Random, text: bytes) -> bytes:
    """What is written, twisted as data or cut as bytes, or both."""
    if chance.random() < 0.3:
        return _cut(chance, text)
    data = _twisted(chance, _read(text))
    as_json = chance.random() < 0.3
    return _perhaps_cut(chance, json.dumps(data).encode() if as_json else _dumped(data))


def _dumped(data: Any) -> bytes:
    """As YAML; half of a character, which the fast writer does not take, only by the slow one."""
    try:
        return yaml.dump(data, Dumper=_DUMPER, allow_unicode=True, sort_keys=False).encode()
    except UnicodeEncodeError:
        return yaml.safe_dump(data, allow_unicode=True, sort_keys=False).encode("utf-8", "surrogatepass")


def _perhaps_cut(chance: random.Random, text: bytes) -> bytes:
    return _cut(chance, text) if chance.random() < 0.1 else text


def _twisted(chance: random.Random, data: Any) -> Any:
    """Data with one to four things done to it."""
    twisted = deepcopy(data)
    for _ in range(chance.choice([1, 1, 1, 2, 3, 4])):
        held = list(_holders(twisted))
        if held:
            chance.choice(TWISTS)(chance, *chance.choice(held))
    return twisted


def _holders(data: Any) -> Iterator[tuple[Any, Any]]:
    """Everything that stands in something: what holds it, and under which key or number."""
    if isinstance(data, dict):
        for key in list(data):
            yield data, key
            yield from _holders(data[key])
    elif isinstance(data, list):
        for i, part in enumerate(data):
            yield data, i
            yield from _holders(part)


def _left_out(chance: random.Random, within: Any, key: Any) -> None:
    del within[key]


def _doubled(chance: random.Random, within: Any, key: Any) -> None:
    if isinstance(within, list):
        within.insert(chance.randint(0, len(within)), deepcopy(within[key]))
    else:
        within[f"{key}{chance.choice(['', ' ', '_', '2'])}"] = deepcopy(within[key])


def _renamed(chance: random.Random, within: Any, key: Any) -> None:
    if isinstance(within, dict):
        name = str(key)
        at = chance.randrange(len(name) + 1)
        value = within.pop(key)
        within[chance.choice([name[:at] + name[at + 1 :], name.upper(), chance.choice(WORDS), f"{name}s"])] = value


def _replaced(chance: random.Random, within: Any, key: Any) -> None:
    within[key] = deepcopy(chance.choice(NASTY))


def _buried(chance: random.Random, within: Any, key: Any) -> None:
    for _ in range(chance.choice([1, 2, 39, 45])):
        within[key] = [within[key]] if chance.random() < 0.5 else {"value": within[key]}


def _scribbled(chance: random.Random, within: Any, key: Any) -> None:
    """A text with something in it; digits among them, so that numbers stay numbers."""
    if isinstance(within[key], str):
        at = chance.randrange(len(within[key]) + 1)
        scribble = chance.choice([*WORDS[:20], *(str(digit) for digit in range(10)), *"0000"])
        within[key] = within[key][:at] + scribble + within[key][at + chance.randint(0, 2) :]


def _referred(chance: random.Random, within: Any, key: Any) -> None:
    """A text becomes another that stands beside it: references in circles, a currency for a day."""
    others = (
        [other for other in within if isinstance(other, str)] if isinstance(within, list) else list(within.values())
    )
    within[key] = deepcopy(chance.choice([*others, "commitment", "price", "units"]))


def _made_huge(chance: random.Random, within: Any, key: Any) -> None:
    if isinstance(within[key], list) and within[key]:
        within[key].extend(deepcopy(within[key][0]) for _ in range(chance.choice([20, 300])))
    elif isinstance(within[key], str):
        within[key] = chance.choice(["999999999999999", "600", "1200", "2147483648", "1" + "0" * 30])


TWISTS: tuple[Callable[[random.Random, Any, Any], None], ...] = (
    _left_out, _doubled, _renamed, _replaced, _replaced, _replaced, _buried, _scribbled, _scribbled, _referred,
    _made_huge,
)  # fmt: skip


def _cut(chance: random.Random, text: bytes) -> bytes:
    """Bytes cut off, struck out, put in, turned into another encoding, or altogether others."""
    done = bytearray(text)
    way = chance.random()
    if way < 0.15:
        return bytes(done[: chance.randrange(len(done) + 1)])
    if way < 0.2:
        return chance.randbytes(chance.choice([0, 1, 10, 1_000, 50_000]))
    if way < 0.3:
        return text.decode("utf-8", "replace").encode(chance.choice(ENCODINGS), "replace")
    if way < 0.33:
        return text * chance.choice([2, 30])
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(done) + 1)
        done[at : at + chance.randint(0, 20)] = (
            bytes([chance.randrange(256)]) if chance.random() < 0.4 else chance.choice(BYTES)
        )
    return bytes(done)


def _broken_table(chance: random.Random, text: bytes) -> bytes:
    """A table with cells, rows and columns that are wrong, written in some way, and perhaps cut."""
    if chance.random() < 0.2:
        return _cut(chance, text)
    head, *rows = list(csv.reader(io.StringIO(text.decode())))
    for _ in range(chance.choice([1, 1, 2, 4])):
        chance.choice(SLIPS)(chance, head, rows)
    out = io.StringIO()
    writer = csv.writer(
        out,
        delimiter=chance.choice(",,,,;\t|"),
        quoting=chance.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
        lineterminator=chance.choice(["\n", "\r\n", "\n\n"]),
    )
    writer.writerows([head, *rows])
    return _perhaps_cut(chance, out.getvalue().encode("utf-8", "surrogatepass"))


Cells = list[list[str]]


def _cell(chance: random.Random, head: list[str], rows: Cells) -> None:
    if rows and rows[(at := chance.randrange(len(rows)))]:
        rows[at][chance.randrange(len(rows[at]))] = chance.choice(WORDS)


def _head_cell(chance: random.Random, head: list[str], rows: Cells) -> None:
    if head:
        head[chance.randrange(len(head))] = chance.choice([*WORDS, *head, "Date", "Qty", "datum"])


def _columns_swapped(chance: random.Random, head: list[str], rows: Cells) -> None:
    one, other = chance.randrange(max(len(head), 1)), chance.randrange(max(len(head), 1))
    for row in rows if chance.random() < 0.7 else [head]:
        if max(one, other) < len(row):
            row[one], row[other] = row[other], row[one]


def _column_gone(chance: random.Random, head: list[str], rows: Cells) -> None:
    at = chance.randrange(max(len(head), 1))
    for row in [head, *rows] if chance.random() < 0.7 else rows[:1]:
        del row[at : at + 1]


def _row_twice(chance: random.Random, head: list[str], rows: Cells) -> None:
    if rows:
        rows.extend([list(rows[chance.randrange(len(rows))])] * chance.choice([1, 100]))


def _reversed(chance: random.Random, head: list[str], rows: Cells) -> None:
    """A row that reverses another, or itself, or nothing."""
    if rows and {"source_id", "reverses"} <= set(head):
        ids = [row[head.index("source_id")] for row in rows if len(row) == len(head)]
        row = chance.choice(rows)
        if len(row) == len(head):
            row[head.index("reverses")] = chance.choice([*ids, "nothing"])


def _number_off(chance: random.Random, head: list[str], rows: Cells) -> None:
    """Quantities and days that could be, far from those that are."""
    row = chance.choice(rows) if rows else []
    if "quantity" in head and len(row) == len(head):
        row[head.index("quantity")] = chance.choice(["999999999999999", "-5", "0", "0.000000000001", "1.5", "3e2"])
    if "date" in head and len(row) == len(head) and chance.random() < 0.5:
        row[head.index("date")] = chance.choice(["2299-12-31", "1900-01-01", "2027-12-31", "2028-02-29"])


SLIPS: tuple[Callable[[random.Random, list[str], Cells], None], ...] = (
    _cell, _cell, _cell, _cell, _head_cell, _columns_swapped, _column_gone, _row_twice, _reversed, _number_off,
)  # fmt: skip
