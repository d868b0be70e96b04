import type { Framed } from '../reading/signs.js'
import { EMERGENCY_FRAMES } from './frames-emergency.js'
import { URGENT_FRAMES } from './frames-urgent.js'
import { denied } from './signs.js'

/** How Dutch denies what a frame tells. */
const denial: Framed['denial'] = {
  negation: /\b(?:niet|geen|nooit|zonder|noch|niks|niets)\b/,
  noDenial: /\bniet (?:meer )?(?:normaal|te|gestelpt|stoppen|gestopt)\b|\bniet (?:alleen|meer op)\b/g,
  behind: denied.behind,
}

/** Danger told in images (docs/quality.md says how much of it is noticed). */
export const framed: Framed = { frames: [...EMERGENCY_FRAMES, ...URGENT_FRAMES], denial }
