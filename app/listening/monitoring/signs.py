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
            r"hypothermia; petrol; diesel (?:smell|spill)\w*; (?:broken )?glass in; scorch(?:ed|es|ing); burnt smell; "
            "drips (?:through|from|into|onto|down); pours? (?:in|out|from|through|down); "
            "water (?:comes|rises|runs|stands|has come); ground water; in the cellar; burst(?:s|ing)?; "
            "gush(?:es|ing); cav(?:es|ed|ing) in; lean(?:s|ing) over; hang(?:s|ing) (?:by|over|down|loose); "
            "fall(?:s|ing) (?:on|off|down|into|over|from); about to (?:fall|tip|burst|break|collapse); "
            "collaps(?:e|es|ing); by (?:itself|themselves); while it (?:moves|runs|is moving); halfway; "
            r"hard shoulder; railway; level crossing; rails; substation; breath\w*; heart condition; chest pain; "
            "in labour; faint(?:s|ed|ing)?; sick from; hurt(?:s|ing)?; wounded; bitten; "
            "beat(?:s|en|ing) (?:me|him|her|us); violent; recall notice; defective; nut-free; peanuts; allergens?; "
            "contamination; whistles; stands? open; padlock; steering; tyres?; armed; knife; gun; intruders?; "
            r"break(?:ing)? in; broke in; followed me; follows (?:me|her|him|us); suicid\w+; "
            "kill (?:myself|himself|herself); self-harm; came off; "
            "cut (?:himself|herself|myself|themselves|his|her|my); does not stop; (?:running|runs|flowing) over; "
            "sizzl(?:es|ing); windows shut; gone (?:grey|blue|white|limp); no air; drinking water; through the ice; "
            "999|112|911; emergency (?:lighting|exit|brake|stop)s?; alarm went; carbon alarm; tipp(?:ed|ing) over; "
            "roll(?:s|ing|ed) (?:away|down|back); crush(?:es|ed|ing); electrocuted; scald(?:s|ed|ing); "
            "frost(?:bite)?; acid; spill(?:s|ed|ing)?; rat poison; snapped; cracked"
        ),
    ),
    "frail": (
        1.6,
        (
            "baby(?:'s)?; babies; toddlers?; infants?; newborn; child(?:ren)?; pupils; "
            "my (?:little )?(?:son|daughter|boy|girl); patients?(?:')?; hospital; hospice; nurses?; ward; maternity; "
            "midwife; doctor; surgeon; surgery; anaesthetic; vet; paramedics?; ambulance; oxygen; insulin; dialysis; "
            "defibrillator; pacemaker; ventilator; doses?; dosage; tablets; pills; medicines?; medication; "
            "prescription; pharmac(?:y|ist); vaccines?; blood; wheelchair; disabled; blind; deaf; elderly; frail; "
            "old (?:lady|man|woman); care home; children's home; pregnant; allerg(?:ic|y|ies); "
            "my (?:mum|mother|father|dad|grandmother|grandfather)(?:'s)?; cows; cattle; horses; kennels?; dogs?; "
            "fish tank; babies?; insulin pump; school(?:girl|boy|kitchen|bus)?s?; nursery; kindergarten; crèche; "
            "carers?; gran(?:'s)?; granny; grandfather(?:'s)?; aunt; uncle; walker; stairlift; hoist; morphine; "
            r"plasma; transfusion; kidney; theatre; clinics?; diabetics?; asthma; epilep\w+; minor; refuge; shelter; "
            "bullocks; sheep; pigs; hens; herd; calves; "
            "my (?:wife|husband|sister|brother|partner|kids?|gran|nan)(?:'s)?; her sugar; formula; car seat; "
            "medicine safe; retirees; pensioners; surgeons?; seedlings; greenhouse; widow; neonatal; incubator; "
            r"feeding tube; chemo\w*; catheter; care(?:r|giver)s?; guide dog"
        ),
    ),
    "theft": (
        2.5,
        (
            "hacked; hackers?; stolen; stole; theft; scam(?:med|mers?)?; phish(?:ed|ing); fraudsters?; fraudulent; "
            "some(?:one|body) (?:else )?(?:is in|has|had|changed|rang|called|logged|took|still has|used|uses"
            "|opened); "
            "(?:i|she|he|they|we) (?:did not|didn'?t|never|have not|had not) (?:make|made|order|ordered|ask"
            "|asked|send|sent|sign|signed|authori[sz]e); (?:was|is) not from you; not asked for; "
            "pretending to be you; without (?:my|her|his|our|their) (?:doing|knowledge|consent); "
            "(?:in|into|from|off|out of) (?:my|her|his|our|their) account; "
            "other (?:customers|people|patients|users)(?:'s?|s')?; strangers?(?:'s?)?; leaked?; my home address; "
            "her full card; card numbers?; passwords? (?:in|into|there|just); the code; anybody (?:can|could); "
            "every (?:guest|visitor|user) can; anyone (?:can|could|who); "
            "can (?:see|open|read|track) (?:where|the|our|my|her|his|all|every|other); personnel files; salary list; "
            "redirects to; unsigned; unlocks? for any; admin(?:istrator)? login; my ex; former partner; "
            "comes up when; does not exist; deposit; overdrawn; "
            "the wrong (?:iban|account|person|patient|address|customer|name); blackmail; other patient; "
            "somebody else(?:'s)?; someone else(?:'s)?; "
            "someone (?:keeps|is|has|had|changed|rang|called|logged|took|still|used|uses|opened); "
            "(?:some)?(?:one|body) (?:else )?keeps; of another (?:firm|company|customer|patient|person|family|user); "
            "another (?:firm|company|customer|patient|user)'s; a competitor'?s?; "
            "typed (?:her|his|my|the|our) (?:password|pin|code); "
            "(?:read|gave|told|sent|given) (?:him|them|her|the man|someone|somebody|out)? ?(?:my|her|his|the"
            r"|our)? ?(?:\w+ ){0,3}(?:pin|codes?|password); moves the mouse; by itself to clients; found it through; "
            "knows (?:the|my|our|her|his) (?:new )?address; how did (?:he|she|they) get; is writing to; my shelter; "
            "public register; live feed; "
            r"(?:pressed|paid|charged|taken|debited) (?:\w+ ){0,4}(?:\d+|two|three|four|several|many) times; "
            r"charges people; taken from (?:my|her|his|our); was taken; block (?:it|the card|my card); imperson\w+; "
            r"fake (?:mail|site|page|invoice|shop|call)\w*; spoof\w*; ransom\w*; malware; trojan; "
            "did not come from us; by mistake (?:it )?(?:holds|went|sent|shows); goes to the; "
            "to all (?:staff|customers|members|users); thinks (?:he|she) is me; i am not; "
            r"got my (?:number|account|card|password|sim)(?: \w+)? changed; opens? every; "
            r"any (?:card|code|key|badge); other people's; all (?:her|his|their) \w+; lies? open; shared folder; "
            r"exposed; visible to (?:all|every\w*|any\w*); billed for; "
            r"bought \w+(?: \w+)? (?:for [\d,]+ \w+ )?with my card; "
            r"account (?:was|is) (?:emptied|empty|cleared|taken over); new payee; sim swap\w*; logged in from"
        ),
    ),
    "outage": (
        1.9,
        (
            "outages?; offline; (?:is|are|went|goes|being) (?:down|off|out|dead|empty|gone|blocked|locked|engaged); "
            "not working; stopped working; has stopped; "
            r"NOT (?:\w+ )?(?:work|respond|react|close|open|release|stop|start|restart|unlock|sell|log|let"
            "|pick up|get|come|came|move|reach|send|receive|load|print|connect|answer(?:ed)?|arrive|arrived"
            "|register|read|find|pay|enter|leave|run|turn); (?:wont|cant|doesnt|isnt|didnt); "
            "no (?:signal|internet|connection|power|service|heating|(?:hot )?water|dial tone|answer|light"
            "|electricity); without (?:internet|power|heating|water|electricity|pay|light|medicine); "
            "crash(?:es|ed|ing)?; blackout; unusable; shut (?:down|off|out); cut off; cut our; stuck; times? out; "
            "blank (?:page|screen); refus(?:es|ed); rings out; bounced; flat battery; licen[cs]e expired; "
            "(?:returns|shows|gives|reports) (?:an error|a fault|the same value|not connected); reads? nothing; "
            "stands? still; standstill; out of (?:them|order|stock of|oxygen|insulin); by radio; deleted?; deletes; "
            "deleting; lost (?:a|all|the|our|everything); wiped; leaves out; "
            "(?:calculated|shown|read|reads|paid|charged) (?:as|instead|twice|wrong); instead of; "
            "(?:is|are|were) (?:exchanged|swapped|wrong); "
            "(?:is|are|was|were|goes|stays|stay|been) (?:frozen|restricted|refused|rejected|idle|silent|dark"
            "|stuck|stranded|suspended|disabled|expired|wiped); in fault; into fault; "
            "(?:shows?|says?|said|reads?|reports?|returns?) (?:zero|0(?:[.,]00)?|nothing|'?(?:session|sync"
            r"|contact|error|base|no|not|failed|fault|missing|ended|supplier)\b[^.]*); failed; fails; flatlined; "
            r"throws? (?:\w+ ){0,4}out; stands? idle; cancell?ed; "
            "(?:has|have|did) not (?:turned up|come through|turned|come|arrived?|been); "
            "NOT (?:sign|come through|turn up|show|block|receive|breathe|pay out|let); stranded; stopped with; "
            "halted; gave up; given away; wipes; deletion; lost access; drops every; (?:goes|go) out and; refused; "
            "tripped (?:everything|the)?; no (?:heat|gas|cover|pay|oxygen|reply from|medication|keys?); "
            "wrong (?:plate|patient|pipe|house|number|stop|size of dose|blood group|dose); carr(?:y|ies) the wrong; "
            "the wrong; of another; of the previous; somebody else's; is gone; are gone; ran out; has run out; "
            "run out of time; (?:do|does) not (?:stop|move|sync|dial|charge|boot|save); bricked; did not come on; "
            r"sent to (?:a|the) (?:closed|wrong|old|other); not manned; takes the \w+ (?:file|list|data); revoked; "
            r"corrupt(?:ed)?; unreachable; jammed; overwrit(?:es|ten|ing); will not \w+"
        ),
    ),
    "locked_out": (
        1.4,
        (
            "locked (?:out|in|myself|us|me|all); NOT (?:log|sign|get) in(?:to)?; only (?:key|card|login); "
            "asks for a code"
        ),
    ),
    "soon": (
        1.8,
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
            "by (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday); "
            "(?:at|by|from|until|before|for) (?:eleven|twelve) o'?clock; o'?clock; "
            "(?:very|same) (?:evening|day|morning|night|afternoon); gate closes; "
            "(?:sails|departs|leaves|closes|signs|shuts|opens|starts?|lands|ends|runs out"
            r"|sit down) (?:\w+ ){0,3}(?:at|in|on|tonight|tomorrow); on friday; friday morning; "
            "before (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday); signing; solicitor; undertaker; "
            "rent; wages; payroll; bid; tender; exam(?:s|iners?|ination)?; border; customs; airport; "
            r"(?:guests|patients|children|passengers|visitors|doctors) (?:\w+ ){0,2}(?:arrive|sit|wait|are"
            r"|come)(?: \w+)?; live at; overdue; last night; "
            "since (?:breakfast|lunch|midnight|noon|dawn|this morning|the night shift|the storm); eviction; quay; "
            "pension; (?:begins?|starts?|opens?|closes?) (?:at|in)?; the weekend; demurrage; perishables?; "
            "by (?:lunch|dinner|sunset|dark|nightfall); in time for"
        ),
    ),
    "going_on": (
        1.6,
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
            r"every minute; more (?:go|come); (?:is|are) (?:\w+ )?being; hour by hour; every hour; "
            "each (?:hour|time|upload); one (?:after|by) (?:another|one|the other); already; third one; "
            "more (?:are|come|arrive|follow|orders); (?:go|goes|went) on; we are going; where is the stop; "
            "(?:stands?|standing|waits?|waiting|sits?|sitting|lies|lying|parked) (?:in|at|on|there|outside|under"
            "|here|for|before|idle); (?:is|are) (?:here|there|at|on|in|outside|under|alone|stuck); it goes on; "
            r"keeps \w+ing; have called back; worse; spreads?; spreading; more and more; getting (?:worse|through|in)"
        ),
    ),
    "many": (
        0.9,
        (
            "every(?:body|one|thing)?; "
            "all (?:our|the|doors?|calls|staff|servers|customers|apps|exports|branches|lines|cards|loops|outside); "
            "(?:the )?whole (?:of|district|street|house|town|site|building|shelf|family|team|price); everywhere; "
            "nobody; "
            r"\d{2,}(?:,\d{3})* (?!euros?|points?|percent|pages?|minutes?|hours?|days?|years?|months?|weeks?"
            r"|pounds?|dollars?|cents?|gb|mb|metres?)[a-z]{3,}s\b; "
            r"(?:twelve|fifteen|twenty|thirty|forty|fifty|sixty|eighty|(?:\w+ )?hundreds?"
            r"|thousands?) (?:of )?(?:\w+ )?(?:people|men|women|kids|children|branches|guests|lines|us|them"
            "|servers|customers|cars|patients|employees|members|invoices|orders|discus|pupils); "
            r"all (?:\w+ )?(?:staff|tenants|two hundred|six\w*|users|lifts|our|new users|chairs|customers"
            "|visitors|orders|prices|patients|guests); one in (?:two|three|four|five|ten|twenty); "
            "(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|sixteen|eighteen) (?:people"
            "|children|patients|men|women|girls|boys|guests|tenants|cows|lifts|cars|branches|shops|lines); town; "
            "council; street; hostel; tower; the line"
        ),
    ),
    "asks_help": (
        1.4,
        (
            "what now; what (?:should|shall|do|can) (?:i|we|she|he|they) do; should we; is there any(?:body|one); "
            "help (?:me|us|please); please help; "
            "please (?:stop|shut|block|freeze|hold|call|ring|send somebody|hurry); "
            "can you (?:hold|stop|block|freeze|reach); how do (?:i|we) stop; how can we (?:take|stop|get); "
            "can it be (?:recalled|stopped|switched|reversed); (?:which|who) (?:valve|is responsible|do i call); "
            "need (?:it|them|the list|help|somebody|someone) now; wants the number; the number (?:of the|is); "
            "do we (?:drive|go|stop|shut|leave|call) (?:on|out)?; (?:asking|asks) whether; "
            "who do (?:i|we) (?:call|ring); (?:which|what) number do; where is the (?:stop|switch|valve); "
            "take it off; take (?:it|them|this) (?:down|off|back); "
            "please (?:recall|withdraw|stop|block|shut|hold|freeze|reverse|lift|unlock); "
            "do not (?:install|use|open|drink|eat|drive); wants it in writing"
        ),
    ),
    "at_once": (
        0.4,
        (
            "urgent(?:ly)?; asap; as soon as possible; immediately; right away; at once; emergency; quickly; "
            "critical; not a drill; now; hurry; quick"
        ),
    ),
    "leaving": (
        0.9,
        (
            "(?:will|shall|must|am going to) (?:cancel|terminate); switch(?:ing)? (?:to|provider); lawyer; "
            "solicitor; legal action; suing; ombudsman; regulator; chargeback; trading standards; formal complaint; "
            "reporter; journalist; contract with you ends; cancel my"
        ),
    ),
    "again": (
        0.6,
        (
            "down again; again and again; still (?:no|not|waiting|broken|nothing); "
            "(?:second|third|fourth|fifth) (?:time|day); for (?:days|weeks|months); "
            "nobody (?:calls|answers|helps|replies|there|at|on); "
            "no ?(?:one|body) (?:called|answered|replied|picks up|knows); yet again; does not pick up; hotline; "
            "engaged"
        ),
    ),
}
