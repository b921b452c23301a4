"""The words of trade cases (``inputs``) as clauses and facts. One function for each model."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any

from suture.engine.clauses.kind import AGREEMENT
from suture.engine.period import later
from tests.conformance.running import START, Ran, run
from tests.conformance.words import Cannot, Words

Found = Mapping[str, Any]
ZERO, ONE = Decimal(0), Decimal(1)
TERMINATED = (AGREEMENT, "terminated")
ORDERED = {"service": "item", "measure": "delivered"}


def spend(name: str = "price", price: Decimal = ONE) -> dict[str, Any]:
    """A unit price; of 1, what is delivered is an amount of money."""
    return {"id": name, "kind": "unit", **ORDERED, "price": price}


# Prices


def lots(said: Words, **parts: Any) -> Ran:
    """One order under lot economics; a part that the case leaves out does not exist."""
    clause: dict[str, Any] = {"id": "price", "kind": "lot_economics", "service": "item", "bills": "ordered"}
    clause["unit_price"] = said.number("unit_price", "0")
    if "lot_size" in said:
        clause["lot"] = {"size": said.number("lot_size"), "fee": said.number("lot_fee", "0")}
    if "moq" in said:
        below = {"below": "surcharge", "surcharge": said.number("surcharge")}
        clause["minimum_order"] = {"quantity": said.number("moq"), **below}
    if "capacity" in said:
        clause["load"] = {"capacity": said.number("capacity"), "fee": said.number("load_fee")}
    happened = {("item", "ordered"): [{"e": said.number("pallets" if "pallets" in said else "units")}]}
    return run([clause | parts], happened)


def lot_economics(_: Words, said: Words) -> Found:
    """Started lots and units of an order."""
    return {"amount": lots(said).due("price")}


def load_minimum(_: Words, said: Words) -> Found:
    """Started loads, and what they come to for each pallet."""
    amount = lots(said).due("price")
    return {"amount": amount, "per_pallet": amount / said.number("pallets")}


def sampling_and_retained(_: Words, said: Words) -> Found:
    """What of a lot is good is billed; what is tested and retained of it does not ship."""
    lot = said.number("lot")
    clause: dict[str, Any] = {"id": "price", "kind": "lot_economics", "service": "item", "bills": "good"}
    clause |= {"unit_price": said.number("unit_price"), "lot": {"size": lot, "fee": ZERO}}
    samples = {"tested": said.number("tested"), "retained": said.number("retained"), "billed": "billed"}
    good = lot * said.number("yield")
    ran = run([clause | {"samples": samples}], {("item", "ordered"): [{"e": lot}], ("item", "good"): [{"e": good}]})
    shipped = dict(ran.told("price", "lot_economics.shipped").parameters)["shipped"]
    assert isinstance(shipped, Decimal)
    return {"shipped": shipped, "billed": ran.due("price"), "per_shipped": ran.due("price") / shipped}


def declared_annual_volume(_: Words, said: Words) -> Found:
    """A year at the price of what was declared, billed back at its end at the price of what was reached."""
    rows = said.tables("breaks")
    tiers: list[dict[str, Any]] = [{"from": row.number("from"), "price": row.number("unit_price")} for row in rows]
    for tier, following in pairwise(tiers):
        tier["to"] = following["from"]
    clause = {"id": "price", "kind": "declared_volume", **ORDERED, "window": "contract_year", "refund": "none"}
    clause |= {"declared": said.number("declared"), "bound": "lower_inclusive", "prorate": "full", "tiers": tiers}
    year = run([clause], {("item", "delivered"): [said.number("actual")]}, months=12).by_period("price")
    return {"invoiced": year[0], "bill_back": year[-1]}


def cost_build_up(_: Words, said: Words) -> Found:
    """The price of one unit, put together from its parts."""
    clause = {"id": "price", "kind": "cost_build_up", **ORDERED, "unit_price_decimals": "none"}
    for word in ("material", "handling", "minutes", "hourly_rate", "overhead", "yield", "margin"):
        clause[word] = said.number(word)
    if "commitment_discount" in said:
        clause["commitment_discount"] = said.number("commitment_discount")
    return {"unit_price": run([clause], {("item", "delivered"): [ONE]}).due("price")}


def material_variance(_: Words, said: Words) -> Found:
    """A move of a material's price, passed on wholly, or what of it is past the threshold."""
    clause = {"kind": "material_variance", **ORDERED, "material": "metal", "baseline": said.number("baseline")}
    clause |= {"content": said.number("content", "1"), "lag_periods": 0, "falls": "pass"}
    clause |= {"past_threshold": "excess", "share": said.number("share", "1")}
    clauses = [
        {"id": "all", **clause, "threshold": ZERO},
        {"id": "excess", **clause, "threshold": said.number("threshold", "0")},
    ]
    happened = {("item", "delivered"): [said.number("units")]}
    ran = run(clauses, happened, levels={"metal": [said.number("actual")]})
    return {"all": ran.due("all"), "excess_only": ran.due("excess")}


