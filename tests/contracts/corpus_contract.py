"""What every corpus keeps to; subclass it and give the fixtures `corpus`, `reopen` and `broken`."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from indices import open_corpus
from verification.errors import CorpusUnavailable
from verification.ports import AddReport, WritableCorpus
from verification.types import DocumentRef, Passage, PassageQuery, Source

STATE = Source("state-department", "U.S. Department of State", "government", 0.9)
KCNA = Source("kcna", "Korean Central News Agency", "agency", 0.5)
FED = Source("fed", "Federal Reserve", "central_bank", 0.95)

MISSILES = "North Korea fired two short-range missiles over the weekend, officials said."
RATES = "The Committee decided to keep the target range for its interest rate unchanged."


def passage(passage_id: str, text: str = MISSILES, **about: Any) -> Passage:  # noqa: ANN401
    """A passage; its document has the same id unless `document` says otherwise."""
    start = about.pop("start", 0)
    document_id = about.pop("document", passage_id)
    document = DocumentRef(
        document_id, about.pop("version", 1), about.pop("title", "Briefing"), STATE
    )
    return Passage(passage_id, replace(document, **about), start, start + len(text), text)


def several(document: str, *texts: str, version: int = 1) -> list[Passage]:
    """The passages of one document."""
    return [
        passage(f"{document}-{place}", text, document=document, version=version, start=place * 500)
        for place, text in enumerate(texts)
    ]


def found(corpus: WritableCorpus, text: str, **query: Any) -> list[str]:  # noqa: ANN401
    """The ids a search finds, in order."""
    return [hit.passage.id for hit in corpus.search(PassageQuery(text, **query))]


ODD_QUERIES = (
    '"missiles"',
    '"missiles',
    "'missiles' \\",
    "missiles AND (OR NOT NEAR",
    "missiles* ^2 ~1 -korea +fired",
    "text:missiles {title: missiles} words : missiles",
    '{"match_all": {}} missiles',
    "missiles; DROP TABLE passages_1; --",
    "missiles 🚀🚀🚀 \U0001f1f0\U0001f1f5",
    "missiles\x00\x01\ud800\u202e\ufeff",
    "missiles\n\t\r\u2028",
    "ＭＩＳＳＩＬＥＳ",
    "北朝鮮 missiles Доброе утро",
    "%s %(x)s {0} $1 :limit ? ?1 missiles",
    "missiles " * 1_111,
    "missiles " + "x" * 9_990,
    "missiles " + " ".join(f"w{number}" for number in range(18_000)),
    "missiles " + "“a b c” " * 2_000,
    "missiles " + "'" * 10_000,
)
WORDLESS = ("", " ", "?!", "🚀", "\x00", '"', "''", "()", "*", "the of and", "\ud800", "—" * 10_000)


class CorpusContract:
    """The contract of a corpus, as tests."""

    @pytest.fixture
    def corpus(self) -> Iterator[WritableCorpus]:
        """An empty corpus."""
        raise NotImplementedError

    @pytest.fixture
    def reopen(self) -> Callable[[], WritableCorpus]:
        """Opens the corpus once more, as another process would."""
        raise NotImplementedError

    @pytest.fixture
    def broken(self) -> Iterator[WritableCorpus]:
        """A corpus that cannot answer."""
        raise NotImplementedError

    # Finding

    def test_a_passage_is_found_as_it_was_given(self, corpus: WritableCorpus) -> None:
        given = Passage(
            "a/b c?d#e%20",
            DocumentRef(
                'doc "1"', 3, "Statement “on” tests", KCNA, date(2021, 3, 26), "https://x.test/?a=1",
                "Kim Yo Jong", "en",
            ),
            17,
            17 + len("The missiles —\x00 “new” — flew 600 km.\n  🚀"),
            "The missiles —\x00 “new” — flew 600 km.\n  🚀",
        )  # fmt: skip
        bare = passage("bare", "Missiles of which nothing is known.", title="")
        assert corpus.add([given, bare]) == AddReport(2, 2, 0, 0, 0)
        hits = corpus.search(PassageQuery("missiles"))
        assert sorted(hits, key=lambda hit: hit.passage.id)[0].passage == given
        assert {hit.passage for hit in hits} == {given, bare}
        assert [hit.rank for hit in hits] == [1, 2]
        assert (corpus.get(given.id), corpus.get("bare")) == (given, bare)

    @pytest.mark.parametrize(
        "text",
        [
            "launching of a MISSILE",
            "Pyongyang's missile",
            "the U.S.",
            "American officials",
            "Américan",
            "United States",
            "Koreans",
            "11,500 kilometres",
            "Hwasong",
            "Blinken",
            "department",
            "in March 2021",
            "2021-03",
        ],
    )
    def test_words_are_found_in_every_form_and_place(
        self, corpus: WritableCorpus, text: str
    ) -> None:
        corpus.add(
            [
                passage(
                    "it",
                    "Pyongyang launches missiles that may reach 11500 kilometers, a Korean said.",
                    title="Hwasong-15",
                    published_at=date(2021, 3, 24),
                    speaker="Antony Blinken",
                ),
                passage("not", RATES, title="Minutes", source=FED, published_at=date(1999, 5, 5)),
            ]
        )
        assert found(corpus, text) == ["it"]

    def test_nothing_is_found_by_words_nobody_said(self, corpus: WritableCorpus) -> None:
        corpus.add([passage("one")])
        assert found(corpus, "miss* zebra ?issiles mis*les") == []

    def test_the_better_match_comes_first(self, corpus: WritableCorpus) -> None:
        corpus.add(
            [
                passage("none", RATES),
                passage("half", "Officials spoke of two ships."),
                passage("whole"),
            ]
        )
        assert found(corpus, "Two missiles fired, officials said")[:2] == ["whole", "half"]

    def test_of_equal_passages_the_one_nearer_in_time_comes_first(
        self, corpus: WritableCorpus
    ) -> None:
        corpus.add(
            [
                passage("old", published_at=date(2016, 3, 1)),
                passage("undated"),
                passage("recent", published_at=date(2021, 2, 24)),
                passage("yesterday", published_at=date(2021, 3, 24)),
            ]
        )
        near = found(corpus, "missiles", published_until=date(2021, 3, 25))
        assert near[:3] == ["yesterday", "recent", "old"]

    def test_quoted_words_count_more_in_a_row(self, corpus: WritableCorpus) -> None:
        corpus.add(
            [
                passage("apart", "A violation, and brazen, of the resolutions it was; all clear."),
                passage("row", "It was, of all the resolutions, a clear and brazen violation."),
            ]
        )
        assert found(corpus, "He called it a “clear and brazen violation”")[0] == "row"

    def test_ties_are_broken_by_passage_id(self, corpus: WritableCorpus) -> None:
        ids = [f"p{number:02d}" for number in range(30)]
        shuffled = random.Random(1).sample(ids, k=30)
        corpus.add(passage(each) for each in shuffled[:20])
        corpus.add(passage(each) for each in shuffled[20:])
        assert found(corpus, "missiles", limit=30) == ids
        assert found(corpus, "missiles", limit=7) == ids[:7]

    def test_the_limit_holds(self, corpus: WritableCorpus) -> None:
        corpus.add(passage(f"p{number:03d}") for number in range(210))
        counts = [len(found(corpus, "missiles", limit=limit)) for limit in (0, 1, 20, 200)]
        assert counts == [0, 1, 20, 200]
        assert len(found(corpus, "missiles")) == 20

    @pytest.mark.parametrize("text", ODD_QUERIES, ids=range(len(ODD_QUERIES)))
    def test_a_query_is_words_and_never_syntax(self, corpus: WritableCorpus, text: str) -> None:
        corpus.add([passage("missiles"), passage("rates", RATES, title="Minutes", source=FED)])
        assert found(corpus, text) == ["missiles"]

    @pytest.mark.parametrize("text", WORDLESS, ids=range(len(WORDLESS)))
    def test_a_query_without_words_finds_nothing(self, corpus: WritableCorpus, text: str) -> None:
        corpus.add([passage("one")])
        assert corpus.search(PassageQuery(text)) == []

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ({}, "a b c d"),
            ({"published_until": date(2021, 3, 21)}, "a b d"),
            ({"published_until": date(2021, 3, 20)}, "a d"),
            ({"published_from": date(2021, 3, 21)}, "b c d"),
            ({"published_from": date(2021, 3, 22)}, "c d"),
            ({"published_from": date(2021, 3, 21), "published_until": date(2021, 3, 21)}, "b d"),
            ({"published_until": date(2021, 3, 21), "include_undated": False}, "a b"),
            ({"published_from": date(2021, 3, 21), "include_undated": False}, "b c"),
            ({"include_undated": False}, "a b c d"),
            ({"published_until": date(1, 1, 1)}, "d"),
            ({"published_from": date(9999, 12, 31), "include_undated": False}, ""),
            ({"publishers": ("kcna",)}, "c d"),
            ({"publishers": ("kcna", "state-department")}, "a b c d"),
            ({"publishers": ("KCNA", "nobody", '"', "kcna\x00", "\ud800")}, ""),
            ({"publishers": ("kcna", "\ud800")}, "c d"),
            ({"language": "\ud800"}, ""),
            ({"language": "ko"}, "d"),
            ({"language": "en"}, "a b c"),
            ({"language": "EN"}, ""),
            ({"language": ""}, "a b c d"),
            ({"language": "ko", "publishers": ("state-department",)}, ""),
            ({"language": "en", "publishers": ("kcna",), "published_until": date(2022, 1, 1)}, "c"),
        ],
    )
    def test_filters_are_exact(
        self, corpus: WritableCorpus, query: dict[str, Any], expected: str
    ) -> None:
        corpus.add(
            [
                passage("a", published_at=date(2021, 3, 20)),
                passage("b", published_at=date(2021, 3, 21)),
                passage("c", published_at=date(2021, 3, 22), source=KCNA),
                passage("d", source=KCNA, language="ko"),
            ]
        )
        assert sorted(found(corpus, "missiles", **query)) == expected.split()

    def test_nothing_is_got_by_an_unknown_id(self, corpus: WritableCorpus) -> None:
        corpus.add([passage("one")])
        assert [corpus.get(each) for each in ("ONE", "", "one ", "*", "\x00", "\ud800")] == [
            None
        ] * 6

    # Writing

    def test_the_same_again_changes_nothing(self, corpus: WritableCorpus) -> None:
        given = [*several("d1", MISSILES, RATES), *several("d2", RATES)]
        corpus.add(given)
        before = corpus.generation()
        assert corpus.add(given) == AddReport(2, 0, 0, 3, 0)
        assert (corpus.generation(), corpus.count()) == (before, 3)

    def test_a_new_version_takes_the_place_of_the_old(self, corpus: WritableCorpus) -> None:
        corpus.add([*several("d1", "missiles one", "missiles two", "missiles three")])
        corpus.add([*several("d2", "missiles other")])
        kept, changed = several("d1", "missiles one", "missiles second")
        report = corpus.add([kept, changed, *several("d3", "missiles new")])
        assert report == AddReport(documents=2, added=1, changed=1, unchanged=1, removed=1)
        assert sorted(found(corpus, "missiles")) == ["d1-0", "d1-1", "d2-0", "d3-0"]
        assert (corpus.get("d1-1"), corpus.get("d1-2")) == (changed, None)
        assert found(corpus, "two three") == []

    def test_a_passage_that_moves_to_another_document_is_there_once(
        self, corpus: WritableCorpus
    ) -> None:
        corpus.add([passage("p", document="one"), passage("q", document="one")])
        moved = passage("p", document="two")
        corpus.add([moved])
        assert (corpus.get("p"), corpus.count()) == (moved, 2)
        assert corpus.remove_documents(["one"]) == 1
        assert corpus.get("p") == moved

    def test_an_id_given_twice_is_there_once(self, corpus: WritableCorpus) -> None:
        last = passage("p", RATES, document="d")
        assert corpus.add([passage("p", document="d"), last]) == AddReport(1, 1, 0, 0, 0)
        assert (corpus.get("p"), corpus.count()) == (last, 1)
        corpus.check()

    def test_nothing_can_be_added(self, corpus: WritableCorpus) -> None:
        before = corpus.generation()
        assert corpus.add([]) == AddReport(0, 0, 0, 0, 0)
        assert (corpus.generation(), corpus.count()) == (before, 0)

    @pytest.mark.parametrize("passage_id", ["x" * 600, "ü" * 300, "a\x00b", "_all", "..", "日本"])
    def test_an_id_is_any_string(self, corpus: WritableCorpus, passage_id: str) -> None:
        given = passage(passage_id, document=f"of {passage_id}")
        corpus.add([given])
        corpus.add([given])
        assert (corpus.get(passage_id), corpus.count()) == (given, 1)
        assert found(corpus, "missiles") == [passage_id]
        assert corpus.remove_documents([given.document.id]) == 1
        assert corpus.get(passage_id) is None

    def test_removed_documents_are_not_found(self, corpus: WritableCorpus) -> None:
        corpus.add([*several("d1", MISSILES, RATES), *several("d2", MISSILES)])
        corpus.add(several("d3", MISSILES))
        assert corpus.remove_documents(["d1", "d1", "d3", "unknown", "\ud800"]) == 3
        assert corpus.remove_documents(["d1"]) == 0
        assert corpus.remove_documents([]) == 0
        assert (found(corpus, "missiles"), found(corpus, "rate")) == (["d2-0"], [])
        assert (corpus.get("d1-1"), corpus.count()) == (None, 1)

    def test_what_is_added_is_seen_by_others_at_once(
        self, corpus: WritableCorpus, reopen: Callable[[], WritableCorpus]
    ) -> None:
        with closing(reopen()) as other:
            for number in range(3):
                corpus.add([passage(f"p{number}")])
                assert len(found(other, "missiles")) == other.count() == number + 1
                assert other.generation() == corpus.generation()
            other.remove_documents(["p0"])
            assert found(corpus, "missiles") == ["p1", "p2"]

    def test_passages_are_taken_as_they_are_written(self, corpus: WritableCorpus) -> None:
        taken = written = ahead = 0

        def progress(number: int) -> None:
            nonlocal written
            written += number

        def given() -> Iterator[Passage]:
            nonlocal taken, ahead
            for number in range(9_000):
                taken += 1
                ahead = max(ahead, taken - written)
                yield passage(f"p{number}", "missiles", title="")

        report = corpus.add(given(), progress=progress)  # type: ignore[call-arg]
        assert report == AddReport(9_000, 9_000, 0, 0, 0)
        assert written == corpus.count() == 9_000
        assert ahead <= 4_500
        corpus.check()

    # Generation

    def test_the_generation_is_that_of_the_content_alone(self, corpus: WritableCorpus) -> None:
        empty = corpus.generation()
        one, two = several("d1", MISSILES, RATES), several("d2", MISSILES)
        corpus.add([*one, *two])
        both = corpus.generation()
        corpus.remove_documents(["d1", "d2"])
        assert corpus.generation() == empty
        corpus.add(two)
        corpus.add(several("d1", "something else", "and more", "and more"))
        corpus.add(reversed(one))
        assert corpus.generation() == both != empty
        with closing(open_corpus("sqlite://:memory:")) as elsewhere:
            assert elsewhere.generation() == empty
            elsewhere.add([*two, *one])
            assert elsewhere.generation() == both

    @pytest.mark.parametrize(
        "about",
        [
            {"text": "other"},
            {"start": 5},
            {"version": 2},
            {"title": "Other"},
            {"published_at": date(2021, 3, 2)},
            {"published_at": None},
            {"url": "https://other.test/"},
            {"speaker": "Other"},
            {"language": "ko"},
            {"document": "other"},
            {"source": replace(STATE, id="other")},
            {"source": replace(STATE, name="Other")},
            {"source": replace(STATE, kind="court")},
            {"source": replace(STATE, weight=0.1)},
        ],
    )
    def test_the_generation_changes_with_everything_a_passage_says(
        self, corpus: WritableCorpus, about: dict[str, Any]
    ) -> None:
        usual: dict[str, Any] = {"document": "d", "published_at": date(2021, 3, 1)}
        first, other = passage("p", **usual), passage("p", **usual | about)
        corpus.add([first])
        before = corpus.generation()
        assert corpus.add([other]).changed == 1
        assert corpus.generation() != before
        assert corpus.get("p") == other
        corpus.add([first])
        assert corpus.generation() == before

    # Rebuilding

    def test_a_rebuild_replaces_everything(self, corpus: WritableCorpus) -> None:
        corpus.add([*several("d1", MISSILES, RATES), *several("d2", MISSILES)])
        new = [*several("d2", "missiles again"), *several("d3", MISSILES, MISSILES)]
        assert corpus.rebuild(iter(new)) == AddReport(2, 3, 0, 0, 3)
        assert sorted(found(corpus, "missiles")) == ["d2-0", "d3-0", "d3-1"]
        assert (corpus.count(), corpus.get("d1-0"), corpus.get("d2-0")) == (3, None, new[0])
        corpus.add(several("d4", MISSILES))
        corpus.remove_documents(["d3"])
        assert sorted(found(corpus, "missiles")) == ["d2-0", "d4-0"]
        assert corpus.rebuild([]).removed == 2
        assert (corpus.count(), found(corpus, "missiles")) == (0, [])
        corpus.check()

    def test_a_rebuild_gives_the_generation_of_its_content(self, corpus: WritableCorpus) -> None:
        given = [*several("d1", MISSILES, RATES), *several("d2", MISSILES)]
        corpus.add(given)
        before = corpus.generation()
        corpus.rebuild(given)
        assert corpus.generation() == before
        assert corpus.add(given).unchanged == 3

    def test_a_rebuild_that_fails_leaves_everything_as_it_was(self, corpus: WritableCorpus) -> None:
        corpus.add(several("d1", MISSILES))
        before = corpus.generation()

        def interrupted() -> Iterator[Passage]:
            yield from several("d2", MISSILES, RATES)
            raise ConnectionAbortedError("the records went away")

        with pytest.raises(ConnectionAbortedError):
            corpus.rebuild(interrupted())
        assert (corpus.generation(), found(corpus, "missiles")) == (before, ["d1-0"])
        corpus.add(several("d3", MISSILES))
        assert corpus.rebuild(several("d4", MISSILES)).added == 1
        assert found(corpus, "missiles") == ["d4-0"]

    def test_what_is_written_during_a_rebuild_is_kept(
        self, corpus: WritableCorpus, reopen: Callable[[], WritableCorpus]
    ) -> None:
        corpus.add([*several("same", MISSILES), *several("changed", "missiles, first version")])
        corpus.add([*several("withdrawn", MISSILES), *several("dropped", MISSILES)])
        newer = several("changed", "missiles, second version", version=2)

        def records() -> Iterator[Passage]:
            """The state of the records when the rebuild began, while others write on."""
            yield from several("same", MISSILES)
            with closing(reopen()) as other:
                other.add(newer)
                other.add(several("new", MISSILES))
                other.remove_documents(["withdrawn"])
            yield from several("changed", "missiles, first version")
            yield from several("withdrawn", MISSILES)

        corpus.rebuild(records())
        assert sorted(found(corpus, "missiles")) == ["changed-0", "new-0", "same-0"]
        assert corpus.get("changed-0") == newer[0]
        corpus.check()

    def test_no_write_is_lost_when_a_rebuild_takes_over(
        self, corpus: WritableCorpus, reopen: Callable[[], WritableCorpus]
    ) -> None:
        corpus.add(several("base", MISSILES))
        written: list[str] = []
        rebuilt = threading.Event()

        def write() -> None:
            with closing(reopen()) as other:
                while not rebuilt.is_set() or len(written) < 5:
                    name = f"w{len(written)}"
                    other.add(several(name, MISSILES, RATES))
                    written.append(name)

        with running(write):
            for _ in range(3):
                corpus.rebuild(several("base", MISSILES))
            # What came before a rebuild and is not in the records goes; all since stays.
            since = len(written)
            rebuilt.set()
        assert len(written) >= 5
        kept = {name for name in written if corpus.get(f"{name}-0") and corpus.get(f"{name}-1")}
        half = {name for name in written if bool(corpus.get(f"{name}-0")) != (name in kept)}
        assert not half
        assert kept >= set(written[since:])
        # Those that were kept are the latest: no gap in what followed the last note.
        first = min((written.index(name) for name in kept), default=len(written))
        assert kept == set(written[first:])

    def test_a_later_rebuild_supersedes_the_one_under_way(
        self, corpus: WritableCorpus, reopen: Callable[[], WritableCorpus]
    ) -> None:
        corpus.add(several("old", MISSILES))

        def slow() -> Iterator[Passage]:
            yield from several("slow", MISSILES)
            with closing(reopen()) as other:
                other.rebuild(several("later", MISSILES))
            yield from several("slow2", MISSILES)

        with pytest.raises(CorpusUnavailable):
            corpus.rebuild(slow())
        assert found(corpus, "missiles") == ["later-0"]
        corpus.add(several("after", MISSILES))
        assert found(corpus, "missiles") == ["after-0", "later-0"]

    def test_searches_during_a_rebuild_see_the_old_or_the_new(
        self, corpus: WritableCorpus, reopen: Callable[[], WritableCorpus]
    ) -> None:
        old = [passage(f"old{number}") for number in range(40)]
        new = [passage(f"new{number}") for number in range(60)]
        corpus.add(old)
        ids = [{each.id for each in several_} for several_ in (old, new)]
        generations: set[str] = {corpus.generation()}

        def look() -> None:
            with closing(reopen()) as other:
                while not done.is_set():
                    seen = set(found(other, "missiles", limit=200))
                    assert seen in ids
                    generations.add(other.generation())

        done = threading.Event()
        with running(look), running(look):
            for content in (new, old, new):
                corpus.rebuild(content)
            done.set()
        assert len(generations) <= 2

    # Together

    def test_readers_see_whole_documents_while_a_writer_writes(
        self, corpus: WritableCorpus, reopen: Callable[[], WritableCorpus]
    ) -> None:
        def version(number: int) -> list[Passage]:
            return several("d", *[MISSILES] * (2 + number % 2), version=number)

        corpus.add(version(1))
        done = threading.Event()
        looks = [0, 0, 0]

        def look(reader: int) -> None:
            while not done.is_set() or not looks[reader]:
                hits = corpus.search(PassageQuery("missiles"))
                versions = {hit.passage.document.version for hit in hits}
                assert len(versions) == 1
                assert len(hits) == 2 + versions.pop() % 2
                looks[reader] += 1

        with running(look, 0), running(look, 1), running(look, 2):
            with closing(reopen()) as writer:
                for number in range(2, 22):
                    writer.add(version(number))
            done.set()
        assert corpus.count() == 3
        assert all(looks)

    def test_two_writers_at_once_both_succeed(
        self, corpus: WritableCorpus, reopen: Callable[[], WritableCorpus]
    ) -> None:
        def write(writer: str) -> None:
            with closing(reopen()) as mine:
                for number in range(10):
                    mine.add(several(f"{writer}{number}", MISSILES, RATES))

        with running(write, "a"), running(write, "b"), running(write, "c"):
            pass
        assert corpus.count() == 60
        assert len(found(corpus, "missiles", limit=100)) == 30
        corpus.check()

    # Failing

    @pytest.mark.parametrize(
        "ask",
        [
            lambda corpus: corpus.search(PassageQuery("missiles")),
            lambda corpus: corpus.get("p"),
            lambda corpus: corpus.generation(),
            lambda corpus: corpus.count(),
            lambda corpus: corpus.check(),
            lambda corpus: corpus.add([passage("p")]),
            lambda corpus: corpus.remove_documents(["p"]),
            lambda corpus: corpus.rebuild([passage("p")]),
        ],
        ids=["search", "get", "generation", "count", "check", "add", "remove", "rebuild"],
    )
    def test_only_corpus_unavailable_comes_out(
        self, broken: WritableCorpus, ask: Callable[[WritableCorpus], object]
    ) -> None:
        with pytest.raises(CorpusUnavailable) as failure:
            ask(broken)
        assert failure.value.detail.endswith(".")
        assert "Error" not in failure.value.detail


class running:  # noqa: N801
    """Runs a function in a thread for the length of the block, and raises what it raised."""

    def __init__(self, run: Callable[..., None], *arguments: object) -> None:
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._run, args=(run, arguments), daemon=True)

    def _run(self, run: Callable[..., None], arguments: Iterable[object]) -> None:
        try:
            run(*arguments)
        except BaseException as failure:  # noqa: BLE001
            self._failure = failure

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._thread.join(120)
        assert not self._thread.is_alive()
        if self._failure:
            raise self._failure
