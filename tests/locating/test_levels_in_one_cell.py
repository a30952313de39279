"""Tables that were unfolded: all levels of a label stand in one cell."""

from __future__ import annotations

import csv
import io

import pytest

from reportcheck.form import Form
from reportcheck.locating import locate
from reportcheck.locating.labels import labels_of
from reportcheck.reading.delimited import read_delimited
from reportcheck.rulefile.loading import load_bytes
from reportcheck.submission import Submission

RULES = """
form: schools
tables:
- id: staff
  columns:
  - label: Pupils
    items: [Boys, Girls, Total]
  - label: Teachers
    items: [Men, Women, Total]
  rows:
  - label: 1. Public
    items: [Town, Country, {label: Other, aliases: [Elsewhere]}]
  - label: 2. Private
    items: [Town, Country, Other]
  - Total
"""
ROWS = [
    ("1. Public", "Town"), ("1. Public", "Country"), ("1. Public", "Elsewhere"),
    ("2. Private", "Town"), ("2. Private", "Country"), ("2. Private", "Other"), ("Total",),
]  # fmt: skip
COLUMNS = [
    ("Pupils", "Boys"), ("Pupils", "Girls"), ("Pupils", "Total"),
    ("Teachers", "Men"), ("Teachers", "Women"), ("Teachers", "Total"),
]  # fmt: skip


@pytest.fixture(scope="module")
def form() -> Form:
    return load_bytes(RULES.encode(), "schools.yaml").form


def read(form: Form, rows: list[list[str]]) -> Submission:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return locate(read_delimited("a.csv", out.getvalue().encode()), form)


def figures(rows: list[str]) -> list[list[str]]:
    return [
        [label, *(str(10 * row + column) for column in range(6))] for row, label in enumerate(rows)
    ]


@pytest.mark.parametrize(
    "sign", ["", " ", " - ", "-", "/", " / ", ": ", "：", "——", "\n", "_", "、", "→"]
)
def test_labels_of_all_levels_in_one_cell_are_those_of_the_form(form: Form, sign: str) -> None:
    header = ["", *map(sign.join, COLUMNS)]
    found = read(form, [header, *figures([*map(sign.join, ROWS)])])

    assert found.structure == ()
    values = [each.value for each in found.readings.values()]
    assert values == [10 * row + column for row in range(7) for column in range(6)]


def test_the_first_of_a_group_may_bear_the_heading_and_the_others_their_own_label(
    form: Form,
) -> None:
    labels = ["1. Public Town", "Country", "Other", "2. Private Town", "Country", "Other", "Total"]
    header = [["", "Pupils", "", "", "Teachers", "", ""], ["", *(each[1] for each in COLUMNS)]]
    found = read(form, [*header, *figures(labels)])

    assert found.structure == ()
    assert [each.value for each in found.readings.values()][-7] == 55


def test_a_heading_without_what_stands_under_it_is_no_item(form: Form) -> None:
    labels = labels_of(form)

    assert labels.mentions("public", "public")  # the heading
    assert not labels.mentions("publicsea", "publicsea")
    assert not labels.mentions("townpublic", "townpublic")
