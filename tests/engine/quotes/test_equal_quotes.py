"""Quotes that say the same in another currency, lot size and Incoterm come out equal, to the cent and beyond it."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suture.engine.clauses.figure import Figure
from suture.engine.quotes.costed import costed, money
from suture.engine.quotes.incoterms import BORNE_BY_SELLER, PARTS, Way, dispatch_value, parts, quoted_under
from suture.engine.quotes.level import level
from suture.engine.quotes.orders import bought
from suture.engine.quotes.rated import planned, rated
from suture.engine.quotes.request import volumes
from tests.engine.quotes.quoted import NORTH, quote, request

CENTS = st.integers(1, 50_000).map(lambda n: Decimal(n).scaleb(-2))
PER_MILLE = st.integers(0, 300).map(lambda n: Decimal(n).scaleb(-3))
EXACT = st.sampled_from(["1.25", "0.8", "0.16", "6.25", "0.5", "8", "1"])
"""Rates whose reverse has an end: only then can a price be said in the other currency exactly."""
RULES = st.sampled_from(sorted(BORNE_BY_SELLER))


@st.composite
def ways(draw):
    """What the way of a unit costs: each part, shares of the goods' value, duty on either value."""
    part = st.integers(0, 500).map(lambda n: Decimal(n).scaleb(-2))
    return {
        "export": draw(part), "freight": draw(part), "freight_share": draw(PER_MILLE), "insurance": draw(part),
        "insurance_share": draw(PER_MILLE), "import": draw(part), "duty": draw(PER_MILLE),
        "on": draw(st.sampled_from(["fob", "cif"])),
    }  # fmt: skip


def asked(way, rate):
    """The request with this way from 'us', and EUR at this rate."""
    return request(
        ("    export: {per_unit: 0}", f"    export: {{per_unit: {way['export']}}}"),
        ("    freight: {per_unit: 0.10}",
         f"    freight: {{per_unit: {way['freight']}, share: {way['freight_share']}}}"),
        ("    insurance: {share: 0.2 %}",
         f"    insurance: {{per_unit: {way['insurance']}, share: {way['insurance_share']}}}"),
        ("    import: {per_unit: 0}", f"    import: {{per_unit: {way['import']}}}"),
        ("    duty: {share: 0 %, on: fob}", f"    duty: {{share: {way['duty']}, on: {way['on']}}}"),
        ("EUR: {rate: 1.25", f"EUR: {{rate: {rate}"),
    )  # fmt: skip


def said_otherwise(price, fee, way, rule, rate):
    """The ex-works price and lot fee of a quote as they read under a rule, in another currency: arithmetic by hand.

    Whatever hangs on the value of the goods scales price and fee; what hangs on the unit is added to the price.
    """
    borne = BORNE_BY_SELLER[rule]
    shares, fixed = Decimal(1), Decimal(0)
    if "freight" in borne:
        shares, fixed = shares + way["freight_share"], fixed + way["freight"]
    if "insurance" in borne:
        shares, fixed = shares + way["insurance_share"], fixed + way["insurance"]
    if "import" in borne:
        arrives = way["on"] == "cif"
        of_value = way["duty"] * (1 + arrives * (way["freight_share"] + way["insurance_share"]))
        shares += of_value
        fixed += way["import"] + way["duty"] * arrives * (way["freight"] + way["insurance"])
    export = way["export"] if "export" in borne else Decimal(0)
    return ((price + export) * shares + fixed) / rate, fee * shares / rate


@settings(max_examples=40, deadline=None)
@given(CENTS, CENTS, ways(), RULES, EXACT, st.sampled_from([250, 500, 1000, 2000]))
def test_the_same_offer_in_other_words_costs_the_same_to_the_cent(price, fee, way, rule, rate, lot):
    wanted = asked(way, rate)
    rate = Decimal(rate)
    plain = quote(
        NORTH, ("incoterm: DAP", "incoterm: EXW"), ("unit_price: 22.00", f"unit_price: {price}"),
        ("fee: 1800", f"fee: {fee}"),
    )  # fmt: skip
    other_price, other_fee = said_otherwise(price, fee, way, rule, rate)
    other = quote(
        NORTH, ("bidder: North", "bidder: South"), ("incoterm: DAP", f"incoterm: {rule}"),
        ("currency: USD", "currency: EUR"), ("unit_price: 22.00", "unit_price: 1"),
        ("size: 500, fee: 1800", f"size: {lot}, fee: 1"), ("cost: 80000", "cost: 1"),
        ("change_order: 2500 USD", "change_order: 1"),
    )  # fmt: skip
    other = with_figures(other, other_price, other_fee * lot / 500, 80000 / rate, 2500 / rate)
    one, two = (cost(wanted, each) for each in (plain, other))
    assert one.unit == two.unit  # exactly, so to the cent
    assert one.total == two.total
    assert money(one.landed, "USD") == money(two.landed, "USD")
    assert one.at_incoterm == two.at_incoterm


