"""What insults, threats and belittling look like when no single word gives them away; bounded, pure.

Each pattern says who is meant ("you ..."), so that the same words about a thing, a process or oneself are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.screening.belittling import BELITTLING, RUDE
from app.screening.hurting_german import INSULTS as GERMAN_INSULTS
from app.screening.hurting_german import RUDE as GERMAN_RUDE
from app.screening.hurting_german import THREATS as GERMAN_THREATS
from app.screening.insulting import ARE, MOCKED, MORE, NAMES, TRAITS, YOU

_HARM = r"(?:kill|hurt|beat|stab|strangle|punch|slap|hang|shoot|hit|smack|drown|skin|gut|bury|burn|whip|kick|choke)"
_BODY = (
    r"(?:fingers?|neck|legs?|arms?|nose|face|bones?|jaw|skull|head|teeth|knees?|kneecaps?|throat|guts|eyes?"
    r"|tongue|hands?"
    r"|windows|car|house|home)"
)
_WILL = r"i(?: will|'ll|ll| am going to|'m going to| would|'d|'m gonna| gonna| shall| want to)"
_SOMEBODY = r"(?:someone|somebody|they|we|one) (?:should|ought to|needs to|must|has to)(?: just| really)?"

INSULTS = (
    rf"{YOU}(?: {ARE}|'re|re) {MORE}(?:{TRAITS}[ ,]+)?{MORE}(?:{NAMES}|{TRAITS})",
    rf"(?:your|ur|youre) (?:an?|such an?) {MORE}(?:{TRAITS} )?(?:{NAMES}|{TRAITS})",
    rf"you (?:(?:absolute|complete|total|utter|little|old|big|fat|bloody|damn|silly|{TRAITS})[ ,]+){{1,3}}{NAMES}",
    rf"you {TRAITS} (?:little |old )?(?!thing|question|mistake|enough|if|when|but|or|and)[a-z]{{3,20}}",
    rf"(?:{MOCKED}[ ,]+)(?:(?:and )?{TRAITS}[ ,]+){{0,2}}(?:people|person|wom[ae]n|m[ae]n|girl|boy|bureaucrats?|lot)",
    rf"are you (?:really |just |that |all )?(?:deaf|thick|blind|{TRAITS}) or",
    rf"(?:as|so) {TRAITS} as you",
    rf"(?:only|what kind of) an? (?:complete |total |real )?{NAMES}",
    rf"{NAMES} like you",
    rf"what an? (?:bunch of |load of |pack of )?(?:complete |total |utter |little |old |{TRAITS} ){{0,3}}{NAMES}",
    rf"what an? (?:complete |total |utter )?{TRAITS} (?:little |old )?(?:person|m[ae]n|wom[ae]n|people|lot|human)",
    rf"(?:the whole lot of|every one of|both of) you (?:{NAMES}|{TRAITS})",
    r"your (?:kind|sort) (?:always|never|should|all)", r"people like you (?:should|must|have no)",
    r"without (?:people like )?you(?: people)? in it", r"better (?:place )?without (?:people like )?you",
    r"i spit on", r"nobody (?:likes|wants|cares what) you", r"nobody wants a (?:\w+ ){1,2}like you",
    r"(?:smarter|brighter) (?:potatoes|than you)", r"dropped on your head", r"use your brain(?=[.!,]| *$)",
    r"(?:^|(?<=[.!?,] ))(?:go and |please )?learn to read(?=[.!,]| *$)",
    r"your mother (?:not |never )?(?:teach|should)",
    r"cry me a river", r"shut your (?:mouth|face|trap|gob)",
    r"an? (?:child|baby|toddler) and think like one", r"thick as (?:two|a)(?= )", r"(?:gene pool)(?=[.!]| *$)",
    r"where the sun doesn't shine", r"lick(?:ing)? (?:the |his |her |their )?boots",
    r"(?:girls|women|females|foreigners|immigrants) (?:should not|shouldn't|should never|are all|belong)",
    r"(?:girls|women|foreigners|immigrants|blacks|gays|jews|muslims) like you",
    r"your parents must be (?:\w+ ){0,2}(?:disappointed|ashamed)", r"(?:with|has|have|had) (?:no|half a) brain",
    r"anybody at all .{0,40}with a brain", r"(?:sick|tired) of your lies",
    r"(?:crawl|go) back (?:under|into|to) your (?:rock|cave|hole|country)", r"eat (?:dirt|shit)",
    r"typical (?:wom[ae]n|females?|foreigners?|immigrants?|boomers?)", r"(?:old|young) people like you",
    rf"(?<![a-z,] ){NAMES}[.!](?= [A-Z]| *$)", r"(?:^|(?<=[.!?] ))get lost(?=[,.!]| *$)",
    r"sh[*#@]t|f[*#@]{1,3}k?(?:ing)?(?= you| off|\W|$)|b[*#@]tch(?:es)?|c[*#@]nts?|a[*#@]{2}holes?",
    *BELITTLING, *GERMAN_INSULTS,
)  # fmt: skip
THREATS = (
    rf"{_WILL} (?:\w+ ){{0,2}}{_HARM} (?:you(?! an?\b| the\b| your\b| up a\b| back\b)|him|her|them all|u\b)",
    (rf"{_WILL} (?:\w+ ){{0,2}}(?:break|smash|crush|rip|cut|slit|wring|bash|burn|torch|slash) (?:your|his|her"
     rf"|ur) (?:\w+ )?{_BODY}"),
    (rf"{_WILL} (?:\w+ )?(?:find|get|come for|hunt|finish|end|destroy|ruin|deal with|come after|make) (?:you|u)"
    r"(?= and|[.!]| *$| pay| suffer| bleed| cry| regret| sorry| wish)"),
    rf"{_WILL} have your (?:head|guts|hide|job|balls)", (rf"{_WILL} (?:love|like) to (?:see|watch) you (?:\w+ )?"
    r"(?:die|suffer|burn|bleed|cry|hang|choke|drown|rot|fall)"),
    rf"{_WILL} see you (?:dead|hang(?:ed)?|burn|bleed|in hell|in the ground)",
    r"(?:coming|come|came) (?:for you|after you|to get you|with an? (?:\w+ )?(?:bat|knife|gun|axe|hammer|crowbar))",
    (r"(?:should|deserves?|deserves? to|ought to|needs? to|must) (?:all )?(?:be|get) (?:shot|hanged|hung|beaten|killed"
    r"|burn(?:ed|t)|stabbed|whipped|slapped|flogged|gassed|drowned|put down|lynched)"),
    rf"{_SOMEBODY} {_HARM} (?:you|him|her|them|the lot|your|his|their)",
    r"you deserve (?:to (?:suffer|rot|burn|bleed|hang|choke|lose)|a (?:bullet|beating|slap|kicking|good hiding))",
    r"you(?: are|'re) (?:a )?dead(?: man| meat)?(?=[.!,]| *$)",
    (r"you(?:'ll| will) (?:(?!not\b|never\b)\w+ )?(?:bleed|burn|pay with|hang"
    r"|be sorry|wish you were)"), r"(?:end up|wake up|be found) (?:dead|in (?:a ditch|the river|hospital|a hospital))",
    r"wait (?:till|until) i (?:find|get|see|meet|catch) (?:you|hold)", r"sleep with one eye",
    (r"(?:i|we) know where (?:you|your (?:\w+ ){0,2}\w+) (?:live|lives|work|works|park|parks|sleep|sleeps|goes|go|is)"
    r"(?: to school)?(?= and|[.!,]| *$)"),
    r"watch your back", r"you(?:'ll| will) regret (?:this|it)", r"(?:pay|paid) for this,? (?:\w+,? ){0,3}with blood",
    r"never walk again", r"burn (?:down )?(?:your|the|this|their) (?:\w+ ){1,3}down(?= with)?",
    (r"i hope (?:you|your \w+|they|he|she) (?:\w+ ){0,2}(?:die|dies|rot|rots|suffer|suffers|choke|burn|burns"
    r"|lose your job"
    r"|get fired|get sick|gets? cancer|get hurt|crash|drown|bleed|never wake)"),
    r"may you (?:\w+ )?(?:burn|rot|die|choke|suffer|drown)", r"(?:burn|rot|roast|see you) in hell",
    r"if i (?:ever )?(?:meet|see|catch|find) (?:you|any of you|one of you)", r"wish you had never been born",
    r"hunt you down",
    r"teach (?:you|him|her|them|this \w+) a lesson(?: with|[.!]| *$)", r"choke on (?:it|your)", r"say that to my face",
    r"i hope (?:the \w+ )?(?:whole )?\w+ falls on you",
    r"drop dead(?=[.!,]| *$)", r"rot in (?:prison|jail)", r"stop breathing",
    r"jump off an? (?:bridge|cliff|roof|building)",
    r"go (?:and )?(?:drown|hang|shoot|choke|stab) yourself", r"(?:off|end) yourself", r"with blood",
    r"(?:the world|we|everyone|everybody|this town) (?:would|will|'d) be better off (?:without you|if you)",
    r"(?:why don't you|please) (?:just )?(?:die|drown|jump in front of)(?=[.!,?]| *$| a)", *GERMAN_THREATS,
)  # fmt: skip
# Said of oneself, or told of what others said.
_TOLD = re.compile(
    r"(?:\b(?:i|we) (?:am|was|were|felt|feel|look|looked)(?: like)?|\bi'm|\bfelt like|\bfeel like"
    r"|\bcall(?:ed|s|ing)? (?:me|us)|\bsilly me|\b(?:wrote|writes|said|says|told me|read))"
    r"(?: such)?(?: an?)?(?: \w+)?[\s\"“”'‘:,]*$",
    re.IGNORECASE,
)
_BEFORE = 60


def _either(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w])(?:{'|'.join(patterns)})(?![\w*])", re.IGNORECASE)


_BY_LEVEL = {1: _either((*RUDE, *GERMAN_RUDE)), 2: _either(INSULTS), 3: _either(THREATS)}


def find(text: str, least: int) -> Iterator[tuple[int, int]]:
    """Where a text is rude (severity 1), insults (2) or threatens (3) somebody, from a severity on; in no order."""
    for level, pattern in _BY_LEVEL.items():
        if level >= least:
            yield from (found.span() for found in pattern.finditer(text))


def is_told(text: str, start: int) -> bool:
    """Whether what begins here is said of oneself, or repeats what somebody said."""
    return _TOLD.search(text[max(0, start - _BEFORE) : start]) is not None
