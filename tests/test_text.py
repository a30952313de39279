"""Labels that look alike are alike; no text is lost, and none gets out unguarded."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportcheck.text import (
    VISIBLE_LIMIT,
    clip,
    display_width,
    fold,
    fold_number,
    pad,
    pad_left,
    visible,
    wrap,
)

ANY = st.text(alphabet=st.characters(exclude_categories=()))
MIXED = st.text(alphabet="总计一、（）()“”:： \n\u3000aAJ12,.-—⼀⻚e\u0301\u200b")


@pytest.mark.parametrize(
    ("label", "variant"),
    [
        ("商业企业", "商业 企业"),
        ("商业企业", "商业\n企业"),
        ("商业企业", "商\u3000业\xa0企\u200b业"),
        ("(一)予以公开", "（一）予以公开"),
        ("3.危及“三安全一稳定”", '３．危及"三安全一稳定"'),
        ("3.危及“三安全一稳定”", "3.危及「三安全一稳定」"),
        ("本年收费金额(单位:万元)", "本年收费金额（单位：万元）"),
        ("A类", "ａ类"),
        ("一页", "\u2f00\u2eda"),
        ("甲-乙", "甲—乙"),
        ("甲——乙", "甲－乙"),
        ("甲、乙", "甲，乙"),
    ],
)
def test_labels_that_look_alike_fold_alike(label: str, variant: str) -> None:
    assert fold(label) == fold(variant)


@pytest.mark.parametrize(
    ("label", "other"),
    [("总计", "合计"), ("7.案卷", "7.案件"), ("1.其他", "2.其他"), ("甲(乙)", "甲乙"), ("A", "B")],
)
def test_labels_that_differ_stay_different(label: str, other: str) -> None:
    assert fold(label) != fold(other)


@pytest.mark.parametrize(
    "numbering",
    ["1.", "1、", "1．", "１．", "(1)", "（1）", "1)", "一、", "十二、", "(七)", "（七）", "(七)、",
     "①", "⑴", "㈠", "第一条", "1.2.", "1.2.3", "A.", "a)", "iv.", " 1 . "],
)  # fmt: skip
def test_leading_numbering_is_taken_off(numbering: str) -> None:
    assert fold_number(f"{numbering}结果维持") == "结果维持"


@pytest.mark.parametrize(
    "label", ["2024年", "3.5亿元以上", "一般公共预算", "12", "(七)", "1.", "①", "", "总计"]
)
def test_what_only_looks_like_numbering_stays(label: str) -> None:
    assert fold_number(label) == fold(label)


@given(ANY | MIXED)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert not any(character.isspace() for character in fold(text))


@given(MIXED, st.integers(0, 5))
def test_spaces_anywhere_do_not_matter(text: str, place: int) -> None:
    plain = text.replace("e\u0301", "é")
    if place < len(plain) and not unicodedata.combining(plain[place]):
        assert fold(plain[:place] + " \n\u3000" + plain[place:]) == fold(plain)


def test_width_is_measured_in_columns() -> None:
    assert display_width("J12") == 3
    assert display_width("总计") == 4
    assert display_width("（）") == 4
    assert display_width("e\u0301\u200b") == 1
    assert display_width("✗─→·") == 4
    assert pad("总", 4) + "|" == "总  |"
    assert pad_left("总", 4) == "  总"
    assert pad("总计", 2) == "总计"


@given(ANY, st.integers(0, 30))
def test_a_clipped_text_fits(text: str, width: int) -> None:
    clipped = clip(text, width)
    assert display_width(clipped) <= width
    if display_width(text) <= width:
        assert clipped == text


@given(MIXED | ANY, st.sampled_from([1, 2, 7, 40, 60]))
def test_wrapping_loses_nothing_but_spaces_at_the_ends(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(display_width(line) <= max(width, 2) for line in lines)


def test_a_line_does_not_begin_with_closing_punctuation() -> None:
    text = "核对 D12:I12;若分项无误,把 J12 改为 3。“总计”不等于各分项之和(多 1),请核对。" * 3
    for width in range(12, 80):
        assert not any(line[0] in "，。,;:)）”" for line in wrap(text, width))


HOSTILE = {
    "\x1b[31mred": "␛[31mred",
    "\x1b]8;;http://x\x07": "␛]8;;http://x␇",
    "\u202egnp": "\\u202egnp",
    "a\x00b": "a␀b",
    "a\r\nb\nc\rd": "a⏎b⏎c⏎d",
    "\x9b2J": "\\x9b2J",
    "\u200b\ufeff": "\\u200b\\ufeff",
    "\ud800": "\\ud800",
    "\u2028": "\\u2028",
    "\U000e0041": "\\U000e0041",
    "\x7f\t": "␡␉",
    "[/][red] 总\u3000计": "[/][red] 总\u3000计",
}


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_made_visible(text: str) -> None:
    assert visible(text) == HOSTILE[text]


def test_long_text_is_shortened_in_the_middle_with_a_count() -> None:
    shown = visible("甲" + "长" * 10_000 + "乙")
    assert len(shown) <= VISIBLE_LIMIT
    assert shown.startswith("甲")
    assert shown.endswith("乙")
    assert "[+98" in shown


@given(ANY)
def test_what_is_visible_acts_on_nothing_and_can_be_written(text: str) -> None:
    shown = visible(text)
    shown.encode()
    assert not any(unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for c in shown)
    assert visible(shown) == shown
