"""The shape of a rule file, as models: what may stand where, and the published JSON Schema.

Descriptions are what an editor shows while a rule file is written.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Discriminator, Field, Tag, WithJsonSchema

from reportcheck.form import MARKS, BlankPolicy, ValueType
from reportcheck.rule import Missing
from reportcheck.rulefile.fields import (
    ByLanguage,
    Flag,
    Formula,
    Id,
    Length,
    List,
    Number,
    Pattern,
    Places,
    Reliability,
    Sentence,
    Shaped,
    Text,
    Texts,
    Typed,
    kind_of,
)


class Effective(Shaped):
    """The periods something is meant for. It informs, it never decides."""

    from_: Text | None = Field(None, alias="from", description="The first period, as 2021.")
    to: Text | None = Field(None, description="The last period.")


class Clue(Shaped):
    """One place where the agency or the period may be read. Exactly one field."""

    right_of: Text | None = Field(None, description="The cell right of the one with this label.")
    title: Pattern | None = Field(
        None, description="A regular expression on titles, with a group named agency or period."
    )
    sheet: Pattern | None = Field(
        None, description="A regular expression on the name of a sheet, with such a group."
    )
    filename: Pattern | None = Field(
        None, description="A regular expression on the name of the file, with such a group."
    )
    folder: Pattern | None = Field(
        None,
        description="A regular expression on the names of the folders above, the nearest first.",
    )


class Identity(Shaped):
    """Who filled in the form, and for when: the first clue that answers wins."""

    agency: list[Clue] = Field([], description="Where the name of the agency may be read.")
    period: list[Clue] = Field([], description="Where the period may be read.")


MarkKind: TypeAlias = Annotated[Id, WithJsonSchema({"enum": [*MARKS]})]


class ValuesEntry(Shaped):
    """What cells may hold. Without `type` it refines what is inherited."""

    type: ValueType | None = Field(None, description="The kind of value.")
    places: Places | None = Field(None, description="How many decimals there may be.")
    min: Number | None = Field(None, description="The smallest value allowed.")
    max: Number | None = Field(None, description="The largest value allowed.")
    one_of: list[Text] | None = Field(
        None, min_length=1, description="The only texts allowed: a code list."
    )
    pattern: Pattern | None = Field(
        None, description="A regular expression that the whole text must match."
    )
    unit: Text | None = Field(None, description="A unit that may stand behind the number.")
    blank: BlankPolicy | None = Field(None, description="What an empty cell means.")
    marks: dict[MarkKind, Texts] | None = Field(
        None,
        description="Signs that may stand for a value: the kind of mark, and its signs. Kinds are "
        f"{', '.join(MARKS)}.",
    )


Values: TypeAlias = Annotated[
    Annotated[ValueType, Tag("text")] | Annotated[ValuesEntry, Tag("mapping")],
    Discriminator(kind_of),
]


class ItemEntry(Shaped):
    """A row or a column, or a heading over some."""

    id: Text | None = Field(None, description="Its name in formulas; without it, the label.")
    label: Text | None = Field(None, description="The words in the form; without it, the id.")
    aliases: Texts = Field([], description="Other words for it that are met in files.")
    items: list[AnyItem] | None = Field(
        None, min_length=1, description="What stands under this heading."
    )
    like: Text | None = Field(
        None, description="Another heading of this axis: the same items once more."
    )
    equals: Formula | None = Field(
        None, description="What it must add up to, as sum(*). Makes it a total."
    )
    total: Flag | None = Field(
        None, description="Whether it is a total, which sums of a group leave out."
    )
    values: Values | None = Field(None, description="What its cells may hold.")
    missing: Missing | None = Field(
        None, description="What its `equals` does about cells that are missing."
    )
    except_: Texts | None = Field(
        None,
        alias="except",
        min_length=1,
        description="Items of the other axis in which its `equals` is not asked.",
    )
    only: Texts | None = Field(
        None,
        min_length=1,
        description="The only items of the other axis in which its `equals` is asked.",
    )
    optional: Flag = Field(
        default=False, description="Whether it may be absent from a filled-in form."
    )
    reliability: Reliability | None = Field(
        None,
        description="What changing a cell of it weighs when the smallest change is looked for: "
        "a number from 0, or fixed. 1 without it.",
    )


AnyItem: TypeAlias = Annotated[
    Annotated[Text, Tag("text")] | Annotated[ItemEntry, Tag("mapping")], Discriminator(kind_of)
]
Rows: TypeAlias = Annotated[
    Annotated[Literal["one"], Tag("text")]
    | Annotated[list[AnyItem], Field(min_length=1), Tag("list")],
    Discriminator(kind_of),
]


class TotalRow(Shaped):
    """The record that holds the totals of all others."""

    where: Formula = Field(description="Which record it is, as agency = '合计'.")


class HierarchyEntry(Shaped):
    """Codes that lie below each other: the value of each is the sum of those below it."""

    id: Id | None = Field(
        None, description="The id of the rule; without it the id of the table and `.hierarchy`."
    )
    code: Text = Field(description="The column with the codes.")
    value: Texts = Field(min_length=1, description="The column with the values, or several.")
    list: Text | None = Field(
        None, description="A CSV file beside this one with code, name and parent."
    )
    lists: List[Text] | None = Field(
        None,
        min_length=1,
        description="Several such files: the first counts, others are tried.",
    )
    prefix: List[Length] | None = Field(
        None, min_length=1, description="The lengths of codes from the top down, as [3, 5, 7]."
    )
    within: Texts | None = Field(
        None, description="The columns that make up a group; without it the key less the code."
    )
    missing: Missing | None = Field(
        None, description="What is done about codes without a record or value: zero if not said."
    )
    tolerance: Text | None = Field(
        None, description="How far apart both sides may be: 0, 0.05, 1% or rounding."
    )
    severity: Literal["error", "warning", "info"] = Field(
        "error", description="How much a failure weighs."
    )
    say: Sentence | None = Field(None, description="What is wrong, in the words of the form.")
    why: Sentence | None = Field(None, description="Why it must hold.")
    fix: Sentence | None = Field(None, description="What to do about it.")
    basis: Text | None = Field(None, description="The circular or the note that demands it.")
    tags: Texts = Field([], description="Words to select or to ignore the rule by.")


Hierarchies: TypeAlias = Annotated[
    Annotated[HierarchyEntry, Tag("mapping")]
    | Annotated[list[HierarchyEntry], Field(min_length=1), Tag("list")],
    Discriminator(kind_of),
]


class TableEntry(Shaped):
    """One table of the form. Without `rows` it holds records: any number, under a header."""

    id: Id = Field(description="Its name in rules and formulas.")
    title: Text | None = Field(None, description="The words above the table.")
    aliases: Texts = Field([], description="Other words that are met above it.")
    corner: Texts = Field([], description="Words over the labels of the rows, which are no data.")
    columns: list[AnyItem] = Field(min_length=1, description="The columns, from left to right.")
    rows: Rows | None = Field(
        None,
        description="The rows, from the top; `one` for a single row without a label; "
        "nothing for a table of records.",
    )
    key: Texts | None = Field(
        None, min_length=1, description="Columns that are unique together, in a table of records."
    )
    total_row: TotalRow | None = Field(None, description="The record with the totals.")
    hierarchy: Hierarchies | None = Field(
        None, description="Codes of the records that lie below each other, and add up."
    )
    values: Values | None = Field(None, description="What the cells of the table may hold.")


class Case(Shaped):
    """An example of a rule, with the verdict that is expected."""

    name: Text | None = Field(None, description="What the example shows.")
    values: dict[Text, Typed] = Field(
        min_length=1, description="What is typed in for each name in the formula."
    )
    expect: Literal["pass", "fail", "unknown"] = Field(description="The verdict.")
    todo: Text | None = Field(None, description="Why the verdict is not reached yet.")


class RuleEntry(Shaped):
    """Something that must hold in the form."""

    id: Id = Field(description="Its stable name, never used again for another rule.")
    table: Id | None = Field(None, description="The table that bare names belong to.")
    each: Literal["row", "column", "cell"] | None = Field(
        None,
        description="One instance for each row (each record), for each column, or for each cell "
        "that holds a number, which `cell` in the formula means.",
    )
    except_: Texts | None = Field(
        None,
        alias="except",
        min_length=1,
        description="Rows or columns that `each` passes over, by name; a heading is all below it.",
    )
    only: Texts | None = Field(
        None,
        min_length=1,
        description="The only rows or columns that `each` goes over, by name.",
    )
    where: Formula | None = Field(None, description="Which rows, columns or records it is about.")
    check: Formula = Field(description="What must hold, as q1 + q2 = total.")
    severity: Literal["error", "warning", "info"] = Field(
        "error", description="How much a failure weighs."
    )
    tolerance: Text | None = Field(
        None, description="How far apart both sides may be: 0, 0.05, 1% or rounding."
    )
    missing: Missing | None = Field(
        None, description="What its comparison does about cells that are missing."
    )
    say: Sentence | None = Field(None, description="What is wrong, in the words of the form.")
    why: Sentence | None = Field(None, description="Why it must hold.")
    fix: Sentence | None = Field(None, description="What to do about it.")
    basis: Text | None = Field(None, description="The circular or the note that demands it.")
    tags: Texts = Field([], description="Words to select or to ignore the rule by.")
    effective: Effective | None = Field(None, description="The periods it is meant for.")
    status: Literal["active", "suspended"] = Field(
        "active", description="A suspended rule is kept and not run."
    )
    cases: list[Case] = Field([], description="Examples with the expected verdict.")


class RuleFile(Shaped):
    """A rule file of reportcheck: a blank form, and what must hold in it."""

    form: Id = Field(description="The id of the form.")
    title: Sentence | None = Field(None, description="The title of the form.")
    version: Text | None = Field(None, description="The version of this rule file.")
    effective: Effective | None = Field(None, description="The periods the form is meant for.")
    basis: Text | None = Field(None, description="The circular that prescribes the form.")
    values: Values | None = Field(None, description="What cells may hold unless said otherwise.")
    identity: Identity | None = Field(None, description="Who filled it in, and for when.")
    tables: list[TableEntry] = Field(min_length=1, description="The tables of the form.")
    rules: list[RuleEntry] = Field([], description="What must hold in the form.")


MODEL_UNDER: dict[str, type[Shaped]] = {
    "": RuleFile,
    "tables": TableEntry,
    "columns": ItemEntry,
    "rows": ItemEntry,
    "items": ItemEntry,
    "values": ValuesEntry,
    "total_row": TotalRow,
    "hierarchy": HierarchyEntry,
    "identity": Identity,
    "agency": Clue,
    "period": Clue,
    "effective": Effective,
    "title": ByLanguage,
    "say": ByLanguage,
    "why": ByLanguage,
    "fix": ByLanguage,
    "rules": RuleEntry,
    "cases": Case,
}
"""The model of a mapping, by the name of the field it stands under."""


def fields_under(field: str) -> tuple[str, ...]:
    """Return the fields that a mapping under this field may have.

    >>> fields_under("total_row")
    ('where',)
    """
    model = MODEL_UNDER.get(field)
    if model is None:
        return ()
    more = () if field else ("extends",)
    return *more, *(held.alias or name for name, held in model.model_fields.items())


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of rule files, for editors.

    >>> schema()["$defs"]["RuleFile"]["required"]
    ['form', 'tables']
    """
    from reportcheck.rulefile.extension_schema import either

    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **either(RuleFile.model_json_schema()),
        "title": "reportcheck rule file",
    }
