"""Datelines, bylines and credits: who wrote, who helped, who took the picture, who is cited."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.outlets.credits import WRITERS, cited, read
from framing.outlets.names import cut_date, names_in
from framing.outlets.outlet import Outlet
from framing.outlets.registry import Registry, load

BODY = (
    "The ministers met in the capital on Monday and spoke for two hours about the harvest, "
    "the ferry and the price of salt, officials said. More talks are planned for autumn."
)


def writers(text: str, **options) -> list[tuple[str, tuple[str, ...]]]:
    return [(c.kind, c.names) for c in read(text, **options) if c.kind in WRITERS]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("PYONGYANG, May 31. /TASS/. ", "TASS"),
        ("MOSCOW, May 31 (Reuters) - ", "Reuters"),
        ("MOSCOW (Reuters) – ", "Reuters"),
        ("Helsinki (AFP) - ", "AFP"),
        ("HELSINKI (AP) — ", "AP"),
        ("TURNBERRY, Scotland (AP) — ", "AP"),
        ("BEIJING, July 16 (Xinhua) -- ", "Xinhua"),
        ("PYONGYANG, May 31 (KCNA) -- ", "KCNA"),
        ("SEOUL, May 31 (Yonhap) -- ", "Yonhap"),
        ("TOKYO (Kyodo) -- ", "Kyodo News"),
        ("MOSCOW (Sputnik) - ", "Sputnik"),
        ("MOSCOW, June 3 (RIA Novosti) – ", "Sputnik"),
        ("ABU DHABI, 31st May, 2018 (WAM) -- ", "WAM"),
        ("Berlin (dpa) - ", "dpa"),
        ("May 31 (UPI) -- ", "UPI"),
        ("New Delhi, May 31 (PTI): ", "PTI"),
        ("TEHRAN, Jul. 16 (MNA) – ", "Mehr News Agency"),
        ("Washington (CNN) ", "CNN"),
        ("(CNN) ", "CNN"),
        ("Damascus, SANA-", "SANA"),
        ("TEHRAN, May 31, IRNA – ", "IRNA"),
        ("Accra, May 31, GNA - ", "GNA"),
        ("YEREVAN, MAY 31, ARMENPRESS. ", "Armenpress"),
        ("Minsk, May 31 /BelTA/. ", "BelTA"),
        ("KYIV, May 31, Ukrinform – ", "Ukrinform"),
        ("Hanoi (VNA) – ", "VNA"),
        ("ISLAMABAD, May 31 (APP): ", "APP"),
        ("RAMALLAH, May 31, 2018 (WAFA) – ", "WAFA"),
    ],
)
def test_datelines(line: str, name: str):
    assert writers(line + BODY) == [("dateline", (name,))]


@pytest.mark.parametrize(
    "line",
    [
        "The minister told a crowd (Reuters) - ",
        "Carl Bernstein (AP)\n",
        "He spoke to Reuters/Ipsos about /b/ and ",
        "BRENDAN SMIALOWSKI/AFP/Getty Images\n",
        "MOSCOW (Gazeta of Nowhere) - ",
        "MOSCOW — ",
        "and then (AP) - ",
        "Paris, Time - ",
        "Trend: ",
        "Moscow, Moscow. ",
    ],
)
def test_what_is_no_dateline(line: str):
    assert writers(line + BODY) == []


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Reuters", ("Reuters",)),
        ("by Reuters Staff", ("Reuters",)),
        ("By The Associated Press", ("AP",)),
        ("By JANE DOE Associated Press", ("AP",)),
        (
            "By              JANE DOE              and              JOHN ROE Associated Press",
            ("AP",),
        ),
        ("By JANE DOE, AP National Security Writer | on", ("AP",)),
        ("Posted 5:57 am, July 16, 2018, by Associated Press , Updated at 06:00AM", ("AP",)),
        ("The Associated Press — By JANE DOE - Associated Press", ("AP",)),
        ("Jane Doe and John Roe, Associated Press", ("AP",)),
        ("Jane Doe, Associated Press Published 9:21 a.m. ET July 15, 2018", ("AP",)),
        ("By Jane Doe, CNN", ("CNN",)),
        ("By Jane Doe New York Times", ("The New York Times",)),
        ("Reuters and AFP", None),
        ("By Jane Doe", None),
        ("By Tuesday afternoon, the White House and its allies were pushing back against it", None),
    ],
)
def test_bylines(line: str, names: tuple[str, ...] | None):
    found = [
        n for kind, n in writers(f"A headline of the day\n{line}\n\n{BODY}") if kind == "byline"
    ]
    assert found == ([names] if names else [])


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Associated Press Monday, July 16, 2018", "AP"),
        ("The Associated Press", "AP"),
        ("Reuters India•", "Reuters"),
        ("New York Daily News•", "New York Daily News"),
        ("StraitsTimes (31 May 2018)", "The Straits Times"),
        ("AP\nJuly 15, 2018", "AP"),
        ("Source: Xinhua", "Xinhua"),
        ("Source: https://tass.com/politics/1007260", "TASS"),
        ("This article was originally published by The Guardian", "The Guardian"),
    ],
)
def test_source_lines(line: str, name: str):
    assert ("source line", (name,)) in writers(f"{line}\nA headline of the day\n\n{BODY}")


def test_a_name_on_a_line_of_its_own_within_a_sentence_is_no_source():
    assert writers(f"A report in\nThe Washington Post,\nwhich came out today\n{BODY}") == []


def test_a_short_agency_name_alone_under_a_picture_is_a_picture_credit():
    text = f"A headline\nThe minister waves to a crowd.\nAP\nEmail\n{BODY}"
    assert [(c.kind, c.names) for c in read(text)] == [("photo", ("AP",))]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("© 2018 AFP. All Rights Reserved. This material may not be published.", "AFP"),
        ("© AFP 2018", "AFP"),
        ("Copyright 2018 The Associated Press. All rights reserved.", "AP"),
        ("© Copyright 2018 The Associated Press. All rights reserved.", "AP"),
        ("© 2018 Thomson/Reuters.  All rights reserved.", "Reuters"),
        ("Copyright 2018 by CNN NewSource. All rights reserved.", "CNN"),
        ("(c) 2018 AFP", "AFP"),
        ("Copyright © 2018, Reuters", "Reuters"),
    ],
)
def test_copyright_lines(line: str, name: str):
    assert writers(f"{BODY}\n\n{line}\n\nLeave a Reply") == [("copyright", (name,))]


@pytest.mark.parametrize(
    "line",
    [
        "© Valeriy Sharifulin/TASS",
        "Valery Sharifulin / AP",
        "© AFP 2018 / Jane Doe",
        "© Sputnik / Jane Doe",
        "(AP Photo/Jane Doe)",
        "Photo: Jane Doe, AP",
        "REUTERS/Jane Doe/File Photo",
        "Jane Doe/AFP/Getty Images",
        "Getty Images",
        "Image copyright Getty Images",
        "Jane Doe, AP",
        "Russian Foreign Ministry / Flickr",
    ],
)
def test_picture_credits_name_no_writer(line: str):
    assert writers(f"A headline of the day\n\n{line}\n\n{BODY}") == []


@pytest.mark.parametrize(
    ("line", "kind", "name"),
    [
        ("(Reporting by Jane Doe in Rome; Editing by John Roe)", "sign-off", "Reuters"),
        (
            "(Writing by Jane Doe; Additional reporting by John Roe; editing by Ann Poe)",
            "sign-off",
            "Reuters",
        ),
        (
            "Associated Press writers Jane Doe and John Roe contributed to this report.",
            "staff",
            "AP",
        ),
        ("Jane Doe is an Associated Press writer.", "staff", "AP"),
        ("The Associated Press contributed to this report.", "contribution", "AP"),
        ("Some information for this report came from Reuters.", "contribution", "Reuters"),
        ("Jane Doe and The Associated Press contributed to this report.", "contribution", "AP"),
        ("With files from The Canadian Press", "contribution", "The Canadian Press"),
        ("This report contains material from Reuters.", "contribution", "Reuters"),
        ("(AFP)", "end mark", "AFP"),
        ("- Bernama", "end mark", "Bernama"),
        ("Enditem", "end mark", "Xinhua"),
    ],
)
def test_last_lines(line: str, kind: str, name: str):
    assert [(c.kind, c.names) for c in read(f"{BODY}\n{BODY}\n{line}")] == [(kind, (name,))]


def test_a_report_that_somebody_contributed_to_is_not_signed_by_them():
    helped = "Contributing: Jane Doe and John Roe of USA TODAY; The Associated Press"
    assert writers(f"{BODY}\n{helped}") == []
    assert writers(f"{BODY}\nThe Associated Press contributed to this report.") == []
    assert writers(f"{BODY}\nPolitico reporter Jane Doe shared a clip of it.") == []


@pytest.mark.parametrize(
    "line",
    ["AFP - Xinhua", "Reuters-Xinhua", "By Reuters and AFP", "By AFP and Dailymail.com Reporter"],
)
def test_two_writers_are_mixed(line: str):
    found = [
        c
        for c in read(f"{line}\n{BODY}" if line[:2] == "By" else f"{BODY}\n{line}")
        if c.kind in WRITERS
    ]
    assert [c.mixed for c in found] == [True]


@pytest.mark.parametrize(
    "line",
    [
        "By Agencies",
        "Agencies",
        "Staff and agencies",
        "News Agencies | May 31, 2018",
        "From wire services",
    ],
)
def test_agencies_without_a_name(line: str):
    found = [c for c in read(f"A headline\n{line}\n{BODY}") if c.kind in WRITERS]
    assert [(c.names, c.mixed) for c in found] == [((), True)]
    (dated,) = read(f"KABUL (Agencies) - {BODY}")
    assert (dated.kind, dated.names, dated.mixed) == ("dateline", (), True)


@pytest.mark.parametrize(
    ("line", "version"),
    [
        ("UPDATE 2-Ministers meet in Rome", "UPDATE 2"),
        ("CORRECTED-Ministers meet", "CORRECTED"),
        ("WRAPUP 3-Ministers meet", "WRAPUP 3"),
        ("REFILE-Ministers meet", "REFILE"),
    ],
)
def test_versions(line: str, version: str):
    assert [(c.kind, c.text) for c in read(f"{line}\n\n{BODY}")] == [("version", version)]


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ('"It was good," TASS quoted a source as saying.', ["TASS"]),
        ("a delegation source told TASS earlier.", ["TASS"]),
        ("KCNA news agency said in a brief dispatch.", ["KCNA"]),
        ("according to the Interfax news agency", ["Interfax"]),
        ("Xinhua reported on Monday that", ["Xinhua"]),
        ("the harvest was good, the minister said", []),
    ],
)
def test_merely_cited(sentence: str, names: list[str]):
    assert [c.names[0] for c in cited(f"{BODY} {sentence}")] == names
    assert writers(f"{BODY} {sentence}") == []


def test_spans_show_where_credits_stand_and_where_not():
    far = f"{BODY}\n" * 12
    text = f"{far}By Reuters\n{far}"
    at = text.index("By Reuters")
    assert writers(text) == []
    assert writers(text, spans=[(at, at + 10, "byline")]) == [("byline", ("Reuters",))]
    head = f"By Reuters\n{BODY}"
    assert writers(head) == [("byline", ("Reuters",))]
    assert writers(head, spans=[(0, 10, "teaser")]) == []


def test_bylines_of_stories_listed_after_the_story_are_not_its_own():
    text = f"A headline\n{BODY}\nLatest news\nAnother story\nBy Reuters\n(c) 2018 AFP"
    story = (11, 11 + len(BODY), "body")
    tail = text.index("Latest")
    line, right = text.index("By Reuters"), text.index("(c)")
    spans = [
        story,
        (tail, tail + 25, "tail"),
        (line, line + 10, "byline"),
        (right, right + 12, "copyright"),
    ]
    assert writers(text, spans=spans) == [("copyright", ("AFP",))]
    assert ("byline", ("Reuters",)) in writers(text, spans=spans[:1])


def test_credits_point_to_their_words():
    text = f"A headline\nBy Reuters\n{BODY}\n© 2018 AFP"
    for credit in read(text):
        assert text[credit.start : credit.end].startswith(credit.text[:5])


def test_names_are_those_of_the_registry_given():
    mine = Registry((Outlet("Bugle Wire", role="wire agency"),))
    assert writers(f"By Bugle Wire\n{BODY}", registry=mine) == [("byline", ("Bugle Wire",))]
    assert writers(f"By Reuters\n{BODY}", registry=mine) == []


def test_a_date_is_cut_off():
    assert cut_date("The Associated Press | Monday, July 16, 2018, 9:06 a.m.") == (
        "The Associated Press"
    )
    assert cut_date("By Reuters") == "By Reuters"


def test_names_among_people():
    assert names_in("Justin Sink, Ann Poe and John Roe, Bloomberg", load()) == ("Bloomberg",)
    assert names_in("Jane Time", load()) == ()


words = st.sampled_from(
    [
        "By",
        "Reuters",
        "AP",
        "(AFP)",
        "/TASS/",
        "© 2018",
        "Photo:",
        "MOSCOW",
        "-",
        "—",
        ",",
        "\n",
        "\n\n",
        "Source:",
        "said",
        "contributed",
        "writer",
        "editing by",
        "https://tass.com/a",
        "\u00a0",
        "é",
        "🙂",
        "and",
        ".",
    ]
)


@given(
    st.one_of(st.text(max_size=400), st.lists(words, max_size=60).map(" ".join)),
    st.lists(
        st.tuples(
            st.integers(0, 90),
            st.integers(0, 90),
            st.sampled_from(["byline", "teaser", "copyright"]),
        ),
        max_size=3,
    ),
)
def test_any_text_is_read(text: str, raw: list[tuple[int, int, str]]):
    spans = [(min(a, b), max(a, b), kind) for a, b, kind in raw]
    for credit in read(text, spans=spans) + cited(text):
        assert 0 <= credit.start <= credit.end <= len(text)
        assert all(name in load().periods for name in credit.names)
    assert read(text, spans=spans) == read(text, spans=spans[::-1])