def price_reopener(_: Words, said: Words) -> Found:
    """A price agreed a month later than it holds from."""
    reopening = {"effective": START, "trigger": "as agreed", "evidence": "as agreed"}
    reopening |= {"agreed": later(START, 1), "price": said.number("new")}
    clause = {"id": "price", "kind": "price_reopener", **ORDERED, "price": said.number("old")}
    clause |= {"if_not_agreed": "price_before_stays", "reopenings": [reopening]}
    return {"true_up": run([clause], {("item", "delivered"): [said.number("units_since")]}, months=2).added()[1]}


def royalty_floor(_: Words, said: Words) -> Found:
    """The royalty on one unit whose value is its cost."""
    clause = {"id": "price", "kind": "royalty", "paid_by": "buyer", "value": "cost", "lag_periods": 0}
    clause |= {"share": said.number("share"), "floor": said.number("floor"), "units": ORDERED, "window": "term"}
    units = said.number("units", "1")
    ran = run([clause], {("item", "delivered"): [units]}, levels={"cost": [said.number("cost")]})
    return {"per_unit": ran.due("price") / units, "amount": ran.due("price")}


def deferred_fee(_: Words, said: Words) -> Found:
    """A deferred part that sales repay; its most is what is due where a termination makes the multiple due."""
    clause = {"kind": "deferred_fee", "amount": said.number("deferred"), "rate": said.number("share")}
    clause |= {"multiple": said.number("multiple"), "sales": {"service": "sales", "measure": "sold"}}
    clauses = [
        {"id": "paid", **clause, "if_terminated": "sales_go_on"},
        {"id": "most", **clause, "if_terminated": "multiple_due"},
    ]
    happened = {("sales", "sold"): [said.number("sales")], TERMINATED: [ZERO, ONE]}
    ran = run(clauses, happened, coins=["sales"], months=2)
    return {"cap": ran.due("most"), "repaid": ran.due("paid")}


def dedicated_equipment(_: Words, said: Words) -> Found:
    """A tool that is recovered with every piece, and what is left of it when the agreement ends a month later."""
    each = {**ORDERED, "pieces": said.number("volume"), "unit_price_decimals": "none"}
    clause = {"id": "tool", "kind": "tooling", "cost": said.number("cost"), "per_piece": each}
    clause |= {"on_exit": "balance_due", "resale": said.number("resale", "0"), "owner_once_paid": "buyer"}
    ran = run([clause], {("item", "delivered"): [said.number("made")], TERMINATED: [ZERO, ONE]}, months=2)
    line = ran.folded["tool"].line
    return {"per_piece": line.terms[0].price / line.unit.step, "due_on_exit": ran.added()[1]}


def dedicated_cell(_: Words, said: Words) -> Found:
    """A monthly fee, whatever is made."""
    made = said.number("made")
    clause = {"id": "price", "kind": "dedicated_cell", "service": "item", "fee_per_month": said.number("monthly_fee")}
    ran = run([clause | {"capacity": said.number("capacity", str(made))}], {("item", "made"): [made]})
    return {"amount": ran.due("price"), "per_piece": ran.due("price") / made}


def landed_cost(_: Words, said: Words) -> Found:
    """What a unit costs at the buyer's door."""
    clause = {"id": "landed", "kind": "landed_cost", "services": ["item"], "measure": "delivered", "on": ["price"]}
    clause |= {"incoterm": "FCA", "freight_per_unit": said.number("freight")}
    clause |= {"duty": {"share": said.number("duty"), "on": "price"}, "handling_per_unit": said.number("handling")}
    ran = run([spend(price=said.number("price")), clause], {("item", "delivered"): [ONE]})
    return {"per_unit": ran.due("price") + ran.due("landed")}


