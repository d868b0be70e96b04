import t from 'tap'
import type { CallContext, Heard, ItemAnswer, Person } from '../../daemon/dialogue/port.js'
import { ms } from '../../daemon/domain/units.js'
import { dialogueOf, jeanne, Scene } from './scene.js'

const marcel: Person = {
  givenName: 'Marcel',
  familyName: 'Lambert',
  birthDate: '1945-01-20',
  sex: 'm',
  caregivers: [{ name: 'Sophie Lambert', relation: 'fille' }],
}
const nobody: Person = { givenName: '', familyName: '', birthDate: '', caregivers: [] }
const BORN = 'Le trois avril mille neuf cent quarante-sept.'
const HOURS = 'du lundi au vendredi, de neuf à dix-neuf heures'

/** Somebody calls the hospital; one of these has the number. */
const ringIn = (...candidates: readonly Person[]): Scene => {
  const hospital = { ...jeanne.hospital, hours: { fr: HOURS } }
  const context: CallContext = { ...jeanne, hospital, person: nobody, received: { candidates } }
  return new Scene(context, {}, '')
}
const claimed = (found: Partial<Heard & { type: 'claimed' }> = {}): Heard => ({
  type: 'claimed',
  atMs: ms(9000),
  ...found,
})
const due = claimed({ protocol: 'general-follow-up' })
const given = (linkId: string, value: number | boolean): ItemAnswer => ({
  ...{ linkId, question: '?', status: 'understood', value },
})
const everything = (scene: Scene): string => scene.said(scene.acts)
const notes = (scene: Scene) => scene.acts.flatMap(act => (act.type === 'task' ? [`${act.kind}: ${act.note}`] : []))

t.test('we say who answers and that it is a machine, and ask the date of birth where one record has the number', t => {
  const scene = ringIn(jeanne.person)
  t.equal(
    everything(scene),
    "Bonjour, ici l'hôpital EpiCURA. Je suis un assistant vocal automatique, pas une personne. Quelle est votre date de naissance ?",
  )
  t.match(scene.acts[0], { type: 'say', overlap: 'never', purpose: 'greeting' })
  t.match(scene.acts[1], { type: 'consent', kind: 'ai-notice', given: true })
  t.end()
})

