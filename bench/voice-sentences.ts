import type { HeardSentence } from './voice-heard.js'

/** Above this share of wrong words a sentence is listed: one word in four that is not what is written. */
export const LISTED_ABOVE = 0.25

/** Where a sentence belongs: to one questionnaire, or to the wordings that all share. */
export interface Sentence {
  readonly origin: string
  readonly text: string
}

export const COMMON = 'common'

/** Every sentence once, under the questionnaire it was first seen in; what all of them hold is common. */
export function sentencesByOrigin(protocols: ReadonlyMap<string, readonly string[]>): readonly Sentence[] {
  const all = [...protocols.values()]
  const isCommon = (text: string) => all.length > 1 && all.every(sentences => sentences.includes(text))
  const origins = new Map<string, string>()
  for (const [id, sentences] of protocols)
    for (const text of sentences) if (!origins.has(text)) origins.set(text, isCommon(text) ? COMMON : id)
  return [...origins].map(([text, origin]) => ({ origin, text }))
}

export type HeardOf = HeardSentence & Pick<Sentence, 'origin'>

export const wordErrorRate = ({ wordErrors, words }: Pick<HeardSentence, 'wordErrors' | 'words'>): number =>
  words === 0 ? 0 : wordErrors / words

/** One row a questionnaire, then the sentences whose words come back wrong, the worst first. */
export function sentencesTable(heard: readonly HeardOf[]): string {
  const origins = [...new Set(heard.map(one => one.origin))]
  const heads = ['n', 'seconds', 'words wrong', 'sounds wrong', 'listed', 'level dBFS', 'peak', 'clipped', 'silence ms']
  const lines = [
    `${'sentences of'.padEnd(22)}${heads.map(cell).join('')}`,
    ...origins.map(origin =>
      row(
        origin,
        heard.filter(one => one.origin === origin),
      ),
    ),
    ...(origins.length > 1 ? [row('all', heard)] : []),
  ]
  const listed = heard.filter(one => wordErrorRate(one) > LISTED_ABOVE)
  listed.sort((a, b) => wordErrorRate(b) - wordErrorRate(a))
  const told = listed.map(
    one =>
      `${wordErrorRate(one).toFixed(2)} words, ${rate(one.soundErrors, one.sounds)} of sounds  ${one.text}  →  ${one.heard}`,
  )
  return `${[...lines, ...(told.length > 0 ? ['', ...told] : [])].join('\n')}\n`
}

const cell = (text: string): string => text.padStart(14)
const rate = (part: number, whole: number): string => `${whole === 0 ? '–' : ((100 * part) / whole).toFixed(1)} %`

function row(name: string, heard: readonly HeardOf[]): string {
  const sum = (figure: (one: HeardOf) => number) => heard.reduce((total, one) => total + figure(one), 0)
  const levels = heard.map(one => one.levelDbfs)
  const cells = [
    String(heard.length),
    sum(one => one.seconds).toFixed(0),
    rate(
      sum(one => one.wordErrors),
      sum(one => one.words),
    ),
    rate(
      sum(one => one.soundErrors),
      sum(one => one.sounds),
    ),
    String(heard.filter(one => wordErrorRate(one) > LISTED_ABOVE).length),
    `${Math.min(...levels).toFixed(1)} … ${Math.max(...levels).toFixed(1)}`,
    Math.max(...heard.map(one => one.peakDbfs)).toFixed(1),
    String(sum(one => one.clipped)),
    `${Math.max(...heard.map(one => one.leadMs))} / ${Math.max(...heard.map(one => one.tailMs))}`,
  ]
  return `${name.padEnd(22)}${cells.map(cell).join('')}`
}