# Orders, forecasts and their ending


def order_acceptance(_: Words, said: Words) -> Found:
    """How much of an order must be accepted by the forecast."""
    clause = {"id": "accept", "kind": "order_acceptance", "services": ["item"], "measure": "ordered", "window": "term"}
    clause |= {"forecast": [{"periods_ahead": 0, "share": said.number("must_accept_share")}]}
    clause |= {"answer_days": 5, "unanswered": "deemed_refused"}
    happened = {("item", "forecast@0"): [said.number("forecast")], ("item", "ordered"): [said.number("order")]}
    ran = run([clause], happened)
    state = ran.last("accept").after
    return {"firm": ran.level("accept"), "best_effort": ran.units("accept", state.ordered - state.due)}


def cancellation(_: Words, said: Words) -> Found:
    """An order cancelled so many days before delivery; a unit of it is one of money."""
    rows = {row.whole("days_at_least"): row.number("share") for row in said.tables("schedule")}
    rows.setdefault(0, ZERO)
    schedule = [{"days_at_least": days, "share": rows[days]} for days in sorted(rows, reverse=True)]
    clause = {"id": "end", "kind": "cancellation", "service": "item", "price": ONE, "schedule": schedule}
    clause["material"] = {"service": "material", "at_most": "no_limit"}
    happened = {
        ("item", "cancelled"): [{"e": said.number("order_value")}],
        ("item", "cancelled.notice"): [{"e": said.number("days")}],
        ("material", "spent"): [{"e": said.number("material", "0")}],
        ("material", "used"): [{"e": said.number("reusable", "0")}],
    }
    return {"amount": run([clause], happened, coins=["material"]).due("end")}


def forecast_material_liability(_: Words, said: Words) -> Found:
    """Parts that a forecast authorised and nobody needs when the agreement ends."""
    clause = {"id": "parts", "kind": "material_liability", "service": "item", "on_exit": "due_at_any_end"}
    clause |= {"order_quantity": said.number("component_moq", "1"), "unit_cost": said.number("unit_cost")}
    happened = {("item", "authorised"): [said.number("authorised")]}
    happened |= {("item", word): [said.number(word, "0")] for word in ("used", "returned")}
    ran = run([clause], happened)
    return {"units": ran.units("parts", ran.last("parts").after.taken), "liability": ran.due("parts")}


def carrying_then_buy_back(_: Words, said: Words) -> Found:
    """Excess parts of a value that are carried for some months, then bought back."""
    months = said.whole("months")
    clause = {"id": "parts", "kind": "carrying_charge", "service": "item", "order_quantity": ONE}
    clause |= {"unit_cost": said.number("value"), "excess": {"days": 0, "periods": 0, "part_class": "A"}}
    clause |= {"rate_per_month": said.number("rate_per_month"), "carried_periods": months, "on_exit": "nothing_due"}
    added = run([clause], {("item", "authorised"): [ONE]}, months=months + 1).by_period("parts")
    return {"carrying": sum(added[:-1], ZERO), "buy_back": added[-1]}


def safety_stock_carrying(_: Words, said: Words) -> Found:
    """A stock that is carried for a month and bought when the agreement ends in the next."""
    clause = {"id": "stock", "kind": "safety_stock", "service": "item", "units": said.number("units")}
    clause |= {"value": said.number("value"), "rate_per_month": said.number("rate"), "rebuild_days": 30}
    happened = {("item", "held"): [said.number("units")], ("item", "rejected"): [ZERO, said.number("short_dated", "0")]}
    clauses = [clause | {"on_exit": "due_on_termination"}]
    ran = run(clauses, {**happened, TERMINATED: [ZERO, ONE]}, months=2, in_force=[ONE, ZERO])
    carried, bought = ran.by_period("stock")
    return {"per_month": carried, "buy_out": bought}


