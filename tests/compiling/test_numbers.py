import polars as pl

from reportcheck.compiling.numbers import Ratio, Whole, chosen, compared, negative, ratio, whole


def test_a_number_beside_a_column_without_values_is_compared_in_every_row() -> None:
    frame = pl.DataFrame({"a": pl.Series([None] * 6, dtype=pl.Int64)})
    column = Ratio(Whole(0, pl.col("a")), whole(1))
    least = negative(chosen(column, column, least=True))
    nothing = Ratio(Whole(0, pl.lit(None, dtype=pl.Int64)), whole(1))

    for number in (ratio(1), nothing):
        for one, other in ((number, least), (least, number)):
            for each in ("=", "!=", "<=", "<", ">=", ">"):
                assert frame.select(is_=compared(each, one, other)).height == 6
            assert frame.select(is_=chosen(one, other, least=False).top.column).height == 6
