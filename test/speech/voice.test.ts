import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import t, { type Test } from 'tap'
import { LINE_HZ } from '../../daemon/domain/units.js'
import { homeFolder } from '../../daemon/paths.js'
import { clausesOf, cleanIpa } from '../../daemon/speech/phonemes/clauses.js'
import { leasePhonemiser, openPhonemiser } from '../../daemon/speech/phonemes/phonemiser.js'
import { FINISH } from '../../daemon/speech/synthesis/finish.js'
import { withFloatConvolutions } from '../../daemon/speech/synthesis/float-convolutions.js'
import { openKokoro, portionsOf } from '../../daemon/speech/synthesis/kokoro.js'
import { frameLevels, LEVEL_FRAME, peakOf, toDb, voicedLevel } from '../../daemon/speech/synthesis/level.js'
import { exchangeNodes } from '../../daemon/speech/synthesis/onnx-file.js'
import { openPiper, piperSource } from '../../daemon/speech/synthesis/piper.js'

const model = (name: string) => join(homeFolder(), 'models', name)
const joe = { modelPath: model('en_US-joe-medium.onnx'), configPath: model('en_US-joe-medium.onnx.json') }
const siwis = {
  modelPath: model('kokoro-82m-int8.onnx'),
  stylePath: model('kokoro-ff_siwis.bin'),
  vocabularyPath: model('kokoro-vocab.json'),
}
const withoutJoe = existsSync(joe.modelPath) ? false : 'the Piper voice joe is not in var/models'
const withoutSiwis = existsSync(siwis.modelPath) ? false : 'Kokoro is not in var/models'

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

async function gone(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 300 && alive(pid); tries++) await new Promise(resolve => setTimeout(resolve, 20))
  return !alive(pid)
}

/** What every clip must hold to, whoever spoke it. */
function holdsToThePort(t: Test, pcm: Int16Array, [leastS, mostS]: readonly [number, number], name: string): void {
  const audio = Float32Array.from(pcm, x => x / 32768)
  const seconds = pcm.length / LINE_HZ
  t.ok(seconds >= leastS && seconds <= mostS, `${name}: ${seconds.toFixed(2)} s`)
  t.ok(Math.abs(toDb(voicedLevel(audio)) + 20) <= 1, `${name}: level ${toDb(voicedLevel(audio)).toFixed(1)} dBFS`)
  t.ok(toDb(peakOf(audio)) <= -3, `${name}: peak ${toDb(peakOf(audio)).toFixed(1)} dBFS`)
  // A voice draws its noise anew each time: between −50 and −45 dBFS a last consonant may lie for 50 ms.
  const silent = Array.from(frameLevels(audio), level => toDb(level) < FINISH.silenceDbfs)
  const frameMs = (1000 * LEVEL_FRAME) / LINE_HZ
  t.ok(silent.indexOf(false) * frameMs <= 40, `${name}: starts after ${silent.indexOf(false) * frameMs} ms`)
  t.ok((silent.length - 1 - silent.lastIndexOf(false)) * frameMs <= 40, `${name}: no silence behind`)
  let longest = 0
  for (let i = 0, run = 0; i < silent.length; i++) {
    run = silent[i] ? run + 1 : 0
    longest = Math.max(longest, run)
  }
  t.ok(longest * frameMs <= 250, `${name}: longest pause ${longest * frameMs} ms`)
  t.ok(Math.abs(pcm[0]!) < 40 && Math.abs(pcm.at(-1)!) < 40, `${name}: starts and ends at zero`)
}

t.test('a text is cut at its punctuation and the punctuation kept', async t => {
  const marks = (text: string) => clausesOf(text).map(clause => `${clause.text}|${clause.mark}`)
  t.same(marks('Bonjour, ça va ? Oui !'), ['Bonjour|,', 'ça va|?', 'Oui|!'])
  t.same(marks('Merci.'), ['Merci|.'])
  t.same(marks('Ma douleur est de'), ['Ma douleur est de|,'], 'an unfinished sentence stays up')
  t.same(marks('« Oui » (ou non) : dites-le...'), ['Oui|,', 'ou non|:', 'dites-le|…'])
  t.same(marks('Vraiment ?! Peut-être'), ['Vraiment|?', 'Peut-être|,'])
  t.same(marks(' … '), [])
  t.same(marks(''), [])
})

