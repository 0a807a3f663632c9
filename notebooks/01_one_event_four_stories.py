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
# # One event, four stories
#
# On 31 May 2018 Sergei Lavrov, Russia's foreign minister, met Kim Jong Un in Pyongyang. Five
# articles lie in `seeds/`: four tell of that meeting, one of another in January 2024. Who tells
# what, and in whose words?
#
# The texts are as they stood on the web, with navigation, captions, teasers and adverts. Nothing
# below is a verdict about an outlet: five articles cannot carry one. They can show how every
# number opens to the sentences that it counts.

# %%
import os
from pathlib import Path

from IPython.display import SVG

import framing
from framing import plots

FIGURES = Path(os.environ.get("FRAMING_FIGURES", "../figures"))
study = framing.load_study("../seeds")
contents = framing.find(study)
corpus = contents.corpus
corpus

# %% [markdown]
# ## What is story, and what stands around it
#
# Each line of a page is either story or furniture, with its kind. The Moscow Times page ends in
# lists of other headlines, among them one with the word *Sanctions*; it is furniture, and not
# counted.

# %%
spans = corpus.spans
layers = spans[spans["stage"].isin(["furniture", "structure"])]
layers.groupby(["article_id", "stage", "kind"]).size().unstack(["stage", "kind"], fill_value=0).T

# %% [markdown]
# ## Whose words
#
# An outlet prints, an agency may have written. The Moscow Times credits Reuters. The Straits Times
# file names no agency, but it shares passages with the story that is credited to AFP: its words
# are counted on AFP's side, and the evidence is said.

# %%
corpus.articles[["article_id", "outlet", "origin", "origin_basis", "origin_evidence", "story"]]

# %%
copies = corpus.passages.query("kind == 'copy' and article_id < other_id")
for row in copies.itertuples():
    print("·", corpus.text(row.article_id)[row.start : row.end].replace("\n", " "))

# %%
pair = copies[["article_id", "other_id"]].drop_duplicates().iloc[0]
SVG(plots.save(plots.aligned(corpus, *pair), FIGURES / "01_aligned.svg"))

# %%
drawn = plots.network(contents.table("network"), footnote=f"signature {contents.signature}")
SVG(plots.save(drawn, FIGURES / "01_network.svg"))

# %% [markdown]
# ## One event, and one story that has no counterpart
#
# People and places are the same in 2018 and 2024; the happening is not. Sputnik's story of 2024 is
# listed and left out of the contrast.

# %%
contents.table("events")

# %%
contents.comparison.left_out

# %%
named = contents.table("events").set_index("event")["who"].to_dict()
SVG(plots.save(plots.timeline(corpus, labels=named), FIGURES / "01_timeline.svg"))

# %% [markdown]
# ## In whose voice
#
# *US dominance* stands in three places of TASS's story. In none is it TASS's own voice: twice it
# is attributed to Kim Jong Un, once it stands in quotation marks. *The reclusive state* and *the
# secretive state* stand in the western stories, in the narrator's own voice.

# %%
hits = corpus.hits.assign(
    words=[corpus.text(h.article_id)[h.start : h.end] for h in corpus.hits.itertuples()]
)
hits[hits["words"].str.contains("dominance|clusive state|secretive state")][
    ["article_id", "words", "voice", "speaker", "target", "in_headline", "copied"]
]

# %% [markdown]
# Where in the stories does it stand? Above the line: the outlet's own words. Below: words that are
# attributed or quoted.

# %%
assertive = hits[hits["feature"].isin(["sovereignty", "closed_states"])]
drawn = plots.xray(corpus, assertive, title="Sovereignty language and epithets of states")
SVG(plots.save(drawn, FIGURES / "01_xray.svg"))

# %%
SVG(plots.save(plots.voices(corpus), FIGURES / "01_voices.svg"))

# %% [markdown]
# ## What the same actor is called

# %%
labels = contents.table("labels")
labels[labels["actor"] == "North Korea"].groupby(["origin", "label"]).size().rename("times")

# %%
drawn = plots.labels(labels, "North Korea", signature=contents.signature)
SVG(plots.save(drawn, FIGURES / "01_labels.svg"))

# %% [markdown]
# ## What one side alone mentions

# %%
one = contents.table("one_sided")
one[one["kind"].isin(["person", "place", "organisation"])][
    ["what", "kind", "side", "origins", "stories", "hits"]
].groupby("side").head(8)

# %% [markdown]
# ## What may be claimed
#
# One story of a state-controlled wire stands against two stories of two western wires (in three
# papers' files). No test could tell a difference from chance, so there is no p-value; the counts
# and the sentences remain.

# %%
contents.comparison

# %%
SVG(plots.save(contents.comparison.plot(), FIGURES / "01_contrast.svg"))

# %%
for caveat in contents.comparison.caveats:
    print("·", caveat)
