"""A year of an agreement: one of four realistic forms with figures by chance, and what happened under it.

Every year is made from a seed. The forms together have all the clauses whose billing goes wrong in the trade.
"""

from collections.abc import Callable
from random import Random

from suture.engine.rating.facts import activity, check_facts
from suture.engine.rating.plan import plan
from suture.engine.terms.agreement import Agreement
from suture.engine.terms.faults import faults
from tests.engine.claims.projects import development, lots
from tests.engine.claims.supplies import build, supply
from tests.engine.claims.telling import Form, Happened, Teller

FORMS: tuple[Callable[[Random], Form], ...] = (supply, build, development, lots)


def year(form: int, rng: Random) -> Happened:
    """The agreement of a form, with figures by chance, and its facts; both without faults."""
    made = FORMS[form](rng)
    agreement = Agreement.model_validate(made.written)
    assert not [*faults(agreement)], [str(each) for each in faults(agreement)]
    planned = plan(agreement)
    teller = Teller(agreement, rng, planned)
    made.tell(teller)
    wrong = [*check_facts(agreement, teller.facts)]
    assert not wrong, [str(each) for each in wrong]
    return Happened(made, agreement, planned, tuple(teller.facts), activity(planned, teller.facts))