t.test('the phonemes hold no sign that a voice does not know', async t => {
  t.equal(cleanIpa('l_ə- _y_ˈi_t a_v_ʁ_ˈi_l\n'), 'lə yˈit avʁˈil')
  t.equal(cleanIpa('(en)_w_ˈiː_k_ˈɛ_n_d_(fr)\n'), 'wˈiːkˈɛnd')
  t.equal(cleanIpa('s_ˈɛ̃_k\n'), 'sˈɛ̃k')
})

t.test('words become sounds in a process of its own, which is replaced when it dies and ends with us', async t => {
  const phonemiser = openPhonemiser()
  t.same(await phonemiser.phonemise('Bonjour, avez-vous mal ?', 'fr'), [
    { text: 'bɔ̃ʒˈuʁ', mark: ',' },
    { text: 'avˈevu mˈal', mark: '?' },
  ])
  const first = phonemiser.childPid!
  t.not(first, process.pid)
  t.same(await phonemiser.phonemise('pijn', 'nl'), [{ text: 'pˈɛɪn', mark: ',' }])
  t.equal(phonemiser.childPid, first, 'one child serves all languages')
  process.kill(first, 'SIGKILL')
  t.same(await phonemiser.phonemise('mal', 'fr'), [{ text: 'mˈal', mark: ',' }], 'asked while the child dies')
  const second = phonemiser.childPid!
  t.not(second, first)
  await t.rejects(phonemiser.phonemise('mal', 'no such voice'), { code: 'speech/synthesiser' })
  await phonemiser.close()
  t.notOk(alive(second))
  await t.rejects(phonemiser.phonemise('mal', 'fr'), { code: 'speech/synthesiser' })
})

t.test('voices share one phonemiser, which lives as long as the last of them', async t => {
  const [one, two] = [leasePhonemiser(), leasePhonemiser()]
  await Promise.all([one.phonemise('un', 'fr'), two.phonemise('deux', 'fr')])
  const pid = one.childPid!
  t.equal(two.childPid, pid)
  await one.close()
  await one.close()
  t.ok(alive(pid))
  await two.close()
  t.notOk(alive(pid))
})

t.test('the phonemiser does not outlive a killed daemon', async t => {
  const program = `
    import { openPhonemiser } from ${JSON.stringify(new URL('../../daemon/speech/phonemes/phonemiser.js', import.meta.url).href)}
    const phonemiser = openPhonemiser()
    await phonemiser.phonemise('mal', 'fr')
    console.log(phonemiser.childPid)
    setInterval(() => {}, 1000)`
  const daemon = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(createInterface({ input: daemon.stdout }), 'line')) as [string]
  t.ok(alive(Number(line)))
  daemon.kill('SIGKILL')
  t.ok(await gone(Number(line)))
})

t.test('a long text is spoken in portions that end where a sentence does', async t => {
  const clauses = clausesOf('Un, deux. Trois, quatre. Cinq.')
  const said = portionsOf(clauses, portion => portion.length <= 3).map(portion => portion.map(clause => clause.text))
  t.same(said, [
    ['Un', 'deux'],
    ['Trois', 'quatre', 'Cinq'],
  ])
  t.same(portionsOf(clauses, () => false).length, 5, 'a clause that does not fit is still said')
})

