"""A filled-in template as a quote: the same document that a person writes, so that one path prices both.

What a bidder leaves out has no clause; nothing is added that it did not say. Rules: docs/rules/levelling.md.
"""

import re
from collections.abc import Mapping, Set
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from pydantic import ValidationError

from suture.engine.clauses.figure import Figure
from suture.engine.fault import Fault, Path, refusal
from suture.engine.quotes.request import Request
from suture.engine.terms.document import Tree

Filled = Mapping[tuple[str, str], str]
"""What stands in the cells, by the key of the line and the name of the cell; empty cells are not there."""
Unread = Set[tuple[str, str]]
"""Cells that are refused already, and of which nothing more can be said."""
Places = dict[Path, tuple[str, str]]
"""The cell from which each part of the document comes."""

HALF = refusal(
    "template_line_half",
    "the line is half filled in: {missing} is missing",
    "Fill in the whole line, or clear it.",
    "该行未填完整：缺少 {missing}",
    "请填完整行，或清空该行。",
)
NO_SIZE = refusal(
    "template_size_not_above_zero",
    "order size {size} is not a number above zero",
    "Write the smallest order at this price, such as 1.",
    "订单量 {size} 不是大于零的数",
    "请填写适用该价格的最小订单量，例如 1。",
)
SIZES = refusal(
    "template_sizes_not_rising",
    "order size {size} does not lie above the one before it",
    "Give the sizes in rising order.",
    "订单量 {size} 不大于前一档",
    "请按从小到大填写订单量。",
)
ALONE = refusal(
    "template_cell_alone",
    "this is filled in, but {needed} is not",
    "Fill in both, or clear both.",
    "已填写本格，但未填写 {needed}",
    "请两格都填，或都清空。",
)
NO_PRICE_APART = refusal(
    "template_price_not_apart",
    "a price stands here, but the item is {answer}",
    "Answer 'apart', or clear the price.",
    "此处有价格，但该项的回答为 {answer}",
    "请回答 apart（另计），或清空价格。",
)
_NUMBERED: Final = re.compile(r"(price|nre|tool)\.(\d+)")


class Builder:
    """The document of a quote while it is put together from the cells."""

    def __init__(self, filled: Filled, request: Request, unread: Unread) -> None:
        self.filled, self.request, self.unread = filled, request, unread
        self.data: dict[str, Tree] = {"suture": "1"}
        self.clauses: list[Tree] = []
        self.places: Places = {}
        self.faults: list[Fault] = []

    def of(self, key: str, name: str = "value") -> str:
        """What stands in a cell; nothing where it is empty."""
        return self.filled.get((key, name), "")

    def lacks(self, key: str, name: str = "value") -> bool:
        """Whether a cell is empty; of one that was refused nobody knows."""
        return not self.of(key, name) and (key, name) not in self.unread

    def put(
        self, into: dict[str, Tree], path: Path, name: str, key: str, cell: str = "value", form: str = "{}"
    ) -> None:
        """A part of the document from a cell, where it is filled in."""
        if found := self.of(key, cell):
            into[name] = form.format(found)
            self.places[(*path, name)] = (key, cell)

    def clause(self, clause: dict[str, Tree], cells: Mapping[str, tuple[str, str]]) -> None:
        """One more clause; ``cells`` are those from which its parts come, by their dotted place."""
        at = len(self.clauses)
        self.clauses.append(clause)
        for place, cell in cells.items():
            path: Path = tuple(int(part) if part.isdigit() else part for part in place.split("."))
            self.places[("terms", "clauses", at, *path)] = cell
        first = next(iter(cells.values()))
        self.places[("terms", "clauses", at)] = first

    def numbered(self, kind: str) -> list[str]:
        """The numbered lines of one kind of which anything is filled in."""
        found = {key for key, _ in self.filled if (match := _NUMBERED.fullmatch(key)) and match[1] == kind}
        return sorted(found, key=lambda key: int(key.rpartition(".")[2]))

    def whole(self, key: str, *names: str) -> bool:
        """Whether these cells of a line are filled in; a fault where only some are."""
        missing = [name for name in names if self.lacks(key, name)]
        if missing:
            self.faults.append(HALF.at(key, missing[0], missing=missing[0]))
        return all(self.of(key, name) for name in names)


def as_quote(
    filled: Filled, request: Request, unread: Unread = frozenset()
) -> tuple[dict[str, Tree], Places, list[Fault]]:
    """The document of a quote, the cell of each of its parts, and what is wrong with cells that hang together.

    A fault's path is the key of the line and the name of the cell. Where cells were refused, the document is good only
    to find what is wrong with the others: something that can be read stands in for those that it cannot do without.
    """
    stands_in = {place: said for place, said in stand_ins(request).items() if place in unread}
    builder = Builder({**stands_in, **filled}, request, unread)
    head(builder)
    price(builder)
    lots(builder)
    one_off(builder)
    tools(builder)
    scope(builder)
    builder.data["terms"] = terms(builder)
    return builder.data, builder.places, builder.faults


