"""What people write when they deny, ask, agree or negate, in English and French.

Patterns are regular expressions on normalised text (lower case, without accents, straight apostrophes) and
match whole words. A cue is a hint among others: the model weighs it, and its absence proves nothing.
"""

from typing import Final

_DENY = """
false|fake|faked|hoax|lie|lies|lying|liar|liars|untrue|bullshit|bs|bogus|nonsense|debunked|debunk|denied|denies
deny|wrong|incorrect|inaccurate|misinformation|disinformation|propaganda|photoshop(?:ped)?|staged|made up
not true|not the (?:same|case)|no truth|isn'?t true|never happened|didn'?t happen|did not happen
stop (?:lying|spreading|sharing)|no evidence|no proof|without (?:any )?(?:evidence|proof)|just (?:a )?rumou?rs?
only (?:a )?rumou?rs?|unfounded|baseless|faux|fausses?|fausse info(?:rmation)?|intox|desintox|infox|mensonges?
mensongere?|menteurs?|menteuses?|mentez|ment|dement(?:i|is|ie|ies|ent)?|dementi(?:e|s|es)?|rumeurs?|infondee?s?
canulars?|n'importe quoi|bidon|montage|invente[res]*|pas vrai|c'est pas vrai
aucune? (?:preuve|source|trace|risque|raison)|aucunement|contrairement a|pas du tout|arretez? de|stop aux?
trompe[rsz]?|erreur|manipulation|fausse alerte|rien d'anormal|ne relayez pas|ne partagez pas
"""
_QUERY = """
source|sources|proof|evidence|link|confirm(?:ed)?|verified|verify|really|seriously
is (?:it|this|that|he|she) true|true|any (?:source|proof|evidence|confirmation|word|news|update)|who says
says who|how do (?:you|we|they) know|are you sure|where did you|what (?:is|are|do|did|about)|why|how|who|where
when|which|is there|are there|was it|is it|did (?:he|they)|is this|has (?:anyone|this|he)|does (?:anyone|this)
do (?:we|you|they)|anyone know|wonder(?:ing)?|not sure|doubt|preuves?|lien|vrai ou faux|confirmez|confirmer
confirme|verifie[er]?|c'est (?:sur|vrai|confirme|fiable|recent)|qui (?:te|vous)|est[- ]ce que|est[- ]ce|d'ou
pourquoi|comment|quand|quel(?:le)?s?|quelqu'un (?:peut|sait|a)|t'as|tu as|vous avez|ou ca|serieux|serieusement
depuis quand|quoi|hein|on sait|sait[- ]on|info ou intox
"""
_SUPPORT = """
true|confirmed|confirms|confirm|exactly|agree|agreed|yes|yep|yeah|right|correct|indeed|fact|facts|breaking
reports?|reported|reporting|police say|according to|sources say|officials|just in|update|witness(?:es)?|official
absolutely|i knew|told you|so true|this is true|thank you for|it'?s true|i (?:saw|heard)|vrai|confirme[res]*
exact(?:ement)?|d'accord|oui|tout a fait|je (?:confirme|relaie|partage|savais)|partag(?:e|ez|er|eons)
faites tourner|verite|moi aussi|pareil|on m'a dit|enfin quelqu'un|j'y crois|c'est (?:vrai|confirme)|il parait
urgent|alerte|selon|d'apres|temoins?|faites suivre|j'ai (?:vu|entendu)|bien dit|merci pour l'info|passez le mot
"""
_NEGATION = """
no|not|never|none|nothing|nobody|without|cannot|can'?t|won'?t|don'?t|doesn'?t|didn'?t|isn'?t|aren'?t|wasn'?t
weren'?t|haven'?t|hasn'?t|shouldn'?t|wouldn'?t|couldn'?t|nope|non|pas|jamais|aucune?|rien|personne|sans|ni|ne
n'\\w+|plus
"""
_DOUBT = """
allegedly|alleged|unconfirmed|unverified|apparently|supposedly|maybe|perhaps|if true|rumou?rs?
hope (?:this|it|that)|claims?|claimed|speculation|conflicting|not confirmed|unclear|might|could be|peut[- ]etre
parait|apparemment|serait|seraient|aurait|auraient|a verifier|non confirme|conditionnel|presume[es]*
si c'est vrai
"""
_EMOTION = """
omg|wow|lol|lmao|haha\\w*|sad|pray(?:ing|ers?)?|rip|terrible|horrible|awful|sorry|heartbreaking|wtf|thoughts|god
damn|mdr+|ptdr|courage|triste|honte|horreur|dingue|pfff*|super|bravo|merci|desolee?s?|pensees?
quelle? (?:epoque|semaine|horreur)
"""
_AGAINST_WRITER = """
you|your|you'?re|idiot|stupid|moron|shut up|delete|retract|apologi[sz]e|shame|racist|ignorant|dumb|ridiculous|tu
toi|vous|ton|votre|imbecile|idiots?|supprime[rz]?|honte|bete|ridicule|ta gueule
"""
_QUESTION_START = """
who|what|when|where|why|how|which|is|are|was|were|do|does|did|has|have|can|could|will|would|should|so|any|qui
que|quoi|quand|ou|pourquoi|comment|quel(?:le)?s?|est|combien|tu|vous|c'est|y a|il y a
"""


def _pattern(alternatives: str, start: str = "") -> str:
    return rf"{start}\b(?:{'|'.join(alternatives.split(chr(10))).strip('|')})\b"


CUES: Final = {
    "deny": _pattern(_DENY),
    "query": _pattern(_QUERY),
    "support": _pattern(_SUPPORT),
    "negation": _pattern(_NEGATION),
    "doubt": _pattern(_DOUBT),
    "emotion": _pattern(_EMOTION),
    "against_writer": _pattern(_AGAINST_WRITER),
    "question_start": _pattern(_QUESTION_START, r"^(?:@ )*"),
}
