import t from 'tap'
import { conversationClips, conversationRehearsal, type PatientTurn } from '../../bench/conversation-clips.js'
import { duckedAfterMs } from '../../bench/ducking.js'
import { type ScriptedTurn, scriptedTalk } from '../../bench/scripted-talk.js'
import { percentile } from '../../bench/turn-gap.js'
import { virtualDemonstration } from '../../daemon/cli/lines.js'
import { rehearse } from '../../daemon/cli/rehearsal-run.js'
import type { Overlap } from '../../daemon/dialogue/port.js'
import { ms } from '../../daemon/domain/units.js'
import { clip, hearingWith, saying } from './hard-scene.js'
import { openCallStage } from './stage.js'

const stage = await openCallStage(t)
const lines = await virtualDemonstration(stage.config)
t.teardown(() => lines.close())
const clips = await conversationClips()
const opening = [saying(await clip('siwis-allo.wav'))]

const FIRST = "Zéro, c'est aucune douleur, et dix, la pire douleur possible."
const SECOND = 'De zéro à dix, à combien est votre douleur en ce moment ?'
const turnWith = (overlap: Overlap): ScriptedTurn => ({ sentences: [FIRST, SECOND], overlap, thinkMs: 1500 })
await stage.speech.prompts.render(scriptedTalk([turnWith('stop')]).fixedSentences('fr', stage.config.hospital))

/** A whole call over the media path in which everything said over the voice is recognised as `text`. */
async function call(script: readonly ScriptedTurn[], patient: readonly PatientTurn[], text: string) {
  const hear = () => Promise.resolve({ text, confidence: 0.9, noSpeech: 0, tookMs: ms(1) })
  const speech = {
    ...stage.speech,
    recogniser: hearingWith(stage.speech.recogniser, hear),
    dialogues: new Map([['scripted-talk', scriptedTalk(script)]]),
  }
  const made = await rehearse(conversationRehearsal(patient, opening), { ...stage, speech, lines })
  const agent = (index: number) =>
    made.report.turns.filter(({ speaker, linkId }) => speaker === 'agent' && linkId === `turn-${index}`)
  return { ...made, agent }
}

/** The patient speaks over each of eight pieces, at a different place of each. */
const over = (count = 8): PatientTurn[] =>
  Array.from({ length: count }, (_, i) => ({
    over: clips.interruptions[i % clips.interruptions.length]!,
    atMs: 500 + i * 111,
  }))

t.test('over a question the voice is silent at the phone within 350 ms, 250 ms in the middle', async t => {
  const script = Array.from({ length: 8 }, () => turnWith('stop'))
  const { report, agent } = await call(script, over(), 'Attendez.')
  t.equal(report.bargeInMs.length, 8)
  t.ok(percentile(report.bargeInMs, 50) <= 270, String(report.bargeInMs))
  t.ok(percentile(report.bargeInMs, 100) <= 380, String(report.bargeInMs))
  t.ok([0, 3, 7].every(index => agent(index)[0]?.interrupted === true))
})

t.test(
  'over an explanation it is 12 dB lower at the phone within 350 ms, and silent after half a second of speech',
  async t => {
    const script = Array.from({ length: 8 }, () => turnWith('duck'))
    const { report, story, measurement } = await call(script, over(), 'Attendez.')
    const prompt = stage.speech.prompts.get(FIRST).pcm
    const heard = story.audio?.incoming ?? new Int16Array(0)
    const ducked = (measurement?.turns ?? []).flatMap(turn => {
      const piece = story.prompts.find(({ linkId }) => linkId === turn.linkId)
      if (turn.kind !== 'interruption' || piece === undefined) return []
      return duckedAfterMs(heard, prompt, { startMs: piece.startMs, onsetMs: turn.firstSoundMs, byDb: 12 }) ?? []
    })
    t.equal(ducked.length, 8)
    t.ok(percentile(ducked, 50) <= 260 && percentile(ducked, 100) <= 400, String(ducked))
    t.ok(
      report.bargeInMs.every(stopMs => stopMs <= 950),
      String(report.bargeInMs),
    )
  },
)

t.test('what may not be cut is heard to its end, whatever is said under it', async t => {
  const { report, agent } = await call([turnWith('never'), turnWith('never')], over(2), 'Attendez.')
  for (const index of [0, 1]) {
    t.equal(agent(index).length, 1)
    t.equal(agent(index)[0]?.interrupted, false)
  }
  t.equal(report.disposition, 'completed')
})

t.test('what was no speech, or only "d’accord", lets the sentence be said again from its beginning', async t => {
  const inSecond = { over: clips.backchannels[0]!, atMs: 4700 }
  for (const text of ['', "D'accord."])
    for (const overlap of ['stop', 'duck'] as const) {
      const patient = [{ over: clips.backchannels[0]!, atMs: 900 }, inSecond]
      const { agent, report } = await call([turnWith(overlap), turnWith(overlap)], patient, text)
      const [whole, half] = [agent(0), agent(1)]
      t.equal(whole.at(-1)?.text, `${FIRST} ${SECOND}`, `${overlap} "${text}": from the first sentence`)
      t.equal(whole.at(-1)?.interrupted, false)
      if (half.length > 1) t.equal(half.at(-1)?.text, SECOND, 'from the second, which was cut into')
      t.equal(half.at(-1)?.interrupted, false)
      t.equal(report.disposition, 'completed')
    }
})
