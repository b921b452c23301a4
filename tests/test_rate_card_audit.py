"""A year of two real rate cards, billed with planted errors: each comes out with its kind, rows and amount."""

import csv
import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from suture.cli import main

EXAMPLES = Path(__file__).parents[1] / "examples"
AUDITS = {
    "ncsu": "ncsu-internal-or-academic-or-gov-funded",
    "gatech": "gatech-industry",
}  # fmt: skip
PLANTED = {
    "ncsu": [
        ("invoice_twice", "3004.25", {28, 29}),
        ("wrong_tier", "366.00", {8}),
        ("outside_agreement", "220.00", {21}),
        ("billed_twice", "150.00", {13}),
        ("not_billed", "-150.00", set()),
        ("wrong_price", "129.00", {24, 25}),
        ("quantity_above_facts", "91.50", {19}),
        ("wrong_arithmetic", "90.00", {33}),
    ],
    "gatech": [
        ("wrong_tier", "400.00", {5}),
        ("wrong_tier", "-300.00", {17}),
        ("not_supported", "300.00", {48}),
        ("outside_agreement", "200.00", {43}),
        ("wrong_price", "120.00", {12}),
        ("quantity_below_facts", "-100.00", {38}),
        ("wrong_period", "0.00", {23}),
        ("credit_unlinked", "0.00", {33}),
    ],
}


def asked(name: str) -> list[str]:
    """The words of the command."""
    folder = EXAMPLES / "audit"
    return [
        "audit", str(EXAMPLES / "rate-cards" / f"{AUDITS[name]}.yaml"), "--facts", str(folder / f"{name}.facts.csv"),
        "--invoices", str(folder / f"{name}.invoices.csv"),
    ]  # fmt: skip


def audited(name: str, capsys: pytest.CaptureFixture[str]) -> dict:
    """What the audit of an example says."""
    main([*asked(name), "--json"])
    said = capsys.readouterr()
    assert said.out, said.err
    return json.loads(said.out)


def rows_of(name: str) -> list[dict[str, str]]:
    """The lines as they stand in the file."""
    with (EXAMPLES / "audit" / f"{name}.invoices.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", AUDITS)
def test_every_planted_error_comes_out_with_its_amount_and_nothing_else_does(name, capsys):
    findings = audited(name, capsys)["findings"]
    found = sorted((finding["kind"], finding["difference"]) for finding in findings)
    assert found == sorted((kind, amount) for kind, amount, _ in PLANTED[name])
    for kind, amount, rows in PLANTED[name]:
        finding = next(each for each in findings if (each["kind"], each["difference"]) == (kind, amount))
        assert rows <= set(finding["rows"]), finding


@pytest.mark.parametrize("name", AUDITS)
def test_the_differences_add_up_to_what_was_billed_less_what_is_due(name, capsys):
    agreement, facts = asked(name)[1], asked(name)[3]
    assert main(["rate", agreement, facts, "--json"]) == 0
    due = sum(Decimal(charge["amount"]) for charge in json.loads(capsys.readouterr().out)["charges"])
    billed = sum(Decimal(row["amount"]) for row in rows_of(name))
    differences = sum(Decimal(finding["difference"]) for finding in audited(name, capsys)["findings"])
    assert differences == billed - due == sum(Decimal(amount) for _, amount, _ in PLANTED[name])


@pytest.mark.parametrize("name", AUDITS)
def test_the_page_lists_what_was_planted(name):
    page = (EXAMPLES / "audit" / "README.md").read_text(encoding="utf-8")
    table = re.findall(r"^\| ([\d, –]+) \| .*?`(\w+)` \|.*\| ([−\d,.]+) \|$", page, re.MULTILINE)
    read = [
        (kind, amount.replace("−", "-").replace(",", ""), {int(row) for row in re.findall(r"\d+", rows)})
        for rows, kind, amount in table
    ]
    for each in PLANTED[name]:
        assert each in read
    assert len(read) == sum(map(len, PLANTED.values()))


def test_the_sums_of_the_page_are_right_by_hand():
    assert Decimal("26.75") * 61 + 45 * Decimal("30.50") == Decimal("3004.25")
    assert 24 * (Decimal("30.50") - Decimal("15.25")) == 366
    assert Decimal("654.25") - Decimal("18.50") * Decimal("30.50") == 90
    assert 14 * 160 - (9 * 160 + 5 * 80) == 400
    totals = {name: sum(Decimal(amount) for _, amount, _ in planted) for name, planted in PLANTED.items()}
    assert totals == {"ncsu": Decimal("3900.75"), "gatech": Decimal("620.00")}
    page = (EXAMPLES / "audit" / "README.md").read_text(encoding="utf-8")
    assert [total in page for total in ("**3,900.75**", "**620.00**")] == [True, True]
