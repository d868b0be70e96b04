import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import t from 'tap'
import { projectRoot } from '../../daemon/paths.js'
import { loadAddon, type NativeSession, type Variant } from '../../daemon/speech/recogniser/addon.js'
import { encoderInput } from '../../daemon/speech/recogniser/audio.js'
import { addonPath, clip, skip as lacking, modelPath } from './recogniser-scene.js'

const skip = lacking || process.arch === 'x64' ? lacking : 'only an x86-64 processor has older variants'

t.setTimeout(600_000)

/** What one variant hears in a clip: the words, other readings, and how it scores eleven numbers. */
async function hear(session: NativeSession) {
  const input = encoderInput(clip('pas-entendu'))
  await session.encode(input.pcm, input.audioCtx, 1)
  const { text, logProbabilities } = await session.greedy({ language: 'fr', maxTokens: 30 })
  const readings = await session.alternatives({ language: 'fr', maxTokens: 30, width: 5, pruneBelow: 4 })
  const numbers = Array.from({ length: 11 }, (_, i) => ` ${i}`)
  const scores = await session.score(numbers, { language: 'fr', pruneBelow: 50, mostRows: 100 })
  return { text, likely: [...logProbabilities], best: readings[0]?.text, scores: [...scores] }
}

t.test('a processor without the newer instructions hears the same, only slower', { skip }, async t => {
  const script = join(projectRoot, 'bin/build-native.mjs')
  const built = spawnSync(process.execPath, [script, '--arch', 'v2'], { encoding: 'utf8' })
  t.equal(built.status, 0, built.stderr)
  const heard = async (variant?: Variant) => {
    const loaded = loadAddon(addonPath, variant)
    t.equal(loaded.variant, variant ?? loaded.variant)
    const session = new loaded.addon.Session(await loaded.addon.loadModel(modelPath), 0)
    await session.open()
    t.teardown(() => session.close())
    return { ...(await hear(session)), variant: loaded.variant }
  }
  const oldest = await heard('v2')
  const best = await heard()
  t.equal(oldest.text, best.text)
  t.equal(oldest.best, best.best)
  t.match(best.text, /entendu/)
  // Halves are rounded at other places: measured 0.002 at most.
  const apart = (a: readonly number[], b: readonly number[]) =>
    Math.max(...a.map((value, i) => Math.abs(value - b[i]!)))
  t.ok(apart(oldest.likely, best.likely) < 0.02, `words ${apart(oldest.likely, best.likely)}`)
  t.ok(apart(oldest.scores, best.scores) < 0.05, `scores ${apart(oldest.scores, best.scores)}`)
})
