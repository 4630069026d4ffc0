"""What insults, threats and belittling look like when no single word gives them away; English, bounded, pure.

Each pattern says who is meant ("you ..."), so that the same words about a thing, a process or oneself are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_NAMES = (
    r"(?:idiots?|morons?|fools?|clowns?|muppets?|twits?|trolls?|peasants?|rats?|pigs?|cows?|scum|liars?|cowards?"
    r"|losers?|failures?|garbage|trash|filth|vermin|disgrace|joke|monkeys?|parrots?|snowflakes?|imbeciles?|dimwits?"
    r"|halfwits?|nitwits?|dunces?|jerks?|creeps?|weasels?|swine|parasites?|scammers?|crooks?|thie(?:f|ves)|waste"
    r"|cretins?|frauds?|cheats?|hypocrites?|lunatics?|nutters?|buffoons?|bozos?|numpt(?:y|ies)|plonkers?|pillocks?"
    r"|prats?|tossers?|gits?|freaks?|weirdos?|bigots?|sheep|bootlickers?|know-nothings?|embarrassment|stain|lumps?"
    r"|maggots?|cockroach(?:es)?|leech(?:es)?|oafs?|simpletons?|blockheads?|airheads?|donkeys?|baboons?|apes?|hags?"
    r"|nobod(?:y|ies)|psychos?|wretch(?:es)?)"
)
_TRAITS = (
    r"(?:stupid|dumb|pathetic|useless|worthless|lazy|disgusting|filthy|ugly|fat|brainless|ignorant|illiterate"
    r"|incompetent|lying|miserable|clueless|hopeless|retarded|insane|brain[- ]?dead|obnoxious|vile|daft|gormless"
    r"|spineless|two-faced|arrogant|evil|mental|thick|dim|senile|deluded)"
)
_MORE = (
    r"(?:(?:an?|the|all|just|such|so|too|really|nothing|but|one|absolute|absolutely|complete|total|utter|little|big"
    r"|old|bad|piece|of|bunch) ){0,4}"
)
_YOU = r"(?:you|u|you people|you lot|you all|all of you|you guys)"
_ARE = r"(?:are|r|were|must be|sound like|talk like|act like)"
_HARM = r"(?:kill|hurt|beat|stab|strangle|punch|slap|hang|shoot|hit)"
_BODY = r"(?:fingers?|neck|legs?|arms?|nose|face|bones?|jaw|skull|head|teeth|knees?|kneecaps?)"
_WILL = r"i(?: will|'ll| am going to|'m going to| would|'d|'m gonna| gonna)"

INSULTS = (
    rf"{_YOU}(?: {_ARE}|'re) {_MORE}(?:{_TRAITS} )?{_MORE}(?:{_NAMES}|{_TRAITS})",
    rf"you (?:(?:absolute|complete|total|utter|little|old|big|fat|{_TRAITS})[ ,]+){{1,3}}{_NAMES}",
    rf"you {_TRAITS} (?:little |old )?(?!thing|question|mistake|enough|if|when|but|or|and)[a-z]{{3,20}}",
    rf"(?:{_TRAITS}[ ,]+){{1,3}}(?:people|person|wom[ae]n|m[ae]n|girl|boy|bureaucrats?|lot)",
    rf"are you (?:really |just |that |all )?(?:deaf|thick|blind|{_TRAITS}) or",
    rf"(?:as|so) {_TRAITS} as you",
    rf"(?:only|what kind of) an? (?:complete |total |real )?{_NAMES}",
    rf"{_NAMES} like you",
    rf"what an? (?:bunch of |load of |pack of )?(?:complete |total |utter )?{_NAMES}",
    rf"(?:the whole lot of|every one of|both of) you (?:{_NAMES}|{_TRAITS})",
    r"your (?:kind|sort) (?:always|never|should|all)", r"people like you (?:should|must|have no)",
    r"without (?:people like )?you(?: people)? in it", r"better (?:place )?without (?:people like )?you",
    r"you (?:disgust me|make me sick)", r"disgrace to", r"waste of (?:oxygen|air|skin|space)", r"i spit on",
    r"nobody (?:likes|wants|cares what) (?:you|a)", r"(?:smarter|brighter) (?:potatoes|than you)",
    r"the (?:intelligence|brain|iq|wit) of an?", r"dropped on your head", r"use your brain", r"learn to read",
    r"your mother (?:not |never )?(?:teach|should)", r"cry me a river", r"shut your (?:mouth|face|trap|gob)",
    r"an? (?:child|baby|toddler) and think like one", r"thick as (?:two|a) ", r"(?:gene pool)(?=[.!]| *$)",
    r"where the sun doesn't shine", r"lick(?:ing)? (?:the |his |her |their )?boots", r"nobody would miss you",
    r"(?:girls|women|females|foreigners|immigrants) (?:should not|shouldn't|should never|are all|belong)",
    r"(?:girls|women|foreigners|immigrants|blacks|gays|jews|muslims) like you",
    r"your parents must be (?:\w+ ){0,2}(?:disappointed|ashamed)", r"(?:with|has|have|had) (?:no|half a) brain",
    r"anybody at all .{0,40}with a brain", r"(?:sick|tired) of your lies",
    r"(?:crawl|go) back (?:under|into|to) your (?:rock|cave|hole|country)", r"eat (?:dirt|shit)",
    r"typical (?:wom[ae]n|females?|foreigners?|immigrants?|boomers?)", r"(?:old|young) people like you",
    rf"(?<![a-z,] ){_NAMES}[.!](?= [A-Z]| *$)", r"(?:^|(?<=[.!?] ))get lost(?=[,.!]| *$)",
    r"sh[*#@]t|f[*#@]{1,3}k?(?:ing)?(?= you| off|\W|$)|b[*#@]tch(?:es)?|c[*#@]nts?|a[*#@]{2}holes?",
)  # fmt: skip
THREATS = (
    rf"{_WILL} (?:\w+ ){{0,2}}{_HARM} (?:you(?! an?\b| the\b| your\b| up a\b| back\b)|him|her|them all)",
    rf"{_WILL} (?:\w+ ){{0,2}}(?:break|smash|crush|rip|cut) (?:your|his|her) (?:\w+ )?{_BODY}",
    rf"{_WILL} (?:find|get|come for) you(?= and|[.!]| *$)",
    r"(?:coming|come) (?:for you|with an? (?:bat|knife|gun|axe))",
    r"(?:should|deserves? to|ought to) (?:all )?be (?:shot|hanged|hung|beaten|killed|burn(?:ed|t)|stabbed|whipped)",
    r"watch your back", r"you(?:'ll| will) regret (?:this|it)", r"(?:pay|paid) for this,? (?:\w+,? ){0,3}with blood",
    r"never walk again", r"burn (?:down )?(?:your|the|this|their) (?:\w+ ){1,3}down(?= with)?",
    (r"i hope (?:you|your \w+|they) (?:\w+ ){0,2}(?:die|dies|rot|suffer|choke|burn|lose your job|get fired"
    r"|get sick|get cancer|get hurt)"),
    r"if i (?:ever )?(?:meet|see|catch|find) you", r"wish you had never been born", r"hunt you down",
    r"teach (?:you|him|her|them|this \w+) a lesson with", r"choke on (?:it|your)", r"say that to my face",
    r"i hope (?:the \w+ )?(?:whole )?\w+ falls on you",
    r"drop dead", r"rot in (?:hell|prison|jail)", r"stop breathing", r"jump off an? (?:bridge|cliff|roof|building)",
    r"with blood",
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


_BY_LEVEL = {2: _either(INSULTS), 3: _either(THREATS)}


def find(text: str, least: int) -> Iterator[tuple[int, int]]:
    """Where a text insults (severity 2) or threatens (3) somebody, from a severity on; in no order."""
    for level, pattern in _BY_LEVEL.items():
        if level >= least:
            yield from (found.span() for found in pattern.finditer(text))


def is_told(text: str, start: int) -> bool:
    """Whether what begins here is said of oneself, or repeats what somebody said."""
    return _TOLD.search(text[max(0, start - _BEFORE) : start]) is not None