def storage(_: Words, said: Words) -> Found:
    """Goods that stay longer than the free days."""
    word = next((word for word in said.words() if word.startswith("fee_per_")), "fee_per_week")
    every = {"fee_per_day": 1, "fee_per_week": 7, "fee_per_month": 30}
    if word not in every:
        raise Cannot(f"{said.path}.{word}: known are {', '.join(every)}")
    clause = {"id": "stay", "kind": "storage", "service": "item", "fee": said.number(word), "every_days": every[word]}
    clause |= {"free_days": said.whole("free_days", "0"), "title": "buyer", "risk": "buyer", "insured_by": "seller"}
    stay = {("item", "stored"): [said.number("pallets")], ("item", "stored.notice"): [said.number("days")]}
    return {"amount": run([clause], stay).due("stay")}


# Parts, yield and lines


def consigned_loss(_: Words, said: Words) -> Found:
    """Consigned parts that cannot be shown; the stated base tells on what the allowance is (else: booked as used)."""
    clause = {"id": "loss", "kind": "consigned_loss", "service": "part", "product": "item", "parts_per_unit": ONE}
    clause |= {"window": "term", "allowance": said.number("allowance"), "replacement": said.number("replacement")}
    words = {("part", "issued"): "issued", ("part", "in_process"): "wip", ("part", "returned"): "returned"}
    happened = {key: [said.number(word)] for key, word in {**words, ("item", "good"): "good"}.items()}
    base = said.number("base")
    happened[("part", "used")] = [base]
    runs = (run([clause | {"base": word}], happened) for word in ("consumed", "issued", "good", "used"))
    ran = next(ran for ran in runs if ran.units("loss", ran.last("loss").after.base) == base)
    return {"loss": ran.units("loss", ran.last("loss").after.lost), "amount": -ran.due("loss")}


def line_down(_: Words, said: Words) -> Found:
    """Idle days beyond those that are free."""
    clause = {"id": "idle", "kind": "line_down", "service": "item", "window": "term"}
    clause |= {
        "free": said.number("free_days", "0"),
        "crew": said.number("crew"),
        "hours_per_day": said.number("hours"),
    }
    clause |= {"hourly_rate": said.number("rate"), "room_per_day": said.number("room", "0")}
    return {"amount": run([clause], {("item", "idle"): [said.number("days")]}).due("idle")}


def yield_band(_: Words, said: Words) -> Found:
    """A lot against its band: below, the maker owes; above, the owner."""
    clause = {"id": "yield", "kind": "yield_band", "service": "item", "window": "order", "scrap_by_buyer": "counted"}
    clause |= {"low": said.number("low"), "high": said.number("high"), "valued_at": "material"}
    clause |= {"value_per_unit": said.number("material"), "seller_bears_below": said.number("loss_share", "1")}
    clause["seller_gains_above"] = said.number("gain_share")
    lot = {("item", "started"): [{"e": said.number("started")}], ("item", "good"): [{"e": said.number("good")}]}
    due = run([clause], lot).due("yield")
    return {"maker_owes": max(-due, ZERO), "owner_owes": max(due, ZERO)}


# Commitments, liability, shortage, payment


def exclusivity_top_up(_: Words, said: Words) -> Found:
    """A missed minimum of spend, made up in money."""
    minimum = {"window": "term", "prorate": "full", "spend": said.number("minimum"), "counts": ["price"]}
    clause = {"id": "top_up", "kind": "exclusivity_top_up", "holder": "buyer"}
    clauses = [spend(), clause | {"minimum": minimum | {"counted_amounts": "unrounded"}}]
    return {"top_up": run(clauses, {("item", "delivered"): [said.number("bought")]}).due("top_up")}


def liability_cap(_: Words, said: Words) -> Found:
    """A loss that the seller bears by its fault, up to a cap; consequential loss is none of it."""
    loss = {"id": "loss", "kind": "quality_cost", "services": ["item"], "measure": "lost", "cost_of": "buyer"}
    cap = {"id": "cap", "kind": "liability_cap", "liable": "seller", "counts": ["loss"], "window": "term"}
    cap |= {"counted_amounts": "unrounded", "amount": said.number("cap"), "consequential_loss": "excluded"}
    direct, more = said.number("direct_loss"), said.number("consequential", "0")
    clauses = [loss | {"seller_bears": said.number("fault")}, cap]
    recovered = -run(clauses, {("item", "lost"): [direct]}, coins=["item"]).added()[0]
    return {"recovered": recovered, "borne": direct + more - recovered}


