"""What people write when they offer help under a need, or say that help has come; French and English.

Regular expressions on folded text (`analytics.claims.text.folded`: lower case, without accents).
"""

from typing import Final

_OFFERING = r"""
je (?:peux|pourrais|propose|passe|viens|depose|livre|prete|donne|t'apporte|vous apporte|m'en occupe|garde)
je fais (?:la navette|le trajet|les courses|un saut)
je (?:te|vous) (?:l'|les? |la |en )?(?:apporte|depose|prete|donne|livre|emmene|heberge|amene|ramene|rejoins)
je l'heberge|j'(?:arrive|apporte|offre|heberge|amene|y vais|en ai (?:a|en|de)|ai (?:\S+ ){0,9}a \w+er)
j'ai (?:\S+ ){0,6}(?:en trop|dispo\w*|a disposition)
(?:on|nous) (?:peut|pouvons|passe|passons|offre|offrons|prete|pretons|cuisine|livre|accueille|heberge|vous attend)
(?:on|nous) (?:propose|proposons|arrive|arrivons|relit|donne|donnons|apporte|apportons|s'en occupe)
a (?:votre|ta) disposition|a votre service|a disposition|servez-vous|venez|passez (?:quand|les|nous|me)
contactez-moi|dites-moi (?:ou|qui|quand)|dites ou|envoyez (?:l'adresse|votre)|appelez-moi|ecrivez-moi
gratuite?s?(?:ment)?|benevole(?:ment)?s?|volontaires?|c'est cadeau|porteouverte|porte ouverte|offerte?s?
dispo(?:nible)?s?|mobilisable|distribution d|permanence|ouverte? a tous|a donner|a preter|tenue a jour
offre (?:un|une|des|\d)|donnent? (?:des|du|de la)|point d'accueil ouvert|propose (?:ses|des|un|une)
(?:ouvre|rouvre|met) (?:sa|ses|ce|des)|venez (?:vous|en)|a recu|depanne|i can|i could|we can
i'll (?:come|bring|take|drive|help)|i will (?:come|bring|take|drive|help)|on my way|i have (?:a|some)
we have (?:a|some)|happy to|come over|you can (?:stay|have|come)|dm me|i'?m coming|giving away
free (?:room|bed|meals)
"""
_DONE = r"""
c'est (?:bon|regle|fait|resolu|arrange)|trouvee?s?|j'ai (?:trouve|recu|eu)
on a (?:trouve|recu|eu|ete (?:aide|heberge|secouru)\w*)|bien (?:recu|arrivee?s?)|nous avons (?:trouve|recu)
probleme (?:regle|resolu)|resolu|(?:une|un) voisine? (?:nous|m')a|plus besoin
merci (?:\S+ ){0,3}(?:l'aide|l'eau|votre aide|ton aide|d'etre|pour (?:l|le|la|les|votre|ton))
on est (?:heberges?|en securite|reloges?|sortis|au chaud)|est (?:arrivee?s?|revenue?s?|passee?s?)
sont (?:arrives?|passes?|venus)|all (?:good|sorted|set)|sorted|found (?:one|some|a|it)
(?:got|received) (?:it|some|help|water|food|them)|no longer need|no need any ?more|we are safe
thanks (?:\S+ ){0,3}for|thank you (?:\S+ ){0,3}for|has arrived|have arrived|problem solved
"""
_LACKING = r"""
toujours (?:pas|rien|aucun|personne|en attente)|encore (?:rien|personne|aucun)|pas encore
rien (?:recu|trouve|du tout)|personne n(?:e|')|jamais (?:arrive|venu|passe|recu)
pas (?:recu|trouve|passe|arrive|venu)|n'a (?:pas|rien) (?:recu|trouve)|introuvables?|besoin (?:de|d'|urgent)
cherch(?:e|ons|ent)|quelqu'un (?:a|aurait|sait|peut|pour)|qui (?:peut|pourrait|a|aurait|sait)
il (?:nous|me|lui|leur) (?:faut|manque|faudrait)|je peux rien
(?:je|on) (?:ne )?(?:peux|peut) (?:pas|plus|rien)|still (?:no|not|nothing|waiting)|nothing yet|not yet
nobody (?:came|has)|no one (?:came|has)|need(?:s|ed)? (?:a|some|help|water|food)|looking for|can anyone
can't|cannot|(?:svp|pitie) venez|venez (?:svp|vite)
"""


def _any(words: str) -> str:
    return rf"\b(?:{'|'.join(words.strip().splitlines())})\b"


OFFERING: Final = _any(_OFFERING)
DONE: Final = _any(_DONE)
LACKING: Final = _any(_LACKING)
QUESTION: Final = r"[^.!?…]*\?[?! ]*"
