"""Words and phrases that hurt, by how much: 1 rude, 2 insulting, 3 hateful or threatening.

A list that somebody wrote, not a measure of people: whole words in English and German, none that is harmless in the
other sense. A community adds its own in rules of words; what it labels itself, a scorer can learn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from app.screening import hurting
from app.screening.words import Terms, apart

SEVERITY: dict[int, tuple[str, ...]] = {
    1: (
        "shut up", "shut the hell up", "stfu", "what the hell is wrong with you", "are you stupid", "are you dumb",
        "you are stupid", "you're stupid", "you are dumb", "you're dumb", "you are an idiot", "you must be stupid",
        "how stupid are you", "crap", "crappy", "bullshit", "piss off", "screw you", "damn you", "go to hell", "wtf",
        "you suck", "you people suck", "shitty", "shit", "bloody useless", "halt die klappe",
        "halt den mund", "halt's maul", "bist du dumm", "seid ihr dumm", "sind sie dumm", "scheiße", "scheiß",
        "verdammt nochmal", "leck mich",
    ),
    2: (
        "idiot", "idiots", "moron", "morons", "imbecile", "imbeciles", "asshole", "assholes", "arsehole", "arseholes",
        "dickhead", "dickheads", "bastard", "bastards", "wanker", "wankers", "twat", "twats",
        "scumbag", "scumbags", "dumbass", "dumbasses", "jackass", "motherfucker", "motherfuckers", "fuck", "fucks",
        "fucked", "fucker", "fuckers", "fucking", "fuck you", "fuck off", "cunt", "cunts", "bitch", "bitches", "whore",
        "whores", "slut", "sluts", "piece of shit", "you are pathetic", "you're pathetic", "you are worthless",
        "you're worthless", "waste of space", "brain dead", "braindead", "nobody likes you",
        "idioten", "vollidiot", "vollidioten", "trottel", "depp", "deppen", "arschloch", "arschlöcher", "wichser",
        "hurensohn", "hurensöhne", "schlampe", "schlampen", "fotze", "fotzen", "missgeburt", "drecksau", "dreckskerl",
        "verpiss dich", "fick dich", "du bist erbärmlich",
    ),
    3: (
        "kill yourself", "kys", "go die", "go and die", "hope you die", "i hope you die", "you should die",
        "you deserve to die", "i will kill you", "i'll kill you", "i am going to kill you",
        "i'm going to kill you", "gonna kill you", "i know where you live",
        "we know where you live", "i will hurt you", "i'll hurt you", "burn your house down", "beat you up",
        "i will rape you", "nigger", "niggers", "nigga", "faggot", "faggots", "kike", "kikes",
        "wetback", "wetbacks", "paki", "pakis", "gook", "gooks", "raghead", "ragheads", "towelhead",
        "towelheads", "tranny", "trannies", "retards", "you retard", "subhuman", "subhumans", "gas the jews",
        "heil hitler",
        "sieg heil", "bring dich um", "ich bring dich um", "ich bringe dich um",
        "ich weiß wo du wohnst", "stirb", "verrecke", "untermensch", "untermenschen", "kanake", "kanaken", "neger",
        "schwuchtel", "schwuchteln", "judensau",
    ),
}  # fmt: skip
# Letters as they are disguised, one sign for one, so that what is found stands where it stood.
_DISGUISE = str.maketrans("013457@$!", "oieastasi")
_TOKEN = re.compile(r"[\w@$!]+", re.ASCII)
# Letters that stand alone, as in "s t u p i d".
_SPACED = re.compile(r"(?<!\w)\w(?:[ .*_-]\w){2,12}(?!\w)", re.ASCII)


def find(text: str, least: int) -> list[tuple[int, int]]:
    """Where a text hurts by this severity or more: by words, also disguised as in "1d10t", or by what it says to "you".

    None overlap. What somebody says of themselves or tells of others' words is left alone.
    """
    least = max(1, min(3, least))
    terms, found = _from(least), {*_spaced(text, least)}
    plain = text.replace("’", "'")
    for said in {plain, _TOKEN.sub(_undisguised, plain)}:
        found |= {*terms.find(said), *hurting.find(said, least)}
    return apart(span for span in found if not hurting.is_told(text, span[0]))


def _spaced(text: str, least: int) -> Iterator[tuple[int, int]]:
    for found in _SPACED.finditer(text):
        word = re.sub(r"[ .*_-]", "", found.group())
        if _from(max(2, least)).find(word):
            yield found.span()


def _undisguised(token: re.Match[str]) -> str:
    """A word with signs among its letters as the letters that they stand for; numbers stay."""
    word = token.group().rstrip("!")
    return token.group() if not any(map(str.isalpha, word)) else word.translate(_DISGUISE) + token.group()[len(word) :]


@cache
def _from(least: int) -> Terms:
    return Terms(term for level, terms in SEVERITY.items() if level >= least for term in terms)
