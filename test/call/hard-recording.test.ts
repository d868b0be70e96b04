import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { virtualDemonstration } from '../../daemon/cli/lines.js'
import { agentWords, clip, keying, makeCall, rehearsalWith, saying, verifiedThen } from './hard-scene.js'
import { readStereo } from './hard-sounds.js'
import { openCallStage } from './stage.js'

const stage = await openCallStage(t)
const lines = await virtualDemonstration(stage.config)
t.teardown(() => lines.close())

/** Where `part` lies best in `whole` within a second of `nearMs`, and how alike they are there (1: the same). */
function found(
  part: Int16Array,
  whole: Int16Array,
  nearMs: number,
): { readonly atMs: number; readonly likeness: number } {
  let best = { atMs: 0, likeness: 0 }
  const energy = (pcm: Int16Array) => pcm.reduce((sum, value) => sum + value * value, 0)
  const partEnergy = energy(part)
  const from = Math.max(0, Math.round((nearMs - 1000) * 8))
  for (let at = from; at + part.length <= whole.length && at <= from + 16_000; at++) {
    let product = 0
    for (let i = 0; i < part.length; i++) product += part[i]! * whole[at + i]!
    if (product < best.likeness * 0.1 * partEnergy) continue
    const likeness = product / Math.sqrt(partEnergy * Math.max(1, energy(whole.subarray(at, at + part.length))))
    if (likeness > best.likeness) best = { atMs: at / 8, likeness }
  }
  return best
}

t.test('who says no to the recording leaves not a byte of audio on the disk', async t => {
  const no = saying(await clip('ah-non-pas-du-tout.wav'))
  const made = await makeCall(stage, lines, { rehearsal: await rehearsalWith({}, { 'recording-consent': [no] }) })
  t.equal(made.ended?.disposition, 'completed')
  t.same(readdirSync(made.recordings), [])
  t.equal(made.result.call.recordingPath, undefined)
  t.ok(made.result.consents.some(({ kind, given }) => kind === 'recording' && !given))
})

t.test('who hangs up before the question of the recording leaves none either', async t => {
  const rehearsal = await rehearsalWith({ hangUp: { during: 'birth-date', atMs: 300, nth: 1 } })
  const made = await makeCall(stage, lines, { rehearsal })
  t.equal(made.ended?.disposition, 'interrupted')
  t.same(readdirSync(made.recordings), [])
})

t.test('the recording begins at the yes: whole, stereo, the patient on the left, the voice on the right', async t => {
  const medicines = await clip('je-prends-tout.wav')
  const consent = await clip('oui-bien-sur.wav')
  const made = await makeCall(stage, lines, { rehearsal: await rehearsalWith({}) })
  t.equal(made.ended?.disposition, 'completed')
  const { recordingPath, recordingStartMs } = made.result.call
  t.same(readdirSync(made.recordings), [recordingPath?.slice(made.recordings.length + 1)])
  const { header, left, right } = readStereo(readFileSync(join(recordingPath ?? '')))
  t.same(header, { riff: 'RIFF', wave: 'WAVE', channels: 2, rateHz: 8000, bits: 16, whole: true })

  const callMs = (made.story.audio?.incoming.length ?? 0) / 8
  t.ok((recordingStartMs ?? 0) > 10_000, 'the identity came first')
  const awayMs = Math.abs(left.length / 8 - (callMs - (recordingStartMs ?? 0)))
  t.ok(awayMs <= 100, `from its start to the end of the call (${Math.round(awayMs)} ms away)`)

  const turn = (who: string, linkId: string) =>
    (made.result.turns.find(({ speaker, linkId: of }) => speaker === who && of === linkId)?.startMs ?? 0) -
    (recordingStartMs ?? 0)
  const spokenMs = turn('patient', 'medicines')
  const inLeft = found(medicines, left, spokenMs)
  t.ok(inLeft.likeness > 0.95, `the patient is on the left (${inLeft.likeness.toFixed(3)})`)
  t.ok(Math.abs(inLeft.atMs - spokenMs) < 400, `where the transcript says (${Math.round(inLeft.atMs - spokenMs)} ms)`)
  t.ok(found(medicines, right, spokenMs).likeness < 0.3, 'and not on the right')
  t.ok(found(consent.subarray(0, 8000), left, 0).likeness < 0.3, 'the yes itself is not in it')
  const thanks = stage.speech.prompts.get('Merci pour vos réponses.').pcm
  const closingMs = turn('agent', 'closing')
  t.ok(found(thanks, right, closingMs).likeness > 0.95, 'the voice is on the right')
  t.ok(found(thanks, left, closingMs).likeness < 0.3)
})

t.test('the words of somebody who was never verified are not stored', async t => {
  const wrong = { 'birth-date': [saying(await clip('ne-le-1-8-1975.wav'))] }
  const made = await makeCall(stage, lines, { rehearsal: await rehearsalWith({}, wrong) })
  t.equal(made.ended?.disposition, 'identity-not-verified')
  const theirs = made.result.turns.filter(({ speaker }) => speaker === 'patient')
  t.ok(theirs.length >= 3, 'that they spoke is known')
  t.same([...new Set(theirs.map(({ text }) => text))], [''])
  t.notMatch(JSON.stringify(made.result.answers), /1975/)
  t.same(readdirSync(made.recordings), [])
  t.notMatch(agentWords(made).join(' '), /1964|1975|médicament|douleur|opération/i, 'nothing was disclosed')
})

t.test('a wrong birth date on the keypad is not stored either', async t => {
  const made = await makeCall(stage, lines, {
    rehearsal: await rehearsalWith({}, { ...verifiedThen([]), 'birth-date': [keying('01081975')] }),
  })
  t.equal(made.ended?.disposition, 'identity-not-verified')
  t.notMatch(JSON.stringify([made.result.turns, made.result.answers]), /01081975|1975-08-01/)
})

t.test('the question that was being asked when the patient hung up is in the transcript, as interrupted', async t => {
  const rehearsal = await rehearsalWith({ hangUp: { during: 'birth-date', atMs: 900, nth: 1 } }, verifiedThen([]))
  const made = await makeCall(stage, lines, { rehearsal })
  t.match(made.result.turns.at(-1), { speaker: 'agent', linkId: 'birth-date', interrupted: true })
})
