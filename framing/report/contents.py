"""What a report is made of: the corpus, the comparison, and the tables that stand beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from framing.corpus import Corpus


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

    @property
    def signature(self) -> str:
        """The signature of the comparison, which includes that of the corpus."""
        return str(self.comparison.signature)
