"""Tokens of the XML of large workbooks: every tag and the text after it, as columns of a frame.

A ``<`` begins a tag and nothing else, and a ``>`` in a text is nearly always written ``&gt;``: so
the XML is a table whose lines end with ``<`` and whose fields end with ``>``, and the parser of
such tables takes it apart at full speed. What is not so plain is refused, and read by others.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from reportcheck.classes import dataclass

TAG, TEXT = "tag", "text"
SPACED: Final = 't xml:space="preserve"'
_SCHEMA: Final = {TAG: pl.String(), TEXT: pl.String()}


class Unplain(Exception):
    """XML that cannot be taken apart in this way."""


def tokens_of(xml: bytes) -> pl.DataFrame:
    """Return the tags, without their signs, and the text that follows each, null for none.

    >>> tokens_of(b"<c><v>1</v></c>").rows()
    [('c', None), ('v', '1'), ('/v', None), ('/c', None)]
    """
    if not xml.startswith(b"<") or any(sign in xml for sign in (b"\r", b"\0")):
        raise Unplain
    # One sign is looked for much faster than two; what these begin is no tag.
    if any(sign in xml and b"<" + sign in xml for sign in (b"!", b"?")):
        raise Unplain
    if not xml.isascii():
        try:
            xml.decode()
        except UnicodeDecodeError:
            raise Unplain from None
    try:
        return pl.read_csv(
            xml[1:],
            has_header=False,
            schema=_SCHEMA,
            separator=">",
            eol_char="<",
            quote_char=None,
            truncate_ragged_lines=False,
        ).rechunk()
    except pl.exceptions.PolarsError:  # a > in a text, or within a tag
        raise Unplain from None


def plain_texts(texts: pl.Series) -> pl.Series:
    """Return which texts are what they stand as in XML: without escapes, and blanks around them."""
    odd = texts.str.contains("&", literal=True) | texts.str.contains("_x", literal=True)
    return ~(odd | (texts.str.strip_chars() != texts)).fill_null(value=True)


@dataclass(frozen=True)
class Shared:
    """The texts that the cells of a workbook share, in order; null where one is not plain."""

    texts: pl.Series
    part: bytes

    def items(self, wanted: list[int]) -> list[bytes] | None:
        """Return some of the texts as XML, or None where one of them is not plain."""
        if wanted and max(wanted) >= len(self.texts):
            raise Unplain
        found = self.texts.gather(wanted)
        if found.null_count():
            return None
        return [f"<si><t>{text}</t></si>".encode() for text in found.to_list()]


def shared_of(part: bytes) -> Shared:
    """Return the texts of a part of shared texts.

    >>> shared_of(b"<sst><si><t>a</t></si><si><r><t>b</t></r></si></sst>").texts.to_list()
    ['a', None]
    """
    begin = part.find(b"<si>")
    if begin < 0:
        if b"<si" in part or b":si" in part:
            raise Unplain
        return Shared(pl.Series([], dtype=pl.String), part)
    found = tokens_of(part[begin:])
    tags, texts = found[TAG], found[TEXT]
    items = (tags == "si") | (tags == "si/")
    at = items.arg_true()
    if tags.str.starts_with("si ").any() or b":si" in part:
        raise Unplain
    following = [tags.shift(-step, fill_value="").gather(at) for step in (1, 2, 3)]
    plain = following[0].is_in(["t", SPACED]) & (following[1] == "/t") & (following[2] == "/si")
    said = texts.shift(-1).gather(at)
    return Shared(said.set(~(plain & plain_texts(said)), None), part)
