"""English and what is not, by the article and by the sentence."""

from __future__ import annotations

import pytest

from tests.verification.extraction.stories import STORY, read
from verification.errors import LanguageNotSupported
from verification.extraction.languages import check_language, is_in_another_language


@pytest.mark.parametrize(
    "text",
    [
        "Corea del Norte disparó dos misiles.",
        "De regering was in Den Haag en had het in de kamer over de wet; we weten niet of dat is.",
        "De regering kondigde een verhoging aan.",
        "Noord-Korea vuurde zondag twee raketten af.",
        "Nordkorea feuerte zwei Raketen ab.",
        "Le ministre a annoncé une hausse.",
        "O governo anunciou novas medidas para a economia.",
        "Pohjois-Korea ampui kaksi ohjusta sunnuntaina.",
    ],
)
def test_another_language_is_known_by_few_words(text: str) -> None:
    with pytest.raises(LanguageNotSupported):
        check_language(text)


@pytest.mark.parametrize(
    "text",
    [
        "Inflation rose 2%.",
        "China GDP grows 5%.",
        "Trump wins.",
        "Biden signs climate bill.",
        "El Paso mourns.",
        "Bill de Blasio won.",
        "Ursula von der Leyen visited Kyiv.",
        "President Luiz Inácio Lula da Silva met Emmanuel Macron.",
        "We've done a great job.",
        "The café opened in May.",
    ],
)
def test_short_english_is_read_whatever_names_it_holds(text: str) -> None:
    check_language(text)
    assert not is_in_another_language(text)


@pytest.mark.parametrize(
    "foreign",
    [
        "Le ministre a fermé 12 ports en mai 2019, selon la police.",
        "Der Minister hat 12 Häfen im Mai 2019 geschlossen.",
        "Министр закрыл 12 портов в мае 2019 года.",
    ],
)
def test_a_sentence_in_another_language_is_no_claim(foreign: str) -> None:
    found, plain = read(f"{STORY}\n\n{foreign}"), read(STORY)
    assert [claim.text for claim in found.claims] == [claim.text for claim in plain.claims]
    assert found.sentences[-1].kind == "boilerplate"
