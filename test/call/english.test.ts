import { join } from 'node:path'
import t from 'tap'
import { virtualDemonstration } from '../../daemon/cli/lines.js'
import { rehearse } from '../../daemon/cli/rehearsal-run.js'
import { composeOthers, composePrompts, composeRecogniser } from '../../daemon/compose.js'
import { readConfig } from '../../daemon/config.js'
import type { Act, Dialogue, Heard } from '../../daemon/dialogue/port.js'
import { ms } from '../../daemon/domain/units.js'
import { projectRoot } from '../../daemon/paths.js'
import { voiceLevels } from '../../daemon/rehearsal/levels.js'
import { readRehearsal } from '../../daemon/rehearsal/read.js'

const SENTENCES = [
  'Good morning, this is the hospital calling.',
  'On a scale from zero to ten, how strong is your pain today?',
  'Thank you very much, and goodbye.',
]

/** Greets, asks, says goodbye: enough to prove the voice through a whole call. */
const english: Dialogue<number> = {
  open: () => 0,
  step: (turn: number, heard: Heard) => {
    const say = (sentences: readonly string[]): Act => ({
      type: 'say',
      sayId: `s${turn}`,
      linkId: 'pain',
      sentences,
      overlap: 'never',
      purpose: 'question',
    })
    if (heard.type === 'opened')
      return {
        state: 1,
        acts: [
          say(SENTENCES.slice(0, 2)),
          { type: 'listen', linkId: 'pain', expected: { kind: 'free' }, thinkMs: ms(6000) },
        ],
      }
    if (heard.type === 'utterance' || heard.type === 'silence')
      return { state: 2, acts: [say(SENTENCES.slice(2)), { type: 'hang-up', disposition: 'completed' }] }
    return { state: turn, acts: [] }
  },
  keysComplete: () => ({ complete: true, waitMs: ms(0) }),
  dispositionNow: () => 'partial',
  judge: () => 'open',
  linkIds: ['pain'],
  protocol: { id: 'general-follow-up', version: 'en', text: '' },
  fixedSentences: () => SENTENCES,
  turnedAway: () => ({ full: [], failed: [] }),
  personSentences: () => [],
  carriers: () => [],
}

t.test('an English call with the real Piper voice: whole, level, and understood at the other end', async t => {
  const config = readConfig({ ...process.env, HELLOJADE_LINE: 'demonstration' })
  const { prompts, voice } = await composePrompts(config, 'en')
  t.equal(voice.kind, 'piper')
  await prompts.render(SENTENCES)
  const recogniser = await composeRecogniser(config)
  const lines = await virtualDemonstration(config)
  t.teardown(async () => {
    await lines.close()
    await recogniser.close()
    await prompts.close()
  })
  const dialogues = new Map([['general-follow-up', english]])
  const speech = {
    recogniser,
    prompts,
    voice,
    dialogues,
    language: 'en' as const,
    sentences: SENTENCES,
    others: composeOthers(config, recogniser).spoken,
    close: () => Promise.resolve(),
  }
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
  const rehearsal = await readRehearsal(join(projectRoot, 'test', 'rehearsals', 'all-well.yaml'))
  const { report, story } = await rehearse(
    { ...rehearsal, language: 'en', expect: {} },
    { config, speech, lines, log, folder: t.testdir() },
  )
  t.equal(report.disposition, 'completed')
  const incoming = story.audio!.incoming
  const { prompts: heard, spreadDb } = voiceLevels(incoming)
  t.equal(heard.length, 2, 'the question and the goodbye reached the patient')
  t.ok(spreadDb < 3, `at one level: ${spreadDb.toFixed(1)} dB apart`)
  t.equal(
    heard.reduce((clicks, prompt) => clicks + prompt.clicks + prompt.clippedRuns, 0),
    0,
    'without click or clipping',
  )
  const words = []
  for (const { startMs, endMs } of heard) {
    const pcm = incoming.subarray(Math.max(0, startMs - 200) * 8, (endMs + 200) * 8)
    words.push((await recogniser.hear({ pcm, language: 'en', expected: { kind: 'free' } })).text.toLowerCase())
  }
  t.match(words[0], /good morning.*how strong is your pain/)
  t.match(words[1], /thank you/)
})
