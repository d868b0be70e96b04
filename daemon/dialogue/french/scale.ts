import type { ScaleWords } from '../reading/scale.js'
import type { TemperatureWords } from '../reading/temperature.js'

/** Menus of machines hold digits that are no answer ("appuyez sur 1"). */
export const MACHINE_WORDS =
  /\b(?:appuyez|composez|tapez|diese|etoile|messagerie|boite vocale|tonalite|conference|numero de poste|bip)\b/

export const scale: ScaleWords = {
  lead: /^sur (?:dix|10)\b ?,?\s*/,
  outOf: /^sur$/,
  rangeFiller: /^(?:sur|dix)$/,
  counted:
    /^(?:jours?|heures?|fois|semaines?|ans?|annees?|mois|minutes?|secondes?|nuits?|comprimes?|cachets?|gelules?|gouttes?|grammes?|mg|milligrammes?|kilos?|kg|degres?|pour ?cent|dafalgans?|ibuprofene|pilules?|enfants?|eme|ieme|premier\w*|derniers?|autres?|etages?|marches?|heure)$/,
  // "Pas mal du tout" comes as "vamel d'2": what is elided before a number is no score.
  countedBefore: /(?:^| )d$/,
  past: /\b(?:hier|avant|etait|etais|semaine (?:passee|derniere)|au debut|tantot|l autre jour|avais|avait|la veille)\b/,
  pastBehind: /^(?:sur dix )?(?:hier|avant)\b/,
  now: /\b(?:aujourd hui|maintenant|en ce moment|actuellement|plutot|non|pardon|enfin|disons)\b/,
  turnsNow: /(?:^|\b(?:hier|avant|etait)\b)(?!.*\b(?:hier|avant|etait)\b).*\b(?:mais|aujourd hui|maintenant)\b/,
  bothHold:
    /\b(?:quand|si|soir|matin|nuit|journee|jour|repos|bouge|marche|effort|tousse|assise?|debout|couchee?|apres|parfois|des fois|au pire)\b/,
  machine: MACHINE_WORDS,
  range: /^(?:a|ou|et|voire|ou bien|ou alors|ou plutot|,|)$/,
  not: /^pas$/,
  sometimes: /\b(?:quand|sauf|mais|si|avec les|grace|sans les|la nuit|des que|lorsque)\b/,
  zeroDenied: /\bpas aucune?\b/,
}

/** °C as Belgians say it: "trente-huit cinq", "38 et demi", "quarante de fièvre". */
export const temperature: TemperatureWords = {
  machine: MACHINE_WORDS,
  counted: /^(?:jours?|heures?|fois)$/,
  beforeTenths: /^(?:degres?)?(?: ?et)?$/,
}
