import type { DangerSign } from '../tongue.js'
import { VOMITED_ONCE } from './frames-urgent.js'

/**
 * The two closed lists of danger signs (CLINICAL.md, Red flags). A pattern sees folded text (french/words.ts);
 * `unless` are phrases that hold the same words and mean no danger.
 */
export interface Sign extends DangerSign {
  readonly heard: readonly RegExp[]
  readonly unless?: RegExp
  /** True where the phrase is itself a negation ("je ne peux plus respirer"), so that "ne … plus" does not turn it over. */
  readonly negated?: true
}

const BREATH = '(?:respire[rsz]?|reprendre (?:mon|son) souffle|parler sans m arreter)'
const LIMB = '(?:le |la |mon |ma |son |sa |les |mes |ses )?(?:bras|jambe|jambes|main|cote|visage|bouche|pied)'

export const SIGNS: readonly Sign[] = [
  {
    name: 'suicidal',
    list: 'emergency',
    heard: [
      /\bpense(?:r)? (?:souvent |tout le temps |sans cesse )?a (?:la mort|mourir|me faire du mal)\b|\bme faire du mal\b/,

      /\b(?:veux|veut) plus (?:vivre|continuer a vivre)\b/,
      /\ba quoi bon (?:vivre|continuer)\b/,
      /\b(?:mieux|preferable|mieux vaut) (?:d )?etre morte?\b/,
      /\b(?:serais|serait) mieux morte?\b/,
      /\bplus (?:le )?gout (?:a|de) (?:la vie|vivre)\b/,
      /\b(?:mourir|crever)\b(?: \w+){0,3} (?:tranquille|en paix|autant)\b|\bautant (?:mourir|crever)\b/,

      /\b(?:envie|idees?|penses? a?|pensees?) (?:d|de) en finir\b/,
      /\ben finir avec (?:la|ma|cette) vie\b/,
      /\b(?:veux|voudrais|envie de|prefere(?:rais)?|aimerais|souhaite) (?:en finir|mourir|disparaitre|etre morte?|ne plus vivre|me tuer|partir pour toujours)\b/,
      /\bme (?:suicider|tuer|supprimer|pendre|foutre en l air)\b/,
      /\bidees? (?:noires|suicidaires?)\b/,
      /\bsuicid\w*/,
      /\bplus envie de vivre\b/,
      /\bmettre fin a (?:mes jours|ma vie|ses jours|sa vie)\b/,
      /\bplus (?:la peine|aucune raison) de vivre\b/,
      /\b(?:veut|voudrait) (?:en finir|mourir|se tuer|se suicider)\b/,
    ],
    negated: true,
    unless:
      /\b(?:pas|jamais|aucune?) (?:envie de (?:mourir|me tuer|me suicider|en finir|d en finir)|envie d en finir|(?:de |d )?(?:idees?|pensees?) (?:noires|suicidaires?)|d idees? (?:noires|suicidaires?)|idees? (?:noires|suicidaires?))|\bne (?:veux|veut) pas (?:mourir|en finir)\b|\bpas (?:suicidaire|me suicider)|\ben finir avec (?!(?:la|ma|cette) vie|tout)|\b(?:pas|jamais) pense(?:e|r)? a\b|\b(?:mourir|morte?) de (?:rire|faim|soif|fatigue|peur|honte|chaud|froid)\b/,
  },
  {
    name: 'breathing',
    list: 'emergency',
    heard: [
      /\brespiration (?:est )?(?:tres |assez |devenue )?(?:difficile|courte|penible|bloquee|sifflante)\b/,
      /\b(?:a bout de souffle|le souffle coupe|souffle me manque|manque de souffle|la respiration bloquee)\b/,
      /\bair (?:ne )?(?:passe|rentre) (?:plus|pas|mal)\b/,

      // "Du mal à respirer" as the recogniser writes it on a telephone line.
      /\b(?:m a|ma|mal|mala) (?:la |a la |de )?respirer\b/,
      new RegExp(`\\b(?:du mal|mal|peine|de la peine|difficultes?|des difficultes) (?:a|pour) (?:bien )?${BREATH}`),
      new RegExp(
        `\\b(?:arrive|arrives|peux|peut|sais|sait|parviens) (?:presque )?(?:plus|pas|a peine|difficilement) (?:a |bien )?(?:bien )?${BREATH}`,
      ),
      new RegExp(`\\b${BREATH} (?:tres )?(?:mal|difficilement)\\b`),
      /\bj(?:e m)? ?etouffe\b/,
      /\b(?:il|elle) (?:s )?etouffe\b/,
      /\bsuffoque\b/,
      /\bessouffle\w*/,
      /\bmanque d(?:e l)? air\b/,
      /\bplus (?:de|d) (?:souffle|air)\b/,
      /\bsouffle (?:tres )?court\b/,
      /\bcherche (?:mon|son) (?:air|souffle)\b/,
      /\bdifficultes? respiratoires?\b/,
    ],
    negated: true,
    unless:
      /\b(?:pas|jamais|aucune?|plus) (?:de |du |d )?(?:mal a respirer|difficultes? (?:a|pour|respiratoires?)|peine a respirer|essouffle\w*|probleme (?:pour|a) respirer|manque d air)|\b(?:ne |n )?etouffe pas|\bai pas (?:de )?(?:du )?mal a (?:bien )?respire|\brespire (?:tres )?bien\b|\bmanque pas d air\b/,
  },
  {
    name: 'chest-pain',
    list: 'emergency',
    heard: [
      /\b(?:etau|brule|brulures?|coup de poignard|pointe)\b(?: \w+){0,4} (?:poitrine|thorax|coeur|sternum)\b/,

      /\b(?:mal|douleurs?|pression|serre|oppress\w*|poids|brulure|point|pince\w*|lance|elance\w*)\b(?: \w+){0,5} (?:la |ma |sa |au |le |mon |son |du )?(?:poitrine|thorax|coeur|sternum|cage thoracique)\b/,
      /\b(?:poitrine|thorax|coeur)\b(?: \w+){0,3} (?:mal|serre|lance|oppress\w*|brule|douleurs?|pese)\b/,
      // "Mal dans la poitrine" as the recogniser writes it; whatever somebody has in the chest is asked about.
      /\bj ai (?!pas|plus|rien|jamais|aucun)\w+ (?:\w+ )?dans (?:la|ma) poitrine\b/,
      /\bj ai (?:marre|mare|mars|mat) (?:de|a) (?:la|ma) poitrine\b/,
      /\bdouleurs? thoraciques?\b/,
      /\b(?:crise cardiaque|infarctus)\b/,
    ],
    unless: /\bmal au coeur\b(?! qui)|\b(?:avant|opere\w*|operation)\b.*\binfarctus\b/,
  },
  {
    name: 'bleeding',
    list: 'emergency',
    heard: [
      /\barrete(?:nt)? (?:pas|plus) (?:de |du tout de )?saigner\b/,
      /\b(?:pansement|bandage|compresse)\w*\b(?: \w+){0,4} (?:rouge|taches?) (?:de |par le )?sang\b/,
      /\bbaigne\w* dans (?:le|mon|son) sang\b/,

      /\b(?:saigne|saignes|saignement|saignements|saigner|hemorragie|perd du sang|perds du sang|pisse le sang)\b/,
      /\b(?:beaucoup|plein|flots?|caillots?) de sang\b/,
      /\b(?:pansement|bandage|compresse|drap|drain)\w*\b(?: \w+){0,4} (?:plein|pleine|rempli|imbibe|trempe|couvert|traverse)e?s?\b(?: (?:de|du|par le) (?:sang)?)?/,
      /\bsang (?:a |qui )?(?:traverse|coule)\b/,
      /\b(?:vomi|vomis|crache|tousse) (?:du|de) sang\b/,
    ],
    unless:
      /\bun (?:tout )?(?:petit )?peu saigne\b|\bsaigne (?:un (?:tout )?(?:petit )?peu|a peine|presque pas|du nez)\b|\bprise de sang\b|\b(?:liquide|eau)\b(?!.*\bsang\b)/,
  },
  {
    name: 'stroke',
    list: 'emergency',
    heard: [
      /\b(?:bras|jambe|main|cote)\b(?: (?:gauche|droite?))? (?:ne |n )?(?:repond|obeit|bouge|marche|fonctionne) (?:plus|pas)\b/,
      /\b(?:parle|articule) (?:bizarrement|mal|de travers|difficilement|comme si j avais bu)\b/,
      /\bperdu la (?:parole|vue)\b/,
      /\bbouge(?:r)? (?:plus|pas) (?:le|la|mon|ma|du tout (?:le|la|mon|ma)) (?:bras|jambe|main|cote|visage)\b/,

      new RegExp(
        `\\b(?:arrive|peux|peut|sais|sait|sens|sent) (?:plus|pas) (?:du tout )?(?:a )?(?:bien )?(?:bouger|lever|soulever|sentir|commander)? ?${LIMB}\\b`,
      ),
      new RegExp(
        `\\b${LIMB}(?: (?:gauche|droite?))? (?:est |qui est |s est |sont )?(?:paralyse|engourdi|tombe|de travers|deforme|mort|morte)\\w*`,
      ),
      /\bparalys\w*/,
      /\b(?:bouche|visage|figure) (?:est |toute? |qui est |qui )*(?:de travers|tombe\w*|deforme\w*)/,
      /\b(?:arrive|peux|peut|sais|sait) plus (?:a )?(?:bien )?(?:parler|articuler|trouver (?:mes|ses) mots)\b/,
      /\bmal a (?:parler|articuler|trouver (?:mes|ses) mots)\b/,
      /\b(?:un |une )?(?:avc|attaque cerebrale|congestion cerebrale)\b/,
      /\bvois (?:plus (?:rien|d un oeil)|double)\b/,
      /\bfaiblesse (?:soudaine|d un cote|du cote|dans (?:le|la|un|une))\b/,
    ],
    negated: true,
    unless: /\bpas (?:de )?(?:paralys|mal a parler|mal a articuler)|\bavc\b.*\b(?:il y a|ans?|annees?)\b/,
  },
  {
    name: 'seizure',
    list: 'emergency',
    heard: [/\bconvuls\w*/, /\bcrises? (?:d )?epilep\w*/, /\bepilepsie\b/],
  },
  {
    name: 'fainting',
    list: 'emergency',
    heard: [
      /\bevanoui\w*/,
      /\bperdu connaissance\b|\bperd(?:s|u|re)? connaissance\b|\bperte de connaissance\b/,
      /\btombe\w* dans les pommes\b/,
      /\b(?:fait|eu|fais) (?:un|des) malaises?\b/,
      /\bsyncope\b/,
    ],
  },
  {
    name: 'confusion',
    list: 'emergency',
    heard: [
      /\b(?:reconnait|reconnais) (?:plus|pas)\b|\b(?:ne )?(?:nous|me|m|le|la|les) reconnait plus\b/,

      /\b(?:est|suis|devenue?|tres|toute?|completement) (?:tres |toute? )?(?:confuse?|desorientee?s?)\b/,
      /\bdelire\b/,
      /\b(?:ne )?(?:sais|sait) plus (?:ou (?:je suis|il est|elle est)|quel jour(?! (?:j|je|il|le|la|mon|ma|c est mon)\b))\b/,
      /\b(?:reconnait|reconnais) plus (?:personne|sa|son|ses|ma|mon|mes)\b/,
      /\braconte n importe quoi\b/,
    ],
    negated: true,
    unless: /\bpas (?:du tout )?(?:confuse?|desorientee?)\b/,
  },
  {
    name: 'overdose',
    list: 'emergency',
    heard: [
      /\b(?:pris|avale) (?:toute la|une) boite(?: entiere)?\b/,

      /\b(?:pris|avale|prends) (?:beaucoup )?trop de (?:medicaments?|cachets?|comprimes?|pilules?|gouttes|somniferes|dafalgan|morphine)\b/,
      /\b(?:toute la|une) boite(?: entiere)? de (?:medicaments?|cachets?|comprimes?|dafalgan|somniferes)\b/,
      /\bsurdos(?:e|age)\b|\boverdose\b|\bintoxication medicamenteuse\b|\bempoisonne\w*/,
      /\b(?:avale|bu) (?:de la |du )?(?:javel|eau de javel|produit)\b/,
    ],
    unless: /\bpeur d\b.*\b(?:surdos|overdose)/,
  },
  {
    name: 'allergy',
    list: 'emergency',
    heard: [
      /\bplaques? (?:rouges? )?partout\b/,

      /\b(?:forte|grave|grosse|severe|violente) (?:reaction )?allergi\w*/,
      /\breaction allergique\b/,
      /\b(?:gorge|langue|levres?|visage) (?:qui |est |a |sont |ont |se |s est |tout |toute |toutes )*(?:gonfle|enfle|serre)\w*/,
      /\bchoc anaphylactique\b|\bquincke\b/,
    ],
  },
  {
    name: 'unbearable-pain',
    list: 'emergency',
    heard: [
      /\b(?:douleur|mal)\b(?: \w+){0,4} (?:trop (?:forte?|intense|violente?)|horrible)\b(?: \w+){0,4} (?:tiens|peux|supporte|en peux) plus\b/,
      /\b(?:en |je )?(?:peux|tiens) plus (?:tellement|a cause|d avoir|j ai trop|de) (?:j ai )?(?:mal|la douleur|douleur)\b/,
      /\bpire douleur (?:de ma vie|que j ai)\b/,

      /\b(?:douleur|mal)\b(?: \w+){0,4} (?:insupportable|intolerable|atroce|intenable)s?\b/,
      /\b(?:c est|est) (?:vraiment |tout a fait )?(?:insupportable|intolerable|intenable)\b/,
      /\b(?:peux|supporte|tiens|en peux) plus (?:la |cette |de |a cause de (?:la )?)?(?:douleur|souffrir|mal)\b/,
      /\bhurle(?:r)? de douleur\b/,
    ],
    negated: true,
    unless: /\bpas (?:du tout |vraiment )?(?:insupportable|intolerable|atroce|intenable)\b/,
  },
  {
    name: 'shivering',
    list: 'urgent',
    heard: [
      /\b(?:38|39|40|41|trente huit|trente neuf|quarante)\b(?: \w+){0,5} (?:tremble|frissons?|frissonne|grelotte)\w*/,

      /\bfievre\b(?: \w+){0,5} (?:frissons?|frissonne|tremble\w*)\b/,
      /\b(?:frissons?|frissonne|tremble\w*)\b(?: \w+){0,6} (?:fievre|temperature)\b/,
      /\b(?:gros|grands?|des|plein de) frissons\b/,
      /\bgrelotte\w*/,
    ],
  },
  {
    name: 'leg',
    list: 'urgent',
    heard: [
      /\b(?:jambes?|mollets?|chevilles?|cuisses?)\b(?: \w+){0,5} (?:gonfle|enfle|rouge)\w*/,
      /\b(?:gonfle|enfle|rouge)\w*\b(?: \w+){0,3} (?:jambes?|mollets?|cuisses?)\b/,
      /\bphlebite\b/,
    ],
  },
  {
    name: 'wound',
    list: 'urgent',
    heard: [
      /\b(?:coule|suinte|sort|degouline)\w*\b(?: \w+){0,4} (?:plaie|cicatrice|pansement|blessure)\b/,
      /\bca suinte\b/,
      /\b(?:plaie|cicatrice)\b(?: \w+){0,3} (?:ouverte|rouverte|dechiree)\b/,
      /\b(?:plaie|cicatrice|pansement)\b(?: \w+){0,6} sent\b(?! (?:bon|rien|pas))/,

      /\b(?:plaie|cicatrice|blessure|suture|pansement|points?)\b(?: \w+){0,4} (?:coule|suinte|sent mauvais|pue|infecte\w*|purule\w*|pus|s est ouverte?|s ouvre|odeur)\b/,
      /\b(?:du|de|plein de) pus\b/,
      /\bmauvaise odeur\b/,
      /\b(?:plaie|cicatrice|blessure)\b(?: \w+){0,3} (?:sent)\b(?! (?:bon|rien|pas))/,
    ],
  },
  {
    name: 'vomiting',
    list: 'urgent',
    heard: [
      /\b(?:vomis?|vomit|vomir|vomissements?|vomi)\b(?: \w+){0,5} (?:tout le temps|toute la (?:nuit|journee)|sans arret|sans cesse|plusieurs fois|repetes?|toutes les|a chaque|\w+ fois|continuellement|beaucoup|depuis|encore)\b/,
      /\b(?:arrete|arretait|arretee?) pas de vomir\b/,
      /\b(?:garde|gardes) (?:plus )?rien\b/,
      /\b(?:plusieurs|beaucoup de|des) vomissements\b/,
      /\bje vomis\b/,
      /\b(?:il|elle) vomit\b/,
      /\b(?:ai|a) (?:beaucoup |encore )?vomi\b/,
    ],
    negated: true,
    unless: new RegExp(
      `${VOMITED_ONCE.source}|${/\b(?:pas|jamais|plus) (?:du tout )?(?:vomi|vomis|vomit|de vomissements?|vomir)\b(?! plus)|\bvomi[st]? (?:pas|plus|jamais)\b|\bmal a vomir\b/.source}`,
    ),
  },
  {
    name: 'fall',
    list: 'urgent',
    heard: [
      /\b(?:ai|a) (?:glisse|trebuche|degringole)\b/,
      /\bme suis (?:casse la figure|etale\w*|ramasse\w*)\b/,

      /\b(?:suis|est) (?:re)?tombee?s?\b(?! (?:malade|sur|d accord|dans les pommes|amoureu))/,
      /\b(?:fait|eu) (?:une|des) (?:grosse |mauvaise |petite )?chutes?\b/,
      /\bchute (?:dans|de|a|cette|hier|ce)\b/,
    ],
    unless:
      /\b(?:fievre|temperature|douleur|tension|nuit|neige|batterie|nouvelle|glycemie) (?:\w+ )?(?:est|a) (?:re)?tombee?/,
  },
  {
    name: 'no-urine',
    list: 'urgent',
    heard: [
      /\bplus (?:du tout )?(?:pisse|fait pipi|urine)\b/,

      /\b(?:arrive|peux|peut|sais|sait|parviens) (?:plus|pas) (?:a )?(?:uriner|faire pipi|pisser)\b/,
      /\b(?:urine|fais pipi|fait pipi|pisse) (?:plus|pas)\b/,
      /\bplus (?:du tout )?(?:urine|pipi)\b/,
      /\b(?:pas|plus) (?:urine|fait pipi|su uriner)\b/,
    ],
    negated: true,
  },
]
