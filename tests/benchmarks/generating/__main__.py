"""``python -m tests.benchmarks.generating KIND SIZE PATH``: KIND is one of those below."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.benchmarks.generating.branches import write_branches
from tests.benchmarks.generating.city import write_city
from tests.benchmarks.generating.faults import write_with_faults
from tests.benchmarks.generating.forms import write_forms
from tests.benchmarks.generating.records import write_csv
from tests.benchmarks.generating.sheet import write_sheet
from tests.benchmarks.generating.years import write_years

what, size, path = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
match what:
    case "clean" | "odd":
        write_csv(path, size, odd=what == "odd")
    case "sheet":
        write_sheet(path, size)
    case "branches":
        write_branches(path, size)
    case "forms":
        write_forms(path, size)
    case "years":
        write_years(path, size)
    case "city":
        write_city(path, size)
    case "faults":
        write_with_faults(path, size)
    case _:
        raise SystemExit(f"no data called {what}")
