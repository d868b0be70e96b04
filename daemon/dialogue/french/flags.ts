import { SIGNS, type Sign } from './signs.js'
import { clausesOf, fold } from './words.js'

/** "pas", "aucune" … shortly before, or "ne … pas" right behind the verb. */
const DENIED_BEFORE =
  /\b(?:pas|plus|jamais|aucune?|ni|sans|rien|non)(?: (?:du tout|vraiment|trop|eu|ete|fait|de|du|d|la|le|une?|des|mal|grosse?|ressenti|jamais|aucune?|ne|suis|ai|j|je|me|m)){0,5}$/
const DENIED_BEHIND = /^(?: \w+)?(?: (?:pas|plus|jamais|guere))\b/
/** Spoken of, not had: fear, question, other people. */
const NOT_HAD =
  /\b(?:peur (?:de|d)|si (?:jamais )?(?:j|je|il|elle)|au cas ou|est ce que je (?:peux|dois)|risque (?:de|d))\b(?: \w+){0,5}$/

/**
 * The first danger sign in what was said, emergency list first; null when there is none or it is denied
 * ("je n'ai pas mal à la poitrine", "ça ne saigne pas"). `context` completes a bare answer ("j'ai mal" + "dans la poitrine").
 */
export function findSign(text: string, context = ''): Sign | null {
  const clauses = clausesOf(fold(text))
  const completed = context && clauses.length > 0 ? [...clauses, `${context} ${clauses.join(' ')}`] : clauses
  for (const list of ['emergency', 'urgent'] as const)
    for (const clause of completed) for (const sign of SIGNS) if (sign.list === list && tells(sign, clause)) return sign
  return null
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
