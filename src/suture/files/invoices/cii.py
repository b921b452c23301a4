"""UN/CEFACT Cross Industry Invoice (D16B), as Factur-X and ZUGFeRD attach it to a PDF."""

import re
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

_ROOT: Final = "urn:un:unece:uncefact:data:standard:"
TOP: Final = f"{{{_ROOT}CrossIndustryInvoice:100}}CrossIndustryInvoice"
SPACES: Final = {
    "m": f"{_ROOT}CrossIndustryInvoice:100",
    "r": f"{_ROOT}ReusableAggregateBusinessInformationEntity:100",
    "u": f"{_ROOT}UnqualifiedDataType:100",
    "q": f"{_ROOT}QualifiedDataType:100",
}
_TRADE: Final = "m:SupplyChainTradeTransaction"
_AGREED: Final = f"{_TRADE}/r:ApplicableHeaderTradeAgreement"
_SETTLED: Final = f"{_TRADE}/r:ApplicableHeaderTradeSettlement"
_DAY: Final = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)


def document_of(top: Any) -> Document:
    """The invoice or credit note under its top element."""
    read = Reader(SPACES)
    settled = top.find(_SETTLED, SPACES)
    read.currency = read.text(settled, "r:InvoiceCurrencyCode")
    items = [*_lines(read, top)]
    if settled is not None:
        items += [*_changes(read, settled), *_taxes(read, settled)]
    credit = read.text(top, "m:ExchangedDocument/r:TypeCode") in CREDIT_CODES
    return Document(_head(read, top, settled), credit, items, _totals(read, settled), read.faults, top.sourceline or 1)


def _day(read: Reader, under: Any, path: str) -> str:
    """A day in form 102 (YYYYMMDD), which is the only one of EN 16931; any other stays as it is, and is refused."""
    text = read.text(under, f"{path}/u:DateTimeString", f"{path}/q:DateTimeString", f"{path}/u:DateTime")
    found = _DAY.fullmatch(text)
    return "-".join(found.groups()) if found else text


def _period(read: Reader, under: Any) -> dict[str, str]:
    """The days that a line or a document is about."""
    return {
        "from": _day(read, under, "r:BillingSpecifiedPeriod/r:StartDateTime"),
        "to": _day(read, under, "r:BillingSpecifiedPeriod/r:EndDateTime"),
    }


def _head(read: Reader, top: Any, settled: Any) -> dict[str, str]:
    """What every line has."""
    return {
        "agreement": read.text(top, f"{_AGREED}/r:ContractReferencedDocument/r:IssuerAssignedID"),
        "invoice": read.text(top, "m:ExchangedDocument/r:ID"),
        "date": _day(read, top, "m:ExchangedDocument/r:IssueDateTime"),
        "currency": read.currency,
        **_period(read, settled),
        "event": read.text(top, f"{_AGREED}/r:BuyerOrderReferencedDocument/r:IssuerAssignedID"),
        "credits": read.text(settled, "r:InvoiceReferencedDocument/r:IssuerAssignedID"),
        "project": read.text(top, f"{_AGREED}/r:SpecifiedProcuringProject/r:ID"),
        "seller": read.text(top, f"{_AGREED}/r:SellerTradeParty/r:Name"),
        "buyer_reference": read.text(top, f"{_AGREED}/r:BuyerReference"),
    }


