"""The published profiles: term choices under a name and a version. A version that was published never changes.

What a profile fills, and why, stands in docs/rules/profiles.md; a test holds page and data equal, another pins the sum
of every version. To choose otherwise, publish the next version beside this one.
"""

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

from suture.engine.text import Message, Text

ProfileName = Literal["trade/1", "eu/1", "uk/1", "cn/1"]
WHOLE_PERIODS: Final = "payment_days in whole settlement periods"
"""A value that is reckoned from what stands beside it: docs/rules/payment.md, rule 2."""
HEAD: Final = "agreement"
AMENDMENT: Final = "amendment"
"""Where a choice is one of the agreement, or of an amendment, not of a clause kind."""


class Choice(NamedTuple):
    """What one field of a clause kind is where it is left out, as people would write it.

    It is filled only where every field ``beside`` is written and none of ``unless``; a field inside another only where
    that other one is written.
    """

    kind: str
    field: str  # with dots: deposit.set_off; * for each name
    value: str | Mapping[str, object] | tuple[Mapping[str, object], ...]
    beside: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


class Profile(NamedTuple):
    """The choices of one version, and the indices that they name as an agreement declares them."""

    name: ProfileName
    choices: tuple[Choice, ...]
    indices: Mapping[str, Mapping[str, str]] = {}
    order: tuple[str, ...] = ()
    """The order of counting that the choices were made for, by the names of ``Phase``."""


def each(kinds: str, field: str, value: str, *beside: str) -> tuple[Choice, ...]:
    """The same choice for several kinds."""
    return tuple(Choice(kind, field, value, beside) for kind in kinds.split())


TRADE_1: Final = Profile(
    "trade/1",
    (
        Choice(HEAD, "rounding.mode", "half_up"),
        Choice(HEAD, "rounding.point", "line"),
        *each(f"{HEAD} {AMENDMENT}", "indices.*.missing", "last_stands"),
        *each(f"{HEAD} {AMENDMENT}", "indices.*.revised", "first_stands"),
        *each(
            "unit graduated graduated_time_prorated volume package block_tiers declared_volume overage "
            "quality_adjusted_price cost_build_up learning_curve price_reopener material_variance gain_share "
            "landed_cost take_or_pay reservation",
            "measure", "accepted",
        ),
        *each("minimum_commitment", "measure", "accepted", "minimum_quantity"),
        *each("exclusivity", "kept_by.measure", "accepted", "kept_by.quantity"),
        *each("exclusivity_top_up", "minimum.measure", "accepted", "minimum.quantity"),
        *each("royalty deferred_fee", "sales.measure", "sold"),
        *each("payment", "deposit.measure", "ordered"),
        *each("volume package", "window", "order"),
        *each(
            "graduated block_tiers declared_volume overage minimum_commitment take_or_pay discount maximum rebate "
            "gain_share royalty liability_cap consigned_loss",
            "window", "contract_year",
        ),
        *each("exclusivity", "kept_by.window", "contract_year"),
        *each("exclusivity_top_up", "minimum.window", "contract_year"),
        *each("time_and_materials", "not_to_exceed.window", "term"),
        *each("graduated graduated_time_prorated block_tiers stair_step", "bound", "upper_inclusive"),
        *each("volume declared_volume rebate", "bound", "lower_inclusive"),
        *each("graduated volume stair_step", "zero_use", "nothing_due"),
        *each("graduated volume package block_tiers", "price_change", "later_units"),
        *each(
            "declared_volume overage minimum_commitment take_or_pay reservation forecast_commitment maximum rebate",
            "prorate", "in_force",
        ),
        *each("exclusivity", "kept_by.prorate", "in_force"),
        *each("exclusivity_top_up", "minimum.prorate", "in_force"),
        *each("royalty", "prorate", "in_force", "minimum"),
        *each(
            "discount maximum rebate prepayment service_credit liability_cap tax", "counted_amounts", "rounded"
        ),
        *each("minimum_commitment", "counted_amounts", "rounded", "minimum_spend"),
        *each("exclusivity", "kept_by.counted_amounts", "rounded", "kept_by.spend"),
        *each("exclusivity_top_up", "minimum.counted_amounts", "rounded", "minimum.spend"),
        *each("periodic_fee", "part_of_a_period", "by_days"),
        *each("tooling financed_tooling", "on_exit", "balance_due"),
        *each("tooling financed_tooling", "owner_once_paid", "buyer"),
        *each("material_variance", "falls", "pass"),
        *each("liability_cap", "consequential_loss", "excluded"),
        *each("yield_band", "scrap_by_buyer", "left_out"),
        *each("payment", "deposit.set_off", "share_of_charge"),
        *each("payment", "payment_periods", WHOLE_PERIODS),
    ),
    order=(
        "TERM", "PRICE", "ADJUSTMENT", "DISCOUNT", "COMMITMENT", "MAXIMUM", "REBATE", "PERFORMANCE", "ENDING", "LANDED",
        "TAX_BASE", "TAX", "PAYMENT",
    ),
)  # fmt: skip
"""The usual choices of the trade."""

