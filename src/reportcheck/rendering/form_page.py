"""A rule file as a page for those who fill in the form: the form drawn, every relation in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reportcheck.classes import dataclass
from reportcheck.diagnosing.coverage import touched
from reportcheck.form import BlankPolicy, Slot, Table, Values, blank_means
from reportcheck.number import spell
from reportcheck.page import Lang
from reportcheck.rendering.form_table import TableView, table_view
from reportcheck.rendering.relations import missing_in_words, relation
from reportcheck.rendering.rules import passed_over
from reportcheck.rendering.web import policy, resource, template
from reportcheck.rule import Pack, Rule
from reportcheck.wording import phrase
from reportcheck.wording.filling import safe
from reportcheck.wording.places import span


@dataclass(frozen=True, slots=True)
class Relation:
    """A rule as it is listed: its number on the drawing, what it demands, what is said of it."""

    number: int
    id: str
    severity: str
    weight: str
    often: str
    words: str
    said: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A table, drawn, with what its cells may hold and the relations it takes part in."""

    view: TableView
    values: tuple[tuple[str, str], ...]


def form_page(pack: Pack, lang: Lang, version: str) -> str:
    """Return the page; the same rule file gives the same bytes."""
    form = pack.form
    rules = [rule for rule in pack.rules if not rule.suspended]
    numbers: dict[Slot, list[int]] = {}
    for number, rule in enumerate(rules, start=1):
        for slot in sorted(touched(rule, form), key=str):
            numbers.setdefault(slot, []).append(number)
    parts = tuple(_part(table, numbers, lang) for table in form.tables)
    style = resource("form.css")
    return template("form.html.jinja").render(
        lang="zh-Hans" if lang == "zh" else "en",
        say=lambda key, **facts: phrase(f"sheet.{key}", lang, **facts),
        version=version,
        style=style,
        policy=policy(style),
        title=safe(_in(form.title, lang) or form.id),
        about=tuple(_about(pack, lang)),
        parts=parts,
        relations=tuple(
            _relation(number, rule, pack, lang) for number, rule in enumerate(rules, start=1)
        ),
        suspended=tuple(safe(rule.id) for rule in pack.rules if rule.suspended),
    )


def _in(texts: Mapping[str, str], lang: Lang) -> str:
    return texts.get(lang) or texts.get("") or next(iter(texts.values()), "")


def _about(pack: Pack, lang: Lang) -> Iterator[tuple[str, str]]:
    form = pack.form
    for key, text in (
        ("form", form.id),
        ("version", form.version),
        ("effective", span(*form.effective, lang)),
        ("basis", form.basis),
        ("file", pack.path),
    ):
        if text:
            yield phrase(f"sheet.{key}", lang), safe(text)


def _part(table: Table, numbers: Mapping[Slot, list[int]], lang: Lang) -> Part:
    view = table_view(table, lambda slot: tuple(numbers.get(slot, ())))
    return Part(view, tuple(_values(table, lang)))


def _values(table: Table, lang: Lang) -> Iterator[tuple[str, str]]:
    """Yield what cells may hold: once where it is the same for all, else by column or by row."""
    rows = [None] if table.rows is None else [each.name for each in table.rows.slots]
    columns = [each.name for each in table.columns.slots]
    held = {(row, column): table.values_at(row, column) for row in rows for column in columns}
    if len({*held.values()}) == 1:
        yield phrase("sheet.all", lang), _described(next(iter(held.values())), lang)
        return
    by_column = all(
        held[rows[0], column] == held[row, column] for row in rows for column in columns
    )
    names, axis = (columns, table.columns) if by_column else (rows, table.rows or table.columns)
    found: dict[Values, list[str]] = {}
    for name in names:
        if name is not None:
            values = held[rows[0], name] if by_column else held[name, columns[0]]
            found.setdefault(values, []).append(safe(axis.words[name]))
    for values, labels in found.items():
        yield phrase("list.comma", lang).join(labels), _described(values, lang)


def _described(values: Values, lang: Lang) -> str:
    def say(key: str, **facts: object) -> str:
        return phrase(f"sheet.{key}", lang, **facts)

    told = [say(f"type.{values.type}")]
    if values.places is not None and values.type in {"amount", "percent", "number"}:
        told.append(say("places", count=values.places))
    if values.min is not None and values.max is not None:
        told.append(say("between", low=spell(values.min), high=spell(values.max)))
    elif values.min is not None:
        told.append(say("min", bound=spell(values.min)))
    elif values.max is not None:
        told.append(say("max", bound=spell(values.max)))
    if values.one_of:
        told.append(say("one_of", allowed=phrase("list.comma", lang).join(values.one_of)))
    if values.pattern:
        told.append(say("pattern", pattern=values.pattern))
    if values.unit:
        told.append(say("unit", unit=values.unit))
    policy_ = blank_means(values)
    plain = policy_ is BlankPolicy.ERROR and values.type not in {"count", "amount"}
    told.append(say("blank.error.plain" if plain else f"blank.{policy_}"))
    if values.marks:
        told.append(say("marks", marks=" ".join(text for text, _ in values.marks)))
    return phrase("list.comma", lang).join(map(safe, told))


def _relation(number: int, rule: Rule, pack: Pack, lang: Lang) -> Relation:
    often = [phrase(f"sheet.each.{_each(rule, pack)}", lang)]
    if rule.back:
        often.append(phrase("rules.prior", lang))
    if rule.needs_children:
        often.append(phrase("rules.below", lang))
    often += passed_over(rule, pack, lang)
    said = (
        ("say", safe(_in(rule.say, lang)) if rule.say else ""),
        ("why", safe(_in(rule.why, lang)) if rule.why else ""),
        ("fix", safe(_in(rule.fix, lang)) if rule.fix else ""),
        ("tolerance", _tolerance(rule, lang)),
        ("missing", missing_in_words(rule, lang)),
        ("basis", safe(rule.basis)),
    )
    return Relation(
        number,
        safe(rule.id),
        phrase(f"severity.{rule.severity}", lang),
        rule.severity.value,
        " · ".join(often),
        safe(relation(rule, pack.form, lang)),
        tuple((phrase(f"sheet.{key}", lang), text) for key, text in said if text),
    )


def _each(rule: Rule, pack: Pack) -> str:
    if rule.origin == "total_row":
        return "column"
    if rule.over_records(pack.form) or rule.hierarchy is not None:
        return "record"
    return rule.each or "once"


def _tolerance(rule: Rule, lang: Lang) -> str:
    match rule.tolerance.kind:
        case "absolute" if rule.tolerance.amount:
            return spell(rule.tolerance.amount)
        case "percent" if rule.tolerance.amount:
            return f"{spell(rule.tolerance.amount * 100)}%"
        case "rounding":
            return phrase("explain.rounding", lang)
    return ""
