"""Profiles fill what an agreement leaves out, say so, and never change once they are published."""

import json
import re
from hashlib import sha256
from pathlib import Path

import pytest

from suture.engine.clauses import KINDS
from suture.engine.clauses.kind import Phase
from suture.engine.fault import Faulty, dotted
from suture.engine.terms.document import parse
from suture.engine.terms.profiles import as_tree, filled_in, shown
from suture.engine.terms.published import AMENDMENT, HEAD, PROFILES, WHOLE_PERIODS
from suture.engine.terms.reading import read_agreement
from suture.engine.terms.refused import keys_at
from suture.engine.terms.schema import agreement_schema
from suture.engine.terms.writing import write
from tests.engine.terms.test_schema import fits
from tests.supply import but

PAGE = Path(__file__).resolve().parents[3] / "docs/rules/profiles.md"
SUMS = {
    "trade/1": "fa2bab991abb2722",
    "eu/1": "d2f6efcb04c65270",
    "uk/1": "23bccc35108dda70",
    "cn/1": "a18adcc0a31e4d21",
}
"""Of everything that a published version fills. A sum that differs is a version that was changed: publish the next."""

SHEET = """\
suture: 1
agreement: 2027-101
model: long_term
profiles: [trade/1, eu/1]
parties: {buyer: Vena, seller: North}
currency: EUR
valid: {from: 2027-01-01, until: 2029-01-01}
contract_year_starts: 2027-01-01
settlement: {every: quarter, anchor: 2027-01-01}
services:
  catheter: {unit: piece, step: 1}
  invoices: {unit: EUR, step: 0.01}
clauses:
  - id: price
    kind: graduated
    service: catheter
    tiers: [{from: 0, to: 1000, price: 40}, {from: 1000, price: 37}]
  - id: payment
    kind: payment
    on: [price]
  - id: interest
    kind: late_interest
    service: invoices
"""


def sum_of(profile):
    """A sum of all that a profile says."""
    said = [profile.name, [list(choice) for choice in profile.choices], profile.indices, profile.order]
    return sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]


def filled(text):
    return {dotted(each.path): (shown(each.value), each.profile) for each in filled_in(parse(text)).filled}


def refusals(text):
    with pytest.raises(Faulty) as raised:
        read_agreement(text)
    return [(dotted(f.path), f.wrong.text.code, str(f.wrong), str(f.remedy)) for f in raised.value.faults]


def test_a_published_version_never_changes():
    assert {name: sum_of(profile) for name, profile in PROFILES.items()} == SUMS


def test_the_page_lists_every_choice_of_every_profile_and_no_other():
    sections = dict(re.findall(r"^## (\w+/\d+)$(.*?)(?=^## )", PAGE.read_text(encoding="utf-8"), re.M | re.S))
    listed = {name: set() for name in sections}
    declared = {name: {} for name in sections}
    for name, text in sections.items():
        for row in re.findall(r"^\| `(.+) \|$", text, re.M):
            cells = [cell.strip().strip("`") for cell in row.split(" | ")]
            if len(cells) == 5:
                index, *said = cells
                declared[name][index] = dict(zip(("describes", "source", "missing", "revised"), said, strict=True))
                continue
            field, value, kinds, where = cells if len(cells) == 4 else (*cells, "")
            beside = tuple(re.findall(r"`?([\w.]+)`? is written", where))
            unless = tuple(re.findall(r"`?([\w.]+)`? is not written", where))
            listed[name].update((kind, field, value, beside, unless) for kind in kinds.rstrip(" |").split(", "))
    made = {
        name: {(c.kind, c.field, shown(as_tree(c.value)), c.beside, c.unless) for c in profile.choices}
        for name, profile in PROFILES.items()
    }
    assert listed == made
    assert declared == {name: dict(profile.indices) for name, profile in PROFILES.items()}


def test_a_profile_makes_one_choice_of_a_field_and_every_field_is_one_of_its_kind():
    for profile in PROFILES.values():
        fields = [(choice.kind, choice.field) for choice in profile.choices]
        assert len(set(fields)) == len(fields)
        for choice in profile.choices:
            if choice.kind in (HEAD, AMENDMENT):
                continue
            for field in (choice.field, *choice.beside, *choice.unless):
                *around, key = field.split(".")
                assert key in keys_at(KINDS[choice.kind].clause, around), (choice.kind, field)


def test_the_habits_of_the_trade_and_a_law_never_differ():
    trade = {(c.kind, c.field): c.value for c in PROFILES["trade/1"].choices}
    for profile in PROFILES.values():
        same = [c for c in profile.choices if (c.kind, c.field) in trade]
        assert all(trade[c.kind, c.field] == c.value for c in same), profile.name


