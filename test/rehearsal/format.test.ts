import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { Failure } from '../../daemon/domain/failure.js'
import { readRehearsal } from '../../daemon/rehearsal/read.js'
import { folderFor, writeWav } from './sounds.js'

const EVERYTHING = `
protocol: general-follow-up
language: fr
patient: { givenName: Jeanne, familyName: Lambert, birthDate: 1947-04-03 }
answers:
  person: [ { audio: clips/oui.wav } ]
  birth-date: [ { audio: clips/non.wav }, { keys: "03041947" } ]
  pain: [ { audio: clips/euh.wav, thenMs: 1200, audio2: clips/huit.wav, afterMs: 900 }, { audio: clips/oui.wav } ]
  fever: []
  "*": [ { audio: clips/non.wav } ]
interrupt: [ { during: closing, atMs: 700, audio: clips/non.wav } ]
hangUp: { during: morale, atMs: 100 }
caregivers: [ { name: Anne Lambert, relation: fille } ]
phone: answer
nurse: busy
now: 2026-07-01T18:30:00
startAt: pain
line: { codec: alaw, lossPercent: 2, jitterMs: 15, noiseDb: -45 }
expect:
  disposition: completed
  identity: verified
  answers: { pain: 8, fever: false, birth-date: 1947-04-03, temperature: null }
  alerts: [ { rule: pain-high } ]
  tasks: []
  maxTurnGapMs: 2000
`

const withClips = (folder: string): string => {
  mkdirSync(join(folder, 'clips'))
  for (const name of ['oui', 'non', 'euh']) writeWav(join(folder, 'clips'), `${name}.wav`)
  writeWav(join(folder, 'clips'), 'huit.wav', 500, { rateHz: 44_100, encoding: '24', extensible: true })
  return folder
}

const write = (folder: string, text: string, name = 'call.yaml'): string => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const reasonOf = async (path: string): Promise<string> => {
  const failure: unknown = await readRehearsal(path).then(
    () => undefined,
    (cause: unknown) => cause,
  )
  if (!(failure instanceof Failure)) throw new Error('the rehearsal was accepted')
  return failure.code === 'rehearsal/invalid' ? failure.message : failure.code
}

t.test('a rehearsal that uses every field is read with its clips at 8 kHz', async t => {
  const rehearsal = await readRehearsal(write(withClips(folderFor(t)), EVERYTHING))
  t.equal(rehearsal.patient.birthDate, '1947-04-03')
  const pain = rehearsal.answers.pain?.[0]
  t.same(
    pain?.clips.map(clip => clip.length),
    [2400, 4000],
  )
  t.match(pain, { thenMs: 1200, afterMs: 900 })
  t.equal(rehearsal.answers['birth-date']?.[1]?.keys, '03041947')
  t.same(rehearsal.answers.fever, [])
  t.match(rehearsal.interrupt, [{ during: 'closing', atMs: 700 }])
  t.match(rehearsal.expect, {
    answers: { pain: 8, fever: false, 'birth-date': '1947-04-03', temperature: null },
    tasks: [],
  })
  t.equal(rehearsal.now.toISOString(), '2026-07-01T16:30:00.000Z', 'summer time in Brussels')
  t.equal(rehearsal.nowLocal, '2026-07-01T18:30:00')
})

t.test('what a rehearsal does not say has its documented default', async t => {
  const rehearsal = await readRehearsal(
    write(
      folderFor(t),
      'protocol: general-follow-up\npatient: { givenName: A, familyName: B, birthDate: 1950-01-01 }\n',
    ),
  )
  t.match(rehearsal, {
    language: 'fr',
    phone: 'answer',
    line: { codec: 'alaw' },
    caregivers: [],
    interrupt: [],
    answers: {},
    expect: {},
  })
  t.equal(rehearsal.now.getUTCDay(), 2, 'a Tuesday')
  t.match(rehearsal.nowLocal, /T10:00:00$/)
  t.equal(rehearsal.opening.length, 1, 'the callee says "Allô ?"')
  t.ok(rehearsal.opening[0]!.clips[0]!.length > 4000)
  t.equal(rehearsal.hangUp, undefined)
})

