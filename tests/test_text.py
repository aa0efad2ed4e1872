import time
import unicodedata

import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st

from bot.text import MAX_COMBINING, clip, escape_discord, one_line, plain, visible
from tests.markdown import show

# ---------------------------------------------------------------- HTML


def test_each_block_is_a_line_and_inline_markup_is_none():
    html = "Intro<p>One <b>two</b>\n three</p>after<ul><li>x<li>y</ul><div>z<br>last</div>"
    assert plain(html).split("\n") == ["Intro", "One two three", "after", "x", "y", "z", "last"]


def test_cells_of_a_table_are_lines_and_what_follows_it_stays_behind_it():
    html = "<table><caption>Mass</caption><tr><th>Stage</th><td>4 t</td></tr></table>Then it flew."
    assert plain(html).split("\n") == ["Mass", "Stage", "4 t", "Then it flew."]


@pytest.mark.parametrize(
    "html",
    [
        "<script>evil()</script>Words",
        "<style>p{color:red}</style>Words",
        "<p>Words</p><noscript><img src=x></noscript>",
        "<figure><img src=a.jpg><figcaption>A rocket. Credit: Us</figcaption></figure>Words",
        '<span style="display:none">secret</span>Words',
        "<p hidden>secret</p>Words",
        "<iframe src=//x>fallback</iframe>Words",
        "<!-- note -->Words",
        "Words<!-- never closed",
    ],
)
def test_what_a_reader_of_the_page_does_not_read_is_left_out(html):
    assert plain(html) == "Words"


def test_entities_are_decoded_once():
    assert plain("Fish &amp; chips &#8217;s &lt;b&gt; &amp;lt;") == "Fish & chips ’s <b> &lt;"
    assert plain("<p>Fish &amp; chips&nbsp;now</p>") == "Fish & chips now"


def test_text_without_markup_keeps_its_paragraphs_and_joins_wrapped_lines():
    assert (
        plain("First line\ngoes on here.\n\nSecond: done\nThird.") == "First line goes on here.\nSecond: done\nThird."
    )


@pytest.mark.parametrize(
    "line",
    [
        "The post Moon base opens appeared first on Orbit Daily.",
        "[…]",
        "[...]",
        "Read full article",
        "Comments",
        "12 Comments",
        "ALSO READ: Ten ways to see the Moon; How to hold a telescope",
        "RELATED ARTICLE: Station Tilts Again",
        "Related: Why rockets are white",
        "Check out more news and information on Space in Orbit Daily.",
        "Continue reading Moon base opens →",
        "Continue reading...",
        "Read more »",
        "Subscribe to our newsletter for more",
        "Follow us on Twitter @orbitdaily",
        "Credit: Orbit Daily / J. Doe",
        "(Image credit: Orbit Daily)",
        "Advertisement",
        "Click here to see the gallery",
        "This article was originally published on Orbit Daily",
    ],
)
def test_a_line_that_leads_elsewhere_is_dropped(line):
    assert plain(f"<p>The rocket flew.</p><p>{line}</p><p>It landed.</p>") == "The rocket flew.\nIt landed."


@pytest.mark.parametrize(
    "line",
    [
        "Comments from the agency were not available on Friday.",
        "The post of administrator has been empty since May.",
        "Related work by the same team appeared in March.",
        "Share prices of the maker fell by 4%.",
        "Credit: a word that banks like, and rocket makers need.\nMore follows." * 8,
        "Check out procedures at the pad took nine hours.",
        "Read the full moon's light as you like, it is sunlight.",
        "More than 40 satellites were aboard.",
        "Following the launch, the booster landed.",
    ],
)
def test_a_sentence_of_the_story_that_begins_alike_stays(line):
    assert plain(f"<p>The rocket flew.</p><p>{line}</p>").startswith("The rocket flew.\n")


def test_a_tail_within_a_paragraph_is_cut():
    assert plain("It flew at dawn [&#8230;] The post It flew appeared first on Orbit Daily.") == "It flew at dawn…"
    assert plain("It flew at dawn. [...]") == "It flew at dawn…"
    assert plain("<p>It flew at dawn. <a href=x>Read more »</a></p>") == "It flew at dawn."


def test_markup_deeper_than_any_article_costs_no_time():
    started = time.process_time()
    assert plain("<div>" * 50_000 + "x") == "x"
    assert time.process_time() - started < 1


@given(st.text(alphabet=st.sampled_from("<>/!-pbdivtrscript &;#x30\"'=\n\x00\x1e.[]…Aa"), max_size=200))
def test_any_markup_gives_clean_lines(html):
    text = plain(html)
    assert all(line == line.strip() and line for line in text.split("\n")) or not text
    assert "\x1e" not in text
    assert "\x00" not in text


# ---------------------------------------------------------------- characters


def test_what_cannot_be_seen_is_dropped():
    hostile = "a\u202eb\u200bc\u2066d\ufeffe\U000e0041f\u3164g\u2800h\u00adi\x1b[31mj\ue000k\u034fl"
    assert visible(hostile) == "abcdefghi[31mjkl"


