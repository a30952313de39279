"""The only module that knows a terminal: its width, its colours, its encoding and its pipes."""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from time import monotonic
from typing import Final, Literal, TextIO, TypeAlias

from reportcheck.batch.task import Nobody, Watch
from reportcheck.page import ASCII, UNICODE, Glyphs, Lang, Line, Span, Style
from reportcheck.patterns import pattern
from reportcheck.problem import Problem
from reportcheck.text import display_width, inert
from reportcheck.wording import phrase

ColourChoice: TypeAlias = Literal["auto", "always", "never"]

NARROWEST: Final = 40
"""Columns below which lines are no longer made shorter."""

PIPE_WIDTH: Final = 80
"""Columns where nobody looks: output into files and pipes is the same everywhere."""

PATIENCE: Final = 1.0
"""Seconds before work says that it goes on."""

REDRAWN: Final = 0.1
"""Seconds before what is shown of it is drawn anew."""

_FONT_FROM_THE_NETWORK = pattern(r"\s*@font-face \{.*?\n\s*\}(?=\n)", re.DOTALL)
_TEXT: Final = pattern(
    r'<text (?P<class>class="[^"]*") x="(?P<x>[\d.]+)" (?P<y>y="[^"]*") '
    r'textLength="(?P<length>[\d.]+)"(?P<rest>[^>]*)>(?P<text>[^<]+)</text>'
)

_PROGRAMS_WITH_LINKS: Final = frozenset({
    "ghostty", "Hyper", "iTerm.app", "mintty", "rio", "Tabby", "vscode", "WezTerm",
})  # fmt: skip
_TERMINALS_WITH_LINKS: Final = frozenset({
    "alacritty", "contour", "foot", "foot-extra", "xterm-ghostty", "xterm-kitty",
})  # fmt: skip

STYLES: Final[Mapping[Style, str]] = {
    "": "",
    "error": "bold red",
    "warning": "yellow",
    "info": "cyan",
    "good": "green",
    "dim": "dim",
    "strong": "bold",
    "place": "blue",
}


def wants_colour(choice: ColourChoice, environ: Mapping[str, str], *, terminal: bool) -> bool:
    """Decide on colour: the option, then NO_COLOR, FORCE_COLOR, a dumb terminal, a terminal.

    Sources: https://no-color.org and https://force-color.org.

    >>> wants_colour("auto", {"FORCE_COLOR": "1"}, terminal=False)
    True
    >>> wants_colour("auto", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, terminal=True)
    False
    """
    if choice != "auto":
        return choice == "always"
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR", "0") not in {"", "0"}:
        return True
    return terminal and environ.get("TERM") != "dumb"


def wants_links(choice: ColourChoice, environ: Mapping[str, str], *, terminal: bool) -> bool:
    """Decide on links (OSC 8): only on a terminal that is known to have them, or said to.

    FORCE_HYPERLINK says of a terminal whether it has them; a pipe never has. tmux and screen hand
    them on only where they were told to, so they have to be said to have them, too.
    Source: https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda

    >>> wants_links("auto", {"TERM": "xterm-kitty"}, terminal=True)
    True
    >>> wants_links("auto", {"FORCE_HYPERLINK": "1"}, terminal=False)
    False
    """
    if not terminal or choice == "never":
        return False
    said = environ.get("FORCE_HYPERLINK")
    if said is not None:
        return said not in {"", "0"}
    if environ.get("TERM") == "dumb" or environ.get("TMUX") or environ.get("STY"):
        return False
    version = environ.get("VTE_VERSION", "")
    return (
        environ.get("TERM_PROGRAM") in _PROGRAMS_WITH_LINKS
        or environ.get("TERM") in _TERMINALS_WITH_LINKS
        or bool(environ.get("WT_SESSION") or environ.get("KONSOLE_VERSION"))
        or (version.isascii() and version.isdecimal() and int(version[:6]) >= 5000)
    )


def uri_of(path: str) -> str:
    """Return a file as a URI with the host it is on, or nothing where there is no such file.

    Whatever is in the name, only letters, digits and ``-._~/%`` are in it.

    >>> uri_of("no such file")
    ''
    """
    from socket import gethostname
    from urllib.parse import quote

    try:
        if not os.path.exists(path):  # noqa: PTH110 - a name with a NUL is no error
            return ""
        uri = Path(path).absolute().as_uri()
    except (OSError, ValueError):
        return ""
    # On Windows a host would make the path one of the network.
    return uri if os.name == "nt" else uri.replace("file://", f"file://{quote(gethostname())}", 1)


