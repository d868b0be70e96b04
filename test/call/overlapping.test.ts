import t from 'tap'
import type { Mouth, Said, Say } from '../../daemon/call/mouth.js'
import { Overlapping } from '../../daemon/call/overlapping.js'
import type { Overlap } from '../../daemon/dialogue/port.js'
import { ms } from '../../daemon/domain/units.js'

function scriptedMouth(overlap: Overlap, askedShare = 0) {
  const done: string[] = []
  const say: Say = {
    type: 'say',
    sayId: 's',
    linkId: 'pain',
    sentences: ['Un.', 'Deux.'],
    overlap,
    purpose: 'question',
  }
  const mouth = {
    current: say as Say | undefined,
    sounding: true,
    quiet: false,
    quietSinceMs: ms(0),
    cut: () => done.push('cut'),
    duck: () => done.push('duck'),
    hush: () => done.push('hush'),
    unduck: () => done.push('unduck'),
    askedShare: () => askedShare,
    say: (again: Say) => done.push(`say ${again.sentences.join(' ')}`),
    unheard: (said: Said): Say => ({ ...said.say, sentences: said.say.sentences.slice(1) }),
  }
  /** As the media thread tells it after a cut. */
  const stopped = (overlapping: Overlapping) => {
    mouth.current = undefined
    mouth.quiet = true
    overlapping.said(said)
  }
  const said: Said = { say, startMs: ms(0), endMs: ms(600), heardMs: ms(600), wholeMs: ms(1500), cut: true }
  return { done, mouth, stopped, overlapping: new Overlapping(mouth as unknown as Mouth) }
}

t.test('a question stops when the patient speaks over it', async t => {
  const { done, overlapping } = scriptedMouth('stop')
  overlapping.stirring('speech')
  t.same(done, ['hush'], 'one window may be a click')
  overlapping.speaking(ms(64))
  overlapping.speaking(ms(96))
  t.same(done, ['hush', 'cut'])
})

t.test('a click makes the voice lower for a moment and stops nothing', async t => {
  const question = scriptedMouth('stop')
  question.overlapping.stirring('speech')
  question.overlapping.stirring(undefined)
  t.same(question.done, ['hush', 'unduck'])
  const explanation = scriptedMouth('duck')
  explanation.overlapping.stirring('speech')
  explanation.overlapping.stirring(undefined)
  t.same(explanation.done, ['duck', 'unduck'])
  const notice = scriptedMouth('never')
  notice.overlapping.stirring('speech')
  notice.overlapping.stirring(undefined)
  t.same(notice.done, [])
})

t.test('a mere sound lowers an explanation and leaves a question alone', async t => {
  const explanation = scriptedMouth('duck')
  explanation.overlapping.stirring('sound')
  explanation.overlapping.stirring(undefined)
  t.same(explanation.done, ['duck', 'unduck'])
  const question = scriptedMouth('stop')
  question.overlapping.stirring('sound')
  t.same(question.done, [])
  question.overlapping.stirring('speech')
  t.same(question.done, ['hush'])
})

t.test('an explanation ducks at once and stops after half a second of speech', async t => {
  const { done, overlapping } = scriptedMouth('duck')
  overlapping.speaking(ms(64))
  t.same(done, ['duck'])
  overlapping.speaking(ms(512))
  t.same(done, ['duck', 'cut'])
})

t.test('a short "mm-hm" over an explanation only ducks it, and its level returns', async t => {
  const { done, overlapping } = scriptedMouth('duck')
  overlapping.speaking(ms(200))
  t.equal(overlapping.turn("D'accord.", ms(900)), 'backchannel')
  t.same(done, ['duck', 'unduck'])
  overlapping.speaking(ms(200))
  t.equal(overlapping.turn('Attendez.', ms(1800)), 'open', 'a request is not one')
})

t.test('the AI notice cannot be cut; what is said under it is told apart', async t => {
  const { done, overlapping } = scriptedMouth('never')
  overlapping.speaking(ms(2000))
  t.same(done, [])
  t.equal(overlapping.turn('Allô ?', ms(900)), 'under')
  t.equal(overlapping.turn('Oui.', ms(1900)), 'open')
})

