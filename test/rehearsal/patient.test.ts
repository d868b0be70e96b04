import t from 'tap'
import { measureTurnGaps } from '../../daemon/rehearsal/measure.js'
import { soundsIn } from '../../daemon/rehearsal/sound.js'
import type { SpokenByPatient } from '../../daemon/rehearsal/story.js'
import { clip, type Prompt, rehearsal, type Staged, say, stage, stageInRealTime, voice } from './stage.js'

const long = await Promise.all(['siwis-pas-de-temperature', 'siwis-je-prends-tout'].map(voice))
const short = [await voice('siwis-trois-sur-dix-ca-va')]
const ask = (linkId: string, clips: readonly Int16Array[] = short): Prompt => ({ linkId, clips })
const yes = await say(['oui-bien-sur'])
const no = await say(['ah-non-pas-du-tout'])

const linkIds = (utterances: readonly SpokenByPatient[]) => utterances.map(one => `${one.kind} ${one.linkId}`)

/** Ms between the end of the agent's voice as heard and each thing the patient said. */
function waits({ story }: Staged): number[] {
  const heard = soundsIn(story.audio!.incoming, 8000)
  return story.utterances
    .filter(one => one.kind === 'answer')
    .map(one => one.startMs - heard.filter(sound => sound.endMs <= one.startMs + 100).at(-1)!.endMs)
}

t.test(
  'the patient picks up, says "Allô ?" and answers each question once, 400 ms after its end and never over it',
  async t => {
    const staged = await stage(rehearsal({ opening: [yes], answers: { pain: [yes], '*': [no] } }), [
      ask('pain', long),
      ask('medicines'),
      ask('fever', long),
    ])
    t.same(linkIds(staged.story.utterances), ['opening greeting', 'answer pain', 'answer medicines', 'answer fever'])
    for (const wait of waits(staged)) t.ok(wait >= 350 && wait <= 480, `waited ${wait} ms`)
    const { cutOffs, missed, bargeInMs } = measureTurnGaps({
      ...staged.story.audio!,
      utterances: staged.story.utterances,
    })
    t.same({ cutOffs, missed, bargeInMs }, { cutOffs: 0, missed: 0, bargeInMs: [] })
    t.same(
      staged.events.map(event => event.type),
      ['ringing', 'answered', 'hung-up'],
    )
    t.equal(staged.openLegs, 0)
  },
)

t.test('afterMs is waited for, and a hesitation is one answer with its pause', async t => {
  const hesitating = await say(['ben', 'disons-six'], { thenMs: 1200, afterMs: 900 })
  const hasty = await say(['sept'], { afterMs: 100 })
  const staged = await stage(rehearsal({ answers: { pain: [hesitating], fever: [hasty] } }), [
    ask('pain', long),
    ask('fever', long),
  ])
  const [first, second] = waits(staged)
  t.ok(first! >= 850 && first! <= 980, `waited ${first} ms`)
  t.ok(second! >= 250 && second! <= 400, `a prompt with pauses is over after ${second} ms at the earliest`)
  const inside = soundsIn(staged.story.audio!.outgoing, 8000).filter(
    sound => sound.startMs < staged.story.utterances[0]!.endMs,
  )
  t.ok(inside.some((sound, i) => i > 0 && sound.startMs - inside[i - 1]!.endMs > 1200))
})

t.test('a read-back takes the next answer of its item, a question not listed gets silence', async t => {
  const { story } = await stage(rehearsal({ answers: { pain: [yes, no] } }), [
    ask('pain'),
    ask('pain'),
    ask('fever'),
    ask('pain'),
  ])
  t.same(linkIds(story.utterances), ['answer pain', 'answer pain', 'answer pain'])
  const lengths = story.utterances.map(one => Math.round(one.endMs - one.startMs))
  t.equal(lengths[0], Math.round(yes.clips[0]!.length / 8))
  t.equal(lengths[1], Math.round(no.clips[0]!.length / 8))
  t.equal(lengths[2], lengths[1])
})

t.test('the patient who is spoken to before the end of "Allô ?" does not answer what was not asked', async t => {
  const { story } = await stage(rehearsal({ opening: [], answers: {} }), [ask('person')])
  t.same(story.utterances, [])
  t.equal(story.answered, true)
})

