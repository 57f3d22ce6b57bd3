"""Words of French and English that say nothing about a topic, lower case, as `labels` cuts them.

Elided forms stand alone ("l'eau" is read as "l" and "eau"); single letters are no words there at all.
"""

_FRENCH = """
a-t-elle a-t-il ah ai aie ailleurs ainsi ait alors après as assez au aucun aucune aucunes aucuns aujourd
auquel aura aurai auraient aurais aurait auras aurez auriez aurons auront aussi autant autour autre autres
aux auxquelles auxquels avaient avais avait avant avec avez aviez avions avoir avons ayant ayez ayons
beaucoup bien bientôt bon bonjour bref car cc ce ceci cela celle celle-ci celles celui celui-ci celui-là
cent cependant certain certaine certaines certains ces cet cette ceux ceux-ci chacun chacune chaque cher
chez ci ci-dessous cinq combien comme comment contre côté dans de debout dedans dehors demi depuis dernier
dernière derrière des desquelles desquels dessous dessus deux devant devra devrait dire dit dites divers dix
doit doivent donc dont du duquel durant dès déjà désormais eh elle elle-même elles en encore enfin ensuite
entre envers environ es est est-ce et eu eue eues eurent eus eut eux eux-mêmes faire fais faisait fait
faites faut fera fois font furent fus fut grâce haut hein hors hui huit hé hélas ici il ils jamais je jour
jours jusqu jusque juste la laquelle le lequel les lesquelles lesquels leur leurs loin lors lorsqu lorsque
lui lui-même là là-bas ma maintenant mais malgré me merci mes met mettre mieux moi moins mon mot même mêmes
ne neuf ni non nos notre nous nouveau nouvelle nul nôtre on ont onze or ou oui outre où par parce parfois
parmi partout pas passé pendant personne peu peut peut-être peuvent peux plein plupart plus plusieurs plutôt
point pour pourquoi pourra pourrait presque près puis puisqu puisque qu quand quant quatre que quel quelle
quelles quelqu quelque quelques quels qui quiconque quoi quoique rien rt sa sais sait sans sauf se selon
sept sera serai seraient serais serait seras serez serons seront ses seul seule seulement si sien sinon six
soi soient sois soit sommes son sont sous souvent soyez suis sur surtout svp ta tandis tant te tel telle
tellement telles tels tes toi ton toujours tous tout toute toutefois toutes trois trop très tu un une unes
uns va vais vas vers veut veux via viens vient voici voilà voir vont vos votre vous vraiment vu vôtre
y-a-t-il ça étaient étais était étant été être
"""
_ENGLISH = """
about above across after afterwards again against all almost alone along already also although always am
among amongst amp an and another any anybody anyhow anyone anything anyway anywhere are aren around as aside
at away back be became because become becomes been before behind being below beside besides between beyond
both but by came can cannot cause come comes could couldn did didn do does doesn doing don done down during
each either else elsewhere enough even ever every everybody everyone everything everywhere except far few
for from further gave get gets getting give given go goes going gone gonna got gotta had hadn has hasn have
haven having he hello hence her here hers herself hey hi him himself his how however if in indeed instead
into is isn it its itself just keep kept know known last later least less let like likely ll lot lots made
make makes many may maybe me mean meanwhile might mine more moreover most mostly much must mustn my myself
neither never nevertheless next no nobody none nor not nothing now nowhere of off often oh ok okay on once
one ones only onto or other others otherwise our ours ourselves out over own per perhaps please put quite
rather re really said same saw say says see seem seemed seems seen several shall she should shouldn since so
some somebody somehow someone something sometimes somewhere soon still such take taken than thank thanks
that the their theirs them themselves then there therefore these they thing things this those though through
throughout thus till to together too took toward towards under unless until up upon us use used using ve
very want wants was wasn way we well went were weren what whatever when whenever where whereas wherever
whether which while who whoever whole whom whose why will with within without won would wouldn yes yet you
your yours yourself yourselves
"""
FRENCH, ENGLISH = frozenset(_FRENCH.split()), frozenset(_ENGLISH.split())
STOP_WORDS = FRENCH | ENGLISH
