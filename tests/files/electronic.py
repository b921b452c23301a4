"""Electronic invoices as North sends them to Vena, in the three forms: UBL (as Peppol BIS Billing 3), CII, PDF."""

import io

import pypdf

UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
CII = "urn:un:unece:uncefact:data:standard:"


def party(role, name, country, vat):
    return (
        f'<cac:Accounting{role}Party><cac:Party><cbc:EndpointID schemeID="0088">7300010000001</cbc:EndpointID>'
        f"<cac:PartyName><cbc:Name>{name}</cbc:Name></cac:PartyName>"
        f"<cac:PostalAddress><cac:Country><cbc:IdentificationCode>{country}</cbc:IdentificationCode></cac:Country>"
        f"</cac:PostalAddress><cac:PartyTaxScheme><cbc:CompanyID>{vat}</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT"
        f"</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme><cac:PartyLegalEntity><cbc:RegistrationName>{name}"
        f"</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party></cac:Accounting{role}Party>"
    )


def ubl_line(number, quantity, unit, amount, price, name, *, base="", item="CATH-10", more="", kind="Invoice"):
    verb = "Invoiced" if kind == "Invoice" else "Credited"
    based = f'<cbc:BaseQuantity unitCode="{unit}">{base}</cbc:BaseQuantity>' if base else ""
    return (
        f"<cac:{kind}Line><cbc:ID>{number}</cbc:ID>"
        f'<cbc:{verb}Quantity unitCode="{unit}">{quantity}</cbc:{verb}Quantity>'
        f'<cbc:LineExtensionAmount currencyID="EUR">{amount}</cbc:LineExtensionAmount>{more}'
        f"<cac:Item><cbc:Name>{name}</cbc:Name><cac:SellersItemIdentification><cbc:ID>{item}</cbc:ID>"
        "</cac:SellersItemIdentification><cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>25</cbc:Percent>"
        "<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:ClassifiedTaxCategory></cac:Item>"
        f'<cac:Price><cbc:PriceAmount currencyID="EUR">{price}</cbc:PriceAmount>{based}</cac:Price></cac:{kind}Line>'
    )


def money(name, amount):
    return f'<cbc:{name} currencyID="EUR">{amount}</cbc:{name}>'


PERIOD = (
    "<cac:InvoicePeriod><cbc:StartDate>2027-02-01</cbc:StartDate><cbc:EndDate>2027-02-28</cbc:EndDate>"
    "</cac:InvoicePeriod>"
)
LINES = ubl_line(1, "1200", "C62", "2400.00", "200.00", "Catheter 10F", base="100") + ubl_line(
    2, "7.5", "HUR", "900.00", "120.00", "Engineering", item="ENG", more=PERIOD
)
CHANGES = (
    "<cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator><cbc:AllowanceChargeReasonCode>95"
    "</cbc:AllowanceChargeReasonCode><cbc:AllowanceChargeReason>Volume rebate</cbc:AllowanceChargeReason>"
    + money("Amount", "100.00")
    + "</cac:AllowanceCharge><cac:AllowanceCharge><cbc:ChargeIndicator>true</cbc:ChargeIndicator>"
    "<cbc:AllowanceChargeReason>Freight</cbc:AllowanceChargeReason>" + money("Amount", "50.00")
    + "</cac:AllowanceCharge>"
)  # fmt: skip
CONTRACT = "<cac:ContractDocumentReference><cbc:ID>2027-014</cbc:ID></cac:ContractDocumentReference>"
TAX = (
    "<cac:TaxTotal>" + money("TaxAmount", "812.50") + "<cac:TaxSubtotal>" + money("TaxableAmount", "3250.00")
    + money("TaxAmount", "812.50") + "<cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>25</cbc:Percent>"
    "<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>"
    '<cac:TaxTotal><cbc:TaxAmount currencyID="SEK">9360.00</cbc:TaxAmount></cac:TaxTotal>'
)  # fmt: skip
TOTALS = (
    "<cac:LegalMonetaryTotal>" + money("LineExtensionAmount", "3300.00") + money("TaxExclusiveAmount", "3250.00")
    + money("TaxInclusiveAmount", "4062.50") + money("AllowanceTotalAmount", "100.00")
    + money("ChargeTotalAmount", "50.00") + money("PrepaidAmount", "62.50") + money("PayableAmount", "4000.00")
    + "</cac:LegalMonetaryTotal>"
)  # fmt: skip


