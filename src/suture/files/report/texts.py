"""Every sentence and heading of the report that no decision brings along, by its name in the template."""

from suture.engine.text import Text, Value
from suture.files.numerals import in_columns

_ENGLISH = {
    "decision": "Decision",
    "on_your_inputs": "on your inputs",
    "sure": "sure {share}",
    "futures": "{futures} on {draws}",
    "futures.one": "1 future",
    "futures.many": "{n} futures",
    "draws.one": "1 input draw",
    "draws.many": "{n} input draws",
    "gates": "Gates",
    "gates_of": "of {label}",
    "passed": "passed",
    "open": "open",
    "failed": "failed",
    "worth": "Worth today, by strategy",
    "worth_says": "{currency}, sales less all costs, discounted. Bar: P10 to P90 over {futures}; tick: median.",
    "worth_costs": "{currency}, all costs, discounted; nothing is sold. Bar: P10 to P90 over {futures}; tick: "
    "median.",
    "the_same": "the same: {labels}",
    "more_below": "{n} more in the appendix",
    "chance": "How often it is better",
    "chance_says": "Each dot is one of 20 futures alike in chance: worth of {one} less that of {other}, {currency}.",
    "alike": "all strategies shown alike",
    "better": "better",
    "worse": "worse",
    "six": "The numbers that decide for {kind}",
    "six_says": "Same strategies in the same order. P10 to P90 with the median; {better}.",
    "lower_is_better": "lower is better",
    "higher_is_better": "higher is better",
    "unit.money": "{currency}",
    "unit.months": "months",
    "unit.weeks": "weeks",
    "unit.days": "days",
    "unit.count": "number",
    "unit.share": "%",
    "unit.hours": "hours",
    "unit.units": "units",
    "unit.words": "",
    "why": "Why",
    "turns": "Where the answer turns",
    "thumb": "The trade's rule of thumb",
    "calls": "Unknowns that are worth a phone call",
    "not_priced": "Not priced yet",
    "not_priced_says": "Terms that no figure here holds, with the direction in which they would likely count.",
    "discount": "Discount for committing",
    "discount_says": "Worth of {one} less that of {other}, {currency}, along the discount for committing.",
    "premium_tick": "{n} % premium",
    "discount_tick": "{n} %",
    "band": "in your case",
    "turns_at": "turns at {at}",
    "volume": "Volume",
    "volume_says": "Worth of {one} less that of {other}, {currency}, along the volume (demand "
    "and plan alike) as a multiple of the plan.",
    "plan": "plan",
    "times": "{n}×",
    "drivers": "What moves the difference",
    "drivers_says": "Worth of {one} less that of {other}, {currency}, on average, run with one input at its low "
    "and at its high end. Hollow: it makes less than a twentieth of the spread.",
    "flips": "Nearest flips",
    "flip_input": "Input",
    "flip_at": "Turns at",
    "flip_likely": "Taken as",
    "flip_range": "Range",
    "flip_instead": "Then",
    "no_flips": "None was found: no single input, moved through its range, turns the answer.",
    "appendix": "Appendix",
    "case": "The case",
    "company": "{company}, {kind}: {months} months from {starts} on, in {currency}.",
    "product": "Product",
    "class": "Class",
    "code": "Product code",
    "markets": "Markets",
    "sterilised": "Sterilised by",
    "way": "Way to market",
    "partner": "Partner",
    "region": "Region",
    "licences": "Licensed for",
    "committing": "Committing to it",
    "implant_of": "{graded}, implant",
    "sterile.eo": "ethylene oxide",
    "sterile.radiation": "radiation",
    "sterile.no": "not sterile",
    "on_market": "on the market",
    "route.k510": "510(k)",
    "route.pma": "PMA",
    "route.de_novo": "De Novo",
    "route.nmpa_2": "NMPA class 2",
    "route.nmpa_3": "NMPA class 3",
    "today": "today's maker",
    "region.us": "US",
    "region.eu": "EU",
    "region.cn": "China",
    "region.mx": "Mexico",
    "region.other": "elsewhere",
    "hours_only": "sells hours, makes nothing for sale",
    "years.one": "1 year",
    "years.many": "{n} years",
    "bound": "{years}; forecast binds: {bound}",
    "strategies": "All strategies",
    "strategies_says": "Ranked by mean worth, those that pass their gates first. Median, and P10 to P90 below it.",
    "strategy": "Strategy",
    "model": "Model",
    "gate": "Gate",
    "state": "State",
    "says": "Says",
    "mean": "Mean",
    "p10": "P10",
    "p50": "P50",
    "p90": "P90",
    "as_table": "The same as a table",
    "gates_all": "Gates of every strategy",
    "pairs": "The recommended less every other",
    "pairs_says": "Worth, {currency}, future by future on the same drawn world.",
    "other": "Other",
    "futures_better": "Better in",
    "futures_same": "Same in",
    "sure_head": "Sure",
    "share_of_futures": "{n} %",
    "assumptions": "Assumptions",
    "assumptions_says": "Every figure of the case, what moves the difference first. {marks}",
    "input": "Input",
    "value": "Value",
    "range": "Range",
    "between": "{low} – {high}",
    "one.unit.months": "1 month",
    "one.unit.weeks": "1 week",
    "one.unit.days": "1 day",
    "one.unit.hours": "1 hour",
    "one.unit.units": "1 unit",
    "one.unit.lots": "1 lot",
    "one.unit.minutes": "1 minute",
    "mark": "Mark",
    "because": "Source or reason",
    "moves": "Moves",
    "mark.source": "source",
    "mark.source_and_assumption": "source, assumption",
    "mark.assumption": "assumption",
    "mark.stand_in": "stand-in",
    "mark.given": "given",
    "marks_legend": "Source: published or quoted. Assumption: with its reason. Stand-in: nobody gave it, the "
    "trade's range is taken. Given: without a source.",
    "the_rest": "The other {n} figures",
    "term": "Term",
    "of": "Of",
    "direction": "Likely",
    "the_case": "the case",
    "costs_buyer": "costs the company",
    "costs_seller": "costs the partner",
    "either": "either way",
    "meanings": "What the numbers mean",
    "how": "How it was found",
    "how_says": "All strategies live through the same {futures}, drawn ({method}, seed {seed}). {draws} stand for "
    "the ranges that nobody has told us, with {group} each; sure is the share of those draws in which "
    "the recommended is better on average, and a difference is called clear from {least} on. The drills "
    "(first maker down for six months from the middle of the case, demand 30 % down) run on up "
    "to 1,024 futures, the turning points on up to 512.",
    "foot": "case {case} {hash} · seed {seed} · {futures} · suture {version}",
    "page": "page",
}  # fmt: skip
TEXTS = {name: Text(f"report.{name}", en) for name, en in _ENGLISH.items()}
_MEANINGS = {
    "worth": "Sales collected and stock left, less everything paid (goods, freight, duty, tools, validation, moving, "
    "upkeep, hours, minimums, bridge money), each month discounted to today.",
    "cash_low": "The lowest month's end of cash: what there is, what is paid in, less the burn and all that this case "
    "costs.",
    "first_lot": "Month in which goods may first be sold, over the futures in which that happens within the case.",
    "sunk": "All money spent, in the futures in which the project stops or is refused.",
    "turn_days": "Days from ordering a development build until it is in hand; without commitment it waits behind "
    "others.",
    "turn_cost": "Price and lot fees of one build of the first stage.",
    "unit_cost": "Goods, freight, duty, upkeep and hours over all units that arrived and were accepted.",
    "owned": "What stays with the company when it leaves the maker.",
    "off_market_drill": "Share of asked-for units that cannot be sold, in weeks of the case, when the first maker "
    "is down for six months.",
    "exposure": "Minimums paid without goods, and stock expired at its price, over the case, when demand stays 30 % "
    "under plan.",
    "change_weeks": "Weeks until a changed product is in delivered goods, at the slower of its makers.",
    "quality_spread": "Lots rejected at the worse maker less those at the better one.",
    "exit_cost": "At the end of the first contract year: the fees that the agreements state, and moving away from the "
    "first maker, half as dear again without a process licence; no move where a second maker has room for all.",
    "exit_months": "The longer of moving away and the notice of the commitment.",
    "spent": "All money spent on this case within its months.",
    "within": "Share of futures in which the cash never falls below zero.",
    "iterations": "Development builds tried over all stages.",
}  # fmt: skip
MEANINGS = {code: Text(f"report.meaning.{code}", en) for code, en in _MEANINGS.items()}
SHAPES = {"passed": "✔", "open": "?", "failed": "✘"}
MARKS = {"source": "●", "source_and_assumption": "◐", "assumption": "○", "stand_in": "◇", "given": "·"}


def said(name: str, **parameters: Value) -> str:
    """A text of the report in English."""
    return in_columns(TEXTS[name](**parameters))


def counted(name: str, n: int) -> str:
    """So many of something: one, or several."""
    return said(f"{name}.one" if n == 1 else f"{name}.many", n=f"{n:,}")


def futures(n: int) -> str:
    """So many futures."""
    return counted("futures", n)
