"""The eight rules in Polars, tolerant, by hand for this one file: what a tool can hardly beat.

Every column is read as text and cast where it can be; what cannot is cleaned of spaces and
separators and cast again. Counts go to stdout, each failing cell to a file.
"""

import json
import sys

import polars as pl

data, cells = sys.argv[1:3]
ADDENDS = ["a", "b", "c", "d", "e"]
INTEGERS = [*ADDENDS, "total", "x", "y", "z"]
NUMBERS = [*INTEGERS, "ratio"]


def number(name: str) -> pl.Expr:
    kind = pl.Float64 if name == "ratio" else pl.Int64
    return pl.col(name).cast(kind, strict=False)


def cleaned(name: str) -> pl.Expr:
    kind = pl.Float64 if name == "ratio" else pl.Int64
    text = pl.col(name).str.strip_chars().str.replace_all(",", "", literal=True)
    return text.cast(kind, strict=False).alias(name)


text = pl.read_csv(data, infer_schema=False)
typed = text.select(pl.col("id", "kind"), *map(number, NUMBERS))
odd = [name for name in NUMBERS if typed[name].null_count()]
if odd:
    places = typed.select(pl.any_horizontal(pl.col(*odd).is_null())).to_series().arg_true()
    mended = text[places].select(*map(cleaned, odd))
    typed = typed.with_columns(typed[name].scatter(places, mended[name]) for name in odd)
rules = {
    "negative": pl.any_horizontal(pl.col(*ADDENDS, "z") < 0),
    "total": pl.col("a") + pl.col("b") + pl.col("c") + pl.col("d") + pl.col("e") != pl.col("total"),
    "order": pl.col("x") > pl.col("y"),
    "condition": (pl.col("kind") == "A") & (pl.col("z") <= 0),
    "duplicate": ~pl.col("id").is_first_distinct(),
    "ratio": (pl.col("ratio") < 0) | (pl.col("ratio") > 1),
    "kind": ~pl.col("kind").is_in(["A", "B", "C", "D"]),
    "type": pl.any_horizontal(pl.col(*NUMBERS).is_null()),
}
failed = typed.select(**{name: rule.fill_null(value=False) for name, rule in rules.items()})
counts = failed.select(pl.all().sum()).row(0, named=True)
places = failed.select(pl.any_horizontal(pl.all())).to_series().arg_true()
texts, marks, numbers = text[places], failed[places], typed[places]
lines = places.cast(pl.Int64) + 2
accused = {
    "total": "total",
    "order": "x",
    "condition": "z",
    "duplicate": "id",
    "ratio": "ratio",
    "kind": "kind",
}
parts = [
    pl.DataFrame({"line": lines, "value": texts[column]})
    .filter(marks[rule])
    .with_columns(rule=pl.lit(rule), column=pl.lit(column))
    for rule, column in accused.items()
]
for name in (*ADDENDS, "z"):
    where = (numbers[name] < 0).fill_null(value=False)
    part = pl.DataFrame({"line": lines, "value": texts[name]}).filter(where)
    parts.append(part.with_columns(rule=pl.lit("negative"), column=pl.lit(name)))
for name in NUMBERS:
    part = pl.DataFrame({"line": lines, "value": texts[name]}).filter(numbers[name].is_null())
    parts.append(part.with_columns(rule=pl.lit("type"), column=pl.lit(name)))
every = pl.concat(parts).select("line", "column", "rule", "value").sort("line", "column")
every.write_csv(cells)
counts["type"] = every["rule"].eq("type").sum()
print(json.dumps(counts))
