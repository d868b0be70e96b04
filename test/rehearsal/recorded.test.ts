import t from 'tap'
import type { CallId } from '../../daemon/domain/ids.js'
import { recordedRehearsal } from '../../daemon/rehearsal/recorded.js'
import type { CallResult, TurnRecord } from '../../daemon/store/port.js'

const said = (
  speaker: 'agent' | 'patient',
  linkId: string,
  text: string,
  startMs: number,
  endMs: number,
  cut = false,
) => ({ seq: startMs, speaker, linkId, text, startMs, endMs, interrupted: cut }) satisfies TurnRecord

/** Recorded from 20 s on: pain with its read-back over the voice, a silence and a key for the medicines, then put down. */
const CALL: CallResult = {
  call: {
    id: 'call' as CallId,
    direction: 'outbound',
    protocol: 'general-follow-up',
    startedAt: new Date('2026-11-24T09:00:00Z'),
    disposition: 'partial',
    identity: 'verified',
    recordingPath: '/recordings/call.wav',
    recordingStartMs: 20_000,
  },
  turns: [
    said('agent', 'person', 'Puis-je parler à Madame Martin ?', 8000, 10_000),
    said('patient', 'person', 'Oui, Martin.', 10_500, 11_000),
    said('agent', 'pain', 'À combien ?', 20_500, 22_000),
    said('patient', 'pain', 'Ben…', 22_900, 23_300),
    said('patient', 'pain', 'Huit.', 24_500, 25_000),
    said('agent', 'pain', "Huit, c'est bien ça ?", 25_900, 26_800, true),
    said('patient', 'pain', 'Oui.', 26_700, 27_000),
    said('agent', 'medicines', 'Vos médicaments ?', 28_000, 30_000),
    said('agent', 'medicines', 'Prenez votre temps.', 37_000, 38_000),
    said('patient', 'medicines', '[1]', 39_000, 39_000),
    said('agent', 'transit', 'Et le transit ?', 40_000, 40_900, true),
  ],
  answers: [
    { linkId: 'person', question: '', status: 'understood', value: true },
    { linkId: 'pain', question: '', status: 'understood', value: 8, text: 'Huit.', readBack: 'confirmed' },
    { linkId: 'medicines', question: '', status: 'understood', value: true, byKeypad: true },
    { linkId: 'transit', question: '', status: 'not-asked' },
  ],
  alerts: [],
  tasks: [],
  consents: [],
}
const left = Int16Array.from({ length: 21_000 * 8 }, (_, i) => i % 1000)

t.test('a recorded call becomes a rehearsal that begins at its first recorded question', async t => {
  const made = recordedRehearsal(CALL, left, 'tuesday')!
  t.match(made.file, { protocol: 'general-follow-up', startAt: 'pain', patient: { familyName: 'Lambert' } })
  t.same(made.file.answers, {
    pain: [{ audio: 'tuesday/01-pain.wav', afterMs: 660 }],
    medicines: [{ silent: true }, { keys: '1', afterMs: 1000 }],
  })
  t.same(made.file.interrupt, [{ during: 'pain', nth: 2, atMs: 800, audio: 'tuesday/02-pain.wav' }])
  t.same(made.file.hangUp, { during: 'transit', nth: 1, atMs: 1000 })
})

t.test('an answer in two breaths is one clip, its pause as it was, cut where it was said', async t => {
  const { clips } = recordedRehearsal(CALL, left, 'tuesday')!
  const clip = clips.get('tuesday/01-pain.wav')!
  t.equal(clip.length, (25_000 - 22_900 + 480) * 8)
  t.equal(clip[0], left[(22_900 - 240 - 20_000) * 8])
})

t.test('what came of the call is what the rehearsal expects, without the words', async t => {
  const { expect } = recordedRehearsal(CALL, left, 'tuesday')!.file
  t.same(expect, {
    disposition: 'partial',
    answers: {
      pain: { status: 'understood', value: 8, readBack: 'confirmed' },
      medicines: { status: 'understood', value: true, byKeypad: true },
      transit: { status: 'not-asked' },
    },
    alerts: [],
    tasks: [],
  })
})

t.test('no name of the call is in the file, and a call without a recording makes none', async t => {
  t.notMatch(JSON.stringify(recordedRehearsal(CALL, left, 'tuesday')!.file), /Martin/)
  const { recordingStartMs, ...unrecorded } = CALL.call
  t.ok(recordingStartMs)
  t.equal(recordedRehearsal({ ...CALL, call: unrecorded }, left, 'tuesday'), undefined)
})
