"""Which language to speak: the option, else what the environment says."""

from __future__ import annotations

from collections.abc import Mapping

from reportcheck.page import Lang


def language(option: str | None, environ: Mapping[str, str]) -> Lang:
    """Return the language asked for, or that of the locale; English for all but Chinese.

    ``LC_ALL``, ``LC_MESSAGES`` and ``LANG`` are asked in the order of POSIX; where none is set, as
    on Windows, the locale of the system.

    >>> language(None, {"LANG": "zh_CN.UTF-8"}), language("en", {"LANG": "zh_CN.UTF-8"})
    ('zh', 'en')
    >>> language(None, {"LC_ALL": "Chinese (Simplified)_China.936"})
    'zh'
    """
    if option is not None:
        return "zh" if option == "zh" else "en"
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environ.get(name):
            return _of(environ[name])
    return _of(_system_locale())


def _of(locale: str) -> Lang:
    return "zh" if locale.lower().startswith(("zh", "chinese")) else "en"


def _system_locale() -> str:
    import locale

    return locale.getlocale()[0] or ""