def stand_ins(request: Request) -> dict[tuple[str, str], str]:
    """Something that can be read for every cell without which there is no quote; prices have theirs."""
    last = request.span.last.isoformat()
    of = {
        "bidder": "–", "quote": "–", "valid_until": last, "prices_until": last, "currency": request.currency,
        "incoterm": request.delivery.incoterm, "place": "–", "region": next(iter(request.regions)),
    }  # fmt: skip
    return {(key, "value"): said for key, said in of.items()}


def head(builder: Builder) -> None:
    """Who offers, delivered how, on which assumptions, and what beside the price."""
    data, assumes = builder.data, dict[str, Tree]()
    for name, key in (("quote", "quote"), ("bidder", "bidder"), ("valid_until", "valid_until"),
                      ("incoterm", "incoterm"), ("region", "region"), ("place", "place"), ("weight", "weight"),
                      ("change_order", "change_order")):  # fmt: skip
        builder.put(data, (), name, key)
    for name, key in (("yield", "yield"), ("lead_weeks", "lead_weeks"), ("payment_days", "payment_days"),
                      ("lot_size", "lot_size"), ("minimum_order", "minimum_order")):  # fmt: skip
        builder.put(assumes, ("assumes",), name, key)
    if assumes:
        data["assumes"] = assumes
    share, borne = builder.of("rejects"), builder.of("rejects_borne")
    if share and borne:
        data["rejects"] = rejects = dict[str, Tree]()
        builder.put(rejects, ("rejects",), "share", "rejects")
        builder.put(rejects, ("rejects",), "borne_by", "rejects_borne")
    elif share or borne:
        here, other = ("rejects", "rejects_borne") if share else ("rejects_borne", "rejects")
        if builder.lacks(other):
            builder.faults.append(ALONE.at(here, "value", needed=other))
    value = [(key, said) for (key, _), said in builder.filled.items() if key.startswith("value.")]
    if value:
        data["value"] = [{"item": key.partition(".")[2], "says": said} for key, said in value]
        for at, (key, _) in enumerate(value):
            builder.places["value", at, "says"] = (key, "value")


def price(builder: Builder) -> None:
    """The price of a unit by the size of its order: a whole order at the price of the size that it reaches.

    Smaller orders than the first size are at the first price; that they are not wanted is the minimum order's to say.
    """
    tiers: list[Tree] = []
    cells: dict[str, tuple[str, str]] = {}
    before = Decimal(0)
    for key in builder.numbered("price"):
        if not builder.whole(key, "order_from", "price"):
            continue
        at, size = len(tiers), builder.of(key, "order_from")
        many = number(size)
        if many is None or many <= 0:
            builder.faults.append(NO_SIZE.at(key, "order_from", size=size))
            continue
        if many <= before:
            builder.faults.append(SIZES.at(key, "order_from", size=size))
            continue
        if at:
            previous = tiers[-1]
            assert isinstance(previous, dict)
            previous["to"] = size
        tiers.append({"from": size if at else "0", "price": builder.of(key, "price")})
        cells |= {f"tiers.{at}.price": (key, "price"), f"tiers.{at}.from": (key, "order_from"),
                  f"tiers.{at - 1}.to": (key, "order_from")}  # fmt: skip
        before = many
    builder.clause(
        {"id": "price", "kind": "volume", "service": builder.request.service, "measure": "ordered",
         "window": "order", "bound": "lower_inclusive", "zero_use": "nothing_due", "price_change": "later_units",
         "tiers": tiers or [{"from": "0", "price": "1"}]},  # none where its lines were refused
        {place: cell for place, cell in cells.items() if not place.startswith("tiers.-1")}
        or {"tiers.0.price": ("price.1", "price")},
    )  # fmt: skip


def number(written: str) -> Decimal | None:
    """A number as it is written in a cell; None where it is none."""
    try:
        return Figure.model_validate(written).value
    except ValidationError:
        return None


def lots(builder: Builder) -> None:
    """Lots with their fee, and the charge for a small order; the units themselves are priced by their own clause."""
    clause: dict[str, Tree] = {
        "id": "lots", "kind": "lot_economics", "service": builder.request.service, "bills": "ordered",
        "unit_price": "0",
    }  # fmt: skip
    size, fee = builder.of("lot_size"), builder.of("lot_fee")
    least, charge = builder.of("minimum_order"), builder.of("surcharge")
    cells: dict[str, tuple[str, str]] = {}
    if fee and builder.lacks("lot_size"):
        builder.faults.append(ALONE.at("lot_fee", "value", needed="lot_size"))
    elif fee and size:
        clause["lot"] = {"size": size, "fee": fee}
        cells |= {"lot.size": ("lot_size", "value"), "lot.fee": ("lot_fee", "value")}
    if charge and builder.lacks("minimum_order"):
        builder.faults.append(ALONE.at("surcharge", "value", needed="minimum_order"))
    elif charge and least:
        clause["minimum_order"] = {"quantity": least, "below": "surcharge", "surcharge": charge}
        cells |= {"minimum_order.quantity": ("minimum_order", "value"),
                  "minimum_order.surcharge": ("surcharge", "value")}  # fmt: skip
    if cells:
        builder.clause(clause, cells)


