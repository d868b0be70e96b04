import { type Denial, type Frame, tellsFrame as tells } from '../frames.js'

export { emergency, type Frame, lack, urgent } from '../frames.js'

const DENIAL: Denial = {
  negation:
    /\b(?:pas|jamais|aucune?|sans|ni|rien|non|plus(?! (?:qu|que|forte?|souvent|grosse?|en plus|tard|d un|de (?:deux|trois)|vite)))\b/,
  /** "Pas mal de sang", "non seulement": no denial. */
  noDenial: /\bpas mal de\b|\bnon seulement\b|\bde plus en plus\b|\ben plus\b|\bsans (?:arret|cesse)\b/g,
  /** "Ça ne saigne pas", "elle ne coule plus": the denial stands right behind. */
  behind: /^(?: \w+)?(?: (?:pas|plus|jamais|guere))\b/,
}

/** True when every notion of the frame is told in the French clause, near each other, and not denied. */
export const tellsFrame = (frame: Frame, clause: string, hadNot: (before: string) => boolean): boolean =>
  tells(DENIAL, frame, clause, hadNot)
