"""`suture what-if` as people call it."""

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from suture.cli import main

GOOD = Path(__file__).resolve().parents[2] / "examples/agreements/good"
VOLUME = str(GOOD / "volume.yaml")


def test_it_says_what_is_due_where_the_price_turns_and_that_more_costs_less(capsys):
    assert main(["what-if", VOLUME, "--set", "catheter=900"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "22,350.00 USD due" in out  # 900 x 24 + the fee of 750
    assert "1,000 piece would cost 850 USD less in all" in out  # 1,000 x 21.50 = 21,500
    assert "at 999 piece (24,726 USD in all) the price turns" in out


def test_it_answers_as_one_object(capsys):
    assert main(["what-if", VOLUME, "--set", "catheter=2000", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["schema"] == "what-if/1"
    assert data["totals"]["charge"] == "43000.00"
    assert data["ahead"] == [{"service": "catheter", "threshold": None, "cliff": None}]


def test_all_that_is_wrong_is_said_at_once(capsys):
    assert main(["what-if", VOLUME, "--set", "cath=700", "--on", "2020-01-01"]) == 1
    err = capsys.readouterr().err
    assert "no service 'cath'" in err
    assert "2020-01-01 lies outside the agreement" in err


def test_a_part_of_a_step_is_refused(capsys):
    assert main(["what-if", VOLUME, "--set", "catheter=0.5"]) == 1
    assert "whole number of steps" in capsys.readouterr().err


@pytest.mark.parametrize("said", ["catheter", "catheter=", "=5", "catheter=many", "catheter=NaN", "catheter=-1"])
def test_what_is_no_quantity_is_wrong_use(said, capsys):
    with pytest.raises(SystemExit) as left:
        main(["what-if", VOLUME, "--set", said])
    assert left.value.code == 2


def test_an_index_that_is_needed_comes_from_the_facts(tmp_path, capsys):
    terms = str(GOOD / "indexation.yaml")
    service = "catheter"
    assert main(["what-if", terms, "--set", f"{service}=10"]) == 1
    assert "needs index" in capsys.readouterr().err
    facts = str(GOOD / "indexation.facts.csv")
    assert main(["what-if", terms, "--set", f"{service}=10", "--facts", facts]) == 0


SHEET = """\
suture: 1
agreement: 2027-110
model: hybrid
profiles: [trade/1]
parties: {buyer: Vena, seller: North}
currency: USD
valid: {from: 2027-01-01, until: 2029-01-01}
contract_year_starts: 2027-01-01
settlement: {every: month, anchor: 2027-01-01}
services:
  catheter: {unit: piece, step: 1}
clauses:
  - id: price
    kind: graduated
    service: catheter
    tiers:
      - {from: 0, to: 1000, price: {low: 38, likely: 40, high: 46}}
      - {from: 1000, price: [{from: 2027-01-01, value: 37}, {from: 2028-01-01}]}
  - id: cell
    kind: dedicated_cell
    service: catheter
    fee_per_month: unknown
    capacity: 3000
  - id: less
    kind: discount
    on: [cell]
    share: 2 %
"""
FIRST_YEAR = SHEET.replace(", {from: 2028-01-01}", "")


@pytest.fixture
def sheet(tmp_path):
    def written(text=FIRST_YEAR):
        path = tmp_path / "sheet.yaml"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return written


def asked(capsys, *words):
    """What it says, as one line, and its exit code."""
    code = main(["what-if", *words, "--set", "catheter=1200"])
    out, err = capsys.readouterr()
    return code, " ".join(out.split()), " ".join(err.split())


def test_ranges_give_a_low_a_likely_and_a_high_total(sheet, capsys):
    code, out, _ = asked(capsys, sheet(), "--assume", "clauses.cell.fee_per_month=40000")
    assert code == 0
    assert "86,600.00 USD due" in out  # 47,400 for 1,200 pieces, 40,000 for the cell less 800
    assert "With its ranges drawn 256 times, eight of ten totals lie between 85,863.44 USD and 90,415.13 USD" in out
    assert "with their likely values it is 86,600.00 USD" in out


def test_what_is_not_known_is_named_with_its_remedy_and_the_rest_is_shown(sheet, capsys):
    code, out, _ = asked(capsys, sheet())
    assert code == 0
    assert "47,400.00 USD due" in out
    assert "clauses[1].fee_per_month is not known, so left out: cell and less." in out
    assert "--assume clauses[1].fee_per_month=LOW..HIGH" in out
    _, out, _ = asked(capsys, sheet(), "--lang", "zh")
    assert "clauses[1].fee_per_month 未知，因此未计入：cell 和 less。" in out


def test_a_total_without_all_clauses_is_said_not_to_be_complete(sheet, capsys):
    _, out, _ = asked(capsys, sheet())
    assert "This is not complete: 2 clauses could not be counted." in out
    assert "in what could be counted no threshold lies above 1,200 piece" in out
    text = FIRST_YEAR[: FIRST_YEAR.index("  - id: less")]
    _, out, _ = asked(capsys, sheet(text))
    assert "This is not complete: 1 clause could not be counted." in out
    _, out, _ = asked(capsys, sheet(), "--assume", "clauses.cell.fee_per_month=40000")
    assert "not complete" not in out
    assert "catheter: no threshold lies above 1,200 piece." in out


def test_an_assumption_may_be_a_range_and_name_its_place_either_way(sheet, capsys):
    said = [
        asked(capsys, sheet(), "--assume", f"{place}=40_000..44_000 USD")
        for place in ("clauses.cell.fee_per_month", "clauses[1].fee_per_month")
    ]
    assert said[0] == said[1]
    assert "88,560.00 USD due" in said[0][1]  # 42,000 less 2 % for the cell
    assert "left out" not in said[0][1]


def test_figures_of_one_draw_are_assumed_at_once_and_move_together(sheet, capsys):
    alike = FIRST_YEAR.replace("{low: 38, likely: 40, high: 46}", "{draw: price}").replace(
        "fee_per_month: unknown", "fee_per_month: {draw: price}"
    )
    _, out, _ = asked(capsys, sheet(alike), "--assume", "price=40")
    assert "47,439.20 USD due" in out  # 1,000 at 40, 200 at 37, and 40 for the cell less 2 %
    _, out, _ = asked(capsys, sheet(alike), "--assume", "price=40..50")
    assert "52,444.10 USD due" in out  # at 45
    low, high = (7_400 + share * Decimal("1000.98") for share in (40, 50))
    lies = [Decimal(word.replace(",", "")) for word in re.findall(r"([\d,]+\.\d\d) USD", out.split("lie between")[1])]
    assert low < lies[0] < lies[1] < high


def test_a_figure_that_is_known_may_be_assumed_to_be_another(sheet, capsys):
    _, out, _ = asked(capsys, sheet(), "--assume", "clauses.price.tiers[0].price=50")
    assert "57,400.00 USD due" in out
    assert "eight of ten" not in out


def test_one_date_of_a_dated_figure_is_assumed_and_keeps_its_day(sheet, capsys):
    cell = "clauses.cell.fee_per_month=0"
    _, out, _ = asked(capsys, sheet(SHEET), "--assume", cell)
    assert "clauses[0].tiers[1].price[1] is not known, so left out: price." in out
    later = ["--assume", cell, "--assume", "clauses.price.tiers[1].price[1]=30..40", "--on", "2028-02-01"]
    _, out, _ = asked(capsys, sheet(SHEET), *later)
    assert "47,000.00 USD due" in out  # 1,000 at 40 and 200 at 35
    keys = SHEET.replace("price: [{from: 2027-01-01", "price: {dated: [{from: 2027-01-01").replace(
        "{from: 2028-01-01}]}", "{from: 2028-01-01}]}}"
    )
    assert asked(capsys, sheet(keys), *later)[1] == out


def test_all_may_be_unknown(sheet, capsys):
    text = FIRST_YEAR.replace("{low: 38, likely: 40, high: 46}", "unknown")
    code, out, _ = asked(capsys, sheet(text))
    assert code == 0
    assert "Nothing is due" in out
    assert out.count("is not known") == 2


def test_an_assumption_of_no_figure_is_refused_with_a_guess(sheet, capsys):
    code, _, err = asked(capsys, sheet(), "--assume", "clauses.cell.fee=4")
    assert code == 1
    assert "there is no figure at 'clauses.cell.fee'" in err
    assert "Did you mean 'clauses.cell.fee_per_month'?" in err


@pytest.mark.parametrize(
    ("figure", "says"),
    [
        ("50..40", "are not in rising order"),
        ("4 EUR", "the figure is in EUR, the agreement in USD"),
        ("-4", "-4 is below 0"),
        ("many", "'many' is not a number"),
    ],
)
def test_an_assumption_is_checked_like_any_figure(figure, says, sheet, capsys):
    code, _, err = asked(capsys, sheet(), "--assume", f"clauses.cell.fee_per_month={figure}")
    assert code == 1
    assert "sheet.yaml:22: clauses[1].fee_per_month:" in err
    assert says in err


@pytest.mark.parametrize("said", ["", "clauses.cell.fee_per_month", "=4", "place=", "place=4..", "place=..4"])
def test_what_is_no_assumption_is_wrong_use(said, capsys):
    with pytest.raises(SystemExit) as left:
        main(["what-if", VOLUME, "--set", "catheter=1", "--assume", said])
    assert left.value.code == 2


def test_the_object_holds_ranges_and_what_is_left_out(sheet, capsys):
    _, out, _ = asked(capsys, sheet(), "--json")
    data = json.loads(out)
    assert data["left_out"] == [{"place": "clauses[1].fee_per_month", "clauses": ["cell", "less"]}]
    (total,) = data["ranges"]["totals"]
    assert (data["ranges"]["draws"], data["ranges"]["share"], total["likely"]) == (256, "0.8", "47400.00")
    assert float(total["low"]) < 47400 < float(total["high"])
    main(["what-if", VOLUME, "--set", "catheter=900", "--json"])
    exact = json.loads(capsys.readouterr().out)
    assert (exact["ranges"], exact["left_out"]) == (None, [])


def test_a_figure_that_a_profile_filled_may_be_assumed(sheet, capsys):
    text = FIRST_YEAR.replace("currency: USD", "currency: EUR").replace("[trade/1]", "[trade/1, eu/1]")
    text = text.replace("piece, step: 1}", "piece, step: 1}\n  invoices: {unit: EUR, step: 0.01}")
    text += "  - id: interest\n    kind: late_interest\n    service: invoices\n"
    code, _, err = asked(capsys, sheet(text), "--assume", "clauses.interest.reference.points=9 %")
    assert (code, err) == (0, "")


def test_what_is_set_twice_is_refused(sheet, capsys):
    code, _, err = asked(capsys, sheet(), "--set", "catheter=5")
    assert (code, err) == (1, "set: 'catheter' is set twice Name it once. 1 fault")
    code, _, err = asked(capsys, sheet(), *["--assume", "clauses.cell.fee_per_month=4"] * 2)
    assert (code, err) == (1, "assume: 'clauses.cell.fee_per_month' is set twice Name it once. 1 fault")


def test_a_price_that_an_amendment_makes_known_is_counted_on_a_day_when_it_holds(sheet, capsys):
    price = "{id: price, kind: unit, service: catheter, measure: accepted, price: unknown}"
    known = f"{{number: '1', signed: 2027-06-01, from: 2027-06-01, clauses: [{price.replace('unknown', '21.00')}]}}"
    text = SHEET[: SHEET.index("clauses:")] + f"clauses: [{price}]\namendments: [{known}]\n"
    code, out, _ = asked(capsys, sheet(text), "--on", "2027-07-10")
    assert code == 0
    assert "25,200.00 USD due" in out  # 1,200 at 21
    assert "clauses[0].price is not known, so its clause counts only from the amendment on" in out
