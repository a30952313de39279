"""A report made again from its JSON is the report: every format has the same bytes."""

from __future__ import annotations

import copy
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportcheck.page import Lang, Page, plain
from reportcheck.problem import Problem
from reportcheck.rendering.formats import BOOKS, PAGES, STATISTICS, TEXTS
from reportcheck.rendering.json_report import json_report, report_schema
from reportcheck.report import FileReport, Report, Status
from reportcheck.rereading import reread
from reportcheck.wording import problem
from tests.rendering.reports import ONE, SEVERAL, SINCE, lost
from tests.rendering.test_hostile import CORPUS, report_with
from tests.rendering.test_machines import KINDS

NESTED = Problem(
    "prior-unreadable",
    path="a.xlsx",
    problem=Problem("too-large", path="b", limit=7, what="cells", variable="X"),
)
LISTS = Problem("no-form", path="x", nearest=None, missing=("a", "b"))
SETS = Problem("no-form", path="x", nearest="y", missing={"b", "a"})
ODD = Report(
    (lost("a", NESTED), lost("b", LISTS), lost("c", SETS)),
    fail_on="warning",
    resting=3,
    notes=(("skipped", "x.pdf"),),
    rules=("r.yaml",),
    narrowed=True,
)
LEVELS = Report(tuple(replace(each, fail_on="warning") for each in ONE.files), fail_on="never")
REPORTS = [ONE, SEVERAL, KINDS, ODD, LEVELS, SINCE, Report(())]
ALL = [*REPORTS, *(report_with(text) for text in CORPUS)]


def again(report: Report, folder: Path, lang: Lang = "zh") -> Report:
    file = folder / "report.json"
    file.write_text(json_report(report, lang, "0.7"), encoding="utf-8")
    held = reread(str(file))
    assert (held.lang, held.version) == (lang, "0.7")
    return held.report


@pytest.mark.parametrize("report", ALL)
def test_every_format_has_the_same_bytes(report: Report, tmp_path: Path) -> None:
    held = again(report, tmp_path)
    for lang in ("zh", "en"):
        page = Page(lang, 80)
        for draw in PAGES.values():
            assert plain(draw(held, page, ())) == plain(draw(report, page, ()))
        assert plain(STATISTICS(held, page)) == plain(STATISTICS(report, page))
        for write in TEXTS.values():
            assert write(held, lang, "0.7") == write(report, lang, "0.7")


@pytest.mark.parametrize("kind", list(BOOKS))
def test_every_book_has_the_same_bytes(kind: str, tmp_path: Path) -> None:
    for report in REPORTS:
        held = again(report, tmp_path)
        written = [BOOKS[kind](each, "zh", "0.7", tmp_path) for each in (held, report)]
        assert parts(written[0]) == parts(written[1])


def parts(book: bytes) -> dict[str, bytes] | bytes:
    """Return the parts of a workbook but the one that says when it was written."""
    if not book.startswith(b"PK"):
        return book
    with zipfile.ZipFile(io.BytesIO(book)) as held:
        names = [name for name in held.namelist() if name != "docProps/core.xml"]
        return {name: held.read(name) for name in names}


def test_a_report_is_the_same_object_again(tmp_path: Path) -> None:
    for report in (ONE, SEVERAL, KINDS):
        held = again(report, tmp_path)
        for one, other in zip(held.files, report.files, strict=True):
            assert one.findings == other.findings
            assert (one.counts, one.status, one.passes) == (
                other.counts,
                other.status,
                other.passes,
            )


def test_a_problem_within_a_problem_is_told_in_either_language(tmp_path: Path) -> None:
    held = again(ODD, tmp_path, "en")
    (first, *_) = held.files
    assert first.problem is not None
    assert problem(first.problem, "zh") == problem(NESTED, "zh")


@pytest.mark.no_cover  # see pyproject.toml
def test_the_schema_has_what_is_added() -> None:
    schema = json.loads(report_schema())
    for report in ALL:
        jsonschema.validate(json.loads(json_report(report, "zh", "0")), schema)


# What is no report


