import re
from pathlib import Path

import pytest

from suture.engine.clauses.tiers import check_tiers
from suture.engine.strategy import answers
from suture.engine.strategy.case import Case
from suture.engine.terms.document import parse
from suture.engine.terms.measures import check_figures
from suture.engine.terms.ranges import figures

CASES = Path(__file__).resolve().parents[3] / "examples" / "cases"
REFERENCE = ("startup", "mature", "research")
ARCHETYPES = ("small_near", "mid", "large", "coastal_china")
# Numbers that are no figures and so have no place for a source: the remark on their line gives it.
BARE = re.compile(r"^\s*(?:- )?(?:months|month|slip_months|years|work): [\[0-9]")


def text(name: str) -> str:
    return (CASES / f"{name}.yaml").read_text(encoding="utf-8")


def case(name: str) -> Case:
    return Case.model_validate(parse(text(name)).data)


@pytest.mark.parametrize("name", [*REFERENCE, "minimal"])
def test_a_case_loads_and_its_units_and_bounds_fit(name):
    loaded = case(name)
    assert loaded.case == name
    assert [str(fault) for fault in check_figures(loaded, currency=loaded.currency, units=None)] == []


@pytest.mark.parametrize("name", [*REFERENCE, "minimal"])
def test_nothing_that_must_be_given_is_missing_after_the_stand_ins(name):
    full, _ = answers.filled(case(name))
    unknown = [path for path, figure in figures(full) if not figure.known]
    assert unknown == []


def test_every_case_file_is_tested():
    assert {path.stem for path in CASES.glob("*.yaml")} == {*REFERENCE, "minimal"}


@pytest.mark.parametrize("name", REFERENCE)
def test_every_figure_has_a_source_or_is_called_an_assumption(name):
    # The bounds of a tier are of the same card as its price, which has the source.
    bare = [
        path
        for path, figure in figures(case(name))
        if not (figure.source or figure.assumption) and path[-1] not in ("from", "to")
    ]
    assert bare == []


@pytest.mark.parametrize("name", REFERENCE)
def test_every_number_without_room_for_a_source_has_a_remark(name):
    bare = [line for line in text(name).splitlines() if BARE.match(line) and "  # " not in line]
    assert bare == []


@pytest.mark.parametrize("name", REFERENCE)
def test_every_chance_and_shape_has_its_basis(name):
    products = case(name).products.values()
    assert all(stage.success_basis for product in products for stage in product.stages)
    assert all(product.shape_basis for product in products if product.shape)


@pytest.mark.parametrize("name", REFERENCE)
def test_the_weights_of_the_months_have_mean_one(name):
    for product in case(name).products.values():
        if product.shape:
            assert sum(product.shape) == len(product.shape) == 12


@pytest.mark.parametrize("name", [*REFERENCE, "minimal"])
def test_a_maker_across_the_border_has_a_duty(name):
    away = [partner for partner in case(name).partners.values() if partner.supplies and partner.region != "us"]
    assert all(partner.duty is not None and partner.duty.known for partner in away)


def test_the_market_is_the_same_in_every_case():
    """Only what a case's own agreement or size says may differ: terms agreed, deposit, and hours if none are bought."""
    own = {"committed", "deposit", "engineering"}
    for name in ARCHETYPES:
        seen = [found.partners[name] for found in map(case, REFERENCE) if name in found.partners]
        assert len({partner.model_copy(update=dict.fromkeys(own)).model_dump_json() for partner in seen}) == 1


def test_the_startup_builds_40_200_and_600_units():
    (catheter,) = case("startup").products.values()
    assert [stage.iterations.likely * stage.build_units.likely for stage in catheter.stages] == [40, 200, 600]


def test_the_mature_company_has_ten_devices_made_today_at_one_committed_partner():
    mature = case("mature")
    assert len({product.product_code for product in mature.products.values()}) == 10
    assert all(product.on_market for product in mature.products.values())
    assert mature.today is not None
    assert mature.today.committed
    assert mature.today.partner in mature.partners


def test_what_the_mature_company_sells_fits_the_site_that_makes_it_today():
    mature = case("mature")
    needed = sum(product.work * product.units[0].likely / 12 for product in mature.products.values())
    assert mature.today is not None
    capacity = mature.partners[mature.today.partner].capacity
    assert capacity is not None
    assert needed < capacity.likely


def test_the_grant_is_a_tenth_of_the_published_cost_of_its_stages():
    institute = case("research").company
    paid = [institute.cash.likely, *(event.amount.likely for event in institute.funding)]
    assert sum(paid[:2]) == 20_000_000 // 10
    assert sum(paid[2:]) == 32_100_000 // 10


def test_the_phases_of_research_have_the_published_chances():
    (implant,) = case("research").products.values()
    assert [str(stage.success) for stage in implant.stages] == ["0.469", "0.480", "0.757", "0.805"]
    assert implant.review is None, "the fourth chance is that of the review; a review besides it would count twice"
    assert implant.units == (), "nothing is sold within the grant"


def test_the_rate_cards_are_whole_tables():
    cards = [partner.rate_card for name in REFERENCE for partner in case(name).partners.values() if partner.rate_card]
    assert len(cards) == 5
    for card in cards:
        assert [*check_tiers(card.tiers, "tiers")] == []
        assert not card.member_tiers or [*check_tiers(card.member_tiers, "member_tiers")] == []


def test_the_terms_that_are_not_counted_yet_are_named():
    expected = {"forecast binding", "safety stock", "material liability", "unlifted goods", "liability cap"}
    for name in REFERENCE:
        for partner in case(name).partners.values():
            if partner.supplies:
                assert expected <= {term.term for term in partner.not_priced}
