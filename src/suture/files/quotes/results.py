"""What levelling leaves behind: the report to read and to print, the table to work in, the questions, and the data."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from suture import __version__
from suture.engine.fault import Fault, Faulty
from suture.engine.quotes.levelled import Levelling
from suture.engine.text import Language, Text
from suture.files.quotes.as_data import as_data
from suture.files.report.pdf import pdf
from suture.files.report.quotes import report
from suture.files.report.quotes.sheets import workbook
from suture.files.saving import saved, tried
from suture.files.statements import said

REPORT: Final = "report.html"
PRINTED: Final = "report.pdf"
TABLE: Final = "quotes.xlsx"
QUESTIONS: Final = "questions.txt"
DATA: Final = "level.json"
NAMES: Final = (REPORT, PRINTED, TABLE, QUESTIONS, DATA)
TO = Text(
    "questions.to",
    "To {bidder}, on quote {quote} for request {request}:",
    "致 {bidder}，关于询价单 {request} 的报价 {quote}：",
)


def results_tried(folder: str) -> None:
    """Sees to it that the results could be saved, before anything is levelled. Raises ``Faulty``."""
    tried(folder, NAMES, ())


def results_saved(found: Levelling, folder: str, language: Language) -> tuple[list[Path], Sequence[Fault]]:
    """Writes the results; where they lie, and why there is no PDF where the system makes none. Raises ``Faulty``."""
    page = report(found, version=__version__, language=language)
    printed, why_not = in_print(page)
    places = saved(
        {
            REPORT: page, **printed, TABLE: workbook(found, language),
            QUESTIONS: "\n".join(asked(found)), DATA: said(as_data(found)) + "\n",
        },
        folder, replaces=PRINTED, own=is_pdf,
    )  # fmt: skip
    return places, why_not


def in_print(page: str) -> tuple[dict[str, bytes], Sequence[Fault]]:
    """The report as a PDF by the name of its file, or why there is none."""
    try:
        return {PRINTED: pdf(page)}, ()
    except Faulty as faulty:
        return {}, faulty.faults


def is_pdf(place: Path) -> bool:
    """Whether a file is a PDF: under the name of the report it is that of an earlier run."""
    with place.open("rb") as file:
        return file.read(5) == b"%PDF-"


def asked(found: Levelling) -> Iterator[str]:
    """The questions for every bidder in both languages, each by itself ready to be sent."""
    languages: tuple[Language, ...] = ("en", "zh")
    for quote in found.quotes:
        for language in languages if quote.questions else ():
            yield TO(bidder=quote.bidder, quote=quote.quote, request=found.request).said(language)
            yield from (f"{n}. {question.words.said(language)}" for n, question in enumerate(quote.questions, start=1))
            yield ""
