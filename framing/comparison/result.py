"""A finished comparison: its table, what was left out, its caveats, and the hits behind it."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from framing.comparison import words
from framing.comparison.latex import paragraphs_to_latex, table_to_latex
from framing.comparison.tally import Tally, What, counted_as
from framing.corpus import Corpus
from framing.errors import FramingError, nearest
from framing.library import Library
from framing.text import sentences

if TYPE_CHECKING:
    from matplotlib.axes import Axes

EVIDENCE = (
    "feature",
    "side",
    "article_id",
    "start",
    "end",
    "hit",
    "sentence",
    "outlet",
    "origin",
    "published",
    "event",
    "voice",
    "speaker",
    "in_headline",
    "copied",
    "counted",
)


@dataclass(frozen=True, repr=False)
class Comparison:
    """Two groups of outlets in the same events, feature by feature.

    Attributes
    ----------
    table : DataFrame
        One row a feature, sorted by name; columns in `framing.comparison.columns`.
    by_outlet : DataFrame
        Each outlet (or origin) singly: feature, side, name, hits, stories, words, rate per 1,000
        words, and the same in the narrator's voice.
    stories : DataFrame
        One row an article of the contrast: article_id, side, outlet, origin, story, event, words,
        counted (False: a copy of a story that is counted already).
    matched : DataFrame
        One row a shared event: independent stories and outlets on both sides.
    left_out : DataFrame
        article_id, outlet, origin, event, reason.
    gate : str
        The sentence that says whether numbers may carry a claim.
    descriptive : bool
        Whether the gate is closed: counts and sentences only.
    caveats : tuple of str
    between, by, unit, within, voice, what
        As asked for.
    settings : mapping
        All that would change a number, as plain values.
    signature : str
        A hash of the corpus's signature and of `settings`.
    """

    table: pd.DataFrame
    by_outlet: pd.DataFrame
    stories: pd.DataFrame
    matched: pd.DataFrame
    left_out: pd.DataFrame
    gate: str
    descriptive: bool
    caveats: tuple[str, ...]
    between: tuple[str, str]
    by: str
    unit: str
    within: str
    voice: str | None
    what: What
    settings: Mapping[str, Any]
    signature: str
    corpus: Corpus | Library = field(repr=False)
    tally: Tally = field(repr=False)
    attrs: Mapping[str, Any] = field(repr=False)

    def to_frame(self) -> pd.DataFrame:
        """The table, to keep or to write."""
        return self.table.copy()

    def row(self, feature: str) -> pd.Series:
        """One feature's row; an unknown name is refused with the nearest."""
        found = self.table[self.table["feature"] == feature]
        if found.empty:
            raise FramingError(f"no feature {feature!r}{nearest(feature, self.table['feature'])}")
        return found.iloc[0]

    def evidence(self, feature: str) -> pd.DataFrame:
        """The hits behind a row, each with its sentence and whose words it is.

        Returns
        -------
        DataFrame
            feature, side, article_id, start, end, hit, sentence, outlet, origin, published,
            event, voice, speaker, in_headline, copied, counted (False: the article is a copy of
            a story that is counted already), in the order of sides, articles and places.
        """
        self.row(feature)
        pieces = self.corpus.pieces(["articles", "text", "spans", "hits"])
        found = [self._evidence_in(piece, feature) for piece in pieces]
        hits = pd.concat(found, ignore_index=True).assign(feature=feature)
        hits["_rank"] = hits["side"].map({name: i for i, name in enumerate(self.between)})
        order = ["_rank", "article_id", "start", "end"]
        return hits.sort_values(order, kind="stable", ignore_index=True)[list(EVIDENCE)]

    def _evidence_in(self, piece: Corpus, feature: str) -> pd.DataFrame:
        """The hits of a feature in a piece of the corpus, with their sentences."""
        hits = piece.hits
        hits = hits[
            (counted_as(hits, self.what) == feature)
            & hits["article_id"].isin(self.stories["article_id"])
        ]
        if self.voice is not None:
            hits = hits[hits["voice"] == self.voice]
        about = self.stories[["article_id", "side", "outlet", "origin", "event", "counted"]]
        published = piece.articles[["article_id", "published"]]
        hits = hits.merge(about, on="article_id").merge(published, on="article_id")
        places = list(zip(hits["article_id"], hits["start"], hits["end"], strict=True))
        words = [" ".join(piece.text(a)[s:e].split()) for a, s, e in places]
        said = [_sentence(piece, *place) for place in places]
        return hits.assign(
            hit=pd.array(words, dtype="string"), sentence=pd.array(said, dtype="string")
        )

    def sentence(self, feature: str) -> str:
        """What may be said of one feature, in one sentence."""
        return words.sentence(
            feature, self.row(feature), between=self.between, attrs=dict(self.attrs), by=self.by
        )

    def only_one_side(self) -> pd.DataFrame:
        """Features that one side uses and the other does not, in the same events."""
        from framing.comparison.missing import one_sided

        found = [
            piece.hits.assign(_key=counted_as(piece.hits, self.what))[
                ["article_id", "start", "end", "voice", "_key"]
            ]
            for piece in self.corpus.pieces(["hits"])
        ]
        hits = pd.concat(found, ignore_index=True)
        if self.voice is not None:
            hits = hits[hits["voice"] == self.voice]
        hits = hits.drop(columns="voice").rename(columns={"_key": "what"})
        return one_sided(hits[hits["what"].notna()], self.stories)

    def placebo(self, *, splits: int = 20) -> pd.DataFrame:
        """The same analysis on random halves of each side's own stories: see `placebo_counts`."""
        from framing.comparison.placebo import placebo_counts

        table = placebo_counts(
            **self._arrays(),
            named=self._columns(self.settings["named"]),
            splits=splits,
            draws=int(self.settings["draws"]),
            seed=int(self.settings["seed"]),
        )
        return table.replace({"group": {"A": self.between[0], "B": self.between[1]}})

    def event_by_event(self, feature: str) -> pd.DataFrame:
        """Both sides' rates of one feature in each shared event: see `by_event_counts`."""
        from framing.comparison.paired import by_event_counts

        self.row(feature)
        column = self.tally.features.index(feature)
        return by_event_counts(**self._arrays(), feature=column)

    def around(self, date: str) -> pd.DataFrame:
        """How the gap changes at a date, after less before: see `around_counts`."""
        from framing.comparison.over_time import around_counts

        published = self._about()["published"].to_numpy(dtype=object)
        return around_counts(
            **self._arrays(), published=published, date=date, features=self.tally.features
        )

    def series(self, *, by: Literal["year", "month", "day"] = "month") -> pd.DataFrame:
        """The gap period by period, with its interval: see `series_counts`."""
        from framing.comparison.over_time import series_counts

        digits = {"year": 4, "month": 7, "day": 10}
        if by not in digits:
            raise FramingError(f"by must be 'year', 'month' or 'day'; got {by!r}")
        period = self._about()["published"].str.slice(0, digits[by]).to_numpy(dtype=object)
        return series_counts(**self._arrays(), period=period, features=self.tally.features)

    def _rows(self) -> np.ndarray:
        inside = self.tally.articles["article_id"].isin(self.stories["article_id"])
        return np.flatnonzero(inside.to_numpy(dtype=bool))

    def _about(self) -> pd.DataFrame:
        return self.tally.articles.iloc[self._rows()]

    def _arrays(self) -> dict[str, Any]:
        """The articles of the contrast as the functions over arrays want them."""
        rows, about = self._rows(), self._about()
        side = about["article_id"].map(self.stories.set_index("article_id")["side"])
        return {
            "counts": self.tally.counts[rows],
            "length": self.tally.length[rows],
            "side": (side == self.between[0]).to_numpy(dtype=bool),
            "event": about["_event"].to_numpy(dtype=object),
            "story": about["story"].to_numpy(dtype=object),
        }

    def _columns(self, names: list[str] | None) -> list[int] | None:
        return None if names is None else [self.tally.features.index(n) for n in names]

    def plot(self, ax: Axes | None = None, *, most: int = 20) -> Axes:
        """Draw the ratios with their intervals, or the rates where the gate is closed."""
        from framing.plots.contrast import contrast

        return contrast(
            self.table,
            sides=self.between,
            most=most,
            descriptive=self.descriptive,
            footnote=f"{self.gate} Signature {self.signature}.",
            ax=ax,
        )

    def methods(self, form: Literal["markdown", "latex"] = "markdown") -> str:
        """The methods paragraphs: what was compared, how, how many, what was left out."""
        text = words.methods(
            attrs=dict(self.attrs),
            between=self.between,
            by=self.by,
            voice=self.voice,
            left_out=self.left_out,
            signature=self.signature,
        )
        if form == "markdown":
            return text
        if form == "latex":
            return paragraphs_to_latex(text)
        raise FramingError(f"form must be 'markdown' or 'latex'; got {form!r}")

    def to_latex(self, *, most: int = 30) -> str:
        """The table as a LaTeX ``tabular`` (booktabs), features with most hits first."""
        table = self._first(most)
        note = " ".join([self.gate, f"Signature {self.signature}."])
        return table_to_latex(table, between=self.between, descriptive=self.descriptive, note=note)

    def _first(self, most: int) -> pd.DataFrame:
        n = self.table["hits_a"] + self.table["hits_b"]
        order = self.table.assign(_n=n).sort_values(
            ["p_family", "_n", "feature"], ascending=[True, False, True], kind="stable"
        )
        return order.drop(columns="_n").head(most)

    def __repr__(self) -> str:
        a, b = self.between
        n_a, n_b = self.attrs["stories"]
        return (
            f"Comparison({a}: {words.plural(n_a, 'story')}, {b}: {words.plural(n_b, 'story')}, "
            f"{words.plural(self.attrs['events'], 'shared event')}, "
            f"{words.plural(len(self.table), 'feature')}; {self.gate})"
        )

    def _repr_html_(self) -> str:
        shown = ["feature", "hits_a", "hits_b", "rate_a", "rate_b"]
        if not self.descriptive:
            shown += ["log2_ratio", "low", "high", "p_family", "q"]
        table = self._first(15)[shown].to_html(
            index=False, na_rep="–", border=0, escape=True, float_format="{:.3g}".format
        )
        notes = " ".join([self.gate, *(c for c in self.caveats if c != self.gate)])
        out = self.left_out["reason"].value_counts().sort_index()
        left = "; ".join(f"{words.plural(int(n), 'article')}: {r}" for r, n in out.items())
        foot = f"{notes} Left out: {left or 'nothing'}. Signature {self.signature}."
        a, b = (html.escape(name) for name in self.between)
        return f"<p>a = {a}, b = {b}</p>{table}<p><small>{html.escape(foot)}</small></p>"


def _sentence(corpus: Corpus, article: str, start: int, end: int) -> str:
    """The sentence of a story that a hit stands in."""
    text = corpus.text(article)
    for a, b, _ in corpus.story_spans(article):
        if a <= start < b:
            for x, y in sentences(text, a, b):
                if x <= start < y:
                    return " ".join(text[x : max(y, end)].split())
    return " ".join(text[start:end].split())
