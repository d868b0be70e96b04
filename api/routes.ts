import type { FastifyInstance } from 'fastify'
import { Failure } from '../daemon/domain/failure.js'
import type { CallId } from '../daemon/domain/ids.js'
import type { HealthView, Part } from '../daemon/ops/port.js'
import type { Store } from '../daemon/store/port.js'
import { bearer, refusals } from './audited.js'
import { callAnswer, callsAnswer, callsQuery, healthAnswer } from './contract.js'
import { bearerGuard } from './guard.js'
import { languageOf, type Spoken } from './language.js'

export interface RouteParts {
  readonly token: string
  readonly store: Pick<Store, 'as' | 'health'>
  readonly health: HealthView
  readonly version?: string
}

/** Methods that no route here takes; each address refuses them itself, naming what it takes. */
const REFUSED = ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
const ALLOWED = 'GET, HEAD'

/** Declares every address. All but health need the token. */
export function declareRoutes(app: FastifyInstance, { token, store, health, version }: RouteParts): void {
  const guarded = bearerGuard(token, refusals(store))

  app.get('/api/health', { schema: { response: { 200: healthAnswer, 503: healthAnswer } } }, async (request, reply) => {
    const parts = [await storePart(store, languageOf(request.headers['accept-language'])), ...(await health.parts())]
    const up = parts.every(part => part.up)
    return reply.code(up ? 200 : 503).send({ status: up ? 'up' : 'down', version, parts })
  })

  app.get<{ Querystring: { limit: number } }>(
    '/api/calls',
    { onRequest: guarded, schema: { querystring: callsQuery, response: { 200: callsAnswer } } },
    async request => ({ calls: await store.as(bearer(request)).latestResults(request.query.limit) }),
  )

  app.get<{ Params: { id: string } }>(
    '/api/calls/:id',
    { onRequest: guarded, schema: { response: { 200: callAnswer } } },
    request => store.as(bearer(request)).result(request.params.id as CallId),
  )

  for (const url of ['/api/health', '/api/calls', '/api/calls/:id'])
    app.route({ method: REFUSED, url, onRequest: refuseMethod, handler: refuseMethod })
}

const refuseMethod = (): Promise<never> => Promise.reject(new Failure('http/method', { allow: ALLOWED }))

const STORE_UP = { fr: 'La base de données répond.', en: 'The database answers.' }

async function storePart(store: RouteParts['store'], language: Spoken): Promise<Part> {
  const { ok } = await store.health()
  const detail = ok ? STORE_UP[language] : new Failure('store/unavailable').sentence(language)
  return { name: 'store', up: ok, detail }
}
