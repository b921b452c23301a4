"""The pages and the repository say the same."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MADE = {"out", "dist", "node_modules", "__pycache__"}
PAGES = sorted(
    page
    for page in ROOT.rglob("*.md")
    if not any(part in MADE or part.startswith(".") for part in page.relative_to(ROOT).parts)
)
MODULES = sorted((ROOT / "src").rglob("*.py"))

pytestmark = pytest.mark.docs


def code(page: Path) -> list[str]:
    """Return what a reader would type from a page: the lines of its blocks and its quoted words."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", text := page.read_text(), re.MULTILINE | re.DOTALL)
    lines = [line.strip().removeprefix("$ ") for block in blocks for line in block.splitlines()]
    return lines + re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL))


def commands(name: str) -> set[str]:
    """Return every command of one program that the pages tell a reader to type."""
    return {line.split("#")[0].strip() for page in PAGES for line in code(page) if line.startswith(f"{name} ")}


def said_as(page: Path) -> str:
    return str(page.relative_to(ROOT))


def test_every_link_between_pages_leads_somewhere():
    links = [
        (page, target)
        for page in PAGES
        for target in re.findall(r"\]\(([^)\s]+)[^)]*\)", page.read_text())
        if not re.match(r"[a-z]+:|#", target)
    ]
    broken = [(said_as(page), link) for page, link in links if not (page.parent / link.split("#")[0]).exists()]
    assert broken == []


def test_every_make_target_that_a_page_names_exists():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {word for line in commands("make") for word in line.split()[1:] if word.isalpha()}
    assert named - targets == set()


def test_every_command_that_a_page_names_exists():
    words = {line.split()[1] for line in commands("suture")}
    unknown = [
        word
        for word in sorted(words)
        if word.isalpha() or word == "--version"
        if subprocess.run(
            [sys.executable, "-m", "suture", word, *(["--help"] if word.isalpha() else [])],
            capture_output=True,
            check=False,
        ).returncode
    ]
    assert unknown == []


def test_every_example_that_a_page_tells_to_use_exists():
    named = {word for line in commands("suture") for word in re.findall(r"examples/[\w./-]+\.\w+", line)}
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_every_page_that_the_code_names_exists():
    named = {
        (said_as(module), page)
        for module in MODULES
        for page in re.findall(r"docs/[\w./-]+\.md", module.read_text(encoding="utf-8"))
    }
    assert [(module, page) for module, page in sorted(named) if not (ROOT / page).exists()] == []


def test_no_page_shows_a_path_of_the_machine_it_was_written_on():
    machine = re.compile(rf"{re.escape(str(ROOT))}\b|{re.escape(str(Path.home()))}/|/(?:home|Users)/\w+")
    assert {said_as(page): found for page in PAGES if (found := machine.findall(page.read_text()))} == {}


def test_make_alone_lists_every_target_that_explains_itself():
    explained = re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE)
    said = subprocess.run(["make", "-C", ROOT, "help"], capture_output=True, text=True, check=True).stdout
    assert re.findall(r"^make ([a-z]+)", said, re.MULTILINE) == explained
