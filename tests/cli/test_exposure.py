"""What one exposes oneself to on a day, as people ask for it."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from datetime import date
from decimal import Decimal

import pytest

from suture.cli import main
from suture.cli.exposed import sentence
from suture.engine.exposure.exposure import Exposure
from suture.engine.exposure.owed import Owed, Part
from suture.engine.exposure.portfolio import Portfolio
from suture.engine.exposure.scenario import CANCEL, PLAN
from suture.engine.fault import Faulty
from suture.engine.money import Money
from suture.engine.period import Period
from suture.files.documents.pdf import NO_LIBRARY

HEAD = "agreement,service,date,quantity,unit,kind,event,source_id,reverses,note,for\n"
TERMS = """\
suture: 1
agreement: {number}
model: long_term
parties: {{buyer: Vena, seller: {seller}}}
currency: {currency}
valid: {{from: 2027-01-01, until: 2028-01-01}}
contract_year_starts: 2027-01-01
settlement: {{every: month, anchor: 2027-01-01}}
rounding: {{mode: half_up, point: line}}
services:
  catheter: {{unit: piece, step: 1}}
clauses:
  - {{id: price, kind: unit, service: catheter, measure: delivered, price: {price}}}
  - id: orders
    kind: cancellation
    service: catheter
    price: {price}
    schedule:
      - {{days_at_least: 60, share: 25 %}}
      - {{days_at_least: 0, share: 100 %}}
  - id: minimum
    kind: minimum_commitment
    window: contract_year
    prorate: in_force
    minimum_quantity: {minimum}
    services: [catheter]
    measure: delivered
    shortfall_price: 5
