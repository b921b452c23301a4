"""The arithmetic of every explanation: from the code and the parameters of a reason to the money that it says.

Made from the sentences, not from the steps: a reader who has nothing but the reasons of a charge as plain data does
these sums and comes to the charge.
"""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

HUNDRED = Decimal(100)


class Said:
    """The parameters of one reason as a reader takes them from plain data."""

    def __init__(self, reason: Mapping[str, Any]) -> None:
        self.parameters: Mapping[str, Any] = reason["parameters"]

    def __getattr__(self, name: str) -> Decimal:
        return self.number(name)

    def number(self, name: str) -> Decimal:
        """A number; a time such as 2.5 months is its number."""
        value = self.parameters[name]
        return Decimal(value["parameters"]["number"] if isinstance(value, Mapping) else value)

    def share(self, name: str) -> Decimal:
        """What is said in per cent."""
        return self.number(name) / HUNDRED

    @property
    def side(self) -> int:
        """Whether the amount adds to what is due or is credited."""
        return {"payer.due": 1, "payer.credited": -1}[self.parameters["side"]["code"]]

    def money(self, name: str) -> Decimal:
        """An amount that is said with its currency: 1,200.00 USD."""
        return Decimal(self.parameters[name].split()[0].replace(",", ""))


MONEY: dict[str, Callable[[Said], Decimal]] = {
    "audit.found": lambda s: s.side * s.found,
    "audit.shifted": lambda s: s.side * s.cost,
    "block_tiers.blocks": lambda s: s.blocks * s.price,
    "block_tiers.less": lambda s: -s.before,
    "cancellation": lambda s: s.cancelled * s.price * s.share("share"),
    "cancellation.late": lambda s: s.cancelled * s.price * s.share("share"),
    "cancellation.material": lambda s: s.spent - s.used,
    "cancellation.limited": lambda s: -s.over,
    "carrying_charge": lambda s: s.carried * s.cost * s.share("rate") * s.months,
    "carrying_charge.bought": lambda s: s.moved * s.cost,
    "carrying_charge.ended": lambda s: s.moved * s.cost,
    "carrying_charge.credited": lambda s: -s.moved * s.cost,
    "charge.carried": lambda s: s.amount,
    "charge.invoice_rounding": lambda s: s.money("due") - s.money("lines") - s.money("before"),
    "charge.correction": lambda s: -s.money("billed"),
    "consigned_loss.over": lambda s: -(s.lost - s.share("allowance") * s.base) * s.price,
    "conversion": lambda s: s.charged * s.rate / s.quoted_for,
    "cost_build_up": lambda s: s.taken * s.price,
    "cover_purchase": lambda s: -(s.spent - s.bought * s.price),
    "currency_corridor": lambda s: s.charged * s.share("move") * s.share("exposed") * s.share("bears"),
    "declared_volume.taken": lambda s: s.taken * s.price,
    "declared_volume.billed_back": lambda s: s.taken * (s.reached - s.price),
    "declared_volume.refunded": lambda s: -s.taken * (s.price - s.reached),
    "dedicated_cell": lambda s: s.fee * s.months,
    "dedicated_cell.over": lambda s: s.over * s.price,
    "dedicated_cell.set_off": lambda s: -s.used * s.price,
    "dedicated_cell.set_off_most": lambda s: -s.share("share") * s.held,
    "deferred_fee.deferred": lambda s: -(s.share("percent") * s.charged - s.before),
    "deferred_fee.repaid": lambda s: s.paid,
    "deferred_fee.most_moved": lambda s: s.paid,
    "deferred_fee.ended": lambda s: s.multiple * s.deferred - s.repaid,
    "discount.share": lambda s: -s.counted * s.share("percent"),
    "discount.excess": lambda s: -(s.whole - s.threshold) * s.share("percent"),
    "discount.part_of_excess": lambda s: -(s.whole - s.threshold) * s.share("percent") * s.counted / s.whole,
    "discount.amount": lambda s: -s.off,
    "discount.part_of_amount": lambda s: -s.off * s.counted / s.whole,
    "discount.before": lambda s: s.before,
    "early_termination": lambda s: s.fee,
    "exclusivity_top_up": lambda s: s.side * (s.minimum - s.counted) * s.price,
    "exclusivity_top_up.spend": lambda s: s.side * (s.minimum - s.counted),
    "exclusivity_top_up.elected": lambda s: s.side * s.paid,
    "financed_tooling": lambda s: s.principal,
    "financed_tooling.interest": lambda s: s.balance * s.share("rate") * s.days / s.year,
    "financed_tooling.accrued": lambda s: s.balance * s.share("rate") * s.days / s.year,
    "financed_tooling.withdrawn": lambda s: -s.balance,
    "forecast_commitment.short": lambda s: (s.bound - s.bought) * s.price,
    "gain_share.shared": lambda s: s.side * s.saving * s.share("percent"),
    "gain_share.overrun": lambda s: s.side * s.overrun * s.share("percent"),
    "gain_share.held": lambda s: -s.side * s.over,
    "graduated.slice": lambda s: s.counted * s.price,
    "graduated.fee": lambda s: s.fee,
    "graduated.less": lambda s: -s.before,
    "graduated_time_prorated.slice": lambda s: s.counted * s.price * s.days / s.whole,
    "graduated_time_prorated.fee": lambda s: s.fee,
    "indexation": lambda s: s.charged * s.share("change"),
    "indexation.collar": lambda s: s.charged * s.share("change"),
    "landed.freight_unit": lambda s: s.units * s.price,
    "landed.freight_share": lambda s: s.charged * s.share("share"),
    "landed.duty": lambda s: s.value * s.share("share"),
    "landed.handling": lambda s: s.units * s.price,
    "last_time_buy": lambda s: (s.years * s.per_year - s.held) * s.price,
    "late_delivery": lambda s: -s.late * s.value * s.steps * s.share("share"),
    "late_delivery.capped": lambda s: -s.late * s.value * s.share("cap"),
    "late_interest.by_day": lambda s: s.paid * s.counted * s.share("rate"),
    "late_interest.by_year": lambda s: s.paid * s.counted / s.year * s.share("rate"),
    "late_interest.by_reference": lambda s: s.paid * s.counted / s.year * (s.share("points") + s.share("reference")),
    "late_interest.flat": lambda s: s.flat,
    "learning_curve": lambda s: -s.units * (s.first - s.price),
    "liability_cap.over": lambda s: s.side * s.more,
    "liability_cap.back": lambda s: s.side * s.less,
    "line_down": lambda s: s.counted * (s.crew * s.hours * s.rate + s.room),
    "lot_economics.units": lambda s: s.units * s.price,
    "lot_economics.lot": lambda s: s.fee + s.units * s.price,
    "lot_economics.lots": lambda s: s.lots * s.fee + s.units * s.price,
    "lot_economics.surcharge": lambda s: s.surcharge,
    "lot_economics.loads": lambda s: s.loads * s.fee,
    "material_liability.excess": lambda s: s.moved * s.cost,
    "material_liability.obsolete": lambda s: s.moved * s.cost,
    "material_liability.ended": lambda s: s.moved * s.cost,
    "material_liability.credited": lambda s: -s.moved * s.cost,
    "material_variance.passes": lambda s: s.taken * s.content * s.move * s.share("percent"),
    "maximum.over": lambda s: -(s.counted - s.cap),
    "maximum.more": lambda s: -(s.counted - s.cap - s.before),
    "maximum.back": lambda s: s.before - s.credited,
    "milestone": lambda s: s.amount,
    "milestone.held": lambda s: s.amount - s.held,
    "milestone.released": lambda s: s.amount,
    "milestone.reversed": lambda s: -s.amount,
    "minimum.spend": lambda s: s.minimum - s.counted,
    "minimum.units": lambda s: s.short * s.price,
    "overage.within": lambda s: s.amount,
    "overage.over": lambda s: s.amount * s.factor,
    "overage.true_up": lambda s: s.short,
    "overage.within_units": lambda s: s.units * s.price,
    "overage.over_units": lambda s: s.units * s.price * s.factor,
    "overage.true_up_units": lambda s: s.short * s.price,
    "package": lambda s: s.packages * s.price,
    "package.less": lambda s: -s.before,
    "payment.deposit": lambda s: s.ordered * s.deposit,
    "payment.charges": lambda s: s.charged,
    "payment.set_off": lambda s: -s.set_off,
    "percentage": lambda s: s.value * s.share("percent"),
    "percentage.free": lambda s: (s.value - s.free) * s.share("percent"),
    "percentage.least": lambda s: s.more,
    "percentage.most": lambda s: -s.less,
    "percentage.before": lambda s: -s.before,
    "periodic_fee.advance": lambda s: s.fee,
    "periodic_fee": lambda s: s.fee * s.number("share"),
    "periodic_fee.earlier": lambda s: s.earlier,
    "periodic_fee.less": lambda s: -s.before,
    "prepayment.paid": lambda s: s.paid,
    "prepayment.covered": lambda s: -s.covered,
    "prepayment.restored": lambda s: s.restored,
    "prepayment.returned": lambda s: -s.returned,
    "price_down": lambda s: -s.charged * s.share("cut"),
    "price_reopener.taken": lambda s: s.taken * s.price,
    "price_reopener.true_up": lambda s: s.waiting * s.price - s.charged,
    "quality_adjusted_price.taken": lambda s: s.taken * s.price,
    "quality_cost.by_buyer": lambda s: -s.amount * s.share("share"),
    "quality_cost.by_seller": lambda s: s.amount * s.share("share"),
    "rebate.reached": lambda s: -s.turnover * s.share("percent"),
    "rebate.band": lambda s: -s.counted * s.share("percent"),
    "reschedule.beyond": lambda s: s.moved * s.price * s.share("share"),
    "reservation.held": lambda s: s.held * s.fee,
    "reservation.set_off": lambda s: -s.used * s.credit,
    "returns_analysis": lambda s: s.fault_free * s.fee,
    "revalidation": lambda s: s.count * (s.share("bears") * (s.seller + s.buyer) - s.buyer),
    "royalty.of_value": lambda s: s.side * s.units * s.rate,
    "royalty.at_floor": lambda s: s.side * s.units * s.rate,
    "royalty.of_sales": lambda s: s.side * s.share("percent") * s.sales,
    "royalty.raised": lambda s: s.side * s.more,
    "royalty.lowered": lambda s: s.side * s.less,
    "royalty.minimum": lambda s: s.side * s.short,
    "safety_stock": lambda s: s.carried * s.value * s.share("rate") * s.months,
    "safety_stock.bought": lambda s: s.out * s.value,
    "safety_stock.less": lambda s: -s.moved * s.value,
    "safety_stock.more": lambda s: s.moved * s.value,
    "safety_stock.withdrawn": lambda s: -s.moved * s.value,
    "service_credit.credited": lambda s: -s.charged * s.share("credit"),
    "service_credit.capped": lambda s: -s.cap,
    "stair_step.reached": lambda s: s.fee,
    "stair_step.zero": lambda s: s.fee,
    "stair_step.before": lambda s: -s.before,
    "storage": lambda s: s.stored * s.steps * s.fee,
    "take_or_pay.short": lambda s: s.short * s.price,
    "take_or_pay.made_up": lambda s: -s.made_up * s.price,
    "tax": lambda s: s.charged * s.share("rate"),
    "time_and_materials": lambda s: s.worked * s.rate,
    "time_and_materials.material": lambda s: s.material * s.handled,
    "time_and_materials.cut": lambda s: -s.cut,
    "time_and_materials.back": lambda s: s.back,
    "tool_life.by_pieces": lambda s: s.count * s.cost * s.share("share"),
    "tool_life.by_months": lambda s: s.cost * s.share("share"),
    "tooling": lambda s: s.cost,
    "tooling.per_piece": lambda s: s.taken * s.price,
    "tooling.no_more": lambda s: -s.over,
    "tooling.still": lambda s: s.back,
    "tooling.balance": lambda s: s.cost - s.recovered - s.resale,
    "tooling.withdrawn": lambda s: -s.balance,
    "transfer_assistance": lambda s: s.counted * s.rate,
    "unit": lambda s: s.taken * s.price,
    "unlifted_goods.left": lambda s: s.moved * s.price,
    "unlifted_goods.ended": lambda s: s.moved * s.price,
    "unlifted_goods.lifted": lambda s: -s.moved * s.price,
    "volume": lambda s: s.taken * s.price,
    "volume.fee": lambda s: s.taken * s.price + s.fee,
    "volume.less": lambda s: -s.before,
    "warranty.credited": lambda s: -s.covered * s.credit,
    "yield_band.below": lambda s: -s.units * s.value * s.share("share"),
    "yield_band.over": lambda s: s.units * s.value * s.share("share"),
}  # fmt: skip
CIRCUMSTANCES = {
    "audit.kept", "audit.nothing", "block_tiers", "carrying_charge.nothing", "charge.facts_changed",
    "charge.terms_changed", "consigned_loss.loss", "consigned_loss.open", "consigned_loss.within",
    "cost_build_up.built", "cost_build_up.discounted", "currency_corridor.inside", "declared_volume.brought",
    "declared_volume.nothing", "dedicated_cell.each", "dedicated_cell.none_made", "deferred_fee.nothing",
    "discount.unmet", "exclusivity_top_up.nothing", "exclusivity_top_up.waits", "financed_tooling.nothing",
    "forecast_commitment.bound", "forecast_commitment.met", "forecast_commitment.open",
    "forecast_commitment.orders", "gain_share.moved", "gain_share.nothing", "graduated", "graduated_time_prorated",
    "indexation.inside", "last_time_buy.before", "last_time_buy.enough", "last_time_buy.none",
    "learning_curve.first", "liability_cap.stays", "liability_cap.under", "line_down.free", "lot_economics.raised",
    "lot_economics.shipped", "material_liability.nothing", "material_liability.stock", "maximum.stays",
    "maximum.under", "maximum.waits", "milestone.waiting", "minimum.met", "minimum.open", "minimum.relieved",
    "overage.nothing", "overage.used", "payment.none", "periodic_fee.nothing", "prepayment.balance",
    "prepayment.forfeited", "prepayment.least", "price_down.none", "price_reopener.open",
    "quality_adjusted_price.floor", "quality_adjusted_price.outside", "rebate.brought", "rebate.by_band",
    "rebate.forfeited", "rebate.open", "reschedule.moved", "reservation.none", "royalty.nothing",
    "safety_stock.none", "service_credit.met", "service_credit.open", "service_credit.rate", "stair_step.nothing",
    "take_or_pay.met", "take_or_pay.open", "tax.none", "tool_life.lasts", "tooling.forgiven", "tooling.no_balance",
    "tooling.nothing", "transfer_assistance.free", "unlifted_goods.nothing", "warranty.expired",
    "warranty.replaced", "yield_band.counted", "yield_band.exempt", "yield_band.inside", "yield_band.open",
    "yield_band.without",
}  # fmt: skip
"""They say no money: what stands before the parts, why there are none, how far something is, what a part is made of."""


OF_CORRECTIONS = {"charge.correction", "charge.facts_changed", "charge.terms_changed"}
"""They stand only where earlier statements have billed the same period."""


def added(reasons: Iterable[Mapping[str, Any]]) -> Decimal:
    """What the reasons of a charge come to, unrounded. Raises KeyError for a code that nobody can read."""
    return sum((arithmetic(reason["code"])(Said(reason)) for reason in reasons), Decimal(0))


def arithmetic(code: str) -> Callable[[Said], Decimal]:
    """The sum that a reader does for a code."""
    return (lambda said: Decimal(0)) if code in CIRCUMSTANCES else MONEY[code]
