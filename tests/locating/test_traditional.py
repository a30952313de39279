"""Labels in traditional characters, in radicals and in simplified ones are the same labels."""

import unicodedata
from pathlib import Path

import pytest

from reportcheck.locating import locate
from reportcheck.reading import read
from reportcheck.rulefile import find
from reportcheck.submission import Submission
from reportcheck.traditional import _PAIRS, simplified
from tests.acceptance.copying import parts
from tests.acceptance.running import SAMPLES, only_file, rules_and_data

BOOK = str(SAMPLES / "invented-2024.xlsx")
TRADITIONAL = {short: long for long, short in zip(_PAIRS[::2], _PAIRS[1::2], strict=True)}
RADICALS = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0x2F00, 0x2FD6)}


def located(path: str) -> Submission:
    return locate(read(path), find("gir")[0].form)


@pytest.mark.parametrize("spelling", [TRADITIONAL, RADICALS], ids=["traditional", "radicals"])
def test_labels_are_known_however_they_are_spelt(spelling: dict[str, str], tmp_path: Path) -> None:
    lines = [
        part if isinstance(part, str) else "\n".join("\t".join(row) for row in part)
        for part in parts(BOOK)
    ]
    text = "\n".join(lines)
    respelt = "".join(spelling.get(character, character) for character in text)
    assert respelt != text
    path = tmp_path / "report.txt"
    path.write_text(respelt, "utf-8")
    found = located(str(path))
    assert found.structure == ()
    expected = located(BOOK).readings
    assert {slot: each.value for slot, each in found.readings.items()} == {
        slot: each.value for slot, each in expected.items()
    }


@pytest.mark.parametrize(("form", "file"), [("總計", "总计"), ("总计", "總計"), ("總計", "總計")])
def test_a_form_may_be_in_either(form: str, file: str, tmp_path: Path) -> None:
    rules, data = rules_and_data(
        tmp_path,
        f"form: f\ntables:\n- id: t\n  columns: [甲項, {form}]\n  rows: [一行, 二行]\n",
        f",甲項,{file}\n一行,1,2\n二行,3,4\n",
    )
    assert only_file(data, "--rules", rules)["findings"] == []


def test_names_that_differ_in_characters_only_are_not_confused(tmp_path: Path) -> None:
    rules, data = rules_and_data(
        tmp_path,
        "form: f\ntables:\n- id: t\n  columns: [甲]\n  rows: [總計, 总计, 其他]\n",
        ",甲\n总计,1\n總計,2\n其他,3\n",
    )
    found = locate(read(str(data)), find(str(rules))[0].form)
    assert {slot.row: each.value for slot, each in found.readings.items()} == {
        "总计": 1, "總計": 2, "其他": 3,
    }  # fmt: skip


def test_simplifying_twice_changes_nothing() -> None:
    assert simplified(simplified(_PAIRS)) == simplified(_PAIRS)
