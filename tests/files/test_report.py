"""The report of the three reference cases: it renders, stands alone, fits every screen, and is the same every time."""

import html
import json
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

from suture.engine.decision.as_data import as_data
from suture.engine.decision.choose import Decision, choose
from suture.engine.decision.explain import explained
from suture.engine.rating.charges import statement
from suture.engine.rating.facts import activity
from suture.engine.rating.plan import plan
from suture.engine.terms.ranges import likely
from suture.engine.terms.reading import read_agreement
from suture.files.cases import case_of
from suture.files.report import report
from suture.files.results import agreements, results
from suture.files.statements import said

CASES = Path(__file__).resolve().parents[2] / "examples" / "cases"
NAMES = ("startup", "mature", "research", "minimal")


@cache
def decided(name: str, workers: int = 2) -> tuple[Decision, str]:
    case, case_hash = case_of(str(CASES / f"{name}.yaml"))
    return choose(case, scenarios=256, workers=workers), case_hash


@cache
def page(name: str) -> str:
    decision, case_hash = decided(name)
    return report(decision, version="1.2.3", case_hash=case_hash)


def shown(text: str) -> str:
    """The words of a page as a reader sees them."""
    body = re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", body)))


@pytest.mark.parametrize("name", NAMES)
def test_the_report_stands_alone_and_holds_its_answer(name):
    text = page(name)
    assert re.findall(r"https?://|<script|<link|<img|@import|url\(|\bsrc=", text) == []
    assert str(explained(decided(name)[0]).answer) in shown(text)
    assert (
        re.findall(r"\{\w*\}|>\s*None\s*<|\bnan\b|Undefined", re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL))
        == []
    )


@pytest.mark.parametrize("name", NAMES)
def test_every_sentence_gate_and_figure_of_the_decision_is_in_the_report(name):
    decision, case_hash = decided(name)
    words = shown(page(name))
    missing = [str(m) for part in explained(decision)[1:] for m in part if str(m) not in words]
    missing += [str(gate.message) for gate in decision.best.gates if str(gate.message) not in words]
    assert missing == []
    assert f"case {decision.case.case} {case_hash[:12]} · seed 1 · 256 futures · suture 1.2.3" in words


@pytest.mark.parametrize("name", NAMES)
def test_every_number_of_the_first_sentence_is_in_the_data(name):
    decision, case_hash = decided(name)
    data = as_data(decision, version="1.2.3", case_hash=case_hash)
    sentence = data["recommendation"]["reasons"][0]
    numbers = set(re.findall(r"\d[\d,.]*\d|\d", sentence["text"]))
    held = set(re.findall(r"\d[\d,.]*\d|\d", json.dumps([sentence["parameters"], data["case"]])))
    assert {n.replace(",", "") for n in numbers} - {n.replace(",", "") for n in held} == set()
    advantage = data["recommendation"]["advantage"]
    if advantage and decision.verdict != "nothing_feasible":
        assert advantage["low"] <= advantage["mean"] <= advantage["high"]


@pytest.mark.parametrize("name", ["startup", "research"])
def test_the_same_case_gives_the_same_bytes_for_any_number_of_workers(name):
    one, two = (
        results(d, as_data(d, version="1", case_hash=h), version="1", case_hash=h)
        for d, h in (decided(name, workers=1), decided(name, workers=2))
    )
    assert one == two


@pytest.mark.parametrize("name", NAMES)
def test_the_data_is_plain_json_with_the_promised_keys(name):
    decision, case_hash = decided(name)
    data = json.loads(said(as_data(decision, version="1.2.3", case_hash=case_hash)))
    assert list(data) == [
        "suture", "schema", "case", "currency", "seed", "scenarios", "sampling", "recommendation", "gates",
        "strategies", "comparisons", "flips", "drivers", "break_even", "rule_of_thumb", "assumed", "not_priced",
    ]  # fmt: skip
    assert {"strategy", "model", "confidence", "reasons"} <= set(data["recommendation"])
    assert {"name", "model", "partners", "outcomes"} <= set(data["strategies"][0])
    assert "NaN" not in json.dumps(data)


@pytest.mark.parametrize("name", NAMES)
def test_the_agreements_of_the_recommended_strategy_are_read_and_can_be_invoiced(name):
    written = agreements(decided(name)[0])
    assert written
    for file, text in written.items():
        planned = plan(likely(read_agreement(text, file=file)))
        nothing_happened = statement(planned, activity(planned, []), planned.periods[0].last, {})
        assert nothing_happened.currency == "USD"


@pytest.mark.parametrize("width", [390, 1200])
@pytest.mark.parametrize("name", NAMES)
def test_nothing_runs_over_the_edge_and_nothing_is_complained_about(name, width, browser, tmp_path):
    """Measured by a page that holds the report in a frame of that width, since a window is never so narrow."""
    wide = "[document.documentElement.scrollWidth, innerWidth].join(' of ')"
    probe = f"<script>onload = () => document.title = {wide}</script>"
    (tmp_path / "report.html").write_text(page(name).replace("</body>", f"{probe}</body>"), encoding="utf-8")
    frame = (
        f'<iframe src="report.html" style="width:{width}px;height:900px;border:0" onload="setTimeout(() => '
        'document.body.dataset.wide = this.contentDocument.title, 50)"></iframe>'
    )
    (tmp_path / "frame.html").write_text(f"<!doctype html><body>{frame}</body>", encoding="utf-8")
    done = subprocess.run(
        [
            browser, "--headless", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files",
            "--enable-logging=stderr", f"--user-data-dir={tmp_path / 'profile'}", "--virtual-time-budget=2000",
            "--dump-dom", (tmp_path / "frame.html").as_uri(),
        ],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    found = re.search(r'data-wide="(\d+) of (\d+)"', done.stdout)
    assert found, done.stdout[-500:] + done.stderr[-500:]
    assert int(found[1]) <= int(found[2]) <= width
    assert [line for line in done.stderr.splitlines() if ":CONSOLE" in line] == []