t.test('an answer without afterMs comes 400 ms after the prompt', async t => {
  const folder = withClips(folderFor(t))
  const text =
    'protocol: p\npatient: { givenName: A, familyName: B, birthDate: 1950-01-01 }\nanswers: { pain: { audio: clips/oui.wav } }\n'
  t.equal((await readRehearsal(write(folder, text))).answers.pain?.[0]?.afterMs, 400)
})

t.test('JSON says the same as YAML', async t => {
  const folder = withClips(folderFor(t))
  const json = {
    protocol: 'general-follow-up',
    language: 'fr',
    patient: { givenName: 'A', familyName: 'B', birthDate: '1950-01-01' },
    answers: { pain: [{ audio: 'clips/huit.wav' }] },
    opening: [],
    expect: { alerts: ['pain-high'], tasks: ['callback'] },
  }
  const rehearsal = await readRehearsal(write(folder, JSON.stringify(json, null, '\t'), 'call.json'))
  t.match(rehearsal, { opening: [], expect: { alerts: [{ rule: 'pain-high' }], tasks: [{ kind: 'callback' }] } })
})

t.test('keys written without quotes keep their first zero', async t => {
  const text =
    'protocol: p\npatient: { givenName: A, familyName: B, birthDate: 1950-01-01 }\nanswers: { birth-date: [ { keys: 01011950 } ] }\n'
  t.equal((await readRehearsal(write(folderFor(t), text))).answers['birth-date']?.[0]?.keys, '01011950')
})

t.test('every mistake of a file is told at once, clips included', async t => {
  const folder = withClips(folderFor(t))
  writeWav(join(folder, 'clips'), 'stereo.wav', 300, { channels: 2 })
  writeWav(join(folder, 'clips'), 'fast.wav', 300, { rateHz: 96_000 })
  writeFileSync(join(folder, 'clips', 'text.wav'), 'no sound at all')
  const reason = await reasonOf(
    write(
      folder,
      `
protocol: general-follow-up
langage: fr
patient: { givenName: Jeanne, familyName: Lambert, birthDate: 1947-02-30 }
answers:
  person: [ { audio: clips/nowhere.wav } ]
  pain: [ { thenMs: 100 }, { audio: clips/stereo.wav }, { audio: clips/fast.wav }, { audio: clips/text.wav } ]
phone: engaged
line: { lossPercent: 120 }
expect: { disposition: complete, alerts: [ { rule: pain } ] }
`,
    ),
  )
  for (const part of [
    /langage/,
    /patient\.birthDate: is not a day/,
    /answers\.pain\[0\].*needs audio, keys or silent/,
    /answers\.person\[0\]\.audio: clips\/nowhere\.wav does not exist/,
    /stereo\.wav.*mono/,
    /fast\.wav.*96000 Hz/,
    /text\.wav.*not a WAV file/,
    /phone:/,
    /line\.lossPercent:/,
    /expect\.disposition:/,
    /expect\.alerts\[0\]\.rule:/,
  ])
    t.match(reason, part)
})

t.test('a file that is missing, broken or empty is refused in a sentence', async t => {
  const folder = folderFor(t)
  t.match(await reasonOf(join(folder, 'none.yaml')), /none\.yaml is invalid: cannot be read/)
  t.match(await reasonOf(write(folder, 'answers: [ {')), /call\.yaml is invalid: line 1: /)
  t.match(await reasonOf(write(folder, '')), /call\.yaml is invalid: the file: /)
})

t.test('a time with a zone is that instant', async t => {
  const text =
    'protocol: p\npatient: { givenName: A, familyName: B, birthDate: 1950-01-01 }\nnow: 2026-11-28T20:15:00Z\n'
  const rehearsal = await readRehearsal(write(folderFor(t), text))
  t.equal(rehearsal.nowLocal, '2026-11-28T21:15:00')
})
