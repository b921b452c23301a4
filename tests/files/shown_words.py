"""The words of a page as a reader sees them."""

import html
import re


def shown(text: str) -> str:
    """A page without its marks, every run of spaces as one."""
    body = re.sub(r"<style>.*?</style>|<svg.*?</svg>", "", text, flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", body)))
