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
# # A study, from `study.toml` to a LaTeX table
#
# What one looks for is written down before one looks. A study file names the corpus, the two
# sides, the features of interest and the seed; its hash stands in the signature of every result.
#
# The corpus here is made up, so that the truth is known: two papers tell 36 events; one calls a
# government *regime* where the other writes *government*; both hedge alike.

# %%
import os
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from IPython.display import SVG

import framing
from framing import plots

FIGURES = Path(os.environ.get("FRAMING_FIGURES", "../figures"))
folder = Path(tempfile.mkdtemp())
random = np.random.default_rng(7)

# %% [markdown]
# ## The articles, as a table
#
# A table needs a text; outlet, date, headline and event are used where they stand.

# %%
places = ["Aldra", "Berun", "Corvia", "Dremen", "Estal", "Farn", "Golm", "Hesta", "Irden"]
matters = ["fishing rights", "the harbour toll", "grain exports", "a border crossing"]
called = {"North Post": 0.6, "South Mail": 0.2}  # how often 'regime' stands for 'government'
who, do, which, thing = (line.split() for line in (
    "envoys traders farmers sailors judges doctors students bakers teachers drivers",
    "praised doubted signed read delayed welcomed refused studied printed feared",
    "long short costly old quiet hasty broad narrow secret public",
    "draft treaty ledger letter map tariff promise timetable survey budget",
))
when = ["on Monday", "in spring", "last week", "at noon", "after dusk", "in the capital",
        "near the port", "without haste", "once more", "for hours"]
rows = []
for number in range(36):
    place, matter = places[number % 9], matters[number // 9]
    for paper, share in called.items():
        for _ in range(2):
            sentences = []
            for _ in range(9):
                power = "regime" if random.random() < share else "government"
                a, b, c, d, e = (words[random.integers(10)] for words in
                                 (who, do, which, thing, when))
                sentences += [f"{a.capitalize()} {b} the {c} {d} {e}."] * (random.random() < 0.8)
                sentences += [f"The {power} of {place} {do[random.integers(10)]} it "
                              f"{when[random.integers(10)]}."] * (random.random() < 0.3)
            may = ["may", "will"][random.integers(2)]
            sentences.append(f"{place} {may} settle {matter} {when[random.integers(10)]}.")
            rows.append({
                "outlet": paper,
                "published": f"2021-{1 + number // 28:02d}-{1 + number % 28:02d}",
                "event": f"{place}, {matter}",
                "headline": f"{who[random.integers(10)].capitalize()} and {place} on {matter}",
                "text": "\n\n".join([" ".join(sentences[:5]), " ".join(sentences[5:])]),
            })
pd.DataFrame(rows).to_csv(folder / "stories.csv", index=False)
rows[0]["text"]

# %% [markdown]
# ## The study file

# %%
(folder / "study.toml").write_text("""
[study]
title = "Regime and government in two papers"

[corpus]
path = "stories.csv"

[compare]
between = ["North Post", "South Mail"]
by = "outlet"
unit = "story"
what = "entry"
named = ["leader_labels: regime", "hedges: epistemic"]
seed = 1
""")
study = framing.load_study(folder)
study.digest

# %%
contents = framing.find(study)
result = contents.comparison
result

# %% [markdown]
# ## What may be said
#
# The two entries (*regime* of the leader labels, *epistemic* of the hedges) were named beforehand
# and are a family of two tests. The sentence speaks of these two papers' articles, and of no
# others.

# %%
for feature in study.named:
    print(result.sentence(feature), "\n")

# %%
result.evidence("leader_labels: regime")[["side", "hit", "sentence"]].head(6)

# %%
named = result.to_frame().query("feature in @study.named")
drawn = plots.contrast(named, sides=result.between, footnote=f"signature {result.signature}")
SVG(plots.save(drawn, FIGURES / "03_named.svg"))

# %% [markdown]
# ## For the paper: table and methods paragraph

# %%
print(result.to_latex(most=4))

# %%
print(result.methods())

# %% [markdown]
# ## The same again
#
# The run is written to a folder; `framing verify` does it all once more and fails if one number
# differs.

# %%
from framing import job

job.write(contents, folder / "out")
job.verify(folder / "out") or "every file is the same"
