"""The rate cards of real facilities: every row of theirs stands in one agreement, at its figure, and rates by hand."""

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from suture.cli import main
from suture.engine.clauses.figure import Figure, Written
from suture.engine.terms.agreement import Agreement
from suture.engine.terms.reading import read_agreement
from suture.engine.terms.writing import write

CARDS = Path(__file__).parents[1] / "examples" / "rate-cards"
FILES = sorted(CARDS.glob("*.yaml"))
with (CARDS / "rows.csv").open(encoding="utf-8", newline="") as table:
    ROWS = list(csv.DictReader(table))
AGREEMENTS = {path.stem: read_agreement(path.read_text(encoding="utf-8"), file=path.name) for path in FILES}

TERMS = {  # what a card says of its dates, and the days that this settles
    "": (None, None),
    "2013-07-01": (date(2013, 7, 1), None),
    "2015-04-01": (date(2015, 4, 1), None),
    "2016-03-01": (date(2016, 3, 1), None),
    "2014-02/2015-09": (date(2014, 2, 1), date(2015, 10, 1)),
    "to 2022-12-31": (None, date(2023, 1, 1)),
    "2022-2023 page version": (date(2022, 1, 1), date(2024, 1, 1)),
    "2024": (date(2024, 1, 1), date(2025, 1, 1)),
}
UNITS = {"3 months once": "pass"}  # of the rows, where the agreement counts in another word


def name(path: Path) -> str:
    return path.stem


def row_id(row: dict[str, str]) -> str:
    return row["row"]


def places(written: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Figure]]:
    """The figures below something written, with the keys and numbers that lead there."""
    if isinstance(written, Figure):
        yield path, written
    elif isinstance(written, Written):
        for key in type(written).model_fields:
            yield from places(getattr(written, key), (*path, key))
    elif isinstance(written, tuple):
        for at, part in enumerate(written):
            yield from places(part, (*path, at))


def figures(agreement: Agreement) -> Iterator[tuple[str, str, Figure]]:
    """Clause, place and figure, without the bounds of tiers, which are no prices."""
    for clause in agreement.clauses:
        for path, figure in places(clause):
            if path[-1] not in ("from_", "to"):
                yield clause.id, ".".join(map(str, path)), figure


def place(row: dict[str, str]) -> str:
    """Where in its clause the price of a row stands."""
    if row["tier"]:
        return f"tiers.{int(row['tier']) - 1}.price"
    kind = AGREEMENTS[row["agreement"]].clause(row["clause"]).kind
    return "rate" if kind == "time_and_materials" else "price"


def held(row: dict[str, str]) -> Figure:
    """The figure that holds the price of a row."""
    found = {(clause, path): figure for clause, path, figure in figures(AGREEMENTS[row["agreement"]])}
    return found[row["clause"], place(row)]


def rated(capsys: pytest.CaptureFixture[str], card: str, facts: Path | None = None) -> list[tuple[str, str, str]]:
    """The charges of an example: first day of the period, clause, amount."""
    asked = ["rate", str(CARDS / f"{card}.yaml"), str(facts or CARDS / f"{card}.facts.csv"), "--json"]
    assert main(asked) == 0, capsys.readouterr().err
    done = json.loads(capsys.readouterr().out)
    return [(charge["period"]["from"], charge["clause"], charge["amount"]) for charge in done["charges"]]


def told(tmp_path: Path, card: str, *facts: tuple[str, str, str, str, str]) -> Path:
    """A file of facts: service, day, quantity, unit, kind."""
    file = tmp_path / "facts.csv"
    lines = [f"{card},{service},{day},{quantity},{unit},{kind}" for service, day, quantity, unit, kind in facts]
    file.write_text("\n".join(["agreement,service,date,quantity,unit,kind", *lines]), encoding="utf-8")
    return file


@pytest.mark.parametrize("path", FILES, ids=name)
def test_a_rate_card_has_no_faults(path, capsys):
    assert main(["check", str(path)]) == 0
    said = capsys.readouterr()
    assert (said.err, said.out.count("no faults")) == ("", 1)


