import t from 'tap'
import type { Act } from '../../daemon/dialogue/port.js'
import { ms } from '../../daemon/domain/units.js'
import { dialogueOf, hearing, jeanne, Scene, settled } from './scene.js'

const english = (id = 'general-follow-up', skips = false) =>
  dialogueOf(id, { startAtSkipsIdentity: skips }, undefined, 'en')
const NO_FRENCH = "Sorry, I don't speak French."
const consents = (acts: readonly Act[]) =>
  acts.flatMap(act => (act.type === 'consent' ? [`${act.kind} ${act.textVersion.slice(0, 2)}`] : []))
const kept = (acts: readonly Act[]) => acts.flatMap(act => (act.type === 'keep-language' ? [act.language] : []))

t.test('who accepts English at the greeting hears in English who speaks, and is asked the same question', t => {
  const scene = new Scene().reply(NO_FRENCH, 'Yes please.')
  t.equal(scene.said(), '', 'nothing in a language that is not understood')
  scene.changes('en', 'spoken', english())
  t.match(
    scene.said(),
    /^Hello\. I am an automated voice assistant, not a person\..*May I speak to Madame Jeanne Lambert\?$/,
  )
  t.same(consents(scene.acts), ['ai-notice fr', 'ai-notice en'], 'the language of each notice is on record')
  t.equal(scene.listening, 'person')
  t.same(kept(scene.acts), [], 'nobody is verified yet')
  scene.reply('Yes, speaking.', 'The third of April, nineteen forty-seven.')
  t.same(kept(scene.acts), ['en'], 'of the next calls too, once the date of birth was right')
  scene.reply('Yes, of course.')
  t.match(scene.said(), /how strong is your pain|pain/i)
  t.end()
})

t.test('a noise while the other language is got ready is answered in neither', t => {
  const noise = { type: 'utterance', hearing: hearing(''), startMs: ms(50_000), endMs: ms(50_800) } as const
  const scene = new Scene().reply(...settled, NO_FRENCH, 'Yes please.', noise)
  t.same(scene.last, [])
  scene.changes('en', 'spoken', english())
  t.equal(scene.listening, 'pain')
  t.end()
})

t.test('a language changed at the date of birth asks for it again, tries and all', t => {
  const scene = new Scene().reply("Oui, c'est moi.", 'Le cinq mai mille neuf cent cinquante.', NO_FRENCH, 'Yes.')
  scene.changes('en', 'spoken', english())
  t.match(scene.said(), /date of birth\?$/)
  scene.reply('The fifth of May nineteen fifty.')
  t.equal(scene.ended, 'identity-not-verified', 'the wrong date from before counts')
  t.same(kept(scene.acts), [])
  t.end()
})

t.test('in mid-question everything known stays: identity, consent, answers, alerts', t => {
  const scene = new Scene().reply(...settled, 'Neuf sur dix.', NO_FRENCH)
  t.match(scene.said(), /^English \?/)
  const before = scene.state
  scene.reply('Yes please.').changes('en', 'spoken', english())
  t.match(scene.said(), /automated voice assistant.*9.*Is that right\?$/, 'what waits to be confirmed is read back')
  t.same(kept(scene.last), ['en'])
  t.same(scene.state.answers, before.answers)
  t.same(scene.state.identity, 'verified')
  scene.reply("Yes, that's right.")
  t.match(scene.answer('pain'), { value: 9, readBack: 'confirmed' })
  t.same(scene.rules, ['pain-high'])
  scene.reply('In my knee.', 'Yes.', 'Yes.', 'Eight.', 'No.', 'No, thank you.', 'Goodbye.')
  t.equal(scene.ended, 'completed')
  t.same(scene.tasks, [])
  t.same(consents(scene.acts), ['ai-notice fr', 'recording fr', 'ai-notice en'], 'consent is not asked for twice')
  t.end()
})

t.test("a caregiver's language is not kept for the patient", t => {
  const scene = new Scene().reply('Je suis son fils, Marc Lambert.', '3 avril 1947', NO_FRENCH, 'Yes.')
  scene.changes('en', 'spoken', english())
  t.equal(scene.state.identity, 'caregiver-verified')
  t.equal(scene.listening, 'recording-consent')
  t.same(kept(scene.acts), [])
  t.end()
})

t.test('the call can come back to the first language, and its notice is not said again', t => {
  const scene = Scene.at('medicines').reply(NO_FRENCH, 'Yes.').changes('en', 'spoken', english())
  scene.reply('En français, je vous prie.')
  t.match(scene.said(), /^Français\?/)
  scene.reply('Oui.').changes('fr', 'spoken', dialogueOf('general-follow-up'))
  t.notMatch(scene.said(), /assistant/)
  t.equal(scene.listening, 'medicines')
  t.same(kept(scene.acts), ['en', 'fr'])
  t.end()
})

t.test('while the language is got ready there is no dead air and no endless wait', t => {
  const scene = new Scene().reply(NO_FRENCH, 'Yes.')
  t.match(scene.last.at(-1), { type: 'listen', thinkMs: 1500 })
  scene.reply('')
  t.match(scene.said(), /Un instant/)
  scene.reply('Hello?', '')
  t.equal(scene.ended, undefined)
  scene.reply('')
  t.equal(scene.ended, 'callback-requested')
  t.ok(scene.acts.some(act => act.type === 'task' && act.note === 'language: en'))
  t.same(scene.changes('en', 'spoken', english()).last, [], 'too late')
  t.end()
})

