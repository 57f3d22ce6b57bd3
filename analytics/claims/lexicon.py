"""French and English wordings of negation, denial and question, as patterns over folded text.

Folded: lower case, no accents, straight apostrophes (analytics.claims.text.folded). Each tuple is one
alternation, read by a linear-time engine: no look-around, so what is no negation is taken out first.
"""

# ruff: noqa: E501, ISC004 - a pattern is read in one piece

from typing import Final

_LIE = (
    "(?:rumeurs?|blagues?|intox|infox|hoax|canulars?|fake(?: ?news)?|faux|fausses? \\w+|exercices?|plaisanteries?"
    "|mensonges?|legendes? urbaines?|montages?|complots?|poissons? d'avril|mythes?|n'importe quoi)"
)
_LIE_EN = (
    "(?:hoax|rumou?r|joke|drill|lie|myth|fake(?: ?news)?|false(?: alarm)?|conspiracy(?: theory)?|exercise)"
)
_TELL = (
    "(?:dit|disent|dire|dira|diront|dis|previent|previennent|prevenu|prevenus|prevenir|informe|informent|informes"
    "|informer|annonce|annoncer|parle|parlent|parler|avoue|avouent|avouer|communique|communiquent|repond|repondent"
    "|repondu|sait|sais|savons|savez|savent|comprends|comprend|veut|veulent)"
)
_NOT = "(?:pas|pa|plus|jamais|rien|aucune?s?|nullement|guere|point|personne)"
_OBJECTS = "(?:(?:me|te|se|nous|vous|vs|ns|lui|leur|le|la|les|en|y|on|a|ont|est|sera|sont) |l'|m'|t'|s')*"
_ALWAYS = (
    "(?:(?:surtout|meme|toujours|absolument|encore|vraiment|donc|certainement|definitely|actually|really) )*"
)

