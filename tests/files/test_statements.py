"""A statement as JSON, and earlier statements read back."""

import json
from datetime import date

import pytest

from suture.engine.fault import Faulty, dotted
from suture.engine.rating.charges import statement
from suture.engine.rating.facts import activity
from suture.engine.rating.plan import plan
from suture.engine.terms.reading import read_agreement
from suture.files.facts import from_table
from suture.files.statements import as_data, billed_in, said
from tests.supply import AGREEMENT, FACTS, but


def planned(text=AGREEMENT):
    return plan(read_agreement(text))


def made(text=AGREEMENT, **more):
    terms = planned(text)
    done = statement(terms, activity(terms, from_table(FACTS).facts), date(2027, 2, 28), {})
    return as_data(terms, done, **more)


def test_the_object_is_as_it_is_documented():
    done = made()
    assert list(done) == ["suture", "schema", "agreement", "currency", "through", "made_from", "totals", "charges"]
    assert (done["schema"], done["agreement"], done["currency"], done["through"]) == (
        "rate/1", "2027-014", "USD", "2027-02-28",
    )  # fmt: skip
    assert done["totals"] == {"charge": "47400.00", "tax": "0.00", "landed": "0.00", "cash": "0.00"}
    (first, second) = done["charges"]
    assert {key: value for key, value in first.items() if key != "reasons"} == {
        "clause": "price", "kind": "graduated", "effect": "charge",
        "period": {"from": "2027-01-01", "until": "2027-02-01"}, "amount": "32000.00", "currency": "USD",
    }  # fmt: skip
    assert second["amount"] == "15400.00"  # 200 x 40 + 200 x 37
    assert list(first["reasons"][0]) == ["code", "parameters", "text", "zh"]


def test_the_explanation_has_facts_terms_and_state_before_and_after():
    charge = made(explain=True)["charges"][1]
    assert charge["step"] == {"size": "1", "unit": "piece"}
    (entry,) = charge["entries"]
    assert (entry["event"], entry["window"]) == ("", {"opens": False, "closes": False})
    assert entry["facts"] == {"taken": "400"}
    assert (entry["before"]["taken"], entry["before"]["due"]) == ("800", "32000")
    assert (entry["after"]["taken"], entry["after"]["due"]) == ("1200", "47400")
    assert entry["terms"]["rises"][0][:2] == ["40", "-3"]


@pytest.mark.parametrize(("currency", "amount"), [("JPY", "32000"), ("KWD", "32000.000")])
def test_an_amount_has_the_decimals_of_its_currency(currency, amount):
    text = AGREEMENT.replace("USD", currency)
    assert made(text)["charges"][0]["amount"] == amount


def test_the_same_statement_has_the_same_bytes():
    assert said(made(explain=True)) == said(made(explain=True))
    assert json.loads(said(made())) == made()


def test_what_was_billed_is_read_back_in_minor_units_and_added_up(tmp_path):
    first, second = tmp_path / "1.json", tmp_path / "2.json"
    first.write_text(said(made()), encoding="utf-8")
    second.write_text(said(made() | {"through": "2027-03-31"}), encoding="utf-8")
    january, february = date(2027, 1, 1), date(2027, 2, 1)
    assert billed_in(planned(), [str(first)]).billed == {("price", january): 3200000, ("price", february): 1540000}
    assert billed_in(planned(), [str(first), str(second)]).billed["price", january] == 6400000


def refused(tmp_path, text, *, name="billed.json"):
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Faulty) as raised:
        billed_in(planned(), [str(file)])
    assert {fault.file for fault in raised.value.faults} == {str(file)}
    return [(dotted(fault.path), str(fault.wrong)) for fault in raised.value.faults]


def changed(**changes):
    done = made()
    done["charges"] = [done["charges"][0] | changes]
    return said(done)


@pytest.mark.parametrize(
    ("text", "path", "wrong"),
    [
        ("{", "", "this is not readable as JSON: Expecting property name enclosed in double quotes"),
        ("[" * 100_000, "", "this is not readable as JSON: it is nested too deep"),
        ("[]", "schema", "this is no statement ('schema' is not 'rate/1')"),
        ('{"schema": "check/1"}', "schema", "this is no statement ('schema' is not 'rate/1')"),
        (said(made() | {"agreement": "X"}), "agreement", "the statement is of agreement 'X', not '2027-014'"),
        (said(made() | {"currency": "EUR"}), "currency", "the statement is in EUR, the agreement in USD"),
        (changed(clause="prize"), "charges[0].clause", "it bills clause 'prize', which the agreement does not have"),
        (
            changed(period={"from": "2027-01-02"}), "charges[0].period.from",
            "it bills a period from 2027-01-02, and none begins on that day",
        ),
        (changed(amount="1.005"), "charges[0].amount", "'1.005' is no amount of USD"),
        (changed(amount="NaN"), "charges[0].amount", "'NaN' is no amount of USD"),
        (changed(amount=5), "charges[0].amount", "'5' is no amount of USD"),
        (changed(period=None), "charges[0]", "a charge has not the keys that it needs"),
    ],
)  # fmt: skip
def test_what_is_no_statement_of_this_agreement(text, path, wrong, tmp_path):
    assert refused(tmp_path, text) == [(path, wrong)]


def test_one_statement_named_twice_would_be_taken_off_twice(tmp_path):
    for name in ("1.json", "2.json"):
        (tmp_path / name).write_text(said(made()), encoding="utf-8")
    one, two = str(tmp_path / "1.json"), str(tmp_path / "2.json")
    for paths in ([one, one], [one, two]):
        with pytest.raises(Faulty) as raised:
            billed_in(planned(), paths)
        assert f"it is the same statement as {one}" in str(raised.value)


def test_a_clause_that_was_billed_must_stay(tmp_path):
    file = tmp_path / "billed.json"
    file.write_text(said(made()), encoding="utf-8")
    renamed = planned(but("id: price", "id: prices"))
    with pytest.raises(Faulty) as raised:
        billed_in(renamed, [str(file)])
    assert "it bills clause 'price', which the agreement does not have" in str(raised.value)
