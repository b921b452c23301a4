"""Profiles: the term choices that an agreement names instead of writing them out, filled in before it is checked.

Rules: docs/rules/profiles.md. Only what is left out is filled; what is filled is then a term like any other: it is
checked, priced, said in the text that people sign, and written out where the agreement is written.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import NamedTuple, cast

from suture.engine.clauses.payment import DAYS_OF_A_MONTH
from suture.engine.fault import Fault, Path, dotted, refusal
from suture.engine.period import MONTHS
from suture.engine.terms.document import Document, Tree
from suture.engine.terms.published import AMENDMENT, HEAD, PROFILES, WHOLE_PERIODS, Choice, Profile

DIFFER = refusal(
    "profiles_differ",
    "profile {one} fills it with {value}, profile {other} with {another}",
    "Write '{key}' yourself, or name only one of the two profiles.",
    "方案 {one} 将其填为 {value}，方案 {other} 将其填为 {another}",
    "请自行填写“{key}”，或只采用其中一个方案。",
)
OF_PROFILE = refusal(
    "profile_does_not_fit",
    "profile {profile} fills it with {value}: {wrong}",
    "Write '{key}' yourself. {remedy}",
    "方案 {profile} 将其填为 {value}：{wrong}",
    "请自行填写“{key}”。{remedy}",
)


class Filled(NamedTuple):
    """One value that a profile filled in, as people would write it."""

    path: Path
    value: Tree
    profile: str


class Filling(NamedTuple):
    """A document with everything in it that its profiles fill; what they filled; and where two of them differ."""

    document: Document
    filled: tuple[Filled, ...]
    faults: tuple[Fault, ...]


class _Place(NamedTuple):
    """Something that choices are about, with what was written there before anything was filled."""

    kind: str
    path: Path
    data: dict[str, Tree]
    written: dict[str, Tree]


def filled_in(document: Document) -> Filling:
    """A document with what it leaves out and its profiles fill."""
    profiles = named(document.data)
    if not profiles:
        return Filling(document, (), ())
    data = cast(dict[str, Tree], deepcopy(document.data))
    found: list[Filled] = []
    faults: list[Fault] = []
    for place in places(data):
        chosen: dict[str, tuple[Profile, Choice]] = {}
        for profile, choice in choices(profiles, place):
            first, before = chosen.setdefault(choice.field, (profile, choice))
            if before.value != choice.value:
                faults.append(differ(place, choice.field, (first, before), (profile, choice)))
        by_need = sorted(chosen.values(), key=lambda each: each[1].value == WHOLE_PERIODS)
        for profile, choice in by_need:
            found.extend(fill(data, place, profile, choice))
    found.extend(declared(data, profiles, found))
    return Filling(document._replace(data=data), tuple(found), tuple(faults))


def named(data: Tree) -> list[Profile]:
    """The profiles that a document names, as far as they are known."""
    names = data.get("profiles") if isinstance(data, dict) else None
    known = [name for name in names if isinstance(name, str) and name in PROFILES] if isinstance(names, list) else []
    return [PROFILES[name] for name in dict.fromkeys(known)]


def places(data: dict[str, Tree]) -> Iterator[_Place]:
    """The agreement itself, its amendments, and every clause of it and of them."""
    yield _Place(HEAD, (), data, dict(data))
    amendments = data.get("amendments")
    for at, amendment in enumerate(amendments if isinstance(amendments, list) else ()):
        if isinstance(amendment, dict):
            yield _Place(AMENDMENT, ("amendments", at), amendment, dict(amendment))
    for path, clauses in clause_lists(data):
        for at, clause in enumerate(clauses):
            if isinstance(clause, dict) and isinstance(clause.get("kind"), str):
                yield _Place(cast(str, clause["kind"]), (*path, at), clause, deepcopy(clause))


def clause_lists(data: dict[str, Tree]) -> Iterator[tuple[Path, list[Tree]]]:
    """The lists of clauses of an agreement and of its amendments."""
    if isinstance(clauses := data.get("clauses"), list):
        yield ("clauses",), clauses
    amendments = data.get("amendments")
    for at, amendment in enumerate(amendments if isinstance(amendments, list) else ()):
        if isinstance(amendment, dict) and isinstance(clauses := amendment.get("clauses"), list):
            yield ("amendments", at, "clauses"), clauses


def choices(profiles: Sequence[Profile], place: _Place) -> Iterator[tuple[Profile, Choice]]:
    """The choices that are made at a place, each with its profile."""
    for profile in profiles:
        for choice in profile.choices:
            if choice.kind != place.kind or is_written(place.written, choice.field):
                continue
            stands = all(is_written(place.written, field) for field in choice.beside)
            if stands and not any(is_written(place.written, field) for field in choice.unless):
                yield profile, choice


def is_written(data: Tree, field: str) -> bool:
    """Whether a field is written."""
    for key in field.split("."):
        if not isinstance(data, dict) or key not in data:
            return False
        data = data[key]
    return True


def fill(data: dict[str, Tree], place: _Place, profile: Profile, choice: Choice) -> Iterator[Filled]:
    """One choice put where it is left out."""
    *around, key = choice.field.split(".")
    for path, holder in holders(place.data, around, make=place.kind == HEAD):
        if key in holder:
            continue
        value = whole_periods(data, holder) if choice.value == WHOLE_PERIODS else as_tree(choice.value)
        if value is not None:
            holder[key] = value
            yield Filled((*place.path, *path, key), value, profile.name)


def holders(data: dict[str, Tree], around: Sequence[str], *, make: bool) -> Iterable[tuple[Path, dict[str, Tree]]]:
    """The mappings in which a field stands; ``*`` is each of them. In the head one that is left out is made."""
    found: list[tuple[Path, dict[str, Tree]]] = [((), data)]
    for key in around:
        inside: list[tuple[Path, Tree | None]] = []
        for path, holder in found:
            if make and key not in ("*", "indices"):
                holder.setdefault(key, {})
            inside.extend(((*path, name), holder.get(name)) for name in (list(holder) if key == "*" else [key]))
        found = [(path, part) for path, part in inside if isinstance(part, dict)]
    return found


def whole_periods(data: dict[str, Tree], payment: Mapping[str, Tree]) -> str | None:
    """Payment days in whole settlement periods; None where days or periods cannot be read."""
    days, settlement = payment.get("payment_days"), data.get("settlement")
    every = settlement.get("every") if isinstance(settlement, dict) else None
    if not isinstance(every, str) or every not in MONTHS:
        return None
    if not isinstance(days, str) or not (days.isascii() and days.isdigit()) or len(days) > 6:
        return None
    months = -(-int(days) // DAYS_OF_A_MONTH)
    return str(-(-months // MONTHS[every]))


def declared(data: dict[str, Tree], profiles: Sequence[Profile], filled: Sequence[Filled]) -> Iterator[Filled]:
    """The indices that were filled in somewhere and that the agreement does not declare itself."""
    for profile in profiles:
        for name, index in profile.indices.items():
            uses = any(isinstance(each.value, dict) and each.value.get("index") == name for each in filled)
            indices = data.setdefault("indices", {}) if uses else None
            if isinstance(indices, dict) and name not in indices:
                indices[name] = as_tree(index)
                yield Filled(("indices", name), as_tree(index), profile.name)


def as_tree(value: object) -> Tree:
    """A value of a profile as a document holds it, not shared."""
    if isinstance(value, Mapping):
        return {str(key): as_tree(part) for key, part in value.items()}
    return [as_tree(part) for part in value] if isinstance(value, tuple) else str(value)


def differ(place: _Place, field: str, one: tuple[Profile, Choice], other: tuple[Profile, Choice]) -> Fault:
    """Two profiles that fill one field differently."""
    keys = field.split(".")
    return DIFFER.at(
        *place.path, *keys, key=keys[-1], one=one[0].name, value=shown(as_tree(one[1].value)),
        other=other[0].name, another=shown(as_tree(other[1].value)),
    )  # fmt: skip


def told(filling: Filling, faults: Iterable[Fault]) -> list[Fault]:
    """Faults, and of those in a value that a profile filled, which one did."""
    by_path = {each.path: each for each in filling.filled}

    def said(fault: Fault) -> Fault:
        around = (fault.path[:length] for length in range(len(fault.path), 0, -1))
        found = next((by_path[path] for path in around if path in by_path), None)
        if found is None:
            return fault
        return OF_PROFILE.at(
            *fault.path, line=fault.line, wrong=fault.wrong, remedy=fault.remedy, profile=found.profile,
            value=shown(found.value), key=dotted(found.path[-1:]),
        )  # fmt: skip

    return [said(fault) for fault in faults]


def shown(value: Tree) -> str:
    """A filled value on one line, as people would write it."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {shown(part)}" for key, part in value.items()) + "}"
    return "[" + ", ".join(map(shown, value)) + "]" if isinstance(value, list) else value
