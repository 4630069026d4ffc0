"""What insults and threats look like in German when no single word gives them away: parts that patterns are made of."""

from __future__ import annotations

_TRAITS = (
    r"(?:dumm|blöd|doof|bescheuert|bekloppt|beschränkt|behindert|unfähig|lächerlich|erbärmlich|hirnlos|hirntot|verlogen"
    r"|dämlich|hässlich|fett|faul|krank im kopf|geisteskrank|minderbemittelt|strohdumm|saudumm|strunzdumm"
    r"|wertlos|armselig"
    r"|widerlich|ekelhaft|nutzlos|unterbelichtet|gehirnamputiert|nicht ganz dicht|feige|ahnungslos"
    r"|zurückgeblieben|peinlich)"
)
_NAMES = (
    r"(?:idiot|idiotin|depp|trottel|dummkopf|volltrottel|vollpfosten|spast|spasti|penner|versager|versagerin"
    r"|lügner|lügnerin"
    r"|betrüger|witzfigur|lachnummer|clown|schwachkopf|hornochse|esel|schwein|sau|ratte|abschaum|dreck|pfeife"
    r"|flasche|null"
    r"|niete|nichtsnutz|nichtskönner|kasper|hampelmann|heuchler|feigling|parasit|parasiten|pack|gesindel|affe"
    r"|affen|kuh|ziege"
    r"|hexe|zicke|schnepfe|spinner|irrer|psycho|honk|horst|dödel|knallkopf|dumpfbacke|blödmann|arsch|loser"
    r"|gauner|halunken?"
    r"|schmarotzer|wurm|würstchen|witz|schande|zumutung)(?:en|n|e|s)?"
)
_MORE = (
    r"(?:(?:so|echt|einfach|nur|ein|eine|einer|der|die|das|alle|doch|ja|wirklich|total|völlig|komplett|zu|ganz"
    r"|absolut|wohl"
    r"|ziemlich|größte|größter|dümmste|dümmster|kleine|kleiner|kleines|alte|alter|dumme|dummer|blöde|blöder"
    r"|elender|elende"
    r"|verdammter|verdammte|fette|fetter|faule|fauler|lauter|haufen) ){0,4}"
)
_YOU = r"(?:du bist|sie sind|ihr seid|bist du|seid ihr|sind sie|du|ihr|sie)"

