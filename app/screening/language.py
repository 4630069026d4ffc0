"""In which language a text may be written, told by the small words that no sentence can do without."""

from __future__ import annotations

from app.screening.words import words

# Enough small words to tell one text from another; those that two of these languages share count for both.
_SMALL = {
    "en": (
        "the of and to is it that you for are with this have not be was my i'm can how do what a in we they "
        "from at or would there when which will an if has but your on i"
    ),
    "de": (
        "der die das und ist nicht ich sie es ein eine zu mit den auf für von im dem auch wie kann wir haben "
        "bei noch aber oder wenn mein meine sind wird nach was hat so sich an"
    ),
    "fr": (
        "le la les des et est un une je vous que qui dans pour pas avec sur ne ce il elle nous du au mais mon "
        "ma sont plus comment j'ai c'est en à de"
    ),
    "es": (
        "el la los las de y es un una que en por con para no se mi lo como pero su al del más está tengo cómo "
        "puedo si hay me"
    ),
    "it": (
        "il lo la gli le di e è un una che in per con non si mi come ma del della sono ho posso anche più al nel questo"
    ),
    "nl": ("de het een en van ik is dat niet te met op voor zijn er maar ook hoe kan mijn wij heb naar bij als wat om"),
    "pt": (
        "o a os as de e é um uma que em por com para não se meu minha como mas do da no na está tenho posso ao mais"
    ),
    "pl": "w i na nie się z do jest to że jak co ale mam mój czy od po tak przez dla",
    "sv": "och att det är en ett jag på som för med inte av har den till hur kan men min om vi",
    "da": "og at det er en et jeg på som for med ikke af har den til hvordan kan men min om vi",
}
SMALL = {language: frozenset(small.split()) for language, small in _SMALL.items()}
LANGUAGES = tuple(SMALL)
# With fewer small words than this a text is too short to tell.
FEWEST = 3
# A language whose small words are this much of the likeliest one's may be it too.
NEAR = 0.75


def may_be(text: str) -> frozenset[str]:
    """The languages (two letters) that a text may be in; all of them where it is too short to tell."""
    counts = dict.fromkeys(LANGUAGES, 0)
    for word in words(text):
        for language, small in SMALL.items():
            counts[language] += word.folded in small
    best = max(counts.values())
    if best < FEWEST:
        return frozenset(LANGUAGES)
    return frozenset(language for language, count in counts.items() if count >= best * NEAR)
