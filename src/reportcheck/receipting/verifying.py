"""A receipt held against the files, the rules and a check of today: what is the same, what not."""

from __future__ import annotations

import glob
import os
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Final, TypeVar

from reportcheck import __version__
from reportcheck.batch import Watch
from reportcheck.checking import Request, check
from reportcheck.classes import dataclass
from reportcheck.problem import Problem
from reportcheck.project import Part, Project
from reportcheck.receipt import Asked, Checked, Edition, Outcome, Point, Receipt, Stamp
from reportcheck.receipting.reading import read_receipt
from reportcheck.receipting.stamping import stamp
from reportcheck.receipting.writing import packs_of
from reportcheck.report import Counts, FileReport
from reportcheck.rule import Pack

_Held = TypeVar("_Held", Stamp, str)
_ASIDE: Final = ("status", "form", "form_version", "agency", "period", "problem")


@dataclass(frozen=True, slots=True)
class Again:
    """Where things are today, in place of where the receipt says."""

    rules: tuple[str, ...] = ()
    prior: tuple[str, ...] = ()
    waivers: tuple[str, ...] = ()
    hierarchy: str | None = None
    agencies: str | None = None


def verify(
    path: str, named: Sequence[str], again: Again, watch: Watch | None = None
) -> tuple[Point, ...]:
    """Return how a receipt stands to the files that are named, or to all files that it is about.

    What was edited proves nothing, and is held against nothing. What is no receipt is a Problem.
    """
    receipt, _ = read_receipt(path)
    if receipt is None:
        return (Point("edited", "differs"),)
    return tuple(_points(receipt, Path(path).absolute().parent, named, again, watch))


def _points(
    receipt: Receipt, folder: Path, named: Sequence[str], again: Again, watch: Watch | None
) -> Iterator[Point]:
    if receipt.version != __version__:
        yield Point("version", "note", {"was": receipt.version, "now": __version__})
    pairs, told = _paired(receipt, folder, named)
    yield from told
    beside = list(_beside(receipt, {each.asked for each in pairs.values()}, folder, again))
    yield from beside
    if all(each.weight in {"same", "note"} for each in (*told, *beside)) and pairs:
        yield from _checked_again(receipt, pairs, folder, again, watch)
    else:
        yield Point("not-again", "note")
    yield from _as_it_ended(receipt, list(pairs.values()))


def _as_it_ended(receipt: Receipt, files: Sequence[Checked]) -> Iterator[Point]:
    """Yield what has to be known of the check although nothing has changed since."""
    for code, status in (("was-failed", "failed"), ("was-unchecked", "unchecked")):
        count = sum(any(one.status == status for one in each.outcomes) for each in files)
        if count:
            yield Point(code, "note", {"count": count})
    for number in sorted({each.asked for each in files}):
        asked = receipt.asked[number]
        mine = (one for each in files if each.asked == number for one in each.outcomes)
        if asked.fail_on == "never":
            yield Point("was-never", "note", {"count": sum(one.counts.fail for one in mine)})
        words = [f"--select {each}" for each in asked.select]
        words += [f"--ignore {each}" for each in asked.ignore]
        if words:
            yield Point("was-narrowed", "note", {"asked": " ".join(words)})


def _paired(
    receipt: Receipt, folder: Path, named: Sequence[str]
) -> tuple[dict[str, Checked], list[Point]]:
    """Return the files as they are now with what the receipt says of each; and how they stand."""
    pairs: dict[str, Checked] = {}
    told = []
    if not named:
        for each in receipt.files:
            there = _where(each.file.path, folder)
            pairs[there] = each
            told.append(_held(each.file, stamp(there)))
        return pairs, told
    for path in named:
        now = stamp(path)
        entry = _entry(receipt, now)
        if entry is None:
            told.append(Point("file-unknown", "cannot", {"path": path}))
            continue
        pairs[path] = entry
        told.append(_held(entry.file, now))
    return pairs, told


def _entry(receipt: Receipt, now: Stamp) -> Checked | None:
    """Return what a receipt says of a file: by its content, its path, its name, or of the only."""
    for told_by in (
        lambda each: now.sha256 is not None and each.file.sha256 == now.sha256,
        lambda each: each.file.path == now.path,
        lambda each: _name(each.file.path) == _name(now.path),
    ):
        for each in receipt.files:
            if told_by(each):
                return each
    return receipt.files[0] if len(receipt.files) == 1 else None


def _held(was: Stamp, now: Stamp) -> Point:
    facts: dict[str, object] = {"path": now.path, "size": now.size, "digest": now.sha256}
    if now.sha256 is None:
        return Point("file-missing", "cannot", facts)
    if was.sha256 is None:
        return Point("file-unread", "cannot", facts)
    if was.sha256 != now.sha256 or was.size != now.size:
        facts |= {"was_size": was.size, "was_digest": was.sha256}
        return Point("file-differs", "differs", facts)
    return Point("file-same", "same", facts)