INSULTS = (
    rf"(?:du bist|ihr seid|sie sind|bist du|seid ihr|sind sie) {_MORE}(?:{_TRAITS}|{_NAMES})(?! zu bedienen)",
    (rf"(?:du|ihr|sie) {_MORE}(?:dumme[rsn]?|blöde[rsn]?|fette[rsn]?|faule[rsn]?|elende[rsn]?|verlogene[rsn]?"
    r"|dämliche[rsn]?"
    rf"|kleine[rsn]?|hirnlose[rsn]?|armselige[rsn]?|widerliche[rsn]?|ekelhafte[rsn]?|hässliche[rsn]?) {_NAMES}"),
    rf"(?:du|ihr) {_NAMES}", rf"so (?:ein|eine|einen) {_MORE}{_NAMES}(?=[.!,]| *$)",
    rf"was für (?:ein|eine) {_MORE}{_NAMES}",
    rf"wie (?:kann|konnte) man (?:nur |bloß )?(?:so|derart|dermaßen) {_TRAITS}",
    rf"wie {_TRAITS} (?:bist|sind|seid|muss|kann)",
    r"(?:hast du|habt ihr|haben sie) (?:überhaupt |noch |denn )?(?:ein|kein|irgendwo ein) (?:hirn|gehirn)",
    (r"(?:hast|habt|haben) (?:\w+ )?(?:nicht alle tassen|einen an der waffel|lack gesoffen|den schuss nicht"
     r" gehört|sie noch alle)"),
    r"nicht alle tassen im schrank", r"(?:zu|selbst dafür zu|sogar zu) (?:dumm|blöd|doof|dämlich) (?:zum|um|für)",
    rf"lauter {_NAMES}", r"(?:euresgleichen|deinesgleichen|ihresgleichen)",
    r"leute wie (?:du|ihr|sie) (?:gehören|sollten|sind)",
    r"niemand (?:mag|braucht|vermisst|will) (?:dich|euch|sie)(?=[.!,]| *$)",
    (r"(?:geh|gehen sie|geht) (?:doch )?(?:zurück )?(?:dahin"
    r"|dorthin|nach hause),? (?:zurück )?(?:wo|woher)"), r"zurück in (?:dein|euer|ihr) land",
    (r"(?:frauen|ausländer|rentner|weiber)"
    r" (?:gehören|können (?:so ?was|das) nicht|sollten nicht|haben keine ahnung)"), r"schäm(?:en sie|t euch| dich)",
    r"(?:dein|euer|ihr) (?:dummes|blödes|dämliches) (?:gerede|geschwätz|gelaber|gesicht)", r"kotzt (?:mich|uns) an",
    r"zum kotzen",
    r"geistig(?:er|e)? (?:tiefflieger|umnachtung|beschränkt)", r"dümmer als",
    r"keine ahnung von (?:nichts|gar nichts|tuten)",
    rf"(?:hier|da|dort) (?:arbeiten|sitzen) (?:\w+ )?(?:nur |lauter |bloß )(?:\w+ )?{_NAMES}", r"verzieh dich",
    r"affenbande", r"saftladen voller",
)  # fmt: skip
RUDE = (
    r"hau(?:t)? (?:doch )?(?:einfach )?ab(?=[.!,]| *$| du)",
    (r"halt(?:et)? (?:endlich |einfach |doch )?(?:die (?:klappe|fresse|schnauze)"
    r"|den (?:mund|rand|schnabel))"), r"(?:geht's|gehts|geht es) noch(?=[?!])",
    (r"(?:sind|seid|bist) (?:sie|ihr|du) (?:noch )?(?:ganz )?"
    r"(?:dicht|bei trost|bescheuert|taub|blind)(?=[?!.])"), r"können sie (?:überhaupt )?(?:nicht )?lesen(?=[?!])",
    r"ach,? (?:leck|lass) mich",
    r"du kannst mich mal", r"(?:ihr könnt|sie können) mich (?:alle |alle mal |mal )?(?=[.!,]|$|kreuzweise|gern)",
)  # fmt: skip
THREATS = (
    (r"ich (?:mach|mache|schlag|schlage|stech|steche|hau|haue|prügel|prügle|zünd|zünde) (?:dich|dir|euch|sie"
    r"|ihnen|deine?n?|eure?n?)"
    r" (?:\w+ ){0,4}(?:fertig|kaputt|tot|ab|ein|windelweich|krankenhausreif|kalt|platt|zusammen|an|auf die fresse)"),
    r"ich (?:finde|find|krieg|kriege|hol|hole|kriege) (?:dich|euch)(?=[.!,]| *$| schon| noch| und)",
    (r"ich komm(?:e)? (?:\w+ )?(?:vorbei und|mit dem"
    r" (?:messer|baseballschläger|hammer))"),
    (r"(?:man|jemand) sollte (?:dich|euch|sie|ihn) (?:\w+ )?(?:schlagen|erschießen|aufhängen|verprügeln"
    r"|einsperren|vergasen|anzünden|abknallen)"),
    (r"(?:dich|euch|sie) sollte man (?:\w+ )?(?:schlagen|erschießen|aufhängen|verprügeln|einsperren"
    r"|vergasen|anzünden|abknallen)"),
    (r"(?:du|ihr|sie) (?:gehörst|gehört|gehören) (?:\w+ )?(?:erschossen|verprügelt|aufgehängt|eingesperrt|vergast"
    r"|geschlagen|weggesperrt)"),
    (r"ich hoffe,? (?:du|ihr|sie|dass du|dass ihr|dass sie) (?:\w+ ){0,3}(?:stirbst|sterbt|sterben|verreckst|verreckt"
    r"|verrecken|krebs)"), r"(?:das wirst du|das werdet ihr|das werden sie) (?:noch )?(?:bereuen|büßen)",
    r"pass (?:bloß )?auf,? wenn (?:ich|du)",
    r"ich (?:weiß|kenne|weiss) (?:wo (?:du|ihr|sie) (?:wohnst|wohnt|wohnen|arbeitest)|deine adresse)",
    (r"(?:spring|häng dich|bring dich) (?:doch )?(?:von"
    r"|auf|um)"), r"du (?:bist|wirst) (?:tot|sterben|dran)(?=[.!,]| *$)", r"brenn(?:t)? in der hölle",
)  # fmt: skip
