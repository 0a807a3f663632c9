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
# # Writing a dictionary, and finding out how good it is
#
# A dictionary is a claim: *these words stand for that idea*. The claim can be tested. Here we write
# a small dictionary, let the program prove it on its own examples, draw a blind sample for two
# coders, ask how far the coders agree (Krippendorff's α), and correct the dictionary's counts for
# what it misses and overdoes.
#
# The corpus is made up, so that the truth is known: two papers write about a border. One builds
# its sentences with *wall* and *fence*; the other prefers *barrier*, which our first dictionary
# does not know, and likes the *wall of silence*, which it should not count.

# %%
import os
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from IPython.display import SVG

from framing import features, plots
from framing.corpus import Corpus
from framing.features import registry

FIGURES = Path(os.environ.get("FRAMING_FIGURES", "../figures"))
folder = Path(tempfile.mkdtemp())
random = np.random.default_rng(11)

# %% [markdown]
# ## The dictionary
#
# One TOML file: what it stands for, what it leaves out, its entries with examples of what must be
# found and what must not.

# %%
(folder / "border_walls.toml").write_text("""
name = "border_walls"
title = "Walls and fences at a border"
kind = "frame"
definition = "A border described as something built to keep people out."
scope = "News prose in English."
version = "1.0"
literature = ["made up for this notebook"]

[[entry]]
name = "built"
definition = "A wall or fence at a border."
scope = "Figures of speech are not meant."
patterns = "wall\\nfence"
positive = ["They built the wall in a year.", "A fence follows the river."]
negative = ["The border is open."]
""")
dictionary = registry.collect([folder / "border_walls.toml"])["border_walls"]
features.check_dictionary(dictionary) or "every example is as it should be"

# %% [markdown]
# ## A corpus with known truth

# %%
kinds = {  # sentence → whether a border is described as something built
    "Workers raised the wall {when}.": True,
    "A fence follows the river {when}.": True,
    "The barrier at the crossing was closed {when}.": True,
    "Officials met a wall of silence {when}.": False,
    "The mayor spoke of roads and schools {when}.": False,
    "Farmers sold their grain {when}.": False,
}
share = {"North Post": [0.16, 0.14, 0.02, 0.03, 0.33, 0.32],
         "South Mail": [0.06, 0.04, 0.14, 0.10, 0.33, 0.33]}
when = ["on Monday", "in spring", "last week", "at noon", "after dusk", "once more", "in the rain",
        "without haste", "before the vote", "near the port"]
sentences = list(kinds)
rows, truth = [], {}
for paper in share:
    for number in range(60):
        drawn = random.choice(len(sentences), size=8, p=share[paper])
        said = [sentences[k].format(when=when[random.integers(10)]) for k in drawn]
        truth |= {s: kinds[sentences[k]] for s, k in zip(said, drawn, strict=True)}
        rows.append({"article_id": f"{paper[0]}{number:02d}", "outlet": paper,
                     "text": " ".join(said)})
corpus = features.match(Corpus.from_articles(rows), dictionaries=[dictionary])
corpus.hits.groupby("term").size().rename("hits")

# %% [markdown]
# ## A blind sample for coders
#
# Half of the sentences have a hit, half have none, and the sheet says neither which, nor whose they
# are. The key stays with the researcher.

# %%
sheet, key = features.sample(corpus, feature="border_walls", size=400, seed=1)
sheet.head(4)

# %% [markdown]
# The two coders are made up as well: each reads the sentence as we meant it, and errs in one
# of thirty.

# %%
files = []
for number, coder in enumerate(["Ada", "Ben"]):
    errs = np.random.default_rng([2, number]).random(len(sheet)) < 1 / 30
    meant = sheet["sentence"].map(truth).to_numpy(dtype=bool)
    coded = sheet.assign(coder=coder, border_walls=np.where(meant ^ errs, "1", "0"))
    files.append(folder / f"sheet_{coder}.csv")
    coded.to_csv(files[-1], index=False)
codes = features.read_sheets(files)
codes.head(4)

# %% [markdown]
# ## Do the coders agree?
#
# α is 1 where they always do, 0 where they agree as often as chance would have it. By convention,
# one draws careful conclusions above .667 and firm ones above .8 (Krippendorff 2018).

# %%
features.agreement(codes, seed=0)

# %% [markdown]
# ## How good is the dictionary?
#
# Of what it marks, the share that coders marked too (precision); of what coders marked, the share
# that it finds (recall). Both are weighted so that they hold for the corpus, not for the sample.

# %%
features.validate(codes, key, variable="border_walls")

# %% [markdown]
# ## Counting with a dictionary that errs
#
# Recall and precision differ between the two papers, so raw counts mislead. The correction of Rogan
# and Gladen uses the coding to put this right, for each paper from its own coded sentences.

# %%
units = pd.DataFrame(
    [{"outlet": row["outlet"], "said": s.strip() + "."}
     for row in rows for s in row["text"].split(".") if s.strip()]
)
units["found"] = units["said"].str.contains("wall|fence")
units["meant"] = units["said"].map(truth)
results = []
for paper, mine in units.groupby("outlet"):
    own_key = key[key["outlet"] == paper]
    own = codes[codes["unit"].isin(own_key["unit"])]
    found = features.corrected_rate(int(mine["found"].sum()), len(mine), own, own_key,
                                    variable="border_walls", seed=0)
    results += [
        {"name": f"{paper}, raw", "side": "as counted", "stories": len(mine),
         "rate": 100 * found.raw, "low": pd.NA, "high": pd.NA},
        {"name": f"{paper}, corrected", "side": "estimated", "stories": len(mine),
         "rate": 100 * found.corrected, "low": 100 * found.low, "high": 100 * found.high},
        {"name": f"{paper}, truth", "side": "as counted", "stories": len(mine),
         "rate": 100 * mine["meant"].mean(), "low": pd.NA, "high": pd.NA},
    ]
table = pd.DataFrame(results)
table[["name", "rate", "low", "high"]].round(1)

# %%
drawn = plots.forest(
    table, sides=("estimated", "as counted"), units=("sentence", "sentences"),
    title="A dictionary's count, corrected by coders",
    xlabel="sentences that describe a border as built, %",
    footnote="made-up corpus of 120 articles · 400 sentences coded twice",
)
SVG(plots.save(drawn, FIGURES / "04_corrected.svg"))

# %% [markdown]
# ## And then?
#
# Mend the dictionary (*barrier* in, *wall of silence* out), raise its version, and validate it on
# **new** sentences: those that we have seen would flatter it. Report α, precision and recall with
# the counts; without them a reader cannot know what was counted.
