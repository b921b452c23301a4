"""Whole agreements of all kinds, and facts under them, as hypothesis draws them.

A clause begins as one of the SAMPLES of its kind's test. It is put into an agreement of any calendar, currency and
unit, named anew, let to count other clauses, and then changed: figures, dates, options, rows, each change kept where
the agreement still has no faults. So whatever the language allows together comes up, and shrinks back to a sample.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from itertools import count
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from hypothesis import strategies as st
from pydantic import ValidationError

from suture.engine.clauses import KINDS, kind_of
from suture.engine.clauses.figure import Dimension, Figure, Written
from suture.engine.clauses.kind import AGREEMENT, MONEY, ClauseBase, LevelOf, Phase, QuantityOf
from suture.engine.fault import Path
from suture.engine.money import digits
from suture.engine.period import MONTHS, Every, later
from suture.engine.quantity import Unit
from suture.engine.terms.agreement import Agreement, Amendment
from suture.engine.terms.faults import faults
from suture.engine.terms.references import charges_read
from tests.engine.built import agreement as written_agreement
from tests.engine.built import published

FIRST_OF_SAMPLES = date(2027, 1, 1)
GOODS = (Unit("piece", Decimal(1)), Unit("kg", Decimal("0.001")), Unit("piece", Decimal(10)))
GATED = frozenset({"while_holds", "by", "gates", "lifted_by", "notice"})
"""Keys under which a clause names others that hold or do not hold, not others that charge."""
HELD_BY_GATES = frozenset({"cover_purchase", "quality_cost", "minimum_commitment", "exclusivity", "step_in", "escrow"})
"""Kinds with samples that name a gate."""
OTHER_CURRENCY = "EUR"
DAY = re.compile(r"\d{4}-\d\d-\d\d")
FREE_TEXTS = ("Harbour Escrow: “托管” #2", "- none\n\tat all", "ö" * 60, "yes", "1e3")


class Calendar(NamedTuple):
    """From when to when, and how often is settled."""

    start: date
    until: date
    every: Every
    anchor: date
    contract_year: date


@st.composite
def calendars(draw: st.DrawFn, *, every: Every | None = None, whole: bool = False) -> Calendar:
    """Anchors on any day, a start and an end inside a period, leap days; ``whole``: two years from the anchor on."""
    chosen: Every = every or draw(st.sampled_from(["month", "quarter", "year"]))
    day = draw(st.sampled_from([1, 15, 29, 31]))
    first = later(date(2027, 1, 31), draw(st.integers(0, 13)))
    anchor = first.replace(day=min(day, first.day))
    if whole:
        return Calendar(anchor, later(anchor, 24, anchor.day), chosen, anchor, anchor)
    start = anchor + timedelta(days=draw(st.integers(0, 100)))
    until = start + timedelta(days=draw(st.integers(380, 800)))
    year = later(anchor, MONTHS[chosen] * draw(st.integers(0, 12 // MONTHS[chosen])), anchor.day)
    return Calendar(start, until, chosen, anchor, year)


class Wanted(NamedTuple):
    """One clause to be: its kind, one of its samples, which others it counts, and the changes to try."""

    kind: str
    sample: int
    counts: int
    changes: list[tuple[int, int]]


@cache
def samples_of(kind: str) -> list[dict[str, Any]]:
    """The clauses that a kind's own test takes as samples."""
    name = f"tests.engine.clauses.test_{kind}"
    return list(import_module(name).SAMPLES) if find_spec(name) else []


HANDS = 15
BY_PHASE = sorted(KINDS, key=lambda kind: KINDS[kind].phase)


def hand(at: int) -> list[str]:
    """Some kinds of all phases: so dealt that every kind is in one hand, and comes up in every run of a test."""
    return BY_PHASE[at::HANDS]


def wanted(kinds: Sequence[str]) -> st.SearchStrategy[list[Wanted]]:
    """Up to four clauses of these kinds, and perhaps one of any other."""
    number, change = st.integers(0, 99), st.tuples(st.integers(0, 199), st.integers(0, 9_999))

    def one(of: Sequence[str]) -> st.SearchStrategy[Wanted]:
        return st.builds(Wanted, st.sampled_from(of), number, number, st.lists(change, max_size=4))

    return st.builds(
        list[Wanted].__add__, st.lists(one(kinds), min_size=1, max_size=4), st.lists(one(BY_PHASE), max_size=1)
    )