@pytest.mark.parametrize("path", FILES, ids=name)
def test_a_rate_card_is_written_back_as_the_same_terms(path):
    agreement = AGREEMENTS[path.stem]
    assert read_agreement(write(agreement)) == agreement


def test_all_98_rows_are_held_once_each_by_a_place_of_its_own():
    assert [int(row["row"]) for row in ROWS] == list(range(1, 99))
    held_at = Counter((row["agreement"], row["clause"], row["tier"]) for row in ROWS)
    assert [at for at, times in held_at.items() if times > 1] == []


def test_there_is_one_agreement_for_each_facility_and_class_and_no_other():
    agreements = {(row["facility"], row["customer_class"], row["agreement"]) for row in ROWS}
    assert len(agreements) == len({(facility, customer) for facility, customer, _ in agreements})
    assert sorted(agreement for _, _, agreement in agreements) == sorted(path.stem for path in FILES)
    assert all(agreement.endswith(customer.replace("_", "-")) for _, customer, agreement in agreements)
    assert [stem for stem, agreement in AGREEMENTS.items() if agreement.agreement != stem] == []


@pytest.mark.parametrize("row", ROWS, ids=row_id)
def test_the_price_of_a_row_is_the_figure_in_its_agreement_with_unit_currency_and_source(row):
    figure, agreement = held(row), AGREEMENTS[row["agreement"]]
    unit = UNITS.get(row["unit"], row["unit"])
    assert (figure.value, figure.unit) == (Decimal(row["price"]), f"{row['currency']}/{unit}")
    assert figure.source == row["source"]
    assert agreement.currency == row["currency"]
    assert agreement.services[agreement.clause(row["clause"]).service].unit == unit


@pytest.mark.parametrize("row", [row for row in ROWS if row["tier"]], ids=row_id)
def test_the_bounds_of_a_row_are_those_of_its_tier(row):
    tier = AGREEMENTS[row["agreement"]].clause(row["clause"]).tiers[int(row["tier"]) - 1]
    ends = Decimal(row["tier_to"]) if row["tier_to"] else None
    assert (tier.from_.value, tier.to and tier.to.value) == (Decimal(row["tier_from"]), ends)


@pytest.mark.parametrize("row", ROWS, ids=row_id)
def test_an_agreement_is_valid_on_the_days_that_its_card_names(row):
    valid = AGREEMENTS[row["agreement"]].valid
    begins, until = TERMS[row["effective"]]
    assert (begins or valid.from_, until or valid.until) == (valid.from_, valid.until)


@pytest.mark.parametrize("path", FILES, ids=name)
def test_a_day_that_no_card_names_is_said_to_be_assumed(path):
    text = path.read_text(encoding="utf-8")
    begins, until = TERMS[next(row["effective"] for row in ROWS if row["agreement"] == path.stem)]
    for key, known in (("from", begins), ("until", until)):
        written = re.search(rf"^  {key}: \d{{4}}-\d\d-\d\d(?: # (\w+))?", text, re.MULTILINE)
        assert written, key
        assert known or written[1] == "assumed", key


def test_every_figure_says_where_it_comes_from():
    silent = [
        (stem, clause, path)
        for stem, agreement in AGREEMENTS.items()
        for clause, path, figure in figures(agreement)
        if not figure.source and not figure.assumption
    ]
    assert silent == []