def _beside(
    receipt: Receipt, numbers: Collection[int], folder: Path, again: Again
) -> Iterator[Point]:
    """Yield how the rules, and the files that were used beside them, stand to what they were.

    ``numbers`` are those of what was asked of the files that are looked at.
    """
    for number, asked in enumerate(receipt.asked):
        if number not in numbers:
            continue
        try:
            packs = list(packs_of(_rules(asked, folder, again)))
        except Problem as problem:
            yield Point("rules-missing", "cannot", {"problem": problem})
            continue
        for each in (rules for rules in receipt.rules if rules.asked == number):
            now = [
                p for p in packs if (p.form.id, p.form.version or "") == (each.form, each.version)
            ]
            facts = {"form": f"{each.form} {each.version}".rstrip(), "path": each.path,
                     "was": each.sha256}  # fmt: skip
            if any(pack.digest == each.sha256 for pack in now):
                yield Point("rules-same", "same", facts)
            elif now := now or [p for p in packs if _is_edition_of(p, each, asked)]:
                yield Point("rules-differ", "differs", {**facts, "now": now[0].digest})
            else:
                yield Point("rules-gone", "cannot", facts)
        for was, now_paths in (
            (asked.prior, again.prior),
            (asked.waivers, again.waivers),
            (_one(asked.hierarchy), _one(again.hierarchy)),
            (_one(asked.agencies), _one(again.agencies)),
        ):
            yield from _used(was, now_paths, folder)


def _is_edition_of(pack: Pack, was: Edition, asked: Asked) -> bool:
    """Whether rules are those of then in another version: in the file of that name, or named."""
    return _name(pack.path) == _name(was.path) or (bool(asked.rules) and pack.form.id == was.form)


def _one(held: _Held | None) -> tuple[_Held, ...]:
    return () if held is None else (held,)


def _used(was: Iterable[Stamp], now_paths: Sequence[str], folder: Path) -> Iterator[Point]:
    from reportcheck.gathering import gather

    files = (*gather(now_paths).files, *now_paths)
    given = {each.sha256 for each in map(stamp, files)} if now_paths else set()
    for each in was:
        if each.sha256 is not None and each.sha256 in given:
            continue
        now = stamp(_where(each.path, folder))
        if each.sha256 is None and Path(now.path).is_dir():
            continue  # a folder whose folders say who is below whom
        if now.sha256 is None:
            yield Point("beside-missing", "cannot", {"path": each.path})
        elif now.sha256 != each.sha256:
            yield Point("beside-differs", "differs", {"path": now.path})


def _checked_again(
    receipt: Receipt, pairs: Mapping[str, Checked], folder: Path, again: Again, watch: Watch | None
) -> Iterator[Point]:
    """Yield whether a check of today comes out as the receipt says."""
    try:
        found = _compared(receipt, pairs, folder, again, watch)
        whole = len({each.file.path for each in pairs.values()}) == len(receipt.files)
        rest = None if whole or not any(found.values()) else _rest(receipt, pairs, folder)
        if rest is not None:  # rules may look at other files of the run
            found = _compared(receipt, {**pairs, **rest}, folder, again, watch)
            whole = True
    except Problem as problem:
        yield Point("again-failed", "cannot", {"problem": problem})
        return
    for path in pairs:
        facts = {"path": path, "was": receipt.version, "now": __version__}
        if found[path] and not whole:
            yield Point("counts-apart", "cannot", facts, found[path])
        elif found[path]:
            code = "counts-differ" if receipt.version == __version__ else "counts-version"
            yield Point(code, "differs", facts, found[path])
    same = sum(not found[path] for path in pairs)
    if same:
        yield Point("counts-same", "same", {"count": same})


def _compared(
    receipt: Receipt, pairs: Mapping[str, Checked], folder: Path, again: Again, watch: Watch | None
) -> dict[str, tuple[tuple[str, str, str], ...]]:
    """Return what a check of these files finds otherwise than the receipt says, file by file."""
    with _as_named(pairs) as named:
        files = {named[path]: entry for path, entry in pairs.items()}
        report = check(_request(receipt, files, folder, again), watch)
    found: dict[str, list[FileReport]] = {}
    for file in report.files:
        found.setdefault(file.path, []).append(file)
    return {
        path: _changes(entry.outcomes, found.get(named[path], [])) for path, entry in pairs.items()
    }


