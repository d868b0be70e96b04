import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { composeDialogues, composePrompts, composeRecogniser } from '../daemon/compose.js'
import { readConfig } from '../daemon/config.js'
import { readBirthDates } from '../daemon/dialogue/french/dates.js'
import { findSign } from '../daemon/dialogue/french/flags.js'
import { interpret } from '../daemon/dialogue/french/interpret.js'
import { findRequest } from '../daemon/dialogue/french/requests.js'
import type { Expected, Hearing } from '../daemon/domain/expected.js'
import { loadClip } from '../daemon/rehearsal/read.js'

/**
 * From a clip to what the call would make of it: recogniser, closed scores and interpreter together, clip by clip, without a
 * line. `node dist/bench/understanding.js FOLDER [--every N] [--wrong]`; FOLDER holds a manifest.json.
 */
interface Row {
  readonly file: string
  readonly text: string
  readonly voice: string
  readonly condition: string
  readonly expect: { readonly kind: string; readonly value: unknown }
}

type Verdict = 'right' | 'wrong' | 'doubtful' | 'nothing'
const VERDICTS: readonly Verdict[] = ['right', 'wrong', 'doubtful', 'nothing']

const PAIN: Expected = { kind: 'number', min: 0, max: 10, carrier: 'Sur dix, ma douleur est de' }
const YES_NO: Expected = { kind: 'yes-no', carrier: 'Ma réponse est' }
const TEMPERATURE: Expected = { kind: 'temperature', carrier: 'Ma température est de' }
const REQUESTS = ['repeat', 'slower', 'louder', 'callback', 'wrong_number', 'optout', 'refuses_machine', 'human']

const expectedOf = (kind: string): Expected => {
  if (/^pain|^unknown|^backchannel/.test(kind)) return PAIN
  if (kind === 'temp') return TEMPERATURE
  if (kind === 'dob') return { kind: 'date' }
  return /^(yes|no|fever|med_taken)$/.test(kind) ? YES_NO : { kind: 'free' }
}

/** What the call would take, as one comparable value; undefined for nothing. */
function understood(
  kind: string,
  hearing: Hearing,
): { readonly value: unknown; readonly doubtful: boolean } | undefined {
  if (kind === 'dob') {
    const dates = readBirthDates(hearing.text, 2026)
    return dates.length === 0 ? undefined : { value: dates, doubtful: false }
  }
  if (kind === 'redflag' || kind === 'neg_redflag') {
    const sign = findSign(hearing.text)
    return sign === null ? undefined : { value: 'flag', doubtful: false }
  }
  if (REQUESTS.includes(kind)) {
    const request = findRequest(hearing.text)
    return request === null ? undefined : { value: 'request', doubtful: false }
  }
  return interpret(
    hearing,
    expectedOf(kind),
    kind === 'pain' ? painWords() : kind === 'fever' ? feverWords() : medicineWords(kind),
  )
}

let words: Record<string, object> = {}
const painWords = () => words.pain ?? {}
const feverWords = () => words.fever ?? {}
const medicineWords = (kind: string) => (kind === 'med_taken' ? (words.medicines ?? {}) : {})

function verdictOf({ expect }: Row, hearing: Hearing): Verdict {
  const got = understood(expect.kind, hearing)
  if (got === undefined) return ['neg_redflag', 'unknown', 'backchannel'].includes(expect.kind) ? 'right' : 'nothing'
  if (got.doubtful) return 'doubtful'
  const wanted =
    expect.kind === 'pain_range' && Array.isArray(expect.value) ? Math.max(...(expect.value as number[])) : expect.value
  if (Array.isArray(got.value)) return got.value.includes(wanted) ? 'right' : 'wrong'
  if (got.value === 'flag') return expect.kind === 'redflag' ? 'right' : 'wrong'
  if (got.value === 'request') return 'right'
  return got.value === wanted ? 'right' : 'wrong'
}

const KINDS =
  /^(pain|pain_range|yes|no|fever|med_taken|temp|dob|redflag|neg_redflag|unknown|repeat|slower|louder|callback|wrong_number|optout|refuses_machine|human)$/

const [folder = '', ...flags] = process.argv.slice(2)
const every = Number(flags[flags.indexOf('--every') + 1]) || 1
const config = readConfig()
const { prompts } = await composePrompts(config, 'fr')
const recogniser = await composeRecogniser(config)
const dialogue = [...composeDialogues('fr').values()][0]
await prompts.render(dialogue?.carriers('fr') ?? [])
await recogniser.prepareCarriers(dialogue?.carriers('fr') ?? [], text => Promise.resolve(prompts.get(text)))
const { parse } = await import('yaml')
const protocol = parse(readFileSync('protocols/general-follow-up.yaml', 'utf8')) as {
  items: { linkId: string; wording: { fr: { words?: object } } }[]
}
words = Object.fromEntries(protocol.items.map(item => [item.linkId, item.wording.fr.words ?? {}]))

const rows = (JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Row[]).filter(row =>
  KINDS.test(row.expect.kind),
)
const table = new Map<string, Record<Verdict, number>>()
const count = (key: string, verdict: Verdict) => {
  const row = table.get(key) ?? { right: 0, wrong: 0, doubtful: 0, nothing: 0 }
  row[verdict]++
  table.set(key, row)
}
for (const [i, row] of rows.entries()) {
  if (i % every !== 0) continue
  const hearing = await recogniser.hear({
    pcm: await loadClip(join(folder, row.file)),
    language: 'fr',
    expected: expectedOf(row.expect.kind),
  })
  const verdict = verdictOf(row, hearing)
  count(`kind ${row.expect.kind}`, verdict)
  count(`voice ${row.voice}`, verdict)
  count('all', verdict)
  if (flags.includes('--wrong') && verdict === 'wrong')
    process.stdout.write(
      `${row.file}: said "${row.text}", heard "${hearing.text}" ${JSON.stringify(hearing.scored?.[0])} ${hearing.margin?.toFixed(1)}\n`,
    )
}
process.stdout.write(
  `${cpus()[0]?.model} × ${cpus().length}, ${recogniser.model}; synthetic and studio speech\n${''.padEnd(22)}${VERDICTS.map(name => name.padStart(10)).join('')}\n`,
)
for (const [key, row] of [...table].sort())
  process.stdout.write(`${key.padEnd(22)}${VERDICTS.map(name => String(row[name]).padStart(10)).join('')}\n`)
await recogniser.close()
await prompts.close()
