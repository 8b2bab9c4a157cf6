"""The node analyses English text as the full distribution does, under the same names and settings.

Every expectation here can be held against a full cluster: name one in
ASSAY_TEST_ELASTICSEARCH_URL.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import uuid4

import pytest
from elasticsearch import BadRequestError, Elasticsearch

pytestmark = pytest.mark.elasticsearch

# One of each thing that index settings may define, with settings of its own.
DEFINED: Mapping[str, Mapping[str, Any]] = {
    "analyzer": {
        "plain_english": {"type": "english", "stopwords": "_none_"},
        "kept_english": {"type": "english", "stem_exclusion": ["missiles"]},
        "synonyms": {"tokenizer": "standard", "filter": ["lowercase", "countries", "stemmer"]},
        "shingles": {"tokenizer": "standard", "filter": ["lowercase", "pairs"]},
    },
    "normalizer": {
        "folded": {
            "type": "custom",
            "char_filter": ["quotes"],
            "filter": ["lowercase", "asciifolding"],
        }
    },
    "filter": {
        "folding": {"type": "asciifolding", "preserve_original": True},
        "countries": {"type": "synonym", "synonyms": ["dprk, north korea", "us => usa"]},
        "light": {"type": "stemmer", "language": "light_english"},
        "minimal": {"type": "stemmer", "language": "minimal_english"},
        "possessive": {"type": "stemmer", "name": "possessive_english"},
        "marked": {"type": "keyword_marker", "keywords": ["Missiles"], "ignore_case": True},
        "marked_by_pattern": {"type": "keyword_marker", "keywords_pattern": "mis.*"},
        "overridden": {
            "type": "stemmer_override",
            "rules": ["ran, running => run", "data => datum"],
        },
        "own_stops": {"type": "stop", "stopwords": ["test"], "ignore_case": True},
        "middling": {"type": "length", "min": 2, "max": 4},
        "short": {"type": "truncate", "length": 3},
        "unique_here": {"type": "unique", "only_on_same_position": True},
        "pairs": {"type": "shingle", "output_unigrams": False},
        "parts": {
            "type": "word_delimiter_graph",
            "catenate_all": True,
            "split_on_numerics": False,
            "protected_words": ["KN-25"],
            "type_table": ["% => DIGIT", "\\u002B => ALPHA"],
        },
    },
    "char_filter": {
        "quotes": {"type": "mapping", "mappings": ["\\u2019 => '", "№ => no."]},
        "thousands": {"type": "pattern_replace", "pattern": r"(\d),(?=\d{3})", "replacement": "$1"},
        "markup": {"type": "html_strip", "escaped_tags": ["b"]},
    },
    "tokenizer": {
        "lists": {"type": "pattern", "pattern": "[;,]"},
        "cut_words": {"type": "whitespace", "max_token_length": 4},
    },
}


@pytest.fixture(scope="module")
def client(elasticsearch_url: str) -> Iterator[Elasticsearch]:
    with Elasticsearch(elasticsearch_url, request_timeout=60) as connected:
        yield connected


@pytest.fixture(scope="module")
def index(client: Elasticsearch) -> Iterator[str]:
    name = f"devservers-{uuid4().hex}"
    client.indices.create(index=name, settings={"number_of_shards": 1, "analysis": DEFINED})
    yield name
    client.indices.delete(index=name)


def terms(client: Elasticsearch, index: str, text: str, how: Mapping[str, Any]) -> list[str]:
    answer = client.indices.analyze(index=index, text=text, **how)
    return [token["token"] for token in answer["tokens"]]


def test_english_stems_drops_stop_words_and_keeps_places(client: Elasticsearch) -> None:
    text = "The Koreans' missiles were fired quickly, in the city's 3 running harbours"
    tokens = client.indices.analyze(analyzer="english", text=text)["tokens"]
    assert [(token["token"], token["position"]) for token in tokens] == [
        ("korean", 1),
        ("missil", 2),
        ("were", 3),
        ("fire", 4),
        ("quickli", 5),
        ("citi", 8),
        ("3", 9),
        ("run", 10),
        ("harbour", 11),
    ]
    assert text[tokens[5]["start_offset"] : tokens[5]["end_offset"]] == "city's"


@pytest.mark.parametrize(
    ("analyzer", "text", "expected"),
    [
        ("plain_english", "the missiles", ["the", "missil"]),
        ("kept_english", "the missiles fired", ["missiles", "fire"]),
        ("synonyms", "DPRK fires", ["dprk", "north", "fire", "korea"]),
        ("synonyms", "US says", ["usa", "sai"]),
        ("shingles", "Two short tests", ["two short", "short tests"]),
        ("standard", "The U.S. fired №2", ["the", "u.s", "fired", "2"]),
    ],
)
def test_analyzers(
    client: Elasticsearch, index: str, analyzer: str, text: str, expected: list[str]
) -> None:
    assert terms(client, index, text, {"analyzer": analyzer}) == expected


@pytest.mark.parametrize(
    ("filters", "text", "expected"),
    [
        (["asciifolding"], "Kadář", ["Kadar"]),
        (["folding"], "Kadář", ["Kadar", "Kadář"]),
        (["lowercase"], "ÄRGER", ["ärger"]),
        (["uppercase"], "test", ["TEST"]),
        (["stemmer"], "running ponies", ["run", "poni"]),
        (["porter_stem"], "generously", ["gener"]),
        (["kstem"], "running ponies", ["running", "pony"]),
        (["light"], "running ponies", ["running", "pony"]),
        (["minimal"], "ponies tests", ["pony", "test"]),
        (["possessive"], "Seoul's tests'", ["Seoul", "tests'"]),
        (["snowball"], "generously", ["generous"]),
        (["marked", "stemmer"], "missiles tests", ["missiles", "test"]),
        (["marked_by_pattern", "stemmer"], "missiles tests", ["missiles", "test"]),
        (["overridden", "stemmer"], "ran data tests", ["run", "datum", "test"]),
        (["stop"], "a test of the will", ["test"]),
        (["own_stops"], "A Test of", ["A", "of"]),
        (["middling"], "a be cede deceive", ["be", "cede"]),
        (["short"], "missiles", ["mis"]),
        (["unique"], "test on test", ["test", "on"]),
        (["unique_here"], "test on test", ["test", "on", "test"]),
        (["keyword_repeat", "stemmer", "unique_here"], "tests on", ["tests", "test", "on"]),
        (["keyword_repeat", "stemmer", "remove_duplicates"], "on tests", ["on", "tests", "test"]),
        (["shingle"], "two tests", ["two", "two tests", "tests"]),
        (["word_delimiter_graph"], "Wi-Fi's SD500", ["Wi", "Fi", "SD", "500"]),
        (["parts"], "Wi-Fi SD500 KN-25 5%", ["WiFi", "Wi", "Fi", "SD500", "KN-25", "5%"]),
        (["trim"], "test", ["test"]),
        (["reverse"], "test", ["tset"]),
        (["apostrophe"], "Seoul's", ["Seoul"]),
        (["decimal_digit"], "٣", ["3"]),
    ],
)  # fmt: skip
def test_token_filters(
    client: Elasticsearch, index: str, filters: list[str], text: str, expected: list[str]
) -> None:
    how = {"tokenizer": "whitespace", "filter": filters}
    assert terms(client, index, text, how) == expected


@pytest.mark.parametrize(
    ("char_filter", "text", "expected"),
    [
        ("quotes", "Seoul’s №2", "Seoul's no.2"),
        ("thousands", "1,234,567, 8", "1234567, 8"),
        ("html_strip", "<p>a <b>test</b>&amp;</p>", "\na test&\n"),
        ("markup", "<i>a</i> <b>test</b>", "a <b>test</b>"),
    ],
)
def test_character_filters(
    client: Elasticsearch, index: str, char_filter: str, text: str, expected: str
) -> None:
    how = {"tokenizer": "keyword", "char_filter": [char_filter]}
    assert terms(client, index, text, how) == [expected]


@pytest.mark.parametrize(
    ("tokenizer", "text", "expected"),
    [
        ("standard", "two-stage tests", ["two", "stage", "tests"]),
        ("whitespace", "two-stage tests.", ["two-stage", "tests."]),
        ("letter", "SD500 test", ["SD", "test"]),
        ("pattern", "two, tests!", ["two", "tests"]),
        ("keyword", "two tests", ["two tests"]),
        ("lists", "one two;three", ["one two", "three"]),
        ("cut_words", "missiles", ["miss", "iles"]),
    ],
)
def test_tokenizers(
    client: Elasticsearch, index: str, tokenizer: str, text: str, expected: list[str]
) -> None:
    assert terms(client, index, text, {"tokenizer": tokenizer}) == expected


def test_a_normalizer_folds_to_one_term(client: Elasticsearch, index: str) -> None:
    assert terms(client, index, "Kadář’s", {"normalizer": "folded"}) == ["kadar's"]


@pytest.mark.parametrize(
    ("kind", "component"),
    [
        ("filter", {"type": "truncate"}),
        ("filter", {"type": "keyword_marker"}),
        ("filter", {"type": "keyword_marker", "keywords": ["a"], "keywords_pattern": "a"}),
        ("filter", {"type": "stemmer", "language": "klingon"}),
        ("filter", {"type": "stemmer_override", "rules": ["no arrow"]}),
        ("filter", {"type": "synonym"}),
        ("filter", {"type": "synonym", "synonyms": ["a => b => c"]}),
        ("filter", {"type": "lowercase", "language": "klingon"}),
        ("char_filter", {"type": "mapping"}),
        ("char_filter", {"type": "mapping", "mappings": ["no arrow"]}),
        ("char_filter", {"type": "pattern_replace"}),
    ],
)
def test_wrong_settings_are_refused(
    client: Elasticsearch, kind: str, component: Mapping[str, Any]
) -> None:
    analyzer = {"tokenizer": "standard", kind: ["wrong"]}
    analysis = {kind: {"wrong": component}, "analyzer": {"used": analyzer}}
    name = f"devservers-{uuid4().hex}"
    with pytest.raises(BadRequestError):
        client.indices.create(index=name, settings={"analysis": analysis})
    assert not client.indices.exists(index=name)
