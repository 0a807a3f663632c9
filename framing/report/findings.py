"""What to know first, in sentences made from the tables: counts and places, never a verdict."""

from __future__ import annotations

from collections import Counter
from itertools import zip_longest
from typing import Any

import pandas as pd

from framing.report.contents import Contents
from framing.report.evidence import words_of
from framing.report.values import plain
from framing.wording import plural

VOICE_WORDS = {
    "narrator": "in the outlet's own words",
    "indirect": "attributed without marks",
    "direct": "in quotation marks",
}


def definitions(contents: Contents) -> dict[str, dict[str, str]]:
    """Title and definition of each feature, from the codebook where there is one."""
    book = contents.table("codebook")
    if book.empty:
        return {}
    return {
        str(r.feature): {"title": plain(r.title) or str(r.feature), "what": plain(r.definition)}
        for r in book.itertuples(index=False)
    }


def term_rows(contents: Contents, *, most: int = 300) -> list[dict[str, Any]]:
    """One row a phrase: how often each side uses it and in whose voice, most telling first.

    Those said of a named target come first, then those with most hits; `most` are returned.
    """
    hits = contents.hits
    hits = hits.assign(_target=hits["target"].astype(object).where(hits["target"].notna(), ""))
    keys = ["term", "feature", "_target"]
    sizes = hits.groupby(keys, sort=True).size().rename("n").reset_index()
    sizes = sizes.assign(_none=sizes["_target"] == "").sort_values(
        ["_none", "n", *keys], ascending=[True, False, True, True, True], kind="stable"
    )
    places = ["article_id", "start", "end", "voice", "speaker", "side", "words", "story", "origin"]
    chosen = hits[[*keys, *places]].merge(sizes.head(most)[keys], on=keys)
    rows = []
    for (_, feature, target), mine in chosen.groupby(keys, sort=True):
        voices = Counter(mine["voice"].tolist())
        rows.append(
            {
                "term": _commonest(mine["words"]),
                "feature": feature,
                "target": target,
                **{v: voices.get(v, 0) for v in VOICE_WORDS},
                "stories": len(set(mine["story"])),
                "origins": words_of(sorted(set(mine["origin"].dropna()))),
                "hits": mine,
            }
        )
    rows.sort(key=lambda r: (r["target"] == "", -len(r["hits"]), str(r["term"]), r["feature"]))
    return rows


def _commonest(words: pd.Series) -> str:
    counts = Counter(words.tolist())
    return min(counts, key=lambda w: (-counts[w], w))


def what_to_know_first(contents: Contents) -> list[str]:
    """The few lines at the top of the terminal's summary: sizes, then `telling_lines`."""
    articles, comparison = contents.articles, contents.comparison
    sides = comparison.stories
    lines = [_size(contents)]
    for side in comparison.between:
        mine = sides[sides["side"] == side]
        about = articles[articles["article_id"].isin(mine["article_id"])]
        lines.append(
            f"{side}: {plural(len(about), 'article')}, {plural(about['story'].nunique(), 'story')}"
            f" by {words_of(sorted(about['origin'].fillna('unknown').unique())) or 'nobody'}."
        )
    return [*lines, *telling_lines(contents)]


def telling_lines(contents: Contents) -> list[str]:
    """What to know first beyond the sizes: claims, labels, origins, what one side leaves out."""
    return [line for _, _, lines in telling_groups(contents) for line in lines]


def telling_groups(
    contents: Contents, phrases: list[dict[str, Any]] | None = None
) -> list[tuple[str, str, list[str]]]:
    """Where to look first: a few words, the section that shows more, and the lines.

    `phrases` are those of `term_rows`, where they are known.
    """
    phrases = term_rows(contents) if phrases is None else phrases
    articles = contents.corpus.articles
    traced = articles[articles["origin_basis"] == "traced"]
    shared = [
        f"{r.outlet} ({r.article_id}): {r.origin_evidence}."
        for r in traced.head(3).itertuples(index=False)
    ]
    if len(traced) > 3:
        shared.append(f"{plural(len(traced) - 3, 'more article')} of the same kind.")
    groups = [
        ("The contrast", "contrast", _claim_lines(contents)),
        ("What somebody is called", "terms", _labelling_lines(contents, phrases)),
        ("Shared passages without a credit", "copies", shared),
        ("What one side leaves out", "onesided", _left_out_names(contents)),
    ]
    return [group for group in groups if group[2]]


