"""The eight rules in DuckDB; with `text` every column is read as text and cast where it can be."""

import json
import sys

import duckdb

data, cells, *how = sys.argv[1:]
INTEGERS = ["a", "b", "c", "d", "e", "total", "x", "y", "z"]
TYPES = (
    {"id": "VARCHAR", "kind": "VARCHAR"} | dict.fromkeys(INTEGERS, "BIGINT") | {"ratio": "DOUBLE"}
)
RULES = {
    "negative": "least(a, b, c, d, e, z) < 0",
    "total": "a + b + c + d + e <> total",
    "order": "x > y",
    "condition": "kind = 'A' AND z <= 0",
    "duplicate": "id IN (FROM repeated)",
    "ratio": "ratio NOT BETWEEN 0 AND 1",
    "kind": "kind NOT IN ('A', 'B', 'C', 'D')",
}
columns = [*TYPES]
if how == ["text"]:
    columns = ["id", "kind"] + [
        f"TRY_CAST(replace(trim({name}), ',', '') AS {TYPES[name]}) AS {name}"
        for name in [*TYPES][2:]
    ]
    RULES["type"] = " + ".join(f"({name} IS NULL)::INTEGER" for name in [*TYPES][2:])
    TYPES = dict.fromkeys(TYPES, "VARCHAR")

base = duckdb.connect()
base.execute(
    "CREATE TEMP TABLE records AS"
    f" SELECT row_number() OVER () + 1 AS line, {', '.join(columns)}"
    f" FROM read_csv('{data}', header = true, columns = {TYPES})"
)
base.execute("CREATE TEMP TABLE repeated AS SELECT id FROM records GROUP BY id HAVING count(*) > 1")
marks = ", ".join(f"coalesce(({rule})::INTEGER, 0) AS fails_{name}" for name, rule in RULES.items())
base.execute(
    "CREATE TEMP TABLE failed AS SELECT * FROM"
    f" (SELECT *, {marks} FROM records) WHERE {' + '.join('fails_' + name for name in RULES)} > 0"
)
base.execute(f"COPY failed TO '{cells}' (HEADER)")
sums = ", ".join(f"sum(fails_{name})" for name in RULES)
found = base.execute(f"SELECT {sums} FROM failed").fetchone()
print(json.dumps(dict(zip(RULES, map(int, found), strict=True))))
