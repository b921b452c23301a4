"""What it costs and how long it takes to leave a strategy at the end of the first contract year.

The fees stand in the agreements themselves. Rules: docs/rules/decision.md.
"""

import numpy as np

from suture.engine.clauses import early_termination
from suture.engine.decision.capacity import needed, room
from suture.engine.simulation.draw import Inputs
from suture.engine.simulation.engagements import planned_share
from suture.engine.simulation.timeline import makers, transfer_months
from suture.engine.strategy.case import Case
from suture.engine.strategy.models import Strategy
from suture.engine.strategy.offers import LONG, Deal, offer
from suture.engine.strategy.planned import YEAR
from suture.engine.world.grid import Floats


def exit_cost(case: Case, strategy: Strategy, known: Inputs) -> Floats:
    """Fees of all commitments, and moving the product away where no other maker can take it, (draws,)."""
    cost = np.zeros(known.draws)
    for deal in committed(strategy):
        cost = cost + fee_after_a_year(case, deal, known)
    if second_takes_all(case, strategy):
        return cost
    left = case.partners[makers_of(case, strategy)[0]]
    if left.process_licence == "by_fee":
        cost = cost + known.of(left.licence_fee)
    harder = transfer_months(left, known) / np.maximum(known.of(left.transfer_months), 1e-9)
    return np.asarray(cost + known.of(left.transfer) * harder)


def exit_months(case: Case, strategy: Strategy, known: Inputs) -> Floats:
    """The longest notice of its commitments, or moving the product away, whichever is longer, (draws,)."""
    months = np.zeros(known.draws)
    for deal in committed(strategy):
        terms = case.partners[deal.partner].committed
        months = np.maximum(months, known.of(terms.exit_notice if terms is not None else None))
    if second_takes_all(case, strategy):
        return months
    return np.maximum(months, transfer_months(case.partners[makers_of(case, strategy)[0]], known))


def committed(strategy: Strategy) -> list[Deal]:
    """The supply agreements of a strategy that commit, as it stands under them in the end."""
    return [
        Deal(slot.partner, slot.modes[-1], planned_share(strategy, slot.partner))
        for slot in makers(strategy)
        if slot.modes[-1] in LONG
    ]


def fee_after_a_year(case: Case, deal: Deal, known: Inputs) -> Floats:
    """The fee for ending an agreement when its first contract year is over, (draws,)."""
    fee = None
    for clause in offer(case, deal).clauses:
        if isinstance(clause, early_termination.Clause):
            fee = [each.fee for each in clause.fees if each.from_month <= YEAR][-1]
    return known.of(fee)


def second_takes_all(case: Case, strategy: Strategy) -> bool:
    """Whether the second maker is qualified and has room for the whole plan: then volume moves, and no process."""
    return strategy.second is not None and room(case, strategy, strategy.second.partner) >= needed(case)


def makers_of(case: Case, strategy: Strategy) -> list[str]:
    """The partners of a strategy that make goods or builds."""
    return [name for name in strategy.partners if case.partners[name].supplies] or list(strategy.partners)
