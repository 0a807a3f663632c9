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
# # Two papers on Hong Kong, nine outlets on a war: what may be claimed, and what not
#
# This notebook needs articles that cannot be handed out. Say where they are in the environment
# variable `FRAMING_DATA`: `chinadaily_nyt_2014h2.parquet` (China Daily and The New York Times, July
# to December 2014, articles that mention democracy) and `ruwa.csv.zip` (RUWA; Khairova et al. 2023:
# headlines and standfirsts on nine events of 2022). Without them it says so and draws nothing. Its
# figures quote no article.

# %%
import os
import zipfile
from pathlib import Path

import pandas as pd
from IPython.display import SVG, display

import framing
from framing import features, plots
from framing.comparison import series_counts
from framing.corpus import Corpus
from framing.features import actors

FIGURES = Path(os.environ.get("FRAMING_FIGURES", "../figures"))
DATA = Path(os.environ.get("FRAMING_DATA", "no folder named"))
two_papers, nine_outlets = DATA / "chinadaily_nyt_2014h2.parquet", DATA / "ruwa.csv.zip"
have = two_papers.is_file() and nine_outlets.is_file()
"the articles are there" if have else f"no articles in {DATA}; set FRAMING_DATA"

# %% [markdown]
# ## 1. China Daily and The New York Times
#
# One paper is state-controlled, one is private. **One of each**: whatever differs may be China
# Daily's manner, its translators', its readers', its length. A claim about *kinds* of papers would
# need several of each kind. What may be said concerns the articles of these two papers.
#
# The articles are chosen by one rule for both sides (they name Hong Kong). Features are named
# before we look.

# %%
if have:
    table = pd.read_parquet(two_papers)
    table = table[table["text"].str.count("Hong Kong") >= 3].reset_index(drop=True)
    corpus = framing.analyse(Corpus.from_articles(table.to_dict("records")))
    named = ["closed_states", "sovereignty", "morality", "legality", "conflict", "hedges"]
    result = framing.compare(corpus, ("China Daily", "The New York Times"), by="outlet",
                             named=named, seed=0)
    display(table.groupby("outlet").size().rename("articles"), result)

# %% [markdown]
# Every feature named beforehand gets its sentence, whatever it says.

# %%
if have:
    for name in named:
        print(result.sentence(name), "\n")
    for caveat in result.caveats:
        print("·", caveat)

# %% [markdown]
# The two papers seldom tell the same event within days of each other, so the gate is closed:
# counts, and no more. A coarser question can be asked with the same features: what do the two
# papers print on Hong Kong **on the same day**? A day holds several events; what differs may be
# which of them a paper chose to tell. This second look was added after the first gate was seen to
# be closed; the features were named before, and are the same.

# %%
if have:
    daily = framing.compare(corpus, ("China Daily", "The New York Times"), by="outlet",
                            within="day", named=named, seed=0)
    print(daily.gate, "\n")
    for name in named:
        print(daily.sentence(name), "\n")

# %%
if have:
    drawn = plots.contrast(daily.to_frame().query("feature in @named"), sides=daily.between,
                           descriptive=daily.descriptive,
                           title="On the same day: China Daily and The New York Times",
                           footnote=f"same day, not same event. {daily.gate} "
                                    f"Signature {daily.signature}.")
    display(SVG(plots.save(drawn, FIGURES / "05_contrast.svg")))

# %% [markdown]
# ### Does the test find differences where there are none?
#
# Random halves of each paper's own stories: about one split in twenty may show a claim.

# %%
if have and not daily.descriptive:
    halves = daily.placebo(splits=10)
    print(halves.groupby("group")[["tested", "claims", "listed"]].mean().round(2))

# %% [markdown]
# ### Before and after 28 September 2014
#
# On that Sunday the police used tear gas in Hong Kong, and the occupation of the streets began. Did
# the two papers draw apart, or together? What happens in the world moves both papers; what is asked
# is whether the *gap* between them changed (Watanabe 2017). Where the interval of a change holds 0,
# no change is established; the wider pair of bounds holds for all features at once.

