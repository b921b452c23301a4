"""Incoterms 2020: what of the way to the buyer's door a price holds already, and what the rule leaves to the buyer.

The way is five parts. The rules (ICC publication 723E) say for each who bears it; under DAP and DPU, which oblige
nobody to insure, the seller carries the risk to the place named, so the buyer has nothing to insure.
Rules: docs/rules/levelling.md.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Final, Literal, NamedTuple

from suture.engine.clauses.landed_cost import Incoterm
from suture.engine.text import Text

Part = Literal["export", "freight", "insurance", "import", "duty"]
PARTS: Final[tuple[Part, ...]] = ("export", "freight", "insurance", "import", "duty")
NAMES: Final[Mapping[Part, Text]] = {
    "export": Text("levelled.part.export", "export: loading and clearance", "出口装运与报关"),
    "freight": Text("levelled.part.freight", "freight", "运费"),
    "insurance": Text("levelled.part.insurance", "insurance", "保险费"),
    "import": Text("levelled.part.import", "import: clearance and handling", "进口报关与操作"),
    "duty": Text("levelled.part.duty", "duty", "关税"),
}
_DISPATCHED: Final[frozenset[Part]] = frozenset({"export"})
_CARRIED: Final[frozenset[Part]] = frozenset({"export", "freight"})
_INSURED: Final[frozenset[Part]] = frozenset({"export", "freight", "insurance"})
BORNE_BY_SELLER: Final[Mapping[Incoterm, frozenset[Part]]] = {
    "EXW": frozenset(),
    "FCA": _DISPATCHED,
    "FAS": _DISPATCHED,
    "FOB": _DISPATCHED,
    "CPT": _CARRIED,
    "CFR": _CARRIED,
    "CIP": _INSURED,
    "CIF": _INSURED,
    "DAP": _INSURED,
    "DPU": _INSURED,
    "DDP": frozenset(PARTS),
}
"""The parts that a price under the rule holds; the others are the buyer's."""


class Way(NamedTuple):
    """What the way costs: each part of so many units, and of the value of the goods where they leave.

    Duty is taken of that value, and where ``on_arrival`` is 1 of freight and insurance too.
    """

    export: Fraction
    freight: Fraction
    freight_share: Fraction
    insurance: Fraction
    insurance_share: Fraction
    import_: Fraction
    duty: Fraction
    on_arrival: int


def dispatch_value(quoted: Fraction, way: Way, borne: frozenset[Part]) -> Fraction:
    """The value of the goods where they leave, cleared for export, of what is quoted with these parts in it.

    What is quoted is that value, less export where it is not in the price, with every other part that is.
    """
    freight, insurance, duty = ("freight" in borne), ("insurance" in borne), ("duty" in borne)
    on_arrival = way.on_arrival * (way.freight_share + way.insurance_share)
    per_value = (
        1 + freight * way.freight_share + insurance * way.insurance_share + duty * way.duty * (1 + on_arrival)
    )  # fmt: skip
    fixed = (
        freight * way.freight
        + insurance * way.insurance
        + ("import" in borne) * way.import_
        + duty * way.duty * way.on_arrival * (way.freight + way.insurance)
        - ("export" not in borne) * way.export
    )
    return (quoted - fixed) / per_value


def parts(value: Fraction, way: Way) -> dict[Part, Fraction]:
    """What each part comes to for goods of a value where they leave."""
    freight = way.freight + way.freight_share * value
    insurance = way.insurance + way.insurance_share * value
    return {
        "export": way.export,
        "freight": freight,
        "insurance": insurance,
        "import": way.import_,
        "duty": way.duty * (value + way.on_arrival * (freight + insurance)),
    }


def quoted_under(value: Fraction, of: Mapping[Part, Fraction], rule: Incoterm) -> Fraction:
    """What the goods would be quoted at under a rule."""
    borne = BORNE_BY_SELLER[rule]
    within = sum((amount for part, amount in of.items() if part in borne and part != "export"), Fraction(0))
    return value + within - (Fraction(0) if "export" in borne else of["export"])
