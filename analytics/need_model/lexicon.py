"""Words of users who judge a service, in French and English: praise, thanks, ease, blame, failure, silence, wishes.

Patterns are regular expressions on normalised text (lower case, without accents, straight apostrophes, signs between
spaces) and match whole words. A cue is a hint among others: the model weighs it, and its absence proves nothing.
"""

from typing import Final

_PRAISE = r"""
bravo|felicit\w+|excell\w+|parfait\w*|super|genial\w*|formidable\w*|remarquable\w*|impeccable\w*|top|nickel|ravie?s?
satisfaite?s?|satisfaction|satisfaisante?s?|agreable\w*|agreablement|aimable\w*|amabilite|gentil\w*|courtois\w*
sympathique\w*|souria\w*|chaleureu\w+|bienveillan\w+|disponib\w+|professionnel\w*|professionnalisme|competen\w+
efficac\w+|serviable\w*|devoue\w*|reacti\w+|utiles?|tres (?:bien|bonne?s?)|bonne (?:experience|surprise)|bon accueil
fluide\w*|qualite|appreci\w+|louer|heureu\w+|content\w*|rassur\w+|plaisir|merveill\w+|recommande|exemplaire\w*|idea\w+
bien (?:organise|accueilli|recu|explique|renseigne)\w*|ecoute|enfin|great|good|nice|helpful|friendly|happy|satisfied
"""
_THANKS = r"""
mercis?|remerci\w+|gratitude|reconnaissan\w+|je tiens a|thanks?|thank you|grateful
"""
_EASE = r"""
facile\w*|facilite|simple\w*|simplicite|rapide\w*|rapidite|clair|claire|claires|clairs|clairement|clarte|intuiti\w*
pratique\w*|accessible\w*|ponctu\w+|aisee?s?|aisement|ergonomi\w+|lisible\w*|vite|immediat\w*|gain de temps
dans les (?:temps|delais)|en (?:quelques|0) minutes|easy|easily|quick\w*|fast|simply|clearly|smooth\w*
"""
_SMOOTH = r"""
(?:sans|aucun\w*|pas (?:de|eu de|rencontre de)|pas la moindre) (?:\w+ )?(?:problemes?|difficultes?|soucis?|encombre)
(?:sans|aucun\w*|pas d'|pas eu d') ?(?:\w+ )?(?:attente|embuches?|bug|accroc|faute|complications?)|rien a redire
bien (?:passee?s?|deroulee?s?|fonctionne)|fonctionne bien|tout s'est|no (?:problem|issue)s?|went well
"""
_HARSH = r"""
honte\w*|scandal\w+|inadmissible\w*|inacceptable\w*|lamentable\w*|deplorable\w*|intolerable\w*|insupportable\w*
catastroph\w+|incompeten\w+|mepris\w*|arrogan\w+|desagreable\w*|odieu\w+|nul|nulle|nullite|horrible\w*|cauchemar\w*
absurde\w*|aberra\w+|kafka\w*|ubuesque\w*|ridicule\w*|incomprehensible\w*|inhumain\w*|discrimin\w+|agressi\w+
impoli\w*|colere|furieu\w+|revolt\w+|desesper\w+|desespoir|desempar\w+|galere\w*|calvaire|enfer|pire|mauvais\w*
mensong\w+|menti\w*|injust\w+|abus\w*|arnaque\w*|escroqu\w+|illegal\w*|se moque\w*|foute?\w*|indign\w+|humili\w+
detresse|angoiss\w+|stress\w*|epuis\w+|perdue?s?|victimes?|decu\w*|deception|decevant\w*|regrett\w+|malheureusement
dommage|terrible|awful|worst|shame\w*|unacceptable|disappoint\w+|useless|rude|bad
"""
_FAILURE = r"""
impossible\w*|impossibilite|incapable\w*|bloqu\w+|blocage\w*|bug\w*|erreur\w*|pannes?|dysfonction\w+|echec\w*|echoue\w*
refus\w*|rejet\w*|inaccessible\w*|injoignable\w*|ferme\w*|indisponible\w*|inutil\w*|inexist\w+|ne (?:fonctionn|march)\w+
(?:marche|fonctionne|fonctionnent) pas|ne (?:parvien|peu)\w+|n'arrive\w*|pas (?:reussi|pu)|n'ai pu|plante\w*|raccroch\w+
pertes?|manque\w*|absen\w+|aucun\w*|sature\w*|suppri\w+|suspend\w*|coupe\w*|retards?|fail\w*|errors?|broken|closed
(?:do|does|did)(?:n't| not) work|unable|cannot|can't
"""
_SILENCE = r"""
(?:sans|aucun\w*|pas (?:de|eu de)|jamais (?:de|recu de|eu de)|toujours pas de|n'ai pas de) (?:\w+ )?(?:reponse|retour)s?
(?:sans|aucun\w*|pas (?:de|eu de)|jamais (?:de|recu de|eu de)|toujours pas de) (?:\w+ )?(?:nouvelle|suite|contact|rdv)s?
(?:aucun\w*|pas d') ?(?:\w+ )?informations?|toujours (?:pas|rien)|jamais|personne ne|ne repond\w*
repond\w* (?:pas|jamais)|lettre morte|no (?:answer|reply|response)|nobody|still (?:no|waiting)|never
"""
_WAITING = r"""
attent\w+|attend\w*|depuis|delais?|lenteur\w*|lente?s?|relanc\w+|mois|semaines?|heures?|des annees|faire la queue
trop long\w*|longue\w*|plusieurs fois|a plusieurs reprises|maintes|waiting|weeks?|months?|hours?|delays?|slow
"""
_HARD = r"""
compliqu\w+|complex\w+|difficil\w+|difficult\w+|laborieu\w+|lourd\w*|penible\w*|contraignan\w+|fastidieu\w+|confus\w*
problem\w*|soucis?|parcours du combattant|mal|peu clair\w*|flou\w*|obscur\w*|trop|hard|confusing|complicated|issues?
"""
_BUT = r"""
mais|cependant|toutefois|neanmoins|par contre|en revanche|certes|malgre|bemol|sauf|seule? (?:probleme|souci)|seulement
pourtant|hormis|mis a part|en dehors|dans l'ensemble|globalement|sinon|assez|plutot|correct\w*|moyen\w*|but|however
although|except|fairly|overall
"""
_WISH = r"""
serait\w*|pourrai\w+|faudrait|devrai\w+|aimerai\w+|souhait\w+|sugg\w+|propos\w+|amelior\w+|pourquoi ne pas|il faut
peut - etre|peut etre|simplifier|prevoir|ajouter|permettre|utile de|possible de|should|could|would|wish|suggest\w*
"""
_ASK = r"""
comment|pourriez|pouvez|pourquoi|que faire|quand|quel\w*|est - ce|est ce que|aidez|aider|svp|s'il vous plait|besoin
renseignement\w*|question\w*|cherche|voudrai\w+|d'avance|par avance|dans l'attente|how|why|when|please|help|need\w*
"""
_NEGATION = r"""
ne|n'\w+|pas|plus|jamais|rien|aucun\w*|personne|ni|sans|non|no|not|never|nothing|without|\w+n't
"""
_NOT_GOOD = r"""
(?:pas|peu|jamais|guere|manque (?:de|d')|aucun\w*|ni|plus) ?(?:du tout |tres |vraiment |toujours |assez |aussi |ete )*\
(?:d'|de )?(?:facile|simple|rapide|clair|aimable|agreable|accueillan|satisf|efficac|competen|utile|pratique|normal|bon\
|bien|possible|logique|serieu|professionnel|intuitif|accessible|ecoute|reactivite|empathie|respect|disponib|acceptable\
|evident)\w*
not (?:very |at all |really )*(?:easy|clear|helpful|good|possible|normal|acceptable|satisfied)
"""
_MUST = r"""
oblig\w+|contraint\w*|force\w*|exige\w*|payer|paye\w*|cout\w*|frais|cher|deplac\w+|km|voyage\w*|urgen\w+|dois|devons
perdre|journee|must|forced|pay|paid|cost\w*|urgent\w*
"""


def _pattern(alternatives: str) -> str:
    """Any of the alternatives as whole words; a line that ends in a backslash goes on without a break."""
    lines = alternatives.replace("\\\n", "").strip().splitlines()
    return rf"\b(?:{'|'.join(lines)})(?:\b|$)"


CUES: Final = {
    "praise": _pattern(_PRAISE),
    "thanks": _pattern(_THANKS),
    "ease": _pattern(_EASE),
    "smooth": _pattern(_SMOOTH),
    "harsh": _pattern(_HARSH),
    "failure": _pattern(_FAILURE),
    "silence": _pattern(_SILENCE),
    "waiting": _pattern(_WAITING),
    "hard": _pattern(_HARD),
    "but": _pattern(_BUT),
    "wish": _pattern(_WISH),
    "ask": _pattern(_ASK),
    "negation": _pattern(_NEGATION),
    "not_good": _pattern(_NOT_GOOD),
    "must": _pattern(_MUST),
}
