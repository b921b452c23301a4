"""Requests and quotes as files: YAML as people write it, and the spreadsheet that bidders fill in."""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import replace
from pathlib import Path as FilePath
from typing import Final, NamedTuple

from suture.engine.fault import Fault, Faulty, Path, refusal
from suture.engine.quotes.as_quote import as_quote
from suture.engine.quotes.quote import Quote
from suture.engine.quotes.quote_faults import currency_faults, head_faults
from suture.engine.quotes.reading import quote_in, request_in
from suture.engine.quotes.request import Request
from suture.engine.terms.document import Document
from suture.engine.terms.reading import in_file, mapping
from suture.files.opening import text_of
from suture.files.quotes.received import received

SHEETS: Final = (".xlsx", ".xlsm")
NOT_A_REQUEST = refusal(
    "not_a_request",
    "this is no request: it has no key 'request' at its top",
    "Begin with 'request: its number'; see examples/quotes.",
    "这不是询价单：顶层没有键“request”",
    "请以“request: 编号”开头；参见 examples/quotes。",
)
NOT_A_QUOTE = refusal(
    "not_a_quote",
    "this is no quote: it has no key 'quote' at its top",
    "Begin with 'quote: its number', with the terms under 'terms'; see examples/quotes.",
    "这不是报价：顶层没有键“quote”",
    "请以“quote: 编号”开头，条款置于“terms”之下；参见 examples/quotes。",
)
ElseWhere = Callable[[Path], Path]


class Offered(NamedTuple):
    """A quote, the file that it came from, and how a place of it is called there."""

    file: str
    quote: Quote
    place: ElseWhere


def request_of(path: str) -> Request:
    """The request in a file. Raises ``Faulty``."""
    document = mapping(text_of(path), path)
    try:
        if isinstance(document.data, dict) and "request" not in document.data:
            raise Faulty([NOT_A_REQUEST.at(line=1)])
        return request_in(document)
    except Faulty as faulty:
        raise Faulty(in_file(faulty.faults, path)) from None


def quotes_of(paths: Sequence[str], request: Request) -> list[Offered]:
    """The quotes in files, terms or filled-in templates. Raises ``Faulty`` with the faults of all files."""
    found: list[Offered] = []
    faults: list[Fault] = []
    for path in paths:
        try:
            found.append(quote_of(path, request))
        except Faulty as faulty:
            faults.extend(in_file(faulty.faults, path))
    if faults:
        raise Faulty(faults)
    return found


def quote_of(path: str, request: Request) -> Offered:
    """The quote in one file. Raises ``Faulty``."""
    if FilePath(path).suffix.lower() in SHEETS:
        return in_template(path, request)
    document = mapping(text_of(path), path)
    if isinstance(document.data, dict) and "quote" not in document.data:
        raise Faulty([NOT_A_QUOTE.at(line=1)])
    return Offered(path, quote_in(document), lambda place: place)


def in_template(path: str, request: Request) -> Offered:
    """The quote in a filled-in template; its faults, those of all sheets, name sheet and cell. Raises ``Faulty``."""
    cells = received(path, request)
    data, places, wrong = as_quote(cells.filled, request, cells.unread)
    place = nearest_cell({part: cells.places[cell] for part, cell in places.items() if cell in cells.places})
    found = [
        *cells.faults,
        *(replace(fault, path=cells.places.get(_pair(fault.path), fault.path)) for fault in wrong),
    ]
    quote = None
    try:
        quote = quote_in(Document(dict(data), {}))
    except Faulty as faulty:
        found += of_other_cells(told_in(faulty.faults, place), found, {*cells.places.values()})
    if quote is not None and found:  # what else levelling would refuse, so that all is told together
        more = (*head_faults(quote), *currency_faults(quote, request))
        found += of_other_cells(told_in(more, place), found, {*cells.places.values()})
    if found or quote is None:
        raise Faulty(found)
    return Offered(path, quote, place)


def of_other_cells(more: Sequence[Fault], found: Sequence[Fault], cells: Set[Path]) -> Sequence[Fault]:
    """Of more faults those of cells of which nothing is told yet: the others may follow from what is."""
    told = {fault.path for fault in found}
    return [fault for fault in more if fault.path in cells - told] if found else more


def _pair(path: Path) -> tuple[str, str]:
    return str(path[0]), str(path[-1])


def nearest_cell(cells: Mapping[Path, tuple[str, str]]) -> ElseWhere:
    """The cell that a part of the document comes from, or the nearest thing around it; else the place itself."""

    def place(path: Path) -> Path:
        for length in range(len(path), 0, -1):
            if path[:length] in cells:
                return cells[path[:length]]
        return path

    return place


def told_in(faults: Iterable[Fault], place: ElseWhere) -> list[Fault]:
    """Faults in the words of the file that they are about; each once."""
    return list(dict.fromkeys(replace(fault, path=place(fault.path), line=None) for fault in faults))


def in_their_files(faults: Iterable[Fault], offered: Sequence[Offered]) -> list[Fault]:
    """Faults of quotes that were read, as their files call the places."""
    places = {each.file: each.place for each in offered}
    return [replace(fault, path=places[fault.file](fault.path)) if fault.file in places else fault for fault in faults]
