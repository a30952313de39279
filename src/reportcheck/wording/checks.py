"""What is said about a cell or the layout of a file: the claim, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from reportcheck.finding import Finding, Verdict
from reportcheck.page import Lang
from reportcheck.text import visible
from reportcheck.wording.expectations import expectation
from reportcheck.wording.filling import catalogue, fill, phrase, safe, said
from reportcheck.wording.places import cell_name, labels_of, place_of, span

_NO_NUMBERS = frozenset({"text", "code", "date"})
"""What cells may hold in place of numbers: nobody is told to write 0 there."""


def check_message(finding: Finding, lang: Lang) -> str:
    """Return the claim of a cell or structure check."""
    facts = check_facts(finding, lang)
    key = f"check.{finding.rule}"
    sentences = catalogue(lang)
    if "alike" in finding.facts:
        own = sentences.get(f"alike.{finding.rule}")
        if own is None:
            one = replace(finding, count=1, facts=_without_alike(finding))
            return phrase("alike", lang, claim=check_message(one, lang), **_alike(finding))
        return fill(own, facts)
    if finding.count > 1 and f"{key}.count" in sentences:
        return fill(sentences[f"{key}.count"], facts)
    claim = sentences.get(f"{key}.{_what(finding.facts)}") or sentences[key]
    for name, fact in finding.facts.items():
        claim += sentences.get(f"{key}+{name}", "") if fact else ""
    counts_itself = "places" in finding.facts and f"{key}+places" in sentences
    return fill(claim, facts) if counts_itself else counted(finding, fill(claim, facts), lang)


def _what(facts: Mapping[str, object]) -> str:
    """Return which of its sentences a check needs; of rows or columns there may be just one."""
    kind = "text" if facts.get("type") in _NO_NUMBERS else ""
    what, several = str(facts.get("what", kind)), "\n" in str(facts.get("which", ""))
    return what if several else {"rows": "row", "columns": "column"}.get(what, what)


def check_facts(finding: Finding, lang: Lang) -> dict[str, str]:
    """Return everything the sentence of a cell or structure check may name."""
    row, column = labels_of(finding, lang)
    shown = finding.witnesses[0].shown if finding.witnesses else ""
    return {
        "where": place_of(row, column, lang),
        "cell": cell_name(finding.at),
        "row": safe(row),
        "column": safe(column),
        "label": safe(row or column or finding.table or ""),
        "table": safe(finding.facts.get("table_label") or finding.table or ""),
        "shown": visible(shown),
        "count": str(finding.count),
        "expected": expectation(finding.facts, lang),
        "meant": span(finding.facts.get("meant_from"), finding.facts.get("meant_to"), lang),
        "written": catalogue(lang).get(f"written.{finding.facts.get('note')}", ""),
        **{k: v for k, v in said(finding.facts, lang).items() if k not in {"row", "column"}},
    }


def _alike(finding: Finding) -> dict[str, object]:
    return {"count": finding.count, "alike": finding.facts["alike"]}


def _without_alike(finding: Finding) -> dict[str, str]:
    return {name: fact for name, fact in finding.facts.items() if name != "alike"}


def check_fix(finding: Finding, lang: Lang) -> str:
    """Return what to do about a cell or structure check."""
    key, sentences = f"check.{finding.rule}.fix", catalogue(lang)
    if "alike" in finding.facts:
        own = sentences.get(f"alike.{finding.rule}.fix")
        if own is not None and finding.facts.get("type") not in _NO_NUMBERS:
            return fill(own, check_facts(finding, lang))
        one = replace(finding, count=1, facts=_without_alike(finding))
        return phrase("alike.fix", lang, fix=check_fix(one, lang))
    act = sentences.get(f"{key}.{_what(finding.facts)}") or sentences[key]
    return fill(act, check_facts(finding, lang))


def counted(finding: Finding, claim: str, lang: Lang) -> str:
    """Return a claim with how often it is so: of one place, where others but fail likewise."""
    if finding.count == 1:
        return claim
    sentences, more = catalogue(lang), finding.count - 1
    if finding.verdict is Verdict.FAIL:
        return fill(sentences["rule.likewise"], {"claim": claim, "more": more})
    return fill(sentences["rule.several"], {"claim": claim, "count": finding.count})
