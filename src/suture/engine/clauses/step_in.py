"""Step-in: a gate that holds while the buyer may run the making of its product at the seller's site.

Rules: docs/rules/step_in.md.
"""

from collections.abc import Iterable
from typing import Literal

from pydantic import Field

from suture.engine.clauses import right
from suture.engine.clauses.kind import Kind, Phase
from suture.engine.clauses.saying import Said
from suture.engine.text import Message, Text, listed

TITLE = Text("step_in.title", "Step-in", "介入权")
SAYS = Text(
    "step_in.says",
    "For {services} the buyer, or one whom it names, may {may} at the seller's site.",
    "就{services}，买方或其指定方可在卖方场所{may}。",
)
MAY = {
    "direct_production": Text("step_in.direct_production", "direct production", "指挥生产"),
    "bring_staff": Text("step_in.bring_staff", "bring its own staff", "派驻人员"),
    "use_equipment": Text("step_in.use_equipment", "use the equipment", "使用设备"),
    "use_material": Text("step_in.use_material", "use the material in stock", "使用库存物料"),
    "use_documents": Text("step_in.use_documents", "use the documents", "使用技术文件"),
}
SAYS_COST = {
    "seller": Text(
        "step_in.says_seller_bears", "The seller bears what it costs more than it would have cost the seller.",
        "由此较卖方自行履行增加的费用由卖方承担。",
    ),
    "buyer": Text("step_in.says_buyer_bears", "The buyer bears what it costs.", "由此发生的费用由买方承担。"),
    "each_its_own": Text(
        "step_in.says_each_bears", "Each side bears its own cost.", "双方各自承担由此发生的费用。"
    ),
}  # fmt: skip
SAYS_QUALITY = Text(
    "step_in.says_quality",
    "The seller's quality system stays in force while it holds; no one is released from its duties under the law.",
    "介入期间卖方的质量管理体系继续适用，任何一方的法定义务不因此免除。",
)


class Clause(right.Right):
    """A step-in right as written: for which services, what the buyer may do, who bears its cost, what releases it."""

    kind: Literal["step_in"] = "step_in"
    services: tuple[str, ...] = Field(min_length=1)
    may: tuple[Literal["direct_production", "bring_staff", "use_equipment", "use_material", "use_documents"], ...] = (
        Field(min_length=1)
    )
    cost_borne_by: Literal["seller", "buyer", "each_its_own"]


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    yield SAYS(services=said.listed(clause.services), may=listed([MAY[each]() for each in clause.may]))
    yield from right.said_release(clause.release, said)
    yield SAYS_COST[clause.cost_borne_by]()
    yield SAYS_QUALITY()


KIND = Kind(
    "step_in", Phase.COMMITMENT, Clause, right.Terms, right.State, right.Facts, right.step, right.numbers, right.reads,
    right.explain, says, TITLE, effect="gate", check=right.check, changes=right.changes,
)  # fmt: skip
