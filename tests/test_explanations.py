"""Every charge re-adds from its reasons alone, as plain data: of every kind over random facts, and of every example."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from decimal import Decimal
from functools import cache
from io import StringIO
from pathlib import Path
from random import Random
from typing import Any

import pytest

from suture.cli import main
from suture.engine.clauses.kind import LevelOf, QuantityOf, notice_of, series_of
from suture.engine.money import RoundingMode, rounded
from suture.engine.rating import exact
from suture.engine.rating.charges import told
from suture.engine.rating.plan import plan
from suture.engine.terms.agreement import Agreement
from suture.engine.terms.ranges import figures
from suture.engine.terms.reading import read_agreement
from tests.arithmetic import CIRCUMSTANCES, MONEY, OF_CORRECTIONS, added
from tests.engine.built import agreement
from tests.engine.clauses.test_properties import CASES, MONTHS, PRICE, one_event_each, sources, terms, turning_points

EXAMPLES = Path(__file__).parents[1] / "examples"
RATED = [
    path
    for path in sorted([*EXAMPLES.glob("agreements/good/*.yaml"), *EXAMPLES.glob("rate-cards/*.yaml")])
    if path.with_suffix(".facts.csv").exists()
]
HISTORIES = 32
NEARLY = Decimal("1e-12")  # what a division that has no end may leave

HOURS = {"id": "hours", "kind": "unit", "service": "engineering", "measure": "worked", "price": "100"}
SPREAD = {
    "id": "off", "kind": "discount", "on": ["price"], "within": ["price", "hours"], "window": "quarter",
    "counted_amounts": "unrounded",
}  # fmt: skip
DATED = [{"from": "2020-01-01", "value": "20"}, {"from": "2027-05-01", "value": "18"}]
TOOL = {
    "id": "mould", "kind": "tooling", "cost": "900", "on_exit": "balance_due", "owner_once_paid": "buyer",
    "per_piece": {"service": "catheter", "measure": "accepted", "pieces": "450", "unit_price_decimals": "none"},
}  # fmt: skip
GRADUATED = {
    "id": "units", "kind": "graduated", "service": "catheter", "measure": "accepted", "window": "quarter",
    "bound": "upper_inclusive", "zero_use": "first_fee_due", "price_change": "whole_window",
    "tiers": [{"from": "0", "to": "100", "price": DATED, "fee": "50"}, {"from": "100", "price": "15", "fee": "30"}],
}  # fmt: skip
MOST = {
    "id": "cap", "kind": "maximum", "counts": ["price"], "counted_amounts": "unrounded", "window": "contract_year",
    "maximum": "3000 USD", "credited": "when_passed", "prorate": "full",
}  # fmt: skip
BESIDE: dict[str, Sequence[Mapping[str, Any]]] = {
    "a discount on a part of the charges, of an amount": [PRICE, HOURS, SPREAD | {"amount": "500"}],
    "a discount on a part of the charges, on the excess": [
        PRICE, HOURS, SPREAD | {"share": "5 %", "threshold": "2000", "past_threshold": "excess"},
    ],
    "a new price that holds for the whole window": [GRADUATED],
    "a tool that is soon recovered": [TOOL],
    "a maximum that is soon passed": [PRICE, MOST],
}  # fmt: skip
"""What the samples of the kinds leave out."""


@cache
def agreed(case: str) -> Agreement:
    return agreement(*BESIDE[case]) if case in BESIDE else terms(case)


def history(case: str, number: int) -> exact.Activity:
    """Months of facts, thick or thin, some taken back; levels; perhaps an early end inside a month."""
    chance, written = Random(f"{case} {number}"), agreed(case)
    read = list(sources(written))
    keys = sorted({(service, s.measure) for s in read if isinstance(s, QuantityOf) for service in s.services})
    points, often, reverses = turning_points(written), chance.choice([0.1, 0.5, 0.9]), chance.random() < 0.3

    def quantity(measure: str) -> int:
        if chance.random() > (0.15 if measure == "terminated" else often):
            return 0
        if measure.endswith(notice_of("")):
            return chance.randint(-400, 400)
        if measure == "terminated":
            return chance.choice([1, 1, -1])
        size = chance.choice(points) if chance.random() < 0.5 else chance.randint(0, 600)
        return -size if reverses and chance.random() < 0.2 else size

    told_of = {key: [quantity(key[1]) for _ in range(MONTHS)] for key in keys if series_of(key[1]) is None}
    for service, measure in keys:
        if series_of(measure):  # the days of each delay, at a rate of so many per cent
            notice = told_of[service, notice_of(measure.partition(".")[0])]
            told_of[service, measure] = [chance.randint(0, 9) * max(0, -days) for days in notice]
    events = {key: one_event_each(quantities) for key, quantities in told_of.items()}
    bases = [f.value for _, f in figures(written.clauses) if f.value is not None and f.value > 1] or [Decimal(100)]
    series = sorted({s.series for s in read if isinstance(s, LevelOf)})
    levels = {name: [chance.choice(bases) * chance.randint(500, 1500) / 1000 for _ in range(MONTHS)] for name in series}
    ends = MONTHS if chance.random() < 0.5 else chance.randint(0, MONTHS - 1)
    in_force = [Decimal(1)] * ends + [Decimal("0.5")] * (ends < MONTHS) + [Decimal(0)] * (MONTHS - ends - 1)
    return exact.Activity(events, levels, in_force)


@cache
def explained(case: str) -> tuple[tuple[str, Decimal, tuple[str, ...]], ...]:
    """What the histories of a case add, entry by entry, each with its reasons as text that is plain data."""
    planned = plan(agreed(case))
    return tuple(
        (
            folded.line.name,
            entry.after.due - entry.before.due,
            tuple(json.dumps(message.as_data()) for message in folded.line.kind.explain(told(folded, entry))),
        )
        for number in range(HISTORIES)
        for folded in exact.fold(planned, history(case, number))
        if folded.line.kind.effect != "gate"  # a level is no charge
        for entry in folded.entries
        if entry.before != entry.after
    )


@pytest.mark.parametrize("case", [*CASES, *BESIDE])
def test_what_every_entry_adds_is_the_sum_of_its_reasons(case):
    for name, due, reasons in explained(case):
        assert abs(added(map(json.loads, reasons)) - due) <= NEARLY, (name, due, reasons)


def rate(agreement: Path, facts: Path, *more: str) -> dict[str, Any]:
    with redirect_stdout(StringIO()) as out:
        assert main(["rate", str(agreement), str(facts), "--json", *more]) == 0
    done: dict[str, Any] = json.loads(out.getvalue())
    return done


@cache
def rated(path: Path) -> dict[str, Any]:
    return rate(path, path.with_suffix(".facts.csv"))


def mode_of(path: Path) -> RoundingMode:
    return read_agreement(path.read_text(encoding="utf-8")).rounding.mode


@pytest.mark.parametrize("path", RATED, ids=lambda path: path.stem)
def test_every_charge_of_an_example_re_adds_from_its_reasons_to_the_cent(path):
    """A charge is what its own reasons come to, rounded."""
    assert rated(path)["charges"]
    for charge in rated(path)["charges"]:
        amount = rounded(added(charge["reasons"]), charge["currency"], mode_of(path)).amount
        assert amount == Decimal(charge["amount"]), charge


def without_some(facts: Path) -> str:
    """The rows of a file without every third, but with all levels of an index, for nothing is rated without them."""
    rows = facts.read_text(encoding="utf-8").splitlines(keepends=True)
    return "".join(row for at, row in enumerate(rows) if at % 3 != 1 or ",index," in row)


@pytest.mark.parametrize("path", RATED, ids=lambda path: path.stem)
def test_a_correction_of_an_example_re_adds_from_its_reasons_too(path, tmp_path):
    """Rated without some facts, then with all: a correction says the whole of its period, less what was billed."""
    known, first, through = tmp_path / "known.csv", tmp_path / "first.json", rated(path)["through"]
    known.write_text(without_some(path.with_suffix(".facts.csv")), encoding="utf-8")
    before = rate(path, known, "--through", through)
    first.write_text(json.dumps(before), encoding="utf-8")
    now = rate(path, path.with_suffix(".facts.csv"), "--through", through, "--billed", str(first))
    billed: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for charge in before["charges"]:
        billed[charge["clause"], charge["period"]["from"]] += Decimal(charge["amount"])
    for charge in now["charges"]:
        was = billed[charge["clause"], charge["period"]["from"]]
        if charge["reasons"][0]["code"] == "charge.correction":
            assert -added(charge["reasons"][:1]) == was
        amount = added(charge["reasons"])  # with the correction: less what was billed
        assert rounded(amount, charge["currency"], mode_of(path)).amount == Decimal(charge["amount"]), charge


def test_amounts_below_half_a_cent_are_brought_forward_to_the_charge_that_they_make(tmp_path):
    terms, facts = tmp_path / "terms.yaml", tmp_path / "facts.csv"
    written = (EXAMPLES / "agreements/good/indexation.yaml").read_text(encoding="utf-8")
    head = written[: written.index("indices:")].replace("2027-035", "2027-060")
    price = "  - {id: price, kind: unit, service: catheter, measure: accepted, price: 0.004 USD/piece}\n"
    terms.write_text(f"{head}clauses:\n{price}", encoding="utf-8")
    rows = [f"2027-060,catheter,2027-{month:02}-10,1,piece,accepted,F-{month}" for month in range(1, 6)]
    facts.write_text("\n".join(["agreement,service,date,quantity,unit,kind,source_id", *rows]), encoding="utf-8")
    charges = rate(terms, facts)["charges"]
    assert [(charge["period"]["from"][:7], charge["amount"]) for charge in charges] == [
        ("2027-02", "0.01"),
        ("2027-04", "0.01"),
    ]
    assert [charge["reasons"][0]["text"] for charge in charges] == [
        "0.004 USD brought forward from the rounding of earlier periods",
        "0.002 USD brought forward from the rounding of earlier periods",
    ]
    assert [added(charge["reasons"]) for charge in charges] == [Decimal("0.008"), Decimal("0.006")]


def codes() -> Iterator[str]:
    """Every code of every reason that the cases and the examples give."""
    for case in [*CASES, *BESIDE]:
        for _, _, reasons in explained(case):
            yield from (json.loads(reason)["code"] for reason in reasons)
    for path in RATED:
        yield from (reason["code"] for charge in rated(path)["charges"] for reason in charge["reasons"])


def test_every_sum_that_a_reader_knows_is_needed():
    known = [*MONEY, *CIRCUMSTANCES]
    assert len(set(known)) == len(known)
    assert set(known) - set(codes()) == OF_CORRECTIONS
