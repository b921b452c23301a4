"""`suture text`: an agreement as people read and sign it, on the screen, in Word or as a PDF."""

import argparse
from hashlib import sha256
from typing import Final

from suture import __version__
from suture.cli import DONE
from suture.cli.screen import printed, told
from suture.engine.terms.reading import read_agreement
from suture.engine.text import Text
from suture.files.documents.content import Content, content
from suture.files.opening import TERMS_LIMIT, bytes_of, text_of
from suture.files.saving import saved_as

WRITTEN: Final = Text("text.written", "Text: {place}", "文本：{place}")
HEADING: Final = Text("text.heading", "{number}  {title}", "{number}  {title}")


def run(asked: argparse.Namespace) -> int:
    """Says the agreement on the screen, or writes the files that were asked for. Raises ``Faulty``."""
    written = text_of(asked.agreement)
    agreement = read_agreement(written, file=asked.agreement)
    digest = sha256(written.encode()).hexdigest()
    shown = content(agreement, asked.lang, version=__version__, data_hash=digest, on=asked.on)
    for place, data in files(shown, asked):
        told(WRITTEN(place=str(saved_as(place, data))))
    if not (asked.docx or asked.pdf or asked.template_out):
        on_screen(shown)
    return DONE


def files(shown: Content, asked: argparse.Namespace) -> list[tuple[str, bytes]]:
    """The files that were asked for, all of them made before any is written."""
    made: list[tuple[str, bytes]] = []
    if not (asked.docx or asked.pdf or asked.template_out):
        return made
    from suture.files.documents.pdf import pdf  # both wait for libraries that a screen does not need
    from suture.files.documents.word import template, word

    layout = template(asked.lang == "both")
    if asked.template_out:
        made.append((asked.template_out, layout))
    if asked.docx:
        own = bytes_of(asked.template, limit=10 * TERMS_LIMIT) if asked.template else layout
        made.append((asked.docx, word(shown, own, name=asked.template or "")))
    if asked.pdf:
        made.append((asked.pdf, pdf(shown)))
    return made


def on_screen(shown: Content) -> None:
    """The articles one below the other; of two languages the second below the first."""
    told(shown.title)
    told(shown.subtitle)
    for article in shown.articles:
        printed("")
        told(HEADING(number=article.number, title=article.title))
        for sentence in article.sentences:
            told(sentence, first="    ", rest="    ")
        if article.beside is not None:
            told(article.beside.title, first="    ")
            for sentence in article.beside.sentences:
                told(sentence, first="    ", rest="    ")
    printed("")
    told(shown.made_from)
