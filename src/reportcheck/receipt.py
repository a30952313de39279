"""A receipt: which files were checked, byte for byte, by what, and how it came out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Final, Literal, TypeAlias

from reportcheck.classes import dataclass
from reportcheck.report import Counts, FailOn

SCHEMA: Final = "reportcheck.receipt/1"

Weight: TypeAlias = Literal["same", "note", "differs", "cannot"]


@dataclass(frozen=True, slots=True)
class Stamp:
    """A file as it was: its size in bytes and its SHA-256, None where it could not be read."""

    path: str
    size: int | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """The rules that a form was checked by: the file that has them, and its SHA-256.

    ``asked`` is the number, in the receipt, of what was asked of the files of that form.
    """

    form: str
    version: str
    path: str
    sha256: str
    asked: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked of some files; ``prior`` and ``waivers`` are the files that were used.

    ``hierarchy`` is the list of agencies; of a folder that stands for one there is no hash.
    ``agencies`` lists those that were renamed or merged.
    """

    rules: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: FailOn = "error"
    prior: tuple[Stamp, ...] = ()
    waivers: tuple[Stamp, ...] = ()
    hierarchy: Stamp | None = None
    agencies: Stamp | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a submission. ``problem`` is the code of what kept it from being checked.

    ``accepted`` has the findings that were explained, each as rule, place, reason, by and until.
    """

    status: str
    form: str | None = None
    form_version: str | None = None
    agency: str | None = None
    period: str | None = None
    problem: str | None = None
    counts: Counts = Counts()
    accepted: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """A file with what was asked of it, as a number in the receipt, and what came of it."""

    file: Stamp
    asked: int
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """A whole receipt. ``time`` is that of the check (UTC); waivers were held against ``day``."""

    version: str
    time: str
    day: str
    exit_code: int
    summary: Mapping[str, int]
    rules: tuple[Edition, ...]
    asked: tuple[Asked, ...]
    files: tuple[Checked, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that a receipt was held against: a code of the catalogue, and how it stands.

    ``changes`` are what is not as it was: a word of the catalogue, then and now.
    """

    code: str
    weight: Weight
    facts: Mapping[str, object] = field(default_factory=dict)
    changes: tuple[tuple[str, str, str], ...] = ()
