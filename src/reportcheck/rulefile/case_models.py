"""The shape of a file of cases, as models: what may stand where, and its published JSON Schema."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import Discriminator, Field, Tag

from reportcheck.rulefile.fields import Shaped, Text, Typed, kind_of

Filling: TypeAlias = Annotated[
    Annotated[Text, Tag("text")] | Annotated[dict[Text, Any], Tag("mapping")],
    Discriminator(kind_of),
]


class ExpectedEntry(Shaped):
    """A finding that has to be there. What is left out may be any."""

    rule: Text = Field(description="The id of the rule or of the check.")
    at: Text | None = Field(None, description="The slot it accuses, as table::row[column].")
    row: Text | None = Field(None, description="The row it is in.")
    column: Text | None = Field(None, description="The column it is in.")
    line: Text | None = Field(None, description="The line or the row of the file it is in.")
    verdict: Literal["fail", "unknown", "rule_error"] = Field(
        "fail", description="How the rule ended."
    )
    count: Text = Field("1", description="How many such findings there are.")


class CaseEntry(Shaped):
    """A filling, what is changed in it, and what has to be found then."""

    name: Text = Field(description="What the case shows.")
    filling: Filling | None = Field(
        None, description="A file, or values by table and row; else that of the file of cases."
    )
    prior: Filling | None = Field(None, description="The report of the period before.")
    change: dict[Text, Typed] = Field(
        {}, description="What is typed in instead, by slot: table::row[column]."
    )
    expect: list[ExpectedEntry] = Field(
        description="What has to be found; [] where nothing may be."
    )
    others: Literal["refused", "allowed"] = Field(
        "refused", description="Whether more than that may be found."
    )
    todo: Text | None = Field(None, description="Why the case does not hold yet.")


class CasesFile(Shaped):
    """Cases for a rule file: fillings, and what has to be found in them."""

    rules: Text | None = Field(
        None, description="Rule file or pack; without it the rule file of the same name."
    )
    filling: Filling | None = Field(None, description="What all cases begin with.")
    prior: Filling | None = Field(None, description="The report of the period before, for all.")
    rest: Typed | None = Field(
        None, description="What is typed into every slot that a filling does not name."
    )
    cases: list[CaseEntry] = Field(min_length=1, description="The cases.")


_MODEL_UNDER: Final[dict[str, type[Shaped]]] = {
    "": CasesFile,
    "cases": CaseEntry,
    "expect": ExpectedEntry,
}


def fields_under(field: str) -> tuple[str, ...]:
    """Return the fields that a mapping under this field may have.

    >>> fields_under("expect")[0]
    'rule'
    """
    model = _MODEL_UNDER.get(field)
    return () if model is None else tuple(model.model_fields)


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of files of cases, for editors.

    >>> schema()["required"]
    ['cases']
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **CasesFile.model_json_schema(),
        "title": "reportcheck file of cases",
    }