# %%
if have and not daily.descriptive:
    change = daily.around("2014-09-28").query("feature in @named")
    display(change[["feature", "before", "after", "change", "low", "high", "low_family",
                    "high_family", "reason"]].round(2))

# %% [markdown]
# Week by week, for one of the six. A hollow mark is a week with fewer than ten stories of a paper
# or fewer than three days that both cover; a gap is a week without a ratio. The band says whether
# *that* week differs from no gap, and not whether two weeks differ. An eye that looks for a change
# in such a line will find one; the table above is the answer.

# %%
if have:
    dated = corpus.articles[corpus.articles["published"].notna()]
    day = pd.to_datetime(dated["published"].str.slice(0, 10))
    found = corpus.hits[corpus.hits["feature"] == "legality"].groupby("article_id").size()
    weekly = series_counts(
        dated["article_id"].map(found).fillna(0).to_numpy(dtype=int)[:, None],
        length=dated["words"].to_numpy(dtype=int),
        side=(dated["outlet"] == "China Daily").to_numpy(dtype=bool),
        event=day.dt.strftime("%Y-%m-%d").to_numpy(dtype=object),
        period=day.dt.to_period("W-SAT").dt.start_time.dt.strftime("%Y-%m-%d").to_numpy(object),
        story=dated["story"].to_numpy(dtype=object),
    )
    drawn = plots.series(weekly, sides=daily.between, date="2014-09-28",
                         title="Legality frame: the gap between the papers, week by week",
                         footnote=f"weeks from Sunday; same day, not same event · {len(dated)} "
                                  f"articles · signature {daily.signature}")
    display(SVG(plots.save(drawn, FIGURES / "05_series.svg")))

# %% [markdown]
# ### Whose words?
#
# The share of words that a paper gives to others is a result of its own, and a caution: a word that
# stands in a quotation is its speaker's.

# %%
if have:
    display(SVG(plots.save(plots.voices(corpus), FIGURES / "05_voices.svg")))

# %% [markdown]
# The same features, by whose words they stand in: hits per 1,000 words of that voice, and on how
# many hits each rate rests. A rate that rests on a handful of hits is no rate.

# %%
if have:
    outlet_of = corpus.articles.set_index("article_id")["outlet"]
    hits = corpus.hits[corpus.hits["feature"].isin(named)]
    sides = hits["article_id"].map(outlet_of).rename("outlet")
    counted = pd.crosstab(hits["feature"], [sides, hits["voice"]])
    voices = ["narrator", "direct", "indirect"]
    words = corpus.articles.groupby("outlet")[[f"words_{v}" for v in voices]].sum()
    words.columns = pd.Index(voices, name="voice")
    rates = (1000 * counted / words.stack().astype(float)).round(2)
    display(words, counted, rates)

# %% [markdown]
# ### What the people in the streets are called
#
# Every naming of the crowd, its parts and the police, by paper and voice: the words that stand
# there, from five uses on. Who was in the streets, and how often each paper writes of them, moves
# these counts as much as any choice of words; they are counts of these articles, and no test.

# %%
if have:
    people = ["protesters", "demonstrators", "students", "activists", "occupiers", "crowds",
              "police"]
    naming = actors.labels(corpus)
    naming = naming[naming["head"].str.lower().isin(people)]
    naming = naming.assign(label=naming["label"].str.lower())
    uses = pd.crosstab(naming["label"], [naming["outlet"], naming["voice"]])
    display(uses[uses.sum(axis=1) >= 5])

# %% [markdown]
# Each count opens to its sentences. They are the papers' own words, so this cell keeps nothing of
# what it prints: run it with the articles to read up to two sentences a paper and voice for the
# labels that add a stance to the noun.