@st.composite
def agreements(
    draw: st.DrawFn,
    kinds: Sequence[str],
    *,
    calendar: st.SearchStrategy[Calendar] | None = None,
    exact: bool = True,
    amendments: bool = False,
) -> Agreement:
    """An agreement without faults with clauses of these kinds; ``exact``: no figure is a range or open."""
    built = Building(
        draw(calendars() if calendar is None else calendar),
        draw(st.sampled_from(["USD", "USD", "CNY", "JPY", "KWD"])),
        draw(st.sampled_from(GOODS)),
        {
            "mode": draw(st.sampled_from(["half_up", "half_even", "up", "down", "ceiling", "floor"])),
            "point": draw(st.sampled_from(["line", "invoice"])),
        },
        exact,
    )
    for each in sorted(draw(wanted(kinds)), key=lambda each: KINDS[each.kind].phase):
        built.take(each)
    if amendments:
        day = built.calendar.start + timedelta(days=draw(st.integers(20, 700)))
        change = st.tuples(st.integers(0, 9), st.integers(0, 199), st.integers(0, 9_999))
        built.amend(
            day,
            draw(st.lists(change, max_size=4)),
            draw(st.none() | st.integers(0, 9)),
            draw(st.sampled_from([0, 0, 90])),
        )
    return built.agreement


