"""What a report is made of: the corpus, the comparison, and the tables that stand beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from framing.corpus import Corpus
from framing.report.values import lightly


@dataclass(frozen=True)
class Contents:
    """Everything that the page, the tables and the terminal show.

    Parameters
    ----------
    title : str
    corpus : Corpus
    comparison : Comparison
        From `framing.compare`.
    tables : mapping of str to DataFrame
        ``labels`` (actor × label, one row an occurrence), ``one_sided`` (what one side mentions
        and the other leaves out), ``source_mix``, ``shares`` (own, wire and copied words),
        ``network`` (who prints whose words), ``events`` (label and evidence), ``coverage``
        (events × outlets), ``codebook`` (feature, title, definition), ``placebo``.
    settings : mapping
        The study: what was registered, and its digest.
    command : str
        The command line that makes this again.
    counted : DataFrame, optional
        The table of all articles, where `corpus` holds only those that are shown.
    """

    title: str
    corpus: Corpus
    comparison: Any
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    command: str = ""
    counted: pd.DataFrame | None = None

    @property
    def articles(self) -> pd.DataFrame:
        """All articles that were read, also those that are not shown."""
        return self.corpus.articles if self.counted is None else self.counted

    def table(self, name: str) -> pd.DataFrame:
        """One of the tables; an empty one where it was not made."""
        return self.tables.get(name, pd.DataFrame())

    @cached_property
    def printed(self) -> pd.Series:
        """The words of each of the corpus's hits as they stand in its text, in one line."""
        hits, texts = self.corpus.hits, self.corpus.texts
        tidy: dict[str, str] = {}
        words = []
        places = zip(
            hits["article_id"].tolist(),
            hits["start"].to_numpy(dtype=int).tolist(),
            hits["end"].to_numpy(dtype=int).tolist(),
            strict=True,
        )
        for article, start, end in places:
            said = texts[article][start:end]
            if said not in tidy:
                tidy[said] = " ".join(said.split())
            words.append(tidy[said])
        return pd.Series(pd.array(words, dtype="string"), index=hits.index)

    @cached_property
    def hits(self) -> pd.DataFrame:
        """The hits in the stories of the contrast, with side, outlet, origin, story and words.

        ``counted`` is False in a copy of a story that is counted already.
        """
        stories = self.comparison.stories.set_index("article_id")[["side", "counted"]]
        about = self.corpus.articles[["article_id", "outlet", "origin", "story"]]
        hits = self.corpus.hits.assign(words=self.printed)
        hits = hits[hits["article_id"].isin(stories.index)].merge(about, on="article_id")
        return lightly(
            hits.assign(
                side=hits["article_id"].map(stories["side"]),
                counted=hits["article_id"].map(stories["counted"]).astype(bool),
            ).astype({"start": "int64", "end": "int64"})
        ).copy()  # in few blocks of memory, from which rows are picked faster

    @property
    def signature(self) -> str:
        """The signature of the comparison, which includes that of the corpus."""
        return str(self.comparison.signature)