t.test(
  'an interruption begins where the file says, and the voice that yields is not answered a second time',
  async t => {
    const staged = await stage(
      rehearsal({
        answers: { '*': [no], closing: [no] },
        interrupt: [{ during: 'closing', atMs: 700, nth: 1, clips: [await clip('attendez')], keys: undefined }],
      }),
      [{ linkId: 'closing', clips: long, yieldsAfterMs: 90 }, ask('closing')],
    )
    const { utterances, audio, prompts } = staged.story
    t.same(linkIds(utterances), ['interruption closing', 'answer closing'])
    const first = soundsIn(audio!.incoming, 8000)[0]!.startMs
    t.ok(Math.abs(utterances[0]!.startMs - first - 700) <= 60, `after ${utterances[0]!.startMs - first} ms`)
    t.equal(prompts.length, 2)
    const { bargeInMs } = measureTurnGaps({ ...audio!, utterances })
    t.ok(bargeInMs[0]! > 0 && bargeInMs[0]! < 400, String(bargeInMs))
  },
)

t.test('a voice that yields late, with a pause in between, is no new question', async t => {
  const { story } = await stage(
    rehearsal({
      answers: { closing: [no] },
      interrupt: [{ during: 'closing', atMs: 900, nth: 1, clips: [await clip('attendez')], keys: undefined }],
    }),
    [{ linkId: 'closing', clips: [...short, ...long], gapMs: 450, yieldsAfterMs: 650 }, ask('closing')],
  )
  t.same(linkIds(story.utterances), ['interruption closing', 'answer closing'])
  t.ok(story.utterances[1]!.startMs > story.prompts[1]!.startMs, 'only the second question is answered')
})

t.test('an interruption that the voice speaks through is followed by the answer to it', async t => {
  const { story } = await stage(
    rehearsal({
      answers: { greeting: [no] },
      interrupt: [{ during: 'greeting', atMs: 300, nth: 1, clips: [await clip('attendez')], keys: undefined }],
    }),
    [ask('greeting', [...long, ...long])],
  )
  t.same(linkIds(story.utterances), ['interruption greeting', 'answer greeting'])
})

t.test('the patient hangs up where the file says', async t => {
  const staged = await stage(rehearsal({ answers: { '*': [no] }, hangUp: { during: 'morale', atMs: 500, nth: 1 } }), [
    ask('pain'),
    ask('morale', long),
    ask('fever'),
  ])
  t.match(staged.events.at(-1), { type: 'hung-up', cause: 16, by: 'far-end' })
  t.same(linkIds(staged.story.utterances), ['answer pain'])
  const { prompts } = staged.story
  t.ok(Math.abs(prompts[1]!.endMs - prompts[1]!.startMs - 500) < 80)
})

t.test('the same call in virtual time is the same call, sample for sample', async t => {
  const call = async () =>
    stage(
      rehearsal({
        opening: [yes],
        answers: { '*': [no] },
        line: { codec: 'ulaw', lossPercent: 5, jitterMs: 15, noiseDb: -45, seed: 3 },
      }),
      [ask('pain', long), ask('fever')],
    )
  const [one, other] = [await call(), await call()]
  t.same(one.story.utterances, other.story.utterances)
  t.same(one.story.prompts, other.story.prompts)
  t.ok(Buffer.from(one.story.audio!.incoming.buffer).equals(Buffer.from(other.story.audio!.incoming.buffer)))
  t.equal(one.lengthMs, other.lengthMs)
  t.equal(one.story.utterances.length, 3, 'loss, jitter and noise do not keep the patient from answering')
})

t.test('over real RTP the patient answers as in virtual time', async t => {
  const part = rehearsal({ opening: [yes], answers: { '*': [no] } })
  const prompts = [ask('pain', long), ask('fever')]
  const [real, virtual] = [await stageInRealTime(part, prompts), await stage(part, prompts)]
  t.same(linkIds(real.story.utterances), linkIds(virtual.story.utterances))
  for (const wait of waits(real)) t.ok(wait >= 330 && wait <= 600, `waited ${wait} ms`)
  t.equal(real.openLegs, 0)
})
