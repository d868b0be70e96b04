import { emergency, type Frame, lack } from './frame-match.js'
import { BODY, LACK, TROUBLE } from './frame-words.js'
import { DESPAIR_FRAMES } from './frames-despair.js'

const TAKEN = '(?:pris|prise|repris|avale\\w*|bu|ingere\\w*|gobe\\w*|prends|donne)'
const PILLS =
  '(?:medicaments?|comprimes?|cachets?|pilules?|gelules?|gouttes|somniferes?|dafalgan|paracetamol|morphine|tramadol|insuline|doses?|flacon|plaquettes?|boites?|bouteille|sirop|patchs?)'
const TOO_MUCH =
  '(?:d un (?:seul )?coup|en une (?:seule )?fois|a la fois|par erreur|au lieu d[eu]?|beaucoup trop|trop|(?:le |la )?(?:double|triple)|(?:deux|trois|quatre|cinq|dix) fois (?:la|trop|ma)|en entier|tout (?:le|un) (?:flacon|tube)|toute (?:la|une) (?:boite|plaquette|bouteille))'
const CHILD = '(?:petit fils|petite fille|enfant|bebe|gamine?|le petit|la petite)'

/** The emergency list (CLINICAL.md, Red flags). */
export const EMERGENCY_FRAMES: readonly Frame[] = [
  ...DESPAIR_FRAMES,
  emergency('breathing', ['respir\\w*', '(?:comme (?:un|une)|vite|fort|tres court|petits coups|par a coups)']),
  emergency('breathing', ['(?:oxygene|saturation)', '(?:manqu\\w*|baiss\\w*|basse?|tombee?|plus)'], {
    ...lack,
    unless: /\bplus (?:besoin|sous) (?:d )?oxygene/,
  }),
  emergency('breathing', ['(?:inspir\\w*|expir\\w*)', '(?:coinc\\w*|bloqu\\w*|mal|difficil\\w*|siffl\\w*)']),
  emergency('chest-pain', [
    '(?:poitrine|thorax|sternum)',
    '(?:comme si|comme (?:un|une|du)|assise?|elephant|quelque chose|me reveille|bizarre)',
  ]),
  emergency(
    'bleeding',
    [
      'sang',
      '(?:il y a|y a|j ai|ai|plein\\w*|flaque|gorge\\w*|trace|tache\\w*|sort\\w*|vient|trouve\\w*|vu|beaucoup|toujours|dans|melange\\w*)',
    ],
    {
      unless:
        /\bprise de sang\b|\bfluidifier\b|\b(?:un )?(?:tout )?(?:petit )?peu de sang\b|\bsang (?:froid|bleu)\b|\b(?:analyse|don|groupe|sucre|tension|resultats?|test|transfusion|caillot)\b|\bsang a ete\b|\bpetites? (?:tache|goutte|trace)/,
    },
  ),
  emergency('seizure', [
    '(?:eu|fait|faire|avoir|fais|fit|a eu)',
    'crises?(?! (?:cardiaque|de (?:foie|rire|nerfs|goutte|larmes|angoisse|hemorroides)|d asthme|d angoisse))',
  ]),
  emergency(
    'seizure',
    ['(?:raidi\\w*|bav\\w*|mousse|ecume)', '(?:trembl\\w*|crise|repond\\w*|bouche|yeux|secou\\w*|levres)'],
    lack,
  ),
  emergency(
    'fainting',
    ['(?:inconscient\\w*|(?:plus|pas) (?:\\w+ )?consciente?|sans connaissance|effondre\\w*|ecroule\\w*)'],
    {
      ...lack,
      unless: /\bpas (?:conscient\w* (?:que|de)|inconscient\w*)/,
    },
  ),
  emergency(
    'confusion',
    [
      '(?:propos|discours|raconte\\w*|histoires?|paroles?|dit|parle)',
      '(?:sans queue ni tete|incoherent\\w*|n importe quoi|pas de sens|aucun sens|dans le vide|toute? seule?)',
    ],
    lack,
  ),
  emergency('confusion', ['(?:completement|totalement|tout a fait)', '(?:perdue?|a l ouest|deconnectee?)'], {
    unless: /\b(?:kilos|poids|cheveux|appetit|gout)\b/,
  }),
  emergency('overdose', ['(?:vide|videe?|termine|finie?)', '(?:boite|plaquette|flacon|tube|bouteille)', PILLS]),
  emergency('breathing', [BODY.breath, TROUBLE.breath], {
    ...lack,
    unless:
      /\b(?:pas|plus|jamais|aucune?|sans)(?: \w+){0,3} (?:mal|peine|difficultes?|probleme|gene|essouffl\w*|manque|trouble)\b(?! (?:mal|a peine))|\brespire (?:\w+ )?(?:mieux|bien|normalement|facilement)|\bprendre l air\b|\b(?:bien )?mieux qu\b|\bsouffle (?:\w+ )?revient|\bmal\b(?: \w+){1,4} (?:mais|et) respire bien|\bmoins de mal\b/,
  }),
  emergency('breathing', [
    '(?:halete\\w*|suffo\\w*|asphyxi\\w*|hors d haleine|(?:levres?|bouche|ongles) (?:\\w+ )?bleue?s?)',
  ]),
  emergency(
    'breathing',
    ['(?:noyer|etouff\\w*)', '(?:impression|sensation|comme|couchee?|allongee?|nuit|quand|je|j|m)'],
    {
      unless: /\b(?:me|m) jeter\b/,
    },
  ),
  emergency('breathing', ['(?:finir|terminer) mes phrases', '(?:pas|plus|mal|peine)'], lack),
  emergency('chest-pain', [BODY.chest, TROUBLE.chest], {
    unless:
      /\b(?:mal au coeur|haut le coeur|chaud au coeur|coeur leger|a coeur)\b|\boperee?s?\b|\bavoir (?:le|du) coeur/,
  }),
  emergency('chest-pain', [
    '(?:douleurs?|mal|lance|tire|irradie)',
    '(?:part|descend|irradie|monte|remonte|va|jusqu|passe)',
    '(?:bras|machoire|epaule|cou)',
  ]),
  emergency('chest-pain', [
    'coeur',
    '(?:s emballe|s arrete|bat (?:tres|trop) (?:vite|fort)|bat n importe comment|a cent a l heure)',
  ]),
  emergency('bleeding', [BODY.blood, TROUBLE.blood], {
    unless:
      /\bprise de sang\b|\bfluidifier\b|\btension\b|\bsucre\b|\bsang (?:froid|bleu)\b|\b(?:un )?(?:tout )?(?:petit )?peu de sang\b/,
  }),
  emergency('bleeding', [
    BODY.bandage,
    '(?:sang|rouge|ensanglant\\w*)',
    '(?:tout|toute|plein|pleine|entier|trempe\\w*|imbibe\\w*|change\\w*|fois)',
  ]),
  emergency('bleeding', ['selles?', '(?:noires?|goudron|rouges?|sang)']),
  emergency('bleeding', ['coule\\w*', '(?:a flots|sans arret|continuellement|arriv\\w* pas a l arreter)'], {
    ...lack,
    unless: /\b(?:nez|yeux|larmes|robinet|eau)\b/,
  }),
  emergency('stroke', [BODY.side, LACK.power], {
    ...lack,
    unless:
      /\b(?:pas|plus|aucune?|jamais) (?:\w+ ){0,2}(?:paralys\w*|engourdi\w*|fourmi\w*|molle?)|\bdouleur\b.*\bpartie?\b|\ben plus\b|\bplus (?:mal|de douleur)|\b(?:platre|operee?)\b|\bsens (?:plus|pas) (?:la|de|mal|ma douleur)\b/,
  }),
  emergency('stroke', [
    BODY.face,
    '(?:de travers|part sur|tombe\\w*|pend\\w*|deforme\\w*|tordue?|paralyse\\w*|asymetrique|de cote|d un cote)',
  ]),
  emergency('stroke', [BODY.speech, LACK.speech], {
    ...lack,
    unless:
      /\bpas (?:le|du|de) temps de parler|\bcomprends pas (?:la question|vos|ce que vous)|\bentend\w*|\bvous attends? mal\b|\bparle[rz] plus (?:fort|haut)\b/,
  }),
  emergency('stroke', ['(?:bafouill\\w*|bredouill\\w*|begai\\w*|bouche pateuse|charabia)']),
  emergency(
    'stroke',
    ['(?:vue|vois|voit|oeil|yeux|vision)', '(?:perdu|plus rien|plus du tout|double|tout noir|voile noir)'],
    {
      ...lack,
      unless: /\b(?:perdu|vois|voit) (?:mes|les|de|pas)\b|\bcreve\b/,
    },
  ),
  emergency('seizure', [
    '(?:convuls\\w*|epilep\\w*|revulses?|mordu la langue|(?:fait|eu|fais|faire) une crise(?! cardiaque| de (?:foie|rire|nerfs|goutte|larmes)))',
  ]),
  emergency('seizure', [
    '(?:secousses|spasmes|tremb\\w*|soubresauts)',
    '(?:tout le corps|partout|incontrolab\\w*|yeux|de partout)',
  ]),
  emergency('fainting', [
    '(?:evanoui\\w*|syncope|trou noir|voile noir|tourn\\w* de l oeil|dans les (?:vapes|pommes)|black ?out)',
  ]),
  emergency('fainting', ['(?:perd\\w*|reprend\\w*|repris|sans)', 'connaissance'], {
    unless: /\b(?:fait|faire|ma|votre) connaissance\b/,
  }),
  emergency('fainting', ['(?:trouvee?|senti\\w*) mal']),
  emergency(
    'fainting',
    ['(?:tombee?|ecroule\\w*|effondre\\w*)', '(?:raide|d un coup|souviens (?:de )?(?:rien|plus|pas)|inconscient\\w*)'],
    lack,
  ),
  emergency(
    'confusion',
    [
      '(?:sait|sais|souvient|rappelle)',
      '(?:plus|pas)',
      '(?:ou (?:je|il|elle|on) (?:suis|est)|comment (?:je|il|elle) (?:m|s) appelle|son (?:nom|prenom)|mon (?:nom|prenom)|qui (?:je|il|elle) (?:suis|est)|quel(?:le)? (?:jour|annee|mois) (?:on est|nous sommes|sommes|c est))',
    ],
    lack,
  ),
  emergency(
    'confusion',
    [
      '(?:voit|vois|entend|entends)',
      '(?:des (?:gens|choses|betes|insectes|personnes|voix|animaux|araignees)|quelqu un)',
      '(?:pas la|n existent|sont pas|dans (?:la chambre|ma tete|sa tete)|mur|partout|morts?)',
    ],
    lack,
  ),
  emergency(
    'confusion',
    [
      '(?:hallucin\\w*|delir\\w*|divague\\w*|incoherent\\w*|embrouill\\w*|desorient\\w*|perdu la (?:tete|boule)|perd la (?:tete|boule)|n importe quoi)',
      '(?:il|elle|je|maman|papa|mari|femme|tout|depuis|mere|pere|suis|est)',
    ],
    {
      unless: /\bm embrouill\w* (?:dans|avec)\b|\b(?:vous|votre|machine)\b/,
    },
  ),
  emergency(
    'confusion',
    [
      '(?:melange|confond|oublie)\\w*',
      '(?:tout|les gens|le jour et la nuit|les jours|meme (?:son|mon) nom)',
      '(?:il|elle|je|depuis|croit|maman|papa)',
    ],
    {
      unless: /\b(?:medicaments?|pilulier|rendez)\b/,
    },
  ),
  emergency('confusion', ['(?:plus|pas)', 'toute (?:sa|ma) tete'], lack),
  emergency(
    'confusion',
    ['reconn\\w*', '(?:plus|pas)', '(?:nous|me|m|personne|sa|son|ses|mon|ma|mes|les|la|le|maison)'],
    lack,
  ),
  emergency('overdose', [TAKEN, TOO_MUCH, PILLS], {
    span: 12,
    unless: /\bcomme (?:prevu|prescrit|on m a|indique|convenu|(?:le|mon) (?:docteur|medecin))\b|\b(?:peur|arrete\w*) d/,
  }),
  emergency('overdose', [CHILD, TAKEN, PILLS], { span: 12 }),
  emergency(
    'overdose',
    [TAKEN, '(?:flacon|boite|plaquette|bouteille|tube|pilulier)', '(?:entiere?|toute?|vide|complete?)'],
    {
      unless: /\b(?:eau|lait|soupe|jus)\b/,
    },
  ),
  emergency(
    'allergy',
    [
      BODY.throat,
      '(?:gonfl\\w*|enfl\\w*|serre\\w*|(?:se |s est |qui se )ferme\\w*|bloque\\w*|doubl\\w* de volume|epais\\w*)',
    ],
    {
      unless: /\bdegonfl\w*/,
    },
  ),
  emergency('allergy', [
    '(?:boutons?|plaques?|urticaire)',
    '(?:partout|tout le corps|gonfl\\w*|medicament|antibiotiques?|gratte partout)',
  ]),
  emergency('allergy', [
    '(?:fais|fait|faire|eu)',
    '(?:allergi\\w*)',
    '(?:grosse|forte|grave|violente|severe|terrible)',
  ]),
  emergency(
    'unbearable-pain',
    [
      '(?:mal|douleurs?|souffr\\w*|mal a|martyre)',
      '(?:en peux plus|peux plus|tiens plus|supporte (?:plus|pas)|insupport\\w*|intoler\\w*|atroce\\w*|martyre|hurl\\w*|pleurer|pleure|crever|taper la tete|a crier|crie\\w*|intenable\\w*|inhumaine?|a mourir|a tomber)',
    ],
    {
      ...lack,
      unless:
        /\bpas (?:du tout |vraiment )?(?:insupport|intoler|atroce|intenable)\w*|\b(?:pas|plus) (?:de |la |du tout )?(?:mal|douleur)\b(?! (?:que|qu))|\bmal (?:dormi|luné)\b/,
    },
  ),
  emergency(
    'breathing',
    [
      'poumons?',
      '(?:remplir|gonfler|vider|pas|plus|mal|bloque\\w*|serre\\w*|eau|prennent)',
      '(?:arriv\\w*|peux|peut|sais|impression|remplir|eau|mal|air)',
    ],
    {
      ...lack,
      unless: /\b(?:pas|aucune?) (?:\w+ )?(?:probleme|mal)\b|\bradio\w*/,
    },
  ),
  emergency('stroke', [
    '(?:parle|parles|parlait|marche)',
    'comme (?:s il|si|un|une)',
    '(?:bu|ivre|saoule?|soule?|ivrogne|bouche pleine|patate)',
  ]),
  emergency('seizure', ['trembl\\w*', '(?:repond\\w*|reagi\\w*)', '(?:plus|pas)'], { ...lack, span: 12 }),
  emergency('fainting', [
    '(?:passage a vide|reveillee? (?:sur|par)|reprise? (?:mes|ses) esprits|revenue? a (?:moi|elle|lui))',
    '(?:carrelage|sol|terre|eu|suis|tombee?|couloir|plancher|mes|ses|moi|elle|lui)',
  ]),
  emergency('fainting', ['tomb\\w*', '(?:souviens|rappelle|souvient)', '(?:plus|rien|pas)'], { ...lack, span: 12 }),
  emergency('confusion', ['prend', 'pour (?:sa|son|un|une|quelqu un)', '(?:me|m|nous|la|le)']),
  emergency(
    'confusion',
    ['(?:sait|sais)', '(?:plus|pas)', 'si (?:c est|on est|il est|nous sommes) (?:le )?(?:jour|nuit|matin|soir|quel)'],
    lack,
  ),
  emergency('confusion', [
    '(?:choses|comportement|paroles?|dit|fait|devenue?)',
    '(?:bizarres?|etranges?|incoherent\\w*)',
    '(?:il|elle|mari|femme|maman|papa|mere|pere)',
  ]),
  emergency('confusion', ['(?:plus|pas)', '(?:lui|elle) meme', '(?:est|etait)'], lack),
  emergency(
    'overdose',
    [
      TAKEN,
      '(?:tous les|toutes les|tout ce qui|le reste)',
      PILLS,
      '(?:restai\\w*|d un coup|boite|tiroir|en une fois|qu il y avait)',
    ],
    { span: 12 },
  ),
  emergency('allergy', [
    '(?:visage|figure|langue|levres?|yeux|paupieres?)',
    '(?:bouffie?s?|enormes?|gonfle\\w*|double\\w*)',
    '(?:plaques?|rouges?|depuis|apres|piqure|medicament|langue|mal|d un coup|tout)',
  ]),
]
