"""The indices of one corpus: which one is live, and how another takes its place."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final

from elasticsearch import BadRequestError, Elasticsearch

from indices.elastic_client import CompleteSearch, answering
from indices.elastic_mapping import index_body
from indices.elastic_versions import Aliases, aliases, first_index, new_index, only, parse_index
from indices.elastic_write import Index
from indices.options import CorpusOptions
from verification.errors import CorpusUnavailable

_THERE_ALREADY: Final = "resource_already_exists_exception"


class Indices:
    """Makes, finds and removes indices by their aliases; raises CorpusUnavailable."""

    def __init__(
        self, client: Elasticsearch, search: CompleteSearch, name: str, options: CorpusOptions
    ) -> None:
        self.aliases = aliases(name)
        self._name = name
        self._client = client
        self._search = search
        self._options = options

    def writable(self) -> Index:
        """The index that writes go to; an empty one is made where there is no corpus at all."""
        if held := self._holder(self.aliases.write):
            return held
        if self._holder(aliases(self._name, "*").write):
            raise CorpusUnavailable(
                "The corpus was built by another version of Assay; run `assay reindex`."
            )
        return self._first()

    def to_replace(self) -> Index:
        """The index that a rebuild takes over from, of this version or of an earlier one."""
        return self._holder(aliases(self._name, "*").write) or self._first()

    def check(self) -> None:
        """Raise CorpusUnavailable unless reads and writes go to the same index."""
        read, write = self._holders(self.aliases.read), self._holders(self.aliases.write)
        if len(read) != 1 or read != write:
            raise CorpusUnavailable(
                f"The aliases {self.aliases.read} and {self.aliases.write} do not name one "
                "index; run `assay reindex`."
            )

    def start(self) -> Index:
        """A new, empty index for a rebuild; what an earlier rebuild left half-built is removed."""
        self.delete(self.building())
        name = str(new_index(self._name, datetime.now(UTC)))
        self._create(name, (self.aliases.building,))
        return self._index(name)

    def close_for_writing(self, index: Index) -> None:
        """Return when no write to the index is under way and none begins any more."""
        with answering():
            self._client.indices.add_block(index=index.name, block="write")

    def open_for_writing(self, index: Index) -> None:
        """Take writes again."""
        with answering():
            self._client.indices.put_settings(
                index=index.name, settings={"index.blocks.write": None}
            )

    def move(self, live: Index, new: Index) -> None:
        """Let reads and writes go to the new index, all at one moment.

        Fails as a whole where another rebuild has moved them, or begun, in the meantime.
        """
        were = self._aliases_of(live)
        leaving = [(live, were.write), (new, self.aliases.building)]
        if were == self.aliases:  # processes of an earlier version read on
            leaving.append((live, were.read))
        actions: list[dict[str, Any]] = [
            {"remove": {"index": index.name, "alias": alias, "must_exist": True}}
            for index, alias in leaving
        ]
        actions += (
            {"add": {"index": new.name, "alias": alias}}
            for alias in (self.aliases.read, self.aliases.write)
        )
        with answering():
            self._client.indices.update_aliases(actions=actions)

    def building(self) -> list[str]:
        """The indices that rebuilds under way, or interrupted, are filling."""
        return self._holders(aliases(self._name, "*").building)

    def is_live(self, index: Index) -> bool:
        """Whether reads go to this index."""
        return self._holders(self.aliases.read) == [index.name]

    def delete_superseded(self, kept: Iterable[Index]) -> None:
        """Delete the indices that no alias names any more, but for those to keep."""
        with answering():
            found = self._client.indices.get_alias(index=f"{self._name}-v*").body
        spared = {index.name for index in kept}
        for name, about in found.items():
            unused = about["aliases"].keys() <= {only(name)}
            if unused and self._is_ours(name) and name not in spared:
                self.delete([name])

    def delete(self, names: Iterable[str]) -> None:
        """Delete indices, which may be gone already."""
        for name in names:
            with answering():
                self._client.options(ignore_status=404).indices.delete(index=name)

    def _first(self) -> Index:
        name = str(first_index(self._name))
        try:
            self._create(name, (self.aliases.read, self.aliases.write))
        except CorpusUnavailable as error:
            # Another process may have made it at the same moment.
            refusal = error.__cause__
            there = isinstance(refusal, BadRequestError) and refusal.error == _THERE_ALREADY
            if not there:
                raise
        self.check()
        return self._index(name)

    def _create(self, name: str, named: tuple[str, ...]) -> None:
        body = index_body(self._options.shards, self._options.replicas)
        with answering():
            self._client.indices.create(
                index=name, aliases={alias: {} for alias in (only(name), *named)}, **body
            )

    def _holder(self, alias: str) -> Index | None:
        held = self._holders(alias)
        return self._index(held[-1]) if held else None

    def _holders(self, alias: str) -> list[str]:
        with answering():
            found = self._client.options(ignore_status=404).indices.get_alias(name=alias).body
        return sorted(each for each in found if self._is_ours(each))

    def _aliases_of(self, index: Index) -> Aliases:
        parts = parse_index(index.name)
        return aliases(self._name, parts.version) if parts else self.aliases

    def _is_ours(self, index: str) -> bool:
        parts = parse_index(index)
        return parts is not None and parts.name == self._name

    def _index(self, name: str) -> Index:
        return Index(self._client, self._search, name)