# Looks like a negation or a denial and is none.
AFFIRMED: Final = (
    r"pas[ -]de[ -]calais",
    r"(?:n'|ne )?(?:\w+ )?pas (?:que |seulement|uniquement|juste |qu')",
    r"pas (?:mal\b|a pas\b|grand|si vite|trop tard)",
    r"n'est[ -]ce pas",
    r"(?:pas de|no need (?:for|to)) (?:panique|panic|inquietude|stress|souci)\b",
    rf"pas (?:une? |des |du )?{_LIE}\b",
    r"pourquoi (?:pas|not)|why not|if not|or not|ou (?:non|pas)\b",
    r"(?:un|le|au|premier|quelques|ces|grands?) pas\b|pas de (?:porte|tir|vis)\b",
    r"(?:plus que|si|a tout|au grand) jamais",
    r"de rien\b|non (?:seulement|stop|loin|merci|plus)\b|not (?:only|just|merely|even)\b|no (?:matter|problem)\b",
    r"(?:n'|ne )(?:[\w']+ ){0,4}?plus que?\b",
    rf"(?:n'|ne )?(?:est|sont|etait|etaient|soit|serait) {_ALWAYS}pas {_ALWAYS}(?:une? |des |du |de la |de |un )?{_LIE}\b",
    rf"(?:not|n't|isnt|never) {_ALWAYS}(?:a |an |any |some )?{_LIE_EN}\b|no (?:joke|drill|hoax|lie)\b",
    r"(?:sans|aucun|nul|pas de|pas l'ombre d'un|hors de) (?:aucun )?doutes?|(?:no|without(?: a| any)?) doubt",
    r"(?:n'|ne )(?:fait|faisait) (?:\w+ )?(?:aucun|pas de) doute|(?:n'|ne )(?:ai |a |en )*(?:doute|doutez|doutons) (?:pas|plus)",
    r"(?:n'|ne |n')?(?:hesite[zr]?|hesitons|oublie[zr]?|oublions|tarde[zr]?|tardons|attende[zr]|manque[zr]) (?:surtout )?pas",
    rf"(?:n'|ne ){_OBJECTS}{_TELL} {_ALWAYS}{_NOT}\b|(?:n'|ne ){_OBJECTS}{_NOT} {_TELL}\b",
    r"(?:nobody|no one) (?:\w+ )?(?:told|tells|warned|warns|informed|knows|knew)\b",
    rf"(?:personne|rien|aucun \w+) (?:ne |n'){_OBJECTS}{_TELL}\b",
    r"(?:je|tu|on) (?:sais|comprends|sait|comprend) pas",
    r"(?:n'|ne )(?:peut|peux|pouvons|pouvez) (?:pas|plus) (?:nier|ignorer|exclure|cacher)",
    r"(?:n'|ne )(?:a |ont |l'a |est )?(?:pas|jamais) (?:ete )?dementi\w*|(?:n'|ne )dement(?:ent)? pas|(?:sans|aucun|pas de) dementi",
    r"(?:not|n't|never|nobody|no one) (?:been )?(?:den(?:y|ied|ies)|debunked|deny it)\b",
    r"(?:do not|don't|dont|doesn't|does not|didn't|did not|won't|will not|never|can't|cannot) "
    r"(?:want you|want us|know|forget|hesitate|tell|say|inform|warn|care|understand|wait|rule out|ignore)\b",
    r"not (?:telling|saying|informing|warning|told|sure|certain)\b",
    r"vrais? ou faux|true or false|info ou intox|fake or (?:real|not)|(?:real|true) or fake|intox ou (?:info|verite)",
    r"(?:n'|ne )(?:est|sont|etait) pas non[ -](?:\w+)|not un\w+",
)  # fmt: skip
# An order not to do something beside a statement leaves the statement as it is. What the first group holds stays:
# a text that is nothing but an order, and "vous ne …", which is a statement.
FORBIDDEN: Final = (
    rf"(^\W*(?:(?:n'|ne ){_OBJECTS}[\w]+(?:ez|ons) {_ALWAYS}{_NOT}|(?:do not|don't|dont|never))\b[^,.!:;]*\W*$"
    r"|\b(?:vous|vs|nous) (?:ne |n'))",
    rf"\b(?:n'|ne ){_OBJECTS}\w+(?:ez|ons) {_ALWAYS}{_NOT}\b",
    r"(?:^|[,.!:;()-]|\b(?:and|so|but|please)) *(?:do not|don't|dont|never)\b",
    r"(?:[,.!:;()-]|\b(?:et|donc)) *(?:ne pas|ne plus|ne jamais)\b",
)
CALL: Final = (
    r"^\W*(?:(?:alerte|urgent|attention|rappel|infos?|important|stop|svp|a partager|partagez|a tous|flash|breaking"
    r"|warning|alert|danger|please|derniere minute|info trafic|merci)\W+)+"
)
NEGATED: Final = (
    rf"\b(?:ne |n')(?:[\w'-]+ ){{1,6}}?{_NOT}\b",
    r"\b(?:ne (?:pas|plus|jamais)|pas|pa|aucune?s?|jamais|nullement)\b",
    r"\b(?:rien|personne|nul|nulle \w+) (?:ne |n')",
    r"\bni \w+",
    r"\bnon[ -](?:[a-z]{4,})",
    r"\b(?:not|never|cannot|nobody|none|nothing|neither|no one|no longer|no more)\b",
    r"\b\w+n't\b|\b(?:is|was|are|were|do|does|did|has|have|wo|ca|could|should|would)nt\b",
    r"\bno [a-z]{3,}",
)
DENIED: Final = (
    r"^\W*(?:\w+ )?(?:faux|fausse|false|fake|intox|infox|hoax|canular|desintox|dementi|debunk(?:ed)?|mensonge)\b *(?:$|[:!.,;(|/-])",
    r"\b(?:faux|fausse|false|fake|intox|infox|hoax|desintox) *[:!]",
    r"\b(?:c'est|cest|ces|c'etait|est|sont|etait|etaient|serait|tout|totalement|completement|archi|absolument|entierement"
    r"|100 ?%) *-?(?:totalement |completement |absolument |entierement |evidemment |tout simplement |archi ?-?|bien )?(?:faux|fausses?)\b",
    r"\bil est (?:totalement |completement )?faux (?:de (?:dire|pretendre|croire|penser|affirmer) )?qu[e']",
    r"\bfausses? (?:info\w*|nouvelles?|rumeurs?|alertes?|affirmations?|annonces?|photos?|videos?|images?|allegations?)",
    r"\b(?:intox|infox|fake ?news|hoax(?:es)?|canulars?|desinfo\w*|desintox|misinfo\w*|disinfo\w*|debunk\w*)\b",
    r"\b(?:is|are|was|were|be|all|totally|completely|utterly) (?:a )?(?:totally |completely |all )?(?:fake|false|untrue|bogus)\b",
    r"\bfake (?:stor(?:y|ies)|claims?|videos?|photos?|images?|rumou?rs?|info\w*|pictures?)|\bfalse (?:claims?|rumou?rs?"
    r"|info\w*|reports?|alarms?|stor(?:y|ies)|news)",
    r"\bdement(?:i|ie|is|ies|ir|ent|ons|it|ait)?\b",
    r"\b(?:den(?:y|ies|ied|ying)|refut(?:e|es|ed)|dispel(?:s|led)?) (?:that|any|the|claims?|reports?|rumou?rs?|having|it|these|this|all)\b",
    r"\b(?:infonde|infondes|infondee|infondees|mensongere?s?|erronee?s?|inexacte?s?|unfounded|baseless|untrue|groundless)\b"
    r"|\bsans (?:aucun |le moindre )?fondement",
    r"\b(?:halte|stop|fin|non|stoppez|cessez|arretez|arretons|assez) (?:aux?|a la|a cette|a ces|de|les|la|cette|ces|avec les|avec)"
    r" (?:\w+ )?(?:rumeurs?|intox|infox|fausses?|fake|mensonges?|hoax|desinfo\w*)",
    r"\b(?:arrete[zr]?|arretons|stop|cesse[zr]|evitez) (?:de |d')(?:propager|partager|diffuser|relayer|raconter|croire|repandre|faire tourner)",
    r"\b(?:ne |n')(?:en |le |les |vous |y )*(?:croyez|croyons|partagez|relayez|propagez|diffusez|fiez|tombez) (?:surtout )?(?:pas|rien|plus)\b",
    r"\bcontrairement (?:a|aux) (?:ce (?:qu|que|qui)|(?:la |l'|une |cette |certaines? |des |les |ces )?"
    r"(?:rumeurs?|intox|affirmations?|infos?|informations?|messages?|bruits?|publications?|allegations?))",
    r"\bcontrary to (?:the |some |popular |what |social )?\w+",
    r"\b(?:n'est|ne sont|nest|est|sont|c'est|cest) (?:absolument |tout simplement )?pas (?:vrai|exact|avere|fonde)e?s?\b|\bpas vrai\b",
    r"\b(?:not|n't|isnt) (?:at all |actually )?true\b|\bno truth\b",
    r"\b(?:que |rien que )?(?:des|du|un|une|ces|de la) (?:conneries?|betises?|foutaises?|bobards?|balivernes?|mensonges? (?:total|pur)|montages?"
    r"|pipeau|grand n'importe quoi|legendes? urbaines?|mythes?)\b|\bn'importe quoi\b",
    r"\b(?:est|sont|c'est) (?:un |des )faux\b",
    r"\bmontages?\b|\b(?:photos?|images?|videos?) (?:truquee?s?|detournee?s?|sorties? de (?:son|leur) contexte)|\bphotoshopped|\bdoctored",
    r"\b(?:a|an|urban|just a|old) (?:myth|legend)\b|\bstop (?:spreading|sharing|believing)\b",
    r"\b(?:don't|dont|do not|never) (?:believe|share|spread|fall for)\b",
    r"^\W*(?:non|nan|no|nope)\b *(?:[,!:.;]|non\b|les? |la |l'|il |elle|ce |c'|on |nous|the |it )",
    r"[:.!] *non *[,!]|[:.!?] *no *,",
    r"\b(?:est|reste|c'est|n'est qu'|ne sont que|sont|qu') ?(?:bien |juste |encore )?une? (?:simple |pure )?rumeur",
    r"\brumou?rs? (?:is|are) (?:just |only )?(?:false|fake|wrong|untrue)|\b(?:just|only) (?:a )?rumou?rs?\b",
)  # fmt: skip
# Warned of as a scam: the offer or message it tells of is not what it says it is.
SCAM: Final = (
    r"\b(?:arnaques?|hameconnages?|phishing|scam(?:s|mers?)?|escroqueries?|escrocs?)\b",
    r"\b(?:faux|fausses?|fake|bogus) (?:sites?|sms|mails?|messages?|colis|conseillere?s?|policiers?|agents?|aides?|coursiers?"
    r"|virements?|livreurs?|comptes?|annonces?|numeros?|websites?|texts?|police|officers?|accounts?|calls?)\b",
)
# A denial that governs a clause which is itself negated: the whole affirms.
DOUBLE: Final = (
    r"\b(?:faux|false|untrue|true|vrai|dement\w*|den(?:y|ies|ied)|croyez|croyez pas ceux qui (?:disent|pretendent)"
    r"|mensonge|lie|peut pas (?:dire|nier)|cannot say|can't say|peux pas dire)"
    r"(?: de (?:dire|pretendre|croire|penser|affirmer))? ?(?:qu[e']|that|to say that|to say) *[^.!?:;]*?"
)
ASKED: Final = (
    r"\?",
    r"\b(?:est[ -]ce qu|quelqu'un (?:sait|peut|confirme|a des)|qqn (?:sait|peut|confirme)|est[ -]il vrai|c'est vrai qu)",
    r"^\W*(?:is|are|was|were|did|does|do|has|have|can|could|will|would) (?:it|the|there|we|you|they|anyone|this|that)\b",
    r"\b(?:n'|ne )?(?:sais|sait|savons) (?:pas|plus) (?:\w+ )?si\b|\b(?:n't|not) (?:know|sure) (?:if|whether)\b",
    r"\b(?:can anyone|anyone know|anybody know|can someone|is it true)",
)
# What content() takes out or puts in the indicative, so that a denial reads as what it denies.
NEGATIONS: Final = (
    r"\bne |\bn'",
    r"\b(?:pas|pa|plus|jamais|nullement|guere)\b(?: (?:du tout|de |d'))?",
    r"\b(?:aucune?s?|not|never|no longer|any|no)\b",
    r"n't\b",
)
FRAMES: Final = (
    r"\b(?:il est |c'est )?(?:faux|vrai)? ?(?:de (?:dire|pretendre|croire|penser|affirmer) )?qu[e']",
    r"\b(?:it is|it's|that|the|claims?|reports?|rumou?rs?|la rumeur|l'information|d'une|d'un)\b",
    r"^\W*(?:non|no|vrai|faux)\b",
    r"\b(?:la |le |les |l')?(?:prefecture|mairie|prefet|prefete|maire|gouvernement|ars|police|pompiers|officials?|authorities|council|mayor)\b",
)
MOODS: Final = {
    r"\b(?:serait|soit|etait)\b": "est",
    r"\b(?:seraient|soient|etaient)\b": "sont",
    r"\b(?:aurait|ait|avait)\b": "a",
    r"\b(?:auraient|aient|avaient)\b": "ont",
}