def refusal(path: Path) -> Problem:
    with pytest.raises(Problem) as refused:
        reread(str(path))
    assert problem(refused.value, "en")
    return refused.value


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.json").code == "not-found"
    assert refusal(tmp_path).code == "read-error"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "report-no-json"),
        ("{", "report-no-json"),
        ("[" * 100_000, "report-no-json"),
        ("[]", "report-other-json"),
        ('{"schema": "reportcheck.report/2"}', "report-other-json"),
        ('{"schema": "reportcheck.report/1", "files": []}', "report-older"),
        ('{"schema": "reportcheck.report/1", "run": 7}', "report-broken"),
    ],
)
def test_what_is_no_report_is_refused(text: str, code: str, tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_text(text, encoding="utf-8")
    assert refusal(file).code == code
    file.write_bytes(b"\xff\xfe\x00")
    assert refusal(file).code == "report-no-json"


def ways(thing: dict[str, Any] | list[Any], way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    pairs: Iterable[tuple[Any, Any]]
    pairs = thing.items() if isinstance(thing, dict) else enumerate(thing)
    for key, value in pairs:
        yield (*way, key)
        if isinstance(value, dict | list):
            yield from ways(value, (*way, key))


WHOLE = json.loads(
    json_report(replace(SINCE, files=(*ONE.files, *SEVERAL.files, *SINCE.files)), "zh", "0")
)
WAYS = list(ways(WHOLE))


@pytest.mark.no_cover  # see pyproject.toml
@settings(max_examples=300, deadline=None)
@given(way=st.sampled_from(WAYS), spoilt=st.sampled_from([None, 7, -1.5, True, "x", [], {}, [{}]]))
def test_a_spoilt_report_is_refused_by_its_place_or_read(
    way: tuple[Any, ...], spoilt: object, tmp_path_factory: pytest.TempPathFactory
) -> None:
    told = copy.deepcopy(WHOLE)
    inner = told
    for key in way[:-1]:
        inner = inner[key]
    inner[way[-1]] = spoilt
    file = tmp_path_factory.mktemp("spoilt") / "report.json"
    file.write_text(json.dumps(told), encoding="utf-8")
    code = ""
    try:
        reread(str(file))
    except Problem as refused:
        code = refused.code
    assert code in {"", "report-broken", "report-other-json", "report-older"}


@pytest.mark.parametrize(
    ("spoil", "where"),
    [
        (lambda t: t["files"][0].update(status="fine"), "files[0].status"),
        (lambda t: t["files"][0]["findings"][2].pop("message"), ""),
        (lambda t: t["files"][0]["findings"][2].pop("rule"), "files[0].findings[2].rule"),
        (
            lambda t: t["files"][0]["findings"][3]["at"].update(cell="J"),
            "files[0].findings[3].at.cell",
        ),
        (lambda t: t["files"][1].update(problem={"code": "x", "facts": {}}), "files[1].problem"),
        (lambda t: t["files"][3].update(problem=None), "files[3].problem"),
        (lambda t: t["files"][0]["counts"].update(fail="2"), "files[0].counts.fail"),
        (lambda t: t["run"].update(fail_on="often"), "run.fail_on"),
        # It contradicts itself
        (lambda t: t["files"][0]["counts"].update(fail=0), "files[0].counts.fail"),
        (lambda t: t["files"][0].update(findings=[]), "files[0].counts.fail"),
        (lambda t: t["files"][0].update(status="passed"), "files[0].status"),
        (
            lambda t: t["files"][0]["findings"][2].update(verdict="pass"),
            "files[0].findings[2].verdict",
        ),
        (lambda t: t["summary"].update(fail=0), "summary.fail"),
        (lambda t: t["summary"].update(errors=0), "summary.errors"),
        (lambda t: t["summary"].update(unchecked=0), "summary.unchecked"),
        (lambda t: t["files"][0].update(passes={"x": 3}), "files[0].counts.pass"),
    ],
)
def test_the_place_is_told(
    spoil: Callable[[dict[str, Any]], object], where: str, tmp_path: Path
) -> None:
    told = copy.deepcopy(WHOLE)
    spoil(told)
    file = tmp_path / "report.json"
    file.write_text(json.dumps(told), encoding="utf-8")
    if where:
        assert refusal(file).facts["where"] == where
    else:
        assert reread(str(file)).report.files  # the sentences of one language are made, not read


def test_unchecked_files_have_no_findings(tmp_path: Path) -> None:
    held = again(SEVERAL, tmp_path)
    assert [each.status for each in held.files][2] is Status.UNCHECKED
    assert isinstance(held.files[2], FileReport)
    assert held.exit_code == SEVERAL.exit_code
