"""The report as JUnit XML: a testcase for every rule of every file.

Jenkins takes what ``junit-10.xsd`` allows; GitLab drops a testcase whose class name and name
another one has. What is not known is skipped, never passed; what does not fail at the level asked
for is no failure, so that a green build has none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from reportcheck.finding import Finding, Verdict
from reportcheck.fingerprint import stem
from reportcheck.page import Lang
from reportcheck.rendering.locations import posix_path
from reportcheck.rendering.passages import claim, passage
from reportcheck.report import FailOn, FileReport, Report, named, weighs
from reportcheck.wording import phrase, problem
from reportcheck.wording.filling import safe

MOST: Final = 100
"""Findings of one rule in one file that are told in its testcase; of more, the rest is counted."""

_OUTCOMES: Final = ("error", "failure", "skipped")


def junit(report: Report, lang: Lang, version: str) -> str:
    """Return the report as JUnit XML."""
    del version  # the format has no place for it
    root = Element("testsuites", name="reportcheck")
    for file, name in zip(report.files, class_names(report.files), strict=True):
        suite = SubElement(root, "testsuite", name=name, file=safe(posix_path(file.path)))
        for rule, findings in _cases(file).items():
            case = SubElement(suite, "testcase", classname=name, name=rule)
            if findings is None:
                SubElement(case, "skipped", message=phrase("machines.nothing", lang))
            else:
                _tell(case, findings, file, file.fail_on or report.fail_on, lang)
        if file.problem is not None:
            case = SubElement(suite, "testcase", classname=name, name=file.problem.code)
            told = problem(file.problem, lang)
            SubElement(case, "error", type=file.problem.code, message=told).text = told
        _count(suite, [suite])
    _count(root, root)
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def class_names(files: Sequence[FileReport]) -> list[str]:
    """Return the name of each file, as short as it is unlike all others.

    >>> from reportcheck.report import Status
    >>> class_names([FileReport(path, Status.PASSED) for path in ("a/x.csv", "b/x.csv", "y.csv")])
    ['a/x.csv', 'b/x.csv', 'y']
    """
    stems = Counter(safe(_short(file)) for file in files)
    names: list[str] = []
    taken: set[str] = set()
    for file in files:
        short, whole = safe(_short(file)), safe(posix_path(file.name))
        name = short if stems[short] == 1 and short not in taken else whole
        number = 2
        while name in taken:
            name, number = f"{whole} ({number})", number + 1
        taken.add(name)
        names.append(name)
    return names


def _short(file: FileReport) -> str:
    return named(stem(file.path), file.sheets)


def _cases(file: FileReport) -> Mapping[str, list[Finding] | None]:
    """Return the findings of every rule and check of a file; None where nothing was asked of it."""
    cases: dict[str, list[Finding] | None] = {
        safe(rule): [] if passed else None for rule, passed in file.passes
    }
    for finding in file.findings:
        rule = safe(finding.rule)
        held = cases.get(rule)
        if held is None:
            cases[rule] = held = []
        held.append(finding)
    return cases


def _tell(
    case: Element, findings: Sequence[Finding], file: FileReport, fail_on: FailOn, lang: Lang
) -> None:
    parts: dict[str, list[Finding]] = {}
    for each in findings:
        parts.setdefault(_outcome(each, fail_on), []).append(each)
    for outcome in _OUTCOMES:
        if outcome in parts:
            first = parts[outcome][0]
            kind = str(first.severity if first.verdict is Verdict.FAIL else first.verdict)
            told = SubElement(case, outcome, type=kind, message=claim(first, lang))
            # One outcome is all that a testcase has: the gravest tells of the others, too.
            told.text = _text(findings, file, lang)
            return
    if findings:
        SubElement(case, "system-out").text = _text(findings, file, lang)


def _outcome(finding: Finding, fail_on: FailOn) -> str:
    match finding.verdict:
        case Verdict.RULE_ERROR:
            return "error"
        case Verdict.UNKNOWN | Verdict.ACCEPTED:
            return "skipped"
    return "failure" if weighs(finding, fail_on) else ""


def _text(findings: Sequence[Finding], file: FileReport, lang: Lang) -> str:
    told = [passage(file.path, each, lang) for each in findings[:MOST]]
    if len(findings) > MOST:
        told.append(phrase("machines.more", lang, count=len(findings) - MOST))
    return "\n".join(["", *told, ""])


def _count(element: Element, suites: Iterable[Element]) -> None:
    cases = [case for suite in suites for case in suite.iter("testcase")]
    element.set("tests", str(len(cases)))
    element.set("failures", str(sum(case.find("failure") is not None for case in cases)))
    element.set("errors", str(sum(case.find("error") is not None for case in cases)))
    if element.tag == "testsuite":
        element.set("skipped", str(sum(case.find("skipped") is not None for case in cases)))
