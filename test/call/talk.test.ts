import t from 'tap'
import { isLive } from '../../daemon/call/live-play.js'
import { speakToCaller } from '../../daemon/call/speak-in.js'
import { Talk, type Voiced } from '../../daemon/call/talk.js'
import { composeAll, composeDialogues } from '../../daemon/compose-protocols.js'
import type { Act } from '../../daemon/dialogue/port.js'
import type { Language } from '../../daemon/domain/expected.js'
import { Failure } from '../../daemon/domain/failure.js'
import { ms } from '../../daemon/domain/units.js'
import type { Prompts } from '../../daemon/speech/port.js'
import { hearing, jeanne } from '../dialogue/scene.js'

/** A voice's sentences, each as long as its voice's number. */
class Shelf implements Prompts {
  readonly texts = new Set<string>()
  private readonly samples: number

  constructor(samples: number) {
    this.samples = samples
  }
  has(text: string): boolean {
    return this.texts.has(text)
  }
  get(text: string) {
    if (!this.has(text)) throw new Failure('speech/unrendered')
    return { pcm: new Int16Array(this.samples) }
  }
  render(texts: readonly string[]): Promise<void> {
    for (const text of texts) this.texts.add(text)
    return Promise.resolve()
  }
}

const { worded, partings } = composeAll('en')
const followUp = (language: Language) => composeDialogues(language).get('general-follow-up')!

/** A French call at "Puis-je parler à …", of which somebody wants English, and how English is got. */
async function calledInFrench(speakIn: () => Promise<Voiced>) {
  const french = new Shelf(1)
  const dialogue = followUp('fr')
  await french.render([...dialogue.fixedSentences('fr', jeanne.hospital), ...dialogue.personSentences(jeanne)])
  const warned: object[] = []
  const log = { info: () => undefined, warn: (facts: object) => void warned.push(facts), error: () => undefined }
  const talk = new Talk({ dialogue, prompts: french, context: jeanne, speakIn, busy: work => work, log })
  const utter = (text: string) =>
    talk.step({ type: 'utterance', hearing: hearing(text), startMs: ms(5000), endMs: ms(6000) })
  talk.step({ type: 'opened', text: 'Allô ?', lengthMs: ms(900), atMs: ms(900) })
  const wished = (acts: readonly Act[]) => acts.find(act => act.type === 'language')!
  const outcomes: string[] = []
  const tell = (outcome: 'spoken' | 'not-spoken') => void outcomes.push(outcome)
  await talk.change(wished(utter("I don't speak French.")), tell)
  t.same(outcomes, [], 'an offer alone changes nothing')
  t.equal(talk.heardLanguage, 'en', 'but who accepts it speaks it')
  await talk.change(wished(utter('Yes please.')), tell)
  const changed = () =>
    talk.step({ type: 'language', language: 'en', outcome: outcomes[0] as 'spoken', atMs: ms(9000) })
  return { talk, french, outcomes, warned, utter, changed }
}
const said = (acts: readonly Act[]) => acts.flatMap(act => (act.type === 'say' ? act.sentences : []))

t.test(
  'with the language the voice, the ear and the version of the wording change; a cut sentence keeps its voice',
  async t => {
    const english = new Shelf(2)
    const call = await calledInFrench(() =>
      Promise.resolve({ language: 'en', dialogue: followUp('en'), prompts: english, worded: true }),
    )
    const { talk } = call
    const before = talk.versionOf('say-1')
    t.same(call.outcomes, ['spoken'])
    t.equal(talk.language, 'fr', 'not before the dialogue has heard of it')
    t.equal(talk.heardLanguage, 'fr')
    const acts = call.changed()
    t.equal(talk.language, 'en')
    const [first] = said(acts)
    await talk.render(said(acts), 1)
    t.equal(talk.get(first!).pcm.length, 2)
    t.equal(talk.get('Au revoir.').pcm.length, 1)
    const sayIds = acts.flatMap(act => (act.type === 'say' ? [act.sayId] : []))
    t.not(talk.versionOf(sayIds[0]!), before)
    t.equal(talk.versionOf('say-1'), before, 'what was said before keeps its version')
    const all = followUp('en').fixedSentences('en', jeanne.hospital)
    for (let i = 0; i < 1000 && !all.every(text => english.has(text)); i++)
      await new Promise(resolve => setImmediate(resolve))
    t.ok(
      all.every(text => english.has(text)),
      'the rest is rendered while the patient listens',
    )
  },
)

