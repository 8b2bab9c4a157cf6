"""Regular expressions of the contract, in what Python and ECMA-262 have in common.

Published as `pattern` in the OpenAPI document, they say exactly what is taken; lone surrogates,
which not every reader of a JSON document can name, are left out of the classes.
"""

from __future__ import annotations

import re
from typing import Final

# What `language.normal.clean` takes away, and the white space it trims, up to U+FFFF.
_UNSEEN: Final = (
    r"\u0000-\u0020\u007f-\u00a0\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2"
    r"\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000"
    r"\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
)
VISIBLE: Final = rf"[^{_UNSEEN}]"

# Control characters other than white space, direction overrides and the marks of broken decoding.
_NOT_IN_CLAIM: Final = (
    r"\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u202d\u202e\ufffd-\uffff"
)
CLAIM: Final = rf"^[^{_NOT_IN_CLAIM}]*[A-Za-z][^{_NOT_IN_CLAIM}]*$"
LATIN_LETTER: Final = re.compile(r"[A-Za-z]")

_CLOCK: Final = (
    r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:\.[0-9]+)?"
    r"(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
)
DAY: Final = re.compile(rf"(?P<day>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})(?:[Tt ]{_CLOCK})?", re.ASCII)
DIGITS: Final = re.compile(r"-?[0-9]{1,18}", re.ASCII)

_LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_PORT: Final = (
    r"(?::(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]"
    r"|6553[0-5]))?"
)
# A host name ends in a label that begins with a letter, so that no IP address looks like one.
_NAME: Final = rf"(?:{_LABEL}\.){{1,5}}[A-Za-z](?:[A-Za-z0-9-]{{0,22}}[A-Za-z0-9])"
# Printable ASCII but for the backslash, which browsers take for a slash.
_PATH: Final = r"(?:[/?][!-\[\]-~]{0,1500})?"
PUBLIC_HTTPS: Final = rf"^https://{_NAME}(?::443)?{_PATH}$"
ANY_WEB: Final = rf"^https?://(?:{_LABEL}\.){{0,5}}{_LABEL}{_PORT}{_PATH}$"
URL_CHARACTERS: Final = 2000

IDENTIFIER: Final = r"^[A-Za-z0-9][A-Za-z0-9._:~-]{0,199}$"
SLUG: Final = r"^[a-z0-9](?:[a-z0-9-]{0,118}[a-z0-9])?$"
LANGUAGE: Final = r"^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$"
IDEMPOTENCY_KEY: Final = r"^[!-~]{1,255}$"
