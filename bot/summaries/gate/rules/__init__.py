"""The rules of the gate: each module has one `objection`, of what is told beside its source, empty where it has none.

On words, of an Alignment:
    presence        names, numbers and times are the source's, and words enough
    counting        a number counts what it counts there
    binding         names, numbers and times stand with the words that they stand with there
    measures        a number is of the same thing, and goes the same way
    copies          a sentence that is nearly the source's is not changed where it matters

On verbs, of a Scene:
    denial          what is denied, and left undone
    certainty       what is planned, supposed or done
    predicates      who does it, and to what
    circumstances   where, when, how much of it
    sequence        before and after what
    reasons         why

On nouns, of a Scene:
    nearness        no number, day or name stands in the place of another
    belonging       properties, kinds, places and names are of the same thing
    company         one is not the other of its kind, nor both of two
    ranking, rivals first, only, last: of the same noun, of the same one, among the same
    shares          all, each, half, others
    offices         who holds which

On what is new, of a Scene:
    additions       doers, things and claims of the summary's own
    novelty         one word of its own: a thing, a state, a manner

A new rule belongs in the module whose question it answers, as one more function of it; where none asks that, it is a
module of its own, with a place in `grounding._RULES` (an Alignment is enough) or `grounding._PARSED`. It starts from
false tellings in tests/data/grounding that get through without it, and stays if it costs next to none of the true ones.
"""
