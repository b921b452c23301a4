"""Licence: a gate that holds while one side may make the product under what belongs to the other.

Rules: docs/rules/licence.md. Without a licence to the process a transfer takes longer and costs more.
"""

from collections.abc import Iterable
from typing import Literal

from pydantic import Field

from suture.engine.clauses import right
from suture.engine.clauses.kind import Kind, Phase
from suture.engine.clauses.saying import Said
from suture.engine.text import Message, Text, listed

TITLE = Text("licence.title", "Licence", "许可")
SAYS = {
    "seller": Text(
        "licence.says_by_seller",
        "The seller grants the buyer {how} licence to {may} {services} under {covers}.",
        "卖方授予买方{how}许可，可{may}{services}，许可标的为{covers}。",
    ),
    "buyer": Text(
        "licence.says_by_buyer",
        "The buyer grants the seller {how} licence to {may} {services} under {covers}.",
        "买方授予卖方{how}许可，可{may}{services}，许可标的为{covers}。",
    ),
}
HOW = {
    "exclusive": Text("licence.exclusive", "an exclusive", "独占"),
    "non_exclusive": Text("licence.non_exclusive", "a non-exclusive", "非独占"),
}
MAY = {
    "make": Text("licence.make", "make", "自行制造"),
    "have_made": Text("licence.have_made", "have others make", "委托他人制造"),
    "use": Text("licence.use", "use", "使用"),
    "sell": Text("licence.sell", "sell", "销售"),
}
COVERS = {
    "process": Text("licence.process", "its process know-how", "其工艺技术"),
    "background": Text("licence.background", "its background rights", "其背景知识产权"),
    "improvements": Text("licence.improvements", "its improvements", "其改进成果"),
    "documents": Text("licence.documents", "its technical documents", "其技术文件"),
}
SAYS_FEE = {
    "free": Text("licence.says_free", "It costs nothing.", "该许可免费。"),
    "by_another_clause": Text(
        "licence.says_fee", "What it costs is said by another clause.", "许可费用由其他条款约定。"
    ),
}
SAYS_SUBLICENCE = {
    "allowed": Text("licence.says_sublicence", "It may be passed on to another maker.", "可再许可给其他制造商。"),
    "refused": Text("licence.says_no_sublicence", "It may not be passed on.", "不得再许可。"),
}  # fmt: skip


class Clause(right.Right):
    """A licence as written: whose, for which services, what it allows, under what, and what releases it."""

    kind: Literal["licence"] = "licence"
    granted_by: Literal["seller", "buyer"]
    services: tuple[str, ...] = Field(min_length=1)
    may: tuple[Literal["make", "have_made", "use", "sell"], ...] = Field(min_length=1)
    covers: tuple[Literal["process", "background", "improvements", "documents"], ...] = Field(min_length=1)
    exclusivity: Literal["exclusive", "non_exclusive"]
    fee: Literal["free", "by_another_clause"]
    sublicence: Literal["allowed", "refused"]


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    yield SAYS[clause.granted_by](
        how=HOW[clause.exclusivity](), may=listed([MAY[each]() for each in clause.may]),
        services=said.listed(clause.services), covers=listed([COVERS[each]() for each in clause.covers]),
    )  # fmt: skip
    yield from right.said_release(clause.release, said)
    yield SAYS_FEE[clause.fee]()
    yield SAYS_SUBLICENCE[clause.sublicence]()


KIND = Kind(
    "licence", Phase.COMMITMENT, Clause, right.Terms, right.State, right.Facts, right.step, right.numbers, right.reads,
    right.explain, says, TITLE, effect="gate", check=right.check, changes=right.changes,
)  # fmt: skip
