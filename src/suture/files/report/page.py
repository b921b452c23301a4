"""One HTML file that holds all it shows: the page that every report is set on.

No script, no font, no picture and no address is loaded from anywhere. The same result gives the same bytes.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from suture.engine.text import Language, Message
from suture.files.report.reader import TAGS, Reader


@cache
def environment(language: Language) -> Environment:
    """Templates beside this module; every value is escaped, and a name that is not given is an error."""
    return Environment(
        loader=PackageLoader("suture.files.report", "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, finalize=shown_to(Reader(language)),
    )  # fmt: skip


def shown_to(reader: Reader) -> Callable[[Any], Any]:
    """A message in words, its numbers as in tables; any other value as it is."""
    return lambda value: reader.words(value) if isinstance(value, Message) else value


def page(template: str, reader: Reader, *, name: str, title: str, foot: str, **shown: Any) -> str:
    """A report: ``name`` is what it is, ``title`` of what; ``foot`` stands under every printed page."""
    in_css = Markup(foot.replace("\\", "").replace('"', "").replace("<", "").replace("\n", " "))
    return (
        environment(reader.language)
        .get_template(template)
        .render(t=reader.said, tag=TAGS[reader.language], name=name, title=title, foot=foot, foot_css=in_css, **shown)
    )
