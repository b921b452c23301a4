"""Faults: where, what is wrong, what to do; all of them at once."""

from decimal import Decimal

from suture.engine.fault import Faulty, dotted, refusal
from suture.engine.text import Text

GAP = refusal(
    "gap", "tier {tier} begins at {begins}", "Let it begin at {ends}.", "第 {tier} 档自 {begins} 起", "请自 {ends} 起。"
)


def test_a_fault_says_where_what_is_wrong_and_what_to_do():
    fault = GAP.at("tiers", 2, "from", tier=3, begins=Decimal("50.00"), ends=Decimal("40"))
    assert str(fault) == "tiers[2].from: tier 3 begins at 50\n    Let it begin at 40."


def test_file_and_line_stand_before_the_path():
    fault = GAP.at("tiers", line=12, tier=3, begins=5, ends=4)
    assert str(fault) == "line 12: tiers: tier 3 begins at 5\n    Let it begin at 4."
    in_file = type(fault)(fault.path, fault.line, fault.wrong, fault.remedy, "terms.yaml")
    assert str(in_file) == "terms.yaml:12: tiers: tier 3 begins at 5\n    Let it begin at 4."


def test_a_fault_of_the_whole_has_no_path():
    assert str(GAP.at(tier=1, begins=5, ends=0)) == "tier 1 begins at 5\n    Let it begin at 0."


def test_a_part_is_seen_from_the_document_that_holds_it():
    assert GAP.at("tiers", 0, tier=1, begins=5, ends=0).under("clauses", 4).path == ("clauses", 4, "tiers", 0)


def test_a_path_is_written_as_people_write_it():
    assert dotted(("clauses", 2, "tiers", 0, "price")) == "clauses[2].tiers[0].price"
    assert dotted((0, "price")) == "[0].price"
    assert dotted(()) == ""


def test_a_large_number_and_a_small_share_are_shown_without_exponent():
    fault = GAP.at(tier=1, begins=Decimal("2E+4"), ends=Decimal("0.0000005"))
    assert str(fault) == "tier 1 begins at 20,000\n    Let it begin at 0.0000005."


def test_a_fault_is_data():
    assert GAP.at("tiers", 0, line=3, tier=1, begins=5, ends=0).as_data() == {
        "file": "",
        "line": 3,
        "path": "tiers[0]",
        "wrong": {
            "code": "gap",
            "parameters": {"tier": "1", "begins": "5", "ends": "0"},
            "text": "tier 1 begins at 5",
            "zh": "第 1 档自 5 起",
        },
        "remedy": {
            "code": "gap.remedy",
            "parameters": {"tier": "1", "begins": "5", "ends": "0"},
            "text": "Let it begin at 0.",
            "zh": "请自 0 起。",
        },
    }


def test_a_fault_is_said_in_chinese_and_a_message_in_it_stays_one():
    fault = GAP.at("tiers", line=12, tier=Text("first", "one", "一")(), begins=5, ends=4)
    assert fault.said("zh") == ("第 12 行: tiers: 第一档自 5 起", "请自 4 起。")
    assert str(fault) == "line 12: tiers: tier one begins at 5\n    Let it begin at 4."


def test_all_faults_come_at_once():
    faults = [GAP.at("tiers", i, tier=i + 1, begins=5, ends=0) for i in range(2)]
    faulty = Faulty(iter(faults))
    assert faulty.faults == tuple(faults)
    assert str(faulty) == "\n".join(str(fault) for fault in faults)
