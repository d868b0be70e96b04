import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { ItemWords } from '../daemon/dialogue/tongue.js'
import type { Hearing } from '../daemon/domain/expected.js'
import { ms } from '../daemon/domain/units.js'
import { loadClip } from '../daemon/rehearsal/read.js'
import type { Recogniser } from '../daemon/speech/port.js'
import { type Clip, readManifest } from './recogniser-clips.js'
import { type Languages, languageCounter, NO_LANGUAGES } from './understanding-languages.js'
import { another, type Background, dateOf, judge, questionsFor } from './understanding-meaning.js'
import { hearPlainly } from './understanding-plain.js'

/** Clips of one kind in one voice and condition. */
export interface Group {
  readonly kind: string
  readonly voice: string
  readonly condition: string
  /** Clips put to a question; what is no answer is put to two. */
  n: number
  right: number
  /** Taken without read-back. */
  accepted: number
  wronglyAccepted: number
  /** The same clips by greedy words alone behind a fixed silence of 700 ms. */
  plainRight: number
  plainWronglyAccepted: number
  /** Mean CPU of one recognition. */
  cpuMs: number
}

/** Meaning of the written words alone, as if every word were heard: what the interpreter itself gets wrong. */
export interface TextGroup {
  readonly kind: string
  n: number
  right: number
  wronglyAccepted: number
}

export interface UnderstandingBench {
  readonly groups: readonly Group[]
  readonly text: readonly TextGroup[]
  /** Of the audio. */
  readonly redFlags: { readonly told: number; readonly missed: number; readonly others: number; readonly false: number }
  readonly languages: Readonly<Languages>
  /** Clips put to a question that are right, our way and the plain way. */
  readonly ratio: { readonly n: number; readonly right: number; readonly plainRight: number }
}

export interface UnderstandingOptions {
  readonly folder: string
  /** At most so many clips, evenly taken. */
  readonly limit?: number | undefined
  readonly recogniser: Recogniser
  /** Where the questionnaires are. */
  readonly protocols: string
  readonly words: Readonly<Record<string, ItemWords>>
  readonly onDone?: (done: number, of: number) => void
  /** Told of each clip that was taken wrongly or not understood. */
  readonly onWrong?: (clip: Clip, hearing: Hearing, accepted: boolean) => void
}

/** From a clip to what a call would make of it: recogniser, closed scores and interpreter, without a line. */
export async function benchUnderstanding(options: UnderstandingOptions): Promise<UnderstandingBench> {
  const { folder, recogniser, onDone, onWrong } = options
  const all = readManifest(folder).filter(({ expect }) => questionsFor(expect).length > 0)
  const clips = evenly(all, options.limit)
  const background: Background = { words: options.words, birthDates: birthDatesOf(all) }
  const groups = new Map<string, Group>()
  const texts = new Map<string, TextGroup>()
  const languages = { ...NO_LANGUAGES }
  const countLanguage = languageCounter(options.protocols)
  for (const [done, clip] of clips.entries()) {
    const { expect, voice, condition } = clip
    const group = of(groups, `${expect.kind} ${voice} ${condition}`, {
      kind: expect.kind,
      voice,
      condition,
      ...NONE,
      plainRight: 0,
      plainWronglyAccepted: 0,
      cpuMs: 0,
    })
    const text = of(texts, expect.kind, { kind: expect.kind, n: 0, right: 0, wronglyAccepted: 0 })
    const pcm = await loadClip(join(folder, clip.file))
    for (const expected of questionsFor(expect)) {
      const before = process.cpuUsage()
      const hearing = await recogniser.hear({ pcm, language: 'fr', expected })
      const { user, system } = process.cpuUsage(before)
      const judged = judge(expect, expected, hearing, background)
      group.cpuMs += ((user + system) / 1000 - group.cpuMs) / (group.n + 1)
      count(group, judged)
      countLanguage(languages, expected, hearing)
      group.accepted += judged.accepted ? 1 : 0
      if (expected.kind === 'date')
        group.wronglyAccepted += (await isTakenForAnothers(recogniser, pcm, clip, background)) ? 1 : 0
      const known = expected.kind === 'free' ? hearing : undefined
      const plain = judge(expect, expected, await hearPlainly(recogniser, pcm, known), background)
      group.plainRight += plain.right ? 1 : 0
      group.plainWronglyAccepted += plain.wronglyAccepted ? 1 : 0
      count(text, judge(expect, expected, written(clip.text), background))
      if (!judged.right || judged.wronglyAccepted) onWrong?.(clip, hearing, judged.accepted)
    }
    onDone?.(done + 1, clips.length)
  }
  const list = [...groups.values()]
  return {
    groups: sorted(groups),
    text: sorted(texts),
    redFlags: redFlagsOf(list),
    languages,
    ratio: {
      n: list.reduce((sum, { n }) => sum + n, 0),
      right: list.reduce((sum, { right }) => sum + right, 0),
      plainRight: list.reduce((sum, { plainRight }) => sum + plainRight, 0),
    },
  }
}