def test_a_figure_that_no_row_holds_follows_from_what_a_row_or_its_page_says():
    rows = {(row["agreement"], row["clause"], place(row)) for row in ROWS}
    beside = {
        (stem, clause, path): figure.value
        for stem, agreement in AGREEMENTS.items()
        for clause, path, figure in figures(agreement)
        if (stem, clause, path) not in rows
    }
    hour = {row["clause"]: Decimal(row["price"]) for row in ROWS if row["agreement"] == "emil-academic-federal"}
    instruments = ("vega-self", "vega-assisted", "clara-self", "clara-assisted")
    assert beside == {
        ("unm-internal", "cap", "maximum"): 600,
        ("unm-external", "cap", "maximum"): 1200,
        ("ubc-academic", "cap", "share"): Decimal("0.5"),
        ("ubc-academic", "cap", "threshold"): 20_000,
        ("buffalo-internal", "machining", "material.handling"): 0,
        ("buffalo-industry", "machining", "material.handling"): Decimal("0.13"),
        **{(f"ucsb-{of}", "workshop", "material.handling"): Decimal("0.25")
           for of in ("internal", "external-academic", "industry")},
        **{("emil-academic-federal", f"{of}-after-hours", "price"): hour[of] / 2 for of in instruments},
        **{("emil-academic-federal", f"{of}-late-cancellation", "price"): hour[of] for of in instruments},
    }  # fmt: skip


def test_what_no_clause_holds_is_named_with_the_side_that_it_costs():
    open_terms = {
        (stem, term.term): term.direction for stem, agreement in AGREEMENTS.items() for term in agreement.not_priced
    }
    assert open_terms == {
        ("ncsu-internal-or-academic-or-gov-funded", "Tiers while funds last"): "costs_buyer",
        ("ncsu-internal-or-academic-or-gov-funded", "Thicker precious-metal films"): "costs_buyer",
        ("ncsu-external-academic-gov", "Monthly tiers"): "costs_seller",
        ("ncsu-industry", "Thicker precious-metal films"): "costs_buyer",
        ("ubc-academic", "Surcharges within the yearly cap"): "costs_seller",
        ("ubc-all", "Yearly cap of academic users"): "costs_seller",
        ("cincinnati-external", "Equipment of classes 1 to 3"): "costs_buyer",
        ("emil-industry", "Hours outside office hours, late cancellation"): "either",
        ("gatech-academic", "Overhead of other universities"): "costs_buyer",
        **{(f"ical-{of}", "First four hours of an overnight run"): "costs_buyer"
           for of in ("internal", "external-academic-gov", "industry")},
        **{(f"michigan-tech-{of}", "Operator"): "costs_buyer" for of in ("internal", "external")},
        ("cambridge-internal-staff-postdoc-phd", "Three months only once"): "costs_buyer",
    }  # fmt: skip


def test_40_hours_in_a_month_at_ncsu_are_2035_88_and_120_hours_are_4117_50(capsys):
    assert Decimal("26.75") * 61 + Decimal("13.25") * Decimal("30.5") == Decimal("2035.875")
    assert Decimal("26.75") * 61 + Decimal("69.75") * Decimal("30.5") + Decimal("23.5") * Decimal("15.25") == 4117.5
    assert rated(capsys, "ncsu-internal-or-academic-or-gov-funded") == [
        ("2026-01-01", "tool", "2035.88"),
        ("2026-02-01", "tool", "4117.50"),
    ]


def test_9_hours_in_a_cycle_at_unm_are_594_and_12_hours_are_held_at_600(capsys):
    assert rated(capsys, "unm-internal") == [
        ("2026-01-16", "unassisted", "594.00"),  # 6 h in January and 3 h in February lie in one cycle
        ("2026-02-16", "unassisted", "792.00"),
        ("2026-02-16", "cap", "-192.00"),
    ]


def test_14_hours_in_a_cycle_at_unm_are_held_at_1200_for_external_users_and_assistance_is_not(capsys, tmp_path):
    facts = told(
        tmp_path, "unm-external",
        ("unassisted", "2026-01-20", "14", "hour", "worked"),
        ("assisted", "2026-01-21", "10", "hour", "worked"),
    )  # fmt: skip
    assert rated(capsys, "unm-external", facts) == [
        ("2026-01-16", "unassisted", "1232.00"),
        ("2026-01-16", "assisted", "2510.00"),
        ("2026-01-16", "cap", "-32.00"),
    ]


