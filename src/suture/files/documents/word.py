"""The text of an agreement as a Word file, laid out by a template that lawyers restyle in Word."""

from collections.abc import Mapping
from dataclasses import replace
from importlib.resources import files
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import Environment, StrictUndefined, TemplateError

from suture.engine.fault import Faulty, refusal
from suture.files.documents.content import Content

NO_TEMPLATE = refusal(
    "word_template",
    "it is no Word template that can be filled: {why}",
    "Start from the template that 'suture text --template-out FILE' writes, and keep its tags.",
    "该文件不是可填充的 Word 模板：{why}",
    "请以 'suture text --template-out FILE' 导出的模板为基础，并保留其中的标记。",
)


def template(both: bool) -> bytes:
    """The template that is used unless another is given: one language, or both side by side."""
    name = "agreement-both.docx" if both else "agreement.docx"
    return files("suture.files.documents").joinpath("templates", name).read_bytes()


def word(content: Content, layout: bytes, *, name: str = "") -> bytes:
    """The Word file. Raises ``Faulty`` when the template cannot be filled; ``name`` is the file that it came from."""
    return filled(content._asdict(), layout, name=name)


def filled(values: Mapping[str, Any], layout: bytes, *, name: str = "") -> bytes:
    """A template with its tags filled. Raises ``Faulty`` when it cannot be; ``name`` is the file that it came from."""
    try:
        document = DocxTemplate(BytesIO(layout))
        document.render(dict(values), Environment(undefined=StrictUndefined), autoescape=True)
    except (PackageNotFoundError, BadZipFile, KeyError, TemplateError, ValueError) as wrong:
        why = (str(wrong).splitlines() or [type(wrong).__name__])[0][:200]
        raise Faulty([replace(NO_TEMPLATE.at(why=why), file=name)]) from None
    written = BytesIO()
    document.save(written)
    return written.getvalue()
