import pytest

from bot.news.kinds import Kind, kind


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Rocket Report: a booster comes home twice", Kind.ROUNDUP),
        ("Launch Preview: four flights in a busy week", Kind.ROUNDUP),
        ("This week in space: eclipses and engines", Kind.ROUNDUP),
        ("Space Coast launch schedule", Kind.ROUNDUP),
        ("On this day in space: the first satellite of Norland", Kind.ROUNDUP),
        ("Tanks pass their test. And, a comet returns", Kind.ROUNDUP),
        ("Digest of the hour", Kind.ROUNDUP),
        ("Nebulas, crews and rockets: Here are the best photos from our staff", Kind.ROUNDUP),
        ("A ring of dust | Space photo of the day for May 9", Kind.PICTURE),
        ("Save 30% on this telescope", Kind.ADVERT),
        ("Small Satellite Market Size, Share and Forecast", Kind.ADVERT),
        ("Opinion: Leave the rings alone", Kind.OPINION),
        ("The U.S. must defend its satellites", Kind.OPINION),
        ("The future of small launchers with Ada Quill of Brightwater", Kind.OPINION),
        ("I’ve steered a rover, and here's what a day looks like", Kind.OPINION),
        ("Should Titan be humanity's next harbour?", Kind.OPINION),
        ("Could the Moon be blockaded? Experts are worried", Kind.OPINION),
        ("Rocket will fly in June, can it reach orbit?", Kind.REPORT),
        ("The head of the agency meets with Blue Origin", Kind.REPORT),
        ("Crew must land by Friday as storm nears, agency says", Kind.REPORT),
        ("7 things to know about the eclipse", Kind.LISTICLE),
        ("This is who builds the interceptors", Kind.LISTICLE),
        ("Here's what the new map means for dark energy", Kind.LISTICLE),
        ("How space weather forecasting keeps crews safe", Kind.LISTICLE),
        ("The best binoculars for beginners", Kind.LISTICLE),
        ("Watch live: Electron lifts off", Kind.LIVE),
        ("Live coverage: Falcon 9 to launch 24 satellites", Kind.LIVE),
        ("Agency invites media to rocket rollout", Kind.LIVE),
        ("New trailer for the moon film", Kind.CHATTER),
        ("Vulcan lifts off on maiden flight", Kind.REPORT),
        ("Two astronauts return from orbit", Kind.REPORT),
        ("Crew dragon deals with a stuck valve", Kind.REPORT),
        ("Agency to answer questions from students", Kind.HOUSE),
        ("Agency wins two web awards", Kind.HOUSE),
        ("Metrics", Kind.HOUSE),
        ("Quillon shares drop after the launch", Kind.MARKET),
        ("5 space stocks that climb", Kind.MARKET),
        ("Quillon has a new employee stock plan", Kind.REPORT),
        ("Earth from Space: a delta in spring", Kind.PICTURE),
        ("What's happening in space policy this May", Kind.ROUNDUP),
        ("A station above the clouds, now in season 3", Kind.CHATTER),
        ("These 2 companies want to clear orbit", Kind.REPORT),
        ("Country hides its launch schedule", Kind.REPORT),
        ("Live coverage: Falcon 9 launches a radar satellite from Norland", Kind.REPORT),
        ("Live updates: lander touches down near the pole", Kind.REPORT),
        ("Director to discuss the coming lunar flight", Kind.LIVE),
        ("Test range to host public information session", Kind.LIVE),
        ("A gorgeous new image of the Heron Nebula", Kind.PICTURE),
        ("Our rockets deserve better, and they depend on steady funding", Kind.OPINION),
        ("A shadow falls over our solar system", Kind.REPORT),
        ("Why do young stars flicker? New data give a hint", Kind.FEATURE),
        ("Is Triton alive? Geysers hint at it", Kind.FEATURE),
        ("How an odd pair of planets stayed together", Kind.FEATURE),
        ("Second cargo flight: mission overview", Kind.FEATURE),
        # News of a deed with its outcome, in the words of an opinion, an explainer or a question.
        ("Our probe failed, says its owner", Kind.REPORT),
        ("Norland's plan is a 'threat to our future', society says", Kind.REPORT),
        ("Why Norland grounded the fleet", Kind.REPORT),
        ("Here's why Quillon scrubbed its flight", Kind.REPORT),
        ("Is this the end? Norland cancels its station", Kind.REPORT),
        ("What went wrong? Petrel 3 fails to reach orbit", Kind.REPORT),
        ("Builders make the case for a second station", Kind.REPORT),
        ("Why we lost the race", Kind.OPINION),
        ("Opinion: Norland cancelled the wrong rocket", Kind.OPINION),
        ("Should Norland have cancelled its station?", Kind.OPINION),
        ("How probes land on comets", Kind.FEATURE),
        # What somebody says of himself, or of how it was, before nothing that happened.
        ("'I was the last to leave': pilot on her days in orbit", Kind.FEATURE),
        ("'It was quite a sight!' Pilot sees a fireball from above", Kind.FEATURE),
        ("'It was a very bright night': probe explodes over Norland", Kind.REPORT),
        ("'That plan can never win': parliament objects to cuts", Kind.REPORT),
        ("'Silent Harbour': a map of the ice below Titan", Kind.REPORT),
        # What nobody in particular does.
        ("Riding the wave of small satellites", Kind.FEATURE),
        ("Between want and plenty: rethinking the station", Kind.FEATURE),
        ("Following the loss, Norland grounds the fleet", Kind.REPORT),
        ("Braving the cold, rover reaches the crater", Kind.REPORT),
        # To the reader.
        ("Check your weight with the crew's plush toy", Kind.FEATURE),
        ("You've heard of the Guard. Now there is a second one", Kind.FEATURE),
        ("A stage could hit the Moon: Here's what you need to know", Kind.FEATURE),
        ("Company wants to reach your phone from orbit", Kind.REPORT),
        ("Don't miss this rocket on the coast. Launch planned for Sunday", Kind.LIVE),
        ("Launch today. Where, when to see the rocket", Kind.LIVE),
        ("Crew flight slips to March. Can the landing still be made?", Kind.REPORT),
        ("Why are the rings so young? | Space photo of the day", Kind.PICTURE),
        ("", Kind.REPORT),
    ],
)
def test_a_headline_tells_the_kind_of_piece(title, expected):
    assert kind(title) is expected