def _claim_lines(contents: Contents, most: int = 5) -> list[str]:
    """The sentences that the comparison allows, those with the smallest p first."""
    comparison = contents.comparison
    if comparison.descriptive:
        return []
    table = comparison.table
    claims = table[table["p_family"] <= 0.05].sort_values(["p_family", "feature"], kind="stable")
    known = definitions(contents)
    return [
        comparison.sentence(name).replace(f"'{name}'", f"“{_title(known, name)}”", 1)
        for name in claims["feature"].head(most)
    ]


def _title(known: dict[str, dict[str, str]], name: str) -> str:
    return known.get(name, {}).get("title", name)


def _left_out_names(contents: Contents, most: int = 6) -> list[str]:
    """Persons, places and bodies that stand on one side only."""
    table = contents.table("one_sided")
    if table.empty:
        return []
    named = table[table["kind"].isin(["person", "place", "organisation"])]
    sides = named.groupby("what")["side"].nunique()
    named = named[~named["what"].isin(sides[sides > 1].index)]  # of two kinds, once on each side
    lines = []
    for side in contents.comparison.between:
        names = named.loc[named["side"] == side, "what"].head(most).tolist()
        if names:
            lines.append(f"Named in {side} stories only: {words_of(names)}.")
    return lines


def _size(contents: Contents) -> str:
    articles = contents.articles
    used = contents.comparison.stories["event"].dropna().nunique()
    return (
        f"{plural(len(articles), 'article')} carry {plural(articles['story'].nunique(), 'story')} "
        f"about {plural(articles['event'].nunique(), 'event')}; "
        f"{plural(used, 'event')} covered by both sides."
    )


def _labelling_lines(contents: Contents, phrases: list[dict[str, Any]], most: int = 8) -> list[str]:
    """Phrases that only one side uses of a named target, with the voice they stand in.

    The sides by turns, so that neither is buried by the other's greater number.
    """
    lines: dict[str, list[str]] = {side: [] for side in contents.comparison.between}
    for row in phrases:
        hits = row["hits"]
        if not row["target"] or hits["side"].nunique() != 1 or " " not in str(row["term"]):
            continue
        side = hits["side"].iloc[0]
        voices = hits["voice"].value_counts()
        split = words_of(f"{voices[v]} {words}" for v, words in VOICE_WORDS.items() if v in voices)
        who = words_of(sorted(hits["speaker"].dropna().unique()))
        said = f" (of {who})" if who else ""
        lines[side].append(
            f"“{row['term']}” (of {row['target']}) stands {_times(len(hits))} in {side} stories "
            f"only, by {row['origins']}: {split}{said}."
        )
    turns = zip_longest(*lines.values())
    return [line for turn in turns for line in turn if line is not None][:most]


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def left_out_lines(contents: Contents, most: int = 30) -> list[str]:
    """What was left out of the contrast and why, gathered by reason."""
    left = contents.comparison.left_out
    if left.empty:
        return []
    names = contents.articles.set_index("article_id")["outlet"].fillna("unknown")
    lines = []
    for reason, mine in left.groupby("reason", sort=True):
        ids = list(mine["article_id"])
        shown = words_of([f"{names[i]} ({i})" for i in ids[:6]])
        more = f" and {len(ids) - 6:,} more" if len(ids) > 6 else ""
        lines.append(f"{plural(len(ids), 'article')}: {reason} — {shown}{more}.")
    return lines[:most]
