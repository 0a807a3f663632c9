"""A later story that recalls an old event does not join it; a live blog is of its main event."""

from __future__ import annotations

from framing.events import cluster

OPENING = [
    "A ferry with 212 people on board ran aground off Norvik on Monday evening, the coast guard "
    "said. Helicopters lifted 31 passengers from the deck of the Marta Lund while tugs held her "
    "stern against the swell.\n\nCaptain Jonas Berg told harbour radio that the steering had "
    "failed ten minutes after the ship left Norvik for Sandhavn. Nobody was killed.",
    "The ferry Marta Lund struck rocks outside Norvik late on Monday with 212 people aboard. "
    "Rescuers flew 31 of them ashore by helicopter; the others waited until tugs had freed the "
    "ship.\n\nHer captain, Jonas Berg, blamed a failure of the steering shortly after departure "
    "for Sandhavn, the coast guard said.",
]
LATER = (
    "Parliament voted on Wednesday to spend 40 million on new lifeboat stations along the northern "
    "coast, a plan that fishermen have asked for since the spring. Minister Karin Holm said that "
    "the first three stations would open next year in Tromvik, Alta and Vard.\n\nThe opposition "
    "called the budget too small and asked where the crews would come from. The debate over sea "
    "rescue began a year ago, when the ferry Marta Lund ran aground off Norvik and helicopters "
    "lifted 31 passengers from her deck."
)
LIVE = (
    "Ferry aground: live updates\n\n21:40 The ferry Marta Lund has run aground off Norvik, the "
    "coast guard says. 212 people are aboard.\n\n22:15 Helicopters lift 31 passengers from the "
    "deck. Tugs hold the stern.\n\n23:05 Captain Jonas Berg tells harbour radio that the steering "
    "failed after leaving Norvik for Sandhavn."
)


def test_a_background_mention_does_not_join() -> None:
    dates = ["2021-03-01", "2021-03-02", "2022-03-09"]
    one, two, later = cluster([*OPENING, LATER], dates=dates)
    assert one == two != later


def test_nor_does_it_without_dates() -> None:
    one, two, later = cluster([*OPENING, LATER])
    assert one == two != later


def test_a_live_blog_is_of_its_main_event() -> None:
    one, two, live = cluster([*OPENING, LIVE], dates=["2021-03-01", "2021-03-02", "2021-03-01"])
    assert one == two == live
