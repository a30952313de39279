"""What a cell should have been, by what the form declares of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from reportcheck.number import read_decimal, spell
from reportcheck.page import Lang
from reportcheck.wording.filling import catalogue, phrase

_DIGITS: Final = "345678912345"


def expectation(facts: Mapping[str, str], lang: Lang) -> str:
    """Return what a cell should have been, by the facts of its finding; empty if they tell nothing.

    >>> expectation({"min": "0"}, "en")
    'at least 0'
    """
    given = {name for name, fact in facts.items() if fact}
    if facts.get("type") == "percent":
        facts = {**facts, **{name: _percent(facts[name]) for name in {"min", "max"} & given}}
    if {"min", "max"} <= given:
        return phrase("expected.range", lang, **facts)
    for name, key in (
        ("min", "expected.min"), ("max", "expected.max"), ("allowed", "expected.one-of"),
        ("pattern", "expected.pattern"),
    ):  # fmt: skip
        if name in given:
            return phrase(key, lang, **facts)
    if "places" in given and facts["places"].isdecimal():
        return _decimals(int(facts["places"]), lang, percent=facts.get("type") == "percent")
    key = f"expected.{facts.get('type', '')}"
    return phrase(key, lang) if key in catalogue(lang) else ""


def _percent(share: str) -> str:
    """Return a bound as the cells of its column are written."""
    value = read_decimal(share)
    return share if value is None else f"{spell(value * 100)}%"


def _decimals(places: int, lang: Lang, *, percent: bool) -> str:
    """Return how many decimals there may be; of a percentage those that stand before its sign."""
    places = max(places - 2, 0) if percent else places
    if percent:
        sample = f"{f'12.{_DIGITS[:places]}'.rstrip('.')}%"
        size = "places" if places else "whole"
        return phrase(f"expected.percent.{size}", lang, places=places, sample=sample)
    return phrase("expected.places" if places else "expected.whole", lang, places=places)
