import t from 'tap'
import { loadDialogue, parseCommon, parseProtocol } from '../../daemon/dialogue/dialogue.js'
import { dialogueOf, jeanne, Scene, text } from './scene.js'

const surgery = (linkId = 'pain') => Scene.of('after-surgery-day-1', linkId)
const heart = (linkId = 'weight-gain') => Scene.of('heart-failure', linkId)
const talk = (linkId = 'health-status') => Scene.of('discharge-talk', linkId)

t.test('after surgery: a quiet day asks no branch and alerts for nothing', t => {
  const scene = surgery().reply('Zéro.', 'Oui.', 'Non.', 'Oui, il est propre.', 'Non.', 'Non.', 'Non merci.', 'Non.')
  t.same(scene.rules, [])
  t.same(scene.tasks, [])
  t.equal(scene.listening, 'closing')
  for (const linkId of ['pain-worsening', 'pain-relief', 'nausea-permanent', 'dressing-blood', 'symptom-detail'])
    t.notOk(scene.state.asked.includes(linkId), linkId)
  t.end()
})

t.test('after surgery: whoever tells with the score that it keeps him awake is not asked that again', t => {
  for (const said of ["Six, et ça m'empêche de dormir.", 'Six et je bouge plus.']) {
    const scene = surgery()
    scene.reply(said)
    t.match(scene.said(), /^Vous avez dit que la douleur gêne pour dormir ou bouger\. C'est bien ça/, said)
    scene.reply('Oui.')
    t.match(scene.state.answers, { pain: { value: 6 }, 'pain-prevents-sleep': { value: true, readBack: 'confirmed' } })
    t.match(scene.said(), /insupportable/)
  }
  const asleep = surgery()
  asleep.reply('Quatre, mais je dors bien.')
  t.match(asleep.said(), /empêche-t-elle de dormir/, 'what reassures is asked')
  t.end()
})

t.test('after surgery: every alert rule of the protocol rises from its own answer, read back first', t => {
  const scene = surgery()
  scene.reply('Sept.', 'Oui.') // read back
  scene.reply('Oui, je dors mal.', 'De plus en plus forte.', 'Oui.')
  scene.reply('Un peu.', 'Du paracétamol, un gramme.', "Je n'ai pas faim.")
  t.equal(scene.listening, 'nausea')
  scene.reply('Oui, des nausées.')
  t.match(scene.said(), /Vous avez parlé de nausées.*C'est bien ça/)
  scene.reply('Oui.', 'Tout le temps.', 'Oui.', 'Trois fois.', 'Oui.')
  scene.reply('Il est taché.', 'Oui, du sang.', 'Oui.', 'Il y a un liquide.', 'Oui.')
  scene.reply('Oui.', "Pour l'opération.", 'Oui.')
  scene.reply('Oui, ça me brûle.', 'Oui.', 'Ça me brûle en bas du ventre.')
  scene.reply('Je veux bien.', 'Oui.')
  t.same([...scene.rules].sort(), [
    'chest-breathing-urinary',
    'doctor-about-operation',
    'dressing-blood',
    'dressing-discharge',
    'nausea-permanent',
    'not-eating-with-nausea',
    'pain-high',
    'pain-worsening',
    'vomiting-repeated',
    'wants-team',
  ])
  t.same(
    Object.values(scene.state.alerts)
      .filter(alert => alert.urgency !== 'urgent')
      .map(alert => [alert.rule, alert.urgency]),
    [['wants-team', 'soon']],
  )
  t.same(scene.tasks, ['callback'])
  t.equal(scene.answer('pain-relief')?.value, 'slightly')
  t.equal(scene.answer('symptom-detail')?.value, 'Ça me brûle en bas du ventre.')
  t.equal(scene.listening, 'anything-else')
  t.match(scene.said(), /Je demande à une infirmière de vous rappeler/)
  t.end()
})

t.test('a rule over two answers shows both questions and both answers', t => {
  const scene = surgery('eating').reply("Je n'ai pas faim.", 'Oui, un peu.', 'Oui.')
  t.match(scene.state.alerts['not-eating-with-nausea'], {
    urgency: 'urgent',
    question: 'Mangez-vous normalement ? / Avez-vous des nausées, ou des vomissements ?',
    words: "Je n'ai pas faim. / Oui, un peu.",
    confirmation: 'confirmed',
  })
  const eats = surgery('eating').reply('Oui.', "J'ai la nausée.")
  t.same(eats.rules, [])
  t.equal(eats.listening, 'nausea-permanent', 'nausea alone alerts for nothing and is not read back')
  t.end()
})

t.test('what a relative tells of somebody is understood as what they would say themselves', t => {
  for (const [protocol, linkId, said, value] of [
    ['after-surgery-day-1', 'pain-prevents-sleep', 'Elle dort mal.', true],
    ['after-surgery-day-1', 'pain-prevents-sleep', 'Il ne sait pas bouger.', true],
    ['after-surgery-day-1', 'doctor-seen', 'Elle a vu son médecin.', true],
    ['heart-failure', 'breathless-flat', 'Elle dort à plat.', false],
    ['discharge-talk', 'home-services', 'Elle se débrouille.', undefined],
  ] as const) {
    const scene = Scene.of(protocol, linkId).reply(said)
    t.equal(scene.answer(linkId)?.value, value, said)
    t.not(scene.listening, linkId, `${said} is not asked again`)
  }
  t.end()
})

t.test('after surgery: "je mange" tells how she eats; it asks for no other time', t => {
  for (const [said, value] of [
    ['Je mange un peu.', undefined],
    ['Je mange très peu.', false],
    ["Je n'arrive plus à manger.", false],
    ['Je ne mange plus.', false],
    ['Oui, je mange bien.', true],
    ['Je mange comme avant.', true],
  ] as const) {
    const scene = surgery('eating').reply(said)
    t.equal(scene.answer('eating')?.value, value, said)
    t.not(scene.listening, 'closing', said)
  }
  t.end()
})

t.test('a choice is understood in many words, by its key, and not guessed', t => {
  const relief = (said: string) => surgery('pain-relief').reply(said).answer('pain-relief')?.value
  const scene = surgery('pain').reply('Quatre.', 'Non.', 'Non.')
  t.equal(scene.listening, 'pain-relief')
  for (const [said, code] of [
    ['Complètement.', 'entirely'],
    ['Oui, tout à fait.', 'entirely'],
    ['Pas tout à fait.', 'average'],
    ['Plus ou moins.', 'average'],
    ['Un tout petit peu… enfin un peu, quoi.', 'slightly'],
    ['Ils ne font rien.', 'not-at-all'],
    ['Pas du tout.', 'not-at-all'],
    ["Je n'en prends pas.", 'none-taken'],
  ] as const)
    t.equal(relief(said), code, said)
  t.equal(relief('Oui.'), undefined)
  t.equal(relief('Entièrement, ou un peu ?'), undefined)
  t.equal(surgery('pain-relief').reply({ keys: '4' }).answer('pain-relief')?.value, 'not-at-all')
  const unclear = surgery('pain-relief').reply('Hier.', 'Bof.')
  t.match(unclear.said(), /Tapez un pour entièrement/)
  t.end()
})

t.test('the name and dose of the pain killer are asked of those who take one', t => {
  t.equal(surgery('pain-relief').reply('Moyennement.').listening, 'pain-medicine')
  t.equal(surgery('pain-relief').reply("Je n'en prends pas.").listening, 'eating')
  t.end()
})

t.test('who asks for the team by themselves is not asked whether they wish to', t => {
  const scene = surgery('eating').reply('Je voudrais parler à une infirmière.')
  t.same(scene.rules, ['wants-team'])
  scene.reply('Oui.', 'Non.', 'Oui.', 'Non.', 'Non.')
  t.equal(scene.listening, 'anything-else')
  t.equal(scene.answer('wants-team')?.value, true)
  const there = surgery('wants-team').reply('Je voudrais parler à une infirmière.')
  t.equal(there.listening, 'anything-else')
  t.same(there.tasks, ['callback'])
  t.end()
})

t.test(
  'vomiting told and confirmed is asked no second and third time; both questions count, and their rules run',
  t => {
    const scene = surgery('nausea').reply("Oui, j'ai vomi toute la nuit.", 'Oui.')
    t.equal(scene.listening, 'nausea-permanent')
    scene.reply('Non.')
    t.equal(scene.listening, 'dressing-clean')
    t.match(scene.answer('nausea'), { value: true, readBack: 'confirmed' })
    t.match(scene.answer('vomiting-repeated'), {
      value: true,
      readBack: 'confirmed',
      text: "Oui, j'ai vomi toute la nuit.",
    })
    t.match(scene.state.alerts['vomiting-repeated'], { urgency: 'urgent', confirmation: 'confirmed' })
    t.equal(scene.said(scene.acts).match(/C'est bien ça/g)?.length, 1)
    t.end()
  },
)

t.test('heart failure: a swollen leg told and confirmed answers the question about swelling', t => {
  const scene = heart().reply('Non, mais ma jambe est toute gonflée et rouge.', 'Oui.')
  t.match(scene.state.alerts['urgent-word:leg'], { urgency: 'urgent', confirmation: 'confirmed' })
  for (let turns = 0; scene.listening === 'weight-gain' && turns < 3; turns++) scene.reply('Non.')
  t.equal(scene.listening, 'breathless-flat', 'neither asked again nor read back')
  t.match(scene.answer('swelling'), { value: true, readBack: 'confirmed' })
  t.match(scene.state.alerts.swelling, { urgency: 'soon', confirmation: 'confirmed' })
  t.end()
})

t.test('vomiting that was once only is asked about as ever', t => {
  const scene = surgery('nausea').reply("Oui, j'ai vomi.", 'Non, une seule fois.')
  t.match(scene.state.alerts['urgent-word:vomiting'], { urgency: 'urgent', confirmation: 'denied' })
  scene.reply('Non.')
  t.equal(scene.listening, 'vomiting-repeated')
  t.same(scene.reply('Non.').rules, ['urgent-word'])
  t.end()
})

t.test('a confirmed sign at the last questions of the operation is read back once', t => {
  const urine = surgery('chest-breathing-urinary').reply("Oui, je n'arrive plus à uriner.", "Oui, c'est ça.")
  t.same(urine.rules, ['urgent-word', 'chest-breathing-urinary'])
  t.equal(urine.listening, 'symptom-detail')
  const wound = surgery('dressing-clean').reply('Non.', 'Non.', 'Oui, la plaie coule.', 'Oui.')
  t.same(wound.rules, ['urgent-word', 'dressing-discharge'])
  t.equal(wound.listening, 'doctor-seen')
  t.end()
})

t.test('heart failure: kilos are counted, a loss is none, a weight told instead is no answer', t => {
  const gained = (said: string) => heart().reply(said)
  t.equal(gained("J'ai pris trois kilos.").listening, 'weight-gain')
  t.match(gained("J'ai pris trois kilos.").said(), /deux kilos de plus.*C'est bien ça/)
  t.same(gained("J'ai pris trois kilos.").reply('Oui.').rules, ['weight-gain'])
  for (const said of [
    'Un kilo et demi.',
    '500 grammes.',
    "J'ai perdu deux kilos.",
    'Non.',
    "Je n'ai pas pris deux kilos.",
  ])
    t.equal(gained(said).answer('weight-gain')?.value, false, said)
  t.equal(gained('Je pèse septante-deux kilos.').answer('weight-gain'), undefined)
  t.equal(gained("Je n'ai pas de balance.").answer('weight-gain')?.status, 'not-known')
  t.end()
})

t.test('heart failure: "plus gonflées" is more swollen, unless something denies it', t => {
  for (const [said, value] of [
    ['Oui, elles sont plus gonflées.', true],
    ['Elles sont plus gonflées.', true],
    ['Oui, le soir elles sont bien plus enflées.', true],
    ['Oui, plus gonflées.', true],
    ['Elles ne sont pas plus gonflées.', false],
    ['Elles ne sont plus gonflées.', false],
    ['Non, elles ne sont plus enflées.', false],
    ['Non, pas plus gonflées.', false],
    ['Elles sont moins gonflées.', false],
  ] as const)
    t.equal(heart('swelling').reply(said).answer('swelling')?.value, value, said)
  t.same(heart('swelling').reply('Oui, elles sont plus gonflées.', 'Oui.').rules, ['swelling'])
  t.end()
})

t.test('heart failure: swelling, breath and medicines alert, salt does not', t => {
  const scene = heart('swelling').reply('Oui, les chevilles.', 'Oui.', 'Je dors assise.', 'Oui.', 'Non.')
  scene.reply("Je les ai arrêtés, j'oublie.", 'Oui.')
  t.same(
    Object.values(scene.state.alerts).map(alert => [alert.rule, alert.urgency]),
    [
      ['swelling', 'soon'],
      ['breathless-flat', 'urgent'],
      ['medicines-missed', 'soon'],
    ],
  )
  t.equal(scene.answer('salt')?.value, false)
  t.end()
})

t.test('discharge talk: the five topics, with an alert for who is worse, takes no medicines, or waits for help', t => {
  const scene = talk().reply('Moins bien.')
  t.match(scene.said(), /Vous avez dit : moins bien\..*C'est bien ça/)
  scene.reply('Oui.', 'Oui.', 'Pas encore.', "Personne n'est venu.", 'Oui.', 'Oui, mon médecin.', 'Non.')
  t.same(
    Object.values(scene.state.alerts).map(alert => [alert.rule, alert.urgency]),
    [
      ['health-worse', 'urgent'],
      ['services-missing', 'soon'],
    ],
  )
  t.equal(scene.listening, 'closing')
  t.equal(talk().reply('Ça va bien.').answer('health-status')?.value, 'better')
  t.equal(talk().reply('Pas mieux.').answer('health-status')?.value, 'same')
  t.equal(talk().reply('Pas bien du tout.').reply('Oui, très mal.').answer('health-status')?.value, 'worse')
  t.equal(talk('home-services').reply('Rien de prévu.').answer('home-services')?.status, 'not-known')
  t.end()
})

t.test('a later question that was answered before is confirmed in one sentence, not asked, and its rule runs', t => {
  const scene = Scene.at('pain').reply("Cinq, et j'ai de la fièvre.")
  t.equal(scene.answer('pain')?.value, 5)
  t.match(scene.answer('fever'), { value: true, pending: true, pendingAlerts: [{ rule: 'fever' }] })
  scene.reply('Au ventre.', 'Oui.', 'Oui.', 'Sept.')
  t.equal(scene.listening, 'fever')
  t.equal(scene.said(), "Vous avez parlé de fièvre. C'est bien ça ?")
  scene.reply('Oui.')
  t.same(scene.rules, ['fever'])
  t.equal(scene.listening, 'temperature')
  const hungUp = Scene.at('pain').reply("Cinq, et j'ai de la fièvre.", { type: 'hung-up', atMs: 1 as never })
  t.match(hungUp.state.alerts.fever, { confirmation: 'hung-up' })
  t.end()
})

t.test('what was told before and is denied or unclear is asked in full', t => {
  const told = () =>
    Scene.at('pain').reply('Zéro, et je ne suis pas constipée, tout est normal au niveau des selles.', 'Oui.')
  t.equal(told().said(), "Vous avez dit que le transit est normal. C'est bien ça ?")
  t.match(told().reply('Le chien aboie.').said(), /Allez-vous à selle normalement/)
  t.match(told().reply('Non.').said(), /Allez-vous à selle normalement/)
  t.equal(told().reply('Oui.').answer('transit')?.readBack, 'confirmed')
  t.equal(told().reply('Oui.').listening, 'morale')
  t.end()
})

t.test(
  'a question that a nurse adds to the file is asked, understood and alerted for, without a change to the program',
  t => {
    const yaml = text('heart-failure.yaml').replace(
      '  - linkId: anything-else',
      `  - linkId: dizziness
    kind: choice
    thinkMs: 7000
    options: [{ code: never, key: "1" }, { code: often, key: "2" }]
    alerts: [{ rule: health-worse, urgency: soon, when: { is: often } }]
    wording:
      fr:
        patient: { ask: ["Avez-vous des vertiges, jamais ou souvent ?"], rephrase: ["Jamais, ou souvent ?"] }
        caregiver: { ask: ["A-t-elle des vertiges, jamais ou souvent ?"], rephrase: ["Jamais, ou souvent ?"] }
        keypad: ["Tapez un pour jamais, deux pour souvent."]
        readBack: "Vous avez dit : {value}."
        options: { never: { said: jamais, words: [] }, often: { said: souvent, words: [tout le temps] } }
  - linkId: anything-else`,
    )
    const options = { startAtSkipsIdentity: true }
    const scene = new Scene(
      { ...jeanne, startAt: 'medicines' },
      options,
      'Allô ?',
      dialogueOf('heart-failure', options, yaml),
    )
    t.match(scene.reply('Oui.').said(), /des vertiges, jamais ou souvent/)
    t.equal(scene.reply('Souvent.').said(), "Vous avez dit : souvent. C'est bien ça ?")
    t.equal(scene.reply('Oui.').answer('dizziness')?.value, 'often')
    t.same(scene.rules, ['health-worse'])
    t.equal(scene.listening, 'anything-else')
    t.end()
  },
)

t.test('every protocol names the stable linkIds in their order', t => {
  const ids = (id: string) => [...text(`${id}.yaml`).matchAll(/^ {2}- linkId: (.*)$/gm)].map(found => found[1])
  t.same(ids('after-surgery-day-1'), [
    'pain',
    'pain-prevents-sleep',
    'pain-worsening',
    'pain-relief',
    'pain-medicine',
    'eating',
    'nausea',
    'nausea-permanent',
    'vomiting-repeated',
    'dressing-clean',
    'dressing-blood',
    'dressing-discharge',
    'doctor-seen',
    'doctor-about-operation',
    'chest-breathing-urinary',
    'symptom-detail',
    'wants-team',
    'anything-else',
  ])
  t.same(ids('heart-failure'), ['weight-gain', 'swelling', 'breathless-flat', 'salt', 'medicines', 'anything-else'])
  t.same(ids('discharge-talk'), [
    'health-status',
    'medicines',
    'appointments',
    'home-services',
    'problem-plan',
    'anything-else',
  ])
  t.end()
})

t.test('a questionnaire edited without a new number is another version all the same', t => {
  const parts = { common: parseCommon(text('common.fr.yaml'), 'common.fr.yaml'), file: 'heart-failure.yaml' }
  const load = (yaml: string) => loadDialogue(parseProtocol(yaml, parts.file), parts.common).protocol
  const whole = text(parts.file)
  const [first, again, edited] = [load(whole), load(whole), load(whole.replace(/thinkMs: \d+/, 'thinkMs: 9999'))]
  t.equal(first.version, again.version)
  t.match(first.version, /^\d+\.\d+\.\d+\+[0-9a-f]{12}$/)
  t.not(first.version, edited.version)
  t.match(JSON.parse(edited.text), { protocol: { id: 'heart-failure' }, common: { language: 'fr' } })
  t.end()
})

t.test(
  'discharge talk: the day of an appointment says that there is one; one still to be made says that there is none',
  t => {
    for (const [said, value] of [
      ["C'est le quinze janvier.", true],
      ["C'est jeudi matin.", true],
      ['Mardi prochain.', true],
      ['Je dois encore appeler lundi.', false],
      ["Je n'ai pas de rendez-vous avant mars.", false],
      ['Non, pas encore.', false],
    ] as const)
      t.equal(talk('appointments').reply(said).answer('appointments')?.value, value, said)
    t.end()
  },
)
