import { tellsFrame } from './frame-match.js'
import { EMERGENCY_FRAMES } from './frames-emergency.js'
import { URGENT_FRAMES } from './frames-urgent.js'
import { SIGNS, type Sign } from './signs.js'
import { mendSigns } from './slips.js'
import { clausesOf, fold } from './words.js'

/** "pas", "aucune" … shortly before, or "ne … pas" right behind the verb. */
const DENIED_BEFORE =
  /\b(?:pas|plus|jamais|aucune?|ni|sans|rien|non)(?: (?:du tout|vraiment|trop|eu|ete|fait|de|du|d|la|le|une?|des|mal|grosse?|ressenti|jamais|aucune?|ne|suis|ai|j|je|me|m)){0,5}$/
const DENIED_BEHIND = /^(?: \w+)?(?: (?:pas|plus|jamais|guere))\b/
/** Spoken of, not had: fear, question, advice, a condition ("même si" and "comme si" are no conditions). */
const NOT_HAD =
  /\b(?:peur (?:de|d)|(?<!\b(?:meme|comme) )si (?:jamais )?(?:j|je|il|elle|ca|la|le|ma|mon|mes|les)|au cas ou|est ce que je (?:peux|dois)|risque (?:de|d)|(?:surveiller|eviter|faire attention|attention a)(?: \w+){0,2})\b(?: \w+){0,5}$/
/** Long over: told with a verb in the past and years ago. */
const LONG_AGO =
  /\b(?:y a(?: \w+){0,3} (?:ans|annees)|quand (?:j|il|elle|ils|elles) (?:etais|etait|etaient) (?:plus )?(?:jeunes?|petite?s?|enfants?|gamine?s?|bebes?)|en (?:19|20)\d\d|dans (?:ma jeunesse|le temps)|autrefois)\b/
const IN_THE_PAST = /\b(?:(?:ai|a|avons|ont) (?:deja )?(?:eu|fait|ete)|avais|avait|etait|etais|etaient|operee?)\b/
/** A relative's illness of old: its name and a past; what a relative has now is told as it is seen. */
const ILLNESS =
  /\b(?:convulsions|crises?|infarctus|avc|attaque|embolie|phlebite|epilepsie|allergie|syncope|overdose|hemorragie)\b/
const RELATIVE =
  /\b(?:ma|mon|mes|sa|son|notre) (?:mere|pere|maman|papa|soeur|frere|tante|oncle|cousine?|grand mere|grand pere|grands parents|belle mere|beau pere|parents|voisine?|amie?|mari|femme|fils|fille)\b(?: \w+){0,2} (?:a|ont|est|sont|avait|etait|etaient|avaient)\b/
const LATELY =
  /\b(?:ce matin|hier|cette nuit|aujourd hui|ce soir|vient|maintenant|en ce moment|tout a l heure|tantot|a l instant|depuis|y a (?:une|deux|dix|cinq) (?:heures?|minutes?))\b/
/** "N'arrête pas de couler": goes on, no denial. */
const GOES_ON =
  /\b(?:n |ne )?(?:arrete(?:nt)?|arretait|arretais|cesse(?:nt)?|(?:ai|a) pas arrete)(?: pas| plus)? (?:de |d )(?!prendre)/g
/** A clause that goes on about what the one before named ("le pansement, il est tout rouge"). */
const GOES_ON_ABOUT = /^(?:et|il|elle|ils|elles|ca|c est|qui|je|j|on|puis|alors|tellement|au|la|le|dans)\b/

const LISTS = [
  ['emergency', EMERGENCY_FRAMES],
  ['urgent', URGENT_FRAMES],
] as const

/**
 * The first danger sign in what was said, emergency list first; null when there is none or it is denied
 * ("je n'ai pas mal à la poitrine", "ça ne saigne pas"). `context` completes a bare answer ("j'ai mal" + "dans la poitrine").
 */
export function findSign(text: string, context = ''): Sign | null {
  const clauses = clausesOf(mendSigns(fold(text))).map(clause => clause.replace(GOES_ON, 'continuellement '))
  const completed = context && clauses.length > 0 ? [...clauses, `${context} ${clauses.join(' ')}`] : clauses
  const told = completed.filter((clause, at) => !isOver(clause, completed[at + 1]))
  const joined = clauses.map((_, at) => joinedFrom(clauses, at)).filter((clause, at) => clause !== clauses[at])
  for (const [list, frames] of LISTS) {
    for (const clause of told) for (const sign of SIGNS) if (sign.list === list && tells(sign, clause)) return sign
    for (const clause of [...told, ...joined])
      for (const frame of frames)
        if (tellsFrame(frame, clause, before => NOT_HAD.test(before))) return { name: frame.name, list, heard: [] }
  }
  return null
}

/** A clause with those behind it that go on about it or only add a word or two ("ça serre, ici, sur le sternum"). */
function joinedFrom(clauses: readonly string[], at: number): string {
  const more = clauses.slice(at + 1, at + 3)
  const end = more.findIndex(
    (clause, i) => !(GOES_ON_ABOUT.test(clause) || clause.split(' ').length <= 3) || isOver(clause, more[i + 1]),
  )
  return [clauses[at], ...(end < 0 ? more : more.slice(0, end))].join(' ')
}

/** Years ago, or a relative's; the time may be told in the next clause ("les convulsions, c'était quand j'étais enfant"). */
function isOver(clause: string, next: string | undefined): boolean {
  const whole =
    next !== undefined && /^(?:mais )?(?:c etait|c est|il y a|ca fait|quand)\b/.test(next)
      ? `${clause} ${next}`
      : clause
  if (/\b(?:depuis|encore|toujours|de nouveau|maintenant)\b/.test(whole)) return false
  if (LONG_AGO.test(whole) && IN_THE_PAST.test(whole)) return true
  return RELATIVE.test(clause) && ILLNESS.test(clause) && !LATELY.test(clause)
}

function tells(sign: Sign, clause: string): boolean {
  if (sign.unless?.test(clause)) return false
  return sign.heard.some(pattern => {
    const found = pattern.exec(clause)
    if (!found) return false
    const before = clause.slice(0, found.index).trimEnd()
    const behind = clause.slice(found.index + found[0].length)
    if (NOT_HAD.test(before)) return false
    const own = /pas|plus/.test(pattern.source)
    if (sign.negated !== true && !own && /\b(?:pas|plus|jamais|aucune?)\b/.test(found[0])) return false
    return sign.negated === true || !(DENIED_BEFORE.test(before) || DENIED_BEHIND.test(behind))
  })
}