def test_piles_of_marks_are_cut_and_written_languages_are_not():
    piled = visible("Z" + "\u0336\u0301" * 20)
    assert piled[0] == "Ź"
    assert len(piled) == 1 + MAX_COMBINING
    for word in ("Việt Nam", "שָׁלוֹם", "हिन्दी", "ไทย", "العَرَبِيَّة", "naïve", "می‌خواهم"):
        assert visible(word) == unicodedata.normalize("NFC", word)


def test_a_joiner_stays_inside_an_emoji_and_nowhere_else():
    assert visible("👨‍🚀 and 🏳️‍🌈") == "👨‍🚀 and 🏳️‍🌈"
    assert visible("pass\u200dword \u200dx") == "password x"


def test_every_line_break_is_a_newline():
    assert visible("a\r\nb\rc\u2028d\x85e\x0bf") == "a\nb\nc\nd\ne\nf"
    assert one_line(" a\r\n b\u00a0c\t\u2003d ") == "a b c d"


@given(st.text(max_size=100))
def test_visible_has_nothing_more_to_do_the_second_time(text):
    once = visible(text)
    assert visible(once) == once


# ---------------------------------------------------------------- cutting


def test_a_clip_ends_after_a_word():
    assert clip("The rocket flew at dawn", 16) == "The rocket flew…"
    assert clip("The rocket flew, at dawn", 17) == "The rocket flew…"
    assert clip("short", 5) == "short"
    assert clip("Donaudampfschifffahrt", 10) == "Donaudamp…"


GRAPHEMES = st.lists(
    st.sampled_from(
        [
            "a",
            " ",
            "é",
            "e\u0301\u0323",
            "👨‍🚀",
            "👩🏽‍🔬",
            "🇫🇷",
            "🇩🇪",
            "한",
            "\u1112\u1161\u11ab",
            "不",
            "🏳️‍🌈",
            "נ\u05b8",
            "\n",
        ]
    ),
    max_size=30,
).map("".join)


@given(GRAPHEMES, st.integers(1, 40))
@example("🇫🇷🇩🇪🇫🇷", 5)
def test_a_clip_never_cuts_a_grapheme(text, limit):
    cut = clip(text, limit)
    assert len(cut) <= limit
    if cut != text:
        kept = cut.removesuffix("…")
        edges, at = {0}, 0
        for grapheme in regex.findall(r"\X", text):
            at += len(grapheme)
            edges.add(at)
        assert text.startswith(kept)
        assert len(kept) in edges


# ---------------------------------------------------------------- Discord


@pytest.mark.parametrize(
    "hostile",
    [
        "@everyone and @here",
        "<@123456789> <@!1> <@&2> <#3>",
        "https://nasa.gov](https://evil.example)",
        "[click](https://evil.example)",
        "join discord.gg/abc or DISCORD.com/invite/abc",
        "</ban:1> <:smile:2> <a:x:3> <t:1700000000:R> <id:customize>",
        "**bold** __under__ ~~gone~~ ||spoiler|| `code` ```py\nx```",
        "# Head\n## Two\n-# small\n> quote\n>>> all\n- item\n* item\n+ item\n1. one\n12) twelve",
        "<https://evil.example> <mailto:a@b.c>",
        r"\*already\* escaped\\",
        "steam://run/1 javascript://x",
        "a_b_c snake_case 5*3*2",
    ],
)
def test_nothing_of_a_hostile_text_comes_alive(hostile):
    shown = show(escape_discord(hostile))
    assert shown.alive == []
    assert shown.text == hostile


HOSTILE = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "@everyone",
                "@here",
                "<@1>",
                "<@&2>",
                "<#3>",
                "https://",
                "discord.gg/",
                "discord.com/invite/x",
                "](",
                "[",
                "]",
            ]
            + [
                "(",
                ")",
                "\\",
                "*",
                "**",
                "_",
                "~~",
                "||",
                "`",
                "```",
                "# ",
                "- ",
                "> ",
                "1. ",
                "\n",
                " ",
                "<t:1>",
                "<:a:1>",
                "://",
            ]
            + ["\u200b", "\u202e", "-# ", "+ ", "<", ">", "@", ":", "/", "a", "1", "é", "everyone", "\u00a0", "\t"]
        ),
        st.text(max_size=4),
    ),
    max_size=14,
).map("".join)


@given(HOSTILE)
def test_discord_shows_exactly_the_text_and_nothing_alive(text):
    shown = show(escape_discord(text))
    assert shown.alive == []
    assert shown.text == visible(text)


@given(HOSTILE)
def test_a_label_can_not_end_its_link_early(text):
    label = escape_discord(text, label=True)
    assert not set("[]\n") & set(label)
    assert show(label).alive == []


def test_escaping_takes_time_in_proportion_to_the_text():
    started = time.process_time()
    escape_discord("\n" * 20_000)
    assert time.process_time() - started < 1
