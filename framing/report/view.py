"""From contents to the page and the files beside it: plain rows for the templates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import Any

from framing import __version__
from framing.corpus import Corpus
from framing.report import actors, contrast, coverage, opening, origins
from framing.report.contents import Contents
from framing.report.evidence import Evidence
from framing.report.figures import CAPTIONS, inline
from framing.report.findings import left_out_lines, telling_groups, term_rows
from framing.report.stories import LAYERS, Group, Shelf, anchor_of, shelve, story_rows
from framing.report.values import plain
from framing.wording import plural

MOST_NOTES = 300
SECTIONS = (
    ("first", "First"), ("events", "Events"), ("contrast", "Contrast"), ("terms", "Phrases"),
    ("labels", "Labels of actors"), ("onesided", "One side only"), ("sources", "Whose words"),
    ("copies", "Copies and origins"), ("stories", "Stories"), ("method", "Method"),
)  # fmt: skip


def page(contents: Contents, *, figures: str | Path | None = None) -> str:
    """Build the whole page as one HTML text: no network, no outside file.

    Parameters
    ----------
    contents : Contents
    figures : path, optional
        The folder with the figures' SVG files; without it the page has none.

    Returns
    -------
    str
    """
    from markupsafe import Markup

    evidence = Evidence(contents.corpus)
    shelf = shelve(contents)
    rows = view(contents, evidence, shelf)
    return _render(
        "page.html.j2",
        **rows,
        figures=_figures(Path(figures) if figures else None),
        evidence=Markup(evidence.as_json(shelf.files)),
        sections=SECTIONS,
    )


def event_pages(contents: Contents) -> Iterator[tuple[str, str]]:
    """The files beside the page: the stories of each event that the page has no room for.

    Yields
    ------
    (str, str)
        File name below the page's folder (``events/event-0002.html``) and its HTML.
    """
    labels = coverage.event_labels(contents)
    a, b = contents.comparison.between
    for batch in _batches(shelve(contents).groups):
        rows = iter(story_rows(contents, [i for _, _, articles in batch for i in articles]))
        for file, event, articles in batch:
            yield (
                file,
                _render(
                    "event.html.j2",
                    title=labels.get(event, event),
                    a=a,
                    b=b,
                    stories=list(islice(rows, len(articles))),
                    signature=contents.signature,
                ),
            )


def _batches(groups: Sequence[Group], least: int = 1_000) -> Iterator[list[Group]]:
    """Groups of articles put together until they hold `least`: marks are gathered once for all."""
    batch: list[Group] = []
    for group in groups:
        batch.append(group)
        if sum(len(articles) for _, _, articles in batch) >= least:
            yield batch
            batch = []
    if batch:
        yield batch


def _render(template: str, **values: Any) -> str:
    environment, styles, script = _environment()
    return str(
        environment.get_template(template).render(
            **values,
            css=styles,
            js=script,
            anchor=anchor_of,
            layers=LAYERS,
            version=__version__,
        )
    )


# Signs that turn the direction of all that follows them, and signs that no page may hold.
_TURNING = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
_CONTROLS = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127), " ")


def _harmless(value: Any) -> Any:
    """What a template prints: a name does not reach beyond its own end; markup is left alone.

    Examples
    --------
    >>> _harmless("a\\u202eb\\x07c")
    'ab c'
    """
    if isinstance(value, str) and not hasattr(value, "__html__"):
        return value.translate(_TURNING | _CONTROLS)
    return value


@lru_cache(maxsize=1)
def _environment() -> tuple[Any, Any, Any]:
    """The templates, compiled once, and what stands in every page: styles and script."""
    import jinja2
    from markupsafe import Markup

    here = files("framing.report")
    environment = jinja2.Environment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=jinja2.FunctionLoader(lambda name: (here / name).read_text(encoding="utf-8")),
        auto_reload=False,
        finalize=_harmless,
    )
    environment.filters["counted"] = plural
    styles, script = (
        Markup((here / name).read_text(encoding="utf-8")) for name in ("page.css", "page.js")
    )
    return environment, styles, script


def _figures(folder: Path | None) -> dict[str, list[dict[str, Any]]]:
    from markupsafe import Markup

    found: dict[str, list[dict[str, Any]]] = {name: [] for name in CAPTIONS}
    for name, caption in CAPTIONS.items():
        file = folder / f"{name}.svg" if folder else None
        if file and file.is_file():
            found[name].append({"svg": Markup(inline(file, name, caption)), "caption": caption})
    return found


def view(contents: Contents, evidence: Evidence, shelf: Shelf) -> dict[str, Any]:
    """The rows of every section."""
    corpus, comparison = contents.corpus, contents.comparison
    a, b = comparison.between
    events = coverage.event_rows(contents)
    labels = coverage.event_labels(contents)
    hits, phrases = contrast.by_feature(contents), term_rows(contents)
    published = corpus.articles["published"].fillna("")
    days = dict(zip(corpus.articles["article_id"], published, strict=True))
    return {
        "title": contents.title,
        "a": a,
        "b": b,
        "by": {"origin": "whose words they are", "outlet": "who prints them"}[comparison.by],
        "unit_name": comparison.by,
        "gate": comparison.gate,
        "claims": opening.claims_of(contents),
        "descriptive": comparison.descriptive,
        "sizes": opening.sizes_of(contents),
        "findings": telling_groups(contents, phrases),
        "members": opening.members(contents),
        "period": opening.period_of(contents),
        "events": events,
        "n_events": int(contents.articles["event"].nunique()),
        "n_used": int(comparison.stories["event"].nunique()),
        **coverage.coverage_rows(contents, events),
        "left_out": left_out_lines(contents),
        **contrast.contrast_rows(contents, evidence, hits),
        **contrast.outlet_rows(contents, evidence, hits),
        **contrast.placebo_rows(contents),
        "terms": contrast.phrase_rows(contents, evidence, phrases),
        "labels": actors.label_rows(contents, evidence),
        "labels_shared": actors.in_shared_events(contents),
        "one_sided": actors.one_sided_rows(contents, evidence),
        "voices": actors.voice_rows(contents),
        "mix": actors.mix_rows(contents),
        "speakers": actors.speaker_rows(contents, evidence),
        "shares": origins.share_rows(contents),
        "origins": origins.origin_rows(contents, shelf.files),
        "pairs": origins.pair_rows(corpus),
        "n_pairs": len(origins.pairs_of(corpus)),
        "stories": story_rows(contents, shelf.page),
        "stories_note": _stories_note(len(shelf.page), len(contents.articles)),
        "beside": [
            {
                "file": file,
                "label": labels.get(event, event),
                "day": min((days[i] for i in articles if days[i]), default="")[:10],
                "stories": len(articles),
            }
            for file, event, articles in shelf.groups
        ],
        "caveats": list(comparison.caveats),
        "methods": comparison.methods().split("\n\n"),
        "notes": _notes(corpus),
        "n_notes": len(corpus.notes),
        "command": contents.command,
        "passport": [
            ("signature", contents.signature),
            ("corpus", corpus.signature),
            ("sides by", comparison.by),
            ("unit of the claim", comparison.unit),
            ("compared within", comparison.within),
            ("voice", comparison.voice or "all, and split"),
            ("counted", comparison.what),
            ("named beforehand", ", ".join(contents.settings.get("named") or ()) or "nothing"),
            ("study file", contents.settings.get("study") or "none"),
            ("draws", contents.settings.get("draws")),
            ("seed", contents.settings.get("seed")),
        ],
    }


def _stories_note(shown: int, total: int) -> str:
    note = (
        "Quoted words are shaded and underlined, attributed words shaded and dotted. "
        "Rest on a marked word to read what marked it."
    )
    return note if shown == total else f"{note} {shown} of {total:,} articles stand on this page."


def _notes(corpus: Corpus) -> list[dict[str, str]]:
    notes = corpus.notes
    rank = notes["level"].map({"error": 0, "warning": 1, "info": 2})
    notes = notes.assign(_r=rank).sort_values("_r", kind="stable").head(MOST_NOTES)
    return [
        {
            "level": r.level,
            "message": r.message,
            "where": plain(r.file) or plain(r.article_id) or "corpus",
        }
        for r in notes.itertuples(index=False)
    ]
