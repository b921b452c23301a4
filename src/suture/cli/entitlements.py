"""`suture entitlements`: what may be billed and has not been; the seller's side of `suture audit`."""

import argparse
from typing import Final

from suture.cli import DONE
from suture.cli.audit import show, sums_of
from suture.cli.claims import answered
from suture.cli.screen import told
from suture.engine.claims.audit import Audit
from suture.engine.text import Message, Text

MAY_BILL: Final = Text(
    "entitlements.may_bill",
    "{seller} may still bill {buyer} {open} under {agreement} through {through}: {n} findings.",
    "截至 {through}，{seller} 在 {agreement} 项下尚可向 {buyer} 开票 {open}，共 {n} 项。",
)
MAY_BILL_ONE: Final = Text(
    "entitlements.may_bill_one",
    "{seller} may still bill {buyer} {open} under {agreement} through {through}: 1 finding.",
    "截至 {through}，{seller} 在 {agreement} 项下尚可向 {buyer} 开票 {open}，共 1 项。",
)
NOTHING_LEFT: Final = Text(
    "entitlements.nothing",
    "All that {seller} may bill {buyer} under {agreement} through {through} is billed.",
    "截至 {through}，{seller} 在 {agreement} 项下可向 {buyer} 开票的款项均已开票。",
)
OTHER_SIDE: Final = Text(
    "entitlements.other_side",
    "On the other side {back} was billed too much; `suture audit` says where.",
    "另一方面多开票 {back}；明细见 `suture audit`。",
)


def run(asked: argparse.Namespace) -> int:
    """Audits and tells what may be billed. Raises ``Faulty``."""
    held = answered(asked, "seller")
    if not asked.json:
        told(answer(held.audit))
        if held.audit.asked_back():
            told(OTHER_SIDE(back=sums_of(held.audit.asked_back())))
        show(held, held.audit.entitled(), asked.out)
    return DONE


def answer(audit: Audit) -> Message:
    """The answer in a sentence."""
    of = {
        "seller": audit.seller, "buyer": audit.buyer, "agreement": audit.agreement, "through": str(audit.through),
    }  # fmt: skip
    found = audit.entitled()
    if not found:
        return NOTHING_LEFT(**of)
    says = MAY_BILL_ONE if len(found) == 1 else MAY_BILL
    return says(open=sums_of(found), n=len(found), **of)
