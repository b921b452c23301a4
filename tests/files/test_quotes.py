"""Quotes as files: the spreadsheet that bidders fill in, and everything that can be wrong with one."""

from datetime import date

import pytest

from suture.engine.fault import Faulty
from suture.engine.quotes.level import level
from suture.files.quotes import in_their_files, quote_of, quotes_of, request_of
from suture.files.quotes.layout import pages
from suture.files.quotes.template import template
from tests.engine.quotes.filling import NORTH as CELLS
from tests.engine.quotes.filling import cell_of, cell_style, filled
from tests.engine.quotes.quoted import NORTH, REQUEST, quote, request

BIDDER, PRICES, SCOPE = "1 Bidder 报价方", "2 Prices 价格", "5 Scope 范围"
ASSUMED, TOOLS = "6 Assumptions 前提", "4 NRE and tooling 开发与模具"


def offered(tmp_path, data, asked=None):
    """The quote of a filled-in template."""
    path = tmp_path / "quote.xlsx"
    path.write_bytes(data)
    return quote_of(str(path), asked or request())


def refused(tmp_path, data, asked=None):
    """The faults of a filled-in template: code, sheet and cell."""
    with pytest.raises(Faulty) as faulty:
        offered(tmp_path, data, asked)
    for fault in faulty.value.faults:
        assert fault.remedy.said("en")
        assert fault.remedy.said("zh")
    return [(fault.wrong.text.code, *fault.path) for fault in faulty.value.faults]


def but(**changes):
    """The cells of North with some changed; None leaves one empty. A key is line and cell: line_AT_1__cell."""
    cells = dict(CELLS)
    for name, value in changes.items():
        line, _, cell = name.partition("__")
        cells[line.replace("_AT_", "."), cell or "value"] = value
    return {place: value for place, value in cells.items() if value is not None}


def test_a_filled_in_template_costs_what_the_same_terms_do_written_by_hand(tmp_path):
    (sheet,) = level(request(), [("x", offered(tmp_path, filled(request(), CELLS)).quote)]).quotes
    (hand,) = level(request(), [("y", quote(NORTH))]).quotes
    assert sheet.landed == hand.landed  # orders of 2,000 reach the price of 22.00; lots and tool are the same
    assert (sheet.total, sheet.unit_cost, sheet.accepted) == (hand.total, hand.unit_cost, hand.accepted)
    assert sheet.missing == ()
    assert [str(each.title) for each in sheet.stated] == ["yield warranty"]


@pytest.mark.parametrize(("size", "price"), [(1_000, 24), (2_000, 22), (4_000, 22), (5_000, "21.5")])
def test_an_order_is_at_the_price_of_the_size_that_it_reaches(tmp_path, size, price):
    asked = request(("size: 2000, volumes: [20000, 24000, 30000]", f"size: {size}, volumes: [20000]"))
    cells = but(lot_fee=None, tool_AT_1__name=None, tool_AT_1__amount=None)
    (found,) = level(asked, [("x", offered(tmp_path, filled(asked, cells), asked).quote)]).quotes
    assert found.landed.amount == 20_000 * type(found.landed.amount)(price)


def test_what_is_priced_apart_is_a_clause_of_its_own_once_a_year_or_a_unit(tmp_path):
    apart = {("scope.sterilisation", "answer"): "apart", ("scope.sterilisation", "price"): 100}
    plain = level(request(), [("x", offered(tmp_path, filled(request(), CELLS)).quote)]).quotes[0].landed.amount
    for per, more in (("once", 100), ("year", 300), ("unit", 7_400_000)):
        cells = {**CELLS, **apart, ("scope.sterilisation", "per"): per}
        (found,) = level(request(), [("x", offered(tmp_path, filled(request(), cells)).quote)]).quotes
        assert found.landed.amount - plain == more
        assert found.missing == ()


def test_an_item_that_is_apart_without_a_price_is_asked_about(tmp_path):
    cells = {**CELLS, ("scope.sterilisation", "answer"): "apart"}
    (found,) = level(request(), [("x", offered(tmp_path, filled(request(), cells)).quote)]).quotes
    assert found.missing == ("sterilisation",)
    assert "no price is given" in str(found.questions[0].words)


def test_a_tool_paid_with_the_units_leaves_a_balance_on_exit(tmp_path):
    cells = but(tool_AT_1__pieces=100_000, tool_AT_1__balance="yes")
    by_terms = request(("exit: {by: figures, tooling_share: 100 %,", "exit: {by: terms,"))
    (found,) = level(by_terms, [("x", offered(tmp_path, filled(by_terms, cells), by_terms).quote)]).quotes
    exit_ = next(extra.amount.amount for extra in found.extras if extra.kind == "exit")
    assert exit_ == 150_000 + 80_000 * 26 / 100  # 74 of 100 parts are paid


def test_a_small_order_bears_its_surcharge(tmp_path):
    cells = but(minimum_order=2500, surcharge=300)
    (plain,) = level(request(), [("x", offered(tmp_path, filled(request(), CELLS)).quote)]).quotes
    (found,) = level(request(), [("x", offered(tmp_path, filled(request(), cells)).quote)]).quotes
    assert found.landed.amount - plain.landed.amount == 37 * 300
    assert "Your minimum order is 2500 piece; we order 2000." in " ".join(str(q.words) for q in found.questions)


