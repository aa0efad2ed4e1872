"""Words that stand for one another in headlines: each line is one concept, its first word the name that the
others are read as.

Kept to what reporters exchange freely: two publishers tell one event and say "liftoff" and "launch", "Martian"
and "Mars", "sues" and "lawsuit". A word with a second common meaning of another kind stays out. Two words
joined by an underscore are a phrase.
"""

from __future__ import annotations

WORDS = """
launch liftoff lift-off blastoff blast-off takeoff loft lift_off blast_off take_off
debut maiden inaugural
land lander touchdown landing touch_down
moon lunar
mars martian red_planet
sun solar
jupiter jovian
astronaut cosmonaut taikonaut crew crewmember spaceman spacewoman
rocket launcher
spacecraft probe craft
telescope observatory
engine thruster
asteroid space_rock
exoplanet alien_world alien_planet
meteor fireball bolide shooting_star
volcano volcanic volcanism
helicopter rotorcraft
parachute chute
spacesuit space_suit
satellite sat smallsat cubesat
aurora auroras auroral northern_lights
delay postpone postponement slip defer setback push_back put_off
scrub abort cancel cancellation call_off
failure fail failing malfunction anomaly mishap
explode explosion exploding
reentry re-entry reenter re-enter deorbit de-orbit
spacewalk eva
usa us u.s america american united_states u_s
uk u.k britain british united_kingdom u_k
europe european
russia russian kremlin moscow
china chinese beijing
japan japanese tokyo
india indian
france french
germany german
italy italian
spain spanish
israel israeli
iran iranian tehran
iraq iraqi
syria syrian
turkey turkish
egypt egyptian
saudi riyadh
pakistan pakistani
afghanistan afghan
ukraine ukrainian kyiv kiev
poland polish
korea korean
vietnam vietnamese
thailand thai
australia australian
canada canadian
mexico mexican
brazil brazilian
argentina argentine argentinian
chile chilean
cuba cuban
venezuela venezuelan
africa african
nigeria nigerian
kenya kenyan
greece greek
sweden swedish
norway norwegian
netherlands dutch
ireland irish
scotland scottish
switzerland swiss
austria austrian
belgium belgian
portugal portuguese
palestine palestinian
libya libyan
lebanon lebanese
yemen yemeni
emirates uae
dead die dying death kill killing killer fatal fatally fatality slain deadly obituary
murder homicide manslaughter murderer
shoot shot shooting gunman gunmen gunfire shooter shootout
arrest detain detention nab custody
charge indict indictment accuse accused allegation allege
court judge tribunal
sue lawsuit litigation lawsuits
jail prison imprisonment imprisoned jailed inmate
win victory winner triumph winning
vote voter election electoral poll ballot
buy acquire acquisition purchase takeover buyout
rise increase climb jump surge hike costlier gain upswing
fall drop decline slump plunge decrease tumble dip tank
cut slash reduce reduction
profit earnings revenue
job employment hiring
company firm corporation
resign resignation quit step_down
sack oust ouster dismiss dismissal firing
appoint nominate nominee nomination appointment
select selection choose chosen pick
wedding marry marriage nuptials wed bride groom
pregnant pregnancy
baby birth born newborn infant babies
police cop policeman policemen
film movie
storm hurricane cyclone typhoon
earthquake quake tremor
subsidence subside sinking sink
plane aircraft airplane airliner aeroplane jet
crash collision wreck collide
rail train railway
car vehicle automobile automaker
phone smartphone
coronavirus covid covid-19 corona
talks negotiation negotiate negotiator
deal agreement pact accord
ban prohibit outlaw banned
protest demonstration demonstrator protester rally
troops soldier army military
marijuana cannabis weed pot
bankrupt bankruptcy insolvency chapter_11
apologize apology sorry apologise apologizes apologises
slam condemn denounce criticize criticise criticism
reveal unveil
study research researcher scientist
discover discovery detect detection find
visit trip
child kid children
pope pontiff
boss ceo chief_executive
president presidential
minister ministry
congress congressional lawmaker
wildfire bushfire blaze
injure injury wound hurt
bomb bombing blast bomber
terror terrorist terrorism
refugee migrant asylum
hack hacker hacked cyberattack breach
drug narcotic
truce ceasefire
budget spending
warn warning
approve approval
confirm confirmation
legislator senator
teen teenager teenage
rape rapist
fee fare
mother mom mum
father dad
champion championship
retire retirement
storey story
deploy deployment
complete completion
collapse collapsing
investigate investigation inquiry
promise pledge vow
jew jewish
muslim islam islamic
school student pupil
rescue bailout bail-out
governor gov
business corporate businesses
newyear nye new_year
newyork nyc new_york
2 two
3 three
4 four
5 five
6 six
7 seven
8 eight
9 nine
10 ten
11 eleven
12 twelve
iss space_station
splashdown splash_down
"""
