import { connect } from 'node:net'
import fc from 'fast-check'
import t from 'tap'
import { type Api, openApi } from '../../api/api.js'
import { failureOf } from '../../api/problems.js'
import { Health } from '../../daemon/ops/health.js'
import { openLog } from '../../daemon/ops/log.js'
import type { OpenStore } from '../../daemon/store/store.js'
import { discharged, freshStore, MONDAY, minutesLater, raising, ring } from '../store/scene.js'

const TOKEN = 'a-token-of-the-test'
const bearer = { authorization: `Bearer ${TOKEN}` }

interface Scene {
  readonly api: Api
  readonly store: OpenStore
  readonly health: Health
  readonly lines: string[]
}

async function serving(t: { teardown(work: () => unknown): void }): Promise<Scene> {
  const store = await freshStore(t)
  const health = new Health(200)
  const lines: string[] = []
  const log = openLog({ level: 'debug', stream: { write: line => void lines.push(line) } })
  const api = await openApi({ port: 0, host: '127.0.0.1', token: TOKEN, store, health, version: '0.1.0', log })
  t.teardown(() => api.close())
  return { api, store, health, lines }
}

/** A finished call with something of everything in it. */
async function finishedCall(store: OpenStore) {
  const due = await discharged(store)
  const id = await ring(store, due)
  await store.updateCall(id, { answeredAt: minutesLater(1), identity: 'verified', recordingPath: 'calls/x.wav' })
  const turn = { seq: 0, speaker: 'patient', linkId: 'pain', startMs: 1, endMs: 2, interrupted: false } as const
  await store.addTurn(id, { ...turn, text: 'huit' })
  const earlier = [{ value: true, text: 'oui' }]
  const answer = { question: '?', status: 'understood' } as const
  await store.putAnswer(id, { ...answer, linkId: 'pain', value: 8, text: 'huit', pendingAlerts: [raising] })
  await store.putAnswer(id, { ...answer, linkId: 'fever', value: false })
  await store.putAnswer(id, { ...answer, linkId: 'pain-where', value: '38', earlier })
  await store.raiseAlert(id, { ...raising, confirmation: 'confirmed' })
  const task = { kind: 'callback', patientId: due.patientId, callId: id, ward: 'Chirurgie' } as const
  await store.addTask({ ...task, note: 'après 15 h', createdAt: minutesLater(2) })
  await store.addConsent(id, { kind: 'recording', given: true, textVersion: 'fr/1', at: minutesLater(1) })
  await store.closeCall(id, { endedAt: minutesLater(3), disposition: 'completed', hangupCause: 16 })
  return { id, ...due }
}

interface Checks {
  equal(found: unknown, wanted: unknown): boolean
  match(found: unknown, wanted: object): boolean
  strictSame(found: unknown, wanted: unknown): boolean
}

async function isProblem(t: Checks, response: Response, status: number, code: string) {
  t.equal(response.status, status)
  t.match(response.headers.get('content-type'), /^application\/problem\+json/)
  t.equal(response.headers.get('cache-control'), 'no-store')
  const body = (await response.json()) as Record<string, unknown>
  t.match(body, { code, status, type: `urn:hellojade:problem:${code}`, title: /^[A-Z].*\.$/ })
  t.strictSame(Object.keys(body).sort(), ['code', 'status', 'title', 'type'])
  return body
}

t.test('health is told to anybody and names no patient', async t => {
  const { api, store, health } = await serving(t)
  await finishedCall(store)
  health.watch('line', async () => ({ up: true, detail: 'Démonstration.' }))
  const response = await fetch(`${api.url}/api/health`)
  t.equal(response.status, 200)
  t.strictSame(await response.json(), {
    status: 'up',
    version: '0.1.0',
    parts: [
      { name: 'store', up: true, detail: 'La base de données répond.' },
      { name: 'line', up: true, detail: 'Démonstration.' },
    ],
  })
  t.equal((await fetch(`${api.url}/api/health`, { method: 'HEAD' })).status, 200)
})

