"""Stance models: whoever can tell what a text says about a claim, opened by URL."""

from __future__ import annotations

from judges.lexical import LexicalJudge
from verification.errors import SettingsInvalid
from verification.ports import Judge

_JUDGES = {"lexical": LexicalJudge}


def open_judge(url: str) -> Judge:
    """The judge that a URL such as `lexical:` names; SettingsInvalid for any other."""
    scheme, colon, rest = url.partition(":")
    judge = _JUDGES.get(scheme) if colon else None
    if judge is None:
        known = ", ".join(f"`{name}:`" for name in _JUDGES)
        raise SettingsInvalid(f"No judge is called `{url}`; there is {known}.")
    if rest.strip("/"):
        raise SettingsInvalid(f"The judge `{scheme}:` takes nothing after the colon, not `{rest}`.")
    return judge()
