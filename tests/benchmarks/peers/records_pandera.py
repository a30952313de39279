"""The eight rules as a pandera model; with `text` it coerces columns that are read as text."""

import json
import sys

import pandera.polars as pa
import polars as pl

data, cells, *how = sys.argv[1:]
ADDENDS = ["a", "b", "c", "d", "e"]


class Record(pa.DataFrameModel):
    id: str = pa.Field(unique=True)
    kind: str = pa.Field(isin=["A", "B", "C", "D"])
    a: int = pa.Field(ge=0)
    b: int = pa.Field(ge=0)
    c: int = pa.Field(ge=0)
    d: int = pa.Field(ge=0)
    e: int = pa.Field(ge=0)
    total: int
    x: int
    y: int
    z: int = pa.Field(ge=0)
    ratio: float = pa.Field(ge=0, le=1)

    class Config:
        coerce = how == ["text"]

    @pa.dataframe_check
    def total_is_the_sum(cls, records: pa.PolarsData) -> pl.LazyFrame:
        return records.lazyframe.select(sum(map(pl.col, ADDENDS)) == pl.col("total"))

    @pa.dataframe_check
    def order(cls, records: pa.PolarsData) -> pl.LazyFrame:
        return records.lazyframe.select(pl.col("x") <= pl.col("y"))

    @pa.dataframe_check
    def condition(cls, records: pa.PolarsData) -> pl.LazyFrame:
        return records.lazyframe.select((pl.col("kind") != "A") | (pl.col("z") > 0))


if how == ["text"]:
    frame = pl.read_csv(data, infer_schema=False)
else:
    types = {"id": pl.String, "kind": pl.String, "ratio": pl.Float64}
    numbers = [*ADDENDS, "total", "x", "y", "z"]
    frame = pl.read_csv(data, schema_overrides=types | dict.fromkeys(numbers, pl.Int64))
try:
    Record.validate(frame, lazy=True)
except pa.errors.SchemaErrors as errors:
    errors.failure_cases.write_csv(cells)
    names = ["column", "check"]
    counts = errors.failure_cases.group_by(names).len().sort(names).rows()
    print(json.dumps({f"{column}|{check}": number for column, check, number in counts}))