@contextmanager
def _as_named(pairs: Mapping[str, Checked]) -> Iterator[dict[str, str]]:
    """Give each file the name, and the folders, that it had: these may say whose it is."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="reportcheck-") as folder:
        named = {}
        for number, (path, entry) in enumerate(pairs.items()):
            there = PurePosixPath(entry.file.path.replace("\\", "/"))
            here = Path(path).absolute()
            above = [each for each in there.parts[:-1] if each.strip("/.") and ":" not in each]
            above = above or [here.parent.name]
            if (here.name, here.parent.name) == (there.name, above[-1]):
                named[path] = path
                continue
            stand_in = Path(folder, str(number), *above, there.name)
            stand_in.parent.mkdir(parents=True)
            try:
                stand_in.symlink_to(here)
            except OSError:  # where links are not allowed
                shutil.copyfile(here, stand_in)
            named[path] = str(stand_in)
        yield named


def _rest(
    receipt: Receipt, pairs: Mapping[str, Checked], folder: Path
) -> dict[str, Checked] | None:
    """Return the other files of a receipt, if each is at hand as it was."""
    named = {each.file.path for each in pairs.values()}
    rest = {
        _where(each.file.path, folder): each
        for each in receipt.files
        if each.file.path not in named
    }
    held = (_held(each.file, stamp(path)) for path, each in rest.items())
    return rest if all(each.weight == "same" for each in held) else None


def _request(receipt: Receipt, pairs: Mapping[str, Checked], folder: Path, again: Again) -> Request:
    asks = [_part(each, folder, again) for each in receipt.asked]
    today = date.fromisoformat(receipt.day) if receipt.day else None
    if len(asks) == 1:
        (only,) = asks
        return Request(
            tuple(pairs), only.rules or (), only.prior or (), only.select or (),
            only.ignore or (), only.fail_on, waivers=only.waivers or (), today=today,
            hierarchy=only.hierarchy, agencies=only.agencies,
        )  # fmt: skip
    # A project that says of each file what was asked of it.
    here = Path(Path.cwd().anchor)
    parts = [
        Part(
            tuple(
                glob.escape(Path(os.path.relpath(path, here)).as_posix())
                for path, entry in pairs.items()
                if entry.asked == number
            ),
            each.rules, each.prior, each.select, each.ignore, each.waivers, each.fail_on,
            each.hierarchy, each.agencies,
        )
        for number, each in enumerate(asks)
    ]  # fmt: skip
    return Request(tuple(pairs), project=Project("", here, (*parts, Part())), today=today)


def _part(asked: Asked, folder: Path, again: Again) -> Part:
    return Part(
        (),
        _rules(asked, folder, again),
        (again.prior if asked.prior else ())
        or tuple(_where(each.path, folder) for each in asked.prior),
        asked.select,
        asked.ignore,
        (again.waivers if asked.waivers else ())
        or tuple(_where(each.path, folder) for each in asked.waivers),
        asked.fail_on,
        _listed(asked.hierarchy, again.hierarchy, folder),
        _listed(asked.agencies, again.agencies, folder),
    )


def _listed(was: Stamp | None, now: str | None, folder: Path) -> str | None:
    return None if was is None else now or _where(was.path, folder)


def _rules(asked: Asked, folder: Path, again: Again) -> tuple[str, ...]:
    given = again.rules if asked.rules else ()
    return given or tuple(_where(each, folder) for each in asked.rules)


def _changes(was: Sequence[Outcome], now: Sequence[FileReport]) -> tuple[tuple[str, str, str], ...]:
    """Return what is not as the receipt says, each by its word; of several submissions in turn."""
    if len(was) != len(now):
        return (("verify.word.submissions", str(len(was)), str(len(now))),)
    changes = []
    for one, other in zip(was, now, strict=True):
        code = None if other.problem is None else other.problem.code
        today = Outcome(
            str(other.status), other.form, other.form_version, other.agency, other.period, code
        )
        for name in _ASIDE:
            then, then_now = getattr(one, name), getattr(today, name)
            if then != then_now:
                changes.append((f"verify.word.{name}", then or "-", then_now or "-"))
        for each in fields(Counts):
            counted = getattr(one.counts, each.name), getattr(other.counts, each.name)
            if counted[0] != counted[1]:
                changes.append((f"verify.word.{each.name}", str(counted[0]), str(counted[1])))
    return tuple(changes)


def _where(path: str, folder: Path) -> str:
    """Return where a file is today: where it was, or else beside the receipt."""
    beside = folder / _name(path)
    if not os.path.exists(path) and beside.exists():  # noqa: PTH110 - whatever is no path is not
        return str(beside)
    return path


def _name(path: str) -> str:
    return path.replace("\\", "/").rsplit("/", 1)[-1]