def test_the_order_of_counting_that_the_choices_were_made_for_is_that_of_the_engine():
    assert PROFILES["trade/1"].order == tuple(phase.name for phase in Phase)


def test_a_short_sheet_is_filled_and_says_by_what():
    assert filled(SHEET) == {
        "rounding.mode": ("half_up", "trade/1"),
        "rounding.point": ("line", "trade/1"),
        "clauses[0].measure": ("accepted", "trade/1"),
        "clauses[0].window": ("contract_year", "trade/1"),
        "clauses[0].bound": ("upper_inclusive", "trade/1"),
        "clauses[0].zero_use": ("nothing_due", "trade/1"),
        "clauses[0].price_change": ("later_units", "trade/1"),
        "clauses[1].payment_days": ("30", "eu/1"),
        "clauses[1].payment_periods": ("1", "trade/1"),
        "clauses[2].reference": (
            "{index: ecb-main-refinancing, points: 8 %, fixed: each_half_year}", "eu/1",
        ),
        "clauses[2].rate_per": ("year_of_365", "eu/1"),
        "clauses[2].flat_sum": ("40 EUR", "eu/1"),
        "indices.ecb-main-refinancing": (
            "{describes: interest rate of the main refinancing operations, per cent a year, source: European Central"
            " Bank, key ECB interest rates, missing: last_stands, revised: first_stands}",
            "eu/1",
        ),
    }  # fmt: skip
    agreement = read_agreement(SHEET)
    assert agreement.clause("price").price_change == "later_units"
    assert agreement.clause("interest").flat_sum.value == 40


def test_what_is_written_stands():
    text = but("    service: catheter\n", "    service: catheter\n    bound: lower_inclusive\n", SHEET)
    assert read_agreement(text).clause("price").bound == "lower_inclusive"
    assert "clauses[0].bound" not in filled(text)
    assert "rounding.mode" not in filled(SHEET + "rounding: {mode: up}\n")
    assert read_agreement(SHEET + "rounding: {mode: up}\n").rounding.point == "line"


def test_without_profiles_nothing_is_filled():
    text = but("profiles: [trade/1, eu/1]\n", "", SHEET)
    assert filled(text) == {}
    assert {code for _, code, _, _ in refusals(text)} == {"key_missing"}


@pytest.mark.parametrize(
    ("every", "days", "periods"), [("month", 45, 2), ("month", 30, 1), ("quarter", 91, 2), ("year", 90, 1)]
)
def test_payment_days_become_whole_settlement_periods(every, days, periods):
    text = but("every: quarter", f"every: {every}", but("on: [price]", f"on: [price]\n    payment_days: {days}", SHEET))
    assert read_agreement(text).clause("payment").payment_periods == periods


def test_a_rate_that_was_agreed_is_not_given_the_year_of_the_law():
    text = but("service: invoices", "service: invoices\n    rate: 0.04 %", SHEET)
    assert [(path, code) for path, code, _, _ in refusals(text)] == [("clauses[2].rate_per", "key_missing")]
    given = read_agreement(text + "    rate_per: day\n").clause("interest")
    assert (given.reference, given.flat_sum.value) == (None, 40)


@pytest.mark.parametrize(
    ("clause", "filled_fields"),
    [
        ({"minimum_quantity": "9", "services": "[catheter]", "shortfall_price": "1"}, {"measure"}),
        ({"minimum_spend": "9", "counts": "[price]"}, {"counted_amounts"}),
    ],
)
def test_a_choice_that_depends_on_the_form_of_a_clause_is_made_in_that_form_only(clause, filled_fields):
    lines = "".join(f"    {key}: {value}\n" for key, value in clause.items())
    text = SHEET + "  - id: minimum\n    kind: minimum_commitment\n" + lines
    found = {path.rpartition(".")[2] for path in filled(text) if path.startswith("clauses[3]")}
    assert found == {"window", "prorate"} | filled_fields
    read_agreement(text)


def test_a_part_that_is_left_out_is_not_made():
    assert not any("deposit" in path for path in filled(SHEET))
    deposit = "on: [price]\n    deposit: {services: [catheter], share: 30 %, value_per_unit: 40}"
    assert filled(but("on: [price]", deposit, SHEET))["clauses[1].deposit.measure"] == ("ordered", "trade/1")


def test_clauses_and_indices_of_amendments_are_filled_too():
    text = SHEET + (
        "amendments:\n  - number: A1\n    signed: 2027-05-01\n    from: 2027-07-01\n"
        "    indices: {ppi: {describes: producer prices, source: BLS}}\n"
        "    clauses:\n      - {id: second, kind: unit, service: catheter, price: 9}\n"
    )
    found = filled(text)
    assert found["amendments[0].clauses[0].measure"] == ("accepted", "trade/1")
    assert found["amendments[0].indices.ppi.missing"] == ("last_stands", "trade/1")
    assert read_agreement(text).amendments[0].clauses[0].measure == "accepted"


