import t from 'tap'
import { benchConversation, conversationTable } from '../../bench/conversation.js'
import { conversationClips, conversationRehearsal } from '../../bench/conversation-clips.js'
import { duckedAfterMs } from '../../bench/ducking.js'
import { judgementAt } from '../../bench/scripted-talk.js'
import { composeDialogues } from '../../daemon/compose.js'
import { levelDbfs } from '../../daemon/rehearsal/sound.js'
import { lineSound } from './sounds.js'
import { clip, type Prompt, say, stage } from './stage.js'

t.test('when a voice was lowered is told by comparing it with what was rendered', async t => {
  const prompt = await clip('siwis-je-prends-tout')
  const heard = lineSound(6000, [])
  for (let i = 0; i < prompt.length; i++) heard[8000 + i] = prompt[i]! * (i < 900 * 8 ? 1 : 0.18)
  const found = duckedAfterMs(heard, prompt, { startMs: 1080, onsetMs: 1700, byDb: 12 })
  t.ok(found !== undefined && found >= 100 && found <= 210, `${found} ms`)
  t.equal(duckedAfterMs(heard, prompt, { startMs: 1080, onsetMs: 1700, byDb: 20 }), undefined)
})

t.test('the clips are spliced without the silence around them, so that a pause is as long as it says', async t => {
  const { hesitations, backchannels } = await conversationClips()
  for (const pcm of [...hesitations.flatMap(({ first, rest }) => [first, rest]), ...backchannels]) {
    t.ok(levelDbfs(pcm, 0, 40) > -46 && levelDbfs(pcm, pcm.length - 40) > -46)
  }
})

t.test('an answer to the pain question is judged as in a call', async t => {
  const { expected, judge } = judgementAt(composeDialogues('fr', true).get('general-follow-up')!, 'pain')
  t.match(expected, { kind: 'number', max: 10 })
  const judged = (text: string) => judge({ text, confidence: 0.9, noSpeech: 0, tookMs: 0 as never })
  t.same([judged('Huit.'), judged('Euh')], ['complete', 'searching'])
})

t.test('figures are taken from what the patient’s end said and heard', async t => {
  const all = await conversationClips()
  const clips = { ...all, hesitations: all.hesitations.slice(0, 1) }
  const prompt = await clip('sept')
  const bench = await benchConversation({
    parts: ['pauses', 'pace'],
    clips,
    opening: [await say(['sept'])],
    pain: { expected: { kind: 'free' }, judge: () => 'open' },
    prompt: () => prompt,
    wholeCall: () =>
      Promise.resolve({
        turns: ['greeting', 'pain', 'pain', 'fever', 'closing'].map((linkId, i) => ({
          speaker: 'agent' as const,
          linkId,
          text: '',
          startMs: i * 12_000,
          endMs: (i + 1) * 12_000,
          interrupted: false,
          confidence: null,
        })),
      }),
    talk: async (rehearsal, turns) => {
      const prompts: Prompt[] = turns.map((_, i) => ({ linkId: `turn-${i}`, clips: [prompt] }))
      const { story } = await stage(rehearsal, [...prompts, { linkId: 'closing', clips: [prompt] }])
      return { story, report: { turns: [] } }
    },
  })
  t.equal(bench.questionsPerMinute, 2)
  t.equal(bench.bargeIn, undefined)
  t.equal(bench.pauses?.length, 6)
  for (const row of bench.pauses ?? []) t.equal(row.turns, clips.hesitations.length)
  // The scripted agent waits about 600 ms, whatever was said.
  const cut = bench.pauses?.map(({ cutOffs }) => cutOffs > 0) ?? []
  t.same([...cut.slice(0, 2), ...cut.slice(3)], [false, false, true, true, true])
  t.match(conversationTable(bench), /pause 1500 ms +1 cut off/)
  t.same(conversationRehearsal([], []).interrupt, [])
})