def test_the_empty_template_asks_for_every_cell_that_is_needed(tmp_path):
    found = refused(tmp_path, template(request()))
    assert {code for code, *_ in found} == {"template_cell_needed"}
    assert len(found) == 12  # eight of the bidder, the first price with its size, two of the scope


def test_the_same_request_gives_the_same_bytes_and_a_line_per_scope_item():
    assert template(request()) == template(request())
    keys = [line.key for page in pages(request()) for line in page.lines]
    assert len(keys) == len(set(keys))
    assert "scope.storage" in keys
    assert keys.index("scope.sterilisation") < keys.index("scope.storage")


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"currency": "XYZ"}, [("currency_unknown", BIDDER, "D9")]),
        ({"incoterm": "DDU"}, [("not_a_choice", BIDDER, "D10")]),
        ({"price_AT_1__price": None}, [("template_cell_needed", PRICES, "E6")]),
        ({"price_AT_2__price": None}, [("template_line_half", PRICES, "E7")]),
        ({"price_AT_2__order_from": 6000}, [("template_sizes_not_rising", PRICES, "D8")]),
        ({"price_AT_1__order_from": 0}, [("template_size_not_above_zero", PRICES, "D6")]),
        ({"price_AT_1__order_from": -5}, [("figure_too_small", PRICES, "D6")]),
        ({"price_AT_2__order_from": 0}, [("template_size_not_above_zero", PRICES, "D7")]),
        ({"price_AT_2__order_from": 1}, [("template_sizes_not_rising", PRICES, "D7")]),
        ({"price_AT_1__order_from": "many"}, [("not_a_number", PRICES, "D6")]),
        ({"price_AT_1__price": "on request"}, [("not_a_number", PRICES, "E6")]),
        ({"price_AT_1__price": -1}, [("figure_too_small", PRICES, "E6")]),
        ({"surcharge": 300}, [("template_cell_alone", PRICES, "D10")]),
        ({"lot_size": None}, [("template_cell_alone", "3 Lots 批次", "D6")]),
        ({"scope_AT_sterilisation__price": 5}, [("template_price_not_apart", SCOPE, "E7")]),
        ({"rejects_borne": None}, [("template_cell_alone", "6 Assumptions 前提", "D8")]),
        ({"yield": 95}, [("template_share_large", "6 Assumptions 前提", "D5")]),
        ({"prices_until": date(2026, 1, 1)}, [("validity_empty", BIDDER, "D8")]),
        ({"tool_AT_1__name": None}, [("template_line_half", "4 NRE and tooling 开发与模具", "D12")]),
    ],
)
def test_a_fault_names_sheet_and_cell(tmp_path, change, found):
    assert refused(tmp_path, filled(request(), but(**change))) == found


def test_a_day_that_is_only_a_number_is_refused_and_its_day_is_guessed(tmp_path):
    data = filled(request(), but(valid_until=None), at={(BIDDER, "D7"): "!46419"})
    assert refused(tmp_path, data) == [("cell_date_is_number", BIDDER, "D7")]
    with pytest.raises(Faulty, match="2027-02-01"):
        offered(tmp_path, data)


def test_a_day_in_the_place_of_a_price_is_refused(tmp_path):
    style = cell_style(request(), "valid_until", "value")
    data = filled(request(), but(lot_fee=None), at={("3 Lots 批次", "D6"): f"!{style}46419"})
    assert refused(tmp_path, data) == [("cell_is_date", "3 Lots 批次", "D6")]


def test_formulas_merged_cells_and_what_stands_beside_are_all_told_at_once(tmp_path):
    price = cell_of(request(), "price.1", "price")
    data = filled(
        request(), but(price_AT_1__price=None), at={price: "<f>20+4</f><v>24</v>"}, merged=(BIDDER, "D5:E6"),
    )  # fmt: skip
    found = refused(tmp_path, data)
    assert ("template_formula", PRICES, "E6") in found
    assert ("template_merged", BIDDER) in found


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"price_AT_1__price": "20,10", "yield": "most", "rejects": "few"},
         [("not_a_number", PRICES, "E6"), ("not_a_number", ASSUMED, "D5"), ("not_a_number", ASSUMED, "D8")]),
        ({"price_AT_2__price": "1e300", "rejects_borne": None},
         [("not_a_number", PRICES, "E7"), ("template_cell_alone", ASSUMED, "D8")]),
        ({"price_AT_2__price": 1e300, "rejects_borne": None},
         [("figure_too_long", PRICES, "E7"), ("template_cell_alone", ASSUMED, "D8")]),
        ({"bidder": None, "incoterm": "DDU", "price_AT_1__price": None, "lead_weeks": -1, "lot_fee": "?",
          "tool_AT_1__amount": -5},
         [("template_cell_needed", BIDDER, "D5"), ("not_a_choice", BIDDER, "D10"),
          ("template_cell_needed", PRICES, "E6"), ("not_a_number", "3 Lots 批次", "D6"),
          ("figure_too_small", ASSUMED, "D6"), ("figure_too_small", TOOLS, "E12")]),
        ({"prices_until": "end of 2029", "tool_AT_1__amount": "5 EUR"},
         [("not_a_date", BIDDER, "D8"), ("currency_differs", TOOLS, "E12")]),
        ({"price_AT_1__order_from": 0, "price_AT_2__order_from": None, "price_AT_3__order_from": None,
          "currency": "XYZ"},
         [("template_size_not_above_zero", PRICES, "D6"), ("template_line_half", PRICES, "D7"),
          ("template_line_half", PRICES, "D8"), ("currency_unknown", BIDDER, "D9")]),
    ],
)  # fmt: skip
def test_the_faults_of_all_sheets_are_told_at_once_and_each_once(tmp_path, change, found):
    assert sorted(refused(tmp_path, filled(request(), but(**change)))) == sorted(found)


