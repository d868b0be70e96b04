import t from 'tap'
import { loadDialogue, parseCommon, parseProtocol } from '../../daemon/dialogue/dialogue.js'
import { Failure } from '../../daemon/domain/failure.js'
import { followUp, hearing, jeanne, Scene, settled, text } from './scene.js'

const broken = (change: (yaml: string) => string): string => {
  try {
    parseProtocol(change(text('general-follow-up.yaml')), 'follow.yaml')
    return 'accepted'
  } catch (failure) {
    return failure instanceof Failure ? `${failure.code}: ${failure.message}` : 'not a Failure'
  }
}

t.test('a broken protocol is refused with its file, line and reason', t => {
  t.match(
    broken(yaml => yaml.replace('rule: pain-high', 'rule: pain-hi')),
    /protocol\/invalid.*follow\.yaml.*line \d+, items\.0\.alerts\.0\.rule/,
  )
  t.match(
    broken(yaml => yaml.replace('thinkMs: 7000', 'thinkMs: 70')),
    /line 14, items\.0\.thinkMs/,
  )
  t.match(
    broken(yaml => yaml.replace('linkId: pain-where', 'linkId: pain')),
    /the linkId pain is used twice/,
  )
  t.match(
    broken(yaml => yaml.replace('{ linkId: pain, above: 0 }', '{ linkId: pains, above: 0 }')),
    /pains is not asked before pain-where/,
  )
  t.match(
    broken(yaml => yaml.replace('readBack: Vous avez dit {value} sur 10.', '')),
    /needs the wording readBack/,
  )
  t.match(
    broken(yaml => yaml.replace(/version: [\d.]+/, 'version: one')),
    /a version is three numbers/,
  )
  t.match(
    broken(yaml => yaml.replace('{ day: 1, openDays: 3 }', '{ day: 0, openDays: 3 }')),
    /line 8, calls\.on\.0\.day/,
  )
  t.match(
    broken(yaml => yaml.replace('calls:', "calls:\n  hours: ['12:00-09:00']")),
    /the first time comes before the second/,
  )
  t.match(
    broken(yaml =>
      yaml.replace('- { day: 1, openDays: 3 }', '- { day: 3, openDays: 3 }\n    - { day: 1, openDays: 3 }'),
    ),
    /days rise/,
  )
  t.match(
    broken(yaml => yaml.replace('items:', 'items: [')),
    /protocol\/invalid.*line \d+/,
  )
  t.match(
    broken(() => ''),
    /protocol\/invalid/,
  )
  t.throws(() => parseCommon('language: fr', 'common.fr.yaml'), { code: 'protocol/invalid' })
  t.end()
})

t.test('a nurse adds a question in the file alone', t => {
  const yaml = text('general-follow-up.yaml').replace(
    '  - linkId: anything-else',
    `  - linkId: sleep
    kind: yes-no
    thinkMs: 6000
    wording:
      fr:
        patient: { ask: [Dormez-vous bien ?], rephrase: ["Dormez-vous bien, oui ou non ?"] }
        caregiver: { ask: [Dort-elle bien ?], rephrase: ["Dort-elle bien, oui ou non ?"] }
  - linkId: anything-else`,
  )
  t.ok(parseProtocol(yaml, 'follow.yaml').items.some(item => item.linkId === 'sleep'))
  t.end()
})

t.test('every linkId of the general follow-up is there, in the order it is asked', t => {
  t.same(followUp().linkIds, [
    'pain',
    'pain-where',
    'medicines',
    'transit',
    'transit-problem',
    'morale',
    'morale-detail',
    'fever',
    'temperature',
    'anything-else',
  ])
  t.end()
})

t.test('what must be rendered ahead is bounded: at most 150 sentences besides the read-backs, none of them long', t => {
  const sentences = followUp().fixedSentences('fr', jeanne.hospital)
  const readBacks = sentences.filter(sentence => /^Vous avez dit \d/.test(sentence))
  t.equal(readBacks.length, 57)
  t.ok(sentences.length - readBacks.length <= 150, `${sentences.length - readBacks.length} sentences`)
  for (const sentence of sentences) {
    t.ok(sentence.split(' ').length <= 15, sentence)
    t.notMatch(sentence, /[{}]/)
  }
  t.end()
})

