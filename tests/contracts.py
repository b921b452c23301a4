"""The real agreements of examples/contracts as tests read them, and what they fill in for figures that were redacted.

The numbers below that no filing has are the tests' own; what is public stands in the agreements.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path

from suture.engine.clauses.figure import Figure
from suture.engine.fault import Path as Place
from suture.engine.rating import exact
from suture.engine.rating.fact import Fact
from suture.engine.rating.facts import activity, check_facts
from suture.engine.rating.plan import plan
from suture.engine.terms.agreement import Agreement
from suture.engine.terms.ranges import figures, ranges, settled
from suture.engine.terms.reading import read_agreement

CONTRACTS = Path(__file__).parents[1] / "examples" / "contracts"
HALF_A_CENT = 0.005

UNKNOWN: Mapping[str, Mapping[str, str]] = {
    "antares-amag": {
        "transfer_price": "60", "least_order": "500", "component_price": "12", "loss_allowed": "0.02",
        "syringe_cost": "40", "freight": "0.50",
    },
    "apollo-establishment-labs": {
        "unit_price": "30", "fee_launch": "20000", "fee_proof": "30000", "fee_set_up": "80000",
        "fee_validation": "40000", "tooling": "90000", "minimum": "6000", "shortfall_price": "10",
        "material_cost": "55", "freight": "0.40",
    },
    "cerus-porex": {
        "wafer_price": "4", "disk_price": "2", "capacity": "20000", "wafer_price_amended": "5",
        "capacity_amended": "15000", "hourly_rate": "120", "material_handling": "0.10",
    },
    "conformis-stryker": {"cap": "1"},  # below the small losses of the made history
    "inmode-flextronics": {
        "material": "900", "handling": "0.05", "minutes": "240", "hourly_rate": "45", "overhead": "60",
        "yield": "0.96", "margin": "0.10", "contract_price": "1350", "storage_fee": "20",
        "part_order_quantity": "100", "part_cost": "25",
    },
    "msl-ibm": {
        "bill_of_materials": "400", "value_add": "80", "image_price": "30", "parts_saving_share": "0.50",
        "late_share": "0.05", "late_cap": "0.10", "epidemic_rate": "0.10", "material_discrepancy": "5000",
        "part_cost": "9",
    },
    "profound-philips": {"unit_price": "150000", "plan_per_quarter": "6", "part_cost": "700", "hourly_rate": "140"},
    "seaspine-pcomed": {
        "first_payment": "100000", "second_payment": "150000", "run_fee": "2000", "rate_treated": "0.06",
        "rate_partly_treated": "0.04", "rate_treated_open": "0.05", "rate_partly_treated_open": "0.03",
        "offset_share": "0.50", **{f"minimum_{year}": str(100_000 * year) for year in range(1, 8)},
    },
    "vapotherm-medica": {
        "unit_price": "18", "late_share": "0.02", "late_cap": "0.10", "cap": "500000", "late_rate": "0.0005",
    },
    "west-exxonmobil": {
        "base_price_early_2019": "2900", **{f"base_price_{year}": str(year + 1000) for year in range(2019, 2024)},
        "base_bracket": "12", "amount_per_bracket": "15", **{f"minimum_{year}": "1200" for year in range(2019, 2024)},
        "maximum": "2400", "shortfall_price": "300", "capacity": "900", "crate_charge": "650", "freight": "85",
    },
    "zounds-innerscope": {"cost_of_one_aid": "95", "cost_of_one_rechargeable_aid": "130", "freight": "1.20"},
}  # fmt: skip
"""What the filings do not tell, by the name of the input; the tests state it, no agreement has it."""

PUBLIC: Mapping[str, Mapping[str, Sequence[str]]] = {
    "antares-amag": {"acceptance": ["100 %"], "reimbursed": ["0 %"], "forecast": ["100 %"], "syringes": ["1"]},
    "apollo-establishment-labs": {
        "forecast": ["100 %", "3"], "renewal": ["12", "2019-12-04"], "renewal_notice": ["365"], "records": ["5"],
        "payment": ["30"],
    },
    "cerus-porex": {"payment": ["30"]},
    "conformis-stryker": {
        "milestone_1": ["2000000 USD"], "milestone_2": ["3000000 USD"], "exclusive": ["2032-01-01"],
        "patents": ["50 %"], "payment": ["30"],
    },
    "inmode-flextronics": {
        "unlifted": ["90", "100 %", "6"], "stock": ["2", "4", "60"], "long_lead": ["2 %", "90"], "warranty": ["365"],
        "renewal_notice": ["90"], "renewal": ["12"], "leaving": ["120"], "price": ["3", "2011-07-01"],
        "payment": ["30"], "acceptance": ["100 %", "7"], "storage": ["180"],
    },
    "msl-ibm": {
        "cap": ["3 %"], "image_audit": ["45", "6"], "renewal": ["12", "2001-05-31"], "renewal_notice": ["183"],
        "records": ["5"],
    },
    "profound-philips": {
        "forecast": ["100 %", "2"], "leaving": ["6"], "acceptance": ["7"], "material": ["0 %"],
        "cancellation": ["100 %"], "failures": ["100 %"],
    },
    "seaspine-pcomed": {
        "run_fee": ["100"], "selling_off": ["18"], "payment_of_fees": ["45"], "payment_of_runs": ["30"],
        "fee_audit": ["12"], "exclusive": ["2013-07-01", "2019-07-01"],
    },
    "vapotherm-medica": {
        "forecast": ["60 %", "90 %"], "stock": ["1"], "records": ["2"], "recall_ours": ["100 %"],
        "recall_theirs": ["0 %"], "renewal": ["12", "2015-12-31"],
    },
    "west-exxonmobil": {
        "price": ["2019-03-01", "2023-01-01"], "crude": ["100 %"], "minimum": ["2020-01-01"], "defects": ["100 %"],
        "payment": ["30"],
    },
    "zounds-innerscope": {
        "access_first": ["500000 USD", "2018-11-02"], "access_second": ["500000 USD", "2018-12-02"],
        "royalty": ["80 %", "80 USD"], "royalty_rechargeable": ["100 %", "100 USD"], "cancellation": ["100 %"],
        "payment_of_cost": ["50 %", "500", "100 %"], "renewal_notice": ["60"], "renewal": ["12", "2028-10-02"],
    },
}  # fmt: skip
"""By clause, the numbers of the filed text that must be read in both languages."""

NAMES = sorted(UNKNOWN)


def path_of(name: str) -> Path:
    return CONTRACTS / f"{name}.yaml"


@cache
def terms(name: str) -> Agreement:
    return read_agreement(path_of(name).read_text(encoding="utf-8"), file=name)


def unknown(agreed: Agreement) -> dict[Place, Figure]:
    """The figures that no one has, by place: of the clauses and of those that amendments bring."""
    return {place: figure for place, figure in figures(agreed) if not figure.known}


def filled(name: str, at: str = "value", **instead: str) -> Agreement:
    """The agreement with every unknown as the tests state it and every range at its low, likely or high end."""
    agreed, stated = terms(name), {**UNKNOWN[name], **instead}
    values = {place: Decimal(stated[figure.draw]) for place, figure in unknown(agreed).items()}
    values |= {place: getattr(figure, at) for place, figure in ranges(agreed).items()}
    return settled(agreed, values)


class Told:
    """A made history of an agreement: facts on the tenth day after the beginning of a settlement month."""

    def __init__(self, agreed: Agreement) -> None:
        self.agreed, self.planned, self.facts = agreed, plan(agreed), list[Fact]()

    def fact(
        self, service: str, kind: str, month: int, quantity: int | str, *, ahead: int = 0, event: str = ""
    ) -> "Told":
        """``ahead``: it is about so many settlement periods later, such as a forecast."""
        periods = self.planned.periods
        whole = self.planned.agreement
        unit = whole.services[service].unit if service in whole.services else ""
        day, about = periods[month].start, periods[min(month + ahead, len(periods) - 1)].start
        self.facts.append(
            Fact(whole.agreement, service, day, Decimal(quantity), unit, kind, event, for_day=about if ahead else None)
        )
        return self

    def level(self, index: str, month: int, value: int | str) -> "Told":
        self.facts.append(
            Fact(self.agreed.agreement, index, self.planned.periods[month].start, Decimal(value), "", "index")
        )
        return self

    def happened(self) -> exact.Activity:
        assert [str(fault) for fault in check_facts(self.planned.agreement, self.facts)] == []
        return activity(self.planned, self.facts)

    def due(self) -> dict[str, list[Decimal]]:
        """What every clause adds, by settlement period."""
        return {
            f.line.name: [after - before for before, after in zip([Decimal(0), *f.due], f.due, strict=False)]
            for f in exact.fold(self.planned, self.happened())
        }
