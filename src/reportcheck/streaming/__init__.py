"""Streaming: big files of records, read and checked block by block, in bounded memory.

Rows that are plainly in order are counted where they stand, in typed columns; every other row gets
the closer look that a small file gets, by the same functions. So nothing can come out otherwise,
and memory does not grow with the file. What a stream cannot promise (tables beside each other, a
decimal comma, a code that another program escaped) is left to the reader of whole files.
"""

from reportcheck.streaming.checking import check_stream

__all__ = ["check_stream"]
