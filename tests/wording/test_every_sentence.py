"""Every sentence of both catalogues is seen in a whole output that a snapshot keeps.

Where a sentence is new, a test below names its key. If it is of a check, a problem, a mistake, a
note, a reason or an option, updating the snapshots of this module is enough:

    python -m pytest tests/wording/test_every_sentence.py --snapshot-update

Otherwise let what says it be seen in a snapshot: of a test of your own, or a case in ``cases.py``.
"""

from __future__ import annotations

import html
import re
from functools import cache
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from reportcheck import __version__
from reportcheck.page import Lang
from reportcheck.wording.filling import catalogue
from tests.wording.cases import CASES

TESTS = Path(__file__).parents[1]
BLANK = re.compile(r"\{[a-z_]+(?::[^{}]*)?\}")
NOT_SEEN = re.compile(r"[\s\\#>|`]+")  # where lines are broken, quoted or set off
LANGS: tuple[Lang, ...] = ("zh", "en")
UPDATE = "python -m pytest tests/wording/test_every_sentence.py --snapshot-update"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("case", list(CASES))
def test_whole_outputs(case: str, lang: Lang, snapshot: SnapshotAssertion) -> None:
    assert output(case, lang) == snapshot


@cache
def output(case: str, lang: Lang) -> str:
    return CASES[case](lang).replace(f"reportcheck {__version__}", "reportcheck VERSION")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_sentence_is_seen(lang: Lang) -> None:
    unseen = [key for key, said in catalogue(lang).items() if not seen(said)]
    assert not unseen, (
        f"no snapshot shows these sentences: {', '.join(unseen)}. "
        f"Let a case in tests/wording/cases.py come to them, then: {UPDATE}"
    )


def test_a_sentence_that_nothing_says_is_not_seen() -> None:
    assert seen("{count} passed")
    assert not seen("{count} sentences that no renderer of this tool has ever said")


@cache
def snapshots() -> tuple[str, ...]:
    """Return every output that a snapshot keeps, or will keep, without where its lines end."""
    kept = []
    for path in sorted(TESTS.rglob("*.ambr")):
        text = html.unescape(path.read_text("utf-8"))
        kept += [NOT_SEEN.sub("", each) for each in re.split(r"^# ---$", text, flags=re.MULTILINE)]
    kept += [
        NOT_SEEN.sub("", html.unescape(output(case, lang))) for lang in LANGS for case in CASES
    ]
    return tuple(kept)


def seen(sentence: str) -> bool:
    """Tell whether all words of a sentence stand in one output, in their order."""
    pieces = [NOT_SEEN.sub("", each) for each in BLANK.split(sentence.replace("\b", ""))]
    pieces = [each for each in pieces if each]
    longest = max(pieces, key=len, default="")
    return any(_in_order(pieces, output) for output in snapshots() if longest in output)


def _in_order(pieces: list[str], output: str) -> bool:
    at = 0
    for piece in pieces:
        at = output.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return True