def test_the_section_in_an_address_tells_the_kind_where_the_headline_does_not():
    title = "A shadow over the rings"
    assert kind(title, "https://a.example/entertainment/a-shadow") is Kind.CHATTER
    assert kind(title, "https://a.example/category/opinion/a-shadow") is Kind.OPINION
    assert kind(title, "https://a.example/ESA_Multimedia/Images/2026/a-shadow") is Kind.PICTURE
    assert kind(title, "https://a.example/2026/05/opinion-of-a-shadow") is Kind.REPORT
    assert kind("Rocket Report: a shadow", "https://a.example/entertainment/a-shadow") is Kind.ROUNDUP
    assert kind(title, "https://a.example/centers-and-facilities/norland/a-shadow") is Kind.FEATURE
    assert kind(title, "https://a.example/offices/technology/prizes-challenges-ideas/a-shadow") is Kind.HOUSE


def test_a_headline_that_tells_of_an_event_is_news_though_it_stands_among_pictures():
    address = "https://a.example/photojournal/a-page"
    assert kind("Rover looks back at its tracks", address) is Kind.PICTURE
    assert kind("Rover frees its wheel from a rock", address) is Kind.REPORT


def test_to_what_a_headline_invites_its_section_tells():
    title = "Watch live: the Leonids at their peak"
    assert kind(title, "https://a.example/stargazing/leonids") is Kind.CHATTER
    assert kind(title, "https://a.example/launches/leonids") is Kind.LIVE
    assert kind("Will the Moon hide the Leonids?", "https://a.example/stargazing/leonids") is Kind.CHATTER
