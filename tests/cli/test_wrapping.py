"""Chinese fits the page as its letters take two columns each, and its marks do not begin a line."""

import pytest
from rich.cells import cell_len

from suture.cli.language import speaking
from suture.cli.screen import print_table, told
from suture.cli.wrapping import least_of, wrapped
from suture.engine.text import Text


def test_a_line_of_chinese_ends_beside_any_letter_that_still_fits():
    assert wrapped("买方应在每一合同年提取不少于约定的数量", 12, "- ", "  ") == [
        "- 买方应在每", "  一合同年提", "  取不少于约", "  定的数量",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("买方应提取，卖方供货", ["买方应提", "取，卖方", "供货"]),
        ("协议价格（含税）", ["协议价格", "（含税）"]),
        ("协议价（含税）", ["协议价", "（含税）"]),
        ("首批，“North”供货", ["首批，", "“North”供", "货"]),
        ("净现值为 3,000 万 USD。", ["净现值为", "3,000 万", "USD。"]),
        ("a/long/path/of.yaml：没有该文件", ["a/long/path/of.yaml：", "没有该文", "件"]),
    ],
)
def test_a_mark_stays_with_what_it_opens_or_closes_and_a_word_stays_whole(text, lines):
    assert wrapped(text, 9) == lines


def test_english_is_wrapped_between_words_only_and_keeps_the_spaces_at_its_beginning():
    assert wrapped("  facts   taken 6000 and more", 16, "", "    ") == ["  facts   taken", "    6000 and", "    more"]
    assert wrapped("", 20, "  - ") == ["  -"]


def test_a_column_of_chinese_needs_no_more_than_some_letters_and_one_of_english_its_longest_word():
    assert least_of("承诺采购自首单起") == 10
    assert least_of("长期") == 4
    assert least_of("Committed · Mid-size") == len("Committed")


def test_a_table_with_chinese_stands_in_columns(monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "40")
    head = Text("strategy", "Strategy", "方案与模式")
    with speaking("zh"):
        print_table(
            [(head(), False), ("净现值", True), ("门槛", False)],
            [
                ["承诺 · Mid-size CDMO，并承担最低采购量", "3,000 万", "? 1 项待确认"],
                ["按需 · Large", "−2 万", "✔ 通过"],
            ],
        )
        told(head())
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "方案与模式"
    assert max(map(cell_len, lines)) <= 40
    ends = [cell_len(line[: line.index(" 万") + 2]) for line in lines if " 万" in line]
    assert len(ends) == 2
    assert len(set(ends)) == 1, lines  # one amount under the other, whatever stands before it
    states = [cell_len(line[: line.index(mark)]) for mark in "?✔" for line in lines if mark in line]
    assert len(set(states)) == 1, lines
