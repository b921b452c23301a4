"""A decision made by hand: a start-up between two makers, every number in sight."""

from collections.abc import Mapping

import numpy as np

from suture.engine.decision.choose import Decision, Flip, Judged
from suture.engine.decision.compare import difference
from suture.engine.decision.drivers import Driver
from suture.engine.decision.gates import CASH, FILES, Gate
from suture.engine.decision.numbers import CASH_LOW, UNIT_COST, WORTH, Number, spread
from suture.engine.decision.turning import Crossing
from suture.engine.simulation.outcomes import OUTCOMES
from suture.engine.simulation.run import Results
from suture.engine.strategy.answers import filled
from suture.engine.strategy.case import Case
from suture.engine.strategy.models import strategies
from suture.engine.world.streams import Sampling

CASE = Case.model_validate({
    "suture": 1, "case": "hand", "title": "By hand", "starts": "2027-01-01", "months": 36,
    "company": {"name": "Vena", "kind": "startup", "cash": 2_000_000},
    "products": {"catheter": {"on_market": True, "units": [8000]}},
    "partners": {
        "north": {
            "title": "North", "quote": {"catheter": [{"order_from": 0, "price": 31}]},
            "committed": {"discount": {"low": "0.03", "value": "0.08", "high": "0.12", "assumption": "ask"}},
            "not_priced": [{"term": "liability cap", "says": "12 months of fees", "direction": "costs_buyer"}],
        },
        "south": {"title": "South", "quote": {"catheter": [{"order_from": 0, "price": 33}]}},
    },
})  # fmt: skip
SCENARIOS, GROUP = 256, 8
WAVE = np.linspace(-1.0, 1.0, SCENARIOS)
DISCOUNT = Driver("partners.north.committed.discount", 0.03, 0.08, 0.12, 0.9, 500_000.0, 0.044)


def decided(
    worth: Mapping[str, float], *, noise: float = 0.0, failed: Mapping[str, str] | None = None, **changed: object
) -> Decision:
    """A decision over some strategies with these mean worths (k USD); ``noise`` (k USD) is the second one's own."""
    full, assumed = filled(CASE)
    named = {strategy.name: strategy for strategy in strategies(full)}
    options = tuple(named[name] for name in worth)
    kept = np.zeros((len(options), len(OUTCOMES), SCENARIOS))
    for i, mean in enumerate(worth.values()):
        own = noise * np.where(np.arange(SCENARIOS) // GROUP % 4 == 0, 3.0, -1.0) if i == 1 else 0.0
        kept[i, 0] = 1000.0 * (mean + 500.0 * WAVE + own)
        kept[i, OUTCOMES.index("unit_cost")] = 30.0 + 2.0 * i + WAVE
        kept[i, OUTCOMES.index("hours")] = 25.0 + 10.0 * i + WAVE
        kept[i, OUTCOMES.index("cash_low")] = np.where(np.arange(SCENARIOS) % 10 < 3, -1.0, 1.0)
    results = Results(options, Sampling(1, SCENARIOS, "sobol", GROUP), kept)
    judged = []
    for place, strategy in enumerate(options):
        fails = (failed or {}).get(strategy.name)
        gates = (
            Gate("files_and_tools", "passed", FILES(company="Vena", partner="North")),
            Gate("cash", "failed" if fails else "open", CASH(share=30, least=10)),
        )
        numbers = tuple(Number(m, spread(kept[place, OUTCOMES.index(m.code)])) for m in (WORTH, CASH_LOW, UNIT_COST))
        judged.append(Judged(strategy, place, gates, numbers))
    judged.sort(key=lambda j: (not j.feasible, -list(worth.values())[j.place]))
    best = judged[0]
    others = [difference(results, best.place, j.place) for j in judged[1:] if j.feasible == best.feasible]
    near = tuple(d for d in others if d.confidence < 0.8)
    by_model = {}
    for j in judged[1:]:
        if j.strategy.model != best.strategy.model:
            by_model.setdefault(j.strategy.model, difference(results, best.place, j.place))
    verdict = "nothing_feasible" if not best.feasible else "no_clear_difference" if near else "clear"
    pair = (named["long_term_one:north"], named["on_demand_one:north"])
    return Decision(**{
        "case": full, "sampling": results.sampling, "results": results, "judged": tuple(judged), "verdict": verdict,
        "runner_up": others[0] if others else None, "by_model": tuple(by_model.values()), "near": near,
        "discount": Crossing(((-0.3, -100_000.0), (0.0, -20_000.0), (0.3, 60_000.0)), 0.075), "discount_pair": pair,
        "volume": Crossing(((0.25, -9_000.0), (1.0, 1_000.0), (4.0, 90_000.0)), 0.9), "volume_ends": None,
        "drivers": (DISCOUNT,), "thumb_drivers": (DISCOUNT,),
        "flips": (Flip(DISCOUNT, named["on_demand_one:north"], 0.044),), "assumed": assumed, "clear_from": 0.8,
        **changed,
    })  # type: ignore[arg-type]  # fmt: skip