def width_of(environ: Mapping[str, str], terminal_columns: int | None) -> int:
    """Return the columns to write in: COLUMNS, else those of the terminal, else 80.

    >>> width_of({"COLUMNS": "120"}, None), width_of({}, None), width_of({}, 20)
    (120, 80, 40)
    """
    asked = environ.get("COLUMNS", "")
    if asked.isascii() and asked.isdigit() and int(asked[:6]) > 0:
        return max(NARROWEST, int(asked[:6]))
    return max(NARROWEST, terminal_columns or PIPE_WIDTH)


def glyphs_for(encoding: str | None) -> Glyphs:
    """Return the glyphs that the encoding can show: all of the full set, or those of ASCII.

    All or nothing: where an encoding such as GBK has only some, its terminals draw those two
    columns wide, and nothing would stand in line.

    >>> glyphs_for("utf-8").failed, glyphs_for("gbk").failed, glyphs_for("no such").failed
    ('✗', 'x', 'x')
    """
    try:
        UNICODE.all.encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return ASCII
    return UNICODE


def columns_of(stream: TextIO) -> int | None:
    """Return the columns of the terminal behind the stream, or None where there is none."""
    try:
        return os.get_terminal_size(stream.fileno()).columns or None
    except (OSError, ValueError):
        return None


def prepare_streams() -> None:
    r"""Let stdout and stderr take any character; what they cannot encode shows as ``\u2717``."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def write(lines: Iterable[Line], stream: TextIO, *, colour: bool, links: bool = False) -> None:
    """Put lines out; a reader that has gone away is no error."""
    uri = lru_cache(uri_of) if links else _no_link
    put = _coloured(stream, uri) if colour else _plain(stream, uri)
    with _pipe(stream):
        for line in lines:
            put(_inert(line))
        stream.flush()


def _inert(line: Line) -> Line:
    """Return a line that is no command to whatever reads the log; few lines look like one."""
    text = "".join(span.text for span in line)
    safe = inert(text)
    return line if safe == text else (Span(safe),)


def write_bytes(text: str, stream: TextIO) -> None:
    """Put text out in UTF-8 with bare line feeds, whatever the stream's own encoding is."""
    with _pipe(stream):
        stream.flush()
        binary = getattr(stream, "buffer", None)
        if binary is None:
            stream.write(text)
        else:
            binary.write(text.encode())
        stream.flush()


def to_svg(lines: Iterable[Line], width: int, title: str) -> str:
    """Return a picture of the lines as SVG, as a terminal of that width would show them."""
    from rich.console import Console

    console = Console(
        record=True, width=width, file=io.StringIO(), force_terminal=True,
        color_system="standard", legacy_windows=False,
    )  # fmt: skip
    for line in lines:
        console.print(_rich_text(line), soft_wrap=True, highlight=False)
    drawn = console.export_svg(title=title, unique_id="reportcheck")
    return _TEXT.sub(_by_width, _FONT_FROM_THE_NETWORK.sub("", drawn))


def _by_width(found: re.Match[str]) -> str:
    """Cut a text of a picture into runs of one width each, every one as long as its columns.

    rich gives each sign one column, so that signs of two would be drawn over one another.
    """
    import html  # only pictures need its thousands of names

    text = html.unescape(found["text"])
    column = float(found["length"]) / len(text)
    x, cut = float(found["x"]), ""
    for _, signs in groupby(text, display_width):
        run = "".join(signs)
        length = display_width(run) * column
        shown = html.escape(run).replace("\xa0", "&#160;")
        cut += (
            f'<text {found["class"]} x="{x:g}" {found["y"]} textLength="{length:g}"'
            f"{found['rest']}>{shown}</text>"
        )
        x += length
    return cut


