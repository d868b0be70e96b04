import t from 'tap'
import type { CallContext } from '../../daemon/dialogue/port.js'
import { dialogueOf, Scene } from './scene.js'

const maria: CallContext = {
  language: 'nl',
  person: {
    givenName: 'Maria',
    familyName: 'Peeters',
    birthDate: '1947-04-03',
    sex: 'f',
    caregivers: [{ name: 'Luc Peeters', relation: 'zoon' }],
  },
  hospital: { name: "l'hôpital EpiCURA", wardNumber: '+3265769811', switchboard: '+3265769000' },
  nowLocal: '2026-11-24T10:00:00',
  nightWeekendOrHoliday: false,
}
const call = (context: Partial<CallContext> = {}): Scene => {
  const options = { startAtSkipsIdentity: context.startAt !== undefined }
  const dialogue = dialogueOf('general-follow-up', options, undefined, 'nl')
  return new Scene({ ...maria, ...context }, options, 'Hallo?', dialogue)
}
const at = (startAt: string, context: Partial<CallContext> = {}): Scene => call({ ...context, startAt })

t.test('a Dutch call goes from the greeting to the goodbye, and a high pain is read back and alerts', t => {
  const scene = call()
  t.match(scene.said(), /Ik ben een automatische spraakassistent, geen mens\. Ik bel namens het ziekenhuis EpiCURA\./)
  t.match(scene.said(), /Mag ik mevrouw Maria Peeters spreken\?/)
  scene.reply('Daar spreekt u mee.', 'Drie april negentienzevenenveertig.', 'Ja, dat is goed.')
  t.equal(scene.listening, 'pain')
  scene.reply('Een dikke acht op tien.')
  t.match(scene.said(), /U zei 8 op 10\. Klopt dat\?/)
  scene.reply('Ja, dat klopt.', 'Aan mijn linkerknie.', 'Ja, alle dagen.', 'Ja, normaal.', 'Zeven.')
  scene.reply('Nee, geen koorts.', 'Nee, dank u.')
  t.match(scene.said(), /Dank u voor uw antwoorden\..*bel dan uw huisarts.*Tot ziens\./)
  scene.reply('Dank u, dag.')
  t.equal(scene.ended, 'completed')
  t.same(
    ['pain', 'pain-where', 'medicines', 'transit', 'morale', 'fever'].map(linkId => scene.answer(linkId)?.value),
    [8, 'Aan mijn linkerknie.', true, true, 7, false],
  )
  t.same(scene.rules, ['pain-high'])
  t.same(scene.tasks, [])
  t.end()
})

t.test('a fever told in Dutch with the pain is asked back and raises its alert', t => {
  const scene = at('pain').reply('Vier, en ik heb koorts.', 'In mijn rug.', 'Ja.', 'Ja, normaal.', 'Acht.')
  t.match(scene.said(), /U had het over koorts\. Klopt dat\?/)
  scene.reply('Ja.', 'Achtendertig en half.')
  t.equal(scene.answer('temperature')?.value, 38.5)
  t.same(scene.rules, ['fever'])
  t.match(at('temperature').reply('Achtendertig en half.').said(), /U zei 38,5 graden\. Klopt dat\?/)
  t.end()
})

t.test('a danger told in Dutch is confirmed, and without a nurse the right number is said', t => {
  for (const [said, rule, number] of [
    ['Ik wil niet meer leven.', 'red-flag:suicidal', /1813/],
    ['Ik krijg geen lucht.', 'red-flag:breathing', /bel nu 112/],
    ['Ik heb te veel pillen genomen.', 'red-flag:overdose', /070 245 245/],
  ] as const) {
    const scene = at('medicines').reply(said)
    t.match(scene.said(), /U spreekt van .*Klopt dat\?/, said)
    scene.reply('Ja.')
    t.equal(scene.state.alerts[rule]?.urgency, 'emergency', said)
    t.match(scene.said(), number, said)
  }
  t.end()
})

t.test('what is denied in Dutch is no danger and no fever', t => {
  const scene = at('fever').reply('Nee, koorts heb ik niet, en ook geen pijn op de borst.')
  t.equal(scene.answer('fever')?.value, false)
  t.same(scene.rules, [])
  t.end()
})

t.test('a listed son answers for his mother in Dutch, in the third person', t => {
  const scene = call().reply('Nee, ik ben haar zoon.', 'Luc Peeters, haar zoon.', 'Drie vier zevenenveertig.', 'Ja.')
  t.equal(scene.state.identity, 'caregiver-verified')
  t.match(scene.said(), /hoeveel pijn is er op dit moment\?/)
  t.end()
})

t.test('requests made in Dutch are carried out', t => {
  t.match(at('pain').reply('Kunt ge wat trager spreken?').said(), /ik spreek wat trager/)
  t.match(at('pain').reply('Wablief?').said(), /Van nul tot tien/)
  t.match(at('pain').reply('Mag ik een Dafalgan nemen?').said(), /geen medisch oordeel/)
  const later = call().reply('Ja.', '3 april 47.', 'Bel mij morgen om half vier terug.')
  t.equal(later.ended, 'callback-requested')
  t.same(later.acts.at(-1), { ...later.acts.at(-1), type: 'hang-up', disposition: 'callback-requested' })
  t.match(JSON.stringify(later.acts), /2026-11-25T15:30/)
  t.equal(call().reply('Bel mij niet meer.').ended, 'opted-out')
  t.equal(call().reply('Ze is vorige week overleden.').ended, 'deceased-reported')
  t.equal(call().reply('Ik spreek niet met een machine.').ended, 'refused')
  t.end()
})

t.test('nothing understood in Dutch is rephrased, then keyed, then skipped and listed', t => {
  const scene = at('transit').reply('De hond blaft.')
  t.match(scene.said(), /Werken uw darmen goed, ja of nee\?/)
  scene.reply('De hond blaft.')
  t.match(scene.said(), /Voor ja drukt u op één, en voor nee op twee\./)
  scene.reply({ keys: '1' })
  t.equal(scene.answer('transit')?.value, true)
  t.end()
})

t.test('at night the doctor on duty is named in Dutch', t => {
  t.match(at('anything-else', { nightWeekendOrHoliday: true }).reply('Nee.').said(), /huisarts van wacht, op 1733/)
  t.end()
})
