"""When numbers may carry a claim, and the sentence that says why they may not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Unit = Literal["story", "outlet", "event"]

FEWEST_STORIES = 10
FEWEST_EVENTS = 3
FEWEST_OUTLETS = 3
LEVEL = 0.05
FEW_STORIES = 40
SMALL_SHARE = 0.2


@dataclass(frozen=True)
class Gate:
    """Whether a contrast may speak of p-values, and why not.

    Attributes
    ----------
    open : bool
        Whether named features may be tested.
    search : bool
        Whether the search over all features may be tested, too.
    reason : str or None
        The sentence to print where the gate is closed.
    search_reason : str or None
        The sentence where only the search is closed.
    warnings : tuple of str
        What a reader should bear in mind where it is open.
    smallest_p : float
        The smallest two-sided p that the labellings allow.
    """

    open: bool
    search: bool
    reason: str | None
    search_reason: str | None
    warnings: tuple[str, ...]
    smallest_p: float


def short(p: float) -> str:
    """A probability as the printed sentences give it: '.25', '< .001', '1'.

    Examples
    --------
    >>> short(0.25), short(0.0001), short(1.0)
    ('.25', '< .001', '1')
    """
    if p >= 0.995:
        return "1"
    if p < 0.001:
        return "< .001"
    return f"{p:.2f}"[1:] if p >= 0.045 else f"{p:.3f}"[1:]


def _is(p: float) -> str:
    text = short(p)
    return text if text.startswith("<") else f"is {text}"


def gate_stories(*, stories: tuple[int, int], events: int, smallest: float, features: int) -> Gate:
    """The gate where stories change places within events.

    Examples
    --------
    >>> gate_stories(stories=(1, 3), events=1, smallest=0.25, features=100).reason.split(",")[0]
    'Descriptive only: 1 and 3 stories; the smallest attainable p is .25'
    """
    a, b = stories
    reason = None
    counts = f"{a} and {b} stories"
    if a == 0 or b == 0:
        reason = (
            f"Descriptive only: {counts} in events that both sides cover; without a counterpart "
            "there is nothing to compare."
        )
    elif smallest > LEVEL:
        reason = (
            f"Descriptive only: {counts}; the smallest attainable p {_is(smallest)}, so no "
            "difference can be established."
        )
    elif min(a, b) < FEWEST_STORIES:
        reason = (
            f"Descriptive only: {counts}; at least {FEWEST_STORIES} independent stories a side "
            "are needed."
        )
    elif events < FEWEST_EVENTS:
        reason = (
            f"Descriptive only: {events} shared event{'s' if events != 1 else ''} ({counts}); at "
            f"least {FEWEST_EVENTS} are needed."
        )
    search_reason = None
    if reason is None and smallest > LEVEL / max(features, 1):
        search_reason = (
            f"No search: with {counts} in {events} events the smallest attainable p "
            f"{_is(smallest)}, above .05 / {features} features; name the features beforehand."
        )
    warnings = []
    if reason is None:
        if min(a, b) < FEW_STORIES:
            warnings.append(
                f"Few stories ({a} and {b}): only large differences in common words can be found."
            )
        if min(a, b) < SMALL_SHARE * (a + b):
            warnings.append(
                f"Unequal sides ({a} and {b} stories): rare words of the smaller side are "
                "seldom testable."
            )
    open_ = reason is None
    return Gate(
        open_, open_ and search_reason is None, reason, search_reason, tuple(warnings), smallest
    )


def gate_outlets(*, outlets: tuple[int, int], events: int, smallest: float) -> Gate:
    """The gate where whole outlets change places.

    Examples
    --------
    >>> gate_outlets(outlets=(2, 2), events=9, smallest=1 / 3).reason.split(". ")[0]
    'Only 2 v 2 outlets: the smallest attainable p is .33'
    """
    k, m = outlets
    reason = None
    if k == 0 or m == 0:
        reason = (
            "Descriptive only: no event is covered by outlets of both sides; without a "
            "counterpart there is nothing to compare."
        )
    elif min(k, m) < FEWEST_OUTLETS or smallest > LEVEL:
        reason = (
            f"Only {k} v {m} outlets: the smallest attainable p {_is(smallest)}. Rates are shown "
            f"per outlet; no claim about the groups is made (at least {FEWEST_OUTLETS} outlets a "
            "side, and 7 in all, are needed)."
        )
    elif events < FEWEST_EVENTS:
        reason = (
            f"Descriptive only: {events} event{'s' if events != 1 else ''} covered by at least two "
            f"outlets; at least {FEWEST_EVENTS} are needed."
        )
    return Gate(reason is None, reason is None, reason, None, (), smallest)
