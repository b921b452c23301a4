"""`suture level` as people call it."""

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest

from suture.cli import main
from suture.engine.fault import Faulty
from suture.files.documents.pdf import NO_LIBRARY
from tests.engine.quotes.filling import NORTH as CELLS
from tests.engine.quotes.filling import filled
from tests.engine.quotes.quoted import EAST, NORTH, REQUEST, request


@pytest.fixture
def files(tmp_path):
    """The request and two quotes, one as terms and one as a filled-in template, in a folder."""
    (tmp_path / "request.yaml").write_text(REQUEST, encoding="utf-8")
    (tmp_path / "east.yaml").write_text(EAST, encoding="utf-8")
    (tmp_path / "north.xlsx").write_bytes(filled(request(), CELLS))
    return tmp_path


def call(files, *more):
    return ["level", str(files / "request.yaml"), *more]


def both(files):
    return str(files / "north.xlsx"), str(files / "east.yaml")


def test_the_answer_comes_first_then_the_quotes_the_turns_and_the_questions(files, capsys):
    assert main(call(files, *both(files))) == 0
    out = capsys.readouterr().out
    assert out.startswith("East is cheapest: 26.752 USD for an accepted piece at Memphis, 0.7 % below North.\n")
    assert all(len(line) <= 100 for line in out.splitlines())
    said = " ".join(out.split())
    assert "North: yield warranty: 96 % or the lot is made again" in said
    assert "What would reverse the order" in said
    assert "To ask East 1. Does your price include sterilisation?" in said


def test_it_speaks_chinese(files, capsys, monkeypatch):
    monkeypatch.setenv("SUTURE_LANG", "zh")
    assert main(call(files, *both(files))) == 0
    out = capsys.readouterr().out
    assert out.startswith("East 最低：每件合格品运抵 Memphis 的成本为 26.752 USD，比 North 低 0.7 %。\n")
    assert "须询问 East" in out
    assert "贵方价格是否包含灭菌？" in out


def test_it_answers_as_one_object_in_both_languages(files, capsys):
    assert main(call(files, *both(files), "--json")) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["schema"] == "level/1"
    assert [quote["bidder"] for quote in data["quotes"]] == ["East", "North"]
    assert data["quotes"][0]["landed"] == "1940058.56"
    assert data["quotes"][0]["missing"] == ["sterilisation"]
    assert data["answer"]["zh"].startswith("East 最低")
    assert {flip["input"] for flip in data["flips"]} >= {"rates.CNY.rate", "regions.cn.duty.share"}
    assert set(data["volumes"][0]["unit_costs"]) == {"East", "North"}


def test_all_that_are_equally_cheap_are_named_at_every_volume(files, capsys):
    (files / "north.yaml").write_text(NORTH, encoding="utf-8")
    (files / "south.yaml").write_text(NORTH.replace("North", "South"), encoding="utf-8")
    names = [str(files / name) for name in ("north.yaml", "south.yaml")]
    assert main(call(files, *names)) == 0
    out = capsys.readouterr().out
    assert out.startswith("North and South come out the same: ")
    assert out.partition("At other volumes")[2].count("North and South") == 6
    assert main(call(files, *names, "--json")) == 0
    volumes = json.loads(capsys.readouterr().out)["volumes"]
    assert [(each["cheapest"], each["equal"]) for each in volumes] == [("North", ["South"])] * 6


def test_the_template_is_written_and_comes_back_as_a_quote(files, capsys):
    place = files / "quote.xlsx"
    assert main(call(files, "--template", str(place))) == 0
    assert str(place) in capsys.readouterr().out
    assert place.read_bytes().startswith(b"PK")
    assert main(call(files, str(place))) == 1  # nothing is filled in
    assert "'Company' is not filled in" in capsys.readouterr().err


def test_all_results_are_written_into_a_folder(files, capsys):
    out = files / "out"
    assert main(call(files, *both(files), "--out", str(out))) == 0
    assert {path.name for path in out.iterdir()} == {
        "report.html", "report.pdf", "quotes.xlsx", "questions.txt", "level.json",
    }  # fmt: skip
    asked = (out / "questions.txt").read_text(encoding="utf-8")
    assert "To East, on quote Q-East for request RFQ-7:\n1. Does your price include sterilisation?" in asked
    assert "致 East，关于询价单 RFQ-7 的报价 Q-East：\n1. 贵方价格是否包含灭菌？" in asked
    assert json.loads((out / "level.json").read_text(encoding="utf-8"))["request"] == "RFQ-7"
    assert (out / "report.pdf").read_bytes().startswith(b"%PDF")
    assert "East" in (out / "report.html").read_text(encoding="utf-8")
    assert str(out / "report.html") in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (EAST.replace("incoterm: FOB", "incoterm: DDU"), "'DDU' is none of the choices"),
        (EAST.replace("currency: CNY", "currency: JPY"), "the request has no rate for JPY"),
        (EAST.replace("unit_price: 140.00", "unit_price: '140,00'"), "'140,00' is not a number"),
        (EAST.replace("bidder: East", "bidder: North"), "'North' has quoted already, in Q-North"),
        (EAST.replace("place: Shanghai\n", ""), "the key 'place' is missing"),
        (REQUEST, "this is no quote"),
    ],
)
def test_a_bad_quote_is_refused_with_its_place_and_remedy_and_nothing_is_written(files, capsys, text, said):
    (files / "east.yaml").write_text(text, encoding="utf-8")
    assert main(call(files, *both(files), "--out", str(files / "out"))) == 1
    shown = capsys.readouterr()
    assert said in shown.err
    assert "east.yaml" in shown.err
    assert shown.out == ""
    assert not (files / "out").exists()