class Building:
    """An agreement while its clauses are put in, one after another; it never has a fault."""

    def __init__(
        self, calendar: Calendar, currency: str, goods: Unit, rounding: Mapping[str, str], exact: bool
    ) -> None:
        self.calendar, self.currency, self.goods, self.exact = calendar, currency, goods, exact
        self.numbers = count(1)
        self.written: dict[str, dict[str, Any]] = {}
        price = {"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": "22.50"}
        self.agreement = written_agreement(
            price,
            currency=currency,
            valid={"from": calendar.start.isoformat(), "until": calendar.until.isoformat()},
            contract_year_starts=calendar.contract_year.isoformat(),
            settlement={"every": calendar.every, "anchor": calendar.anchor.isoformat()},
            rounding=rounding,
            services={"catheter": self.counted("catheter", frozenset({"accepted"}))},
            indices={},
        )

    def take(self, each: Wanted) -> None:
        """Puts one more clause in, changed as far as it goes; one that does not go into this calendar is left out."""
        if each.kind == "renewal" and not self.clauses_of("notice"):
            self.take(Wanted("notice", 0, 0, []))
        if each.kind in HELD_BY_GATES and not any(kind_of(other).effect == "gate" for other in self.agreement.clauses):
            self.take(Wanted("supply_failure", 2, 0, []))
        samples = samples_of(each.kind)
        name = f"{each.kind}-{next(self.numbers)}"
        for at in range(len(samples)):
            data = self.placed(samples[(each.sample + at) % len(samples)], name, each.counts)
            started = self.tried(data) or self.tried(self.in_another_window(data))
            if started:
                break
        else:
            return
        agreement, data = started
        for which, how in each.changes:
            changed = self.tried(self.changed(data, which, how))
            if changed:
                agreement, data = changed
        self.agreement, self.written[name] = agreement, data

    def amend(self, day: date, replaced: Sequence[tuple[int, int, int]], ended: int | None, longer: int) -> None:
        """Amends the agreement from a day on: clauses that read otherwise, one that ends, a later end."""
        names = list(self.written)
        if not names:
            return
        parts: dict[str, Any] = {"number": "1", "signed": day.isoformat(), "from": day.isoformat()}
        if longer:
            self.amended(parts | {"until": (self.calendar.until + timedelta(days=longer)).isoformat()})
        if ended is not None:
            self.amended((self.amendment or parts) | {"ends": [names[ended % len(names)]]})
        for name, which, how in replaced:
            data = self.changed(self.written[names[name % len(names)]], which, how)
            before = self.amendment or parts
            others = [each for each in before.get("clauses", ()) if data is None or each["id"] != data["id"]]
            if data is not None:
                self.amended(before | {"clauses": [*others, data]})

    amendment: dict[str, Any] | None = None

    def amended(self, amendment: dict[str, Any]) -> None:
        """Takes an amendment instead of the one before it, where it has no faults."""
        try:
            read = Amendment.model_validate(amendment)
        except ValidationError:
            return
        tried = self.agreement.model_copy(update={"amendments": (read,)})
        if not faults(tried):
            self.agreement, self.amendment = tried, amendment

    def clauses_of(self, kind: str) -> list[ClauseBase]:
        return [clause for clause in self.agreement.clauses if clause.kind == kind]  # type: ignore[attr-defined]

    def tried(self, data: dict[str, Any] | None) -> tuple[Agreement, dict[str, Any]] | None:
        """The agreement with this clause too, where that has no faults."""
        if data is None:
            return None
        kind = KINDS[data["kind"]]
        try:
            clause = kind.clause.model_validate(data)
            sources = kind.reads(clause)
        except (ValidationError, ValueError):
            return None
        services: dict[str, Any] = dict(self.agreement.services)
        read = {name: set[str]() for name in kind.services(clause)}
        for source in sources:
            if isinstance(source, QuantityOf):
                for name in source.services:
                    read.setdefault(name, set()).add(source.measure)
        for name, measures in read.items():
            if name not in services and name != AGREEMENT:
                services[name] = SERVICE.model_validate(self.counted(name, frozenset(measures)))
        named = {source.series for source in sources if isinstance(source, LevelOf)}
        indices = {name: INDEX.model_validate(published(f"index {name}")) for name in sorted(named)}
        more = {"services": services, "indices": {**indices, **self.agreement.indices}}
        agreement = self.agreement.model_copy(update={"clauses": (*self.agreement.clauses, clause), **more})
        return None if faults(agreement) else (agreement, data)

    def counted(self, name: str, measures: frozenset[str]) -> dict[str, str]:
        """The unit of a service: money, hours, or the goods of this agreement."""
        if measures & MONEY and not name.startswith("catheter"):
            return {"unit": self.currency, "step": str(Decimal(1).scaleb(-digits(self.currency)))}
        unit = Unit("hour", Decimal("0.25")) if name == "engineering" else self.goods
        return {"unit": unit.name, "step": str(unit.step)}

    def placed(self, sample: Mapping[str, Any], name: str, counts: int) -> dict[str, Any]:
        """A sample in this agreement: its id, days, units, and the clauses that it counts."""
        data = deepcopy(dict(sample)) | {"id": name}
        if isinstance(sales := data.get("sales"), dict):
            sales["service"] = "sales"  # of money, where the sample counts what its neighbours count in pieces
        kind = KINDS[data["kind"]]
        clause = kind.clause.model_validate(sample)
        read = set(charges_read(clause))
        step = self.step_of(clause)
        for place in list(places(kind.clause, data)):
            value = at(data, place.path)
            if place.of is date:
                put(data, place.path, self.moved(value))
            elif place.dimension:
                put(data, place.path, self.figure(value, place.dimension, step))
            elif place.of is str and value in read:
                put(data, place.path, self.counting(kind, place.path, counts))
        self.of_money(data, counts)
        for path in [path for path in lists(data) if isinstance(at(data, path), list)]:
            named = at(data, path)
            if all(isinstance(each, str) for each in named) and len(set(named)) < len(named):
                put(data, path, list(dict.fromkeys(named)))
        return data

    def step_of(self, clause: ClauseBase) -> Decimal:
        """The step in which the quantities of a clause are written."""
        services = kind_of(clause).services(clause)
        return Decimal("0.25") if "engineering" in services else self.goods.step

    def counting(self, kind: Any, path: Path, counts: int) -> str:
        """Another clause to count: one that charges, or where a gate is asked for, a gate if there is one."""
        if kind.name == "renewal":
            return self.clauses_of("notice")[-1].id
        earlier = [each for each in self.agreement.clauses if kind_of(each).phase <= kind.phase]
        gates = [each.id for each in earlier if kind_of(each).effect == "gate"]
        charging = [each.id for each in earlier if kind_of(each).effect == "charge" and each.currency is None]
        foreign = [each.id for each in earlier if each.currency is not None and not kind_of(each).converts(each)]
        chosen = (foreign if kind.name == "conversion" else gates if GATED & set(path) else charging) or ["price"]
        return chosen[counts % len(chosen)]

    def of_money(self, data: dict[str, Any], counts: int) -> None:
        """Currencies: a conversion from that of the clause that it converts; now and then a price in another one."""
        if "from_currency" in data:
            converted = self.agreement.clause(data["of"][0])
            data["from_currency"] = self.agreement.currency_of(converted)
            data["currency"] = self.currency if converted.currency else OTHER_CURRENCY
        elif KINDS[data["kind"]].phase == Phase.PRICE and counts % 6 == 5:
            data["currency"] = OTHER_CURRENCY

    def moved(self, day: str) -> str:
        """A day of a sample as far into this agreement as it was in its own."""
        return (self.calendar.start + (date.fromisoformat(day) - FIRST_OF_SAMPLES)).isoformat()

    def figure(self, written: Any, dimension: Dimension, step: Decimal) -> Any:
        """A figure of a sample in the unit of this agreement, its days moved."""
        if isinstance(written, list):
            return [
                {"from": self.moved(each["from"]), "value": self.figure(each["value"], dimension, step)}
                for each in written
            ]
        number, percent = number_of(written)
        if dimension.measures == "quantity":
            number *= step
        return f"{number:f} %" if percent else f"{number:f}"

    def in_another_window(self, data: dict[str, Any]) -> dict[str, Any] | None:
        """The clause with windows that fit into any calendar."""
        changed = deepcopy(data)
        found = [path for path, value in scalars(data) if path[-1] in ("window", "per")]
        for path in found:
            put(changed, path, "contract_year")
        return changed if found else None

    def changed(self, data: dict[str, Any], which: int, how: int) -> dict[str, Any] | None:
        """The clause with one thing changed: a figure, an option, a day, a text, its rows, or what may be left out."""
        kind = KINDS[data["kind"]]
        changed = deepcopy(data)
        if which % 7 == 0:
            return self.as_in_another_sample(changed, which // 7, how)
        found = [place for place in places(kind.clause, data) if place.path[0] not in ("id", "kind", "currency")]
        place = found[which % len(found)]
        value = at(data, place.path)
        new: Any = None
        if place.dimension:
            step = self.step_of(kind.clause.model_validate(data))
            new = self.another_figure(value, place.dimension, step, how)
        elif get_origin(place.of) is Literal:
            options = get_args(place.of)
            new = options[how % len(options)]
        elif place.of is int:
            new = max(int(value) + how % 5 - 1, 0) if how % 3 else how % 40
        elif place.of is date:
            new = (date.fromisoformat(value) + timedelta(days=how % 90 - 45)).isoformat()
        elif place.of is list:
            new = self.rows(value, how)
        elif place.of is str and value not in self.named(kind.clause.model_validate(data)):
            new = FREE_TEXTS[how % len(FREE_TEXTS)]
        if new is None:
            return None
        put(changed, place.path, new)
        return changed

    def named(self, clause: ClauseBase) -> set[str]:
        """The services, indices and clauses that a clause names."""
        kind = kind_of(clause)
        found = {*kind.services(clause), *charges_read(clause)}
        for source in kind.reads(clause):
            if isinstance(source, QuantityOf):
                found.update(source.services)
            elif isinstance(source, LevelOf):
                found.add(source.series)
        return found

    def as_in_another_sample(self, data: dict[str, Any], which: int, how: int) -> dict[str, Any] | None:
        """The clause with one key as another sample has it, or without it."""
        samples = samples_of(data["kind"])
        other = self.placed(samples[how % len(samples)], data["id"], how)
        keys = sorted(key for key in data.keys() | other.keys() if data.get(key) != other.get(key))
        if not keys:
            return None
        key = keys[which % len(keys)]
        return {**data, key: other[key]} if key in other else {name: data[name] for name in data if name != key}

    def another_figure(self, written: Any, dimension: Dimension, step: Decimal, how: int) -> Any:
        """Another number, zero, a bound, dated values, a unit that is said; where figures may be open, a range too."""
        form, more = how % 12, how // 12
        if isinstance(written, dict):
            return None
        first = written[0]["value"] if isinstance(written, list) else written
        if first == "unknown":
            return None
        number, percent = number_of(first)
        scaled = self.fitting(number * (more % 24 + 1) / 8, dimension, step)
        said = f"{scaled:f} %" if percent else f"{scaled:f}"
        match form:
            case 0 | 1 | 2:
                return said
            case 3:
                return "0 %" if percent else "0"
            case 4:
                return f"{self.fitting(number + Decimal(more % 1000) / 100, dimension, step):f}" + " %" * percent
            case 5 if dimension.most is not None:
                return "100 %"
            case 6 if not percent:
                return f"{self.fitting(Decimal(99_999_990), dimension, step):f}"
            case 7 | 8:
                return self.dated(first, said, more)
            case 9:
                return self.with_unit(first, dimension)
            case 10 if not self.exact:
                return "unknown"
            case 11 if not self.exact:
                low, high = sorted([number, number_of(said)[0]])
                return {"low": f"{low:f}", "high": f"{high:f}", **({"unit": "%"} if percent else {})}
        return None

    def dated(self, before: str, after: str, more: int) -> list[dict[str, str]]:
        """Two values, the second from some day of the term on."""
        day = self.calendar.start + timedelta(days=1 + more % (self.calendar.until - self.calendar.start).days)
        return [
            {"from": self.calendar.start.isoformat(), "value": before},
            {"from": day.isoformat(), "value": after},
        ]

    def fitting(self, number: Decimal, dimension: Dimension, step: Decimal) -> Decimal:
        """A number in whole steps where it is a quantity, and with few decimals else."""
        if dimension.measures == "quantity":
            return (number // step) * step
        return number.quantize(Decimal("0.0001")).normalize()

    def with_unit(self, written: str, dimension: Dimension) -> str | None:
        """A figure with its unit behind it."""
        if "%" in written or any(letter.isalpha() for letter in written):
            return None
        unit = {"amount": self.currency, "quantity": self.goods.name, "price": f"{self.currency}/{self.goods.name}"}
        return f"{written} {unit[dimension.measures]}" if dimension.measures in unit else None

    def rows(self, written: list[Any], how: int) -> list[Any] | None:
        """Rows with one left out, or with one cut into two of the same price."""
        where = how // 2 % len(written)
        if how % 2 and len(written) > 1:
            return [*written[:where], *written[where + 1 :]]
        row = written[where]
        if not isinstance(row, dict) or not isinstance(row.get("from"), str) or DAY.fullmatch(row["from"]):
            return None
        begins, ends = (Figure.model_validate(row[bound]).value if bound in row else None for bound in ("from", "to"))
        if begins is None:
            return None
        ends = ends if ends is not None else begins * 3 + 8 * self.goods.step
        cut = self.fitting((begins + ends) / 2, Dimension("quantity"), self.goods.step)
        return [*written[:where], {**row, "to": f"{cut:f}"}, {**row, "from": f"{cut:f}"}, *written[where + 1 :]]


SERVICE = Agreement.model_fields["services"].annotation.__args__[1]  # type: ignore[union-attr]
INDEX = Agreement.model_fields["indices"].annotation.__args__[1]  # type: ignore[union-attr]


class Place(NamedTuple):
    """Where something stands in a written clause: of which type it is, and what it measures."""

    path: Path
    of: Any
    dimension: Dimension | None


def places(model: type[Written], data: Mapping[str, Any], path: Path = ()) -> Iterator[Place]:
    """Everything that is written in a clause, as its model types it."""
    for name, field in model.model_fields.items():
        key = field.alias or name
        if key in data:
            yield from _places(field.annotation, field.metadata, data[key], (*path, key))


def _places(annotation: Any, metadata: Sequence[Any], data: Any, path: Path) -> Iterator[Place]:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if data is None:  # a sample says that something is left out
        return
    if origin is Annotated:
        yield from _places(arguments[0], [*metadata, *arguments[1:]], data, path)
    elif origin in (Union, UnionType):
        types = [each for each in arguments if each is not NoneType]
        is_number = str(data).isdigit()
        yield from _places(types[0] if is_number or len(types) == 1 else types[-1], metadata, data, path)
    elif origin is tuple:
        if data and isinstance(data[0], dict):
            yield Place(path, list, None)
        for i, each in enumerate(data):
            yield from _places(arguments[0], metadata, each, (*path, i))
    elif isinstance(annotation, type) and issubclass(annotation, Figure):
        yield Place(path, Figure, next((each for each in metadata if isinstance(each, Dimension)), None))
    elif isinstance(annotation, type) and issubclass(annotation, Written):
        yield from places(annotation, data, path)
    else:
        yield Place(path, annotation, None)


def scalars(data: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Everything that is neither a list nor keys, with its place."""
    if isinstance(data, Mapping):
        for key, part in data.items():
            yield from scalars(part, (*path, key))
    elif isinstance(data, list):
        for i, part in enumerate(data):
            yield from scalars(part, (*path, i))
    else:
        yield path, data


def lists(data: Any) -> Iterator[Path]:
    """The places of all lists of texts."""
    return iter(dict.fromkeys(path[:-1] for path, _ in scalars(data) if isinstance(path[-1], int)))


def at(data: Any, path: Path) -> Any:
    """What stands at a place."""
    for part in path:
        data = data[part]
    return data


def put(data: Any, path: Path, value: Any) -> None:
    """Puts something at a place."""
    at(data, path[:-1])[path[-1]] = value


def number_of(written: Any) -> tuple[Decimal, bool]:
    """The number of a figure as written, and whether it is in per cent."""
    number, _, unit = str(written).replace("_", "").partition(" ")
    return Decimal(number), unit == "%"
