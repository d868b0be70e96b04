import { type Frame, lack, urgent } from './frame-match.js'
import { BODY } from './frame-words.js'

/** Said to have happened a single time, with nothing behind it but when: the list names repeated vomiting. */
export const VOMITED_ONCE =
  /\bvomi(?: (?:juste|seulement|rien)){0,2} (?:qu )?(?:une|1) (?:seule |petite )?fois(?: (?:(?:et )?c est tout|ce (?:matin|midi|soir)|hier(?: (?:soir|matin))?|cette nuit|dans la nuit|aujourd hui|seulement|en tout|depuis (?:l operation|mon retour|la sortie)))*$/

/** The urgent list (CLINICAL.md, Red flags): a nurse the same day. */
export const URGENT_FRAMES: readonly Frame[] = [
  urgent(
    'shivering',
    [
      '(?:fievre|temperature|brulante?|bouillante?|38|39|40|trente huit|trente neuf|quarante)',
      '(?:frisson\\w*|trembl\\w*|grelott\\w*|claque\\w* des dents)',
    ],
    { span: 12 },
  ),
  urgent('shivering', ['(?:claque\\w* des dents|grelott\\w*)']),
  urgent(
    'leg',
    [
      BODY.leg,
      '(?:gonfl\\w*|enfl\\w*|rouges?|dure?s?|chaude?s?|brulante?s?|doubl\\w* de volume|violette?s?|bleue?s?|comme (?:un|du) (?:bois|pierre|poteau))',
    ],
    {
      span: 12,
      unless: /\bdegonfl\w*|\bdesenfl\w*|\b(?:croix|vin|viande) rouge/,
    },
  ),
  urgent(
    'wound',
    [
      BODY.wound,
      '(?:coul\\w*|suint\\w*|degoulin\\w*|pue\\w*|sent (?:tres |vraiment )?(?:mauvais|fort)|odeur|pus|jus|liquide|lache\\w*|saute\\w*|ouverte?s?|rouverte?|ouvre\\w*|s est ouvert\\w*|infect\\w*|purul\\w*|jaune|vert|verdatre|mouille\\w*|trempe\\w*)',
    ],
    {
      span: 12,
      unless:
        /\b(?:bien|belle|propre) (?:et |, )?(?:seche|fermee?)\b|\bmouill\w* (?:sous|dans|avec) (?:la|ma) douche|\bdouche\b/,
    },
  ),
  urgent('vomiting', [
    '(?:rends?|rejette|remonte|ressort|revient|vomi\\w*)',
    '(?:tout ce (?:que|qu)|aussitot|des que (?:je|j))',
    '(?:mange\\w*|avale\\w*|bois|prends)',
  ]),
  urgent(
    'vomiting',
    ['(?:garde\\w*|rester|tenir)', '(?:plus|pas|rien)', '(?:rien|eau|manger|nourriture|estomac|liquides?)'],
    lack,
  ),
  urgent(
    'vomiting',
    ['vomi\\w*', '(?:arrete\\w*|continuellement|toute|fois|plusieurs|nuit|journee|tout|matin|hier|encore|beaucoup)'],
    { unless: VOMITED_ONCE },
  ),
  urgent('fall', ['(?:retrouvee?|suis|est|etais|etait|trouvee?|ramassee?)', 'par terre'], {
    unless: /\bpar terre\b (?:pour|avec)|\bpansement|\b(?:tombe|fait tomber) (?:le|la|mon|ma)/,
  }),
  urgent(
    'no-urine',
    [
      '(?:urin\\w*|pipi|pisse\\w*|sonde|vessie|goutte)',
      '(?:plus|pas|rien|impossible|bloquee?s?|arrive pas|aucune?)',
      '(?:urin\\w*|pipi|goutte|sort\\w*|donne|vid\\w*|depuis|coule\\w*|impossible|bloquee?|fait|rien|plus)',
    ],
    {
      ...lack,
      unless:
        /\b(?:probleme|brule\\w*|mal|douleur|infection|gout|gouttes)\b|\bpas (?:de )?(?:probleme|sonde)\b|\bplus (?:de |la |besoin (?:de|d une) )sonde\b|\bplus souvent\b|\bplus de mal\b/,
    },
  ),
  urgent('wound', ['(?:du|de|un) (?:jus|pus|liquide|ecoulement)', '(?:coul\\w*|sort\\w*|suint\\w*|jaune|vert|qui)'], {
    unless: /\b(?:nez|yeux|bois|boire|bu|oranges?|fruits?|diarrhee|selles)\b/,
  }),
  urgent('no-urine', ['(?:impossible|bloquee?s?)', '(?:uriner|pipi|pisser)'], lack),
  urgent('vomiting', ['(?:rends|vomi\\w*|vomissements?)', '(?:\\w+ fois|des que|chaque|gorgee|toujours)'], {
    unless: VOMITED_ONCE,
  }),
  urgent('fall', ['(?:rate|loupe|manque)', '(?:une|la|les|un) (?:marche|marches|trottoir|chaise)']),
  urgent('fall', [
    '(?:trebuche\\w*|glisse\\w*|tombant|cogne\\w*)',
    '(?:par terre|tete|tapis|sol|hanche|douche|baignoire|mal|escaliers?)',
  ]),
  urgent(
    'no-urine',
    ['(?:pas|plus|rien|jamais)', '(?:pu|su|arriv\\w*|reussi\\w*|fait|moyen)', '(?:uriner|pipi|pisser|urine)'],
    {
      ...lack,
      unless: /\b(?:probleme|mal|douleur|au lit|sous moi|temps)\b/,
    },
  ),
  urgent(
    'no-urine',
    ['(?:vessie|pipi|urines?)', '(?:pleine|bloque\\w*|rien|gonfle\\w*)', '(?:sort\\w*|vid\\w*|vient|rien|bloque\\w*)'],
    {
      ...lack,
      unless: /\brien (?:d anormal|a signaler|de special)/,
    },
  ),
  urgent('leg', [BODY.leg, '(?:plus (?:gros|grosse|epaisse?|large) que|plus (?:gros|grosse) qu)'], lack),
  urgent(
    'vomiting',
    ['rien', '(?:reste|tient|passe|descend)', '(?:estomac|ventre|eau|manger|vomi\\w*|avale\\w*)'],
    lack,
  ),
  urgent('no-urine', ['(?:zero|0|aucune)', '(?:urine|pipi|goutte)'], {
    ...lack,
    unless: /\b(?:probleme|sang|douleur)\b/,
  }),
]
