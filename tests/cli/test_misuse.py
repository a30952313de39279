"""Command lines that cannot be meant are told of in the language that is spoken."""

from __future__ import annotations

import pytest

from tests.acceptance.running import run


@pytest.mark.parametrize(
    ("line", "en", "zh"),
    [
        (("--rule", "x"), 'there is no option --rule, did you mean "--rules"?',
         "没有 --rule 这个选项，是不是 --rules？"),
        (("--zzz",), "there is no option --zzz\n", "没有 --zzz 这个选项\n"),
        (("show",), "PATH... is missing", "缺少 PATH..."),
        (("explain", "a", "b"), "nothing more is taken here: b", "这里不能再写 b"),
        (("rules", "foo"), "there is no command foo", "没有 foo 这个命令"),
        (("check", "--statistics=3", "x"), "the option --statistics takes no value",
         "选项 --statistics 后面不写值"),
    ],
)  # fmt: skip
def test_the_matter_is_named_in_both_languages(
    line: tuple[str, ...], en: str, zh: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for lang, told in (("en", en), ("zh", zh)):
        monkeypatch.setenv("LC_ALL", f"{lang}_XX.UTF-8")
        ended = run(*line)
        assert ended.code == 2
        assert told in ended.err
        assert "reportcheck --help" in ended.err


def test_an_option_at_the_end_without_its_value() -> None:
    assert "the option --rules needs a value" in run("x", "--lang", "en", "--rules").err


@pytest.mark.parametrize("kind", ["sarif", "junit", "gitlab", "markdown", "xlsx"])
def test_a_format_that_is_a_file_is_answered_with_how_it_is_written(kind: str) -> None:
    ended = run("x", "--lang", "en", "--format", kind)
    assert ended.code == 2
    assert f"--report {kind}=FILE" in ended.err
    assert "did you mean" not in ended.err


@pytest.mark.parametrize(
    ("chosen", "code"),
    [
        (("--select", "收办平衡", "--ignore", "收办平衡"), 2),
        (("--select", "blank", "--ignore", "blank"), 2),
        (("--select", "blank"), 0),
        (("--ignore", "收办平衡"), 0),
    ],
)
def test_that_nothing_is_left_to_be_checked_is_not_passed_over(
    chosen: tuple[str, ...], code: int
) -> None:
    ended = run("samples/invented-2024.xlsx", "--lang", "en", *chosen)
    assert ended.code == code
    assert ("nothing to check" in ended.err) == (code == 2)
