"""The kinds of fields that a rule file has: scalars arrive as text, and each types its own."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal, TypeAlias

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from reportcheck.rulefile.scalars import exact_number

MOST_PLACES = 12
MOST_RELIABILITY = 1000
MOST_LENGTH = 100
"""Of a code."""
_SCALAR = {"type": ["string", "number", "boolean"]}
_ID = r"^\w[\w.\-]*$"


def kind_of(value: object) -> str:
    """Return of which kind a value of a rule file is: a mapping, a list or a text."""
    return "mapping" if isinstance(value, dict) else "list" if isinstance(value, list) else "text"


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _as_flag(value: object) -> object:
    if isinstance(value, str):
        if value not in {"true", "false"}:
            raise PydanticCustomError("bad-flag", "{value}", {"value": value})
        return value == "true"
    return value


def _as_number(value: object) -> object:
    if isinstance(value, str):
        number = exact_number(value)
        if number is None:
            raise PydanticCustomError("bad-number", "{value}", {"value": value})
        return number
    raise PydanticCustomError("wrong-kind", "{expected}", {"expected": "number"})


def _as_reliability(value: object) -> object:
    if isinstance(value, str) and value.strip() != "fixed":
        number = exact_number(value)
        if number is None or not 0 <= number <= MOST_RELIABILITY:
            facts = {"value": value, "most": MOST_RELIABILITY}
            raise PydanticCustomError("bad-reliability", "{most}", facts)
        return number
    return value.strip() if isinstance(value, str) else value


def _as_places(value: object) -> object:
    if isinstance(value, str):
        if not (value.isascii() and value.isdigit() and int(value[:4]) <= MOST_PLACES):
            raise PydanticCustomError("bad-places", "{most}", {"value": value, "most": MOST_PLACES})
        return int(value)
    return value


def _as_length(value: object) -> object:
    if isinstance(value, str):
        whole = value.isascii() and value.isdigit() and len(value) <= 3
        if not (whole and 1 <= int(value) <= MOST_LENGTH):
            raise PydanticCustomError("bad-length", "{most}", {"value": value, "most": MOST_LENGTH})
        return int(value)
    return value


Text: TypeAlias = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1), WithJsonSchema(_SCALAR)
]
Id: TypeAlias = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, pattern=_ID),
    WithJsonSchema(_SCALAR),
]
Typed: TypeAlias = Annotated[str, WithJsonSchema(_SCALAR)]
"""What is typed into a cell: nothing at all, too."""
Pattern: TypeAlias = Annotated[str, StringConstraints(min_length=1), WithJsonSchema(_SCALAR)]
Formula: TypeAlias = Annotated[str, StringConstraints(min_length=1), WithJsonSchema(_SCALAR)]
Flag: TypeAlias = Annotated[
    bool, BeforeValidator(_as_flag), WithJsonSchema({"enum": [True, False, "true", "false"]})
]
Number: TypeAlias = Annotated[
    int | Fraction,
    BeforeValidator(_as_number),
    WithJsonSchema({"type": ["number", "string"]}),
]
Places: TypeAlias = Annotated[
    int,
    BeforeValidator(_as_places),
    WithJsonSchema({"type": ["integer", "string"], "minimum": 0, "maximum": MOST_PLACES}),
]
Reliability: TypeAlias = Annotated[
    int | Fraction | Literal["fixed"],
    BeforeValidator(_as_reliability),
    WithJsonSchema({"anyOf": [{"type": ["number", "string"], "minimum": 0}, {"const": "fixed"}]}),
]
Length: TypeAlias = Annotated[
    int,
    BeforeValidator(_as_length),
    WithJsonSchema({"type": ["integer", "string"], "minimum": 1, "maximum": MOST_LENGTH}),
]
List = list
"""The type, where a field is called so."""
Texts: TypeAlias = Annotated[
    list[Text],
    BeforeValidator(_as_list),
    WithJsonSchema({"oneOf": [_SCALAR, {"type": "array", "items": _SCALAR}]}),
]


class Shaped(BaseModel):
    """What every part of a rule file is: frozen, and without fields of anybody's own."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class ByLanguage(Shaped):
    """The same text in several languages."""

    zh: Text | None = Field(None, description="In Chinese.")
    en: Text | None = Field(None, description="In English.")


Sentence: TypeAlias = Annotated[
    Annotated[Text, Tag("text")] | Annotated[ByLanguage, Tag("mapping")], Discriminator(kind_of)
]
