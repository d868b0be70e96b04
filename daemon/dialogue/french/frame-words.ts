/** Notions that danger is told with, as alternations over folded text (words.ts). */
export const BODY = {
  breath: '(?:respir\\w+|souffle|haleine|l air|d air|de l air)',
  chest: '(?:poitrine|thorax|torse|sternum|coeur|cage thoracique|poumons?|entre les seins)',
  blood: '(?:sang|saign\\w*|hemorrag\\w*|caillots?)',
  bandage: '(?:pansement|bandage|compresse|draps?|matelas|gaze|serviette)',
  side: '(?:(?:bras|jambe|main|pied|doigts|cote|moitie|corps|visage|joue|figure)(?: (?:du corps|gauche|droite?))?)',
  face: '(?:bouche|visage|figure|levre|paupiere|joue|sourire|face)',
  speech: '(?:mots?|parler|parle|paroles?|phrases?|articul\\w*|langue|ce qu (?:il|elle) dit|voix|exprimer|m exprimer)',
  throat: '(?:gorge|langue|levres?|visage|paupieres?|cou|bouche|figure)',
  leg: '(?:jambes?|mollets?|chevilles?|cuisses?)',
  wound: '(?:plaies?|cicatrice|pansement|bandage|agrafes?|fils|points|sutures?|couture|blessure|incision|drain)',
} as const

export const TROUBLE = {
  breath:
    '(?:difficil\\w*|dure?|mal|manqu\\w*|cherche\\w*|perd\\w*|trouve (?:plus|pas)|arriv\\w* (?:plus|pas)|(?:peux|sais|peut|sait) (?:plus|pas)|courte?|siffl\\w*|bloqu\\w*|coupe\\w*|peine|hors d|vite|penible\\w*|plus|faut|besoin|avoir|asseoir|assise|presque pas|rapide|au moindre|au repos|gene\\w*)',
  chest:
    '(?:mal|douleurs?|douloureu\\w*|brul\\w*|serr\\w*|oppress\\w*|ecras\\w*|etau|poids|barre|pointe?|pique\\w*|pinc\\w*|lanc\\w*|elanc\\w*|coup de|comprim\\w*|pression|tire|dechir\\w*|pese|lourde?|appuie|crampe\\w*)',
  blood:
    '(?:beaucoup|pleine?s?|partout|coul\\w*|continuellement|sans arret|perds?|perdu|perte|flots?|enorm\\w*|trempe\\w*|imbibe\\w*|traverse\\w*|vomi\\w*|crach\\w*|touss\\w*|selles?|urines?|jet|gicle\\w*|pisse\\w*|abondant\\w*|rouge vif|mare|litres?|toilettes|cuvette|par (?:en )?(?:bas|derriere)|arreter|hemorrag\\w*)',
} as const

export const LACK = {
  power:
    '(?:plus (?:de |aucune |du tout de )?force|(?:devenue?s?|tout|toute|est) moll?e?|mou|molle|lache\\w*|(?:repond|obeit|bouge|fonctionne|suit|marche|tient) (?:plus|pas)|(?:sens|sent|sentir) (?:plus|pas)|(?:sens|sent) (?:presque )?plus|(?:peux|peut|sais|sait|arrive) (?:plus|pas)(?: \\w+){0,2} (?:bouger|lever|soulever|serrer|tenir|commander)|engourdi\\w*|endormie?s?|paralys\\w*|mort(?:e)?|inerte|ballante?|faible d un coup|aucune force|force dans)',
  speech:
    '(?:(?:sort|sortent|vien\\w+|trouv\\w+|comprend\\w*|arriv\\w*|peux|peut|sais|sait) (?:\\w+ )?(?:plus|pas)|(?:plus|pas) (?:\\w+ )?(?:comprend|sortir|parler|trouver|articuler)|bizarre\\w*|de travers|mal|difficil\\w*|pateuse|empatee?|perdu\\w*|melang\\w*|n importe comment|embrouill\\w*)',
} as const
