"""The signs of urgency: what each weighs, and the words it goes by.

Words stand between semicolons; each may be a regular expression, and is found whole, in any case. CLOCK stands for a
time of the day, FEW for a small number, NOT for a negated verb before another.
"""

from __future__ import annotations

PARTS = {
    "CLOCK": r"(?:noon|midnight|\d{1,2}(?::\d\d|h| ?[ap]\.?m\.?)?|one|two|three|four|five|six|seven|eight|nine|ten"
    r"|eleven|twelve|this morning|last night|yesterday|breakfast|close of business)",
    "FEW": r"(?:an?|half an?|a few|one|two|three|four|five|six|eight|ten|twelve|fifteen|twenty|thirty|forty|fifty|sixty"
    r"|\d+)",
    "NOT": r"(?:cannot|can'?t|can not|could not|couldn'?t|does not|doesn'?t|do not|don'?t|did not|didn'?t|will not"
    r"|won'?t|has not|hasn'?t|have not|haven'?t)",
}
SIGNS: dict[str, tuple[float, str]] = {
    "danger": (
        2.6,
        (
            "(?:on|caught|catches) fire; fire (?:alarm|panel|brigade is); smok(?:e|es|ing); burn(?:ing|t|s); "
            "sparks?; sparking; gas (?:leak|smell); "
            r"smells? (?:(?:of|like) )?(?:\w+ ){0,2}(?:gas|burning|plastic|rubber|smoke|fuel); "
            "explo(?:ded?|des|sion|ding); injur(?:ed|y|ies); (?:electric )?shocks?; bare wires?; live wires?; "
            "carbon monoxide; ammonia; chlorine; toxic; poison(?:ed|ing|ous)?; fumes; bleed(?:s|ing)?; "
            "blood everywhere; unconscious; unresponsive; seizure; collapsed; chok(?:es|ing); not breathing; "
            "heart attack; stroke; swallowed; overdose; trapped; drown(?:s|ed|ing)?; fell (?:off|down|from|into); "
            "(?:getting|too|very|red) hot; overheat(?:s|ed|ing)?; melt(?:s|ed|ing); hot to touch; flood(?:ed|ing|s); "
            "(?:water|oil|gas|fuel) (?:is )?(?:coming|running|pouring|dripping|leaking); leak(?:s|ing); ankle-deep; "
            "(?:valve|gate|barrier|lift|crane|ladder|scaffold|cable|line|wire|pole) (?:is )?(?:open|stuck|down"
            "|loose|broken|coming); alarm (?:keeps|is going|went|has gone); gone off; in danger; dangerous(?:ly)?; "
            "unsafe; life-threatening; pressure; brakes?; threat(?:ens|ened|ening) (?:me|us|her|him|to); weapon; "
            "stalk(?:s|er|ing)?; restraining order; mould; wasps?; contaminated; degrees and rising; freezing in; "
            "hypothermia"
        ),
    ),
    "frail": (
        1.4,
        (
            "baby(?:'s)?; babies; toddlers?; infants?; newborn; child(?:ren)?; pupils; "
            "my (?:little )?(?:son|daughter|boy|girl); patients?(?:')?; hospital; hospice; nurses?; ward; maternity; "
            "midwife; doctor; surgeon; surgery; anaesthetic; vet; paramedics?; ambulance; oxygen; insulin; dialysis; "
            "defibrillator; pacemaker; ventilator; doses?; dosage; tablets; pills; medicines?; medication; "
            "prescription; pharmac(?:y|ist); vaccines?; blood; wheelchair; disabled; blind; deaf; elderly; frail; "
            "old (?:lady|man|woman); care home; children's home; pregnant; allerg(?:ic|y|ies); "
            "my (?:mum|mother|father|dad|grandmother|grandfather)(?:'s)?; cows; cattle; horses; kennels?; dogs?; "
            "fish tank"
        ),
    ),
    "theft": (
        2.3,
        (
            "hacked; hackers?; stolen; stole; theft; scam(?:med|mers?)?; phish(?:ed|ing); fraudsters?; fraudulent; "
            "some(?:one|body) (?:else )?(?:is in|has|had|changed|rang|called|logged|took|still has|used|uses"
            "|opened); "
            "(?:i|she|he|they|we) (?:did not|didn'?t|never|have not|had not) (?:make|made|order|ordered|ask|asked"
            "|send|sent|sign|signed|authori[sz]e); (?:was|is) not from you; not asked for; pretending to be you; "
            "without (?:my|her|his|our|their) (?:doing|knowledge|consent); "
            "(?:in|into|from|off|out of) (?:my|her|his|our|their) account; "
            "other (?:customers|people|patients|users)(?:'s?|s')?; strangers?(?:'s?)?; leaked?; my home address; "
            "her full card; card numbers?; passwords? (?:in|into|there|just); the code; anybody (?:can|could); "
            "every (?:guest|visitor|user) can; anyone (?:can|could|who); "
            "can (?:see|open|read|track) (?:where|the|our|my|her|his|all|every|other); personnel files; salary list; "
            "redirects to; unsigned; unlocks? for any; admin(?:istrator)? login; my ex; former partner; "
            "comes up when; does not exist; deposit; overdrawn; "
            "the wrong (?:iban|account|person|patient|address|customer|name); blackmail"
        ),
    ),
    "outage": (
        1.7,
        (
            "outages?; offline; (?:is|are|went|goes|being) (?:down|off|out|dead|empty|gone|blocked|locked|engaged); "
            "not working; stopped working; has stopped; "
            r"NOT (?:\w+ )?(?:work|respond|react|close|open|release|stop|start|restart|unlock|sell|log|let|pick up"
            "|get|come|came|move|reach|send|receive|load|print|connect|answer(?:ed)?|arrive|arrived|register|read"
            "|find|pay|enter|leave|run|turn); (?:wont|cant|doesnt|isnt|didnt); "
            "no (?:signal|internet|connection|power|service|heating|(?:hot )?water|dial tone|answer|light"
            "|electricity); without (?:internet|power|heating|water|electricity|pay|light|medicine); "
            "crash(?:es|ed|ing)?; blackout; unusable; shut (?:down|off|out); cut off; cut our; stuck; times? out; "
            "blank (?:page|screen); refus(?:es|ed); rings out; bounced; flat battery; licen[cs]e expired; "
            "(?:returns|shows|gives|reports) (?:an error|a fault|the same value|not connected); reads? nothing; "
            "stands? still; standstill; out of (?:them|order|stock of|oxygen|insulin); by radio; deleted?; deletes; "
            "deleting; lost (?:a|all|the|our|everything); wiped; leaves out; "
            "(?:calculated|shown|read|reads|paid|charged) (?:as|instead|twice|wrong); instead of; "
            "(?:is|are|were) (?:exchanged|swapped|wrong)"
        ),
    ),
    "locked_out": (
        1.6,
        "locked (?:out|in|myself|us|me|all); NOT (?:log|sign|get) in(?:to)?; only (?:key|card|login); asks for a code",
    ),
    "soon": (
        1.4,
        (
            "tonight; tomorrow; today; this (?:morning|afternoon|evening|minute); deadline; close of business; "
            "end of the day; at the latest; "
            "(?:by|before|until|till|at|from) CLOCK(?! (?:weeks|months|years|percent|euros|stars|points|cents"
            r"|pages))\b; (?:in|within|for|every|last|next|another) FEW (?:minutes?|mins?|hours?|seconds?); "
            "FEW (?:minutes|mins|hours)(?: to go| ago| before)?; "
            "a (?:minute|moment|quarter of an hour) (?:ago|each)?; (?:the )?last (?:ferry|train|flight|bus|one|day); "
            "(?:closes|closing|expires?|starts?|begins?|opens?|leaves?|departs?|ends?) (?:at|in|on|its|soon); "
            "in ten; any (?:second|minute|moment); due (?:on|at|in); flight; boarding; check-?in; hearing; notary; "
            "visa; injunction; bailiff; court; wedding; funeral; exam; "
            "by (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
        ),
    ),
    "going_on": (
        1.1,
        (
            "right now; at this moment; as we (?:speak|watch); (?:is|are) still; "
            "still (?:going|on|no|not|in|inside|shows?|says?); keeps?; meanwhile; "
            "(?:is|are|'s|'re|im|i'm|am|be) (?:now |already |just )?(?!writing|going to|considering|wondering"
            "|moving to|looking for|putting|thinking|planning|interesting|boring|amazing|charming|pleasing"
            r"|missing a)\w{2,}ing; pending; (?:has|have|had) just; "
            "just (?:now|watched|told|learned|learnt|mailed|saw|seen|sent|left|typed|gave|shown|rang|called|paid"
            r"|given|charged); i (?:see|hear|smell); and rising; since CLOCK\b; "
            "for (?:an|the last|FEW) (?:minutes?|hours?); in front of (?:me|us|the); on (?:his|her|their|the) way; "
            r"here at; out(?:side)? in the; before me; on the (?:table|line|road|motorway|[AM]\d); each minute; "
            "every minute; more (?:go|come)"
        ),
    ),
    "many": (
        0.8,
        (
            "every(?:body|one|thing)?; "
            "all (?:our|the|doors?|calls|staff|servers|customers|apps|exports|branches|lines|cards|loops|outside); "
            "(?:the )?whole (?:of|district|street|house|town|site|building|shelf|family|team|price); everywhere; "
            "nobody; "
            r"\d{2,}(?:,\d{3})* (?!euros?|points?|percent|pages?|minutes?|hours?|days?|years?|months?|weeks?|pounds?"
            r"|dollars?|cents?|gb|mb|metres?)[a-z]{3,}s\b; "
            r"(?:twelve|fifteen|twenty|thirty|forty|fifty|sixty|eighty|(?:\w+ )?hundreds?"
            r"|thousands?) (?:of )?(?:\w+ )?(?:people|men|women|kids|children|branches|guests|lines|us|them|servers"
            "|customers|cars|patients|employees|members|invoices|orders|discus|pupils)"
        ),
    ),
    "asks_help": (
        0.9,
        (
            "what now; what (?:should|shall|do|can) (?:i|we|she|he|they) do; should we; is there any(?:body|one); "
            "help (?:me|us|please); please help; "
            "please (?:stop|shut|block|freeze|hold|call|ring|send somebody|hurry); "
            "can you (?:hold|stop|block|freeze|reach); how do (?:i|we) stop; how can we (?:take|stop|get); "
            "can it be (?:recalled|stopped|switched|reversed); (?:which|who) (?:valve|is responsible|do i call); "
            "need (?:it|them|the list|help|somebody|someone) now; wants the number; the number (?:of the|is)"
        ),
    ),
    "at_once": (
        0.9,
        "urgent(?:ly)?; asap; as soon as possible; immediately; right away; at once; emergency; quickly; critical",
    ),
    "leaving": (
        0.8,
        (
            "(?:will|shall|must|am going to) (?:cancel|terminate); switch(?:ing)? (?:to|provider); lawyer; "
            "solicitor; legal action; suing; ombudsman; regulator; chargeback; trading standards; formal complaint; "
            "reporter; journalist; contract with you ends; cancel my"
        ),
    ),
    "again": (
        0.7,
        (
            "down again; again and again; still (?:no|not|waiting|broken|nothing); "
            "(?:second|third|fourth|fifth) (?:time|day); for (?:days|weeks|months); "
            "nobody (?:calls|answers|helps|replies|there|at|on); "
            "no ?(?:one|body) (?:called|answered|replied|picks up|knows); yet again; does not pick up; hotline; "
            "engaged"
        ),
    ),
    "settled": (
        -2.0,
        (
            "thanks?; thank you; solved; fixed; mystery over; works? (?:again|fine|now|perfectly); worked; "
            "been fine; all (?:is )?(?:well|good)(?: again)?; is over; survived; "
            r"last (?:year|month|autumn|summer|spring|winter|time); years? ago; in (?:the )?(?:19|20)\d\d(?:-\w+)?; "
            r"of (?:19|20)\d\d; came back; had to wait; compliments?; praises?; close this; is gone in; "
            "never let me down; (?:was|were) (?:right|marvellous|excellent|good|great|lovely|so patient); "
            "only to thank; no complaint; for the record; sorry for the noise; explains it; had a good laugh"
        ),
    ),
    "unhurried": (
        -2.2,
        (
            "no (?:hurry|rush|particular haste); not (?:important|urgent); low priority; "
            "just (?:curious|saying|telling|so you know|wanted to say); "
            "next (?:week|month|year|season|spring|summer|autumn|winter); the week after; later this year; "
            "in (?:two|three|a few) (?:weeks|months); "
            "(?:in|for|of|until|before) (?:the )?(?:spring|summer|autumn|winter|january|february|march|april|may"
            "|june|july|august|september|october|november|december); some ?time; some point; one day; find the time; "
            "have a minute; has all day; would (?:it )?be (?:lovely|nice|great|possible|grateful); whatever; "
            "curious; in the meantime; only puzzled; a matter of; try (?:that|it) tonight; holidays?"
        ),
    ),
    "idle": (
        -1.7,
        (
            "feature request; idea; suggest(?:s|ion)?; polls?; petition; survey; opinion; webinar; recording; "
            "brochure; slides; stars?; icons?; theme; logo; typo; wording; spell; lol; haha; love(?:s|ly|d)?; "
            "adores?; like it; brilliant; perfect; dying to; difference between; which (?:of|licence|documents); "
            "is it possible; does any(?:one|body) know; would like to (?:suggest|know|see|try|take|use); "
            "wants? to know; wonder(?:ing)?; discount; bonus; voucher; points; gift; large print; waiting list; "
            "contest; magazine; recipe; thesis; trainee; application; invitation; jubilee; annual report; "
            "how (?:do i change|large|long|many|much); what (?:is the|time|are the|happens); where can; could the; "
            "explain; manual; ugly; beige; colou?r; anyway; irony; imagine; remember when; you know what; "
            "fun(?:ny)?; cake; biscuit; cookies?; cat; duck; raccoon; mug"
        ),
    ),
}