def with_figures(of, price, fee, tool, change):
    """A quote with these exact figures, of more decimals than a person would write."""
    lots, mould = of.terms.clauses
    lot = lots.lot.model_copy(update={"fee": Figure(value=fee)})
    lots = lots.model_copy(update={"unit_price": Figure(value=price), "lot": lot})
    mould = mould.model_copy(update={"cost": Figure(value=tool)})
    return of.model_copy(
        update={
            "terms": of.terms.model_copy(update={"clauses": (lots, mould)}),
            "head": of.head.model_copy(update={"change_order": Figure(value=change)}),
        }
    )


def cost(wanted, offered):
    """One quote costed as the levelling does."""
    buys = bought(wanted, volumes(wanted), offered.head.rejects.share.likely)
    of = planned(offered.terms, wanted.span.last)
    return costed(rated(of, wanted, buys, leaves=False), offered, wanted)


def test_two_equal_quotes_are_told_to_be_the_same():
    plain = quote(NORTH)
    other = quote(
        NORTH, ("bidder: North", "bidder: South"), ("incoterm: DAP", "incoterm: FCA"),
        ("currency: USD", "currency: EUR"), ("unit_price: 22.00", "unit_price: 1"),
        ("change_order: 2500 USD", "change_order: 2000 EUR"), ("size: 500, fee: 1800", "size: 1000, fee: 1"),
        ("cost: 80000", "cost: 64000"),
    )  # fmt: skip
    # without insurance as a share, DAP is FCA and 0.10 of freight: 21.90 USD = 17.52 EUR; 3,600 USD = 2,880 EUR
    other = with_figures(other, Decimal("17.52"), Decimal(2880), Decimal(64000), Decimal(2000))
    found = level(request(("insurance: {share: 0.2 %}", "insurance: {per_unit: 0}")), [("a", plain), ("b", other)])
    # 74,000 x 22.00 + 148 lots x 1,800 + 80,000 = 1,974,400, of which 73,260 are good
    assert str(found.answer).startswith("North and South come out the same: 26.9506 USD")
    one, two = found.quotes
    assert (one.landed, one.total, one.unit_cost) == (two.landed, two.total, two.unit_cost)
    assert one.at_incoterm == two.at_incoterm
    (as_planned,) = (each for each in found.volumes_tried if each.multiple == 1)
    assert (as_planned.cheapest, as_planned.lowest) == ("North", ("North", "South"))
    for each in found.volumes_tried:  # half a lot more or less parts them: lots of 500 and of 1,000
        costs = dict(zip(("North", "South"), each.unit_costs, strict=True))
        assert each.lowest == tuple(name for name, cost in costs.items() if cost == min(costs.values()))


FRACTIONS = st.integers(0, 1000).map(lambda n: Fraction(n, 100))


@given(st.integers(1, 10_000).map(Fraction), st.tuples(*[FRACTIONS] * 7), st.sampled_from([0, 1]), RULES, RULES)
def test_a_price_under_a_rule_tells_the_value_and_so_the_price_under_any_other(value, numbers, on_arrival, rule, other):
    way = Way(*numbers, on_arrival)
    of = parts(value, way)
    quoted = quoted_under(value, of, rule)
    assert dispatch_value(quoted, way, BORNE_BY_SELLER[rule]) == value
    under = quoted_under(value, of, other)
    left = sum((of[part] for part in PARTS if part not in BORNE_BY_SELLER[rule]), Fraction(0))
    left_other = sum((of[part] for part in PARTS if part not in BORNE_BY_SELLER[other]), Fraction(0))
    assert quoted + left == under + left_other  # the door costs the same, whoever pays the way


@pytest.mark.parametrize(
    ("rule", "buyer_pays"),
    [
        ("EXW", {"export", "freight", "insurance", "import", "duty"}),
        ("FCA", {"freight", "insurance", "import", "duty"}),
        ("FAS", {"freight", "insurance", "import", "duty"}),
        ("FOB", {"freight", "insurance", "import", "duty"}),
        ("CFR", {"insurance", "import", "duty"}),
        ("CPT", {"insurance", "import", "duty"}),
        ("CIF", {"import", "duty"}),
        ("CIP", {"import", "duty"}),
        ("DAP", {"import", "duty"}),
        ("DPU", {"import", "duty"}),
        ("DDP", set()),
    ],
)
def test_what_each_of_the_eleven_rules_leaves_to_the_buyer(rule, buyer_pays):
    assert {part for part in PARTS if part not in BORNE_BY_SELLER[rule]} == buyer_pays
