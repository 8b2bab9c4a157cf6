import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.stemmer import stem

# Pairs of the published sample vocabulary, and words that each step treats in its own way.
PAIRS = """
consign consign consigned consign consigning consign consignment consign consist consist
consistency consist consistent consist consistently consist consolatory consolatori
console consol consolidate consolid consolidation consolid consoling consol consonants conson
knack knack knackeries knackeri knave knave knavish knavish kneeling kneel knew knew
knightly knight knitting knit knocked knock knots knot
skis ski skies sky dying die news news atlas atlas inning inning succeed succeed exceeded exceed
ties tie cries cri gas gas this this kiwis kiwi caresses caress abyss abyss
agreed agre feed feed hopping hop hoping hope luxuriated luxuri falling fall sized size
happy happi say say by by generate generat general general communism communism arsenal arsenal
relational relat conditional condit rationalization ration vietnamization vietnam
operator oper feudalism feudal decisiveness decis hopefulness hope callousness callous
formality formal sensitivity sensit sensibility sensibl archaeology archaeolog cheaply cheapli
triplicate triplic formative format formalize formal electricity electr electrical electr
goodness good revival reviv allowance allow inference infer airliner airlin adjustable adjust
replacement replac adjustment adjust adoption adopt angular angular effective effect
rate rate cease ceas controller control roll roll missiles missil launches launch
"""

LISTED = PAIRS.split()
PAIRED = list(zip(LISTED[::2], LISTED[1::2], strict=True))


@pytest.mark.parametrize(("word", "expected"), PAIRED)
def test_stems_are_those_of_the_published_algorithm(word: str, expected: str) -> None:
    assert stem(word) == expected


def test_what_is_not_english_stays() -> None:
    assert stem("2021") == "2021"
    assert stem("straße") == "straße"
    assert stem("usa") == "usa"
    assert stem("a" * 100_000) == "a" * 100_000


@given(st.text())
def test_no_stem_is_longer_than_its_word_by_more_than_an_e(word: str) -> None:
    assert len(stem(word)) <= len(word) + 1
