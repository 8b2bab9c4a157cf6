"""Names in the cluster are built and parsed back, and addresses read."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from indices.elastic_versions import (
    VERSION,
    IndexName,
    Target,
    aliases,
    first_index,
    new_index,
    parse_index,
    parse_url,
)
from verification.errors import SettingsInvalid

NOW = datetime(2026, 3, 1, 12, 5, 9, tzinfo=UTC)


@pytest.mark.parametrize("name", ["assay", "assay-v2", "a-v1.1-20260301t120509-0a1b2c", "x.y_z"])
def test_a_name_that_is_built_is_parsed_back(name: str) -> None:
    built = new_index(name, NOW)
    assert parse_index(str(built)) == built
    assert (built.name, built.version, built.began) == (name, VERSION, "20260301t120509")
    assert str(first_index(name)) < str(built)
    assert not str(built).endswith(("-write", "-building", "-only"))


@pytest.mark.parametrize(
    "name", ["", "assay", "assay-v1.1", "assay-v1.1-write", "assay-v1-20260301t120509-0a1b2c", ".x"]
)
def test_other_names_are_not_ours(name: str) -> None:
    assert parse_index(name) is None


def test_no_two_builds_share_a_name_and_later_ones_sort_last() -> None:
    assert new_index("a", NOW) != new_index("a", NOW)
    later = IndexName("20260301t120510", "000000", "1.0", "a")
    assert first_index("a") < new_index("a", NOW) < later


def test_aliases_carry_the_version() -> None:
    assert aliases("a", "3.4").write == "a-v3.4-write"
    assert aliases("a").read == f"a-v{VERSION}"


@pytest.mark.parametrize(
    ("url", "hosts", "name"),
    [
        ("elasticsearch://localhost:9200/corpus", ["http://localhost:9200"], "corpus"),
        ("elasticsearch+https://es.example/a-b_c.d", ["https://es.example:443"], "a-b_c.d"),
        ("http://127.0.0.1", ["http://127.0.0.1:9200"], "assay"),
        ("https://es:9200/", ["https://es:9200"], "assay"),
        ("https://es1:9200,es2:9201/x", ["https://es1:9200", "https://es2:9201"], "x"),
        ("http://[::1]:9200/x", ["http://[::1]:9200"], "x"),
    ],
)
def test_addresses(url: str, hosts: list[str], name: str) -> None:
    assert parse_url(url) == Target(tuple(hosts), name)


@pytest.mark.parametrize(
    "url",
    [
        "http://",
        "http:///x",
        "http://es:port/x",
        "http://es:99999/x",
        "http://es1,,es2/x",
        "http://es/Upper",
        "http://es/_x",
        "http://es/a*",
        "http://es/" + "x" * 101,
        "http://es?x=1/x",
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(SettingsInvalid):
        parse_url(url)


def test_a_password_in_the_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(SettingsInvalid) as refused:
        parse_url("https://user:hunter2@es:9200/x")
    assert "hunter2" not in refused.value.detail
