import { mkdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import t from 'tap'
import { catalogue, parseCatalogue } from '../../models/catalogue.js'
import { modelsCommand } from '../../models/command.js'
import { listModels, verifyModels } from '../../models/list.js'
import { chooseRecogniser, modelFile } from '../../models/recogniser.js'
import { chooseVoice } from '../../models/voice.js'
import { FILES, smallCatalogue } from './local-hub.js'

const models = smallCatalogue()

/** A models folder with the small recogniser and the preferred voice. */
const filledFolder = async (folder: string): Promise<string> => {
  for (const [name, content] of Object.entries(FILES)) await writeFile(join(folder, name), content)
  return folder
}

t.test('the shipped catalogue is valid, has a voice for each language and a licence for each model', async t => {
  const shipped = catalogue().models
  for (const language of ['fr', 'nl', 'en'] as const)
    t.ok(
      shipped.some(model => model.use === 'voice' && model.automatic && model.languages.includes(language)),
      language,
    )
  for (const use of ['recogniser', 'vad', 'turn'] as const)
    t.equal(shipped.filter(model => model.use === use).length, 1, use)
  t.equal(
    shipped.find(model => model.use === 'voice' && model.languages.includes('fr'))?.name,
    'piper-fr_FR-siwis-medium',
  )
})

t.test('every mistake of a catalogue is named at once', async t => {
  const wrong = `
models:
  - name: a
    use: voice
    languages: [fr]
    rateHz: 0
    licence: MIT
    files:
      - name: ../a.bin
        bytes: 10
        sources: [{ kind: hub, repository: some/where, revision: v1, path: ../../a }]
`
  t.throws(() => parseCatalogue(wrong), { message: /rateHz[\s\S]*name[\s\S]*path/ })
  const twice = `{ name: a, use: vad, languages: [fr], rateHz: 8000, licence: MIT, files: [{ name: a.bin, bytes: 1, md5: ${'a'.repeat(32)}, sources: [{ kind: hub, repository: s/w, revision: v1, path: a }] }] }`
  t.throws(() => parseCatalogue(`{ models: [${twice}, ${twice}] }`), { message: /stands twice/ })
})

t.test('a list tells what is present, missing and damaged, and who speaks', async t => {
  const folder = await filledFolder(t.testdir())
  await writeFile(join(folder, 'spare.style'), 'too short')
  const listing = await listModels({ folder, models })
  t.same(
    listing.models.map(model => [model.name, model.state]),
    [
      ['hears', 'present'],
      ['good', 'present'],
      ['spare', 'damaged'],
    ],
  )
  t.match(
    listing.voices.find(each => each.language === 'fr'),
    { voice: 'good', reason: /preferred voice/ },
  )
  t.match(
    listing.voices.find(each => each.language === 'nl'),
    { voice: undefined, reason: /missing/ },
  )
})

t.test('verify reads every byte: a change that kept length and time is found', async t => {
  const folder = await filledFolder(t.testdir())
  const path = join(folder, 'good.onnx')
  const at = new Date('2026-01-01T00:00:00Z')
  await utimes(path, at, at)
  await listModels({ folder, models })
  const changed = Buffer.from(FILES['good.onnx'])
  changed[25_000] = (changed[25_000] ?? 0) ^ 1
  await writeFile(path, changed)
  await utimes(path, at, at)
  const stateOf = async (listed: ReturnType<typeof listModels>): Promise<string | undefined> =>
    (await listed).models.find(model => model.name === 'good')?.state
  t.equal(await stateOf(listModels({ folder, models })), 'present', 'a list trusts the time of change')
  t.equal(await stateOf(verifyModels({ folder, models })), 'damaged')
})

t.test('a model that is asked for is whole or the failure says what to do', async t => {
  const folder = await filledFolder(t.testdir())
  t.equal(await modelFile(folder, 'hears', models), join(folder, 'hears.bin'))
  await writeFile(join(folder, 'hears.bin'), 'x')
  await t.rejects(modelFile(folder, 'hears', models), { code: 'models/damaged' })
  await t.rejects(modelFile(join(folder, 'none'), 'hears', models), {
    code: 'models/missing',
    message: /hellojade models fetch/,
  })
})

t.test("a voice of the hospital's own speaks its language, and only that", async t => {
  const folder = await filledFolder(t.testdir())
  const own = join(folder, 'own')
  await mkdir(own)
  const piper = join(own, 'nathalie.onnx')
  await writeFile(piper, 'weights')
  const describe = (rateHz: number): Promise<void> =>
    writeFile(`${piper}.json`, JSON.stringify({ audio: { sample_rate: rateHz }, espeak: { voice: 'nl' } }))
  await t.rejects(chooseVoice('nl', folder, { piper }, models), { code: 'models/missing' }, 'without its description')
  await describe(22_050)
  t.match(await chooseVoice('nl', folder, { piper }, models), {
    kind: 'piper',
    name: 'piper-nathalie',
    files: { model: piper, config: `${piper}.json` },
    reason: /PIPER_MODEL_PATH/,
  })
  t.equal((await chooseVoice('fr', folder, { piper }, models)).name, 'good')
  await describe(11_000)
  await t.rejects(chooseVoice('nl', folder, { piper }, models), {
    code: 'models/sample-rate',
    facts: { rateHz: 11_000 },
  })
  await writeFile(`${piper}.json`, '{')
  await t.rejects(chooseVoice('nl', folder, { piper }, models), { code: 'models/damaged' })
})

t.test("a recogniser of the hospital's own is found by path or by name, and must be a ggml file", async t => {
  const folder = await filledFolder(t.testdir())
  await writeFile(join(folder, 'ggml-small.bin'), Buffer.from('lmgg and more'))
  await writeFile(join(folder, 'odd.bin'), 'no weights at all')
  const expected = { name: 'whisper-small', path: join(folder, 'ggml-small.bin'), reason: /WHISPER_MODEL/ }
  for (const whisper of ['small', 'ggml-small.bin', join(folder, 'ggml-small.bin')])
    t.match(await chooseRecogniser(folder, { whisper }, models), expected, whisper)
  await t.rejects(chooseRecogniser(folder, { whisper: 'odd.bin' }, models), { code: 'models/damaged' })
  await t.rejects(chooseRecogniser(folder, { whisper: 'large' }, models), {
    code: 'models/missing',
    facts: { model: 'large' },
  })
  t.match(await chooseRecogniser(folder, {}, models), { name: 'hears' })
})

/** What a command wrote to something that is no terminal. */
const written = async (action: 'list' | 'verify' | 'fetch', folder: string, json = false) => {
  const out = new PassThrough()
  const code = await modelsCommand(action, {
    folder,
    json,
    out: out as unknown as NodeJS.WriteStream,
    names: action === 'fetch' ? ['none-such'] : [],
  })
  return { code, text: String(out.read() ?? '') }
}

t.test('the command prints a table, or JSON, and its status says whether calls can be made', async t => {
  const folder = t.testdir()
  const listed = await written('list', folder)
  t.equal(listed.code, 1)
  t.match(listed.text, /whisper-base +recogniser +fr nl en +148\.0 MB +16000 Hz +MIT +missing/)
  t.match(listed.text, /speaks fr .*missing/)
  const parsed: unknown = JSON.parse((await written('list', folder, true)).text)
  t.match(parsed, { models: [{ name: 'whisper-base', state: 'missing' }] })
  const failed = await written('fetch', folder)
  t.equal(failed.code, 1)
  t.match(failed.text, /none-such manque/)
  t.notOk(failed.text.includes('\u001b'), 'no control characters without a terminal')
})
