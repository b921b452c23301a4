"""UBL 2.1 Invoice and CreditNote (ISO/IEC 19845), as Peppol BIS Billing 3 and others use them."""

from decimal import Decimal
from typing import Any, Final

from suture.files.invoices.document import (
    CREDIT_CODES,
    TWO_UNITS,
    Document,
    Item,
    Totals,
    price_for_one,
)
from suture.files.invoices.reading import Reader

_ROOT: Final = "urn:oasis:names:specification:ubl:schema:xsd:"
TOPS: Final = {f"{{{_ROOT}Invoice-2}}Invoice": "Invoice", f"{{{_ROOT}CreditNote-2}}CreditNote": "CreditNote"}
SPACES: Final = {"a": f"{_ROOT}CommonAggregateComponents-2", "b": f"{_ROOT}CommonBasicComponents-2"}
QUANTITIES: Final = {"Invoice": "b:InvoicedQuantity", "CreditNote": "b:CreditedQuantity"}
NO_ORDER: Final = "NA"
"""What Peppol puts where there is no number of an order."""


def document_of(top: Any) -> Document:
    """The invoice or credit note under its top element."""
    what = TOPS[top.tag]
    read = Reader(SPACES)
    read.currency = read.text(top, "b:DocumentCurrencyCode")
    code = read.text(top, "b:InvoiceTypeCode", "b:CreditNoteTypeCode")
    items = [*_lines(read, top, what), *_changes(read, top), *_taxes(read, top)]
    return Document(_head(read, top), what == "CreditNote" or code in CREDIT_CODES, items, _totals(read, top),
                    read.faults, top.sourceline or 1)  # fmt: skip


def _head(read: Reader, top: Any) -> dict[str, str]:
    """What every line has."""
    return {
        "agreement": read.text(top, "a:ContractDocumentReference/b:ID"),
        "invoice": read.text(top, "b:ID"),
        "date": read.text(top, "b:IssueDate"),
        "currency": read.currency,
        "from": read.text(top, "a:InvoicePeriod/b:StartDate"),
        "to": read.text(top, "a:InvoicePeriod/b:EndDate"),
        "event": _order(read.text(top, "a:OrderReference/b:ID")),
        "credits": read.text(top, "a:BillingReference/a:InvoiceDocumentReference/b:ID"),
        "project": read.text(top, "a:ProjectReference/b:ID"),
        "seller": read.text(top, "a:AccountingSupplierParty/a:Party/a:PartyName/b:Name",
                            "a:AccountingSupplierParty/a:Party/a:PartyLegalEntity/b:RegistrationName"),
        "buyer_reference": read.text(top, "b:BuyerReference"),
    }  # fmt: skip


def _order(number: str) -> str:
    return "" if number == NO_ORDER else number


def _lines(read: Reader, top: Any, what: str) -> list[Item]:
    """Its lines."""
    made = []
    for line in read.each(top, f"a:{what}Line"):
        amount = read.amount(line, "b:LineExtensionAmount", needed=True)
        quantity = line.find(QUANTITIES[what], read.spaces)
        item = line.find("a:Item", read.spaces)
        unit = quantity.get("unitCode", "") if quantity is not None else ""
        texts = {
            "line": read.text(line, "b:ID"),
            "quantity": _number(read.number(line, QUANTITIES[what])),
            "unit": unit,
            "unit_price": _price(read, line, unit),
            "from": read.text(line, "a:InvoicePeriod/b:StartDate"),
            "to": read.text(line, "a:InvoicePeriod/b:EndDate"),
            "event": _order(read.text(line, "a:OrderLineReference/a:OrderReference/b:ID")),
            "order_line": read.text(line, "a:OrderLineReference/b:LineID"),
            "credits": read.text(line, "a:BillingReference/a:InvoiceDocumentReference/b:ID"),
            "sellers_item": read.text(item, "a:SellersItemIdentification/b:ID"),
            "buyers_item": read.text(item, "a:BuyersItemIdentification/b:ID"),
            "standard_item": read.text(item, "a:StandardItemIdentification/b:ID"),
            "item": read.text(item, "b:Name", "b:Description"),
            "cost_reference": read.text(line, "b:AccountingCost"),
            "note": read.text(line, "b:Note") or read.text(item, "b:Description", "b:Name"),
        }
        made.append(Item("line", amount or Decimal(0), line.sourceline, texts))
    return made


