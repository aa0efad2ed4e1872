"""The page in a real browser: it reads as Discord, works by keyboard, and hostile text stays text."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import discord
import pytest

from bot.rehearsal import Channel, RehearsalDiscord

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from tests.rehearsal.browser import Tab

NEWS = 1_200_000_000_000_000_001

HOSTILE = (
    "<script>window.hacked=1</script>",
    "<img src=x onerror=window.hacked=1>",
    "[click](javascript:window.hacked=1)",
    "[click](data:text/html,<script>window.hacked=1</script>)",
    "[https://nasa.gov](https://evil.example)",
    "<javascript:window.hacked=1>",
    "`<svg onload=window.hacked=1>` **<b onclick=window.hacked=1>x</b>**",
    "```html\n<script>window.hacked=1</script>\n```",
    '[a](https://ok.example/" onmouseover="window.hacked=1)',
    "# <iframe src=javascript:window.hacked=1></iframe>",
    "<t:99999999999999:F> <@0> <#1> </x:y> <t:9999999999999:R>",
    "*" * 600 + "_" * 600 + "|" * 600,
)

# Discord's markdown and what it becomes (class and title attributes left out).
MARKDOWN = {
    "**b** *i* _i_ __u__ ~~s~~": "<div><strong>b</strong> <em>i</em> <em>i</em> <u>u</u> <s>s</s></div>",
    "***both***": "<div><strong><em>both</em></strong></div>",
    "snake_case_name": "<div>snake_case_name</div>",
    "2 * 3 * 4": "<div>2 * 3 * 4</div>",
    r"\*not\* \_this\_": "<div>*not* _this_</div>",
    "`a **b**`": "<div><code>a **b**</code></div>",
    "# One\n## Two\n### Three\n#no": "<h3>One</h3><h4>Two</h4><h5>Three</h5><div>#no</div>",
    "-# small": "<small>small</small>",
    "-# small\n\n-# apart": "<small>small</small><div>\n</div><small>apart</small>",
    "line\n\n-# apart": "<div>line\n\n</div><small>apart</small>",
    "> quoted\nnot": "<blockquote><div>quoted</div></blockquote><div>not</div>",
    ">>> all\nof it": "<blockquote><div>all\nof it</div></blockquote>",
    "- a\n- b": "<ul><li>a</li><li>b</li></ul>",
    "- a\n  - b\n- c": "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>",
    "1. a\n2. b": '<ol start="1"><li>a</li><li>b</li></ol>',
    "```py\nx = 1\n```": "<pre><code>x = 1</code></pre>",
    "<@1100000000000000002> @everyone": "<div><span>@Astrid</span> <span>@everyone</span></div>",
    "<#1200000000000000002>": "<div><span># quiet</span></div>",
    "</brief now:5>": "<div><span>/brief now</span></div>",
    "[NASA](https://nasa.gov)": "<div><a>NASA</a></div>",
    "<https://nasa.gov>": "<div><a>https://nasa.gov</a></div>",
    "see https://nasa.gov/x_(y), or (https://esa.int)": (
        "<div>see <a>https://nasa.gov/x_(y)</a>, or (<a>https://esa.int</a>)</div>"
    ),
    "[https://nasa.gov](https://evil.example)": "<div>[https://nasa.gov](https://evil.example)</div>",
    "<t:0:D>": "<div><time>1 January 1970</time></div>",
}

RENDER = """
(async (text) => {
  const { markdown } = await import("/assets/markdown.js");
  const names = {
    person: (id) => (id === "1100000000000000002" ? "Astrid" : null),
    channel: (id) => (id === "1200000000000000002" ? "quiet" : null),
    role: () => null,
  };
  const box = document.createElement("div");
  box.append(...markdown(text, names));
  for (const node of box.querySelectorAll("*"))
    for (const name of node.getAttributeNames()) if (name !== "start") node.removeAttribute(name);
  return box.innerHTML;
})
"""


@pytest.fixture
async def page(rehearsal: RehearsalDiscord, open_tab: Callable[[], AsyncIterator[Tab]]) -> AsyncIterator[Tab]:
    async with open_tab() as tab:
        await tab.open(rehearsal.url + "/")
        await tab.until("document.querySelector('.welcome h3')")
        yield tab


async def test_an_empty_channel_says_that_the_first_brief_is_on_its_way(page):
    assert "Rehearsal: nothing here leaves this computer" in await page.run("document.body.innerText")
    assert "The first brief is on its way" in await page.run("document.querySelector('.welcome').innerText")
    assert [m for m in page.console if "exception" in m.lower()] == []


async def test_markdown_becomes_what_discord_makes_of_it(page):
    made = {text: await page.run(f"{RENDER}({json.dumps(text)})") for text in MARKDOWN}
    assert made == MARKDOWN


async def test_hostile_text_stays_text(rehearsal, page, api):
    for text in HOSTILE:
        status, _ = await api.post(text, embeds=[{"title": text[:256], "description": text}])
        assert status == 200
        assert (await api("POST", f"/channels/{NEWS}/messages", {"flags": 1 << 15, "components": [box(text)]}))[
            0
        ] == 200
    await page.until(f"document.querySelectorAll('.message').length === {2 * len(HOSTILE)}")
    await page.run(
        "document.querySelectorAll('#messages a').forEach(a => a.dispatchEvent(new MouseEvent('mouseover')))"
    )
    assert await page.run("typeof window.hacked") == "undefined"
    forbidden = "#messages script, #messages iframe, #messages svg, #messages [onerror], #messages [onclick]"
    assert await page.run(f"document.querySelectorAll('{forbidden}').length") == 0
    links = await page.run("[...document.querySelectorAll('#messages a')].map(a => [a.protocol, a.rel])")
    assert {tuple(link) for link in links} == {("https:", "noopener noreferrer nofollow")}
    shown = await page.run("document.querySelector('#messages').innerText")
    assert "<script>window.hacked=1</script>" in shown


def box(text: str) -> dict:
    return {"type": 17, "components": [{"type": 10, "content": text}]}


async def test_a_message_arrives_is_edited_and_goes_while_the_page_is_open(page, api):
    _, sent = await api.post("first **draft**")
    await page.until("document.querySelector('.message strong')?.innerText === 'draft'")
    path = f"/channels/{NEWS}/messages/{sent['id']}"
    await api("PATCH", path, {"content": "final"})
    await page.until("document.querySelector('.message')?.innerText.includes('final (edited)')")
    await api("DELETE", path)
    await page.until("!document.querySelector('.message')")


async def test_messages_of_one_author_are_grouped_under_one_name(page, api):
    for n in range(3):
        await api.post(str(n))
    await page.until("document.querySelectorAll('.message').length === 3")
    assert await page.run("document.querySelectorAll('.message .author').length") == 1
    assert await page.run("document.querySelector('.message .tag').innerText") == "APP"
    assert await page.run("document.querySelectorAll('.day').length") == 1


async def test_a_command_is_used_by_keyboard_alone(rehearsal, bot, page):
    await page.run("document.getElementById('typed').focus()")
    await page.type("/bri")
    listed = await page.run("[...document.querySelectorAll('.entry b')].map(n => n.innerText)")
    assert listed == ["/brief now", "/brief panel"]
    await page.key("Enter")
    await page.until("document.querySelector('.entry')?.innerText === 'Morning'")
    await page.type("eve")
    await page.until("document.querySelector('.entry')?.innerText === 'Evening'")
    await page.key("Tab")
    await page.key("Enter")
    await page.until("document.querySelector('.message.ephemeral')?.innerText.includes('evening: 3 stories')")
    said = await page.run("document.querySelector('.message.ephemeral').innerText")
    assert "Astrid used / brief now" in said.replace("\n", " ")
    assert "Only you can see this" in said
    await page.run("document.querySelector('.message.ephemeral .text-button').click()")
    await page.until("!document.querySelector('.message')")


async def test_a_command_is_sent_once_however_often_send_is_clicked(rehearsal, bot, page):
    await page.run("document.getElementById('typed').focus()")
    await page.type("/brief now")
    await page.key("Enter")
    await page.type("Evening")
    await page.run("const send = document.querySelector('.send'); send.click(); send.click();")
    await page.until("document.querySelector('.message.ephemeral')?.innerText.includes('Evening: 3 stories')")
    await page.run("new Promise((done) => setTimeout(done, 300))")
    assert await page.run("document.querySelectorAll('.message.ephemeral').length") == 1


async def test_a_required_option_is_asked_for(bot, page):
    await page.run("document.getElementById('typed').focus()")
    await page.type("/brief now")
    await page.key("Enter")
    await page.until("document.querySelector('.entry')?.innerText === 'Morning'")
    await page.key("Escape")
    await page.run("document.querySelector('.send').click()")
    await page.until("document.querySelector('.composer-error').innerText.includes('required: name')")


async def test_a_button_of_a_panel_is_pressed(rehearsal, bot, page):
    await rehearsal.command("brief panel", channel=NEWS)
    await page.until("document.querySelector('.container.accented button')")
    assert await page.run("document.querySelector('.container h3').innerText") == "Morning brief"
    await page.run("document.querySelector('.container button').click()")
    await page.until("document.querySelector('.message.ephemeral')?.innerText.includes('More of it')")


async def test_a_command_that_is_not_answered_is_shown_as_failed(bot, page):
    await page.run("document.getElementById('typed').focus()")
    await page.type("/silent")
    await page.key("Enter")
    await page.run("document.querySelector('.send').click()")
    await page.until("document.querySelector('.sending')")
    await page.until("document.querySelector('.failed')?.innerText.includes('The application did not respond')", 5)


async def test_another_person_sees_and_is_offered_other_things(bot, page):
    await page.run("document.querySelector('.slash').click()")
    assert "/settings" in await page.run("document.querySelector('.popup').innerText")
    choose = "const s = document.getElementById('viewer'); s.selectedIndex = 1; s.dispatchEvent(new Event('change'))"
    await page.run(f"(() => {{ {choose} }})()")
    await page.until("document.querySelector('#my-avatar').innerText === 'M'")
    await page.run("document.querySelector('.slash').click()")
    assert "/settings" not in await page.run("document.querySelector('.popup').innerText")


async def test_a_phone_shows_the_channel_without_scrolling_sideways(rehearsal, page, api):
    rehearsal.world.add_channel(Channel(90, "a-channel-with-a-very-long-name-that-goes-on"))
    embed = discord.Embed(title="A long title " * 8, description="word " * 60).to_dict()
    await api.post("https://example.org/" + "x" * 300, embeds=[embed])
    await page.open(rehearsal.url + "/", width=360, height=700)
    await page.until("document.querySelector('.embed')")
    await asyncio.sleep(0.1)
    assert await page.run("document.documentElement.scrollWidth") == 360
    wide = "[...document.querySelectorAll('.main *')].filter(n => n.getBoundingClientRect().right > 361).length"
    assert await page.run(wide) == 0
    await page.run("document.getElementById('menu').click()")
    assert await page.run("document.querySelector('.channel').offsetWidth") > 0
