"""The careful sentences of a contrast: what may be said, of whom, and what not."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from framing.comparison.gates import short
from framing.wording import plural

CITATIONS = {
    "westfall": "Westfall, P. H. & Young, S. S. (1993). Resampling-Based Multiple Testing. Wiley.",
    "tusher": "Tusher, V. G., Tibshirani, R. & Chu, G. (2001). Significance analysis of "
    "microarrays applied to the ionizing radiation response. PNAS 98, 5116-5121.",
    "robinson": "Robinson, J. (1982). Saddlepoint approximations for permutation tests and "
    "confidence intervals. JRSS B 44, 91-101.",
    "skovgaard": "Skovgaard, I. M. (1987). Saddlepoint expansions for conditional distributions. "
    "Journal of Applied Probability 24, 875-887.",
    "greenland": "Greenland, S. & Robins, J. M. (1985). Estimation of a common effect parameter "
    "from sparse follow-up data. Biometrics 41, 55-68.",
    "gries": "Gries, S. Th. (2008). Dispersions and adjusted frequencies in corpora. International "
    "Journal of Corpus Linguistics 13, 403-437.",
    "lijffijt": "Lijffijt, J. et al. (2016). Significance testing of word frequencies in corpora. "
    "Digital Scholarship in the Humanities 31, 374-397.",
}


def times(log2_ratio: float) -> str:
    """A ratio as it is printed: '2.1', '0.45'.

    Examples
    --------
    >>> times(1.0), times(-1.0), times(6.0), times(math.inf)
    ('2.0', '0.50', '64', 'infinitely')
    """
    if math.isinf(log2_ratio):
        return "infinitely" if log2_ratio > 0 else "0"
    ratio = 2.0**log2_ratio
    if ratio >= 10:
        return f"{ratio:.0f}"
    return f"{ratio:.1f}" if ratio >= 1 else f"{ratio:.2f}"


def sentence(
    feature: str, row: pd.Series, *, between: tuple[str, str], attrs: dict[str, Any], by: str
) -> str:
    """What may be said of one feature, with everything a reader needs to weigh it."""
    a, b = between
    n_a, n_b = attrs["stories"]
    k, m = attrs["outlets"]
    where = (
        f"{n_a:,} / {n_b:,} independent stories, {plural(attrs['events'], 'event')}, "
        f"{k} / {m} {by}s"
    )
    counts = (
        f"'{feature}': {row['hits_a']:g} {'hit' if row['hits_a'] == 1 else 'hits'} in "
        f"{plural(int(row['stories_a']), 'story')} of {a}, "
        f"{row['hits_b']:g} in {plural(int(row['stories_b']), 'story')} of {b} ({where})"
    )
    if row["hits_a"] + row["hits_b"] == 0:
        return f"'{feature}' does not occur in the events that both sides cover ({where})."
    if pd.isna(row["p"]):
        return f"{counts}. {_ended(row['reason'])}"
    if row["hits_a"] == 0 or row["hits_b"] == 0:
        said = f"{counts}; only {a if row['hits_a'] else b} uses it"
    else:
        ratio, low, high = (float(row[c]) for c in ("log2_ratio", "low", "high"))
        if ratio < 0:
            a, b, ratio, low, high = b, a, -ratio, -high, -low
            where = (
                f"{n_b:,} / {n_a:,} independent stories, {plural(attrs['events'], 'event')}, "
                f"{m} / {k} {by}s"
            )
        said = (
            f"'{feature}' is used {times(ratio)} times as often by {a} as by {b} in the same "
            f"events (95 % CI {times(low)}–{times(high)}; {where})"
        )
    tested = attrs["tested"][row["family"]]
    family = (
        f"{plural(tested, 'feature')} named beforehand"
        if row["family"] == "named"
        else plural(tested, "feature")
    )
    how = (
        "outlets"
        if attrs["unit"] == "outlet"
        else ("events" if attrs["unit"] == "event" else "stories within events")
    )
    text = f"{said}; family-wise {_equals(float(row['p_family']))} over {family}, permuting {how}."
    if float(row["p_family"]) > 0.05:
        text += " No difference is established."
    return text


def _equals(p: float) -> str:
    text = short(p)
    return f"p {text}" if text.startswith("<") else f"p = {text}"


def _ended(reason: Any) -> str:
    text = "" if pd.isna(reason) else str(reason)
    text = text[:1].upper() + text[1:]
    return text if not text or text.endswith(".") else text + "."


def caveats(
    *,
    attrs: dict[str, Any],
    between: tuple[str, str],
    names: tuple[list[str], list[str]],
    by: str,
    voice: str | None,
    nothing_passes: bool,
    translations: list[str],
    extra: tuple[str, ...],
) -> tuple[str, ...]:
    """The sentences that stand under every result."""
    lines: list[str] = []
    if attrs["reason"] is not None:
        lines.append(attrs["reason"])
    lines += attrs["warnings"]
    if attrs["unit"] != "outlet" and attrs["gate"] != "closed":
        single = all(len(n) == 1 for n in names)
        if single:
            lines.append(
                f"This concerns the articles of these two {by}s ({names[0][0]}, {names[1][0]}); it "
                f"says nothing about other {by}s of their country or camp."
            )
        else:
            lines.append(
                f"This concerns the articles of these {by}s ({_listed(names[0])}; "
                f"{_listed(names[1])}); it says nothing about other {by}s of their kind. A claim "
                'about kinds of outlets permutes whole outlets: unit="outlet".'
            )
    if attrs["copied"]:
        lines.append(
            f"{plural(attrs['copied'], 'article')} "
            f"{'is a copy' if attrs['copied'] == 1 else 'are copies'} of "
            f"{plural(attrs['copied_stories'], 'story')}, by the passages they share; each "
            "story is counted once per group."
        )
    if attrs["gate"] != "closed" and nothing_passes:
        lines.append(nothing(attrs))
    if attrs["gate"] == "open":
        lines.append("The list by q is exploratory; only the family-wise p carries a claim.")
    if voice is not None:
        lines.append(
            f"Only words in the voice '{voice}' are counted, per 1,000 words of that voice."
        )
    if voice == "indirect":
        lines.append(
            "Indirect speech is attributed to somebody; its wording may be the outlet's "
            "or a translator's."
        )
    return tuple(dict.fromkeys([*lines, *translations, *extra]))


def nothing(attrs: dict[str, Any]) -> str:
    """What 'no difference found' means at these sizes."""
    stories = min(attrs["stories"])
    if stories < 40:
        size = "only a very large difference in a very common feature"
    elif stories < 150:
        size = "only features in a quarter of the stories with about a three-fold ratio"
    else:
        size = "features in a quarter of the stories with about a two-fold ratio"
    return (
        f"Nothing passes. At these sizes {size} would usually be found; that nothing was found "
        "does not show that nothing differs."
    )


def _listed(names: list[str]) -> str:
    return ", ".join(names[:6]) + (f" and {len(names) - 6} more" if len(names) > 6 else "")


def translation_caveats(names: list[str]) -> list[str]:
    """One sentence for each outlet whose English texts may be translations, by the registry."""
    from framing.outlets.registry import load

    registry = load()
    lines = []
    for name in sorted(set(names)):
        known = registry.name_of(name)
        if known is None:
            continue
        english = getattr(registry.on(known, None), "english", "unknown")
        if english in ("translated", "mixed"):
            lines.append(
                f"{known}'s English service may be a translation: the choice of words may be its "
                "translators'."
            )
    return lines


def methods(
    *,
    attrs: dict[str, Any],
    between: tuple[str, str],
    by: str,
    voice: str | None,
    left_out: pd.DataFrame,
    signature: str,
) -> str:
    """The methods paragraphs, in Markdown."""
    a, b = between
    n_a, n_b = attrs["stories"]
    counted = f"in the voice '{voice}'" if voice else "in all voices"
    reasons = (
        "; ".join(
            f"{plural(int(n), 'article')}: {reason}"
            for reason, n in left_out["reason"].value_counts().sort_index().items()
        )
        or "nothing"
    )
    what = {
        "story": "labels of independent stories were permuted within events",
        "outlet": "whole outlets were permuted between the sides, in events covered by at least "
        "two outlets whatever their side",
        "event": "whole events were permuted, because events lie wholly in one group",
    }[attrs["unit"]]
    first = (
        f"We compared {a} ({plural(n_a, 'independent story')}) with {b} "
        f"({plural(n_b, 'independent story')}), grouped by {by}, in "
        f"{plural(attrs['events'], 'event')} that both cover. Copies of one text count once per "
        f"side ({plural(attrs['copied'], 'copy')} set aside). Hits were counted {counted} "
        "and divided by the words of headline, standfirst and body. "
        f"Left out: {reasons}."
    )
    if attrs["gate"] == "closed":
        second = f"No test was made. {attrs['reason']}"
    else:
        tested = (
            " and ".join(
                f"{plural(n, 'feature')} ({'named beforehand' if f == 'named' else 'searched'})"
                for f, n in attrs["tested"].items()
                if n
            )
            or "no feature"
        )
        second = (
            "For each story the residual of a feature is its hits less those expected at the "
            "event's pooled rate, over the story's length plus the median length; the sum over "
            "one side is divided by its exact permutation standard deviation and brought to one "
            "scale for all features by the saddlepoint approximation to its permutation "
            f"distribution (Robinson 1982; Skovgaard 1987). To test it, {what} "
            f"({attrs['draws']:,} draws, seed {attrs['seed']}). Claims rest on the family-wise p "
            "of "
            "the step-down maximum over "
            f"{tested} (Westfall & Young 1993); the list by false discovery rate (Tusher et al. "
            "2001) is exploratory. Ratios of rates are Mantel-Haenszel ratios over events with "
            "article-linearised 95 % intervals (Greenland & Robins 1985). Tests that take words as "
            "independent were not used (Lijffijt et al. 2016)."
        )
        if attrs["unit"] == "outlet":
            second = second.replace(
                "Mantel-Haenszel ratios over events with article-linearised 95 % intervals "
                "(Greenland & Robins 1985)",
                "observed over expected at the events' pooled rates, with t intervals over outlets",
            )
    third = f"Computed by framing; signature {signature}."
    cited = [text for text in CITATIONS.values() if text.split(",")[0] in first + second]
    return "\n\n".join([first, second, third, *([" ".join(cited)] if cited else [])])