# %% tags=["prints-articles"]
if have:
    for label in ("pro-democracy protesters", "student protesters", "young protesters"):
        rows = naming[naming["label"] == label].groupby(["outlet", "voice"]).head(2)
        for r in rows.sort_values(["outlet", "voice", "article_id", "start"]).itertuples():
            sentence = corpus.text(r.article_id)[r.sentence_start : r.sentence_end]
            print(f"{label} · {r.outlet} · {r.voice} · {r.article_id}:{r.start}-{r.end}")
            print("   ", " ".join(sentence.split()), "\n")

# %% [markdown]
# ## 2. Nine outlets on nine events of 2022
#
# RUWA holds headlines and standfirsts. Its limits decide what can be asked:
#
# - RT has standfirsts and no headlines; News-Front, Reuters and the BBC have headlines and no
#   standfirsts. We compare **headlines with headlines** and leave RT out.
# - TASS has 34 rows. It is shown, and carries nothing.
# - Articles were *retrieved by key words*, other words for other outlets. How often an outlet says
#   *invasion* is then decided by the search, not by the outlet: **hits of query words are left
#   out**.
# - Exact repeats count once.

# %%
if have:
    with zipfile.ZipFile(nine_outlets) as archive:
        name = next(n for n in archive.namelist() if not n.startswith("__"))
        ruwa = pd.read_csv(archive.open(name), dtype=str)
    ruwa = ruwa[ruwa["title"].notna()].drop_duplicates(["Site", "title"]).reset_index(drop=True)
    ruwa["site"] = ruwa["Site"].str.removeprefix("www.")
    asked = sorted({w.strip().lower() for words in ruwa["KW"].dropna()
                    for w in words.replace(",", " ").split()})
    headlines = features.match(Corpus.from_articles([
        {"article_id": f"r{i:05d}", "text": r.title, "outlet": r.site, "origin": r.site,
         "event": r.Event} for i, r in enumerate(ruwa.itertuples())
    ]))
    words = [set(headlines.text(h.article_id)[h.start : h.end].lower().split())
             for h in headlines.hits.itertuples()]
    kept = headlines.hits[[not (w & set(asked)) for w in words]]
    print(f"{len(ruwa):,} headlines; {len(headlines.hits) - len(kept):,} of "
          f"{len(headlines.hits):,} hits are of query words and are left out")
    display(pd.crosstab(ruwa["site"], ruwa["Event"]))

# %% [markdown]
# Each outlet is shown singly. We ask for a claim about *kinds* of outlets, Russian against others,
# with the outlet as the unit.

# %%
if have:
    plain = headlines.with_tables(headlines.history[-1], hits=kept)
    russian = ["tass.com", "en.news-front.info"]
    others = sorted(set(ruwa["site"]) - {*russian, "rt.com"})
    kinds = framing.compare(plain, ("Russian", "others"), by="outlet", unit="outlet",
                            groups={"Russian": russian, "others": others},
                            features=["emotive", "conflict", "loaded_verbs", "hedges"], seed=0)
    display(kinds)

# %% [markdown]
# The gate is closed, and this is the right answer: two Russian outlets, one of them with 34 rows,
# cannot stand for a kind. Below are rates, outlet by outlet, for a reader who knows the limits.

# %%
if have:
    emotive = kinds.by_outlet[kinds.by_outlet["feature"] == "emotive"]
    drawn = plots.forest(
        emotive.assign(low=pd.NA, high=pd.NA), sides=kinds.between, units=("headline", "headlines"),
        title="Emotive words in headlines, outlet by outlet",
        xlabel="hits per 1,000 words of headline (descriptive: no interval, no claim)",
        footnote=f"query words left out · RT has no headlines · signature {kinds.signature}",
    )
    display(SVG(plots.save(drawn, FIGURES / "05_outlets.svg")))

# %% [markdown]
# ## What may be claimed
#
# - *About these two papers' articles on Hong Kong*: the sentences above, with their intervals.
# - *About state and private papers*: nothing. One paper a side.
# - *About Russian and other outlets on the war*: nothing. Too few outlets on one side, unlike
#   fields, and rows chosen by words.
# - *About bias*: nothing, here or elsewhere. A difference in words is where reading begins.
