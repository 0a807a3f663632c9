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
    """

    title: str
    corpus: Corpus
    comparison: Any
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    command: str = ""

    def table(self, name: str) -> pd.DataFrame:
        """One of the tables; an empty one where it was not made."""
        return self.tables.get(name, pd.DataFrame())

    @cached_property
    def hits(self) -> pd.DataFrame:
        """The hits in the stories of the contrast, with side, outlet, origin, story and words.

        ``counted`` is False in a copy of a story that is counted already.
        """
        stories = self.comparison.stories.set_index("article_id")[["side", "counted"]]
        about = self.corpus.articles[["article_id", "outlet", "origin", "story"]]
        hits = self.corpus.hits
        hits = hits[hits["article_id"].isin(stories.index)].merge(about, on="article_id")
        texts = self.corpus.texts
        words = [
            " ".join(texts[a][s:e].split())
            for a, s, e in hits[["article_id", "start", "end"]].to_numpy(dtype=object)
        ]
        return lightly(
            hits.assign(
                side=hits["article_id"].map(stories["side"]),
                counted=hits["article_id"].map(stories["counted"]).astype(bool),
                words=pd.array(words, dtype="string"),
            )
        )

    @property
    def signature(self) -> str:
        """The signature of the comparison, which includes that of the corpus."""
        return str(self.comparison.signature)
