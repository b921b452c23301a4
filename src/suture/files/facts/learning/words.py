"""What people call our columns, units and kinds: in English, Chinese and German, and in the exports of ERP systems.

Names are compared without case, spaces and punctuation.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

_ASIDE: Final = re.compile(r"[\W_]+")


def bare(name: str) -> str:
    """A name without case, spaces and punctuation; full-width letters as plain ones."""
    return _ASIDE.sub("", unicodedata.normalize("NFKC", name).casefold())


def _each(**words: str) -> dict[str, tuple[str, ...]]:
    return {name.rstrip("_"): tuple(bare(each) for each in text.split(";")) for name, text in words.items()}


BOTH: Final[Mapping[str, tuple[str, ...]]] = _each(
    agreement="agreement;agreement no;contract;contract no;contract number;outline agreement;blanket order;"
    "blanket order no;framework;scheduling agreement;supply agreement;协议;协议号;协议编号;合同;合同号;合同编号;"
    "框架协议;vertrag;vertragsnr;vertragsnummer;rahmenvertrag;ebeln kontrakt",
    service="service;item;item no;item number;item code;material;material no;material number;material code;matnr;part;"
    "part no;part number;pn;sku;product;product code;article;article no;no;service code;物料;物料编码;物料号;料号;品号;"
    "产品;产品编码;服务;服务项目;存货编码;materialnummer;artikel;artikelnummer;artikelnr;teilenummer;material nr;"
    "item id;product id;component;sellers item",
    quantity="quantity;qty;quantity received;received qty;qty received;order quantity;ordered quantity;order qty;"
    "quantity ordered;accepted quantity;accepted qty;qty shipped;shipped qty;delivered quantity;delivery quantity;"
    "invoiced quantity;billed quantity;receipt quantity;gr quantity;menge;bestellmenge;liefermenge;wemenge;数量;"
    "收货数量;订单数量;订购数量;入库数量;实收数量;交货数量;开票数量;hours;工时;stunden;qty in unit of entry;"
    "hours worked;erfassungsmenge;base quantity",
    unit="unit;uom;unit of measure;unit of measure code;um;base unit;base unit of measure;order unit;unit of entry;"
    "meins;me;bme;einheit;mengeneinheit;basismengeneinheit;单位;计量单位;基本计量单位;采购单位;qty unit",
    date="posting date;date;document date;transaction date;receipt date;delivery date;order date;invoice date;"
    "entry date;gr date;ship date;issue date;budat;bldat;buchungsdatum;belegdatum;datum;wareneingangsdatum;"
    "lieferdatum;bestelldatum;rechnungsdatum;日期;过账日期;记账日期;凭证日期;收货日期;入库日期;订单日期;下单日期;"
    "发票日期;开票日期;交货日期;业务日期;work date;date worked;工作日期;leistungsdatum",
    note="note;notes;remark;remarks;comment;comments;text;item text;description;header text;备注;说明;摘要;bemerkung;"
    "positionstext;buchungstext;kommentar;memo;reason",
)
"""What facts and invoices share."""

FACTS: Final[Mapping[str, tuple[str, ...]]] = {
    **BOTH,
    **_each(
        kind="kind;kind of fact;type;entry type;transaction type;movement type;document type;event type;status;bwart;"
        "bewegungsart;belegart;类型;类别;业务类型;单据类型;移动类型;事项",
        event="event;order;order no;order number;purchase order;purchase order no;po;po no;po number;lot;lot no;"
        "lot number;batch;batch no;batch number;charge;charg;ebeln;bestellung;bestellnummer;einkaufsbeleg;订单;订单号;"
        "采购订单;采购订单号;批次;批号;批次号;works order;work order;工单;工单号;auftrag;auftragsnummer",
        source_id="source id;id;entry;entry no;entry number;document no;document number;material document;mblnr;"
        "receipt no;receipt number;grn;grn no;delivery note;delivery note no;belegnummer;materialbeleg;凭证号;凭证编号;"
        "单据号;单号;单据编号;收货单号;入库单号;流水号;lfd nr;record id;transaction id;transaction no",
        reverses="reverses;reversal of;cancels;reversed document;applies to entry;applied to entry;smbln;stornobeleg;"
        "冲销;冲销凭证;被冲销凭证;原单号",
        for_="for;requested date;requested delivery date;required date;need date;due date;planned date;promised date;"
        "expected receipt date;forecast month;forecast date;delivery month;wunschtermin;liefertermin;bedarfstermin;"
        "eindt;要求日期;需求日期;要求交期;交期;预计到货日期;预测月份;需求月份",
    ),
}
INVOICES: Final[Mapping[str, tuple[str, ...]]] = {
    **BOTH,
    **_each(
        invoice="invoice;invoice no;invoice number;invoice id;document no;document number;bill no;bill number;voucher;"
        "vendor invoice no;external document no;vendor reference;reference;belnr;xblnr;rechnung;rechnungsnummer;"
        "rechnungsnr;rechnungs nr;belegnummer;发票;发票号;发票号码;发票编号;单据号;单据编号",
        line="line;line no;line number;item line;position;pos;pos no;buzei;zeile;行号;行;项目号;行项目",
        clause="clause;contract clause;clause no;terms;条款;条款号;klausel",
        unit_price="unit price;price;net price;unit cost;direct unit cost;price per unit;rate;hourly rate;netpr;"
        "einzelpreis;preis;nettopreis;stückpreis;单价;不含税单价;净价;价格",
        amount="amount;net amount;line amount;line total;net value;line amount excl vat;amount excl tax;"
        "extended amount;total;total amount;value;netwr;wrbtr;dmbtr;betrag;nettobetrag;nettowert;gesamt;gesamtpreis;"
        "金额;净额;不含税金额;行金额;未税金额;amount excluding vat",
        currency="currency;currency code;curr;crcy;waers;document currency;währung;waehrung;货币;币种;币别",
        from_="from;period from;service from;start;start date;period start;from date;von;leistung von;zeitraum von;"
        "起;起始日期;开始日期;服务开始;期间起",
        to="to;period to;service to;end;end date;period end;to date;until;bis;leistung bis;zeitraum bis;止;截止日期;"
        "结束日期;服务结束;期间止",
        event="event;order;order no;order number;purchase order;purchase order no;po;po no;po number;lot;lot no;batch;"
        "batch no;ebeln;bestellung;bestellnummer;订单;订单号;采购订单;采购订单号;批次;批号;auftragsnummer",
        credits="credits;credit for;corrects;applies to doc no;applies to invoice;original invoice;original invoice no;"
        "related invoice;bezug;bezugsrechnung;ursprungsrechnung;原发票;原发票号;原发票号码;冲减发票",
        sort="sort;line type;sort of line;zeilenart;行类型;行类别",
    ),
}
"""The first of these that a table has is taken, where it has several."""

UNITS: Final[Mapping[str, tuple[str, ...]]] = _each(
    piece="piece;pieces;pc;pcs;pce;ea;each;unit;units;un;st;stk;stck;stück;nos;c62;h87;个;件;只;支;套件;根;pieza",
    hour="hour;hours;hr;hrs;h;std;stunde;stunden;hur;小时;工时",
    day="day;days;d;tag;tage;天;日",
    week="week;weeks;wk;wee;woche;周",
    month="month;months;mon;mth;monat;月",
    year="year;years;yr;ann;jahr;年",
    kg="kg;kgm;kilogram;kilo;千克;公斤", g="g;gr;grm;gram;克", t="t;to;tne;ton;tonne;吨",
    metre="metre;meter;m;mtr;米", litre="litre;liter;l;ltr;升", lot="lot;lots;lo;batch;批;批次;charge",
    run="run;runs;次;炉", kit="kit;kits;套", set="set;sets;套;组", pallet="pallet;pallets;pal;pf;托盘;托;palette",
    sample="sample;samples;样品;样本;probe", percent="percent;pct;p1;%",
)  # fmt: skip
KINDS: Final[Mapping[str, tuple[str, ...]]] = _each(
    ordered="ordered;order;orders;purchase order;po;open order;order placed;订单;采购订单;订购;下单;bestellung;"
    "bestellt",
    delivered="delivered;delivery;deliveries;shipped;shipment;shipments;dispatch;despatch;发货;交货;出货;lieferung;"
    "geliefert;versand",
    accepted="accepted;acceptance;accepted goods;验收;验收合格;合格入库;abnahme;abgenommen",
    forecast="forecast;forecasts;fcst;rolling forecast;预测;滚动预测;prognose;bedarfsvorschau",
    worked="worked;work;hours;time;timesheet;timesheets;labour;labor;labor hours;工时;arbeitszeit;stunden",
    rejected="rejected;rejection;rejects;不合格;拒收;abgelehnt",
    returned="returned;return;returns;退货;retoure;rücksendung",
    cancelled="cancelled;canceled;cancellation;取消;storniert;stornierung",
    rescheduled="rescheduled;reschedule;改期;延期;verschoben",
    scrapped="scrapped;scrap;报废;ausschuss",
    milestone="milestone;milestones;里程碑;meilenstein",
    released="released;release;放行;freigabe;freigegeben",
)
RECEIPTS: Final = frozenset(
    _each(
        _="receipt;receipts;goods receipt;purchase receipt;gr;grn;received;wareneingang;we;101;收货;入库;采购入库;到货"
    )[""]
)
"""Goods came in: delivered or accepted, which may differ by an amount."""
TOTALS: Final = frozenset(
    _each(
        _="total;totals;sum;subtotal;sub total;grand total;overall;all parts;合计;总计;小计;总和;summe;gesamt;"
        "gesamtsumme;zwischensumme"
    )[""]
)