def _lines(read: Reader, top: Any) -> list[Item]:
    """Its lines."""
    made = []
    for line in read.each(top, f"{_TRADE}/r:IncludedSupplyChainTradeLineItem"):
        agreed = line.find("r:SpecifiedLineTradeAgreement", SPACES)
        settled = line.find("r:SpecifiedLineTradeSettlement", SPACES)
        total = "r:SpecifiedTradeSettlementLineMonetarySummation/r:LineTotalAmount"
        amount = read.amount(settled, total, needed=True)
        billed = line.find("r:SpecifiedLineTradeDelivery/r:BilledQuantity", SPACES)
        item = line.find("r:SpecifiedTradeProduct", SPACES)
        unit = billed.get("unitCode", "") if billed is not None else ""
        quantity = read.number(line, "r:SpecifiedLineTradeDelivery/r:BilledQuantity")
        texts = {
            "line": read.text(line, "r:AssociatedDocumentLineDocument/r:LineID"),
            "quantity": f"{quantity:f}" if quantity is not None else "",
            "unit": unit,
            "unit_price": _price(read, agreed, unit),
            **_period(read, settled),
            "event": read.text(agreed, "r:BuyerOrderReferencedDocument/r:IssuerAssignedID"),
            "order_line": read.text(agreed, "r:BuyerOrderReferencedDocument/r:LineID"),
            "credits": read.text(settled, "r:InvoiceReferencedDocument/r:IssuerAssignedID"),
            "sellers_item": read.text(item, "r:SellerAssignedID"),
            "buyers_item": read.text(item, "r:BuyerAssignedID"),
            "standard_item": read.text(item, "r:GlobalID"),
            "item": read.text(item, "r:Name", "r:Description"),
            "cost_reference": read.text(settled, "r:ReceivableSpecifiedTradeAccountingAccount/r:ID"),
            "note": read.text(line, "r:AssociatedDocumentLineDocument/r:IncludedNote/r:Content")
            or read.text(item, "r:Description", "r:Name"),
        }
        made.append(Item("line", amount or Decimal(0), line.sourceline, texts))
    return made


def _price(read: Reader, agreed: Any, unit: str) -> str:
    """The net price for one unit."""
    at = "r:NetPriceProductTradePrice"
    price = read.amount(agreed, f"{at}/r:ChargeAmount")
    if price is None:
        return ""
    base = agreed.find(f"{at}/r:BasisQuantity", SPACES)
    code = base.get("unitCode", "") if base is not None else ""
    if code and unit and code != unit:
        read.faults.append(TWO_UNITS.at(line=base.sourceline, found=code, wanted=unit))
    return price_for_one(price, read.number(agreed, f"{at}/r:BasisQuantity") or Decimal(1))


def _changes(read: Reader, settled: Any) -> list[Item]:
    """Allowances, below zero, and charges of the document as a whole, freight and the like among them."""
    made = []
    for change in read.each(settled, "r:SpecifiedTradeAllowanceCharge"):
        amount = read.amount(change, "r:ActualAmount", needed=True) or Decimal(0)
        is_charge = read.text(change, "r:ChargeIndicator/u:Indicator").lower() in ("true", "1")
        why = read.text(change, "r:Reason", "r:ReasonCode")
        made.append(Item("allowance", amount if is_charge else -amount, change.sourceline, {"note": why}))
    for change in read.each(settled, "r:SpecifiedLogisticsServiceCharge"):
        amount = read.amount(change, "r:AppliedAmount", needed=True) or Decimal(0)
        made.append(Item("allowance", amount, change.sourceline, {"note": read.text(change, "r:Description")}))
    return made


def _taxes(read: Reader, settled: Any) -> list[Item]:
    """Taxes by category."""
    made = []
    for part in read.each(settled, "r:ApplicableTradeTax"):
        amount = read.amount(part, "r:CalculatedAmount") or Decimal(0)
        rate = read.text(part, "r:RateApplicablePercent")
        words = (read.text(part, "r:TypeCode"), read.text(part, "r:CategoryCode"), f"{rate} %" if rate else "")
        if amount:
            made.append(Item("tax", amount, part.sourceline, {"note": " ".join(filter(None, words))}))
    return made


def _totals(read: Reader, settled: Any) -> Totals:
    total = settled.find("r:SpecifiedTradeSettlementHeaderMonetarySummation", SPACES) if settled is not None else None
    taxes = [*read.each(total, "r:TaxTotalAmount")] if total is not None else []
    ours = [each for each in taxes if each.get("currencyID", read.currency) == read.currency]
    return Totals(
        lines=read.amount(total, "r:LineTotalAmount"),
        allowances=read.amount(total, "r:AllowanceTotalAmount"),
        charges=read.amount(total, "r:ChargeTotalAmount"),
        without_tax=read.amount(total, "r:TaxBasisTotalAmount"),
        tax=read.number(ours[0], ".") if ours else None,
        with_tax=read.amount(total, "r:GrandTotalAmount"),
        prepaid=read.amount(total, "r:TotalPrepaidAmount"),
        rounding=read.amount(total, "r:RoundingAmount"),
        payable=read.amount(total, "r:DuePayableAmount"),
    )
