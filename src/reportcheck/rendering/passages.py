"""A finding as a few lines of text without any layout, for reports that bring their own."""

from __future__ import annotations

from collections.abc import Iterator

from reportcheck.finding import Finding
from reportcheck.page import Lang, Page
from reportcheck.rendering.blocks import also
from reportcheck.rendering.concise import message, place
from reportcheck.wording import explanation, phrase, sentences
from reportcheck.wording.arithmetic import reckons
from reportcheck.wording.filling import safe
from reportcheck.wording.outcomes import word_for


def passage(path: str, finding: Finding, lang: Lang) -> str:
    """Return where it is, what is wrong, the sum, what to do and on what basis, a line for each."""
    said = sentences(finding, lang)
    head = f"{place(path, finding.at, Page(lang))} {word_for(finding, lang)}: {said.message}"
    return "\n".join([head, *(f"  {label}: {text}" for label, text in details(finding, lang))])


def details(finding: Finding, lang: Lang) -> Iterator[tuple[str, str]]:
    """Yield what there is beside the claim, each with its short heading."""
    said = sentences(finding, lang)
    sums = "arithmetic" if reckons(finding) else "values"
    told = (
        (sums, said.arithmetic), ("accepted", explanation(finding, lang)),
        ("fix", said.fix), ("basis", said.basis), ("also", also(finding, Page(lang))),
    )  # fmt: skip
    for key, text in told:
        if text and not (key == "fix" and finding.accepted):
            yield phrase(f"block.{key}", lang), text


def claim(finding: Finding, lang: Lang) -> str:
    """Return the claim with the sum, and why it is accepted if it is, in one line."""
    return message(finding, Page(lang))


def rule_in_words(finding: Finding, lang: Lang) -> str:
    """Return what a rule asks, or why a check is made."""
    if finding.kind == "rule":
        if finding.origin == "equals":
            asked = "rule.asked.sum" if finding.check == "sum(*)" else "rule.asked.equals"
            return phrase(asked, lang, formula=finding.check)
        return safe(finding.check) or safe(finding.rule)
    return phrase(f"check.{finding.rule}.why", lang)
