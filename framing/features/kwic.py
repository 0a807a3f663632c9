"""A phrase in its contexts: every hit in the stories with its voice, outlet and origin."""

from __future__ import annotations

import pandas as pd

from framing.corpus import Corpus
from framing.features.dictionary import Dictionary, Entry
from framing.features.hits import hits_of
from framing.features.plan import compile_dictionaries


def concordance(corpus: Corpus, pattern: str, *, width: int = 40) -> pd.DataFrame:
    """Show a phrase in its contexts.

    Parameters
    ----------
    corpus : Corpus
        Voice and origin are missing where those stages have not run.
    pattern : str
        In the language of `framing.features.pattern`.
    width : int
        Characters of context on each side.

    Returns
    -------
    DataFrame
        One row a hit, by article and place: ``article_id``, ``start``, ``end``, ``outlet``,
        ``origin``, ``voice``, ``speaker``, ``left``, ``hit``, ``right``. Line breaks in the context
        are shown as blanks.

    Raises
    ------
    PatternError
        Where the pattern cannot be read.

    Examples
    --------
    >>> corpus = Corpus.from_articles([{"article_id": "a", "text": "Head of the reclusive state."}])
    >>> concordance(corpus, "reclusive state", width=8)[["left", "hit"]].values.tolist()
    [[' of the ', 'reclusive state']]
    """
    entry = Entry(name="phrase", definition="a phrase that was asked for", patterns=(pattern,))
    asked = Dictionary(
        name="phrase", title="Phrase", kind="style", version="0", definition=entry.definition,
        scope="", literature=(), entries=(entry,),
    )  # fmt: skip
    hits = hits_of(corpus, compile_dictionaries([asked]))
    frame = hits[["article_id", "start", "end", "voice", "speaker"]].merge(
        corpus.articles[["article_id", "outlet", "origin"]], on="article_id", how="left"
    )
    sides: dict[str, list[str]] = {"left": [], "hit": [], "right": []}
    for article, start, end in zip(frame["article_id"], frame["start"], frame["end"], strict=True):
        text = corpus.text(article)
        sides["left"].append(_line(text[max(0, start - width) : start]))
        sides["hit"].append(_line(text[start:end]))
        sides["right"].append(_line(text[end : end + width]))
    frame = frame.assign(**sides).sort_values(["article_id", "start"], ignore_index=True)
    return frame[["article_id", "start", "end", "outlet", "origin", "voice", "speaker", *sides]]


def _line(text: str) -> str:
    return text.replace("\n", " ").replace("\r", " ")