t.test('an English call sentence is spoken whole by the real Piper voice', { skip: withoutJoe }, async t => {
  const voice = await openPiper({ ...joe, language: 'en', threads: 1, reason: 'test' })
  t.equal(voice.voice, 'piper-en_US-joe-medium')
  t.equal(voice.slow, false)
  const greeting = await voice.synthesise(
    'Hello, this is the hospital calling to ask how you feel today. Is your pain above 5/10?',
  )
  holdsToThePort(t, greeting.pcm, [4, 8], 'greeting')
  holdsToThePort(t, (await voice.synthesise('Thank you.')).pcm, [0.3, 1.2], 'thanks')
  t.equal((await voice.synthesise('…')).pcm.length, 0, 'nothing to say is nothing, not a failure')
  const [short, long] = await Promise.all([
    voice.synthesise('Yes.'),
    voice.synthesise('Please take your time, I am listening.'),
  ])
  t.ok(short.pcm.length < long.pcm.length, 'two sentences asked for at once each get their own sound')
  await voice.close()
  await t.rejects(voice.synthesise('Hello.'), { code: 'speech/synthesiser' })
})

t.test('a voice file that cannot serve is named', { skip: withoutJoe }, async t => {
  const folder = mkdtempSync(join(tmpdir(), 'voice-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const config = JSON.parse(readFileSync(joe.configPath, 'utf8')) as { audio: { sample_rate: number } }
  const settings = { modelPath: joe.modelPath, language: 'en', threads: 1, reason: 'test' } as const
  const configPath = join(folder, 'strange.onnx.json')
  writeFileSync(configPath, JSON.stringify({ ...config, audio: { sample_rate: 44_100 } }))
  await t.rejects(openPiper({ ...settings, configPath }), {
    code: 'models/sample-rate',
    facts: { model: 'strange.onnx.json', rateHz: 44_100 },
  })
  writeFileSync(configPath, '{')
  await t.rejects(openPiper({ ...settings, configPath }), { code: 'models/damaged' })
  const cut = join(folder, 'cut.onnx')
  writeFileSync(cut, readFileSync(joe.modelPath).subarray(0, 1_000_000))
  await t.rejects(openPiper({ ...joe, ...settings, modelPath: cut }), {
    code: 'models/damaged',
    facts: { model: 'cut.onnx' },
  })
  await t.rejects(openPiper({ ...joe, ...settings, modelPath: join(folder, 'none.onnx') }), { code: 'models/missing' })
  copyFileSync(joe.configPath, configPath)
  t.not(
    piperSource({ ...settings, configPath, speaker: 1 }).version,
    piperSource({ ...settings, configPath }).version,
    'another speaker is another version',
  )
})

t.test(
  'Kokoro speaks French sentences whole and level, short ones too',
  { skip: withoutSiwis, timeout: 1_200_000 },
  async t => {
    const voice = await openKokoro({ ...siwis, threads: 1, reason: 'test' })
    t.match(voice, { voice: 'kokoro-ff_siwis', language: 'fr', slow: true })
    for (const [text, length] of [
      ['Bonjour.', [0.35, 1.2]],
      ['Oui.', [0.2, 0.9]],
      ['De zéro à dix, à combien est votre douleur ?', [1.6, 4]],
    ] as const)
      holdsToThePort(t, (await voice.synthesise(text)).pcm, length, text)
    await voice.close()
  },
)

t.test('Kokoro runs with its convolutions in floating point', { skip: withoutSiwis }, async t => {
  const operators = (bytes: Uint8Array): string[] => {
    let found: string[] = []
    exchangeNodes(bytes, graph => {
      found = graph.nodes.map(node => node.operator)
      return graph.nodes
    })
    return found
  }
  const file = readFileSync(siwis.modelPath)
  const before = operators(file)
  const after = operators(withFloatConvolutions(file))
  const count = (list: string[], operator: string) => list.filter(one => one === operator).length
  t.equal(count(before, 'ConvInteger'), 87)
  t.equal(count(after, 'ConvInteger'), 0)
  t.equal(count(after, 'Conv'), count(before, 'Conv') + 87)
  t.throws(() => withFloatConvolutions(file.subarray(0, 50_000_000)), RangeError)
  if (!withoutJoe) {
    const plain = readFileSync(joe.modelPath)
    t.ok(plain.equals(withFloatConvolutions(plain)), 'a model that is not quantised passes unchanged')
  }
})