@contextmanager
def patience(message: str) -> Iterator[None]:
    """Say on stderr that work goes on, once it has taken a second and only on a terminal."""
    if not sys.stderr.isatty():
        yield
        return
    from threading import Timer

    shown: list[Callable[[], None]] = []

    def show() -> None:
        from rich.console import Console

        status = Console(stderr=True, highlight=False).status(message, spinner="line")
        shown.append(status.stop)
        status.start()

    timer = Timer(PATIENCE, show)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        for stop in shown:
            stop()


@contextmanager
def watching(lang: Lang) -> Iterator[Watch]:
    """Show on stderr how far the work is, once it has taken a second and only on a terminal."""
    if not sys.stderr.isatty():
        yield Nobody()
        return
    meter = _Meter(lang)
    try:
        yield meter
    finally:
        meter.close()


class _Meter:
    """A bar with the files that are done, their rate, the time left, and those that are not well.

    It is drawn when it is told something, by no thread of its own: workers are copies of this
    process, and threads are not copied.
    """

    def __init__(self, lang: Lang) -> None:
        self._lang = lang
        self._total = 0
        self._started = self._drawn = 0.0
        self._update: Callable[[int, str], None] | None = None
        self._open = ExitStack()

    def begin(self, total: int, *, ticking: bool) -> None:
        """Show from the beginning; where nobody tells anything, only that work goes on."""
        self.close()
        self._total, self._started = total, monotonic()
        if not ticking:
            self._open.enter_context(patience(phrase("usage.busy", self._lang)))

    def tell(self, done: int, failed: int) -> None:
        """Draw anew, not too often."""
        passed = (now := monotonic()) - self._started
        if passed < PATIENCE or now - self._drawn < REDRAWN:
            return
        self._drawn = now
        if self._update is None:
            self._update = self._bar()
        rate = done / passed
        left = f"{int((self._total - done) / rate)} s" if done else "?"
        said = phrase(
            "usage.progress", self._lang, done=done, total=self._total, rate=f"{rate:.0f}",
            left=left, failed=failed,
        )  # fmt: skip
        self._update(done, said)

    def close(self) -> None:
        """Take away what is shown."""
        self._open.close()
        self._update = None

    def _bar(self) -> Callable[[int, str], None]:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn

        bar = Progress(
            BarColumn(bar_width=24),
            TextColumn("{task.description}", markup=False),
            console=Console(stderr=True, highlight=False),
            auto_refresh=False,
            transient=True,
        )
        task = bar.add_task("", total=self._total)
        self._open.enter_context(bar)

        def update(done: int, said: str) -> None:
            bar.update(task, completed=done, description=said, refresh=True)

        return update


def _no_link(path: str) -> str:
    del path
    return ""


def _plain(stream: TextIO, uri: Callable[[str], str]) -> Callable[[Line], object]:
    def text(span: Span) -> str:
        link = uri(span.link) if span.link else ""
        return f"\x1b]8;;{link}\x1b\\{span.text}\x1b]8;;\x1b\\" if link else span.text

    return lambda line: stream.write("".join(map(text, line)) + "\n")


def _coloured(stream: TextIO, uri: Callable[[str], str]) -> Callable[[Line], object]:
    # rich, for it also speaks to Windows consoles that know no escape sequences.
    from rich.console import Console

    class Screen(Console):
        def on_broken_pipe(self) -> None:
            # rich would end the process with a code of its own.
            raise BrokenPipeError

    console = Screen(
        file=stream, force_terminal=True, color_system="standard", no_color=False,
        highlight=False, markup=False, emoji=False,
    )  # fmt: skip
    return lambda line: console.print(_rich_text(line, uri), soft_wrap=True)


def _rich_text(line: Line, uri: Callable[[str], str] = _no_link) -> object:
    from rich.style import Style as RichStyle
    from rich.text import Text

    def style(span: Span) -> str | RichStyle:
        link = uri(span.link) if span.link else ""
        return RichStyle.parse(f"{STYLES[span.style]} link {link}") if link else STYLES[span.style]

    return Text.assemble(*((span.text, style(span)) for span in line))


@contextmanager
def _pipe(stream: TextIO) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        hush(stream)
    except OSError as error:
        with suppress(OSError, ValueError):
            hush(stream)
        raise Problem("screen-unwritten", why=error.strerror or str(error)) from None


def hush(stream: TextIO) -> None:
    """Let what is still to come go nowhere: nobody reads it, and at exit it would raise."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
