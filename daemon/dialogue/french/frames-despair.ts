import { emergency, type Frame, lack } from './frame-match.js'

const WISH =
  '(?:(?:veux|veut|voudrais|voudrait|aimerais|aimerait|prefere\\w*|envie|souhaite\\w*|mieux|pense\\w*|song\\w*|idees?|autant|parfois|hate|pourvu|si seulement|parle de|dit)|(?:serais|serait) (?:mieux|bien))'
const END =
  '(?:mourir|(?:etre )?mort(?:e|s)?(?! de)|disparaitre|en finir(?! (?:avec|de|la|le|les|cette))|tout s arrete|que (?:ca|cela|tout) (?:s arrete|cesse|finisse)|arreter de vivre|(?:ne )?plus (?:jamais )?(?:me reveiller|ouvrir les yeux|etre (?:la|ici)|exister|vivre|continuer)|plus (?:la|de ce monde)|(?:me|se|m|s) (?:tuer|jeter|jette|pendre|noyer|ouvrir les veines|supprimer)|sauter|rejoindre (?:mon (?:mari|fils|epoux)|ma (?:femme|fille|epouse))|que je parte|ne pas me reveiller|cimetiere)'
const MEANS =
  '(?:fenetre|pont|train|metro|toit|balcon|canal|meuse|sambre|riviere|voie ferree|veines|corde|fusil|barbituriques)'

const despair = (all: readonly string[], more: Partial<Frame> = {}): Frame =>
  emergency('suicidal', all, { wondered: true, ...more })

/** Suicidal words: said softly more often than plainly. A wish and an end, a means, a life that is worth nothing. */
export const DESPAIR_FRAMES: readonly Frame[] = [
  despair([WISH, END], {
    ...lack,
    span: 12,
    unless:
      /\b(?:pas|jamais|aucune?|plus) (?:\w+ ){0,2}(?:envie|idees?|pense\w*|songe\w*)(?: \w+){0,3} (?:mourir|finir|suicid\w*|mort)|\b(?:veux|veut|voudrais) pas (?:mourir|disparaitre|en finir)|\bfinir avec\b(?! (?:la vie|ma vie|tout))|\b(?:mieux|bien) (?:\w+ )?plus la\b|\b(?:douleur|fievre|mal)\b.*\bplus la\b|\bm(?:ort(?:e|s)?|ourir) de (?:fatigue|faim|rire|soif|peur)/,
  }),
  despair(['(?:sauter|saute|jeter|jette|couper|ouvrir|trancher|prendre)', MEANS], {
    ...lack,
    unless: /\b(?:prendre|pris) (?:le|un|mon) (?:train|metro)|\b(?:ouvrir|ouvre) (?:la|une|ma) fenetre/,
  }),
  despair(
    [
      '(?:la vie|ma vie|vivre|exister|vie)',
      '(?:vaut (?:plus|pas)|plus (?:la peine|de sens|aucun sens|d interet|envie|gout|de raison)|a rien|marre|degout\\w*|assez de|a quoi|pas la peine|fatiguee? de|ras le bol|foutue?)',
    ],
    { ...lack, unless: /\bpas marre de vivre|\bvie (?:est )?belle/ },
  ),
  despair(['(?:sers?|servir) (?:plus )?a rien', '(?:je|moi|vivre|parte|partir|mourir)'], {
    ...lack,
    unless: /\b(?:medicaments?|appel|ca|pansement)\b (?:ne |n )?sert/,
  }),
  despair(['(?:plus|perdu)', '(?:gout|envie|raison|force|interet|sens|courage)', '(?:vivre|(?:la|ma) vie)'], {
    ...lack,
  }),
  despair(['(?:debarrasse\\w*|mieux)', '(?:de moi|sans moi)'], {
    ...lack,
    unless: /\bmange\w*|\bva mieux sans\b/,
  }),
  despair(['(?:bien|mieux|tourn\\w*|vivr\\w*|debarrasse\\w*)', '(?:sans moi|de moi)'], {
    ...lack,
    unless: /\b(?:mange\w*|commence\w*|partez|partis?|allez)\b|\bsans moins/,
  }),
  despair(
    [
      '(?:prepar\\w*|achet\\w*|trouv\\w*|cach\\w*|garde\\w*|pens\\w*|ai)',
      '(?:une corde|un fusil|des lames|de quoi (?:en finir|mourir)|la corde)',
    ],
    lack,
  ),
  despair(
    [
      '(?:assez|marre|ras le bol|fatiguee?|lassee?|las)',
      '(?:de|d)',
      '(?:vivre|la vie|cette vie|exister|etre (?:la|en vie))',
    ],
    lack,
  ),
  despair(['(?:laisser|laisse|laisserais)', '(?:mourir|partir|aller definitivement|deperir)', '(?:me|m|moi)'], {
    ...lack,
    unless: /\bpas (?:me )?laisser\b/,
  }),
  despair(
    ['(?:vaut|vaille|valoir|valait)', '(?:le coup|la peine)', '(?:continuer|vivre|la vie|etre la|lutter|se battre)'],
    lack,
  ),
  despair(
    [
      '(?:endormir|endors|dormir|fermer les yeux)',
      '(?:pour de bon|pour toujours|definitivement|delivrance|jamais|a jamais)',
    ],
    {
      ...lack,
      unless: /\bdors? (?:jamais|plus)|\bjamais (?:pu |su |reussi a )?(?:m )?(?:en)?dormir|\barrive jamais\b/,
    },
  ),
  despair(
    [
      '(?:vais|pourrais|risque|peur|capable|envie|failli)',
      '(?:faire une betise|commettre l irreparable|me faire du mal|faire une connerie)',
    ],
    {
      unless: /\bai (?:du )?fait une betise\b/,
    },
  ),
  despair(['(?:en peux plus|plus la force|ras le bol)', '(?:de (?:cette|la|ma) vie|de vivre|d exister)'], lack),
  despair(
    [
      'si je (?:disparaissais|mourais|partais pour de bon|n etais plus la|n existais plus|ne me reveillais (?:pas|plus))',
      '(?:regrett\\w*|manqu\\w*|personne|mieux|soulag\\w*|pleur\\w*|grave|facile|rien)',
    ],
    lack,
  ),
]
