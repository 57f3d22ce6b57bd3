"""French and English words of urgency and alarm, as patterns over folded text. They speak of a text, not of a person.

Folded: lower case, no accents, one apostrophe (analytics.claims.text.folded). A crowd's share of such texts is
compared with that of the same place before: a word that is used every day weighs nothing by itself.
"""

import polars as pl

from analytics.claims.text import folded

# ruff: noqa: E501 - a pattern is read in one piece

ALARM = (
    r"\b(?:urgen(?:t|te|ts|tes|ce|ces)|au secours|a l'aide|sos|mayday|danger(?:s|eux|euse|euses)?|alerte[sz]?|gravite)\b",
    r"\b(?:vite|immediatement|tout de suite|sans attendre|derniere minute|en ce moment meme)\b",
    r"\b(?:evacue\w*|evacuation\w*|fuyez|fuir|barricad\w*|confinez|mettez-vous a l'abri|abritez|sauve qui peut|pieges?|piegee?s?|coincee?s?)\b",
    r"\b(?:panique\w*|catastroph\w*|cauchemar|chaos|apocalyp\w*|desastre|drame|tragedie|terrif\w*|horreur)\b",
    r"\b(?:morts?|mortes?|tues?|tuees?|blesse\w*|victimes?|disparus?|cadavres?|noyes?|noyees?|otages?)\b",
    r"\b(?:explos\w*|incendie\w*|en feu|en flammes|effondr\w*|submerg\w*|inond\w*|attentats?|fusillades?|coups? de feu|tirs|tireur)\b",
    r"\b(?:contamin\w*|empoisonn\w*|intoxi\w*|toxiques?|radioacti\w*|rupture|cede|va ceder|penuries?|devalis\w*)\b",
    r"\b(?:urgent(?:ly)?|emergency|help us|need help|danger(?:ous)?|alert|warning|right now|asap|hurry|immediately)\b",
    r"\b(?:evacuat\w*|run for|take (?:cover|shelter)|trapped|stranded|stuck|flee(?:ing)?|stay (?:inside|indoors))\b",
    r"\b(?:panic\w*|disaster|catastroph\w*|terrif\w*|horror|chaos|nightmare)\b",
    r"\b(?:dead|deaths?|killed|injured|wounded|casualt\w*|missing|drown\w*|hostages?)\b",
    r"\b(?:explo(?:de\w*|sion\w*)|on fire|in flames|collaps\w*|flood\w*|shooting|gunshots?|shots fired|shooter|bomb\w*)\b",
    r"\b(?:contaminat\w*|poison\w*|toxic|radioacti\w*|shortages?)\b",
    r"!{2,}",
)  # fmt: skip
_ALARM = "|".join(ALARM)


def urgent(texts: pl.Series) -> pl.Series:
    """Whether each text (n,) holds a word of ALARM, bool; null where there is no text."""
    read = folded(texts).to_frame("text")
    return read.select(pl.col("text").str.contains(_ALARM)).to_series()
