"""A report as a PDF, from the very HTML that is shown, with its fonts embedded.

The maker of the PDF applies no style of a page to the charts within it and knows no variables there. So every mark of a
chart is given its style by itself, with the colours of print in place of their names.
"""

import re
from functools import cache
from importlib.resources import files
from typing import Final

from suture.files.documents.pdf import pdf_of

_VARIABLE: Final = re.compile(r"var\(--([\w-]+)\)")
_MARK: Final = re.compile(r'<(line|rect|text|circle|path)\b([^<>]*?) class="([^"]*)"')
_SET: Final = re.compile(r"--([\w-]+):\s*([^;}]+)[;}]")
FAMILY: Final = {
    "en": '"Noto Sans", "Liberation Sans", Arial, "Noto Sans CJK KR", "Noto Sans CJK SC", "PingFang SC", sans-serif',
    "zh": '"Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif',
}
"""Fonts by name. A Chinese font sets a middle dot as wide as a Chinese letter, a Korean one as wide as a Latin one."""


def pdf(report: str) -> bytes:
    """The PDF of a report. Raises ``Faulty`` where the system cannot make one."""
    return pdf_of(printable(report))


def printable(report: str) -> str:
    """The HTML with fonts by name, and its style at every mark of a chart."""
    family = FAMILY["zh" if '<html lang="zh' in report else "en"]
    foot = " ".join(f"@page {{ @bottom-{side} {{ font-family: {family}; }} }}" for side in ("left", "right"))
    quoted = family.replace('"', "&quot;")
    styled = _MARK.sub(lambda mark: f'<{mark[1]}{mark[2]} style="{style_of(mark[1], mark[3])}"', report)
    styled = styled.replace("<svg width", f'<svg style="font-family: {quoted}" width')
    return styled.replace("</head>", f"<style>body {{ font-family: {family}; }} {foot}</style>\n</head>", 1)


@cache
def style_of(tag: str, classes: str) -> str:
    """What the style of charts says of an element: of two rules, the one that asks for more, then the later one."""
    named = {*classes.split(), tag}
    found = sorted((rule for rule in rules() if rule[0] <= named), key=lambda rule: len(rule[0]))
    return " ".join(said for _, said in found)


@cache
def rules() -> tuple[tuple[frozenset[str], str], ...]:
    """The rules of the style of charts as they are printed: the classes, or the element, that each asks for."""
    base, charts = (_template(name) for name in ("base.css", "charts.css"))
    screen, printed = base.split("@media print", 1)
    colours = dict(_SET.findall(screen.split("@media", 1)[0])) | dict(_SET.findall(printed))
    flat = re.sub(r"@media print \{(.*?\})\s*\}", r"\1", charts, flags=re.DOTALL)
    flat = _VARIABLE.sub(lambda found: colours[found[1]].strip(), flat)
    return tuple(
        (frozenset(re.split(r"[ .]+", asked.strip().removeprefix("svg").strip(" ."))), said.strip())
        for asked, said in re.findall(r"(svg [^{}]+)\{([^}]*)\}", flat)
    )


def _template(name: str) -> str:
    return files("suture.files.report").joinpath("templates", name).read_text(encoding="utf-8")