EU_1: Final = Profile(
    "eu/1",
    (
        Choice("payment", "payment_days", "30"),
        Choice("payment", "payment_periods", WHOLE_PERIODS),
        Choice(
            "late_interest", "reference",
            {"index": "ecb-main-refinancing", "points": "8 %", "fixed": "each_half_year"}, unless=("rate",),
        ),
        Choice("late_interest", "rate_per", "year_of_365", unless=("rate",)),
        Choice("late_interest", "flat_sum", "40 EUR", unless=("flat_sums",)),
    ),
    {
        "ecb-main-refinancing": {
            "describes": "interest rate of the main refinancing operations, per cent a year",
            "source": "European Central Bank, key ECB interest rates",
            "missing": "last_stands",
            "revised": "first_stands",
        },
    },
)  # fmt: skip
"""Directive 2011/7/EU on combating late payment in commercial transactions, between undertakings."""

UK_1: Final = Profile(
    "uk/1",
    (
        Choice("payment", "payment_days", "30"),
        Choice("payment", "payment_periods", WHOLE_PERIODS),
        Choice(
            "late_interest", "reference",
            {"index": "boe-bank-rate", "points": "8 %", "fixed": "when_overdue"}, unless=("rate",),
        ),
        Choice("late_interest", "rate_per", "year_of_365", unless=("rate",)),
        Choice(
            "late_interest", "flat_sums",
            (
                {"from": "0 GBP", "sum": "40 GBP"},
                {"from": "1000 GBP", "sum": "70 GBP"},
                {"from": "10000 GBP", "sum": "100 GBP"},
            ),
            unless=("flat_sum",),
        ),
    ),
    {
        "boe-bank-rate": {
            "describes": "official dealing rate (Bank Rate), per cent a year",
            "source": "Bank of England, official Bank Rate history",
            "missing": "last_stands",
            "revised": "first_stands",
        },
    },
)  # fmt: skip
"""Late Payment of Commercial Debts (Interest) Act 1998."""

CN_1: Final = Profile(
    "cn/1",
    (
        Choice("payment", "payment_days", "60"),
        Choice("payment", "payment_periods", WHOLE_PERIODS),
        Choice("late_interest", "rate", "0.05 %", unless=("reference",)),
        Choice("late_interest", "rate_per", "day", unless=("rate", "reference")),
    ),
)
"""保障中小企业款项支付条例, State Council Order 802 of 2025: a large firm that buys from a small or medium one."""

SAID: Final[Mapping[str, Text]] = {
    text.en: text
    for text in (
        Text(
            "published.ecb", "interest rate of the main refinancing operations, per cent a year",
            "主要再融资操作利率，年利率（%）",
        ),
        Text("published.ecb.source", "European Central Bank, key ECB interest rates", "欧洲中央银行，关键利率"),
        Text(
            "published.boe", "official dealing rate (Bank Rate), per cent a year",
            "官方利率（Bank Rate），年利率（%）",
        ),
        Text("published.boe.source", "Bank of England, official Bank Rate history", "英格兰银行，官方利率历史数据"),
    )
}  # fmt: skip
"""What the profiles write of their indices, by its English, which stands in the agreement."""


def in_both(written: str) -> Message | str:
    """What an agreement writes of an index: in both languages where it is the text of a profile, else as it is."""
    return SAID[written]() if written in SAID else written


PROFILES: Final[Mapping[str, Profile]] = {each.name: each for each in (TRADE_1, EU_1, UK_1, CN_1)}
