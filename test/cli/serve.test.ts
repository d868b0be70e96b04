import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import t from 'tap'
import { projectRoot } from '../../daemon/paths.js'
import { startDaemon } from './daemon.js'

t.test('one command: the demonstration patient is rung, her answers are there, and the daemon goes on', async t => {
  const daemon = startDaemon(t, ['serve'])
  const [, url] = await daemon.shows(/Prêt en [\d.]+ s · (http:\S+)/)
  const [, token] = await daemon.shows(/une seule fois\) : (\S+)/)
  await daemon.shows(/HelloJADE {2}Bonjour/)
  await daemon.shows(/Issue : completed · identité : verified/, 240_000)
  const [, recording = ''] = await daemon.shows(/Enregistrement stéréo \(chiffré\) : (\S+)/)
  const [, callId = ''] = await daemon.shows(/npx hellojade recording (\S+) --out/)
  t.match(daemon.text(), /pain +10 \(relu : confirmed\)/)
  t.match(daemon.text(), /⚠ pain-high · urgent/)
  t.ok(existsSync(recording), 'the recording is where the terminal says')
  const out = join(daemon.home, 'appel.wav')
  const opening = startDaemon(t, ['recording', callId, '--out', out], {}, daemon.home)
  t.equal(await opening.ended, 0, opening.text())
  const wav = readFileSync(out)
  rmSync(out)
  t.equal(wav.readUInt16LE(22), 2, 'stereo')
  t.equal(wav.readUInt32LE(24), 8000)
  t.equal(wav.readUInt32LE(40), wav.length - 44, 'whole')
  t.ok(wav.length > 20 * 8000 * 4, 'more than twenty seconds of conversation')

  t.equal((await fetch(`${url}/api/health`)).status, 200, 'health needs no token')
  t.equal((await fetch(`${url}/api/calls`)).status, 401, 'results do')
  const headers = { authorization: `Bearer ${token}` }
  const calls = await fetch(`${url}/api/calls`, { headers })
  t.equal(calls.status, 200)
  t.notMatch(
    daemon
      .text()
      .split('\n')
      .filter(line => line.startsWith('{'))
      .join('\n'),
    /Lambert|\bmal\b|huit/i,
    'the log holds nothing personal',
  )

  daemon.kill('SIGTERM')
  t.equal(await daemon.ended, 0, 'stops cleanly')

  const kept = ['', 'recordings'].flatMap(folder =>
    readdirSync(join(daemon.home, folder), { withFileTypes: true })
      .filter(file => file.isFile())
      .map(({ name }) => readFileSync(join(daemon.home, folder, name))),
  )
  const holds = (text: string | Buffer) => kept.some(bytes => bytes.includes(text))
  t.ok(holds('Démonstration'), 'a ward is found')
  const asked = readdirSync(join(projectRoot, 'protocols'), { recursive: true, withFileTypes: true })
    .filter(file => file.isFile())
    .map(file => readFileSync(join(file.parentPath, file.name), 'utf8'))
    .join()
  const said = [...daemon.text().matchAll(/Patient {4}(.{8,}?)(?: — interrompu)?$/gm)]
    .map(([, words = '']) => words)
    .filter(words => !asked.includes(words))
  t.ok(said.length >= 3, 'she said something')
  for (const text of ['Jeanne', 'Lambert', 'lambert', '1964-01-21', '3265000000', ...said])
    t.notOk(holds(text), `${text} is nowhere in clear`)
  for (let at = 44; at + 32 <= wav.length; at += 32_000) {
    const sound = wav.subarray(at, at + 32)
    if (new Set(sound).size > 8 && holds(sound)) t.fail(`the sound at byte ${at} is in clear`)
  }
})

t.test('killed in mid-call, it starts again, closes the attempt honestly and rings nobody twice', async t => {
  const daemon = startDaemon(t, ['serve'])
  await daemon.shows(/HelloJADE {2}.*date de naissance/)
  daemon.kill('SIGKILL')
  await daemon.ended
  const again = startDaemon(t, ['serve', '--no-demonstration'], {}, daemon.home)
  await again.shows(/1 appel\(s\) interrompu\(s\)/)
  const [, url] = await again.shows(/Prêt en [\d.]+ s · (http:\S+)/)
  const [, token] = await again.shows(/une seule fois\) : (\S+)/)
  const calls = await fetch(`${url}/api/calls`, { headers: { authorization: `Bearer ${token}` } })
  t.match(JSON.stringify(await calls.json()), /"disposition":"interrupted"/)
})

t.test('a port that is taken is told in one sentence', async t => {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  const port = String((server.address() as AddressInfo).port)
  const daemon = startDaemon(t, ['serve'], { HELLOJADE_PORT: port })
  t.not(await daemon.ended, 0)
  t.match(daemon.text(), new RegExp(`Le port ${port} est déjà pris\\.`))
})

t.test(
  'a question is added without touching code; a broken questionnaire is refused and the last good one stays',
  async t => {
    const folder = t.testdir()
    cpSync(join(projectRoot, 'protocols'), folder, { recursive: true })
    const file = join(folder, 'general-follow-up.yaml')
    const good = readFileSync(file, 'utf8')
    const daemon = startDaemon(t, ['serve', '--no-demonstration'], { HELLOJADE_PROTOCOLS: folder })
    const [, url] = await daemon.shows(/Prêt en [\d.]+ s · (http:\S+)/)

    writeFileSync(file, good.replace('linkId: medicines', 'linkId: Medicines!'))
    daemon.kill('SIGHUP')
    await daemon.shows(/Questionnaires inchangés\. .*general-follow-up\.yaml.*line \d+.*linkId/)
    t.equal((await fetch(`${url}/api/health`)).status, 200, 'the daemon goes on')

    writeFileSync(file, good.replace(/^version: .*$/m, 'version: 9.9.9'))
    daemon.kill('SIGHUP')
    await daemon.shows(/Questionnaires relus : .*general-follow-up 9\.9\.9/)
    daemon.kill('SIGTERM')
    t.equal(await daemon.ended, 0, 'stops cleanly')
  },
)

t.test('every mistake of the configuration is told at once, with exit status 78', async t => {
  const daemon = startDaemon(t, ['serve'], { HELLOJADE_PORT: 'x', ARI_ENDPOINT: 'PJSIP/trunk' })
  t.equal(await daemon.ended, 78)
  t.match(daemon.text(), /HELLOJADE_PORT.*ARI_ENDPOINT/s)
})

t.test('a missing model is named, with the command that fetches it', async t => {
  const daemon = startDaemon(t, ['serve'], { WHISPER_MODEL: '/nowhere/ggml-tiny.bin' })
  t.not(await daemon.ended, 0)
  t.match(daemon.text(), /hellojade models fetch/)
})

t.test('an Asterisk that is not there, or refuses the password, is told in one sentence', async t => {
  const daemon = startDaemon(t, ['serve'], {
    HELLOJADE_LINE: 'asterisk',
    ARI_URL: 'http://127.0.0.1:1',
    ARI_PASSWORD: 'x',
  })
  t.not(await daemon.ended, 0)
  t.match(daemon.text(), /Asterisk ne répond pas à 127\.0\.0\.1:1\./)
})