def test_an_index_that_the_agreement_declares_stays():
    own = {
        "describes": "the national rate",
        "source": "the national bank",
        "missing": "needed",
        "revised": "last_counts",
    }
    said = ", ".join(f"{key}: {value}" for key, value in own.items())
    agreement = read_agreement(SHEET + f"indices: {{ecb-main-refinancing: {{{said}}}}}\n")
    assert agreement.indices["ecb-main-refinancing"].describes == "the national rate"


def test_reading_what_was_written_gives_equal_terms():
    agreement = read_agreement(SHEET)
    again = write(agreement)
    assert read_agreement(again) == agreement
    assert filled(again) == {}


def test_two_profiles_that_differ_are_refused_wherever_they_do_and_in_any_order():
    for names in ("eu/1, cn/1", "cn/1, eu/1"):
        found = refusals(but("trade/1, eu/1", f"trade/1, {names}", SHEET))
        assert ("clauses[1].payment_days", "profiles_differ") in [(path, code) for path, code, _, _ in found]
    written = but(
        "on: [price]", "on: [price]\n    payment_days: 30", but("trade/1, eu/1", "trade/1, eu/1, cn/1", SHEET)
    )
    assert not any(path.startswith("clauses[1]") for path, *_ in refusals(written))


def test_a_fault_in_what_was_filled_names_the_profile_and_its_place_in_the_file():
    text = but("unit: EUR", "unit: USD", but("currency: EUR", "currency: USD", SHEET))
    with pytest.raises(Faulty) as raised:
        read_agreement(text)
    (fault,) = raised.value.faults
    assert (fault.line, dotted(fault.path)) == (21, "clauses[2].flat_sum")
    assert str(fault.wrong) == "profile eu/1 fills it with 40 EUR: the figure is in EUR, the agreement in USD"
    assert str(fault.remedy) == "Write 'flat_sum' yourself. Convert it to USD at the rate that was agreed."
    assert "方案 eu/1 将其填为 40 EUR" in fault.said("zh")[0]


@pytest.mark.parametrize("written", ["trade/1", "[[trade/1]]", "{trade: 1}", "[trade/2]", "[]"])
def test_profiles_written_otherwise_are_refused_or_fill_nothing(written):
    text = but("profiles: [trade/1, eu/1]", f"profiles: {written}", SHEET)
    assert filled(text) == {}
    assert refusals(text)


@pytest.mark.parametrize(
    "text",
    [
        but("clauses:\n", "clauses:\n  - text\n  - kind: [volume]\n  - {id: x}\n", SHEET),
        but("settlement: {every: quarter, anchor: 2027-01-01}", "settlement: quarterly", SHEET),
        but("every: quarter", "every: [quarter]", SHEET),
        but("profiles: [", "profile: [", SHEET),
        but("on: [price]", "on: [price]\n    payment_days: soon", SHEET),
        but("on: [price]", "on: [price]\n    deposit: 30 %", SHEET),
        SHEET + "indices: [ppi]\n",
        SHEET + "amendments: {number: A1}\n",
        SHEET + "rounding: up\n",
    ],
)
def test_a_sheet_that_is_broken_elsewhere_is_refused_and_breaks_nothing(text):
    assert refusals(text)


def test_a_short_sheet_fits_the_schema_and_without_its_profiles_it_does_not():
    schema = agreement_schema()
    short = parse(SHEET).data
    assert fits(short, schema, schema["$defs"])
    bare = {key: value for key, value in short.items() if key != "profiles"}
    assert not fits(bare, schema, schema["$defs"])
    with_rounding = bare | {"rounding": {"mode": "up", "point": "line"}}
    assert not fits(with_rounding, schema, schema["$defs"])  # its clauses are short as well


def test_the_law_of_the_united_kingdom_and_of_china():
    uk = but("eu/1", "uk/1", SHEET).replace("EUR", "GBP")
    interest = read_agreement(uk).clause("interest")
    assert [(tier.from_.value, tier.sum.value) for tier in interest.flat_sums] == [(0, 40), (1000, 70), (10000, 100)]
    assert (interest.reference.points.value * 100, interest.reference.fixed) == (8, "when_overdue")
    cn = read_agreement(but("eu/1", "cn/1", SHEET).replace("EUR", "CNY"))
    assert (cn.clause("payment").payment_days, cn.clause("interest").rate_per) == (60, "day")
    assert cn.clause("interest").rate.value * 10_000 == 5
    assert "boe-bank-rate" not in cn.indices


def test_the_value_that_is_reckoned_is_no_term_by_itself():
    kinds = {choice.kind for p in PROFILES.values() for choice in p.choices if choice.value == WHOLE_PERIODS}
    assert kinds == {"payment"}
