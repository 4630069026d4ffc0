"""What people are called who are insulted, in English: parts that patterns are made of."""

from __future__ import annotations

NAMES = (
    r"(?:idiots?|morons?|fools?|clowns?|muppets?|twits?|trolls?|peasants?|rats?|pigs?|cows?|scum|liars?|cowards?"
    r"|losers?|failures?|garbage|trash|filth|vermin|disgrace|joke|monkeys?|parrots?|snowflakes?|imbeciles?|dimwits?"
    r"|halfwits?|half-wits?|nitwits?|dunces?|jerks?|creeps?|weasels?|swine|parasites?|scammers?|crooks?|thie(?:f|ves)"
    r"|waste|cretins?|frauds?|cheats?|hypocrites?|lunatics?|nutters?|nutjobs?|nutcases?|buffoons?|bozos?"
    r"|numpt(?:y|ies)|plonkers?|pillocks?|prats?|tossers?|gits?|freaks?|weirdos?|bigots?|sheep|bootlickers?"
    r"|know-nothings?|embarrassment|stain|lumps?|maggots?|cockroach(?:es)?|leech(?:es)?|oafs?|simpletons?"
    r"|blockheads?|airheads?|donkeys?|baboons?|apes?|hags?|nobod(?:y|ies)|psychos?|wretch(?:es)?|retards?|snakes?"
    r"|toads?|slugs?|worms?|vultures?|witch(?:es)?|brats?|crybab(?:y|ies)|wimps?|thugs?|con ?m[ae]n|con artists?"
    r"|charlatans?|fossils?|dinosaurs?|lapdogs?|ignoramus(?:es)?|dolts?|nincompoops?|dumm(?:y|ies)|thickos?|chumps?"
    r"|slobs?|perverts?|pervs?|monsters?|savages?|barbarians?|yokels?|rednecks?|knobheads?|bellends?|pricks?|dicks?"
    r"|arses?|ass|berks?|ghouls?|sociopaths?|narcissists?|bastards?|degenerates?|imposters?|swindlers?|con merchants?"
    r"|dumb-?asses|douchebags?|douches?|scrubs?|noobs?|lowli(?:fe|ves)|deadbeats?|layabouts?|shirkers?|bandits?"
    r"|robbers?|sleazebags?|slimeballs?|turds?|knuckleheads?|meatheads?|lardass|fatso|old bat|vandals?|wallies|wally"
    r"|cavem[ae]n|neanderthals?|brutes?|animals?|carbuncle|sorry excuse|poor excuse|pathetic excuse|laughing stock)"
)
TRAITS = (
    r"(?:stupid|dumb|pathetic|useless|worthless|lazy|disgusting|filthy|ugly|fat|brainless|ignorant|illiterate"
    r"|incompetent|lying|miserable|clueless|hopeless|retarded|insane|brain[- ]?dead|obnoxious|vile|daft|gormless"
    r"|spineless|two-faced|arrogant|evil|mental|thick|dim|senile|deluded|moronic|idiotic|imbecilic|cretinous|inept"
    r"|mindless|witless|toothless|thieving|cheating|stuck-up|smug|pompous|slimy|twisted|inbred|despicable|contemptible"
    r"|shameless|heartless|half-witted|dim-witted|thick-headed|pig-headed|bone-headed|simple-minded|feeble-minded"
    r"|stinking|smelly|unhinged|deranged|demented|repulsive|revolting|laughable|subhuman|cowardly|gutless|dense"
    r"|fat-headed|two-bit|good-for-nothing|loathsome|nasty|pitiful|foul-mouthed|talentless|hideous)"
)
# Of those, what is said of somebody to put them down; "fat" and "evil" describe as well.
MOCKED = (
    r"(?:stupid|dumb|pathetic|useless|worthless|lazy|disgusting|brainless|ignorant|illiterate|incompetent"
    r"|lying|clueless"
    r"|retarded|obnoxious|vile|daft|spineless|two-faced|arrogant|moronic|idiotic|inept|witless|thieving"
    r"|cheating|despicable)"
)
MORE = (
    r"(?:(?:an?|the|all|just|such|so|too|really|nothing|but|one|absolute|absolutely|complete|completely|total|totally"
    r"|utter|utterly|little|big|old|bad|piece|of|bunch|load|pack|bloody|damn|most|as|always|still|clearly|obviously"
    r"|truly|quite|every bit|worse than) ){0,4}"
)
YOU = r"(?:you|u|ye|you people|you lot|you all|y'all|all of you|you guys|you two|you both|both of you)"
ARE = r"(?:are|r|were|must be|sound like|talk like|act like|look like|behave like|write like|are being|really are)"