@pytest.mark.parametrize("xml", ["<f>1+1</f>", "<f>1+1</f><v></v>"])
def test_a_formula_without_its_value_is_told_as_one_and_gives_no_error(tmp_path, xml):
    price = cell_of(request(), "price.1", "price")
    data = filled(request(), but(price_AT_1__price=None), at={price: xml})
    assert refused(tmp_path, data) == [("template_formula_unsaved", PRICES, "E6")]
    with pytest.raises(Faulty, match="a formula stands in the cell, and the file does not hold its value"):
        offered(tmp_path, data)


def test_a_cell_with_an_error_is_told(tmp_path):
    price = cell_of(request(), "price.1", "price")
    data = filled(request(), but(price_AT_1__price=None), at={price: 't="e"><v>#DIV/0!</v>'})
    assert ("cell_is_error", PRICES, "E6") in refused(tmp_path, data)


def test_a_later_version_another_request_and_another_file_are_told_apart(tmp_path):
    later = filled(request(), CELLS, replace=("<t>1</t>", "<t>2</t>"))
    assert refused(tmp_path, later) == [("template_later",)]
    other = request(("request: RFQ-7", "request: RFQ-8"))
    assert refused(tmp_path, filled(request(), CELLS), other) == [("template_other_request",)]
    assert refused(tmp_path, b"no spreadsheet") == [("sheet_not_read",)]
    from tests.spreadsheet import sheet, workbook

    workbook(tmp_path / "quote.xlsx", {"Sheet1": sheet([["Price", 24]])})
    assert refused(tmp_path, (tmp_path / "quote.xlsx").read_bytes()) == [("template_not_ours",)]


def test_a_sheet_of_another_name_is_missed_and_is_not_read_by_anybody(tmp_path):
    found = refused(tmp_path, filled(request(), CELLS, rename=("3 Lots 批次", "Remarks")))
    assert found == [("template_sheet_missing",), ("template_sheet_unknown", "Remarks")]


def test_a_line_that_is_gone_is_missed_and_what_stands_in_its_place_is_told(tmp_path):
    found = refused(tmp_path, filled(request(), CELLS, replace=("<t>price.2</t>", "<t>mine</t>")))
    assert ("template_line_missing", PRICES) in found
    assert ("template_no_line", PRICES, "D7") in found
    assert ("template_no_line", PRICES, "E7") in found


def test_faults_of_several_quotes_come_together_each_with_its_file(tmp_path):
    (tmp_path / "a.yaml").write_text(NORTH.replace("incoterm: DAP", "incoterm: DDU"), encoding="utf-8")
    (tmp_path / "b.xlsx").write_bytes(filled(request(), but(currency="XYZ")))
    (tmp_path / "c.yaml").write_text("suture: 1\nagreement: x\n", encoding="utf-8")
    names = [str(tmp_path / name) for name in ("a.yaml", "b.xlsx", "c.yaml")]
    with pytest.raises(Faulty) as faulty:
        quotes_of(names, request())
    assert [(fault.file, fault.wrong.text.code) for fault in faulty.value.faults] == [
        (names[0], "not_a_choice"), (names[1], "currency_unknown"), (names[2], "not_a_quote"),
    ]  # fmt: skip


def test_what_only_levelling_shows_is_told_by_the_cell_too(tmp_path):
    found = offered(tmp_path, filled(request(), but(currency="JPY")))
    with pytest.raises(Faulty) as faulty:
        level(request(), [(found.file, found.quote)])
    (fault,) = in_their_files(faulty.value.faults, [found])
    assert (fault.wrong.text.code, fault.path) == ("quote_rate_missing", (BIDDER, "D9"))


def test_a_file_that_is_no_request_says_so(tmp_path):
    (tmp_path / "r.yaml").write_text(NORTH, encoding="utf-8")
    with pytest.raises(Faulty, match="this is no request"):
        request_of(str(tmp_path / "r.yaml"))
    (tmp_path / "r.yaml").write_text(REQUEST, encoding="utf-8")
    assert request_of(str(tmp_path / "r.yaml")) == request()
