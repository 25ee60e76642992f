"""The indices of one installation on an Elasticsearch, and the aliases that say which of them serve.

    PREFIX-gen1763…     and  PREFIX-gen1763…-words     the stories of a generation, and their words
    PREFIX-gen1763…-in  and  PREFIX-gen1763…-in-words  aliases: where to write to just this generation
    PREFIX-current      and  PREFIX-current-words      aliases: what everybody reads
    PREFIX-next         and  PREFIX-next-words         aliases: what is being built; there only during a rebuild
    PREFIX-leases                                      who may write, and who rebuilds

While there is a `next`, writers write to both, so a rebuild has nothing to catch up on: what it read before they
wrote has a lower version than theirs and does not overwrite it. Only a generation that is still `next` can become
`current`, all in one step, so a rebuild that was overtaken while it was asleep cannot come back. Writing goes by an
alias, since Elasticsearch would make an index that is not there, with whatever fields it is given.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import Any, NoReturn

from elasticsearch import Elasticsearch, NotFoundError, dsl

from search.engines.base import NO_INDEX, OTHER_FORMAT, SearchUnavailable
from search.engines.elasticsearch_documents import FORMAT, STRUCTURE, StoryDocument, WordDocument


@dataclass(frozen=True, slots=True)
class Pair:
    """The name or alias of an index of stories, and that of their words."""

    stories: str

    @property
    def words(self) -> str:
        return f"{self.stories}-words"

    @property
    def way_in(self) -> Pair:
        """Of a generation: where to write."""
        return Pair(f"{self.stories}-in")


@dataclass(frozen=True, slots=True)
class Served:
    """The index that has an alias, and its format."""

    index: str
    format: str


class Generations:
    def __init__(self, client: Elasticsearch, prefix: str, shards: int) -> None:
        self._client = client
        self._prefix = prefix
        self._shards = shards
        self.current = Pair(f"{prefix}-current")
        self.next = Pair(f"{prefix}-next")
        self.leases = f"{prefix}-leases"

    def served(self, client: Elasticsearch) -> dict[str, Served]:
        """What stands behind each of our aliases that is there."""
        aliases = [alias for pair in (self.current, self.next) for alias in (pair.stories, pair.words)]
        wanted = ["*.aliases", "*.mappings._meta"]
        found = client.indices.get(index=aliases, ignore_unavailable=True, filter_path=wanted)
        return {
            alias: Served(name, index.get("mappings", {}).get("_meta", {}).get("format", ""))
            for name, index in found.items()
            for alias in index.get("aliases", {})
        }

    def is_ready(self, served: dict[str, Served]) -> bool:
        return all(half is not None and half.format == FORMAT for half in self._pair(served))

    def demand(self, served: dict[str, Served]) -> None:
        """Raises SearchUnavailable if there is nothing that this version of the code can read."""
        if not all(half is not None and half.format.startswith(f"{STRUCTURE} ") for half in self._pair(served)):
            self._refuse(served)

    def _refuse(self, served: dict[str, Served]) -> NoReturn:
        raise SearchUnavailable(OTHER_FORMAT if self.current.stories in served else NO_INDEX)

    def _pair(self, served: dict[str, Served]) -> tuple[Served | None, Served | None]:
        return served.get(self.current.stories), served.get(self.current.words)

    def begin(self) -> Pair:
        """A new, empty generation to build. Others that do not serve are taken away: unfinished ones and old ones."""
        self.abandon(self.served(self._client))
        serving = {served.index for served in self.served(self._client).values()}
        ours = filter(self._is_ours, self._client.indices.get_alias(index=f"{self._prefix}-gen*"))
        if useless := sorted(set(ours) - serving):
            self._client.options(ignore_status=404).indices.delete(index=useless)
        fresh = Pair(f"{self._prefix}-gen{time.time_ns()}")
        # The words first: whoever finds where to write stories finds where to write their words, too.
        self._make(WordDocument, fresh.words, [self.next.words, fresh.way_in.words], shards=1)
        self._make(StoryDocument, fresh.stories, [self.next.stories, fresh.way_in.stories], shards=self._shards)
        return fresh

    def serving(self, served: dict[str, Served]) -> Pair:
        """The generation that everybody reads, to write to it. Raises SearchUnavailable if it is of another version."""
        if not self.is_ready(served):
            self._refuse(served)
        return Pair(served[self.current.stories].index)

    def building(self, served: dict[str, Served]) -> Pair | None:
        """The generation that is being built, if there is one."""
        fresh = served.get(self.next.stories)
        return Pair(fresh.index) if fresh else None

    def demand_ours(self, served: dict[str, Served]) -> None:
        """Raises SearchUnavailable if what is being built is for another version of the code."""
        if served[self.next.stories].format != FORMAT:
            raise SearchUnavailable("Another version of Bouquet is rebuilding the search index.")

    def abandon(self, served: dict[str, Served]) -> None:
        """What is being built there, by a rebuild that has died, will not serve."""
        building = [(served[alias].index, alias) for alias in (self.next.stories, self.next.words) if alias in served]
        if building:
            removals = [{"remove": {"index": index, "alias": alias}} for index, alias in building]
            self._client.options(ignore_status=404).indices.update_aliases(actions=removals)

    def serve(self, fresh: Pair) -> None:
        """What was being built is what everybody reads from now on, unless somebody else has begun anew."""
        served = self.served(self._client)
        actions: list[dict[str, Any]] = []
        for index, building, serving in (
            (fresh.stories, self.next.stories, self.current.stories),
            (fresh.words, self.next.words, self.current.words),
        ):
            actions.append({"remove": {"index": index, "alias": building, "must_exist": True}})
            if serving in served:
                actions.append({"remove": {"index": served[serving].index, "alias": serving}})
            actions.append({"add": {"index": index, "alias": serving}})
        try:
            self._client.indices.update_aliases(actions=actions)
        except NotFoundError as error:
            now = self.served(self._client).get(self.current.stories)
            if now is None or now.index != fresh.stories:  # else it was done, and only the answer was lost
                raise SearchUnavailable("Another rebuild of the search index has taken over.") from error

    def _make(self, document: type[dsl.Document], index: str, aliases: list[str], *, shards: int) -> None:
        made = document._index.to_dict()
        self._client.indices.create(
            index=index,
            settings=made["settings"] | {"number_of_shards": shards},
            mappings=made["mappings"] | {"_meta": {"format": FORMAT}},
            aliases={alias: {} for alias in aliases},
        )

    def _is_ours(self, index: str) -> bool:
        """The prefix of another installation may begin like ours."""
        return re.fullmatch(rf"{re.escape(self._prefix)}-gen\d+(-words)?", index) is not None
