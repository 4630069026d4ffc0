"""Promises and statements of who one works for in German, French, Spanish, Italian and Dutch: parts of patterns."""

from __future__ import annotations

_FIRM = r"(?-i:[A-ZÄÖÜÉ])[\w-]+"

PROMISES = (
    # German
    (r"(?:wir|ich) (?:werden|werde) (?:ihnen |es |das |den |die )?(?:\w+ ){0,3}(?:erstatten|ersetzen"
     r"|entschädigen|zurückzahlen|gutschreiben|vergüten|übernehmen)"),
    (r"(?:wir|ich) (?:übernehme[n]?|erstatte[n]?|ersetze[n]?|vergüte[n]?|erlasse[n]?|verbürge[n]?) (?:ihnen "
     r"|uns |mich )?(?:die|den|das|alle|ihnen|kostenlos|dafür|ihre)"),
    (r"(?:sie|ihr) (?:bekommen|erhalten|kriegen|bekommt|erhaltet) (?:\w+ ){0,4}(?:geld|betrag|gutschrift|ersatz"
     r"|ersatzgerät|rückerstattung|erstattung|entschädigung)(?: zurück)?"),
    r"(?:ihr|das) geld (?:ist (?:sicher|unterwegs)|kommt|bekommen sie|haben sie)", r"(?:mein|unser) (?:ehren)?wort",
    r"(?<!nicht )(?:fest |hoch und heilig )?(?:versprochen|zugesagt)(?=[.!,]| *$)",
    r"(?<!nicht )(?<!ist )garantiert(?=[.!,]| *$| nicht| nie| wieder| am| bis)",
    (r"(?:wir|ich) (?:sichere?n?|sage?n?|gebe?n?) (?:ihnen |es ihnen )?(?:zu|unser wort|mein wort|die"
     r" garantie)(?=[.!,:]| *$|, dass| für)"),
    r"(?:wir|ich) (?:versichere?n?|schwöre?n?|verspreche?n?|garantiere?n?|bürge?n?)(?= )",
    r"(?:ist|war|liegt an) (?:allein |ganz )?(?:unsere schuld|unser fehler|unserem fehler|uns)(?=[.!,]| *$)",
    r"(?:kostet|kosten) sie (?:nichts|keinen cent)",
    r"sie (?:müssen|zahlen|brauchen) (?:dafür )?(?:nichts|keinen cent)(?: zu)?(?: zahlen| bezahlen)?(?=[.!,]| *$)",
    r"auf unsere kosten", r"(?:geht|gehen) auf uns",
    r"(?:wir|ich) (?:kommen|komme|stehen|stehe) (?:\w+ ){0,3}(?:dafür auf|für den schaden auf|gerade)",
    r"(?:wird|werden) (?:auf jeden fall|garantiert|sicher|bestimmt|ganz bestimmt|hundertprozentig)(?= )",
    r"verlassen sie sich (?:darauf|auf uns)",
    r"(?:wird|kommt) (?:\w+ )?(?:nie|nicht) (?:wieder|mehr) (?:vor|vorkommen|passieren)",
    # French
    r"nous (?:prendrons|prenons) (?:\w+ ){0,3}(?:à notre charge|en charge)", r"c'est promis",
    r"(?:satisfait ou )?remboursée?s?(?=[.!,]| *$| intégralement)",
    r"vous serez (?:\w+ )?(?:dédommagée?s?|indemnisée?s?|remboursée?s?|créditée?s?)",
    r"vous (?:recevrez|aurez|récupérerez) (?:\w+ ){0,3}(?:remboursement|argent|avoir|dédommagement|indemnité)",
    r"c'est (?:entièrement )?(?:notre|ma) faute", r"(?:à nos|sans aucun) frais",
    r"(?:vous avez|je vous donne|nous vous donnons) (?:notre|ma) parole",
    (r"(?:je|nous) vous (?:assure|assurons|certifie|certifions|le promets|le promettons|rembourserai"
     r"|remplacerons|offrirons)"),
    r"nous nous engageons", r"je m'engage", r"(?:c'est )?garanti(?:e)?(?=[.!,]| *$)",
    r"cela ne (?:vous coûtera rien|se reproduira (?:plus|jamais))",
    # Spanish
    (r"(?:le|les|se lo|te) (?:devolveremos|pagaremos|abonaremos|reembolsaremos|compensaremos|cambiaremos"
     r"|aseguro|aseguramos|juro|garantizo|prometo|prometemos)"),
    r"(?:está )?garantizad[oa](?=[.!,]| *$)", r"es (?:culpa nuestra|nuestra culpa|nuestro error)",
    r"(?:sin|a) (?:ningún )?(?:coste|costo|cargo)(?: alguno| para usted)",
    r"recibirá (?:\w+ ){0,3}(?:dinero|reembolso|compensación|abono)", r"tiene (?:mi|nuestra) palabra",
    r"no (?:le costará|pagará) nada", r"no volverá a (?:pasar|ocurrir|suceder)", r"nos comprometemos",
    r"corre por nuestra cuenta",
    # Italian
    (r"(?:le|vi|la|ti) (?:rimborseremo|pagheremo|ridaremo|restituiremo|risarciremo|assicuro|assicuriamo"
     r"|garantiamo|sostituiremo)"),
    r"garantit[oa](?=[.!,]| *$)", r"è (?:colpa nostra|nostra colpa|un nostro errore)",
    r"ha la (?:mia|nostra) parola", r"riceverà (?:\w+ ){0,3}(?:rimborso|soldi|denaro|risarcimento)",
    r"a nostre spese", r"non (?:le costerà|pagherà) nulla", r"non (?:succederà|accadrà) (?:mai )?più", r"ci impegniamo",
    # Dutch
    (r"(?:wij|we|ik) (?:vergoeden|vergoed|betalen|zullen|zal) (?:\w+ ){0,4}(?:terug|vergoeden|betalen|vervangen"
     r"|schade|kosten)"),
    r"gegarandeerd(?=[.!,]| *$)", r"(?:dat is )?beloofd(?=[.!,]| *$)", r"(?:is|was) (?:onze fout|onze schuld)",
    r"u (?:hoeft|betaalt|krijgt) (?:niets|geen cent|uw geld|het geld|\w+ vergoeding)(?: te betalen| terug)?",
    r"op onze kosten", r"(?:mijn|ons) (?:ere)?woord", r"kost u niets", r"gebeurt nooit (?:meer|weer)",
    r"wij nemen (?:\w+ ){0,3}voor onze rekening", r"(?:ik|wij|we) verzeker(?:en)? u",
)  # fmt: skip
STATEMENTS = (
    # German
    (r"ich (?:bin|war) (?:\w+ )?(?:mitarbeiter|mitarbeiterin|angestellter?|angestellte|entwickler|entwicklerin"
     r"|techniker|technikerin|ingenieur|ingenieurin|vertreter|vertreterin|händler|berater|beraterin|verkäufer"
     r"|verkäuferin|werkstudent|azubi|praktikant|praktikantin|geschäftsführer|gründer|gründerin|teilhaber"
     r"|aktionär) (?:bei|von|der|des|im|beim|für|in der)"),
    rf"(?:wir|hier) bei {_FIRM}",
    (r"(?:meine|unsere) (?:firma|abteilung|kollegen|entwickler) (?:stellt|verkauft|baut|bei|hat (?:das|es)"
     r"|haben (?:das|es))"),
    r"ich (?:bekomme|kriege|verdiene) (?:\w+ )?(?:provision|prozente|geld dafür)",
    rf"im (?:auftrag|namen) von {_FIRM}",
    r"ich (?:bin|stehe) (?:\w+ )?(?:angestellt|beschäftigt|tätig|auf der gehaltsliste)",
    (r"als (?:\w+ )?(?:angestellte[r]?|mitarbeiter|mitarbeiterin|händler|entwickler|entwicklerin|verkäufer"
     rf"|partner) (?:bei|von|der|des) (?:{_FIRM}|firma|herstellers?)"),
    r"ich (?:arbeite|arbeitete|jobbe|schaffe) (?:\w+ )?(?:bei|für|beim|im|hier)",
    r"mein mann arbeitet bei|meine frau arbeitet bei",
    r"(?:kostenlos|gratis|umsonst) (?:vom hersteller|zum testen) (?:bekommen|erhalten)",
    r"vom hersteller (?:kostenlos |gratis )?(?:gestellt|geschickt|bekommen)",
    r"ich leite (?:den|die|das) (?:\w+ )?(?:vertrieb|support|entwicklung|marketing)",
    # French
    (r"je (?:suis|fais partie) (?:\w+ )?(?:employée?|salariée?|développeuse|développeur|vendeur|vendeuse"
     r"|ingénieure?|technicien|technicienne|revendeur|stagiaire|actionnaire|de l'équipe) (?:de|chez|à|du|des"
     r"|qui)"),
    r"je (?:bosse|travaillais|travaille) (?:\w+ )?(?:chez|pour|ici|au)",
    rf"(?:nous|on),? chez {_FIRM}", rf"chez {_FIRM},? (?:nous|on)",
    r"(?:mon|notre) (?:entreprise|équipe|société|boîte) (?:vend|fabrique|a (?:conçu|développé|fait)|produit)",
    r"je (?:touche|reçois) (?:\w+ )?commission", r"(?:au nom|pour le compte) de", r"je représente",
    # Spanish
    (r"(?:soy|era|fui) (?:\w+ )?(?:emplead[oa]|trabajador|trabajadora|desarrollador|desarrolladora|técnico"
     r"|técnica|ingenier[oa]|vendedor|vendedora|distribuidor|accionista|representante|becari[oa]) (?:de|en|del)"),
    r"trabaj(?:o|é|aba) (?:\w+ )?(?:con|para|en|aquí)",
    r"(?:nuestra|mi) (?:empresa|compañía) (?:vende|fabrica|hace|desarrolla)", r"(?:cobro|gano) (?:\w+ )?comisión",
    r"en nombre de", rf"(?:nosotros|aquí) en {_FIRM}",
    # Italian
    (r"sono (?:un |una |il |la )?(?:\w+ )?(?:dipendente|impiegat[oa]|sviluppatore|sviluppatrice|tecnico"
     r"|ingegnere|venditore|rivenditore|rappresentante|azionista|stagista) (?:di|della|del|presso|in|da)"),
    r"lavor(?:o|avo) (?:\w+ )?(?:per|presso|da|con|qui|alla|in)",
    r"(?:la mia|la nostra) (?:azienda|ditta|società) (?:vende|produce|fa)", r"per conto di",
    r"(?:prendo|ricevo) (?:\w+ )?(?:commissione|provvigione)",
    # Dutch
    (r"ik (?:ben|was) (?:een )?(?:\w+ )?(?:medewerker|medewerkster|werknemer|ontwikkelaar|technicus|monteur"
     r"|verkoper|dealer|aandeelhouder|stagiair|werkzaam|in dienst) (?:bij|van|voor)"),
    r"ik werk(?:te)? (?:\w+ )?(?:bij|voor|hier|met)", r"(?:mijn|ons) bedrijf (?:verkoopt|maakt|bouwt)",
    r"namens (?-i:[A-Z])", r"ik (?:krijg|ontvang) (?:\w+ )?(?:commissie|provisie)", rf"wij bij {_FIRM}",
)  # fmt: skip
