"""Agencies and roll-ups in English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

AGENCIES: Final[Mapping[str, str]] = {
    "problem.hierarchy-file": "Mistakes in the list of agencies: {count}. Nothing was checked; correct them and run again.",
    "problem.hierarchy-unreadable": "The list of agencies {path} cannot be read ({reason}); check its name and its permissions.",
    "problem.hierarchy-too-large": "The list of agencies {path} is larger than {limit} bytes; keep the columns of code, name and parent only.",
    "problem.hierarchy-no-text": "The list of agencies {path} is no text file; save it as CSV in Excel or WPS and try again.",
    "mistake.missing-of-children": "missing: {value} does not reach into the reports of the agencies below; if empty cells count as zero, say blank: zero in the values",
    "mistake.hierarchy-empty": "the list of agencies has no agency",
    "mistake.hierarchy-fields": "this line has {found} fields, and the header {wanted} columns",
    "mistake.hierarchy-csv": "this line cannot be parted into columns: {reason}",
    "mistake.hierarchy-column": "there is no column {name}; there are {known}",
    "mistake.hierarchy-column-twice": "the column {name} stands twice",
    "mistake.hierarchy-columns": "the list of agencies lacks columns: {missing}; its first line names them, as code,name,parent",
    "mistake.hierarchy-no-name": "this line has no name of an agency",
    "mistake.hierarchy-code-twice": "the code {value} stands in line {first} as well",
    "mistake.hierarchy-name-twice": "the name {name} stands in line {first} as well; if there are two reports (the office's own and that of its area), both lines have to say under file which file is theirs",
    "mistake.hierarchy-parent-unknown": "there is no agency {parent} in the list to be above this one",
    "mistake.hierarchy-parent-unclear": "several agencies are called {parent}; write the code of the one above",
    "mistake.hierarchy-reports": "reports is yes or no, not {value}",
    "mistake.hierarchy-circle": "agencies are below one another in a circle: {names}",
    "rule.rollup": "{where}this is not the sum of the {children} agencies below",
    "rule.fix.rollup": "compare it with the figures of the {children} agencies below; if these are right, {cell} should be {value}",
    "rule.fix.children": "let {agencies} mend what is said there, and check again",
    "rule.fix.gather": "gather the reports of the agencies below first, one of each, and check again",
    "reason.no-children": "it is not known which agencies are below this one",
    "reason.missing-child": "not all agencies below have a report here",
    "reason.doubled-child": "an agency below has more than one report, and nothing says which one counts",
    "check.missing-child": "{number} of the agencies below have no report here: {agencies}",
    "check.missing-child.fix": "ask these agencies for their reports and check again; take out of the list what no longer exists",
    "check.missing-child.why": "Without the report of an agency below, a roll-up that differs says nothing: so who is missing is told first.",
    "check.doubled-child": "{number} of the agencies below have more than one report: {agencies}; nothing says which one counts",
    "check.doubled-child.fix": "keep one report of each agency; if one is the office's own and one that of its area, give each a row in the list of agencies and name their files under file",
    "check.doubled-child.why": "Where an agency has two reports of one period either may be wrong, so none is chosen.",
    "check.missing-report": "{number} agencies of the list have no report here: {agencies}",
    "check.missing-report.fix": "ask these agencies for their reports and check again; where a row is only a heading, say no under reports",
    "check.missing-report.why": "An agency of the list without a report was not checked, and those below were not compared with it.",
    "check.not-in-hierarchy": '"{agency}" is not in the list of agencies and takes part in no roll-up',
    "check.not-in-hierarchy+nearest": ' (the list has "{nearest}")',
    "check.not-in-hierarchy.fix": "compare the agency's name in the report with the list of agencies; add it there if it belongs to this roll-up",
    "check.not-in-hierarchy.why": "An agency that is not in the list is below none, and its figures are in no sum.",
}