t.test('a resumed call settles the identity first, then goes on at its question', t => {
  const scene = new Scene({ ...jeanne, startAt: 'morale' })
  t.equal(scene.listening, 'person')
  scene.reply(...settled)
  t.equal(scene.listening, 'morale')
  t.end()
})

const judgeAt = (linkId: string) => {
  const { dialogue, state } = Scene.at(linkId)
  return (said: string, confidence = 0.9, alternatives: readonly string[] = []) =>
    dialogue.judge(state, hearing(said, { confidence, alternatives }))
}

t.test('the end of a turn: a whole answer, an open one, a hesitation', t => {
  const judge = judgeAt('pain')
  t.equal(judge('Huit.'), 'complete')
  t.equal(judge("Ben… c'est"), 'searching')
  t.equal(judge('Entre'), 'searching')
  t.equal(judge("j'ai eu mal cette nuit"), 'hesitating', 'the number may still come')
  t.equal(judge('Je ne sais pas.'), 'open')
  t.equal(judge('Vous pouvez répéter ?'), 'open')
  t.equal(judge("C'est", 0.2), 'searching', 'the score may still come')
  t.equal(judge('Ben ben', 0.2), 'searching', 'a filler is one however badly it is heard')
  t.equal(judge('Attends-y.', 0.4), 'searching', '"attendez", as it is written on a bad line')
  t.equal(judge('', 0), 'hesitating', 'a sound without a word: the score may still come')
  t.equal(judgeAt('fever')('Trente-huit cinq.'), 'complete', 'degrees answer whether there is a fever')
  t.end()
})

t.test('the end of a turn in free speech: a closed sentence, half a one, half a word that was hardly recognised', t => {
  const judge = judgeAt('pain-where')
  t.equal(judge("J'ai mal au ventre."), 'finished')
  t.equal(judge("J'ai mal à la"), 'searching')
  t.equal(judge("C'est...", 0.38), 'open')
  t.equal(judge('la', 0.06), 'open')
  t.equal(judge("J'ai mal à la.", 0.38), 'hesitating', 'half a sentence of a weak voice is waited for')
  t.equal(judge("J'ai mal parce que", 0.4), 'hesitating')
  t.equal(judge("C'est difficile.", 0.3), 'searching')
  t.equal(judge('', 0), 'open')
  t.end()
})

t.test('the end of a turn in free speech: other readings of the same sound count', t => {
  const judge = judgeAt('pain-where')
  const torso = ["Je n'ai pas mal à la poitrine.", "Je n'ai pas mal à la poîtrie."]
  t.equal(judge("Je n'ai pas mal à la poitrie là", 0.7), 'searching')
  t.equal(judge("Je n'ai pas mal à la poitrie là", 0.7, torso), 'open', 'they are whole')
  t.equal(judge("J'ai mal à la", 0.6, ["J'ai mal à la...", "J'ai mal, à la"]), 'searching', 'none of them is')
  t.equal(judge("J'ai mal à la", 0.6, ["J'ai mal à la...", "J'ai mal, à la", "J'ai mal."]), 'searching', 'most are not')
  t.equal(judge('Ben, satisficile.', 0.35, ["Ben, c'est difficile."]), 'searching')
  t.equal(judge('then', 0.42, ['Ben', 'Then', 'ben', 'Ben ben']), 'searching')
  t.equal(judge('Euh', 0.5, ['Oui.', 'Deux.']), 'searching', 'a filler is one although another reading has none')
  t.end()
})

t.test('other days for the calls make no other questionnaire of it', t => {
  const french = parseCommon(text('common.fr.yaml'), 'common.fr.yaml')
  const version = (change: (yaml: string) => string) =>
    loadDialogue(parseProtocol(change(text('general-follow-up.yaml')), 'follow.yaml'), french).protocol.version
  t.equal(
    version(yaml => yaml.replace('{ day: 1, openDays: 3 }', '{ day: 2, openDays: 5 }')),
    version(yaml => yaml),
  )
  t.not(
    version(yaml => yaml.replace('à combien est votre douleur', 'quelle est votre douleur')),
    version(yaml => yaml),
  )
  t.end()
})
