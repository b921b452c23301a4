"""Who pays an amount that either party may owe: a charge where it is the buyer, a credit where it is the seller."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from suture.engine.text import Text

Payer = Literal["buyer", "seller"]

PAYERS: Mapping[Payer, Text] = {
    "buyer": Text("payer.buyer", "buyer", "买方"),
    "seller": Text("payer.seller", "seller", "卖方"),
}
PAYEES: Mapping[Payer, Text] = {"buyer": PAYERS["seller"], "seller": PAYERS["buyer"]}
"""Who is paid, by who pays."""
SIDES: Mapping[Payer, Text] = {
    "buyer": Text("payer.due", "due", "应付"),
    "seller": Text("payer.credited", "credited", "予以抵扣"),
}
"""What becomes of an amount in the charges, by who pays it."""
OTHERS: Mapping[Payer, Payer] = {"buyer": "seller", "seller": "buyer"}


def sign(payer: Payer) -> Decimal:
    """1 where the buyer pays, -1 where the seller does: what is due is what the buyer owes."""
    return Decimal(1 if payer == "buyer" else -1)
