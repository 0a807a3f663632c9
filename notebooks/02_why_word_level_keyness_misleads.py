# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Why word-level keyness misleads
#
# Keyness asks which words one corpus uses more than another. The usual test, the log-likelihood
# ratio G², takes every *word* for an independent draw. Words are not: a story about a bridge says
# *bridge* ten times, and two stories of one event share their words. What is independent is the
# story, within its event.
#
# Here the truth is known, because the corpus is made up: 400 stories of *one* outlet about 40
# events. We deal them into two halves at random, again and again. There is nothing to find.

# %%
import os
from pathlib import Path

import numpy as np
import pandas as pd
from IPython.display import SVG
from scipy import sparse, stats

from framing import plots
from framing.comparison import contrast_counts
from framing.comparison.description import g2

FIGURES = Path(os.environ.get("FRAMING_FIGURES", "../figures"))
random = np.random.default_rng(0)

# %% [markdown]
# ## A corpus with known truth
#
# 1,500 words with frequencies that fall off as in any language (Zipf). An event favours some words
# (its people, its places), and a story repeats the words it has once used: both are drawn from
# gamma distributions, which is the usual model of burstiness (Church & Gale 1995).

# %%
stories, events, words = 400, 40, 1500
length = random.integers(200, 800, size=stories)
event = random.integers(0, events, size=stories)
rate = 1 / np.arange(10, words + 10)
rate = rate / rate.sum()
topic = random.gamma(0.5, 2.0, size=(events, words))
burst = random.gamma(0.4, 2.5, size=(stories, words))
expected = length[:, None] * rate * topic[event] * burst
counts = sparse.csr_matrix(random.poisson(expected))
counts.shape, int(counts.sum())

# %% [markdown]
# ## Twenty random halves
#
# For each we ask G² and the stratified permutation test (stories change sides within their event;
# the largest statistic over all words sets the bar, Westfall & Young 1993).

# %%
rows = []
for split in range(20):
    side = np.random.default_rng([1, split]).random(stories) < 0.5
    a, b = (np.asarray(counts[s].sum(axis=0)).ravel() for s in (side, ~side))
    keyness = stats.chi2.sf(g2(a, b, words_a=a.sum(), words_b=b.sum()), df=1)
    found = stats.false_discovery_control(keyness[(a + b) > 0]) <= 0.05
    honest = contrast_counts(counts, length=length, side=side, event=event, draws=500, seed=split)
    rows.append({"split": split, "G² per word, BH": int(found.sum()),
                 "stories within events, max-T": int((honest["p_family"] <= 0.05).sum())})
halves = pd.DataFrame(rows).set_index("split")
halves.agg(["mean", lambda found: (found > 0).mean()]).set_axis(
    ["false discoveries, mean", "share of splits with any"])

# %%
drawn = plots.placebo(halves, title="Words that 'differ' between random halves of one outlet")
SVG(plots.save(drawn, FIGURES / "02_placebo.svg"))

# %% [markdown]
# Nothing differs, and G² finds something every time. This is no fault of the formula: it answers
# a question about draws of single words that nobody asked.
#
# ## Does the honest test still find what is there?
#
# Now one side truly uses twenty words three times as often.

# %%
side = np.random.default_rng(2).random(stories) < 0.5
often = np.flatnonzero(np.asarray((counts > 0).sum(axis=0)).ravel() >= 100)
planted = np.sort(np.random.default_rng(3).choice(often, size=20, replace=False))
more = expected.copy()
more[np.ix_(side, planted)] *= 3
tripled = sparse.csr_matrix(np.random.default_rng(4).poisson(more))
search = contrast_counts(tripled, length=length, side=side, event=event, seed=0)
named = contrast_counts(tripled, length=length, side=side, event=event, named=planted[:5], seed=0)
pd.Series({
    "planted words found in the search": int((search["p_family"].iloc[planted] <= 0.05).sum()),
    "other words found in the search": int(
        (search["p_family"].drop(index=planted) <= 0.05).sum()),
    "of five words named beforehand": int((named["p_family"].iloc[planted[:5]] <= 0.05).sum()),
    "intervals that hold log2(3)": int(
        ((search["low"] <= np.log2(3)) & (search["high"] >= np.log2(3))).iloc[planted].sum()),
})

# %%
table = search.iloc[planted].reset_index()
table["feature"] = [f"word {i}" for i in planted]
drawn = plots.contrast(table, sides=("side with ×3", "other side"),
                       footnote="twenty planted words, true log2 ratio 1.58")
drawn.axvline(np.log2(3), ls=":", lw=1, color="black")
SVG(plots.save(drawn, FIGURES / "02_planted.svg"))

# %% [markdown]
# ## A word shift shows what is large, not what is sure
#
# A word-shift graph draws the differences of rates, the largest on top. It is a good way to *read*
# a difference, and no test: the bars of frequent words are long wherever chance has put a few more
# of them, and a rare word that truly differs makes a short one. Which of the bars below were
# planted?

# %%
table = search.reset_index()
table["feature"] = [f"word {i}" + (" (planted)" if i in planted else "") for i in table.index]
largest = (table["rate_a"] - table["rate_b"]).abs().nlargest(24).index
claimed = search["p_family"].iloc[largest] <= 0.05
pd.Series({"planted among the 24 largest bars": int(np.isin(largest, planted).sum()),
           "claims among the 24 largest bars": int(claimed.sum())})

# %%
drawn = plots.shift(table, sides=("side with ×3", "other side"),
                    footnote="corpus made up in the notebook, twenty words planted")
SVG(plots.save(drawn, FIGURES / "02_shift.svg"))

# %% [markdown]
# ## And with three stories?
#
# Then the program says that nothing can be said.

# %%
contrast_counts(counts[:4], length=length[:4], side=[True, False, False, False],
                event=["one"] * 4).attrs["reason"]
