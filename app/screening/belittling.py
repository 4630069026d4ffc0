"""How people are belittled in English without being called anything, and how one is rude: parts of patterns."""

from __future__ import annotations

from app.screening.insulting import MORE, NAMES, TRAITS

_WORST = (
    r"(?:dumbest|stupidest|laziest|rudest|slowest|worst|dullest|ugliest|meanest|nastiest|densest|thickest|lowest|vilest"
    r"|biggest|most (?:\w+ly )?(?:useless|incompetent|pathetic|ignorant|arrogant|stupid|obnoxious|disgusting|annoying))"
)
_MAKERS = r"(?:whoever|the (?:person|people|man|woman|guy|one|ones|team|idiot|fool|genius) (?:who|that))"
_ILL = r"(?:stupidity|ignorance|incompetence|idiocy|laziness|cowardice|arrogance|dishonesty|bigotry)"
_GROUPS = (
    r"(?:women|girls|females|foreigners|immigrants|migrants|muslims|jews|gays|blacks|gypsies|old people|pensioners"
    r"|boomers|cripples|the disabled|housewives|refugees|men)"
)
_CALLED = (
    r"(?:idiot|moron|fool|clown|loser|liar|coward|muppet|twit|imbecile|dimwit|jerk|creep|weasel|scum|hag|prat|pillock"
    r"|plonker|numpty|dunce|tosser|git|freak|weirdo|troll|cretin|fatso|buddy boy|genius|sweetheart|love|mate)s?"
)

