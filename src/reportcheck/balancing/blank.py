"""The blank form as a submission: every item is there, and nothing is filled in."""

from __future__ import annotations

from reportcheck.form import Form, Shape
from reportcheck.number import State
from reportcheck.submission import Reading, Records, Submission
from reportcheck.viewing import View


def blank_view(form: Form) -> View:
    """Return the form as it is before anybody fills it in; a table of records has one record.

    >>> from reportcheck import rulefile
    >>> (gir,) = rulefile.find("gir@2021.1")
    >>> len(blank_view(gir.form).submission.readings)
    200
    """
    readings = {slot: Reading(State.BLANK) for table in form.tables for slot in table.slots()}
    records = {}
    for table in form.tables:
        if table.shape is Shape.RECORDS:
            names = [column.name for column in table.columns.slots]
            positions = {name: number for number, name in enumerate(names, start=1)}
            columns = dict.fromkeys(names, (None,))
            records[table.id] = Records(table, None, (1,), columns, positions)
    return View(Submission(form, "", readings, records))
