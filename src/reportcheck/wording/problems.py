"""What is said about a refusal: what happened and the way out; and about a rule file's mistake."""

from __future__ import annotations

from collections.abc import Mapping

from reportcheck.page import Lang
from reportcheck.problem import Mistake, Problem
from reportcheck.text import clip, display_width
from reportcheck.wording.filling import catalogue, fill, phrase, safe, said

SHOWN_COLUMNS = 100
"""Display columns of a source line that are shown around the place of a mistake."""


_WORDS = frozenset({"expected", "found", "format", "reason", "type", "what", "why"})
"""Facts that may be the name of a kind of thing."""


def problem(problem: Problem, lang: Lang) -> str:
    """Return one paragraph: what the matter is, and what to do.

    >>> problem(Problem("not-found", path="年报.xlsx"), "en")
    'There is no file 年报.xlsx; check its name and folder.'
    """
    facts = _facts(problem.facts, lang)
    limit = problem.facts.get("limit")
    if isinstance(limit, int) and str(problem.facts.get("what")).endswith("-bytes"):
        facts["limit"] = _size(limit, lang)
    key = f"problem.{problem.code}"
    if problem.code == "unsupported-format":
        # The way out depends on what kind of file it is.
        of_its_kind = f"unsupported.{problem.facts.get('format', '')}"
        key = of_its_kind if of_its_kind in catalogue(lang) else key
    text = _sentence(key, problem.code, facts, lang)
    return text + _suggestion(problem.facts, text, lang)


def mistake(mistake: Mistake, lang: Lang) -> str:
    """Return where the mistake is and what it is, and below it the source line with a caret.

    >>> print(
    ...     mistake(
    ...         Mistake(
    ...             "x.yaml",
    ...             2,
    ...             3,
    ...             "unknown-field",
    ...             {"field": "colums", "suggestion": "columns"},
    ...             "  colums:",
    ...         ),
    ...         "en",
    ...     )
    ... )
    x.yaml:2:3: unknown field "colums", did you mean "columns"?
      |   colums:
      |   ^
    """
    facts = _facts(mistake.facts, lang)
    text = _sentence(f"mistake.{mistake.code}", mistake.code, facts, lang)
    place = f"{safe(mistake.path)}:{mistake.line}:{mistake.column}"
    head = f"{place}: {text}{_suggestion(mistake.facts, text, lang)}"
    return head if not mistake.excerpt.strip() else f"{head}\n{_source(mistake)}"


def note(code: str, fact: str, lang: Lang) -> str:
    """Return what is worth saying about how a file was read, or about a run.

    >>> note("encoding", "GB18030", "en")
    'encoding GB18030'
    """
    if f"note.{code}" in catalogue(lang):
        return phrase(f"note.{code}", lang, fact=fact)
    return f"{code} {safe(fact)}".rstrip()


def _source(mistake: Mistake) -> str:
    """Return the source line with a caret under the place, cut to a screen around it."""
    before = safe(mistake.excerpt[: mistake.column - 1].replace("\t", " "))
    after = safe(mistake.excerpt[mistake.column - 1 :].replace("\t", " "))
    if display_width(before) > SHOWN_COLUMNS // 2:
        before = "…" + before[-SHOWN_COLUMNS // 4 :]
    room = SHOWN_COLUMNS - display_width(before)
    return f"  | {before}{clip(after, room).rstrip()}\n  | {' ' * display_width(before)}^"


def _size(number: int, lang: Lang) -> str:
    """Return a number of bytes in the units in which limits are set, at three digits.

    >>> _size(512 << 20, "en"), _size(1536, "en"), _size(7, "en")
    ('512 MB', '1.5 KB', '7 bytes')
    """
    for power, unit in ((30, "GB"), (20, "MB"), (10, "KB")):
        if number >> power:
            return f"{float(f'{number / (1 << power):.3g}'):g} {unit}"
    return phrase("size.bytes", lang, number=number)


def _facts(facts: Mapping[str, object], lang: Lang) -> dict[str, str]:
    """Return the facts as safe text; a problem inside a problem is told in full."""
    plain = {
        name: _word(fact, lang) if name in _WORDS else fact
        for name, fact in facts.items()
        if not isinstance(fact, Problem)
    }
    inner = {name: problem(fact, lang) for name, fact in facts.items() if isinstance(fact, Problem)}
    return said(plain, lang) | inner


def _word(fact: object, lang: Lang) -> object:
    """Return the catalogue's words for a kind of thing, or several; what it has none for stays."""
    words = [catalogue(lang).get(f"word.{each}") for each in str(fact).split(", ")]
    known = [each for each in words if each is not None]
    return catalogue(lang)["list.or"].join(known) if len(known) == len(words) else fact


def _sentence(key: str, code: str, facts: Mapping[str, str], lang: Lang) -> str:
    sentence = catalogue(lang).get(key)
    if sentence is not None:
        return fill(sentence, facts)
    listed = catalogue(lang)["list.comma"].join(f"{name}={fact}" for name, fact in facts.items())
    return phrase("problem.other", lang, code=code, facts=listed)


def _suggestion(facts: Mapping[str, object], text: str, lang: Lang) -> str:
    """Return what may have been meant, to stand behind a text: a sentence behind a sentence."""
    suggestion = facts.get("suggestion")
    if not suggestion:
        return ""
    after = "problem.suggestion.after" if text.endswith((".", "。")) else "problem.suggestion"
    return phrase(after, lang, suggestion=suggestion)