def ubl(kind="Invoice", *, number="INV-7", code="380", head=CONTRACT, lines=LINES, changes=CHANGES, tax=TAX,
        totals=TOTALS, before=""):  # fmt: skip
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}\n<{kind} xmlns="{UBL}{kind}-2" '
        f'xmlns:cac="{UBL}CommonAggregateComponents-2" xmlns:cbc="{UBL}CommonBasicComponents-2">\n'
        "<cbc:CustomizationID>urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
        "</cbc:CustomizationID>\n<cbc:ProfileID>urn:fdc:peppol.eu:2017:poacc:billing:01:1.0</cbc:ProfileID>\n"
        f"<cbc:ID>{number}</cbc:ID>\n<cbc:IssueDate>2027-03-05</cbc:IssueDate>\n"
        f"<cbc:{kind}TypeCode>{code}</cbc:{kind}TypeCode>\n<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>\n"
        "<cbc:TaxCurrencyCode>SEK</cbc:TaxCurrencyCode><cbc:BuyerReference>Ms Lind</cbc:BuyerReference>\n"
        f"<cac:OrderReference><cbc:ID>PO-88</cbc:ID></cac:OrderReference>\n{head}\n"
        + party("Supplier", "North", "SE", "SE123456789001") + "\n" + party("Customer", "Vena", "DE", "DE123456789")
        + f"\n{changes}\n{tax}\n{totals}\n{lines}\n</{kind}>\n"
    )  # fmt: skip


def credit(**more):
    """A credit note of five catheters, as Peppol writes it: all amounts above zero."""
    tax = TAX[: TAX.index('<cac:TaxTotal><cbc:TaxAmount currencyID="SEK"')]
    tax = tax.replace("812.50", "2.50").replace("3250.00", "10.00")
    totals = (
        "<cac:LegalMonetaryTotal>" + money("LineExtensionAmount", "10.00") + money("TaxExclusiveAmount", "10.00")
        + money("TaxInclusiveAmount", "12.50") + money("PayableAmount", "12.50") + "</cac:LegalMonetaryTotal>"
    )  # fmt: skip
    head = (
        "<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>INV-7</cbc:ID></cac:InvoiceDocumentReference>"
        "</cac:BillingReference>" + CONTRACT
    )
    lines = ubl_line(1, "5", "C62", "10.00", "2.00", "Catheter 10F", kind="CreditNote")
    given = {"number": "CN-1", "code": "381", "head": head, "lines": lines, "changes": "", "tax": tax, "totals": totals}
    return ubl("CreditNote", **{**given, **more})


def day(name, text):
    return f'<ram:{name}><udt:DateTimeString format="102">{text}</udt:DateTimeString></ram:{name}>'


