"""Which language is spoken."""

from __future__ import annotations

import locale

import pytest

from reportcheck.wording import language


@pytest.mark.parametrize(
    ("option", "environ", "spoken"),
    [
        ("zh", {"LANG": "en_US.UTF-8"}, "zh"),
        ("en", {"LANG": "zh_CN.UTF-8"}, "en"),
        (None, {"LANG": "zh_CN.UTF-8"}, "zh"),
        (None, {"LANG": "zh_TW.Big5"}, "zh"),
        (None, {"LANG": "de_DE.UTF-8"}, "en"),
        (None, {"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
        (None, {"LC_MESSAGES": "zh_CN", "LANG": "en_US"}, "zh"),
        (None, {"LC_ALL": "", "LANG": "zh_CN"}, "zh"),
        (None, {"LANG": "Chinese (Simplified)_China.936"}, "zh"),
    ],
)
def test_option_then_environment(option: str | None, environ: dict[str, str], spoken: str) -> None:
    assert language(option, environ) == spoken


@pytest.mark.parametrize(
    ("system", "spoken"), [("Chinese (Simplified)_China", "zh"), ("en_US", "en"), (None, "en")]
)
def test_without_any_the_system_is_asked(
    system: str | None, spoken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locale, "getlocale", lambda: (system, None))
    assert language(None, {}) == spoken