def test_no_quotes_and_quotes_beside_the_template_are_refused(files, capsys):
    assert main(call(files)) == 1
    assert "there is no quote to level" in capsys.readouterr().err
    assert main(call(files, str(files / "east.yaml"), "--template", str(files / "t.xlsx"))) == 1
    assert "levels no quotes" in capsys.readouterr().err
    assert not (files / "t.xlsx").exists()


def test_where_the_system_makes_no_pdf_the_rest_is_written_and_it_is_said(files, capsys, monkeypatch):
    def refused(_):
        raise Faulty([NO_LIBRARY.at(why="no pango")])

    out = files / "out"
    assert main(call(files, *both(files), "--out", str(out))) == 0
    assert (out / "report.pdf").exists()
    monkeypatch.setattr("suture.files.quotes.results.pdf", refused)
    capsys.readouterr()
    assert main(call(files, *both(files), "--out", str(out), "--json")) == 0
    shown = capsys.readouterr()
    said = " ".join(shown.err.split())
    assert said.startswith("The report is written without its PDF. a PDF needs the Pango library of the system")
    assert json.loads(shown.out)["schema"] == "level/1"
    assert {path.name for path in out.iterdir()} == {"report.html", "quotes.xlsx", "questions.txt", "level.json"}


@pytest.mark.parametrize("name", ["t.csv", "t", "t.xlsx.txt", ".xlsx"])
def test_a_template_under_a_name_that_is_no_spreadsheet_is_refused(files, capsys, name):
    assert main(call(files, "--template", str(files / name))) == 1
    assert "does not end in .xlsx" in capsys.readouterr().err
    assert not (files / name).exists()


def test_faults_are_one_object_with_json(files, capsys):
    (files / "east.yaml").write_text("suture: 1\n", encoding="utf-8")
    assert main(call(files, str(files / "east.yaml"), "--json")) == 1
    data = json.loads(capsys.readouterr().out)
    assert data["faults"][0]["wrong"]["code"] == "not_a_quote"


EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "quotes"
KITS = EXAMPLES / "test-kits"


def levelled(capsys, folder, *names):
    """The answer to an example as data."""
    assert main(["level", *(str(folder / f"{name}.yaml") for name in ("request", *names)), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_three_real_suppliers_come_to_what_their_order_lines_say(capsys):
    """Price, weight, freight and insurance of every quote are those of the aggregated order lines."""
    data = levelled(capsys, KITS, "determine", "bioline", "unigold")
    quotes = {quote["quote"]: quote for quote in data["quotes"]}
    assert list(quotes) == ["determine", "bioline", "unigold"]
    lines = [*csv.DictReader((KITS / "figures.csv").read_text(encoding="utf-8").splitlines())]
    for line in lines:
        tests, value, freight, insurance = (
            Decimal(line[name]) for name in ("tests", "value_usd", "freight_usd", "insurance_usd")
        )
        quote = quotes[line["quote"]]
        assert quote["incoterm"] == line["incoterm"] == "EXW"
        assert Decimal(quote["goods"]) / Decimal(quote["ordered"]) == value / tests
        landed = (value + freight + insurance) / tests
        assert abs(Decimal(quote["unit_cost"]["likely"]) - landed) < Decimal("0.0001"), line["quote"]
    weeks = {line["quote"]: int(line["median_days_from_order"]) / 7 for line in lines}
    late = [quote for quote, of in quotes.items() if any("lead time" in q["question"]["text"] for q in of["questions"])]
    assert late == [quote for quote in quotes if weeks[quote] > 12] == ["unigold"]
    flips = {flip["input"]: (flip["at"], flip["cheapest"]) for flip in data["flips"]}
    assert flips == {
        "regions.korea.freight.per_kg": ("6.3745", "Standard Diagnostics"),
        "regions.alere.freight.per_kg": ("17.4596", "Standard Diagnostics"),
        "regions.alere.duty.share": ("0.0209", "Standard Diagnostics"),
    }


def test_the_example_of_the_guide_levels_with_ranges_questions_and_value_items(capsys):
    data = levelled(capsys, EXAMPLES / "catheters", "north", "east")
    east, north = data["quotes"]
    assert (east["bidder"], east["unit_cost"]["likely"], north["unit_cost"]["likely"]) == ("East", "25.8891", "27.1171")
    assert east["missing"] == ["sterilisation", "labelling", "release_testing"]
    assert north["missing"] == []
    assert north["unit_cost"]["low"] == north["unit_cost"]["high"]
    assert Decimal(east["unit_cost"]["low"]) < Decimal(east["unit_cost"]["high"])
    assert [item["item"]["text"] for item in north["value"]] == ["yield warranty", "named engineer"]
