import t from 'tap'
import type { Mouth, Said, Say } from '../../daemon/call/mouth.js'
import { Overlapping } from '../../daemon/call/overlapping.js'
import type { Overlap } from '../../daemon/dialogue/port.js'
import { ms } from '../../daemon/domain/units.js'

function scriptedMouth(overlap: Overlap) {
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
    unduck: () => done.push('unduck'),
    say: (again: Say) => done.push(`say ${again.sentences.join(' ')}`),
    unheard: (said: Said): Say => ({ ...said.say, sentences: said.say.sentences.slice(1) }),
  }
  const said: Said = { say, startMs: ms(0), endMs: ms(600), heardMs: ms(600), wholeMs: ms(1500), cut: true }
  return { done, mouth, said, overlapping: new Overlapping(mouth as unknown as Mouth) }
}

t.test('a question stops when the patient speaks over it', async t => {
  const { done, overlapping } = scriptedMouth('stop')
  overlapping.speaking(ms(64))
  t.same(done, [], 'two windows are not enough')
  overlapping.speaking(ms(96))
  overlapping.speaking(ms(128))
  t.same(done, ['cut'])
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
  const { done, mouth, said, overlapping } = scriptedMouth('stop')
  overlapping.speaking(ms(96))
  mouth.current = undefined
  mouth.quiet = true
  overlapping.said(said)
  t.equal(overlapping.turn('', ms(900)), 'resume')
  t.same(done, ['cut', 'say Deux.'])
})
