"""The text of an agreement as a PDF, from the same HTML and CSS as pages, with the fonts embedded."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from suture.engine.fault import Faulty, refusal
from suture.files.documents.content import Content

NO_LIBRARY = refusal(
    "pdf_library",
    "a PDF needs the Pango library of the system: {why}",
    "Install it (Debian, Ubuntu: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk; "
    "macOS: brew install pango), or ask for a Word file.",
    "生成 PDF 需要系统中的 Pango 库：{why}",
    "请安装该库（Debian、Ubuntu：apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk；"
    "macOS：brew install pango），或改为生成 Word 文件。",
)


@cache
def environment() -> Environment:
    """Templates beside this module; every value is escaped, and a name that is not given is an error."""
    loader = PackageLoader("suture.files.documents", "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def page(content: Content) -> str:
    """The HTML that becomes the PDF."""
    return environment().get_template("agreement.html").render(c=content)


def pdf(content: Content) -> bytes:
    """The PDF. Raises ``Faulty`` where the system cannot make one."""
    return pdf_of(page(content))


def pdf_of(html: str) -> bytes:
    """The PDF of any page that stands alone. Raises ``Faulty`` where the system cannot make one."""
    try:
        from weasyprint import HTML  # half a second, and it needs libraries that not every system has
    except OSError as wrong:
        raise Faulty([NO_LIBRARY.at(why=str(wrong).splitlines()[0][:200])]) from None
    made: bytes = HTML(string=html).write_pdf(pdf_tags=True)
    return made