BELITTLING = (
    (rf"you(?: are|'re) (?:easily |by far |probably |surely |simply )?(?:the|a|one of the) {_WORST}(?! fan| help"
     r"| supporter)"),
    rf"the {_WORST} (?:\w+ )?(?:person|people|staff|human(?: being)?s?|clerk|idiot)(?! in the)",
    (rf"how (?:{TRAITS}|slow|blind|deaf|low|shallow) (?:can|are|must|do|is|does) (?:one|you|an?|somebody|someone"
    r"|anyone|this|that|these|people|he|she|they)"),
    r"are you (?:\w+ )?(?:out of your|mad|insane|brain-?dead|mental|dense|drunk|even human|even listening|on drugs)",
    r"(?:what(?:'s| is)|something(?:'s| is)|what the \w+ is) wrong (?:with you(?! are| were)|in your head)",
    rf"you must (?:all )?be (?:\w+ )?(?:blind|deaf|drunk|high|mad|{TRAITS})",
    r"(?:two|few|three|one|couple of) (?:sandwiches|bricks|cards|screws|cans|fries) (?:short|loose)",
    r"(?:not|hardly) (?:exactly )?the (?:sharpest|brightest) (?:tool|knife|bulb|crayon|spark|star|pencil)",
    (r"could(?: not|n't) (?:even )?(?:find|tell|spell|organi[sz]e|run|pour|count|boil|manage|think) (?:your|his"
    r"|her|their"
    r"|an?|water|to|beyond|past) (?:\w+ ){0,6}(?:arse|ass|backside|elbow|brewery|nose|name|wet paper bag|ten|hands?|egg"
    r"|map|head|way out)"),
    r"(?:one|two|single|a few|any|no|missing|last) brain ?cells?",
    r"(?:pea|bird|rodent|tiny|lizard)[- ]?(?:brain(?:ed|s)?|mind)",
    r"half a (?:brain|wit)", r"(?:lights are on,? but|lift doesn't go|elevator doesn't go)",
    (r"(?:have|has|had|got|with) (?:about |all )?the (?:\w+ )?(?:iq|intelligence|brain|brains|wit|charm"
    r"|manners|empathy|backbone|spine|personality|morals) (?:of|like) an?(?= )"),
    r"(?:single|double)[- ]digit iq|room[- ]temperature iq",
    r"fail a test for", r"oxygen thie(?:f|ves)",
    r"waste of (?:\w+ )?(?:oxygen|air|skin|space|breath|flesh|human|carbon)",
    (r"(?:sorry|poor|pathetic|miserable|sad|pitiful) excuses? (?:for|of) (?:an? )?(?:\w+ )?(?:human|person|man"
    r"|woman|engineer"
    r"|expert|mentor|moderator|support|employee|father|mother|being|company)"),
    (r"my (?:\w+ )?(?:dog|cat|toaster|grandmother|gran|goldfish|hamster|toddler|kid|child|parrot|houseplant"
    r"|plant|shoe|fridge)"
    r" (?:could|knows|is|has|would|understands|writes|can|gives|types) (?:\w+ )?(?:more|better|smarter"
     r"|brighter|cleverer|do)"),
    rf"(?:your|their) (?:\w+ )?{_ILL}", rf"{_ILL} (?:like|as great as) yours",
    (r"your (?:tiny|pea|small|little|thick|empty|stupid|ugly|fat|dumb|hollow|puny|dirty|filthy) (?:\w+"
    r" )?(?:brain|mind|head"
    r"|skull|face|mouth|life|hands|job)"),
    r"(?:than|punch|hate|sick of|smack|see|stand) your (?:\w+ )?(?:face|mug|kind|sort|voice)",
    (r"all (?:that )?you (?:people |lot )?(?:ever |can )?(?:do|know|did) is (?:to )?(?:lie|whine|moan|complain"
    r"|steal|cheat"
    r"|waste|talk|copy|parrot|sit|babble|make)"),
    r"you (?:make|made) (?:me|us|everyone|everybody) (?:want to |wanna )?(?:sick|vomit|puke|throw up|ill|cringe|gag)",
    r"you (?:disgust|repulse|bore|sicken) (?:me|us|everyone)", r"makes me sick",
    r"(?<!if )(?<!do )(?<!when )(?<!can )you (?:stink|reek|suck|smell(?! gas| something| it| any| smoke| burning))",
    (r"you (?:have|got|have got|'ve got) no (?:\w+ )?(?:brain|brains|shame|clue|spine|manners|morals|conscience"
    r"|heart|friends"
    r"|life|class|decency|honou?r|talent|business breathing)"),
    (r"you (?:haven't|don't have|do not have|have not) (?:got )?(?:an? |any |half )+(?:brain|clue|spine|heart"
     r"|soul|shame|sense)"),
    r"(?<!if )you know nothing(?=[.!,]| *$| about)", r"do you (?:even |ever )?(?:have|own|use) a brain",
    (r"you (?:are|'re) (?:\w+ )?(?:nothing|beneath me|not even human|less than (?:human|nothing)|a sick (?:man"
    r"|woman|person)"
    r"|sick in the head|not right in the head)"),
    (r"you (?:should|ought to|must|need to) be (?:\w+ )?(?:ashamed|fired|sacked|locked up|jailed|deported"
    r"|sterili[sz]ed|banned"
    r"|muzzled|in a (?:zoo|cage|home))"), r"(?:ashamed|shame) (?:of yourself|of yourselves|on you)",
    r"have you no (?:shame|decency|brain)",
    (r"(?:should|must) (?:\w+ )?be banned from (?:having|phones|using|the internet|writing"
    r"|life|working)"), r"(?:people|women|men) (?:of|at) your (?:age|kind|sort|type|colou?r)",
    (rf"{_GROUPS} (?:like you )?(?:can't|cannot|can not|should|shouldn't|must not|are too|have no|know nothing"
    r"|never|ruin)"
    r"(?! be able| get| have the| find| be (?:given|told|asked))"),
    rf"(?:no|hate|bloody|damn|stupid|all) {_GROUPS} (?:here|should|are|in this|out)",
    (r"go back to (?:where you|your (?:own )?(?:country|village|kitchen)|the (?:kitchen|jungle|zoo|desert)"
    r"|school|kindergarten"
    r"|nursery|africa)"), r"where you(?:r kind| people)? came from",
    (r"you people (?:\w+ )?(?:never|can't|cannot|should|don't belong|ruin|destroy|make me|are a|are all|have no"
     r"|disgust)"),
    r"(?:scum|filth|dregs|lowest) of the earth", r"bottom of the barrel",
    (r"nobody (?:\w+ )?(?:asked|likes|loves|needs|misses|would miss|would notice|wants|cares (?:about|what"
    r"|for)) (?:for )?(?:you|your)"
    r"(?! (?:to|so far|yet))"),
    (r"(?:do|doing) (?:us all|the world|everybody|everyone|us|yourself|me|humanity|mankind) a favou?r and"
    r" (?:quit|die|leave|resign"
    r"|disappear|shut|never|stop|go|jump|delete|retire|get|unplug|keep)"),
    (r"go (?:and )?(?:jump|play in|play with (?:the )?traffic|fly a kite|boil|stuff|stick|cry|screw|to the"
    r" devil|bother|whine)"
    r"(?: (?:in|to|your|it|yourself|about|somewhere|someone|somebody)|[.!,]| *$)"),
    r"(?:take a |off a )(?:hike|long walk|short pier)",
    r"(?:stick|shove|stuff) (?:it|that|them|your \w+) (?:up|where|in your)",
    r"up yours", r"kiss my (?:arse|ass|feet|shoes|boots)", r"(?:nice|show me your) (?:tits|boobs|arse|ass|rack)",
    r"send (?:me )?nudes",
    r"suck (?:my|it up|on)", r"blow me(?=[.!,]| *$)",
    (r"(?:hire[sd]?|employ(?:s|ed)?|run by|staffed (?:by|with)|written by|made by|built by|led by|full of"
    r"|talking to|dealing with"
    rf"|surrounded by) {MORE}(?:{TRAITS}"
     rf" )?(?:{NAMES})(?<!waste)(?<!animals)(?<!trash)(?<!garbage)(?<!worms)(?<!rats)(?<!witches)"),
    (rf"{_MAKERS} (?:(?!but\b|and\b|which\b)[\w']+ ){{1,6}}(?:is|are|was|were|must be|has to be|have to be"
    rf"|should be|deserves? to be) {MORE}(?:{NAMES}"
    rf"|{TRAITS}|sacked|fired|shot|ashamed|blind|drunk|high|locked up|hanged)"),
    (r"(?:staff|support|managers?|engineers?|moderators?|agents?|people|team|colleagues?|bosses?|ceo|mentor)"
    r" (?:here )?(?:is|are)"
    rf" {MORE}(?:{NAMES}|brain-?dead|brainless|morons)"),
    rf"(?<=, )you (?:{TRAITS} |little |old |big |damn |bloody )?{NAMES}(?=[.!?]| *$)",
    (rf"(?<=, )(?:{TRAITS} |little |old |big |damn |bloody"
     rf" )?{_CALLED}(?<!love)(?<!mate)(?<!sweetheart)(?<!genius)(?=[.!?]| *$)"),
    rf"(?:^|(?<=[.!?] )){_CALLED}(?<!love)(?<!mate)(?=[,!.]| *$)",
    (rf"(?:another|more|typical|usual|this|such|some) (?:\w+ )?(?:{TRAITS}) (?:\w+ )?(?:reply|answer|comment"
    r"|response|post|advice"
    rf"|nonsense|drivel) (?:by|from|of) (?:an?|the|you|our|this)"),
    r"(?:resident|local|house|self-appointed) (?:know-(?:nothing|it-all)|clown|idiot|fool|expert in nothing|troll)",
    r"(?:drivel|rubbish|nonsense|garbage|lies) (?:merchant|peddler|monger)s?",
    r"what a load of (?:drivel|bull|tripe|rot)",
    r"(?:utter|absolute|complete|total) (?:drivel|tripe|bilge|imbecility)", r"save your (?:breath|lies|crap)",
    r"(?:did|was) your (?:mother|mum|mom|father) (?:drop|not raise|raise|never)",
    r"(?:born|raised|brought up) in a (?:barn|zoo|sewer|cave)",
    r"(?:hit|slap|smack|knock) some sense into", r"who (?:let|gave) you (?:out|a keyboard|internet|a job|this job)",
    r"(?:congratulations|well done|bravo),? (?:genius|einstein|sherlock)", r"(?:einstein|sherlock)(?=[.!,]| *$)",
    r"(?:get|buy) (?:a life|a brain|yourself a brain|a clue|a grip)(?=[.!,]| *$)", r"get your head out of",
    r"in your (?:thick|tiny|little|empty|stupid)(?= )",
    (r"you(?:'d| would) (?:lose|fail|struggle|need help) (?:\w+ ){0,6}(?:test|puddle|sandwich"
    r"|shoelaces|spoon|mirror|to breathe)"),
    (r"(?:as|so) (?:useful|sharp|bright|clever|helpful) as (?:an? )(?:\w+ )?(?:chocolate|wet|bag of"
    r"|brick|doorknob|hole|potato|burnt|dead|marble|screen door)"),
)  # fmt: skip
RUDE = (
    (r"(?:^|(?<=[.!?,] )|just |oh |please )(?:shut it|zip it|can it|get lost|get stuffed|get bent|get out|buzz"
    r" off|bugger off"
    r"|sod off|naff off|clear off|bog off|push off|f off|eff off|jog on|do one|shove off|sling your hook|bite"
    r" me|drop it"
    r" already)(?=[.!,]| *$| and don't| you\b)"),
    r"give me a break,? (?:you|people|will you)",
    r"(?:are|were) you (?:kidding|joking|taking the (?:piss|mickey))(?= me|[?!.])",
    r"oh,? (?:do )?(?:grow up|get over yourself|spare me|bore off)",
    r"(?:^|(?<=[.!?,] ))(?:grow up|get over yourself)(?=[.!,]| *$)",
    r"none of your (?:damn|bloody|goddamn) business", r"mind your own (?:damn |bloody )?business",
    r"(?:who|what) (?:the hell|the heck|on earth) do you think you are", r"who do you think you are",
    r"stop (?:wasting|stealing) my (?:time|air|oxygen)(?=[.!,]| *$)",
    r"don't be (?:so |such an? )?(?:thick|dense|daft|dim|stupid|idiot)",
    r"talk to the hand", r"blah,? blah,? blah", r"(?:can|do) you (?:even )?read(?= at all|\?|,)",
    r"can't you (?:even )?read",
    r"what part of .{1,40} (?:don't|do|can't) you (?:not )?(?:understand|get)",
)  # fmt: skip
