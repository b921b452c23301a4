"""The spreadsheet that bidders fill in: its sheets, its lines, and what belongs into each of its cells.

Writing and reading go by this one list. Every line has a key in column A, which is hidden: lines may be moved, and what
stands in a line without a key belongs to nobody and is refused.
"""

from collections.abc import Iterator
from typing import Final, Literal, NamedTuple, get_args

from suture.engine.clauses.landed_cost import Incoterm
from suture.engine.quotes.quote import SCOPE, VALUE, ScopeItem, ValueName
from suture.engine.quotes.request import Request
from suture.engine.text import Text

VERSION: Final = 1
KIND: Final = "suture quote"
INPUT: Final = 3
"""The first column of input, counted from 0: D."""
Holds = Literal["text", "number", "share", "day", "choice"]


class Cell(NamedTuple):
    """One cell of a line: its name, its head where the line has several, and what belongs into it."""

    name: str
    holds: Holds
    head: Text | None = None
    choices: tuple[str, ...] = ()
    needed: bool = False


class Line(NamedTuple):
    """One line: its key, what it asks, and its cells from column D on."""

    key: str
    asks: Text
    cells: tuple[Cell, ...]


class Page(NamedTuple):
    """One sheet: its name in both languages, what is to be done on it, and its lines."""

    name: str
    says: Text
    lines: tuple[Line, ...]


def _text(code: str, en: str, zh: str) -> Text:
    return Text(f"template.{code}", en, zh)


YES: Final = ("yes", "no")
ANSWERS: Final = ("included", "apart", "excluded")
PER: Final = ("once", "year", "unit")
BEARS: Final = ("buyer", "seller")
PRICES, NRE, TOOLS = 3, 5, 3
"""Lines for prices by order size, one-off charges and tools."""
_SIZE = _text("order_from", "from this order size on", "自该订单量起")
_PRICE = _text("price", "price of a unit", "单价")
_NAME = _text("name", "what", "项目")
_AMOUNT = _text("amount", "amount", "金额")
_PIECES = _text("pieces", "paid with so many units (empty: at once)", "按多少件分摊（空白：一次付清）")
_BALANCE = _text("balance", "balance owed on leaving: yes/no", "退出时是否支付余额：yes/no")
_ANSWER = _text("answer", "included / apart / excluded", "included 含 / apart 另计 / excluded 不含")
_APART = _text("apart", "price, where apart", "另计时的价格")
_PER = _text("per", "per: once / year / unit", "计价单位：once 一次 / year 每年 / unit 每件")
_NOTE = _text("note", "note", "备注")
HEADS: Final = (_SIZE, _PRICE, _NAME, _AMOUNT, _PIECES, _BALANCE, _ANSWER, _APART, _PER, _NOTE)
"""What stands above the cells of a line that has several."""


