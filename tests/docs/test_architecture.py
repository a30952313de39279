"""docs/architecture.md: its picture of the rooms is the package as it is."""

import pkgutil
import re
from pathlib import Path

import reportcheck

PAGE = Path(__file__).parents[2] / "docs" / "architecture.md"


def test_every_room_is_in_the_picture_and_every_room_of_the_picture_is_there() -> None:
    picture = PAGE.read_text("utf-8").split("```text", 1)[1].split("```", 1)[0]
    drawn = re.findall(r"^  (\w+)(\.py|/)", picture, re.MULTILINE)
    built = {
        (found.name, "/" if found.ispkg else ".py")
        for found in pkgutil.iter_modules(reportcheck.__path__)
    }
    assert set(drawn) == built
    assert len(drawn) == len(built)


def test_no_module_is_longer_than_what_one_reads_at_once() -> None:
    long = {
        path.name: lines
        for path in PAGE.parents[1].glob("src/reportcheck/**/*.py")
        if (lines := path.read_text("utf-8").count("\n")) > 400
    }
    assert not long
