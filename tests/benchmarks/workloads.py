"""What is measured: the data of each workload, and who takes part in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from tests.benchmarks import answers
from tests.benchmarks.answers import Answer
from tests.benchmarks.environments import LIMIT, TOOL

HERE: Final = Path(__file__).parent
RECORDS = ("--rules", str(HERE / "rules" / "records.yaml"))
BRANCHES = ("--rules", str(HERE / "rules" / "branches.yaml"))
FORMS = ("--rules", str(HERE / "rules" / "forms.yaml"))
QUIET = ("--format", "concise", "--lang", "en")


@dataclass(frozen=True, slots=True)
class Contestant:
    """A command; ``{data}``, ``{cells}``, ``{out}`` and ``{bin}`` stand for what a run gives it."""

    name: str
    environment: str
    command: tuple[str, ...]
    answer: Answer | None = None
    codes: frozenset[int] = frozenset({0})
    together: bool = False
    """Whether it starts further processes, so that memory is measured over all of them."""
    data: str = ""
    """Which generator wrote its data, where they are not those of the workload."""


@dataclass(frozen=True, slots=True)
class Workload:
    """Some data, and those who take part; the first of them is what the others are held against."""

    name: str
    size: int
    quick: int
    make: str
    """Which generator writes the data; workloads of the same generator and size share it."""
    contestants: tuple[Contestant, ...]

    def made(self) -> dict[str, None]:
        """Return all generators that are needed, in order."""
        return dict.fromkeys((self.make, *(each.data for each in self.contestants if each.data)))


SUFFIXES = {
    "clean": ".csv",
    "odd": ".csv",
    "sheet": ".xlsx",
    "branches": ".csv",
    "forms": "",
    "faults": "",
    "years": "",
    "city": "",
}


def _python(
    name: str, environment: str, script: str, *more: str
) -> tuple[str, str, tuple[str, ...]]:
    return name, environment, ("{bin}/python", str(HERE / script), "{data}", "{cells}", *more)


def _tool(*options: str, name: str = TOOL, answer: Answer | None = None) -> Contestant:
    command = ("{bin}/reportcheck", *options, "{data}")
    return Contestant(name, TOOL, command, answer, frozenset({0, 1}), together=True)


FLOOR = Contestant(
    *_python("tolerant Polars script", "polars", "floors/records_polars.py"), answers.said
)
IN_C = Contestant(
    "the same in C, for this file alone", LIMIT, ("{bin}/records_limit", "{data}", "{cells}"),
    answers.said,
)  # fmt: skip
RECORDS_TOOL = _tool(*RECORDS, *QUIET, "--report", "csv={cells}", answer=answers.tool)
CLEAN_TOOL = replace(RECORDS_TOOL, name="reportcheck, no odd cells", data="clean")

SCHEMA = {
    "negative": r"\bmin$|greater_than_or_equal_to\(0\)$|between [a-ez]$",
    "total": r"total_is_the_sum|be_equal",
    "order": r"order|greater_than_b",
    "condition": r"condition|where$",
    "duplicate": r"unique",
    "ratio": r"ratio\|max|ratio\|less|between ratio",
    "kind": r"kind",
    "type": r"dtype|null|of_type",
}
IN_CODE = answers.by_pattern(SCHEMA)

DUCKDB = Contestant(*_python("DuckDB", "duckdb", "peers/records_duckdb.py"), answers.said)
FAST_PEERS = (
    Contestant(*_python("plain Polars", "polars", "peers/records_polars_typed.py"), answers.said),
    DUCKDB,
    Contestant(*_python("dataframely", "dataframely", "peers/records_dataframely.py"), IN_CODE),
    Contestant(*_python("pandera", "pandera", "peers/records_pandera.py"), IN_CODE),
    Contestant(
        "pointblank, `pb run`",
        "pointblank",
        (
            "{bin}/pb", "run", str(HERE / "peers/records_pointblank.yaml"), "--data", "{data}",
            "--output-json", "{out}/pointblank.json", "--write-extract", "{out}/extract",
            "--limit", "100000000",
        ),
        answers.pointblank,
    ),
)  # fmt: skip
TEXT_PEERS = (
    Contestant(
        *_python("DuckDB, text and TRY_CAST", "duckdb", "peers/records_duckdb.py", "text"),
        answers.said,
    ),
    Contestant(
        *_python(
            "dataframely, text and cast", "dataframely", "peers/records_dataframely.py", "text"
        ),
        IN_CODE,
    ),
    Contestant(
        *_python("pandera, text and coerce", "pandera", "peers/records_pandera.py", "text"),
        IN_CODE,
    ),
)
SLOW_PEERS = (
    Contestant(
        *_python("Great Expectations", "great_expectations", "peers/records_great_expectations.py"),
        IN_CODE,
    ),
    Contestant(
        *_python("frictionless", "frictionless", "peers/records_frictionless.py"),
        answers.frictionless,
    ),
)
CALAMINE = Contestant(*_python("bare python-calamine loop", "calamine", "floors/forms_calamine.py"))
FILES = answers.files_with_findings
FORMS_TOOL = _tool(*FORMS, *QUIET, "--jobs", "2", name="reportcheck --jobs 2", answer=FILES)
FORMS_ALONE = _tool(*FORMS, *QUIET, "--jobs", "1", name="reportcheck --jobs 1", answer=FILES)

WORKLOADS: Final = {
    each.name: each
    for each in (
        Workload(
            "records", 1_000_000, 20_000, "clean",
            (RECORDS_TOOL, FLOOR, IN_C, *FAST_PEERS, *SLOW_PEERS),
        ),
        Workload(
            "odd", 1_000_000, 20_000, "odd",
            (RECORDS_TOOL, CLEAN_TOOL, FLOOR, *TEXT_PEERS, *FAST_PEERS, *SLOW_PEERS),
        ),
        Workload("records-100k", 100_000, 2_000, "clean", (RECORDS_TOOL, FLOOR, IN_C, *FAST_PEERS)),
        Workload(
            "records-10m", 10_000_000, 50_000, "clean",
            (RECORDS_TOOL, FLOOR, IN_C, DUCKDB),
        ),
        Workload("records-50m", 50_000_000, 100_000, "clean", (RECORDS_TOOL, IN_C)),
        Workload(
            "sheet", 200_000, 2_000, "sheet",
            (
                RECORDS_TOOL,
                Contestant(
                    *_python("`polars.read_excel` alone", "excel", "floors/sheet_polars.py")
                ),
            ),
        ),
        Workload(
            "branches", 1_000_000, 20_000, "branches",
            (
                _tool(*BRANCHES, *QUIET, "--report", "csv={cells}", answer=answers.tool),
                Contestant(
                    *_python("plain Polars", "polars", "floors/branches_polars.py"), answers.said
                ),
                Contestant(
                    *_python("vtlengine", "vtlengine", "peers/branches_vtlengine.py"), answers.said
                ),
            ),
        ),
        Workload("forms-100", 100, 4, "forms", (FORMS_TOOL, FORMS_ALONE, CALAMINE)),
        Workload(
            "forms", 1_000, 10, "forms",
            (
                FORMS_TOOL, FORMS_ALONE, CALAMINE,
                Contestant(
                    *_python(
                        "openpyxl, opening only", "openpyxl", "peers/forms_openpyxl.py"
                    )
                ),
                Contestant(
                    *_python("frictionless", "frictionless", "peers/forms_frictionless.py"), FILES
                ),
            ),
        ),
        Workload("forms-10k", 10_000, 20, "forms", (FORMS_TOOL, FORMS_ALONE, CALAMINE)),
        Workload(
            "one", 1, 1, "forms",
            (
                _tool(*FORMS, "--lang", "en"),
                Contestant(
                    "`frictionless validate`", "frictionless",
                    ("{bin}/frictionless", "validate", "{data}/000001.xlsx"),
                    codes=frozenset({0, 1}),
                ),
                Contestant(
                    '`python -c "import typer, rich"`', TOOL,
                    ("{bin}/python", "-c", "import typer, rich"),
                ),
            ),
        ),
        Workload(
            "faults", 300, 12, "faults",
            (
                Contestant(
                    TOOL, TOOL,
                    ("{bin}/reportcheck", *FORMS, *QUIET, "--report", "json={cells}", "{data}"),
                    answers.files_checked,
                    codes=frozenset({2}),
                ),
            ),
        ),
    )
}  # fmt: skip