def supply_failure_cover(_: Words, said: Words) -> Found:
    """Cover bought while supply fails; the facts are the units and what they cost."""
    units = said.number("units")
    gate = {"id": "fails", "kind": "supply_failure", "services": ["item"], "failing": "late", "of": "ordered"}
    gate |= {"share": ONE, "periods": 1, "event": "stop", "lasts": "while_it_is_so"}
    cover = {"id": "cover", "kind": "cover_purchase", "services": ["item"], "spent": "cost", "while_holds": "fails"}
    happened = {
        ("stop", "event"): [{"begins": ONE}],
        ("item", "bought"): [{"e": units}],
        ("cost", "spent"): [{"e": units * said.number("cover_price")}],
    }
    ran = run([gate, cover | {"contract_price": said.number("contract_price")}], happened, coins=["cost"])
    return {"set_off": -ran.due("cover")}


def allocation_in_shortage(_: Words, said: Words) -> Found:
    """Each customer's firm order against those of the others, and what is left for spot orders."""
    orders, capacity = said.table("firm"), said.number("capacity")
    names = {name: f"order{at}" for at, name in enumerate(orders.words())}
    firm = {name: orders.number(name) for name in names}
    others = {name: sum((each for other, each in firm.items() if other != name), ZERO) for name in names}
    clause = {"kind": "allocation", "measure": "ordered", "capacity": capacity, "idle": "idle", "pro_rata_on": "orders"}
    services = {service: "unit" for name in names.values() for service in (name, f"{name}-others")}
    clauses = [
        {"id": name, **clause, "services": [name], "standing": "firm", "firm_of_others": f"{name}-others"}
        for name in names.values()
    ]
    spot = {"id": "spot", **clause, "services": ["spot"], "standing": "spot"}
    clauses.append(spot | {"firm_of_others": "all", "spot_of_others": "spot-others"})
    happened = {(names[name], "ordered"): [quantity] for name, quantity in firm.items()}
    happened |= {(f"{names[name]}-others", "ordered"): [quantity] for name, quantity in others.items()}
    happened[("all", "ordered")] = [sum(firm.values(), ZERO)]
    happened[("spot", "ordered")] = [capacity]
    known = {**services, "idle": "unit", "all": "unit", "spot": "unit", "spot-others": "unit"}
    ran = run(clauses, happened, services=known)
    served = {name: ran.level(service) for name, service in names.items()}
    return {"served": served, "left_for_spot": ran.level("spot")}


def late_interest(_: Words, said: Words) -> Found:
    """A payment that comes so many days late."""
    rates = {"rate_per_day": "day", "rate_per_year_of_365": "year_of_365", "rate_per_year_of_360": "year_of_360"}
    word = next((word for word in rates if word in said), "rate_per_day")
    clause = {"id": "interest", "kind": "late_interest", "service": "item", "rate": said.number(word)}
    clause["rate_per"] = rates[word]
    happened = {("item", "paid"): [said.number("due")], ("item", "paid.notice"): [-said.number("days")]}
    return {"amount": run([clause], happened, coins=["item"]).due("interest")}


ADAPTERS: Mapping[str, Callable[[Words, Words], Found]] = {
    "lot_economics": lot_economics,
    "small_lot_surcharge": lot_economics,
    "load_minimum": load_minimum,
    "sampling_and_retained": sampling_and_retained,
    "declared_annual_volume": declared_annual_volume,
    "cost_build_up": cost_build_up,
    "material_variance": material_variance,
    "price_reopener": price_reopener,
    "royalty_floor": royalty_floor,
    "deferred_fee": deferred_fee,
    "dedicated_equipment": dedicated_equipment,
    "dedicated_cell": dedicated_cell,
    "landed_cost": landed_cost,
    "order_acceptance": order_acceptance,
    "cancellation": cancellation,
    "forecast_material_liability": forecast_material_liability,
    "carrying_then_buy_back": carrying_then_buy_back,
    "safety_stock_carrying": safety_stock_carrying,
    "storage": storage,
    "consigned_loss": consigned_loss,
    "line_down": line_down,
    "yield_band": yield_band,
    "exclusivity_top_up": exclusivity_top_up,
    "liability_cap": liability_cap,
    "supply_failure_cover": supply_failure_cover,
    "allocation_in_shortage": allocation_in_shortage,
    "late_interest": late_interest,
}