t.test('the name is asked where nobody, or several, have the number', t => {
  for (const candidates of [[], [jeanne.person, marcel]])
    t.match(ringIn(...candidates).said(), /À qui ai-je l'honneur \?$/)
  t.end()
})

t.test('a verified caller is asked what was due, from the consent on', t => {
  const scene = ringIn(jeanne.person).reply(BORN)
  t.match(scene.last.at(-1), { type: 'claim', candidate: 0 })
  t.equal(scene.state.identity, 'verified')
  scene.send(due)
  t.match(scene.said(), /Êtes-vous d'accord \?$/)
  scene.reply('Oui.', 'Huit.', "Oui, c'est ça.")
  t.equal(scene.answer('pain')?.value, 8)
  t.same(scene.rules, ['pain-high'])
  t.end()
})

t.test('a call that broke off goes on at its question: what was answered stays and is not asked again', t => {
  const earlier = [given('pain', 0), given('medicines', true), given('birth-date', true)]
  for (const scene of [
    ringIn(jeanne.person)
      .reply(BORN)
      .send(claimed({ protocol: 'general-follow-up', earlier })),
    new Scene({ ...jeanne, earlier }).reply("Oui, c'est moi.", BORN),
  ]) {
    scene.reply('Oui.')
    t.match(scene.said(), /Nous reprenons là où nous nous étions arrêtés\. Allez-vous à selle/)
    scene.reply('Oui.', 'Neuf.', 'Non.', 'Non merci.')
    t.notMatch(everything(scene), /Prenez-vous vos médicaments|à combien est votre douleur/)
    t.match(scene.acts.find(({ type }) => type === 'score') ?? {}, { score: 100, complete: true }, 'of all answers')
    t.equal(scene.answer('pain')?.value, 0)
    t.notOk(
      scene.acts.some(act => act.type === 'answer' && act.answer.linkId === 'pain'),
      'nor written again',
    )
  }
  t.end()
})

t.test('nothing of an earlier call is used before the identity is settled', t => {
  const scene = new Scene({ ...jeanne, earlier: [given('pain', 9)] }).reply('Vous vous trompez de numéro.')
  t.equal(scene.ended, 'wrong-number')
  t.notOk(scene.acts.some(({ type }) => type === 'score' || type === 'answer'))
  t.end()
})

t.test('a resumed call in which nothing new was answered is interrupted again, one with an answer is partial', t => {
  const scene = new Scene({ ...jeanne, earlier: [given('pain', 0)] }).reply("Oui, c'est moi.", BORN, 'Oui.')
  const hungUp = { type: 'hung-up', atMs: ms(60_000) } as const
  t.equal(new Scene(scene.state.context).reply("Oui, c'est moi.", BORN, 'Oui.').send(hungUp).ended, 'interrupted')
  t.equal(scene.reply('Oui.').send(hungUp).ended, 'partial')
  t.end()
})

t.test('a caller who speaks English hears no French hours: those given in English, or none', t => {
  for (const [hours, told] of [
    [{ fr: HOURS, en: 'every day' }, / We answer every day\. In an emergency/],
    [{ fr: HOURS }, /call you back\. In an emergency/],
  ] as const) {
    const hospital = { ...jeanne.hospital, hours }
    const context = { ...jeanne, hospital, person: nobody, received: { candidates: [jeanne.person] } }
    const scene = new Scene(context, {}, '').reply("Sorry, I don't speak French.", 'Yes please.')
    scene.changes('en', 'spoken', dialogueOf('general-follow-up', {}, undefined, 'en'))
    scene.reply('The third of April, nineteen forty-seven.').send(claimed())
    scene.reply('I would like to change my appointment on Thursday.')
    t.match(scene.said(), told)
  }
  t.end()
})

t.test('a verified caller to whom nothing is due leaves a message, and hears when we answer', t => {
  const scene = ringIn(jeanne.person).reply(BORN).send(claimed())
  t.equal(scene.said(), 'Quel message puis-je transmettre ?')
  scene.reply('Je voudrais changer mon rendez-vous de jeudi.')
  t.same(notes(scene), ['callback: message : Je voudrais changer mon rendez-vous de jeudi.'])
  t.equal(
    scene.said(),
    `C'est noté. Quelqu'un de l'hôpital vous rappellera. Nous répondons ${HOURS}. En cas d'urgence, appelez le 112. Pour une question, appelez votre médecin traitant. Au revoir.`,
  )
  t.equal(scene.ended, 'completed')
  t.notOk(
    scene.acts.some(act => act.type === 'answer' && act.answer.status === 'not-asked'),
    'no questionnaire was begun',
  )
  t.end()
})

t.test('at night the doctor on call is named', t => {
  const { context } = ringIn(jeanne.person).state
  const scene = new Scene({ ...context, nightWeekendOrHoliday: true }, {}, '')
  scene.reply(BORN).send(claimed()).reply('Rappelez-moi demain.')
  t.match(scene.said(), /1733/)
  t.same(notes(scene), ['callback: message : Rappelez-moi demain.'], 'and the wish is the message')
  t.end()
})

t.test('two wrong dates disclose nothing; the message is taken with the warning that nobody was verified', t => {
  const scene = ringIn(jeanne.person).reply('Le premier mai mille neuf cent cinquante.')
  t.match(scene.said(), /Je n'ai pas pu vérifier cette date\./)
  scene.reply('Le deux mai mille neuf cent cinquante.')
  t.match(scene.said(), /Quel message puis-je transmettre \?$/)
  t.equal(scene.state.identity, 'not-verified')
  scene.reply("Dites-lui que j'ai appelé.")
  t.same(notes(scene), ["callback: message : Dites-lui que j'ai appelé. · identité non vérifiée"])
  t.equal(scene.ended, 'identity-not-verified')
  t.notMatch(everything(scene), /Lambert|Jeanne|1947|avril/)
  t.equal(scene.answer('message')?.text, undefined, 'the words stand in the task alone')
  t.end()
})

t.test('without a message a nurse still learns that a known number was not verified', t => {
  const scene = ringIn(jeanne.person).reply('Je préfère ne pas le dire.', 'Non, rien.')
  t.same(scene.tasks, ['identity'])
  t.equal(scene.ended, 'identity-not-verified')
  t.end()
})

t.test('somebody on no record is asked once, gets nothing of any record, and may leave a message', t => {
  const scene = ringIn().reply('Paul Mercier.', 'Le premier mai mille neuf cent cinquante.')
  t.equal(scene.said(), 'Quel message puis-je transmettre ?')
  scene.reply('Ma mère est sortie hier et je voudrais vous parler.')
  t.match(notes(scene)[0], /^callback: message : Ma mère .* · dit s'appeler : Paul Mercier\. · identité non vérifiée$/)
  t.equal(scene.ended, 'completed')
  t.notOk(scene.acts.some(({ type }) => type === 'claim'))
  t.end()
})

t.test('of several with one number, name and date tell which; a date that fits another verifies nobody', t => {
  const both = () => ringIn(jeanne.person, marcel)
  t.match(both().reply('Marcel Lambert.', 'Le vingt janvier mille neuf cent quarante-cinq.').last.at(-1), {
    type: 'claim',
    candidate: 1,
  })
  t.match(both().reply('Madame Lambert.', BORN).last.at(-1), { type: 'claim', candidate: 0 }, 'the family name alone')
  t.match(both().reply('', '', '', '').ended, 'silent')
  const other = both().reply('Marcel Lambert.', BORN, BORN)
  t.equal(other.state.identity, 'not-verified')
  const twins = ringIn(jeanne.person, { ...jeanne.person, givenName: 'Jeannine' }).reply('Lambert.', BORN, BORN)
  t.equal(twins.state.identity, 'not-verified', 'two records with one name and one date')
  t.end()
})

t.test('a listed caregiver who gives the date of birth answers for the patient; another leaves a message', t => {
  const son = ringIn(jeanne.person).reply('Je suis son fils, Marc Lambert.')
  t.match(son.said(), /date de naissance/)
  son.reply(BORN).send(due).reply('Oui.')
  t.equal(son.state.identity, 'caregiver-verified')
  t.match(son.said(), /sa douleur/)
  const other = ringIn(jeanne.person).reply('Je suis sa voisine, Paulette.')
  t.notMatch(other.state.identity, /verified$/)
  t.end()
})

t.test('a danger sign is acted on before anybody is known, as the words of whoever speaks', t => {
  const scene = ringIn().reply("J'ai très mal dans la poitrine.")
  t.match(scene.last[0], { type: 'alert', alert: { key: 'red-flag:chest-pain', urgency: 'urgent' } })
  scene.reply('Oui.')
  t.match(scene.acts.filter(({ type }) => type === 'alert').at(-1), { alert: { urgency: 'emergency' } })
  t.match(scene.said(), /appelez le 112/)
  t.ok(scene.acts.some(({ type }) => type === 'transfer'))
  const message = ringIn(jeanne.person).reply(BORN).send(claimed()).reply("Je n'arrive plus à respirer.", 'Oui.')
  t.match(message.acts.filter(({ type }) => type === 'alert').at(-1), { alert: { urgency: 'emergency' } })
  t.end()
})

t.test('requests: no more calls, a person, a wrong number, a death, slower', t => {
  const optOut = ringIn().reply("Je ne veux plus recevoir d'appels.")
  t.match(optOut.acts.find(({ type }) => type === 'opt-out') ?? {}, { scope: 'number' })
  t.equal(optOut.ended, 'opted-out')
  const person = ringIn(jeanne.person).reply(BORN).send(claimed()).reply('Je veux parler à une infirmière.')
  t.same(person.rules, ['wants-team'])
  t.same(person.tasks, ['callback'])
  const wrong = ringIn().reply('Excusez-moi, je me suis trompé de numéro.')
  t.same([wrong.ended, wrong.tasks], ['wrong-number', []])
  const death = ringIn(jeanne.person).reply('Mon épouse est décédée.')
  t.same(notes(death), ['callback: message : Mon épouse est décédée. · identité non vérifiée'])
  t.match(ringIn(jeanne.person).reply('Parlez plus lentement.').said(), /plus lentement.*date de naissance/)
  t.end()
})

t.test('silence: time, the question again, then a goodbye', t => {
  const scene = ringIn().reply('', '', '', '')
  t.equal(scene.ended, 'silent')
  t.same(scene.tasks, ['silent'])
  t.end()
})
