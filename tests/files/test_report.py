"""The report of the three reference cases: it renders, stands alone, fits every screen, and is the same every time."""

import html
import json
import re
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from suture.engine.decision.as_data import as_data
from suture.engine.decision.choose import Decision, choose
from suture.engine.decision.explain import explained
from suture.engine.decision.inputs import inputs_of, value_of
from suture.engine.rating.charges import statement
from suture.engine.rating.facts import activity
from suture.engine.rating.plan import plan
from suture.engine.terms.ranges import likely
from suture.engine.terms.reading import read_agreement
from suture.engine.text import Language
from suture.files.cases import case_of
from suture.files.numerals import in_columns
from suture.files.report.decision import report
from suture.files.report.decision.described import described
from suture.files.report.decision.ranked import ranked
from suture.files.report.decision.tables import in_unit, valued
from suture.files.report.decision.texts import TEXTS, reader_of
from suture.files.results import agreements, results
from suture.files.statements import said
from tests.files.edges import measured

CASES = Path(__file__).resolve().parents[2] / "examples" / "cases"
ENGLISH, CHINESE = reader_of("en"), reader_of("zh")
NAMES = ("startup", "mature", "research", "minimal")


@cache
def decided(name: str, workers: int = 2) -> tuple[Decision, str]:
    case, case_hash = case_of(str(CASES / f"{name}.yaml"))
    return choose(case, scenarios=256, workers=workers), case_hash


@cache
def page(name: str, language: Language = "en") -> str:
    decision, case_hash = decided(name)
    return report(decision, version="1.2.3", case_hash=case_hash, language=language)


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
    told = [message for part in explained(decision)[1:] for message in part]
    told += [gate.message for gate in decision.best.gates]
    assert [words_of for message in told if (words_of := in_columns(message)) not in words] == []
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


def test_the_case_is_described_with_what_no_figure_holds():
    startup, mature = (described(decided(name)[0].case, ENGLISH) for name in ("startup", "mature"))
    assert startup.company == "the start-up, an early-stage firm: 96 months from 2027-01-01 on, in USD."
    assert startup.products == (
        ("catheter", "Percutaneous catheter, 21 CFR 870.1250", ("II", "DQY", "US", "ethylene oxide", "510(k)")),
    )
    assert mature.products[0].cells == ("III, implant", "DXY", "US", "ethylene oxide", "on the market")
    maker = next(partner for partner in startup.partners if partner.below == "coastal china")
    assert (maker.name, maker.cells[:2]) == ("CDMO on the coast of China", ("China", "US, EU, CN"))
    assert maker.cells[2].startswith("3 years; forecast binds: 4 months: 100 %, 6 months: 50 % (assumption")
    assert startup.partners[-1] == (
        "University platform", "university platform", ("US", "–", "sells hours, makes nothing for sale"),
    )  # fmt: skip
    assert [partner.below for partner in mature.partners if "today" in partner.below] == ["mid, today's maker"]


@pytest.mark.parametrize("name", NAMES)
def test_what_describes_the_case_is_in_the_report(name):
    words = shown(page(name))
    told = described(decided(name)[0].case, ENGLISH)
    parts = [part for entry in told.products + told.partners for part in (entry.name, entry.below, *entry.cells)]
    assert [part for part in (told.company, *parts) if part not in words] == []


def test_strategies_that_never_differ_are_one_row_of_every_ranking():
    decision, _ = decided("mature")
    rows = ranked(decision)
    alike = {each.others(decision.case, ENGLISH) for each in rows} - {""}
    assert "the same: As today · Mid-size CDMO" in alike
    assert sorted(j.place for each in rows for j in (each.judged, *each.alike)) == [*range(len(decision.judged))]
    assert all(each.judged.numbers == other.numbers for each in rows for other in each.alike)
    figures = [str(each.judged.numbers) for each in rows]
    assert len(set(figures)) == len(figures)
    assert "the same: As today · Mid-size CDMO" in shown(page("mature"))


