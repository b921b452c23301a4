"""Sentences, faults and tables fit the page they are printed on."""

from suture.cli import screen
from suture.cli.screen import TOGETHER, noted, print_faults, print_table, told
from suture.engine.fault import refusal
from suture.engine.text import Text

COLUMNS = [("Strategy", False), ("Worth, USD", True), ("Gates", False)]
ROWS = [
    ["Committed · Mid-size CDMO\n  long-term, and the same as it is done today", "30 M\n26 to 34", "? 1 open"],
    ["On demand · Large CDMO", "-1,200\n-3,000 to 400", ""],
]
FAULT = refusal(
    "odd", "the figure is in '{found}', which is no unit of any service", "Write it in piece or hour.",
    "该数值的单位是“{found}”，不是任何服务的单位", "请以 piece 或 hour 填写。",
)  # fmt: skip


def lines(capsys):
    return capsys.readouterr().out.splitlines()


def test_a_table_stands_in_columns_where_they_fit(monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "50")
    print_table(COLUMNS, ROWS)
    assert lines(capsys) == [
        "Strategy                     Worth, USD   Gates",
        "──────────────────────────────────────────────────",
        "Committed · Mid-size               30 M   ? 1 open",
        "CDMO                           26 to 34",
        "  long-term, and the",
        "  same as it is done",
        "  today",
        "On demand · Large CDMO           -1,200",
        "                          -3,000 to 400",
    ]


def test_a_table_is_told_row_by_row_where_the_page_is_too_narrow(monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "32")
    print_table(COLUMNS, ROWS)
    assert lines(capsys) == [
        "Committed · Mid-size CDMO",
        "  long-term, and the same as it",
        "    is done today",
        "  Worth, USD: 30 M; 26 to 34",
        "  Gates: ? 1 open",
        "",
        "On demand · Large CDMO",
        "  Worth, USD: -1,200; -3,000 to",
        "    400",
    ]


def test_a_sentence_is_wrapped_with_its_indents_and_a_path_stays_whole(monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "24")
    told("one two three four five six", first="- ", rest="  ")
    told("see a/folder/with/a/very/long-name.yaml: done")
    told(f"taken{TOGETHER}1200 · due{TOGETHER}22000 · rest")
    assert lines(capsys) == [
        "- one two three four", "  five six", "see", "a/folder/with/a/very/long-name.yaml:", "done",
        "taken 1200 · due 22000 ·", "rest",
    ]  # fmt: skip


def test_a_message_is_told_with_its_numbers_grouped(capsys):
    told(Text("x", "{n} of {all}", "{all} 之 {n}")(n=1200, all=30000))
    assert lines(capsys) == ["1,200 of 30,000"]


def test_nothing_is_made_narrower_than_can_be_read_or_wider_than_a_hundred(monkeypatch):
    for columns, width in ((1, 20), (40, 40), (100, 100), (250, 100)):
        monkeypatch.setenv("COLUMNS", str(columns))
        assert screen.width() == width


def test_a_fault_is_wrapped_on_a_page_and_stays_on_its_lines_elsewhere(monkeypatch, capsys):
    faults = [FAULT.at("clauses", 1, "minimum", line=31, found="box")]
    monkeypatch.delenv("COLUMNS", raising=False)
    print_faults(faults)
    assert capsys.readouterr().err == (
        "line 31: clauses[1].minimum: the figure is in 'box', which is no unit of any service\n"
        "    Write it in piece or hour.\n1 fault\n"
    )
    monkeypatch.setenv("COLUMNS", "40")
    print_faults(faults * 2)
    assert (
        capsys.readouterr().err
        == 2
        * (
            "line 31: clauses[1].minimum: the figure\n  is in 'box', which is no unit of any\n  service\n"
            "    Write it in piece or hour.\n"
        )
        + "2 faults\n"
    )


def test_a_long_line_is_not_broken_in_a_file(monkeypatch, capsys):
    monkeypatch.delenv("COLUMNS", raising=False)
    noted("word " * 40 + "end")
    assert len(lines(capsys)) == 1
