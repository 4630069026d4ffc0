"""Words and phrases that hurt, by how much: 1 rude, 2 insulting, 3 hateful or threatening.

A list that somebody wrote, not a measure of people: whole words in English and German, none that is harmless in the
other sense. A community adds its own in rules of words; what it labels itself, a scorer can learn.
"""

from __future__ import annotations

import re
from functools import cache

from app.screening.words import Terms

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


def find(text: str, least: int) -> list[tuple[int, int]]:
    """Where words of this severity or a higher one stand, also disguised as in "1d10t"; none overlapping."""
    terms = _from(max(1, min(3, least)))
    spans = terms.find(text)
    plain = _TOKEN.sub(_undisguised, text)
    if plain != text:
        spans = _apart(sorted({*spans, *terms.find(plain)}))
    return spans


def _undisguised(token: re.Match[str]) -> str:
    """A word with signs among its letters as the letters that they stand for; numbers stay."""
    word = token.group().rstrip("!")
    return token.group() if not any(map(str.isalpha, word)) else word.translate(_DISGUISE) + token.group()[len(word) :]


@cache
def _from(least: int) -> Terms:
    return Terms(term for level, terms in SEVERITY.items() if level >= least for term in terms)


def _apart(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for span in spans:
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept
