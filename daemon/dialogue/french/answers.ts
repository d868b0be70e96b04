export const NOT_KNOWN =
  /\b(?:(?:je )?(?:ne |n )?sais (?:pas|plus)(?: trop| du tout| bien)?$|(?:je )?(?:ne |n )?sais (?:pas|plus)\b(?! (?:uriner|respirer|bouger|lever|parler|manger|dormir|marcher|faire|prendre|ce que c est))|aucune idee|(?:j )?en sais (?:rien|trop rien)|pas la moindre idee|(?:c est )?difficile a dire|pas facile a dire|(?:je )?(?:ne )?(?:me )?(?:souviens|rappelle) (?:pas|plus)|je ne saurais (?:pas )?(?:vous )?dire|je l ignore|comment (?:voulez vous que je sache|savoir)|je peux pas (?:vous )?dire|pas capable de (?:vous )?dire|aucune notion)\b/

export const REFUSAL =
  /\b(?:(?:je )?ne (?:vous )?(?:le |la |l )?(?:dirai|repondrai) pas|(?:je )?(?:ne )?(?:veux|souhaite|desire) pas (?:vous )?(?:le |la |y |en )?(?:dire|repondre|donner|parler)|je refuse|ca ne vous regarde pas|ca vous regarde pas|(?:je )?prefere (?:ne )?pas (?:vous )?(?:le |la |y )?(?:dire|repondre|donner|parler)|pas envie de (?:repondre|vous repondre|le dire)|question suivante|passez (?:a la )?(?:suite|suivante|question)|c est (?:prive|personnel)|je ne donne pas (?:ma|cette|ce genre)|pas par telephone)\b/

/** A closer, a greeting or a filler ("merci bien"). */
export const POLITE =
  /^(?:(?:merci|merci (?:bien|beaucoup)|bonjour|bonsoir|allo|d accord|ok|(?:oui )?je vous ecoute|ouija vous (?:d )?ecoute|hum|hm|mm+|euh|heu|ah|ben|bon|bien|tres bien|ah bon|voila|madame|monsieur|bonne journee|s il vous plait|je vois)(?: |$))+$/

/** Whoever ends in one of these is about to say it, however unsurely it was recognised ("attendez" comes as "attends-y"). */
export const FILLER =
  /(?:^|\b)(?:euh+|heu+|hum+|hmm+|ben|bin|bah|attend(?:ez|s|e|re)(?: y| le)?|alors|voyons|disons|comment dire|je dirais|c est difficile(?: a dire)?)$/

/** Words that ask for more behind them: the end of the turn is waited for longer. */
export const UNFINISHED =
  /(?:^|\b)(?:euh+|heu+|hum+|hmm+|ben|bah|attend(?:ez|s|e|re)|alors|c est|je|j|disons|entre|peut etre|et|ou|mais|parce que|depuis|environ|le|la|les|un petit|(?<!bien |suis |pas |c est |pour |tout |coup )sur|de|du|que|avec|pour|voyons|comment dire|je dirais)$/

export const MACHINE_GREETING =
  /\b(?:messagerie|repondeur|boite vocale|laiss(?:ez|er)(?: (?:moi|nous|lui|un|votre|vos|le))* (?:message|coordonnees|nom)|apres le (?:bip|signal|ton|top)|(?:bip|signal) sonore|n est pas (?:joignable|disponible pour le moment|attribue|accessible)|(?:la personne|le correspondant|votre correspondant|l abonne|le numero) que vous (?:appelez|demandez|avez (?:compose|demande))|ne (?:peux|peut|pouvons) (?:pas )?(?:vous )?(?:repondre|prendre votre appel)(?: pour le moment| actuellement)?|actuellement (?:absente?s?|indisponibles?|pas joignables?)|je (?:vous )?rappellerai(?: des| le plus)|enregistr(?:ez|er) (?:votre|un) message|vous etes (?:bien )?sur (?:la |le )|appuyez sur)\b/