t.test('health says which part is down, a database that is gone included', async t => {
  const { api, store, health } = await serving(t)
  health.watch('line', () => Promise.reject(new Error('Lambert')))
  await store.close()
  const response = await fetch(`${api.url}/api/health`, { headers: { 'accept-language': 'en' } })
  t.equal(response.status, 503)
  t.match(await response.json(), {
    status: 'down',
    parts: [
      { name: 'store', up: false, detail: 'The database does not answer.' },
      { name: 'line', up: false, detail: 'Failed.' },
    ],
  })
})

t.test('with the token, the result of a call is told whole, and nothing that the contract does not name', async t => {
  const { api, store } = await serving(t)
  const { id, patientId, dueCallId } = await finishedCall(store)
  const response = await fetch(`${api.url}/api/calls/${id}`, { headers: bearer })
  t.equal(response.status, 200)
  const told = (await response.json()) as { call: object; answers: object[]; alerts: object[] }
  t.strictSame(told.call, {
    id,
    direction: 'outbound',
    dueCallId,
    patientId,
    protocol: 'general-follow-up',
    protocolVersion: '1.0.0',
    startedAt: MONDAY.toISOString(),
    answeredAt: minutesLater(1).toISOString(),
    endedAt: minutesLater(3).toISOString(),
    disposition: 'completed',
    identity: 'verified',
    hangupCause: 16,
    recordingPath: 'calls/x.wav',
  })
  t.strictSame(told.answers, [
    { linkId: 'pain', question: '?', status: 'understood', value: 8, text: 'huit' },
    { linkId: 'fever', question: '?', status: 'understood', value: false },
    {
      linkId: 'pain-where',
      question: '?',
      status: 'understood',
      value: '38',
      earlier: [{ value: true, text: 'oui' }],
    },
  ])
  t.match(told.alerts, [{ rule: 'pain-high', urgency: 'urgent', recordingSecond: null, words: 'huit sur dix' }])
  t.match(told, {
    turns: [{ text: 'huit' }],
    tasks: [{ kind: 'callback', note: 'après 15 h' }],
    consents: [{ kind: 'recording', given: true }],
  })
  t.notMatch(JSON.stringify(told), /475123456|Lambert/, 'the number rung is not part of the result')
})

t.test('the latest calls are listed, newest first, as many as asked for', async t => {
  const { api, store } = await serving(t)
  const first = await ring(store, await discharged(store), minutesLater(0))
  const second = await ring(store, await discharged(store), minutesLater(1))
  const ids = async (query: string) => {
    const response = await fetch(`${api.url}/api/calls${query}`, { headers: bearer })
    const { calls } = (await response.json()) as { calls: { id: string }[] }
    return calls.map(call => call.id)
  }
  t.strictSame(await ids(''), [second, first])
  t.strictSame(await ids('?limit=1'), [second])
  for (const limit of ['0', '-1', '101', '1.5', 'x', '', '1&limit=2']) {
    const response = await fetch(`${api.url}/api/calls?limit=${limit}`, { headers: bearer })
    await isProblem(t, response, 400, 'http/invalid')
  }
  await isProblem(t, await fetch(`${api.url}/api/calls?patient=x`, { headers: bearer }), 400, 'http/invalid')
})

t.test('without the right token there is nothing but a refusal', async t => {
  const { api, store } = await serving(t)
  const { id } = await finishedCall(store)
  const wrong = [undefined, '', 'Bearer', 'Bearer ', `Bearer ${TOKEN}x`, `Bearer ${TOKEN.slice(0, -1)}`, TOKEN]
  const others = [`Basic ${TOKEN}`, `Bearer ${TOKEN} x`, `Bearer ${TOKEN.toUpperCase()}`, 'Bearer undefined']
  for (const authorization of [...wrong, ...others])
    for (const path of ['/api/calls', `/api/calls/${id}`, '/api/calls/none', '/api/calls?limit=x']) {
      const headers = authorization === undefined ? {} : { authorization }
      const response = await fetch(`${api.url}${path}`, { headers })
      t.equal(response.headers.get('www-authenticate'), 'Bearer')
      await isProblem(t, response, 401, 'http/unauthorised')
    }
  t.equal((await fetch(`${api.url}/api/calls?token=${TOKEN}`)).status, 401, 'nor by the address')
})