t.test('where only the last words have a voice they are said in the language that was offered', t => {
  const scene = Scene.of('heart-failure', 'salt').reply(NO_FRENCH, 'Yes.')
  scene.changes('en', 'not-spoken', english('heart-failure', true))
  t.equal(scene.said(), 'Somebody from the hospital will call you back. Goodbye.')
  t.same(scene.tasks, ['callback'])
  t.equal(scene.ended, 'callback-requested')
  t.end()
})

t.test('a danger sign told while the language is got ready goes first, and is confirmed in the new one', t => {
  const scene = Scene.at('medicines').reply(NO_FRENCH, 'Yes.', "J'ai mal à la poitrine.")
  t.same(scene.rules, ['red-flag'])
  scene.changes('en', 'spoken', english('general-follow-up', true))
  t.equal(scene.said(), 'You mention a pain in the chest. Is that right?')
  scene.reply('No.')
  t.match(scene.state.alerts['red-flag:chest-pain'], { confirmation: 'denied' })
  t.match(scene.said(), /automated voice assistant/, 'who speaks is told with the question that follows')
  t.equal(scene.listening, 'medicines')

  const without = Scene.at('medicines').reply(NO_FRENCH, 'Yes.', "J'ai mal à la poitrine.").changes('en', 'not-spoken')
  t.equal(without.ended, undefined, 'the sign is not dropped for the sake of the language')
  t.ok(without.acts.some(act => act.type === 'task' && act.note === 'language: en'))
  without.reply('Non.')
  t.equal(without.listening, 'medicines')
  t.end()
})

t.test('advice to call 112 and the closing are said again in the language that is understood', t => {
  const advised = Scene.at('medicines').reply(NO_FRENCH, 'Yes.', "J'ai mal à la poitrine.", 'Oui.')
  t.match(advised.said(), /112/)
  advised.changes('en', 'spoken', english('general-follow-up', true))
  t.match(advised.said(), /call 112 now/)
  const closing = Scene.at('anything-else').reply('Non.', 'Parlez-vous anglais ?')
  t.match(closing.said(), /^English/)
  closing.reply('Yes.').changes('en', 'spoken', english('general-follow-up', true))
  t.match(closing.said(), /Thank you for your answers\..*In an emergency, call 112/)
  t.equal(closing.reply('Goodbye.').ended, 'completed')
  t.end()
})

t.test('a free question is not answered by the wish for another language, and a tale of one is no wish', t => {
  const scene = Scene.at('pain-where').reply(NO_FRENCH)
  t.match(scene.said(), /^English \?/)
  const tale = "Au genou, et la notice de mes médicaments était en anglais alors je n'ai rien compris du tout."
  t.notMatch(Scene.at('pain-where').reply(tale).said(), /English/)
  t.end()
})

t.test('a patient of another language who calls us is offered it once it is known who calls', t => {
  const nobody = { givenName: '', familyName: '', birthDate: '', caregivers: [] }
  const context = { ...jeanne, person: nobody, received: { candidates: [jeanne.person] } }
  const call = (language: 'fr' | 'en') =>
    new Scene(context, {}, '')
      .reply('Le trois avril mille neuf cent quarante-sept.')
      .send({ type: 'claimed', protocol: 'general-follow-up', language, atMs: ms(9000) })
  const scene = call('en')
  t.match(scene.said(), /^English \?/)
  scene.reply('Yes.').changes('en', 'spoken', english())
  t.match(scene.said(), /^Hello, this is EpiCURA hospital\..*Do you agree\?$/)
  t.equal(call('en').reply('Non.').listening, 'recording-consent', 'who declines goes on')
  t.notMatch(call('fr').said(), /English/)
  t.end()
})

t.test('who calls us and changes the language is greeted anew as a caller', t => {
  const nobody = { givenName: '', familyName: '', birthDate: '', caregivers: [] }
  const scene = new Scene({ ...jeanne, person: nobody, received: { candidates: [] } }, {}, '')
  scene.reply(NO_FRENCH, 'Yes.').changes('en', 'spoken', english())
  t.match(scene.said(), /^Hello, this is EpiCURA hospital\. I am an automated/)
  t.equal(scene.listening, 'person')
  t.end()
})

t.test(
  'who chose another language in this call is not offered the one of the record again, and has it in the next calls',
  t => {
    const nobody = { givenName: '', familyName: '', birthDate: '', caregivers: [] }
    const scene = new Scene({ ...jeanne, person: nobody, received: { candidates: [jeanne.person] } }, {}, '')
    scene.reply(NO_FRENCH, 'Yes.').changes('en', 'spoken', english())
    scene.reply('The third of April nineteen forty-seven.')
    t.equal(scene.acts.at(-1)?.type, 'claim')
    t.ok(scene.acts.some(act => act.type === 'keep-language' && act.language === 'en'))
    scene.send({ type: 'claimed', protocol: 'general-follow-up', language: 'fr', atMs: ms(9000) })
    t.notMatch(scene.said(), /Français/)
    t.equal(scene.listening, 'recording-consent')
    t.end()
  },
)
