"""Regular expressions: what Python and Rust read alike passes, all else says why not."""

import pytest

from reportcheck.rulefile.patterns import linear_fault, python_fault


@pytest.mark.parametrize(
    "pattern",
    [
        "[A-Z]{2}-[0-9]{4}", r"\d+(?:\.\d+)?", "(?P<year>19|20)x", "(?i)abc", "(?i:a)b", "(?-i:a)",
        r"\(\?=\)", "[(?=]+", r"\\1", "[]x]", "a+?b*?c??", "规范性文件|规章", "^a$", "x{2,1000}",
    ],
)  # fmt: skip
def test_what_both_engines_read_alike_passes(pattern: str) -> None:
    assert linear_fault(pattern) is None


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("a(?=b)", "look-around"),
        ("a(?!b)", "look-around"),
        ("(?<=a)b", "look-around"),
        ("(?<!a)b", "look-around"),
        (r"(a)\1", "back-reference"),
        ("(?P<x>a)(?P=x)", "group"),
        ("(a)?(?(1)b|c)", "group"),
        ("(?#note)a", "group"),
        ("(?a)b", "group"),
        ("(?>a)b", "group"),
        ("a++", "possessive"),
        ("a{2}+", "possessive"),
        (r"a\Z", "escape"),
        ("a{1001}", "repeats"),
    ],
)
def test_what_they_read_differently_is_refused(pattern: str, why: str) -> None:
    assert python_fault(pattern) is None
    assert linear_fault(pattern) == why


@pytest.mark.parametrize("pattern", ["(", "[", "a**", "[[a]]", r"\q"])
def test_what_python_cannot_read_is_refused(pattern: str) -> None:
    assert linear_fault(pattern) is not None