def pages(request: Request) -> tuple[Page, ...]:
    """The sheets for one request."""
    return (
        Page(
            "1 Bidder 报价方",
            _text("bidder", "Who offers, how it is delivered, in which money", "报价方、交付条件与币种"),
            (
                _line("bidder", "Company", "公司名称", Cell("value", "text", needed=True)),
                _line("quote", "Number of the quote", "报价编号", Cell("value", "text", needed=True)),
                _line("valid_until", "The quote holds until", "报价有效期至", Cell("value", "day", needed=True)),
                _line("prices_until", "The prices hold until", "价格执行至", Cell("value", "day", needed=True)),
                _line("currency", "Currency (ISO 4217)", "币种（ISO 4217 代码）", Cell("value", "text", needed=True)),
                _line(
                    "incoterm", "Incoterms 2020 rule", "Incoterms 2020 术语",
                    Cell("value", "choice", choices=get_args(Incoterm), needed=True),
                ),
                _line("place", "Place that it names", "术语所指地点", Cell("value", "text", needed=True)),
                _line(
                    "region", "Region of the site", "工厂所在地区",
                    Cell("value", "choice", choices=tuple(request.regions), needed=True),
                ),
                _line("weight", "Weight of a unit as shipped, kg", "单件发运重量（公斤）", Cell("value", "number")),
                _line("change_order", "Price of a change order", "每次变更的费用", Cell("value", "number")),
            ),
        ),
        Page(
            "2 Prices 价格",
            _text("prices", "Price of a unit at three order sizes", "三种订单量下的单价"),
            (
                *(
                    Line(
                        f"price.{n}", _text(f"price.{n}", f"Price {n}", f"价格 {n}"),
                        (Cell("order_from", "number", _SIZE, needed=n == 1),
                         Cell("price", "number", _PRICE, needed=n == 1)),
                    )
                    for n in range(1, PRICES + 1)
                ),
                _line("minimum_order", "Minimum order", "最低订购量", Cell("value", "number")),
                _line("surcharge", "Charge for an order below it", "低于最低订购量的附加费", Cell("value", "number")),
            ),
        ),
        Page(
            "3 Lots 批次",
            _text("lots", "Lots that you make, and what a started lot costs", "生产批量与每批费用"),
            (
                _line("lot_size", "Units of a lot", "每批数量", Cell("value", "number")),
                _line("lot_fee", "Charge for a started lot", "每开始一批的费用", Cell("value", "number")),
            ),
        ),
        Page(
            "4 NRE and tooling 开发与模具",
            _text("nre", "One-off engineering, and tools", "一次性开发费与模具费"),
            (
                *(
                    Line(f"nre.{n}", _text(f"nre.{n}", f"One-off charge {n}", f"一次性费用 {n}"),
                         (Cell("name", "text", _NAME), Cell("amount", "number", _AMOUNT)))
                    for n in range(1, NRE + 1)
                ),
                *(
                    Line(f"tool.{n}", _text(f"tool.{n}", f"Tool {n}", f"模具 {n}"),
                         (Cell("name", "text", _NAME), Cell("amount", "number", _AMOUNT),
                          Cell("pieces", "number", _PIECES), Cell("balance", "choice", _BALANCE, YES)))
                    for n in range(1, TOOLS + 1)
                ),
            ),
        ),
        Page(
            "5 Scope 范围",
            _text("scope", "Is it in your price? Answer every line", "价格是否包含该项？请逐行回答"),
            tuple(
                Line(
                    f"scope.{item}", SCOPE[item],
                    (Cell("answer", "choice", _ANSWER, ANSWERS, needed=item in request.scope),
                     Cell("price", "number", _APART), Cell("per", "choice", _PER, PER), Cell("note", "text", _NOTE)),
                )
                for item in scope_items(request)
            ),
        ),
        Page(
            "6 Assumptions 前提",
            _text("assumptions", "What your price rests on", "价格所依据的前提"),
            (
                _line("yield", "Yield: good units of those started", "良率：合格数占投料数", Cell("value", "share")),
                _line("lead_weeks", "Weeks from order to dispatch", "下单至发货的周数", Cell("value", "number")),
                _line("payment_days", "Payment days", "付款天数", Cell("value", "number")),
                _line("rejects", "Share of delivered units found bad", "交付后不合格率", Cell("value", "share")),
                _line(
                    "rejects_borne", "Who bears them: the seller replaces them free of charge, or the buyer",
                    "由谁承担：seller 卖方免费更换，或 buyer 买方", Cell("value", "choice", choices=BEARS),
                ),
            ),
        ),
        Page(
            "7 Value 附加价值",
            _text("value", "What you offer beside the price, in your own words", "价格之外提供的内容，请自行说明"),
            tuple(Line(f"value.{name}", VALUE[name], (Cell("value", "text"),)) for name in get_args(ValueName)),
        ),
    )  # fmt: skip


def scope_items(request: Request) -> Iterator[ScopeItem]:
    """What is asked for first, then the rest of the closed list."""
    yield from dict.fromkeys((*request.scope, *get_args(ScopeItem)))


def _line(key: str, en: str, zh: str, cell: Cell) -> Line:
    return Line(key, _text(f"line.{key}", en, zh), (cell,))


def headed(head: Text) -> str:
    """A head as it stands above its cells: in both languages."""
    return f"{head().said('en')}\n{head().said('zh')}"
