"""Texts that a reader must survive: any characters, and English cut up and glued together."""

from hypothesis import strategies as st

PIECES = [
    *(
        "The U.S.",
        "Mr. Kim",
        "J. R. Smith",
        "North Korea",
        "Seoul",
        "President Joe Biden",
        "the Fed",
    ),
    *(
        "said",
        "that",
        "according to",
        "told reporters",
        "denied",
        "will",
        "not",
        "never",
        "accused",
    ),
    *("three", "a hundred", "two dozen", "half a million", "one in five", "1,200", "4.5", "$1.3tn"),
    *(
        "€20m",
        "10 to 15 percent",
        "2-1/4",
        "¼",
        "between 3 and 5",
        "about",
        "more than",
        "at least",
    ),
    *("missiles", "km", "basis points", "troops", "years", "percentage points", "degrees", "of"),
    *("21 March 2021", "March 21", "2021-03-21", "21/03/2021", "the 1990s", "Q3 2021", "FY22"),
    *("on Sunday", "last week", "since May", "two days later", "1972-73", "mid-July", "5 p.m."),
    *(".", ",", ":", ";", "?", "!", "…", "...", "“", "”", '"', "'", "‘", "’", "(", ")", "-", "—"),
    *(
        "\n",
        "\n\n",
        "\t",
        " ",
        "\u00a0",
        "\x00",
        "\u202e",
        "\u200b",
        "\ud800",
        "😀",
        "İ",
        "ß",
        "１",
    ),
]
glued = st.lists(st.sampled_from(PIECES), max_size=30).flatmap(
    lambda pieces: st.sampled_from([" ".join(pieces), "".join(pieces)])
)
any_text = st.one_of(st.text(alphabet=st.characters(exclude_categories=())), glued)
