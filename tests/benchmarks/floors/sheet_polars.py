"""A sheet read into Polars, and nothing else."""

import sys

import polars as pl

print(pl.read_excel(sys.argv[1]).shape)