"""
FACTS = HEAD + (
    "A/1,catheter,2027-01-10,400,piece,ordered,P-1,a1,,,2027-03-10\n"
    "A/1,catheter,2027-03-10,400,piece,delivered,P-1,a2,,,\n"
    "B-2,catheter,2027-03-01,100,piece,ordered,P-9,b1,,,2027-06-30\n"
    "A/1,catheter,2027-04-01,200,piece,ordered,P-2,a3,,,2027-07-01\n"
    "A/1,catheter,2027-05-20,50,piece,delivered,P-2,a4,,told after the day,\n"
)
ON = ("--on", "2027-04-20")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    for name, number, seller, currency, price, minimum in (
        ("a", "A/1", "North", "USD", "20", "1000 piece"), ("b", "B-2", "South", "EUR", "30", "0 piece"),
        ("c", "C-3", "South", "USD", "10", "100 piece"), ("open", "O-4", "North", "USD", "20", "unknown"),
    ):  # fmt: skip
        (tmp_path / f"{name}.yaml").write_text(
            TERMS.format(number=number, seller=seller, currency=currency, price=price, minimum=minimum)
        )
    (tmp_path / "facts.csv").write_text(FACTS)
    return tmp_path


def told(capsys, *words):
    """The exit code, what stdout says on one line, and stderr."""
    code = main(["exposure", *words])
    said = capsys.readouterr()
    return code, " ".join(said.out.split()), " ".join(said.err.split())


def answer(capsys, *words):
    assert main(["exposure", *words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def scenario(agreement, name):
    return next(each for each in agreement["scenarios"] if each["scenario"] == name)


def only_a(folder):
    rows = [line for line in FACTS.splitlines(keepends=True) if not line.startswith("B-2")]
    (folder / "facts.csv").write_text("".join(rows))


def test_the_answer_comes_first_then_months_by_cause_then_the_last_day_of_each(folder, capsys):
    """200 open for 2027-07-01, 72 days ahead: 25 % of 20.00 are 1,000.00; minimum 1,000 less 400 delivered at 5.00 are
    3,000.00, or 1,500.00 less where it ends by consent on 2027-04-20: 1,000 × 110/365."""
    only_a(folder)
    code, out, _ = told(capsys, "a.yaml", "--facts", "facts.csv", *ON, "--scenario", "cancel", "--scenario", "cut:50%")
    assert code == 0
    assert out.startswith(
        "If you cancel on 2027-04-20, you owe 4,000.00 USD beside goods taken (as planned: 2,000.00 USD); with them "
        "4,000.00 USD. If you cut by 50 % on 2027-04-20, you owe 3,000.00 USD beside goods taken"
    )
    assert "2027-04 orders 1,000.00 500.00" in out
    assert "2027-12 minimum 3,000.00 2,500.00" in out
    assert out.index("By month and cause, USD") < out.index("Last days to act") < out.index("1 fact was told after")
    assert "2027-05-02 orders 3,000.00 USD" in out  # from 59 days before on it is the whole price


def with_part(side, minor):
    """A portfolio that comes to so much, as planned and cancelled."""
    found = Portfolio(side)
    money, month = Money(minor, "USD"), Period(date(2027, 5, 1), date(2027, 6, 1))
    part = Part("credit", "milestone", "fees", "charge", month, money, money, money, money)
    owed = [Owed(each, (part,), ()) for each in (PLAN, CANCEL)]
    found.add(Exposure("A/1", "Vena", "North", "USD", date(2027, 4, 20), owed[0], (owed[1],), ()))
    return found


def test_what_comes_to_less_than_nothing_is_owed_the_other_way_round():
    says = [
        str(sentence(with_part(side, -4_199_000), CANCEL, "USD", date(2027, 4, 20))) for side in ("buyer", "seller")
    ]
    assert says == [
        "If you cancel on 2027-04-20, 41,990.00 USD is owed to you beside goods taken (as planned: 41,990.00 USD owed "
        "to you); with them 41,990.00 USD owed to you.",
        "Should the buyer cancel on 2027-04-20, 41,990.00 USD is owed to the buyer beside goods taken (as planned: "
        "41,990.00 USD owed to the buyer); with them 41,990.00 USD owed to the buyer.",
    ]


def test_an_agreement_of_which_nothing_is_told_is_named_among_several(folder, capsys):
    only_a(folder)
    _, out, _ = told(capsys, "a.yaml", "c.yaml", "--facts", "facts.csv", *ON)
    assert "C-3: no fact at all is told of it, so nothing is on order or forecast." in out
    assert "A/1: no fact" not in out
    for at in range(5):
        terms = TERMS.format(number=f"N-{at}", seller="South", currency="USD", price=10, minimum="0 piece")
        (folder / f"n{at}.yaml").write_text(terms)
    _, out, _ = told(capsys, "a.yaml", *(f"n{at}.yaml" for at in range(5)), "--facts", "facts.csv", *ON)
    assert out.endswith("Agreements of which no fact at all is told (5): N-0, N-1, N-2, N-3, N-4.")


def test_every_line_fits_the_page_in_both_languages(folder, capsys):
    only_a(folder)
    for language in ("en", "zh"):
        for side in ("buyer", "seller"):
            assert main(["exposure", "a.yaml", "--facts", "facts.csv", *ON, "--lang", language, "--side", side]) == 0
            said = capsys.readouterr().out
            wide = [line for line in said.splitlines() if sum(1 + (ord(letter) > 0x2E80) for letter in line) > 100]
            assert wide == []
            assert ("若" in said) == (language == "zh")


def test_the_seller_sees_the_same_sums_as_its_cover(folder, capsys):
    only_a(folder)
    words = ("a.yaml", "--facts", "facts.csv", *ON, "--scenario", "cancel")
    _, out, _ = told(capsys, *words, "--side", "seller")
    assert out.startswith("Should the buyer cancel on 2027-04-20, your cover is 4,000.00 USD beside goods taken")
    mine, theirs = answer(capsys, *words), answer(capsys, *words, "--side", "seller")
    assert mine["agreements"] == theirs["agreements"]
    assert [each["partner"] for each in theirs["totals"][0]["partners"]] == ["Vena"]


def test_the_facts_that_are_written_rate_to_what_is_said(folder, capsys, monkeypatch):
    monkeypatch.setattr("suture.files.report.pdf.pdf", lambda _: b"%PDF-")  # seconds, and no matter here
    files = ("a.yaml", "b.yaml", "c.yaml")
    assert main(["exposure", *files, "--facts", "facts.csv", *ON, "--out", "out"]) == 0
    data = json.loads((folder / "out" / "exposure.json").read_text())
    capsys.readouterr()
    before = HEAD + "".join(row for row in FACTS.splitlines(keepends=True) if row < "B" and "2027-05" not in row)
    (folder / "before.csv").write_text(before)
    assert main(["settle", *files, "--facts", "before.csv", "--through", "2027-03-31", "--json"]) == 0
    billed = json.loads(capsys.readouterr().out)["totals"]
    for total in data["totals"]:
        name = "facts-" + total["scenario"].replace(":", "-").replace("%", "") + ".csv"
        assert main(["settle", *files, "--facts", f"out/{name}", "--through", "2027-12-31", "--json"]) == 0
        settled = json.loads(capsys.readouterr().out)["totals"]
        due = Decimal(settled.get(total["currency"], {}).get("charge", 0))
        assert due - Decimal(billed.get(total["currency"], {}).get("charge", 0)) == Decimal(total["all"])
    assert {each["scenario"] for each in data["totals"]} == {"plan", "cancel", "cut:30%", "delay:3m", "leave"}


def test_a_portfolio_is_summed_by_partner_month_and_cause_and_no_currency_is_added_to_another(folder, capsys):
    data = answer(capsys, "a.yaml", "b.yaml", "c.yaml", "--facts", "facts.csv", *ON, "--scenario", "cancel")
    dollars, euros = data["totals"][:2]
    assert (data["rows"], [each["agreement"] for each in data["agreements"]]) == (5, ["A/1", "B-2", "C-3"])
    assert (dollars["currency"], dollars["amount"], euros["currency"], euros["amount"]) == (
        "USD",
        "4500.00",
        "EUR",
        "750.00",
    )
    assert {each["partner"]: each["amount"] for each in dollars["partners"]} == {"North": "4000.00", "South": "500.00"}
    assert {(each["month"], each["cause"]): each["amount"] for each in dollars["months"]} == {
        ("2027-04", "orders"): "1000.00", ("2027-12", "minimum"): "3500.00", ("2027-07", "goods"): "0.00",
    }  # fmt: skip
    for total in data["totals"]:
        for by in ("partners", "causes", "months"):
            goods = sum(Decimal(each["amount"]) for each in total[by] if each.get("cause") == "goods")
            assert sum(Decimal(each["amount"]) for each in total[by]) - goods == Decimal(total["amount"])
    _, out, _ = told(capsys, "a.yaml", "b.yaml", "c.yaml", "--facts", "facts.csv", *ON, "--scenario", "cancel")
    assert "3 agreements, 5 facts. Sums of two currencies are never added." in out
    assert out.index("By partner, USD") < out.index("By partner, EUR")


def test_an_agreement_is_the_same_alone_and_among_others(folder, capsys):
    together = answer(capsys, "a.yaml", "b.yaml", "c.yaml", "--facts", "facts.csv", *ON)
    only_a(folder)
    assert answer(capsys, "a.yaml", "--facts", "facts.csv", *ON)["agreements"] == together["agreements"][:1]


def test_what_is_not_known_is_named_and_never_zero(folder, capsys):
    (folder / "facts.csv").write_text(FACTS.replace("A/1", "O-4").replace("B-2", "O-4").replace("P-9,b1", "P-9,b9"))
    _, out, _ = told(capsys, "open.yaml", "--facts", "facts.csv", *ON)
    assert "This is not complete: figures of these clauses are not known, so they are in no sum: minimum." in out
    known = answer(
        capsys, "open.yaml", "--facts", "facts.csv", *ON, "--assume", "clauses.minimum.minimum_quantity=1000"
    )
    assert known["agreements"][0]["not_known"] == []
    assert "minimum" in {part["clause"] for part in scenario(known["agreements"][0], "cancel")["parts"]}


def test_an_assumption_holds_for_the_agreements_that_have_the_figure(folder, capsys):
    assumed = ("--assume", "clauses.minimum.minimum_quantity=500")
    data = answer(capsys, "a.yaml", "c.yaml", "b.yaml", "--facts", "facts.csv", *ON, *assumed)
    assert [t["amount"] for t in scenario(data["agreements"][1], "cancel")["totals"]] == ["2500.00"]
    code, _, err = told(capsys, "a.yaml", "b.yaml", "--facts", "facts.csv", *ON, "--assume", "clauses.cell.fee=5")
    assert code == 1
    assert "assume: there is no figure at 'clauses.cell.fee'" in err


WRONG = {
    "scenario": (("--scenario", "cut:0%"), "'cut:0%' is no scenario Write cancel, cut:30%"),
    "scenario in words": (("--scenario", "wait"), "'wait' is no scenario"),
    "too early": (("--on", "2026-12-31"), "a.yaml: on: 2026-12-31 lies outside the agreement, 2027-01-01..2027-12-31"),
    "too late": (("--on", "2028-01-01"), "2028-01-01 lies outside the agreement"),
    "assumed twice": (("--assume", "clauses.price.price=1", "--assume", "clauses.price.price=2"), "is set twice"),
}  # fmt: skip


@pytest.mark.parametrize(("words", "wrong"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_answered_is_said_with_its_remedy_and_nothing_is_written(folder, capsys, words, wrong):
    code, out, err = told(
        capsys,
        "a.yaml",
        "b.yaml",
        "c.yaml",
        "--facts",
        "facts.csv",
        "--out",
        "out",
        *ON[: 2 * (words[0] != "--on")],
        *words,
    )
    assert (code, out, wrong in err) == (1, "", True), err
    assert not (folder / "out").exists()


def test_faults_of_one_agreement_do_not_hide_those_of_others_nor_of_the_facts(folder, capsys):
    (folder / "bad.yaml").write_text(TERMS.format(number="D-5", seller="N", currency="USD", price="-1", minimum="x"))
    rows = "A/1,catheter,2027-04-02,1.5,piece,ordered,,x1,,,\nC-3,stent,2027-04-02,1,piece,ordered,,x2,,,\n"
    (folder / "facts.csv").write_text(FACTS + rows + "Z-9,catheter,2027-04-02,1,piece,ordered,,x3,,,\n")
    code, _, err = told(capsys, "a.yaml", "bad.yaml", "b.yaml", "c.yaml", "--facts", "facts.csv", *ON)
    assert code == 1
    assert "bad.yaml:" in err
    assert "facts.csv:7: quantity: 1.5 piece is not a whole number of steps of 1" in err
    assert "facts.csv:8: service: the agreement has no service 'stent'" in err
    assert "Z-9" not in err  # it may be the one that cannot be read
    code, _, err = told(capsys, "a.yaml", "b.yaml", "c.yaml", "--facts", "facts.csv", *ON, "--faults", "f.csv")
    assert "facts.csv:9: agreement: the fact is of agreement 'Z-9', which is not among the 3 given" in err
    with (folder / "f.csv").open(encoding="utf-8-sig") as file:
        assert sorted(int(row["row"]) for row in csv.DictReader(file)) == [7, 8, 9]


def test_an_agreement_that_is_given_twice_is_said(folder, capsys):
    code, _, err = told(capsys, "a.yaml", "b.yaml", "a.yaml", "--facts", "facts.csv", *ON)
    assert (code, "a.yaml: agreement: agreement 'A/1' is given twice" in err) == (1, True)


def test_with_no_facts_what_is_committed_is_owed_all_the_same(folder, capsys):
    (folder / "facts.csv").write_text(HEAD)
    data = answer(capsys, "a.yaml", "--facts", "facts.csv", *ON, "--scenario", "cancel")
    assert (data["rows"], data["totals"][0]["amount"]) == (0, "5000.00")
    (folder / "facts.csv").write_text("")
    code, _, err = told(capsys, "a.yaml", "--facts", "facts.csv", *ON)
    assert (code, "there is nothing in it" in err) == (1, True)


def test_an_index_that_was_never_published_is_asked_for_and_its_last_value_stands_ahead(folder, capsys):
    text = (folder / "c.yaml").read_text().replace(
        "clauses:", "indices: {ppi: {describes: prices, source: BLS, missing: needed, revised: first_stands}}\nclauses:"
    )  # fmt: skip
    text += (
        "  - {id: index, kind: indexation, on: [price], index: ppi, base: 100, weight: 100 %, lag_periods: 0, "
        "threshold: 0 %, past_threshold: whole_move}\n"
    )
    (folder / "c.yaml").write_text(text)
    (folder / "facts.csv").write_text(HEAD)
    code, _, err = told(capsys, "c.yaml", "--facts", "facts.csv", *ON)
    assert (code, err.count("index 'ppi'")) == (1, 1)
    monthly = "".join(f"C-3,ppi,2027-0{month}-15,110,,index,,,,,\n" for month in (1, 2, 3))
    order = "C-3,catheter,2027-02-01,50,piece,ordered,P,,,,2027-06-10\n"
    (folder / "facts.csv").write_text(HEAD + monthly + order)
    data = answer(capsys, "c.yaml", "--facts", "facts.csv", *ON, "--scenario", "delay:1m")
    assert [part["amount"] for part in data["agreements"][0]["planned"]["parts"] if part["clause"] == "index"] == [
        "50.00"  # a tenth of 50 × 10.00
    ]


def test_what_people_read_is_written_in_their_language_and_an_earlier_run_is_replaced(folder, capsys):
    only_a(folder)
    words = ("a.yaml", "--facts", "facts.csv", *ON, "--out", "out", "--scenario", "cancel")
    assert main(["exposure", *words]) == 0
    names = {place.name: place.read_bytes() for place in (folder / "out").iterdir()}
    assert set(names) == {
        "report.html", "report.pdf", "exposure.xlsx", "deadlines.ics", "exposure.json", "facts-cancel.csv",
        "facts-plan.csv",
    }  # fmt: skip
    assert (names["report.pdf"][:5], names["exposure.xlsx"][:2], names["deadlines.ics"][:15]) == (
        b"%PDF-", b"PK", b"BEGIN:VCALENDAR",
    )  # fmt: skip
    assert b"4,000.00" in names["report.html"]
    assert main(["exposure", *words, "--lang", "zh", "--side", "seller"]) == 0
    assert "保障" in (folder / "out" / "report.html").read_text(encoding="utf-8")
    assert "报告、表格、日历和数据见 out。" in capsys.readouterr().out


def test_where_the_system_makes_no_pdf_the_rest_is_written_and_it_is_said(folder, capsys, monkeypatch):
    def refused(_):
        raise Faulty([NO_LIBRARY.at(why="no pango")])

    only_a(folder)
    monkeypatch.setattr("suture.files.report.pdf.pdf", refused)
    code, _, err = told(capsys, "a.yaml", "--facts", "facts.csv", *ON, "--out", "out")
    assert code == 0
    assert err.startswith(
        "The report is written without its PDF. a PDF needs the Pango library of the system: no pango"
    )
    assert (folder / "out" / "report.html").exists()
    assert not (folder / "out" / "report.pdf").exists()


def test_a_run_that_is_stopped_leaves_nothing(folder):
    for at in range(150):
        text = TERMS.format(number=f"K-{at}", seller="North", currency="USD", price="2.50", minimum="100 piece")
        (folder / f"k{at}.yaml").write_text(text)
    rows = "".join(f"K-{at},catheter,2027-02-15,5,piece,ordered,P,,,,2027-08-01\n" for at in range(150))
    (folder / "facts.csv").write_text(HEAD + rows)
    (folder / "tmp").mkdir()
    words = ["exposure", *(f"k{at}.yaml" for at in range(150)), "--facts", "facts.csv", *ON, "--out", "out"]
    child = subprocess.Popen(
        [sys.executable, "-m", "suture", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(folder / "tmp")},
    )  # fmt: skip
    time.sleep(1.2)
    child.send_signal(signal.SIGINT)
    _, said = child.communicate()
    assert (child.returncode, said.decode().strip()) == (130, "Stopped; nothing was written.")
    assert not (folder / "out").exists() or [*(folder / "out").iterdir()] == []
    assert [*(folder / "tmp").iterdir()] == []
