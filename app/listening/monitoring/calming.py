"""The signs that a text can wait: what each weighs, and the words it goes by, written as those of urgency are."""

from __future__ import annotations

CALMING: dict[str, tuple[float, str]] = {
    "settled": (
        -2.6,
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
        -2.5,
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
        -2.2,
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
    "asking": (
        -1.5,
        (
            "(?:^|[.:,] )(?:how|what|which|when|where|why|who) (?!number|do we|is the (?:stop|switch"
            r"|valve))(?=[^.!?]*\?); "
            "(?:^|[.:,] )(?:is|are|do|does|did|can|could|may|would|will|has|have) (?:i|we|one|you|there|it|the"
            r"|this|that|any(?:body|one)|somebody|people|two|an?)(?! \w+ing\b)(?=[^.!?]*(?:\?|$)); just asking; "
            "asking before; we wonder; asks (?:how|what|when|where|for the|for a)"
        ),
    ),
    "wish": (
        -1.4,
        (
            "(?:i|we) (?:would|should|'d) (?:like|love|be (?:glad|grateful|happy)); "
            "(?:it )?would (?:help|be|have|need); could you; kindly; "
            "for (?:our|my|the|your) (?:files?|records|tax adviser|calendar); perhaps; maybe; as every year; "
            "if possible; please (?:note|let me have|file|send (?:me|us)); should be; ought to; "
            "think(?:ing)? (?:about|of); wish(?:es)?; would recommend; offers?; interested in; planning"
        ),
    ),
    "past": (
        -1.2,
        (
            "(?:on|last) (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|week); "
            "in (?:january|february|march|april|may|june|july|august|september|october|november|december); "
            "the first (?:day|time|week); "
            "was (?:returned|mended|corrected|fixed|found|settled|repaired|refunded|replaced|paid); came back; "
            "(?:it|that) (?:is|was|has been) (?:settled|corrected|over|mended|done); "
            "within (?:minutes|the hour|a week|a day); learned; found (?:it|the|out); never mind; wants nothing; "
            "weeks? ago; months? ago; days? ago; once in; the other day; well done; respect; good for"
        ),
    ),
    "mild": (
        -1.6,
        (
            "annoying; silly; rude; unpleasant; slow; polite; cross with; meh; can live with; not more; took me; "
            r"nearly; a little; a bit; quite; not yet; fine; nice; good; enjoy\w*; beautiful; splendid; marvellous; "
            r"laugh\w*; enjoyed; visit; article; menu; poster; page \d+; figures; certificate; internship; tutorial; "
            "roadmap; docs; catalogue; calendar; ringtone; price; cheaper; postage; design; redesign; font; tone; "
            "bench; driver who; podcast; mood"
        ),
    ),
}