def one_off(builder: Builder) -> None:
    """One-off engineering: due on the first day of the plan."""
    for key in builder.numbered("nre"):
        if builder.whole(key, "name", "amount"):
            at_once(builder, key.replace(".", "_"), key, "amount", builder.of(key, "name"))


def at_once(builder: Builder, name: str, key: str, cell: str, says: str) -> None:
    """An amount that is due once, on the first day of the plan."""
    builder.clause(
        {"id": name, "kind": "tooling", "stands_for": says, "cost": builder.of(key, cell),
         "at_once": {"on": builder.request.starts.isoformat()}, "on_exit": "nothing_due", "owner_once_paid": "buyer"},
        {"cost": (key, cell)},
    )  # fmt: skip


def tools(builder: Builder) -> None:
    """Tools, paid at once or with so many units."""
    for key in builder.numbered("tool"):
        if not builder.whole(key, "name", "amount"):
            continue
        pieces, balance = builder.of(key, "pieces"), builder.of(key, "balance")
        if not pieces:
            if balance and builder.lacks(key, "pieces"):
                builder.faults.append(ALONE.at(key, "balance", needed="pieces"))
            at_once(builder, key.replace(".", "_"), key, "amount", builder.of(key, "name"))
        elif builder.whole(key, "balance"):
            owed = "balance_due" if balance == "yes" else "nothing_due"
            builder.clause(
                {"id": key.replace(".", "_"), "kind": "tooling", "stands_for": builder.of(key, "name"),
                 "cost": builder.of(key, "amount"),
                 "per_piece": {"service": builder.request.service, "measure": "ordered", "pieces": pieces,
                               "unit_price_decimals": "6"},
                 "on_exit": owed, "owner_once_paid": "buyer"},
                {"cost": (key, "amount"), "per_piece.pieces": (key, "pieces")},
            )  # fmt: skip


def scope(builder: Builder) -> None:
    """What the price holds; and what is priced apart as a clause of its own."""
    answers: dict[str, Tree] = {}
    for key in dict.fromkeys(key for key, _ in builder.filled if key.startswith("scope.")):
        item, answer, amount = key.partition(".")[2], builder.of(key, "answer"), builder.of(key, "price")
        if not answer:
            builder.whole(key, "answer")
            continue
        said: dict[str, Tree] = {}
        builder.put(said, ("scope", item), "answer", key, "answer")
        builder.put(said, ("scope", item), "note", key, "note")
        if amount and answer != "apart":
            builder.faults.append(NO_PRICE_APART.at(key, "price", answer=answer))
        elif amount and builder.whole(key, "per"):
            said["clause"] = f"scope_{item}"
            apart(builder, key, f"scope_{item}", item)
        answers[item] = said
    if answers:
        builder.data["scope"] = answers


def apart(builder: Builder, key: str, name: str, item: str) -> None:
    """A clause that prices an item of the scope: once, a year, or of a unit."""
    per, amount = builder.of(key, "per"), builder.of(key, "price")
    if per == "once":
        at_once(builder, name, key, "price", item)
    elif per == "year":
        builder.clause(
            {"id": name, "kind": "periodic_fee", "stands_for": item, "fee": amount, "per": "contract_year",
             "billed": "in_advance", "part_of_a_period": "whole"},
            {"fee": (key, "price")},
        )  # fmt: skip
    else:
        builder.clause(
            {"id": name, "kind": "unit", "stands_for": item, "service": builder.request.service, "measure": "ordered",
             "price": amount},
            {"price": (key, "price")},
        )  # fmt: skip


def terms(builder: Builder) -> dict[str, Tree]:
    """The terms around the clauses; they hold from the first day of the plan until the prices no longer do."""
    request = builder.request
    starts = request.starts.isoformat()
    for path, key in ((("terms", "agreement"), "quote"), (("terms", "parties", "seller"), "bidder"),
                      (("terms", "currency"), "currency"), (("terms", "valid", "until"), "prices_until"),
                      (("terms", "valid"), "prices_until"), (("terms", "clauses"), "price.1")):  # fmt: skip
        builder.places[path] = (key, "price" if key == "price.1" else "value")
    return {
        "suture": "1", "agreement": builder.of("quote"), "model": "on_demand",
        "parties": {"buyer": request.buyer, "seller": builder.of("bidder")}, "currency": builder.of("currency"),
        "valid": {"from": starts, "until": day_after(builder.of("prices_until"))}, "contract_year_starts": starts,
        "settlement": {"every": "month", "anchor": starts}, "rounding": {"mode": "half_up", "point": "line"},
        "services": {request.service: {"unit": request.unit, "step": f"{request.step:f}"}}, "clauses": builder.clauses,
    }  # fmt: skip


def day_after(day: str) -> str:
    """The first day that is no longer covered; what is no day is refused by the model."""
    try:
        return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):
        return day