t.test('what does not exist, is not taken or is too much has a tidy answer', async t => {
  const { api } = await serving(t)
  const to = (path: string, init: RequestInit = {}) => fetch(`${api.url}${path}`, { headers: bearer, ...init })
  await isProblem(t, await to('/api/calls/none'), 404, 'http/not-found')
  await isProblem(t, await to(`/api/calls/${'x'.repeat(500)}`), 414, 'http/too-large')
  for (const path of ['/', '/api', '/api/', '/api/calls/a/b', '/api/health/', '/favicon.ico', '/API/health'])
    await isProblem(t, await to(path), 404, 'http/not-found')
  for (const path of ['/api/health', '/api/calls', '/api/calls/x'])
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      const response = await to(path, { method })
      t.equal(response.headers.get('allow'), 'GET, HEAD')
      await isProblem(t, response, 405, 'http/method')
    }
  await isProblem(t, await to('/api/calls/%ff'), 400, 'http/invalid')
})

t.test('what the framework refuses has a code of ours', t => {
  const thrown = (statusCode: number) => Object.assign(new Error('Lambert'), { statusCode })
  for (const [status, code] of [
    [400, 'http/invalid'],
    [404, 'http/not-found'],
    [413, 'http/too-large'],
    [415, 'http/media-type'],
    [500, 'http/failed'],
  ] as const)
    t.equal(failureOf(thrown(status)).code, code)
  for (const other of [undefined, 'Lambert', thrown(Number.NaN)]) t.equal(failureOf(other).code, 'http/failed')
  t.end()
})

t.test('a problem is told in the language asked for', async t => {
  const { api } = await serving(t)
  for (const [header, title] of [
    ['fr-BE, en;q=0.5', "Un jeton d'accès valable est nécessaire."],
    ['nl, en;q=0.8', 'A valid access token is needed.'],
    ['en-GB', 'A valid access token is needed.'],
    ['fr;q=0.2, EN;q=0.9', 'A valid access token is needed.'],
    ['de', "Un jeton d'accès valable est nécessaire."],
    ['en;q=0', "Un jeton d'accès valable est nécessaire."],
    [';;;q=x,,,', "Un jeton d'accès valable est nécessaire."],
  ] as const) {
    const response = await fetch(`${api.url}/api/calls`, { headers: { 'accept-language': header } })
    t.equal((await isProblem(t, response, 401, 'http/unauthorised')).title, title, header)
  }
})

t.test('when the database is gone the client learns that, and no more', async t => {
  const { api, store, lines } = await serving(t)
  await store.close()
  await isProblem(t, await fetch(`${api.url}/api/calls`, { headers: bearer }), 503, 'store/unavailable')
  t.match(lines.join(''), /"level":"error".*store\/unavailable/)
})

t.test('an error of ours is a sentence, without message or stack', async t => {
  const { api, store } = await serving(t)
  const latestResults = () => Promise.reject(new Error('Lambert at /secret/place.js:1'))
  store.as = () => ({ ...store, latestResults })
  const body = await isProblem(t, await fetch(`${api.url}/api/calls`, { headers: bearer }), 500, 'http/failed')
  t.notMatch(JSON.stringify(body), /Lambert|secret/)
})

t.test('no line of the log names a patient, a call or the token', async t => {
  const { api, store, lines } = await serving(t)
  const { id, patientId } = await finishedCall(store)
  await fetch(`${api.url}/api/calls/${id}?name=Lambert`, { headers: bearer })
  await fetch(`${api.url}/Lambert/${patientId}`, { method: 'POST', headers: bearer, body: 'Lambert' })
  await fetch(`${api.url}/api/calls/${patientId}`, { headers: bearer })
  t.ok(lines.length >= 3)
  for (const secret of [id, patientId, 'Lambert', TOKEN, 'huit']) t.notOk(lines.join('').includes(secret), secret)
  t.match(lines[0], /"route":"\/api\/calls\/:id"/)
})

