from __future__ import annotations

import pytest

from sources.publishers import KINDS, kind_of, known_kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("U.S. Department of State", "government"),
        ("Ministry of Foreign Affairs of Japan", "government"),
        ("The White House", "government"),
        ("Joint Chiefs of Staff, Republic of Korea", "military"),
        ("U.S. Indo-Pacific Command", "military"),
        ("Federal Reserve Bank of New York", "central_bank"),
        ("Federal Open Market Committee", "central_bank"),
        ("KCNA (Korean Central News Agency, DPRK)", "state_media"),
        ("CIA World Factbook", "statistics"),
        ("United Nations Security Council", "international"),
        ("Supreme Court of the United States", "court"),
        ("Reuters", "agency"),
        ("Pacific Morning Post", "media"),
        ("Example Holdings Ltd", "company"),
        ("A person with a view", "other"),
        ("", "other"),
    ],
)
def test_the_name_tells_the_kind(name: str, kind: str) -> None:
    assert kind_of(name) == kind
    assert kind in KINDS


def test_other_words_for_a_kind_are_known() -> None:
    assert known_kind("Intergovernmental") == "international"
    assert known_kind("central-bank") == "central_bank"
    assert known_kind("state media") == "state_media"
    assert known_kind("wizard") is None