t.test('who answers the consent question over its last word is heard', async t => {
  const { mouth, overlapping } = scriptedMouth('never')
  overlapping.speaking(ms(96))
  mouth.current = undefined
  mouth.quiet = true
  mouth.quietSinceMs = ms(1000)
  t.equal(overlapping.turn('Oui.', ms(1300)), 'open')
})

t.test('a cough that stopped a question: the question goes on with the sentence that was cut', async t => {
  const { done, stopped, overlapping } = scriptedMouth('stop')
  overlapping.speaking(ms(96))
  stopped(overlapping)
  t.ok(overlapping.accompanied(''), 'which need not be waited for long')
  t.equal(overlapping.turn('', ms(900)), 'resume')
  t.same(done, ['cut', 'say Deux.'])
})

t.test('"oui" over the beginning of a question is no answer to it: it goes on', async t => {
  for (const text of ['Oui.', 'Mm-hm.', "D'accord, d'accord.", 'Ah bon ?', 'Hum.', 'Ok, très bien.']) {
    const { done, stopped, overlapping } = scriptedMouth('stop', 0.2)
    overlapping.speaking(ms(96))
    stopped(overlapping)
    t.equal(overlapping.turn(text, ms(900)), 'backchannel', text)
    t.same(done, ['cut', 'say Deux.'])
  }
})

t.test('"oui" over the end of a question answers it, and words that are no backchannel always do', async t => {
  const late = scriptedMouth('stop', 0.8)
  late.overlapping.speaking(ms(96))
  late.stopped(late.overlapping)
  t.notOk(late.overlapping.accompanied('Oui.'))
  t.equal(late.overlapping.turn('Oui.', ms(900)), 'open')
  for (const text of ['Non.', "Oui j'ai mal.", 'Attendez.', 'Huit.', 'Merci.']) {
    const early = scriptedMouth('stop', 0.1)
    early.overlapping.speaking(ms(96))
    early.stopped(early.overlapping)
    t.equal(early.overlapping.turn(text, ms(900)), 'open', text)
    t.same(early.done, ['cut'])
  }
})

t.test('an explanation gives way to a short word as soon as it is recognised, not to a backchannel', async t => {
  const { done, overlapping } = scriptedMouth('duck')
  overlapping.speaking(ms(300))
  overlapping.words('Oui.')
  overlapping.words('')
  t.same(done, ['duck'])
  overlapping.words('Non.')
  overlapping.words('Non non.')
  t.same(done, ['duck', 'cut'])
})

t.test('an explanation that half a second of "d\'accord, d\'accord" stopped goes on', async t => {
  const { done, stopped, overlapping } = scriptedMouth('duck', 0.9)
  overlapping.speaking(ms(200))
  overlapping.speaking(ms(600))
  stopped(overlapping)
  t.equal(overlapping.turn("D'accord, d'accord.", ms(900)), 'backchannel')
  t.same(done, ['duck', 'cut', 'say Deux.'])
})

t.test('recognised words do not cut what may not be cut', async t => {
  const { done, overlapping } = scriptedMouth('never')
  overlapping.speaking(ms(300))
  overlapping.words('Non.')
  t.same(done, [])
})

t.test(
  'what never falls silent is spoken over: a turn that we ended stops neither the next words nor a hush',
  async t => {
    const { done, overlapping } = scriptedMouth('stop')
    overlapping.turn('Et le ministre a déclaré que', ms(20_000), true)
    overlapping.stirring('speech')
    overlapping.speaking(ms(700), ms(0))
    t.same(done, [])
  },
)

t.test('but who begins behind a silence is given way to, in the middle of those words', async t => {
  const { done, overlapping } = scriptedMouth('stop')
  overlapping.turn('Et le ministre a déclaré que', ms(20_000), true)
  overlapping.speaking(ms(64), ms(280))
  t.same(done, [], 'a breath is no silence')
  overlapping.speaking(ms(64), ms(320))
  t.same(done, ['cut'])
})

t.test('a long story that its teller ended leaves the next question open to the first word', async t => {
  const { done, overlapping } = scriptedMouth('stop')
  overlapping.turn('Alors voilà, toute la nuit …', ms(19_000), false)
  overlapping.stirring('speech')
  overlapping.speaking(ms(64), ms(900))
  t.same(done, ['hush', 'cut'])
})
