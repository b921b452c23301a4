"""YAML text becomes texts, lists and keys with lines; everything else is refused."""

import time
from contextlib import suppress

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from suture.engine.fault import Faulty
from suture.engine.terms import document
from suture.engine.terms.document import parse

LOADERS = [yaml.SafeLoader, *([yaml.CSafeLoader] if yaml.__with_libyaml__ else [])]
BOMB = "k0: &a0 [x, x]\n" + "".join(f"k{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 40))


def refused(text, **more):
    with pytest.raises(Faulty) as raised:
        parse(text, **more)
    return [(fault.line, fault.wrong.text.code) for fault in raised.value.faults]


def test_every_value_stays_the_text_that_stands_there():
    read = parse("a: no\nb: 2027-01-01\nc: 1e3\nd: 0x10\ne: ~\nf: '7'\ng:\nh: [1.50, {i: yes}]\n")
    assert read.data == {
        "a": "no", "b": "2027-01-01", "c": "1e3", "d": "0x10", "e": "~", "f": "7", "g": "", "h": ["1.50", {"i": "yes"}],
    }  # fmt: skip


def test_every_part_knows_its_line_and_what_is_missing_that_of_what_is_around_it():
    read = parse("a: 1\nb:\n  - c: 2\n  - d:\n      e: 3\n")
    assert [read.line(path) for path in [(), ("a",), ("b",), ("b", 0, "c"), ("b", 1), ("b", 1, "d", "e")]] == [
        1, 1, 2, 3, 4, 5,
    ]  # fmt: skip
    assert read.line(("b", 1, "d", "missing", 4)) == 4


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [(None, "empty")]),
        ("# only a comment\n", [(None, "empty")]),
        ("---\n", [(None, "empty")]),
        ("a: &x 1\nb: *x\n", [(1, "yaml_anchor"), (2, "yaml_alias")]),
        ("a: 1\nb:\n  <<: {c: 1}\n", [(3, "yaml_merge")]),
        ("a: !!python/object/apply:os.system [ls]\n", [(1, "yaml_tag")]),
        ("a: !mine x\nb: ! y\n", [(1, "yaml_tag"), (2, "yaml_tag")]),
        ("a: 1\nb: 2\na: 3\n", [(3, "key_twice")]),
        ("? [a, b]\n: 1\n", [(1, "key_not_text")]),
        ("a: 1\n---\nb: 2\n", [(2, "second_document")]),
        ("a: b: c\n", [(1, "yaml_colon")]),
        ("a:\n\tb: 1\n", [(2, "yaml_tab")]),
        ("a: @x\n", [(1, "not_yaml")]),
        ("a: 1\nb: 'x\nc: 2\n", [(2, "yaml_quote")]),
        ("a: [1, 2\n", [(2, "not_yaml")]),
        ("a: \x00\n", [(1, "control_character")]),
        ('a: 1\nb: "\\e[31m"\n', [(2, "control_character")]),
        ("[" * 60 + "]" * 60, [(1, "too_deep")]),
        ("a: &a [x]\nb: *a\na: !!int 3\n", [(1, "yaml_anchor"), (2, "yaml_alias"), (3, "key_twice"), (3, "yaml_tag")]),
    ],
)  # fmt: skip
def test_what_is_refused(text, expected, loader):
    assert refused(text, loader=loader) == expected


def test_an_alias_bomb_is_refused_before_it_grows():
    assert {code for _, code in refused(BOMB)} == {"yaml_anchor", "yaml_alias"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[" * 999_000, "too_deep"),
        ("a: " + "x" * 1_000_000, "text_too_long"),
        ("[" + "1," * 250_000 + "]", "too_many_parts"),
    ],
)
def test_a_hostile_text_costs_little(text, code):
    begun = time.process_time()
    assert [found for _, found in refused(text)] == [code]
    assert time.process_time() - begun < (4 if yaml.__with_libyaml__ else 20)


def test_a_byte_order_mark_and_chinese_are_fine():
    assert parse("\ufeff名称: 导管 ×\n").data == {"名称": "导管 ×"}


@given(st.text(st.characters(codec="utf-8"), max_size=200) | st.text("[]{}:-&*!?|>'\"%@\n\t ,#a1\\", max_size=60))
def test_any_text_is_read_or_refused(text):
    for loader in LOADERS:
        with suppress(Faulty):
            parse(text, loader=loader)


def test_the_limits_have_room_for_what_is_real():
    assert document.LARGEST >= 1_000_000
    assert parse("a: [" + "x, " * 100_000 + "x]").data


@pytest.mark.parametrize(
    ("text", "en", "zh"),
    [
        ("a: [1, 2\nb: 3\n", "did not find expected ',' or ']'", "读取 [ ] 中的内容时，缺少逗号或 ]"),
        ('a: "x\\q"\n', "found unknown escape character", "读取带引号的文本时，转义字符未知"),
        ("a:\n  - b\n  c: d\n", "did not find expected '-' indicator", "读取列表时，缺少列表项的“-”"),
    ],
)
@pytest.mark.skipif(not yaml.__with_libyaml__, reason="the pure parser has words of its own")
def test_what_the_parser_complains_of_is_said_in_both_languages(text, en, zh):
    with pytest.raises(Faulty) as refused_with:
        parse(text)
    (fault,) = refused_with.value.faults
    assert str(fault.wrong).endswith(en)
    assert fault.wrong.said("zh") == f"无法按 YAML 读取：{zh}"
