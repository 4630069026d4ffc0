"""Promises and statements of who one works for that no fixed phrase gives away; English first, bounded, pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.screening.commitments_abroad import PROMISES as PROMISES_ABROAD
from app.screening.commitments_abroad import STATEMENTS as STATEMENTS_ABROAD

# Up to two words between, none of which turns a promise into its opposite, a plan or a question.
_GAP = r"(?:(?!not\b|never\b|try\b|ask\b|see\b|check\b|look\b|hardly\b|whether\b|if\b)[\w'-]+ ){0,2}"
_SHALL = r"(?:we|i)(?: will| shall| are going to| am going to|'ll|'re going to|'m going to)"
_MADE_GOOD = (
    r"(?:refund|money back|money|compensation|replacement|reimbursement|credit|new one|every (?:penny|cent)"
    r" back)"
)
_SUM = (
    r"(?:(?:the |your |that |a |full |whole |entire |our ){0,3}(?:refund|money|compensation|credit|replacement"
    r"|cheque|reimbursement|voucher))"
)
_NOTHING = (
    r"(?:a (?:single )?(?:penny|cent|dime)|anything|nothing|a thing|for (?:it|this|that|the \w+)|out of pocket"
    r"|extra)"
)
_SURELY = (
    r"(?:definitely|certainly|surely|absolutely|without (?:a )?(?:doubt|fail)|for (?:sure|certain)|no matter"
    r" what|under all circumstances)"
)

PROMISES = (
    (rf"{_SHALL} {_GAP}(?:refund|reimburse|compensate|waive|credit (?:you|your)|pay (?:you|for|back)"
    r"|cover (?:the|all|your) (?:cost|costs|damage|fee|bill))"),
    rf"{_SHALL} {_GAP}(?:give|send) you (?:\w+ ){{0,4}}(?:free|for nothing|on the house)",
    rf"{_SHALL} {_GAP}(?:make sure|see to it|ensure) that",
    r"you(?: will| are going to|'ll|'re going to) " + _GAP + r"(?:be (?:refunded|reimbursed|credited|compensated"
    rf"|paid back)|(?:get|receive|have) (?:\w+ ){{0,3}}{_MADE_GOOD})",
    rf"you(?: are|'re) entitled to (?:\w+ ){{0,2}}{_MADE_GOOD}", r"you(?: won't| will not|'ll not) be charged",
    r"(?:we|i)(?: can| do)? assure you", r"(?:is|are|it's|this one's) on us(?=[.!]| *$)",
    r"take (?:the |all |full |complete )?(?:blame|responsibility) for",
    r"(?:we|i|our company|the company)(?: are| is| am|'re) (?:fully |solely )?(?:liable|responsible) for what",
    r"our company is (?:liable|responsible)", r"(?<=, )guaranteed(?=[.!]| *$)", r"(?:at no|without(?: any)?) charge",
    r"(?:won't|will not|will never) (?:\w+ ){0,2}happen again", r"there will be no more",
    r"you can (?:count|rely|depend|bank) on (?:it|us|me|that|our)", r"my word",
    r"(?:fault|mistake|error|blame) (?:is|was|lies|lay) (?:entirely |solely |wholly |with )?(?:ours|mine|with us|us)",
    r"we owe you",
    (r"(?:it|this|that) (?:is|was) (?:entirely |all |clearly |completely )?our (?:own )?(?:fault|mistake|error"
     r"|negligence|doing)"),
    r"we (?:were|have been) (?:negligent|at fault|in the wrong)", r"we are (?:to blame|at fault)",
    r"(?:rest|feel|stay) assured", r"(?:(?<=[.!,] )|please )be assured", r"hand on heart", r"mark my words",
    r"on my (?:honou?r|life|mother's)",
    r"you have (?:our|my) (?:\w+ )?(?:guarantee|promise|assurance|commitment|oath|pledge|solemn)",
    (r"(?:that is|that's|this is|it's|it is|is) (?:a|our|my) (?:firm |solemn )?(?:promise|guarantee"
     r"|commitment)(?=[.!,]| *$| to you| that)"),
    (r"(?:we|i) (?:hereby |both |all |do )?(?:commit|pledge|vow|undertake|bind ourselves|give our word"
     r"|solemnly)(?= to| that|[.!,]| *$)"),
    r"(?:we|i) swear (?:\w+ )?(?:\w+ )?(?:will|won't|'ll|shall|never)",
    rf"we(?: will| shall|'ll| are going to|'re going to) {_SURELY}",
    rf"you (?:will|shall|'ll) {_SURELY} (?:get|have|receive|be)",
    (rf"(?:it|this|that) (?:will|shall|'ll) {_SURELY} (?:work|arrive|happen|come|hold|be (?:\w+ed|there|done"
     r"|back|ready|sent|solved|paid))"),
    rf"{_SHALL} (?:[\w'-]+ ){{1,8}}{_SURELY}(?=[.!,]| *$)",
    r"(?:without fail|no matter what),? (?:we|you) (?:will|shall|'ll|get|have)",
    (rf"{_SUM} (?:is|will be|has been|are) (?:\w+ )?(?:on (?:its|the|their) way|certain|sure|guaranteed|assured"
    r"|yours|approved|in your account"
    r"|with you|paid (?:back|out|to you)|sent to you|credited|transferred|returned|back in your|waiting for you|safe)"),
    rf"you(?: will| shall| are going to|'ll|'re going to) (?:see|get|have|receive|be (?:given|sent|paid)) {_SUM}",
    (r"you(?: will|'ll| shall|'re| are)(?: not|n't)? (?:going to )?(?:not |never )?(?:have to )?(?:pay|owe|lose"
     rf"|be charged|be billed|be) {_NOTHING}(?! to| you| that| in the| if)"),
    (r"you (?:won't|don't|do not|need not|needn't) (?:have to |need to )?(?:pay|owe|lose|be charged|be billed"
     rf"|be) {_NOTHING}(?! to| you| that| in the| if| for now)"),
    r"(?:costs?|cost) you (?:nothing|not a (?:penny|cent))",
    r"(?:won't|will not|'ll not|shall not) cost you (?:a|anything|one|extra)",
    r"at (?:our|the company's|my) (?:own )?(?:expense|cost)",
    r"(?:is|it's|are|be|have (?:it|this|that|one)) on the house", r"money[- ]back (?:guarantee|promise)",
    r"you(?: will| shall|'ll)? (?:get|have|receive) (?:all )?(?:of )?your money back",
    r"(?:your|the) money (?:is safe|will be (?:returned|back|there|with you))",
    r"(?:get|have|see) every (?:penny|cent) (?:back|of it)",
    (rf"{_SHALL} {_GAP}(?:foot|pick up|absorb|bear|meet|make good|make (?:it|this|that) up to|make up for|write"
    r" off|write (?:it|that|this) off|match"
    r"|double|take (?:it|this|that|the \w+) off (?:your|the) bill|knock|drop the (?:fee|charge)|cancel (?:the"
    r"|your|all) (?:fee|bill|charge|invoice|contract|debt)s?"
    r"|make you whole|put (?:it|this|that|things) right|settle (?:the|your)|send (?:you )?(?:a new|another|a"
    r" replacement|a technician|an engineer) (?:\w+ ){0,3}(?:free|today|tomorrow)"
    r"|replace (?:it|your|the) (?:\w+ ){0,3}(?:free|for nothing|at no|without)|return (?:your|the|all)"
     r" (?:money|fee|deposit|payment)|honou?r|stand by)"),
    r"(?:no|zero|without(?: any)?) risk(?: at all| whatsoever|,| for you|[.!]| *$)", r"risk[- ]free",
    r"nothing (?:can|will|could) (?:possibly )?go wrong",
    r"(?:cannot|can't|can never|will never|won't ever|never) (?:possibly )?fail(?=[.!,]| *$| you| again)",
    r"(?:100|hundred) ?(?:%|per ?cent) (?:safe|secure|sure|guaranteed|certain|uptime|reliable|satisfaction)",
    (r"(?:is|are|comes) (?:fully |legally |absolutely )?(?:guaranteed|assured)(?! to)(?=[.!,]| *$| by us| for|"
     r" until| forever)"),
    r"lifetime (?:guarantee|warranty)", r"(?:good|valid|covered|warranted) for life",
    r"there is no way (?:it|this|that) (?:can|will|could)",
    r"(?:we|i) (?:personally )?(?:vouch|answer|stand surety|guarantee)(?: for|:)",
    r"take (?:it|that) as (?:a promise|read|settled|done)",
    r"consider (?:it|this|that) (?:done|settled|paid|refunded|sorted)",
    r"(?:it's|it is|is|that's) (?:as good as )?(?:a done deal|in the bag|yours to keep)",
    (r"you (?:have|had) (?:a|every|the) (?:legal |full )?right to (?:a |your |the |full ){0,3}(?:refund|money"
     r"|compensation|replacement|reimbursement|damages)"),
    (r"(?:we|our company|the company|our firm) (?:is|are|will be|shall be) (?:legally |fully |solely"
     r" )?(?:liable|bound|responsible) (?:for|to)"),
    (r"(?:we|i) (?:accept|admit|acknowledge|assume|bear|take) (?:\w+ ){0,2}(?:liability|responsibility|blame"
     r"|fault|guilt|negligence)"),
    (r"(?:never|not) (?:ever )?(?:again )?(?:have|see|get) (?:this|that|such a|another) (?:problem|outage|fault"
     r"|bill|charge)(?: again)?(?=[.!,]| *$)"),
    r"leave it (?:to|with) (?:me|us)(?=[.!,]| *$)", r"we won't let you (?:down|pay|lose)",
    r"(?:we|i) will not let you (?:down|pay|lose)",
    *PROMISES_ABROAD,
)  # fmt: skip
# A name is written with a capital; "the maker" stands for one.
_NAME = (
    r"(?:(?-i:(?!I\b)[A-Z])[\w-]+|(?:the|this|that) (?:maker|company|firm|manufacturer|vendor|seller|provider|"
    r"distributor|competitor))"
)
_TRADE = (
    r"(?:developer|engineer|employee|consultant|manager|founder|representative|rep|technician|contractor|designer"
    r"|salesman|saleswoman|salesperson|agent|director|ceo|cto|member|tester|programmer|coder|writer|editor"
    r"|staffer|worker"
    r"|intern|apprentice|trainee|officer|analyst|accountant|lawyer|advis[eo]r|installer|fitter|co-?founder"
    r"|head|owner|spokes(?:man|woman|person)"
    r"|recruiter|architect|scientist|researcher|moderator|specialist|assistant|clerk|supervisor|freelancer"
    r"|marketer|buyer|planner|chairman|partner)"
)
_TIE = (
    r"(?:reseller|dealer|distributor|retailer|wholesaler|affiliate|shareholder|stockholder|franchisee"
    r"|ambassador|investor"
    r"|influencer|beta tester|sponsored \w+|paid \w+|business partner|supplier|sales partner)"
)
_WORK = (
    r"(?:marketing|sales|support|pr|press|public relations|social media|development|engineering|design|hiring"
    r"|accounts|testing|training|logistics|research|the books|communications?|copywriting|consulting"
    r"|translations?|installations?)"
)
_MAKE = (
    r"(?:wrote|designed|built|developed|created|engineered|programmed|invented|coded|tested|maintain|maintained"
    r"|sell|sold|install|installed|make|made|market|manage|managed|lead|led|run|ran)"
)
_GOODS = r"(?:this one|this|it|that|one|mine|the (?:\w+ ){0,2}\w+|a (?:\w+ ){0,2}\w+|my (?:\w+ )?\w+)"
_AM = r"i(?: am|'m)(?: also)?"
STATEMENTS = (
    r"(?:i|we) (?:work|worked|used to work|am working|have worked) (?:for|at|with) (?:them|you|us|" + _NAME + r")",
    r"i work for (?!myself|free|fun|hours|hour|a living|two|three|me\b)\w+",
    rf"{_AM} (?:an? |the )?(?:\w+ ){{0,2}}{_TRADE} (?:at|for|with|of|from) {_NAME}",
    rf"{_AM} (?:with|on|part of|in) the (?:\w+ ){{0,3}}(?:team|staff|crew)", rf"we at {_NAME}",
    rf"working (?:at|for) {_NAME}", rf"(?:speaking )?as an? (?:\w+ ){{0,2}}{_TRADE} (?:of|at|for) {_NAME}",
    rf"speaking as an? (?:\w+ ){{0,2}}{_TRADE}", r"(?:full )?disclosure:", r"disclaimer: (?:i|my|we)",
    r"(?:my|our) (?:company|firm|startup|business) (?:makes?|sells?|builds?|develops?|offers?|owns?|made|built)",
    (r"my (?:husband|wife|partner|brother|sister|son|daughter|father|mother|boyfriend|girlfriend|friend) works? "
    rf"(?:for|at) {_NAME}"),
    r"i (?:run|own|founded|started) (?:the|an?) (?:\w+ )?(?:shop|company|firm|store|startup|business) (?:that|behind)",
    r"i (?:have|own|hold) (?:shares|stock) in", r"(?:was|were|got) sent (?:this|the|an?|it|one) (?:\w+ ){0,4}for free",
    rf"{_AM} (?:affiliated|employed|paid|sponsored|hired) (?:with|by|at)", r"i get paid (?:by|to)",
    r"(?:here|speaking|writing|posting) on behalf of",
    rf"{_AM} one of (?:the people|those|the ones) who (?:built|made|make)",
    rf"{_AM} the (?:founder|maker|author|developer|owner|ceo) (?:of|behind) (?:the|this|that) (?:firm|company|app)",
    (rf"{_AM} (?:an? |one of (?:the|their|your) |their |your |our )?(?:\w+ ){{0,2}}{_TIE}s?(?= of| for| with| at"
     r"| and|[.,;:!]| *$)"),
    (rf"{_AM} (?:\w+ )?(?:employed|engaged|contracted|retained|hired|paid|sponsored) (?:as|at|by|with|for"
     r"|through|there|here)"),
    r"on (?:their|your|the|our|[\w-]+'s|the \w+'s) payroll",
    r"on the payroll of",
    (rf"(?:{_NAME}|they|you|the maker|this company) (?:employs?|pays?|hired|sponsors?|employed) me(?! back| for"
     r" the| the| a| what)"),
    r"my (?:salary|wages?|pay ?che(?:que|ck)|bonus|commission) (?:comes? from|is paid by|depends? on)",
    rf"they pay my (?:salary|wages|rent)|{_NAME} pays my (?:salary|wages|rent)",
    (r"i (?:do |also |still )?(?:get|earn|receive|make|take) (?:an? )?(?:\w+ )?(?:commission|cut|kickback"
     r"|percentage|referral fee|share of (?:the|each|every))"),
    r"(?:affiliate|referral) (?:link|code|partner)",
    r"(?:sponsored|paid) (?:post|review|partnership|by the (?:maker|company|manufacturer|vendor))",
    r"(?<!\w)#(?:ad|sponsored|werbung)",
    (rf"i (?:do|did|handle|handled|run|ran|lead|led|manage|managed|head) (?:\w+ )?{_WORK} (?:for|at|with) (?:the"
     rf" |them|{_NAME})"),
    rf"(?:i|we) {_MAKE} (?:\w+ ){{1,6}}(?:at|for) {_NAME}(?<!for The)",
    (r"we (?:make|build|sell|develop|manufacture|design|produce|import) (?:this|these|it|them|those) (?:\w+"
     r" )?(?:here|ourselves|in our|at our|for a living)"),
    (r"(?:our|my) (?:team|colleagues?|department|boss|factory|office|shop|lab|manager|group|crew|people"
     rf"|engineers|developers) (?:here )?(?:at|from) {_NAME}"),
    (r"(?:our|my) (?:team|colleagues?|department|engineers|developers|factory|lab) (?:made|built|designed|wrote"
     r"|developed|makes?|builds?|designs?|develops?)"),
    rf"(?:here|over here|back here|inside) at {_NAME}",
    rf"at {_NAME},? (?:we|where (?:i|we) work)", r"(?:is|are|was) my (?:\w+ )?employers?(?=[.,;:!]| *$)",
    r"where i work(?:ed)?(?=[.,;:!]| *$|,? we| and)",
    (r"my (?:current |former |old |previous )?employer(?:'s| makes?| sells?| builds?| develops?| owns| produces"
     r"| asked me| wants me| does not| doesn't| said i| told me| would| is the| runs|,)"),
    (rf"as (?:an? |the )?(?:(?:ex|former)[- ])?{_NAME} (?:employee|staff member|staffer|insider|engineer"
     r"|developer|rep|technician|dealer|reseller|worker|manager)(?= i|,|[.;:])"),
    (r"as (?:an? )?(?:insider|employee|member of (?:the |their |your )?(?:\w+ )?(?:staff|team)|part of the"
     r" (?:\w+ )?team|someone who works|somebody who works|someone on the team|somebody on the team)"),
    (r"(?:staff|employee|team member|staff member|dev|developer|engineer|rep|insider|support agent|product"
     r" manager|founder|maker) (?:here|speaking)(?=[.,:;!]| *$)"),
    r"(?:dev|developer|engineer|rep|founder) from the (?:\w+ )?team",
    rf"speaking (?:as|for) (?:{_NAME}|the (?:company|maker|team)|an? (?:employee|insider))",
    r"in my (?:\w+ )?(?:role|capacity|job|position) (?:as|at|with)",
    rf"i (?:was|am|got|have been) (?:just |recently )?hired (?:by|at) {_NAME}",
    (r"i (?:just |recently |have )?(?:interned|started|retired|apprenticed|freelance[d]?|consult(?:ed)?"
     rf"|moonlight) (?:at|from|for|with) {_NAME}"),
    (r"(?:i|we) (?:work|worked) (?:here|there|on the (?:\w+ ){0,2}team|in (?:their|your|the) (?:\w+ )?(?:office"
     r"|shop|factory|call cent(?:re|er)|support|warehouse|store|lab|department))"),
    r"i used to (?:be|work) (?:\w+ ){0,4}(?:at|for|with|there|here)",
    r"(?:ex|former)[- ](?:employee|staff|engineer|developer|technician|rep)(?= here|,|[.:;]| of| and)",
    (rf"(?:got|received|have|had|was given|were given|was sent|was lent|been given|been sent|been lent) {_GOODS}"
     r" (?:for )?(?:free|gratis|at no cost|as a gift|on loan)(?: of charge)? (?:from|by|to (?:review|test|try))"),
    r"in exchange for (?:an? |my |our )?(?:\w+ )?review", r"(?:review|press|test) (?:unit|sample|copy|device)",
    r"(?:gave|sent|lent) me (?:\w+ ){1,4}(?:for free|free of charge|to review|to test|gratis|as a gift)",
    (r"my (?:husband|wife|partner|brother|sister|son|daughter|father|mother|boyfriend|girlfriend|friend|cousin"
     rf"|uncle|aunt|best friend|flatmate) is (?:an? |the |their |head )?(?:\w+ ){{0,3}}{_TRADE} (?:at|for|with"
     rf"|of) {_NAME}"),
    (r"my (?:husband|wife|partner|brother|sister|son|daughter|father|mother|family|uncle|cousin)(?:'s)? (?:own"
     r" company|company|firm|business|shop) (?:makes?|sells?|builds?|owns)"),
    r"my family (?:owns|runs|founded)",
    r"conflict of interest",
    r"(?:i am|i'm) (?:biased|not neutral|not impartial|hardly neutral)(?:,| because| as|[.;:]| here)",
    r"(?:full transparency|to be transparent|in the interest of (?:transparency|honesty|full disclosure))",
    r"i have a stake in",
    (r"i (?:am|was) (?:part of|on|in|with) (?:the|their|your) (?:\w+ )?(?:team|crew|staff|project) (?:that|who"
     r"|which|behind)"),
    *STATEMENTS_ABROAD,
)  # fmt: skip
_SENTENCE_ENDS = re.compile(r"[.!?\n]")


def _either(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)


_PROMISES, _STATEMENTS = _either(PROMISES), _either(STATEMENTS)


def promises(text: str) -> Iterator[tuple[int, int]]:
    """Where a text commits the company."""
    return (found.span() for found in _PROMISES.finditer(text))


def statements(text: str) -> Iterator[tuple[int, int]]:
    """Where a writer says for whom they work, or worked, or what else ties them."""
    return (found.span() for found in _STATEMENTS.finditer(text))


def is_asked(text: str, end: int) -> bool:
    """Whether the sentence in which this ends is a question: who asks promises nothing."""
    ends = _SENTENCE_ENDS.search(text, end)
    return ends is not None and ends.group() == "?"