t.test('a port that is taken is said in one sentence, and given back on close', async t => {
  const { api, store, health } = await serving(t)
  const port = Number(new URL(api.url).port)
  const log = openLog({ level: 'silent' })
  const parts = { port, host: '127.0.0.1', token: TOKEN, store, health, log }
  await t.rejects(openApi(parts), { code: 'http/port', message: `Port ${port} is already taken.` })
  const kept = await fetch(`${api.url}/api/health`, { headers: { connection: 'keep-alive' } })
  await kept.text()
  await api.close()
  const again = await openApi(parts)
  t.equal(again.url, api.url)
  await again.close()
})

t.test('a host that others could reach is refused', async t => {
  const { store, health } = await serving(t)
  const log = openLog({ level: 'silent' })
  for (const host of ['0.0.0.0', '::', '', 'localhost', '192.168.1.1', '127.0.0.1.example.org', '127.1'])
    await t.rejects(openApi({ port: 0, host, token: TOKEN, store, health, log }), { code: 'config/invalid' }, host)
})

/** Writes bytes to the port and reads until the other side hangs up or says no more. */
function converse(url: string, bytes: string | Buffer): Promise<string> {
  const { hostname, port } = new URL(url)
  return new Promise(resolve => {
    let said = ''
    const socket = connect(Number(port), hostname, () => socket.end(bytes))
    socket.on('data', chunk => {
      said += chunk.toString('latin1')
    })
    socket.setTimeout(3000, () => socket.destroy())
    socket.on('error', () => {})
    socket.on('close', () => resolve(said))
  })
}

t.test('what is not HTTP gets a tidy refusal, a header without end too', async t => {
  const { api } = await serving(t)
  t.match(await converse(api.url, 'Bonjour !\r\n\r\n'), /^HTTP\/1\.1 400 .*problem\+json.*http\/invalid/s)
  const endless = `GET /api/health HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`
  t.match(await converse(api.url, endless), /^HTTP\/1\.1 431 .*http\/too-large/s)
})

t.test('no bytes of any content bring it down, draw out a stack or get past the guard', async t => {
  const { api, store } = await serving(t)
  await finishedCall(store)
  const path = fc.oneof(fc.constant('/api/calls'), fc.webUrl(), fc.string(), fc.constant('/api/calls/../health'))
  const header = fc.tuple(fc.constantFrom('authorization', 'accept-language', 'content-type', 'host', 'x'), fc.string())
  const request = fc
    .tuple(fc.constantFrom('GET', 'POST', 'HEAD', 'TRACE', 'get', 'FOO'), path, fc.array(header), fc.string())
    .map(([method, path, headers, body]) => {
      const lines = headers.map(([name, value]) => `${name}: ${value}`)
      return `${method} ${path} HTTP/1.1\r\nhost: x\r\n${lines.join('\r\n')}\r\n\r\n${body}`
    })
  const anything = fc.oneof(
    request,
    fc.uint8Array({ maxLength: 300 }).map(bytes => Buffer.from(bytes)),
  )
  await fc.assert(
    fc.asyncProperty(anything, async bytes => {
      const said = await converse(api.url, bytes)
      return !/\.js:\d|node_modules|huit|Lambert/.test(said) && !/^HTTP\/1\.1 5/.test(said)
    }),
    { numRuns: 150 },
  )
  t.equal((await fetch(`${api.url}/api/health`)).status, 200)
})

t.test('who asked for results, and who was refused, is in the audit with address and request', async t => {
  const { api, store } = await serving(t)
  const { id, patientId } = await finishedCall(store)
  const headers = { authorization: `Bearer ${TOKEN}` }
  await fetch(`${api.url}/api/calls/${id}`, { headers })
  await fetch(`${api.url}/api/calls`, { headers })
  for (let i = 0; i < 20; i++) t.equal((await fetch(`${api.url}/api/calls`)).status, 401)
  const [refused, listed, read] = await store.audit.entries({ limit: 3 })
  t.match(refused, { action: 'access.refused', actor: { name: 'nobody', from: '127.0.0.1' }, facts: { times: 1 } })
  t.match(listed, { action: 'call.listed', patientIds: [patientId], actor: { name: 'access token' } })
  t.match(read, { action: 'call.read', patientId, subjectId: id, actor: { correlationId: /./ } })
  t.match(await store.audit.verify(), { holds: true })
})