def test_40_hours_in_a_quarter_at_georgia_tech_are_5200_for_industry(capsys):
    charges = rated(capsys, "gatech-industry")
    assert charges == [
        ("2016-03-01", "tecnai-f30", "2560.00"),  # 16 × 160
        ("2016-04-01", "tecnai-f30", "1840.00"),  # 9 × 160 + 5 × 80
        ("2016-05-01", "tecnai-f30", "800.00"),  # 10 × 80
    ]
    assert sum(Decimal(amount) for _, _, amount in charges) == 25 * 160 + 15 * 80 == 5200


def test_hours_begin_again_with_the_quarter_and_count_by_instrument_at_georgia_tech(capsys, tmp_path):
    facts = told(
        tmp_path, "gatech-industry",
        ("tecnai-f30", "2016-05-31", "25", "hour", "worked"),
        ("hf2000", "2016-05-31", "1", "hour", "worked"),
        ("tecnai-f30", "2016-06-01", "1", "hour", "worked"),
    )  # fmt: skip
    assert rated(capsys, "gatech-industry", facts) == [
        ("2016-05-01", "hf2000", "100.00"),
        ("2016-05-01", "tecnai-f30", "4000.00"),
        ("2016-06-01", "tecnai-f30", "160.00"),
    ]


def test_half_of_what_is_above_20000_in_a_year_is_taken_off_at_ubc_but_nothing_of_the_engineer(capsys):
    assert rated(capsys, "ubc-academic") == [
        ("2013-09-01", "access", "18000.00"),
        ("2013-12-01", "access", "1800.00"),
        ("2013-12-01", "process-engineer", "700.00"),
        ("2013-12-01", "sem", "1200.00"),
        ("2013-12-01", "cap", "-500.00"),
    ]


def test_material_is_charged_at_cost_plus_what_the_card_adds(capsys, tmp_path):
    def charged(card: str, service: str, day: str) -> list[str]:
        bought, hours = ("material", day, "100", "USD", "material"), (service, day, "2", "hour", "worked")
        return [amount for _, _, amount in rated(capsys, card, told(tmp_path, card, bought, hours))]

    assert charged("buffalo-internal", "machining", "2026-03-02") == ["186.00"]  # 2 × 43 + 100
    assert charged("buffalo-industry", "machining", "2026-03-02") == ["303.00"]  # 2 × 95 + 113
    assert charged("ucsb-internal", "workshop", "2022-03-01") == ["153.00"]  # 2 × 14 + 125


def test_the_seventh_day_at_cambridge_costs_more_than_the_year(capsys, tmp_path):
    card = "cambridge-internal-staff-postdoc-phd"
    days = [("access-day", f"2015-05-{day:02}", "1", "day", "delivered") for day in range(1, 8)]
    due = [sum(Decimal(amount) for *_, amount in rated(capsys, card, told(tmp_path, card, *days[:n]))) for n in (6, 7)]
    year = rated(capsys, card, told(tmp_path, card, ("access-year", "2015-05-01", "1", "year", "ordered")))
    assert (due, year) == ([960, 1120], [("2015-05-01", "access-year", "1000.00")])


@pytest.mark.parametrize("facts", sorted(CARDS.glob("*.facts.csv")), ids=lambda path: path.name.split(".")[0])
def test_facts_beside_a_card_are_named_in_the_page(facts):
    page = (CARDS / "README.md").read_text(encoding="utf-8")
    assert f"`{facts.name.removesuffix('.facts.csv')}`" in page


def test_the_page_shows_what_the_command_prints(capsys):
    page = (CARDS / "README.md").read_text(encoding="utf-8")
    command, printed = re.findall(r"^```\n(.*?)^```", page, re.MULTILINE | re.DOTALL)[:2]
    folder = CARDS.parents[1]
    asked = [str(folder / word) if word.startswith("examples/") else word for word in command.split()[1:]]
    assert main(asked) == 0
    assert re.sub(r"\s+", " ", capsys.readouterr().out).strip() == re.sub(r"\s+", " ", printed).strip()