t.test('what a quick voice has not rendered is said as it is rendered, unless speech is slowed', async t => {
  const unrendered: Prompts = new Shelf(2)
  const said: string[] = []
  unrendered.speak = async function* (text) {
    said.push(text)
    yield await Promise.resolve(new Int16Array(3))
  }
  const rendered = new Set<string>()
  unrendered.render = texts => {
    for (const text of texts) rendered.add(text)
    return Promise.resolve()
  }
  const english: Voiced = { language: 'en', dialogue: followUp('en'), prompts: unrendered, worded: true }
  const { talk, changed } = await calledInFrench(() => Promise.resolve(english))
  changed()
  talk.end()
  await talk.render(['Are you in pain?'], 1)
  t.notOk(rendered.has('Are you in pain?'))
  for await (const piece of talk.sound('Are you in pain?') as AsyncIterable<Int16Array>) t.equal(piece.length, 3)
  t.same(said, ['Are you in pain?'])
  t.notOk(isLive(talk.sound('Au revoir.')), 'what is on a shelf comes from it')
  await talk.render(['Are you in pain?'], 0.8)
  t.ok(rendered.has('Are you in pain?'), 'slowed, it is stretched whole')
})

t.test('a voice that fails in the language changed to is excused in the first, which stands on the shelf', async t => {
  const english: Voiced = { language: 'en', dialogue: followUp('en'), prompts: new Shelf(2), worded: true }
  const { talk, french, changed } = await calledInFrench(() => Promise.resolve(english))
  changed()
  const acts = talk.step({ type: 'failure', part: 'voice', atMs: ms(9500) })
  t.match(said(acts).join(' '), /problème technique/)
  t.ok(said(acts).every(text => french.has(text)))
  t.ok(acts.some(act => act.type === 'hang-up'))
  t.same(talk.step({ type: 'failure', part: 'voice', atMs: ms(9900) }), [], 'and where that fails too, it ends')
})

t.test('without it the call ends in its own language, and the log holds the code', async t => {
  const call = await calledInFrench(() =>
    Promise.reject(new Failure('call/language', { language: 'en', missing: 'voice' })),
  )
  t.same(call.outcomes, ['not-spoken'])
  t.match(said(call.changed()).join(' '), /vous rappellera\. Au revoir\.$/)
  t.equal(call.talk.language, 'fr')
  t.same(call.warned, [{ code: 'call/language', language: 'en' }])
})

t.test(
  'a questionnaire without its wording is left in the language, unless something weightier came between',
  async t => {
    const english = new Shelf(2)
    const parting = () =>
      Promise.resolve({
        language: 'en' as const,
        dialogue: partings.get('heart-failure')!,
        prompts: english,
        worded: false,
      })
    const call = await calledInFrench(parting)
    t.same(call.outcomes, ['not-spoken'])
    t.same(said(call.changed()), ['Somebody from the hospital will call you back.', 'Goodbye.'])
    t.equal(call.talk.language, 'en')
    const flagged = await calledInFrench(parting)
    flagged.utter("J'ai mal à la poitrine.")
    t.same(said(flagged.changed()), [])
    t.equal(flagged.talk.language, 'fr', 'the danger sign is asked about as it was begun')
    t.equal(english.texts.size, 0, 'nothing of that questionnaire is rendered in the wrong voice')
  },
)

t.test('a call that came in changes only into a language of what was claimed', async t => {
  const prompts = new Shelf(2)
  const parts = {
    spoken: () => Promise.resolve({ dialogues: worded, partings, prompts }),
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  }
  const of = (claimed?: string) => speakToCaller(parts, 'en', claimed)
  t.match(await of(), { worded: true, language: 'en' })
  t.match(await of('general-follow-up'), { worded: true })
  t.match(await of('heart-failure'), { worded: false }, 'only the last words')
  const nothing = { ...parts, spoken: () => Promise.resolve({ dialogues: new Map(), prompts }) }
  await t.rejects(speakToCaller(nothing, 'en', undefined), { code: 'call/language' })
})