/** Whether the same words pass as the date of somebody else of the folder. */
async function isTakenForAnothers(
  recogniser: Recogniser,
  pcm: Int16Array,
  { expect }: Clip,
  background: Background,
): Promise<boolean> {
  const value = another(expect.value, background)
  if (value === String(expect.value)) return false
  const hearing = await recogniser.hear({ pcm, language: 'fr', expected: dateOf(value) })
  return judge({ kind: 'dob', value }, dateOf(value), hearing, background).right
}

const NONE = { n: 0, right: 0, accepted: 0, wronglyAccepted: 0 }

function of<T>(table: Map<string, T>, key: string, empty: T): T {
  const known = table.get(key) ?? empty
  table.set(key, known)
  return known
}

function count(
  group: { n: number; right: number; wronglyAccepted: number },
  judged: { readonly right: boolean; readonly wronglyAccepted: boolean },
): void {
  group.n += 1
  group.right += judged.right ? 1 : 0
  group.wronglyAccepted += judged.wronglyAccepted ? 1 : 0
}

const sorted = <T>(table: Map<string, T>): readonly T[] =>
  [...table].sort(([a], [b]) => a.localeCompare(b)).map(([, group]) => group)

function evenly(clips: readonly Clip[], limit = clips.length): readonly Clip[] {
  const count = Math.min(limit, clips.length)
  return Array.from({ length: count }, (_, i) => clips[Math.floor((i * clips.length) / count)]!)
}

const birthDatesOf = (clips: readonly Clip[]): readonly string[] => [
  ...new Set(clips.filter(({ expect }) => expect.kind === 'dob').map(({ expect }) => String(expect.value))),
]

const written = (text: string): Hearing => ({ text, confidence: 1, noSpeech: 0, tookMs: ms(0) })

function redFlagsOf(groups: readonly Group[]): UnderstandingBench['redFlags'] {
  const sum = (kind: RegExp, figure: (group: Group) => number) =>
    groups.filter(group => kind.test(group.kind)).reduce((total, group) => total + figure(group), 0)
  return {
    told: sum(/^redflag$/, group => group.n),
    missed: sum(/^redflag$/, group => group.n - group.right),
    others: sum(/^neg_redflag$/, group => group.n),
    false: sum(/^neg_redflag$/, group => group.wronglyAccepted),
  }
}

/** One line a kind; `byVoice`: and one a voice and condition. */
export function understandingTable({ groups, text, redFlags, languages, ratio }: UnderstandingBench): string {
  const share = (part: number, whole: number) => `${whole === 0 ? '–' : Math.round((100 * part) / whole)} %`
  const line = (name: string, list: readonly Group[]) => {
    const total = (figure: (group: Group) => number) => list.reduce((sum, group) => sum + figure(group), 0)
    const n = total(group => group.n)
    const cpuMs = total(group => group.cpuMs * group.n) / n
    const cells = [
      share(
        total(group => group.right),
        n,
      ),
      share(
        total(group => group.accepted),
        n,
      ),
      String(total(group => group.wronglyAccepted)),
      share(
        total(group => group.plainRight),
        n,
      ),
      String(total(group => group.plainWronglyAccepted)),
      cpuMs.toFixed(0),
    ]
    return `${name.padEnd(34)}${String(n).padStart(6)}${cells.map(cell => cell.padStart(10)).join('')}`
  }
  const kinds = [...new Set(groups.map(group => group.kind))]
  const heads = `${'kind, voice, condition'.padEnd(34)}${['n', 'right', 'accepted', 'wrongly', 'plain', 'wrongly', 'CPU ms'].map((head, i) => head.padStart(i === 0 ? 6 : 10)).join('')}`
  const audio = kinds.flatMap(kind => {
    const own = groups.filter(group => group.kind === kind)
    return [line(kind, own), ...own.map(group => line(`  ${group.voice} ${group.condition}`, [group]))]
  })
  const words = text.map(
    one =>
      `${one.kind.padEnd(34)}${String(one.n).padStart(6)}${share(one.right, one.n).padStart(10)}${''.padStart(10)}${String(one.wronglyAccepted).padStart(10)}`,
  )
  return [
    heads,
    ...audio,
    '',
    'on the written words alone',
    ...words,
    '',
    `right: ${ratio.right} of ${ratio.n}; plainly (greedy words, a fixed silence of 700 ms): ${ratio.plainRight}`,
    `red flags: ${redFlags.missed} of ${redFlags.told} missed, ${redFlags.false} of ${redFlags.others} false`,
    `taken for another language: ${languages.taken} of ${languages.clips}, not understood besides ${languages.counted}, offered it when said twice ${languages.offered}`,
    '',
  ].join('\n')
}

/** The words of the general follow-up's questions, which decide what a symptom told in reply means. */
export function wordsOfProtocol(path: string): Readonly<Record<string, ItemWords>> {
  const { items } = parse(readFileSync(path, 'utf8')) as {
    items: { linkId: string; temperatureFrom?: number; wording: { fr: { words?: ItemWords } } }[]
  }
  return Object.fromEntries(
    items.map(item => [item.linkId, { ...item.wording.fr.words, temperatureFrom: item.temperatureFrom }]),
  )
}