def _number(number: Decimal | None) -> str:
    return f"{number:f}" if number is not None else ""


def _price(read: Reader, line: Any, unit: str) -> str:
    """The net price for one unit."""
    price = read.amount(line, "a:Price/b:PriceAmount")
    base = line.find("a:Price/b:BaseQuantity", read.spaces)
    if price is None:
        return ""
    code = base.get("unitCode", "") if base is not None else ""
    if code and unit and code != unit:
        read.faults.append(TWO_UNITS.at(line=base.sourceline, found=code, wanted=unit))
    return price_for_one(price, read.number(line, "a:Price/b:BaseQuantity") or Decimal(1))


def _changes(read: Reader, top: Any) -> list[Item]:
    """Allowances, below zero, and charges of the document as a whole."""
    made = []
    for change in read.each(top, "a:AllowanceCharge"):
        amount = read.amount(change, "b:Amount", needed=True) or Decimal(0)
        is_charge = read.text(change, "b:ChargeIndicator").lower() in ("true", "1")
        why = read.text(change, "b:AllowanceChargeReason", "b:AllowanceChargeReasonCode")
        made.append(Item("allowance", amount if is_charge else -amount, change.sourceline, {"note": why}))
    return made


def _taxes(read: Reader, top: Any) -> list[Item]:
    """Taxes by category, those in the currency of the document."""
    made = []
    for total in read.each(top, "a:TaxTotal"):
        if not _is_ours(read, total):
            continue
        parts = [*read.each(total, "a:TaxSubtotal")]
        for part in parts or [total]:
            amount = read.amount(part, "b:TaxAmount", needed=True) or Decimal(0)
            scheme = read.text(part, "a:TaxCategory/a:TaxScheme/b:ID")
            rate, category = read.text(part, "a:TaxCategory/b:Percent"), read.text(part, "a:TaxCategory/b:ID")
            note = " ".join(filter(None, (scheme, category, f"{rate} %" if rate else "")))
            if amount or not parts:
                made.append(Item("tax", amount, part.sourceline, {"note": note}))
    return made


def _is_ours(read: Reader, total: Any) -> bool:
    """Whether a total of tax is in the currency of the document; a second may repeat it in that of the tax office."""
    found = total.find("b:TaxAmount", read.spaces)
    return found is None or found.get("currencyID", read.currency) == read.currency


def _totals(read: Reader, top: Any) -> Totals:
    total = top.find("a:LegalMonetaryTotal", read.spaces)
    if total is None:
        total = top.find("a:RequestedMonetaryTotal", read.spaces)
    taxes = [read.number(each, "b:TaxAmount") for each in read.each(top, "a:TaxTotal") if _is_ours(read, each)]
    tax = sum((each for each in taxes if each is not None), Decimal(0)) if taxes else None
    return Totals(
        lines=read.amount(total, "b:LineExtensionAmount"),
        allowances=read.amount(total, "b:AllowanceTotalAmount"),
        charges=read.amount(total, "b:ChargeTotalAmount"),
        without_tax=read.amount(total, "b:TaxExclusiveAmount"),
        tax=tax,
        with_tax=read.amount(total, "b:TaxInclusiveAmount"),
        prepaid=read.amount(total, "b:PrepaidAmount"),
        rounding=read.amount(total, "b:PayableRoundingAmount"),
        payable=read.amount(total, "b:PayableAmount"),
    )
