"""No English sentence says "1 files" or "1 are", whatever number it is given."""

from __future__ import annotations

import re

import pytest

from reportcheck.wording.filling import catalogue, fill

BLANK = re.compile(r"\{([a-z_]+)(?::[^{}]*)?\}")
CHOICE = re.compile(r"\{([a-z_]+):([^{}|]*)\|([^{}|]*)\}")
SEVERAL_OF_ONE = re.compile(r"(?<![\w\"'(“])1 (?:more |further |other |rule )?([a-z]+)\b")
PLURAL_VERBS = frozenset({
    "are", "have", "were", "wait", "need", "do", "hold", "stand", "belong", "find", "take",
})  # fmt: skip
SINGULAR = frozenset({"as", "belongs", "has", "is", "its", "s", "stands", "waits", "was"})
"""Words that end in s beside a single thing."""

NO_NUMBERS = frozenset({
    "agency", "allowed", "arguments", "by", "cell", "cells", "changes", "columns", "common",
    "effect", "fact", "field", "files", "first", "form", "found", "function", "item", "key", "kind",
    "label", "line", "location", "name", "nearest", "new", "order", "other", "other_list", "parent",
    "path", "paths", "place", "room", "rule", "rules", "shown", "sign", "table", "text", "value",
    "what", "where", "which",
})  # fmt: skip
"""Blanks before whose words nothing is counted; those of any other name may hold a 1."""

ONLY_OF_SEVERAL = {
    "changes.ties", "changes.ties.common", "mistake.argument-count", "problem.too-large",
}  # fmt: skip

EN = catalogue("en")


def of(sentence: str, number: int) -> str:
    names = BLANK.findall(sentence)
    counted = {name for name, *_ in CHOICE.findall(sentence)}
    return fill(sentence, {
        name: "x" if name in NO_NUMBERS - counted else number for name in names
    })  # fmt: skip


def wrong(said: str) -> list[str]:
    """Return the words after a 1 that belong to several things."""
    words = SEVERAL_OF_ONE.findall(said)
    return [
        word for word in words if word in PLURAL_VERBS or (word[-1] == "s" and word not in SINGULAR)
    ]


@pytest.mark.parametrize(
    "key", [key for key, said in EN.items() if BLANK.search(said) and key not in ONLY_OF_SEVERAL]
)
def test_of_one_thing_nothing_is_said_that_belongs_to_several(key: str) -> None:
    assert wrong(of(EN[key], 1)) == []


def test_of_several_the_plural_is_said() -> None:
    assert of(EN["batch.files"], 2) == "2 files"
    assert of(EN["batch.files"], 1) == "1 file"
    assert wrong("1 files") == ["files"]
    assert wrong("1 more are not listed") == ["are"]
    assert wrong("1 relations were") == ["relations"]


@pytest.mark.parametrize("key", [key for key, said in EN.items() if CHOICE.search(said)])
def test_a_choice_is_one_of_two_words_for_what_is_said(key: str) -> None:
    for name, one, several in CHOICE.findall(EN[key]):
        assert one != several
        assert (
            f"{{{name}}}" in EN[key] or "{cells}" in EN[key]
        )  # a number, or the cells that are counted
