"""What people write when they say that they are safe, or need help; French and English.

Regular expressions on folded text (`analytics.claims.text.folded`: lower case, without accents). Only what is said of
oneself and one's own counts: that firemen brought people out safe is news, and a wish is a wish.
"""

from typing import Final

_WHO = r"(?:nous|on|je|moi|(?:toute )?la famille|ma famille|tout le monde(?: ici| chez nous| a la maison)?|les enfants)"
_IS = r"(?:est|suis|sommes|sont|vont|va|allons|vais)"
_VERY = (
    r"(?:(?:tou(?:s|t|tes|te)|bien|enfin|maintenant|desormais|la|deja|aussi|encore|tous les \w+|toujours) )*"
)
_WE_ARE = rf"(?:je suis|on est|nous sommes) {_VERY}"
_WELL = r"(?:en securite|a l'abri|hors de danger|(?:saine?s?) et (?:saufs?|sauves?)|sauvee?s?|au sec)"
_I_AM = r"(?:i'?m|i am|we'?re|we are|everyone is|everybody is|(?:my |our )?(?:family|kids) (?:is|are))"
_ADVERBS = r"(?:(?:all|now|both|finally|still|really) )*"
_OK = r"(?:safe|ok|okay|fine|unharmed|out of danger)"

_SAFE = rf"""
{_WHO} {_IS} {_VERY}{_WELL}
(?:je vais|on va|nous allons|tout le monde va|la famille va) (?:tous |toutes |tres )?bien
chez (?:nous|moi),? (?:tout|ca) va(?: tres)? bien|tout va bien (?:pour|chez) (?:nous|moi)
{_WE_ARE}(?:refugie|heberge|reloge|evacue)\w* (?:chez|au gymnase|a la salle|a l'hotel|dans la famille|et)
rien de grave (?:pour|chez) (?:nous|moi)|{_WE_ARE}indemnes?
(?:ma|notre) famille (?:est|et moi sommes) {_VERY}{_WELL}
rassurez-vous|pas d'inquietude,? (?:on|je|nous)|plus de peur que de mal (?:pour|chez) (?:nous|moi)
(?:signale|marque)(?:e|ee)?s? en securite
{_I_AM} {_ADVERBS}{_OK}|marked (?:myself )?(?:as )?safe|safe and (?:sound|dry|well)
(?:got|made it) out {_OK}|we made it (?:out|home)
"""
_HELD = r"(?:bloque|coince|piege|isole|encercle|prisonnier)\w*"
_STUCK = rf"(?:{_HELD}|(?:refugie|perche)\w* (?:sur|au grenier|dans un arbre))"
_RESCUE = r"(?:d'aide|de secours|des secours|des pompiers|d'un bateau|d'etre (?:evacue|secouru)\w*)"
_FETCH = r"(?:aider|evacuer|secourir|chercher|sortir|sauver)"
_TRAPPED = r"(?:trapped|stuck|stranded)"
_HELP = rf"""
au secours|s\.?o\.?s|(?:aidez|sauvez)[- ](?:moi|nous)|venez vite|venez (?:nous|me) {_FETCH}
(?:j'ai|on a|nous avons|ai|avons) (?:vraiment |tres |urgemment |toujours )?besoin {_RESCUE}
besoin (?:urgent )?{_RESCUE}|{_WE_ARE}{_STUCK}|(?:mes|nos) \w+(?:-\w+)? sont {_VERY}{_STUCK}
(?:mon|ma|notre) \w+(?:-\w+)? est {_VERY}(?:{_STUCK}|blesse\w*)
en danger|(?:est|suis|sommes) sur le toit|l'eau monte (?:dans|chez|a l'etage)
(?:on|je|nous) (?:ne )?(?:peut|peux|pouvons) (?:plus|pas) sortir|pas moyen de sortir d(?:e|u|es) \w+|attend sur le toit
(?:i|we) (?:really |urgently |still )*need (?:help|rescue|rescuing|to be rescued|a boat|evacuation)
(?:help|rescue|save) (?:me|us)|{_I_AM} {_ADVERBS}(?:{_TRAPPED}|in danger|on the roof)
send (?:help|a boat|rescue)|(?:my|our) \w+ (?:is|are) {_ADVERBS}{_TRAPPED}
(?:can'?t|cannot) get out|please help
"""
# Somebody else's safety, a wish, advice, what is not so: passed over.
_REST = r"[^.!?,;]*"
_ASIDE = rf"""
(?:mettez|mets|mettre|restez|reste|rester|tenez|soyez|mettons)(?:-vous|-toi|-nous)? (?:\S+ )?{_WELL}
(?:j'espere|esperons|on espere|en esperant|espere|pourvu|prions|hope|hoping|wish|praying|pray) {_REST}
(?:si|quand|des que|lorsque|if|when|once|until|unless) (?:vous|tu|on|nous|je|you|we|i|they) {_REST}
(?:pas|plus|aucun|aucunement) (?:\S+ )?besoin {_RESCUE}
(?:don'?t|do not|doesn'?t|no|not|no longer|without) (?:\S+ )?need(?:s|ed|ing)? {_REST}
(?:personne n'est|ne sont pas|n'est pas|n'etait pas|no one is|nobody is|not) (?:\S+ )?(?:en danger|in danger|blesse\w*)
(?:not|no longer|no one is|nobody is) (?:\S+ )?{_TRAPPED}
(?:ne sommes|ne suis|n'est|sommes|suis|est) (?:pas|plus) {_VERY}{_STUCK}
(?:vous avez|avez-vous|tu as|ont|qui a|qui ont|ils ont|they|who|you|people|someone) (?:besoin|need) {_REST}
(?:faux|fake|hoax|intox|rumeur|rumour|rumor)\b[^.!?]*
{_STUCK} (?:dans les bouchons|au boulot|au bureau|au travail|dans le train|dans le metro)
{_TRAPPED} (?:in traffic|at work|at home working|in a meeting)
"""


def _any(words: str) -> str:
    return rf"\b(?:{'|'.join(words.strip().splitlines())})\b"


SAFE: Final = _any(_SAFE)
HELP: Final = _any(_HELP)
ASIDE: Final = _any(_ASIDE)
# "on n'est pas en sécurité", "we are not safe": the opposite of safe.
UNSAFE: Final = _any(rf"""
(?:n'est|suis|sommes|est|ne sont) (?:pas|plus|toujours pas|pas encore|pas du tout) (?:\S+ )?{_WELL}
(?:je ne vais|on ne va|on va|nous n'allons|je vais) pas (?:du tout )?bien
{_I_AM} (?:still |really )?not (?:yet |really |all |at all )*{_OK}|(?:isn'?t|aren'?t) (?:safe|ok|okay|fine)
not safe (?:here|at home|anymore|any more)
""")
# A question that is a plea, "qui peut nous aider ?"; what opens a sentence, "bloqués au grenier", "à l'aide !".
PLEA: Final = (
    r"(?:^|[.!…] ?)(?:a l'aide\b|(?:bloque|coince|piege)e?s? (?:au|dans|sur|a|chez|avec|par) (?:l'|la |le |les )?"
    r"(?:grenier|etage|ascenseur|toit|maison|cave|voiture|garage|appartement|camping|inondation|eau|eaux|crue)\b)|"
    r"\b(?:qui peut|qui pourrait|quelqu'un peut|quelqu'un pourrait) (?:venir )?(?:nous |m'|me )"
    rf"{_FETCH}\b|\b(?:can|could) (?:anyone|someone|somebody) (?:please )?(?:help|rescue|reach|get) (?:us|me)\b"
)
