"""The eight rules as a dataframely schema; with `text` it casts columns that are read as text."""

import json
import sys

import dataframely as dy
import polars as pl

data, cells, *how = sys.argv[1:]


class Record(dy.Schema):
    id = dy.String(unique=True)
    kind = dy.String(check=lambda kind: kind.is_in(["A", "B", "C", "D"]))
    a = dy.Int64(min=0)
    b = dy.Int64(min=0)
    c = dy.Int64(min=0)
    d = dy.Int64(min=0)
    e = dy.Int64(min=0)
    total = dy.Int64()
    x = dy.Int64()
    y = dy.Int64()
    z = dy.Int64(min=0)
    ratio = dy.Float64(min=0, max=1)

    @dy.rule()
    def total_is_the_sum(cls) -> pl.Expr:
        return pl.col("a") + pl.col("b") + pl.col("c") + pl.col("d") + pl.col("e") == pl.col(
            "total"
        )

    @dy.rule()
    def order(cls) -> pl.Expr:
        return pl.col("x") <= pl.col("y")

    @dy.rule()
    def condition(cls) -> pl.Expr:
        return (pl.col("kind") != "A") | (pl.col("z") > 0)


if how == ["text"]:
    frame = pl.read_csv(data, infer_schema=False)
else:
    types = {name: column.dtype for name, column in Record.columns().items()}
    frame = pl.read_csv(data, schema_overrides=types)
_, failure = Record.filter(frame, cast=how == ["text"])
failure.invalid().write_csv(cells)
print(json.dumps(failure.counts()))