def test_figures_of_the_case_stand_with_grouped_thousands_one_unit_and_one_month():
    decision, _ = decided("startup")
    found = {
        str(each.name): valued(each, decision.case, ENGLISH) for each in inputs_of(decision.case, decision.assumed)
    }
    assert found["fee of a lot (CDMO on the coast of China)"] == ("1,100 USD", "–")
    assert found["lead time (CDMO on the coast of China)"] == ("14 weeks", "10 – 18 weeks")
    assert found["tooling (catheter)"] == ("120,000 USD", "60,000 – 300,000 USD")
    units = ((1, "months"), (2, "months"), (1, "share"))
    assert [in_unit(value_of(Decimal(n), unit, "USD"), ENGLISH) for n, unit in units] == [
        "1 month", "2 months", "100 %",
    ]  # fmt: skip
    assert [ENGLISH.counted("futures", n) for n in (1, 2, 4096)] == ["1 future", "2 futures", "4,096 futures"]


@pytest.mark.parametrize("name", NAMES)
def test_no_column_of_numbers_holds_an_ungrouped_thousand_or_one_months(name):
    cells = re.findall(r'<td class="n"[^>]*>([^<]*)<', page(name))
    assert len(cells) > 20
    assert [
        cell for cell in cells if re.search(r"\d{4}|^1 (futures|months|weeks|days|units|lots|minutes)$", cell)
    ] == []


def nodes(text: str) -> set[str]:
    """What stands between two marks of a page: its labels, cells, sentences, and the words of its charts."""
    body = re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)
    return {html.unescape(node).strip() for node in re.findall(r">([^<]+)<", body)} - {""}


@pytest.mark.parametrize("name", NAMES)
def test_in_chinese_every_sentence_is_said_so_and_nothing_is_left_in_english(name):
    """What has no Chinese letter on the page is a number, a name, or was written by the person whose case it is."""
    decision, case_hash = decided(name)
    text = page(name, "zh")
    assert '<html lang="zh-CN">' in text
    words = shown(text)
    told = [message for part in explained(decision)[1:] for message in part]
    told += [explained(decision).answer, *(gate.message for gate in decision.best.gates)]
    assert [said_so for message in told if (said_so := CHINESE.words(message)) not in words] == []
    assert f"案例 {decision.case.case} {case_hash[:12]} · 种子 1 · 256 个情景 · suture 1.2.3" in words
    codes = {"US", "EU"}  # of markets, as the case writes them
    own = {text.en for text in TEXTS.values() if text.en != text.zh and "{" not in text.en} - codes
    assert nodes(text) & own == set()
    written = " ".join((CASES / f"{name}.yaml").read_text(encoding="utf-8").replace("_", " ").split())
    written = written.replace('"', "").replace("''", "'")
    english = {node for node in nodes(text) if re.search(r"[a-z]{2}", node) and not re.search(r"[\u4e00-\u9fff]", node)}
    parts = {" ".join(part.split()) for node in english for part in node.removeprefix("· ").split("；")}
    assert {part for part in parts - {text.zh for text in TEXTS.values()} if part not in written} == set()


@pytest.mark.parametrize("name", NAMES)
def test_chinese_counts_in_tens_of_thousands_and_puts_no_space_between_its_letters(name):
    text = page(name, "zh")
    figures = re.findall(r'<(?:td class="n"|span class="value"|text)[^>]*>([^<]*)<', text)
    assert [figure for figure in figures if re.search(r"\d [kM]\b", figure)] == []
    assert [figure for figure in figures if re.search(r"\d 万", figure)]
    for sentence in explained(decided(name)[0]).why:
        assert not re.search(r"[\u4e00-\u9fff] [\u4e00-\u9fff]", CHINESE.words(sentence).replace(" 万", ""))


@pytest.mark.parametrize("name", NAMES)
def test_every_table_may_be_moved_sideways_or_reflows(name):
    text = page(name)
    assert text.count("<table>") == len(re.findall(r'<div class="table[^"]*"[^>]*><table>', text)) > 5


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


@pytest.mark.parametrize(
    ("name", "language", "width"),
    [
        *((name, "en", width) for name in NAMES for width in (390, 800, 1200)),
        *(("startup", "zh", width) for width in (390, 800, 1200)),
        *((name, "zh", 390) for name in ("mature", "research")),
    ],
)
def test_nothing_runs_over_the_edge_and_nothing_is_complained_about(name, language, width, browser, tmp_path):
    edge, complaints = measured(page(name, language), width, browser, tmp_path)
    assert edge <= width
    assert complaints == []
