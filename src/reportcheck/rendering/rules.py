"""The rules there are, pack by pack."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from reportcheck.form import label_of
from reportcheck.page import Lang, Line, Page, Span, line
from reportcheck.rendering.blocks import STYLE_OF, hanging, naming, paragraph
from reportcheck.rendering.relations import hierarchy_in_words
from reportcheck.rule import Pack, Rule
from reportcheck.wording import phrase
from reportcheck.wording.filling import safe


def listing(packs: Iterable[Pack], page: Page, rules: Sequence[str] = ()) -> Iterator[Line]:
    """Yield each pack with its rules: id, how grave, how often it is asked, what is asked.

    ``rules`` are the rule files that the command which explains them has to name.
    """
    for pack in packs:
        form = pack.form
        title = form.title.get(page.lang) or next(iter(form.title.values()), "")
        version = f" {safe(form.version)}" if form.version else ""
        head = [Span(safe(form.id), "strong"), Span(version)]
        basis = f"  {safe(form.basis)}" if form.basis else ""
        yield from hanging(head, f"  {safe(title)}{basis}", 2, page)
        for rule in pack.rules:
            word = phrase(f"severity.{rule.severity}", page.lang)
            yield from hanging(
                [Span(f"  {safe(rule.id)}", "strong"), Span(f"  {word}", STYLE_OF[rule.severity])],
                f"  {often(rule, pack, page)}", 6, page, "dim",
            )  # fmt: skip
            yield from paragraph(asked(rule, page), page, indent=6)
        yield line()
    yield from paragraph(phrase("rules.next", page.lang) + naming(rules), page, "dim")


def sound(pack: Pack, page: Page) -> Iterator[Line]:
    """Yield the line on a rule file that has no mistake."""
    head = [Span(f"{page.glyphs.passed} ", "good"), Span(safe(pack.path), "strong")]
    yield from _headed("rules.sound", head, pack, page)


def unsound(pack: Pack, page: Page) -> Iterator[Line]:
    """Yield the line on a rule file that can be read, and by which no file can be right."""
    head = [Span(f"{page.glyphs.failed} ", "error"), Span(safe(pack.path), "strong")]
    yield from _headed("rules.unsound", head, pack, page)


def _headed(key: str, head: Sequence[Span], pack: Pack, page: Page) -> Iterator[Line]:
    told = phrase(key, page.lang, form=pack.form.id, count=len(pack.rules))
    yield from hanging(head, f"  {told}", 4, page)


def asked(rule: Rule, page: Page) -> str:
    """Return what a rule demands: its formula, or for a total what it is the total of."""
    if rule.hierarchy is not None:
        return safe(hierarchy_in_words(rule.hierarchy, page.lang))
    if rule.origin == "total_row":
        return phrase("rules.total_row", page.lang, where=rule.check_text)
    return safe(f"{rule.subject} = {rule.check_text}" if rule.subject else rule.check_text)


def passed_over(rule: Rule, pack: Pack, lang: Lang) -> list[str]:
    """Return which rows and columns a rule is not run on, as one text; nothing if on all."""
    table, left = pack.form.by_id.get(rule.table or ""), rule.left_out
    if table is None or not (left.rows or left.columns):
        return []
    rows = [label_of(table.rows, name) for name in left.rows]
    columns = [label_of(table.columns, name) for name in left.columns]
    lines = phrase("list.comma", lang).join(map(safe, (*rows, *columns)))
    return [phrase("rules.left_out", lang, lines=lines)]


def often(rule: Rule, pack: Pack, page: Page) -> str:
    """Return how often a rule is asked, of which table, and what else is to know about it."""
    parts = []
    if rule.over_records(pack.form) or rule.hierarchy is not None:
        parts.append(phrase("rules.records", page.lang))
    else:
        parts.append(phrase("rules.times", page.lang, count=len(list(rule.instances(pack.form)))))
    table = pack.form.by_id.get(rule.table or "")
    if table is not None and len(pack.form.tables) > 1:
        parts.append(phrase("place.table", page.lang, table=table.id))
    if rule.back:
        parts.append(phrase("rules.prior", page.lang))
    if rule.needs_children:
        parts.append(phrase("rules.below", page.lang))
    parts += passed_over(rule, pack, page.lang)
    if rule.suspended:
        parts.append(phrase("rules.suspended", page.lang))
    parts += [safe(tag) for tag in rule.tags]
    return f" {page.glyphs.dot} ".join(parts)
