"""The commands speak English or Chinese: by `--lang`, else by the variable SUTURE_LANG."""

import json
from pathlib import Path

import pytest
from rich.cells import cell_len

from suture.cli import main
from suture.cli.language import spoken
from tests.supply import AGREEMENT, FACTS, but

MINIMAL = str(Path(__file__).resolve().parents[2] / "examples" / "cases" / "minimal.yaml")


@pytest.fixture
def at(tmp_path, monkeypatch):
    """The supply's files in the folder that one is in, and no language asked for."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SUTURE_LANG", raising=False)
    Path("supply.yaml").write_text(AGREEMENT, encoding="utf-8")
    Path("facts.csv").write_text(FACTS, encoding="utf-8")
    return tmp_path


def run(capsys, *words):
    try:
        code = main(words)
    except SystemExit as left:
        code = left.code
    said = capsys.readouterr()
    return code, said.out, said.err


def test_check_in_chinese(at, capsys):
    Path("bad.yaml").write_text(but("currency: USD", "currency: XXX"), encoding="utf-8")
    code, out, err = run(capsys, "check", "--lang", "zh", "bad.yaml", "supply.yaml", "none.yaml")
    assert code == 1
    assert out == "supply.yaml: 协议 2027-014，2027-01-01..2028-12-31，2 个条款，没有问题\n"
    assert err.splitlines()[0].startswith("bad.yaml:5: currency: ")
    assert err.splitlines()[2].startswith("none.yaml: 没有")
    assert err.splitlines()[-1] == "共 2 处问题"


def test_a_fault_of_the_form_is_said_in_chinese_with_its_guess(at, capsys):
    Path("bad.yaml").write_text(but("currency: USD", "curency: USD"), encoding="utf-8")
    err = run(capsys, "check", "bad.yaml", "--lang=zh")[2]
    assert "bad.yaml:5: curency: 此处没有键“curency”\n    是否应为“currency”？此处可用：agreement, " in err
    assert "缺少键“currency”\n    请补上：凡影响金额的内容都没有默认值。" in err


def test_the_variable_says_the_language_and_the_word_beats_it(at, capsys, monkeypatch):
    monkeypatch.setenv("SUTURE_LANG", "zh")
    assert "2 个条款，没有问题" in run(capsys, "check", "supply.yaml")[1]
    assert "2 clauses, no faults" in run(capsys, "check", "supply.yaml", "--lang", "en")[1]
    assert spoken() == "en"  # each command for itself


def test_a_variable_that_names_no_language_is_refused_where_it_is_needed(at, capsys, monkeypatch):
    monkeypatch.setenv("SUTURE_LANG", "klingon")
    code, out, err = run(capsys, "check", "supply.yaml")
    assert (code, out) == (1, "")
    assert err == (
        "the variable SUTURE_LANG asks for 'klingon', which is no language that is spoken here\n"
        "    Set it to en / zh, or say --lang.\n1 fault\n"
    )
    assert run(capsys, "check", "supply.yaml", "--lang", "zh")[0] == 0


def test_help_and_wrong_use_are_said_in_it(at, capsys, monkeypatch):
    monkeypatch.setenv("SUTURE_LANG", "zh")
    code, out, _ = run(capsys, "choose", "--help")
    assert code == 0
    assert "判断哪种合作模式适合该企业，并说明理由。" in out
    assert "用法： suture choose" in out
    assert max(map(cell_len, out.splitlines())) <= 80
    code, _, err = run(capsys, "choose", MINIMAL, "--scenarios", "0")
    assert code == 2
    assert "用法错误：" in err
    assert "“0”不是 1 到 1048576 之间的整数" in err


@pytest.mark.parametrize(
    ("words", "en", "zh"),
    [
        (["check"], "the following arguments are required: FILE", "缺少参数：FILE"),
        (["check", "a.yaml", "--x"], "unrecognized arguments: --x", "无法识别的参数：--x"),
        (["check", "a.yaml", "--lang", "fr"], "argument --lang: invalid choice: 'fr' (choose from 'en', 'zh')",
         "参数 --lang：不能选 'fr'（可选：'en', 'zh'）"),
        (["check", "a.yaml", "--lang"], "argument --lang: expected one argument", "参数 --lang：需要一个值"),
        (["rate", "a", "b", "--billed"], "argument --billed: expected at least one argument",
         "参数 --billed：至少需要一个值"),
        (["check", "a.yaml", "--json=1"], "argument --json: ignored explicit argument '1'",
         "参数 --json：不接受值 '1'"),
    ],
)  # fmt: skip
def test_the_reasons_of_the_standard_library_are_said_in_both(words, en, zh, at, capsys, monkeypatch):
    """They are known by their wording, so this fails where a later Python words them otherwise."""
    for language, why in (("en", f"error: {en}"), ("zh", f"用法错误：{zh}")):
        monkeypatch.setenv("SUTURE_LANG", language)
        code, out, err = run(capsys, *words)
        assert (code, out) == (2, "")
        assert err.splitlines()[-1] in (f"suture {words[0]}: {why}", f"suture: {why}")


def test_diff_in_chinese_has_its_text_and_its_words_so(at, capsys):
    Path("new.yaml").write_text(but("12000 piece", "15000 piece"), encoding="utf-8")
    code, out, _ = run(capsys, "diff", "supply.yaml", "new.yaml", "--facts", "facts.csv", "--lang", "zh")
    assert code == 0
    lines = out.splitlines()
    assert lines[0] == "条款数据"
    assert lines[1].split() == ["条款项", "旧", "新"]
    assert "按所给事实计算的金额" in lines
    assert any(line.startswith("合计") for line in lines)
    assert "[-12,000-]{+15,000+}" in "".join(out.split())
    assert run(capsys, "diff", "supply.yaml", "supply.yaml", "--lang", "zh")[1] == "条款相同。\n"


def test_what_a_machine_reads_is_the_same_in_both_but_for_the_text_that_was_asked_for(at, capsys):
    Path("new.yaml").write_text(but("12000 piece", "15000 piece"), encoding="utf-8")
    words = ("diff", "supply.yaml", "new.yaml", "--facts", "facts.csv", "--json")
    en, zh = (json.loads(run(capsys, *words, "--lang", language)[1]) for language in ("en", "zh"))
    assert (en["terms"], en["money"]) == (zh["terms"], zh["money"])
    assert en["text"] != zh["text"]
    bad = [run(capsys, "check", "none.yaml", "--json", "--lang", language)[1] for language in ("en", "zh")]
    assert bad[0] == bad[1]
    (fault,) = json.loads(bad[0])["faults"]
    assert (fault["wrong"]["text"], fault["wrong"]["zh"][:2]) == ("there is no such file", "没有")


def test_choose_in_chinese_answers_reports_and_writes_agreements_so(at, capsys):
    words = ("choose", MINIMAL, "--scenarios", "64")
    code, out, err = run(capsys, *words, "--lang", "zh")
    assert code == 0
    data = json.loads(Path("out/decision.json").read_text(encoding="utf-8"))
    lines = out.splitlines()
    answer = data["recommendation"]["reasons"][0]
    assert "".join("".join(lines[: lines.index("")]).split()) == "".join(answer["zh"].split())
    assert answer["text"] != answer["zh"]
    assert max(map(cell_len, lines)) <= 100
    assert "理由" in lines
    assert any(line.startswith("方案与模式") for line in lines)
    assert any(line.startswith("报告：out/report.html") for line in lines)
    assert err == "模拟情景……\n寻找拐点……\n"
    assert '<html lang="zh-CN">' in Path("out/report.html").read_text(encoding="utf-8")
    written = sorted(Path("out").glob("agreement-*.yaml"))
    assert written
    assert all(place.read_text(encoding="utf-8").startswith("# 由 suture 写出") for place in written)
    assert main(["check", *map(str, written)]) == 0

    assert run(capsys, *words, "--lang", "en")[0] == 0  # its own files, in whatever language, it may replace
    assert all(place.read_text(encoding="utf-8").startswith("# Written by suture") for place in written)
    assert json.loads(Path("out/decision.json").read_text(encoding="utf-8")) == data
