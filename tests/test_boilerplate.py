import pytest

from bot.text import plain

NEWS = "The probe reached its orbit on Tuesday. It will map the ice for two years."


@pytest.mark.parametrize(
    "tail",
    [
        "Read full article",
        "Read full article | Comments",
        "Read the full article at orbit.example",
        "ALSO READ: Rocket fails again",
        "Also Read | Rocket fails again",
        "RELATED ARTICLE: Rocket fails twice",
        "Related: Rocket fails",
        "Check out more news and information on Space on Orbit News.",
        "[Read More]",
        "(Read more)",
        "Read more »",
        "Continue reading Rocket fails →",
        "The post Rocket fails. Again appeared first on Orbit.",
        "The article Rocket fails appeared first on Orbit",
        "Originally published at orbit.example",
        "This article was originally published by Orbit. Read the original article.",
        "Image credit: Agency",
        "Featured image: a rocket on its pad",
        "Subscribe to our newsletter",
        "Click to share on Mastodon (Opens in new window)",
        "Filed under: Space, Moon",
        "submitted by /u/someone [link] [comments]",
        "[link] [comments]",
        "Your browser does not support the video tag.",
        '[gallery ids="1,2"]',
        "Advertisement",
        "https://orbit.example/more",
        "Source: Orbit Agency",
        "4 min read",
        "Reading time: 4 minutes",
        "@OrbitAgency",
        "press@orbit.example",
        "202-555-0134",
        "Tel: +1 202 555 0134",
    ],
)
def test_what_leads_away_is_cut_in_a_block_and_behind_the_text(tail):
    assert plain(f"<p>{NEWS}</p><p>{tail}</p>") == NEWS
    assert plain(f"{NEWS} {tail}") == NEWS


@pytest.mark.parametrize(
    "text",
    [
        "Ad astra.",
        "The team will share the data. More is to come.",
        "Credit goes to the crew. They read the full manual twice.",
        "NASA calls it a source of pride.",
        "It says so. The post of director stays empty.",
        "What appeared first on the screen was a line.",
        "2026-05-06",
        "4 minutes",
        "1 000 000 km",
    ],
)
def test_prose_stays(text):
    assert plain(f"<p>{text}</p>") == text
    assert plain(f"{NEWS} {text}") == f"{NEWS} {text}"


@pytest.mark.parametrize(
    "mark", ["-end-", "###", "# # #", "-30-", "News Media Contacts:", "Explore More", "Related Terms"]
)
def test_a_release_ends_at_its_mark(mark):
    html = f"<p>{NEWS}</p><p>{mark}</p><p>Ann Poe</p><p>Press office</p><p>+1 555 0100</p>"
    assert plain(html) == NEWS


def test_a_list_at_the_start_is_no_end():
    html = f"<p>Orbit</p><p>Explore More</p><p>{NEWS}</p><p>{NEWS}</p>"
    assert plain(html).endswith(NEWS)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ('It flew. <img src="a.jpg" alt="a roc', "It flew."),
        ('<p>It flew.</p><img src="a.jpg" srcset="a.jpg 2', "It flew."),
        ("It flew. <a hre", "It flew."),
        ("It flew. </", "It flew."),
        ("It flew. <", "It flew."),
        ("It flew. <!-- no end", "It flew."),
        ('It flew. &lt;img src="a.jpg', "It flew."),
        ("&lt;p&gt;It flew.&lt;/p&gt;&lt;p&gt;High.&lt;/p&gt;", "It flew.\nHigh."),
        ("It&amp;#8217;s up &amp;nbsp;&amp;amp; away", "It’s up & away"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("Use <3 and &lt;b&gt;", "Use <3 and <b>"),
    ],
)
def test_no_markup_is_left_where_a_text_was_cut_or_escaped_twice(html, text):
    assert plain(html) == text