def cii(*, code="380", due="4000.00"):
    """The same invoice as ``ubl``."""

    def line(number, quantity, unit, amount, price, base, item, name, period=""):
        return (
            "<ram:IncludedSupplyChainTradeLineItem><ram:AssociatedDocumentLineDocument>"
            f"<ram:LineID>{number}</ram:LineID></ram:AssociatedDocumentLineDocument><ram:SpecifiedTradeProduct>"
            f"<ram:SellerAssignedID>{item}</ram:SellerAssignedID><ram:Name>{name}</ram:Name>"
            "</ram:SpecifiedTradeProduct><ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice>"
            f"<ram:ChargeAmount>{price}</ram:ChargeAmount>{base}</ram:NetPriceProductTradePrice>"
            "</ram:SpecifiedLineTradeAgreement><ram:SpecifiedLineTradeDelivery>"
            f'<ram:BilledQuantity unitCode="{unit}">{quantity}</ram:BilledQuantity></ram:SpecifiedLineTradeDelivery>'
            f"<ram:SpecifiedLineTradeSettlement>{period}<ram:SpecifiedTradeSettlementLineMonetarySummation>"
            f"<ram:LineTotalAmount>{amount}</ram:LineTotalAmount></ram:SpecifiedTradeSettlementLineMonetarySummation>"
            "</ram:SpecifiedLineTradeSettlement></ram:IncludedSupplyChainTradeLineItem>"
        )

    def change(indicator, amount, reason):
        return (
            f"<ram:SpecifiedTradeAllowanceCharge><ram:ChargeIndicator><udt:Indicator>{indicator}</udt:Indicator>"
            f"</ram:ChargeIndicator><ram:ActualAmount>{amount}</ram:ActualAmount><ram:Reason>{reason}</ram:Reason>"
            "</ram:SpecifiedTradeAllowanceCharge>"
        )

    period = (
        "<ram:BillingSpecifiedPeriod>" + day("StartDateTime", "20270201") + day("EndDateTime", "20270228")
        + "</ram:BillingSpecifiedPeriod>"
    )  # fmt: skip
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rsm:CrossIndustryInvoice xmlns:rsm="{CII}CrossIndustryInvoice:100" '
        f'xmlns:ram="{CII}ReusableAggregateBusinessInformationEntity:100" xmlns:udt="{CII}UnqualifiedDataType:100">\n'
        "<rsm:ExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter><ram:ID>urn:cen.eu:en16931:2017"
        "</ram:ID></ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>\n"
        f"<rsm:ExchangedDocument><ram:ID>INV-7</ram:ID><ram:TypeCode>{code}</ram:TypeCode>"
        + day("IssueDateTime", "20270305") + "</rsm:ExchangedDocument>\n<rsm:SupplyChainTradeTransaction>\n"
        + line(1, "1200", "C62", "2400.00", "200.00", '<ram:BasisQuantity unitCode="C62">100</ram:BasisQuantity>',
               "CATH-10", "Catheter 10F")
        + "\n" + line(2, "7.5", "HUR", "900.00", "120.00", "", "ENG", "Engineering", period) + "\n"
        "<ram:ApplicableHeaderTradeAgreement><ram:SellerTradeParty><ram:Name>North</ram:Name></ram:SellerTradeParty>"
        "<ram:BuyerTradeParty><ram:Name>Vena</ram:Name></ram:BuyerTradeParty><ram:BuyerOrderReferencedDocument>"
        "<ram:IssuerAssignedID>PO-88</ram:IssuerAssignedID></ram:BuyerOrderReferencedDocument>"
        "<ram:ContractReferencedDocument><ram:IssuerAssignedID>2027-014</ram:IssuerAssignedID>"
        "</ram:ContractReferencedDocument></ram:ApplicableHeaderTradeAgreement>\n<ram:ApplicableHeaderTradeDelivery/>\n"
        "<ram:ApplicableHeaderTradeSettlement><ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>"
        "<ram:ApplicableTradeTax><ram:CalculatedAmount>812.50</ram:CalculatedAmount><ram:TypeCode>VAT</ram:TypeCode>"
        "<ram:BasisAmount>3250.00</ram:BasisAmount><ram:CategoryCode>S</ram:CategoryCode>"
        "<ram:RateApplicablePercent>25</ram:RateApplicablePercent></ram:ApplicableTradeTax>"
        + change("false", "100.00", "Volume rebate") + change("true", "50.00", "Freight") +
        "<ram:SpecifiedTradeSettlementHeaderMonetarySummation><ram:LineTotalAmount>3300.00</ram:LineTotalAmount>"
        "<ram:ChargeTotalAmount>50.00</ram:ChargeTotalAmount><ram:AllowanceTotalAmount>100.00"
        "</ram:AllowanceTotalAmount><ram:TaxBasisTotalAmount>3250.00</ram:TaxBasisTotalAmount>"
        '<ram:TaxTotalAmount currencyID="EUR">812.50</ram:TaxTotalAmount><ram:GrandTotalAmount>4062.50'
        "</ram:GrandTotalAmount><ram:TotalPrepaidAmount>62.50</ram:TotalPrepaidAmount>"
        f"<ram:DuePayableAmount>{due}</ram:DuePayableAmount></ram:SpecifiedTradeSettlementHeaderMonetarySummation>"
        "</ram:ApplicableHeaderTradeSettlement></rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>\n"
    )  # fmt: skip


def pdf(files, password=""):
    """A PDF of one empty page with files attached."""
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    for name, text in files.items():
        writer.add_attachment(name, text.encode())
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()
