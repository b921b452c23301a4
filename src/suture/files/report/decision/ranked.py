"""The ranking as it is shown: strategies that never differ are one row, which names the others.

Such are staying as today and committing to today's maker, or committing at once and after sales that are there already.
"""

from typing import NamedTuple

from suture.engine.decision.choose import Decision, Judged
from suture.engine.decision.compare import difference
from suture.engine.decision.gates import Gate
from suture.engine.decision.names import short
from suture.engine.decision.wording import labelled, letters, phrase_of
from suture.engine.strategy.case import Case
from suture.engine.strategy.models import Strategy
from suture.engine.text import Message
from suture.files.report.reader import Reader


class Ranked(NamedTuple):
    """A strategy, and those that are the same in every future, in every number and in how their gates stand."""

    judged: Judged
    alike: tuple[Judged, ...]

    def others(self, case: Case, reader: Reader) -> str:
        """Which others are the same, in words; nothing where none is."""
        labels = reader.joined(reader.plainly(labelled(case, each.strategy)) for each in self.alike)
        return reader.said("the_same", labels=labels) if labels else ""

    @property
    def gates(self) -> tuple[Gate, ...]:
        """What is said of the gates, of all of them."""
        return tuple(dict.fromkeys(gate for each in (self.judged, *self.alike) for gate in each.gates))


def ranked(decision: Decision) -> tuple[Ranked, ...]:
    """Every strategy once, from the best down."""
    groups: list[list[Judged]] = []
    for judged in decision.judged:
        group = next((group for group in groups if never_differ(decision, group[0], judged)), None)
        if group is None:
            groups.append([judged])
        else:
            group.append(judged)
    return tuple(Ranked(first, tuple(rest)) for first, *rest in groups)


def never_differ(decision: Decision, one: Judged, other: Judged) -> bool:
    """Whether nothing that is shown tells two strategies apart."""
    return (
        one.numbers == other.numbers
        and standing(one) == standing(other)
        and difference(decision.results, one.place, other.place).same
    )


def standing(judged: Judged) -> list[tuple[str, str]]:
    """The gates of a strategy by name, with how they stand."""
    return [(gate.name, gate.status) for gate in judged.gates]


def briefly(strategy: Strategy) -> Message:
    """A strategy beside a bar, where titles have no room: with the short names that the case gives to its partners."""
    return phrase_of(strategy).label(**{letter: short(name) for letter, name in letters(strategy).items()})
