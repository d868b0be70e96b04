import { isIPv4 } from 'node:net'
import Fastify, { type FastifyInstance } from 'fastify'
import { Failure } from '../daemon/domain/failure.js'
import type { AppLog } from '../daemon/ops/port.js'
import { EVERY_ANSWER, failureOf, sendProblem, statusOf } from './problems.js'
import { declareRoutes, type RouteParts } from './routes.js'
import { refuseGarbage } from './wire.js'

export interface ApiOptions extends RouteParts {
  /** 0 takes any free port. */
  readonly port: number
  /** An address of this machine's own loopback. */
  readonly host: string
  readonly log: AppLog
}

export interface Api {
  /** With the port that was taken, without a slash at the end. */
  readonly url: string
  /** Ends what is being answered and lets go of the port. */
  close(): Promise<void>
}

const LIMITS = { bodyLimit: 64 * 1024, requestTimeout: 10_000, keepAliveTimeout: 5000 } as const

/**
 * Serves health and the results of calls. Throws Failure http/port when the port is taken, config/invalid for a host that
 * others could reach: there is no TLS here.
 */
export async function openApi(options: ApiOptions): Promise<Api> {
  const { host, port, log } = options
  if (!isLoopback(host)) throw new Failure('config/invalid', { reasons: 'the HTTP host is not a loopback address' })
  const app = buildApp(options, log)
  try {
    const url = await app.listen({ host, port })
    return { url, close: () => app.close() }
  } catch (cause) {
    await app.close()
    if ((cause as NodeJS.ErrnoException).code === 'EADDRINUSE') throw new Failure('http/port', { port }, { cause })
    throw new Failure('http/failed', {}, { cause })
  }
}

function buildApp(parts: RouteParts, log: AppLog): FastifyInstance {
  const app = Fastify({
    ...LIMITS,
    // Of a request only the route's pattern is logged: its URL and body name patients.
    logger: false,
    forceCloseConnections: true,
    ajv: { customOptions: { removeAdditional: false } },
    clientErrorHandler: refuseGarbage,
    frameworkErrors: (error, request, reply) => void sendProblem(request, reply, error),
  })
  app.setErrorHandler((thrown, request, reply) => {
    const failure = failureOf(thrown)
    if (statusOf(failure.code) >= 500) log.error({ code: failure.code, cause: failure.cause }, 'request failed')
    return sendProblem(request, reply, thrown)
  })
  app.setNotFoundHandler((request, reply) => sendProblem(request, reply, new Failure('http/not-found')))
  app.addHook('onSend', (_request, reply, _payload, done) => {
    for (const [name, value] of Object.entries(EVERY_ANSWER)) reply.header(name, value)
    done()
  })
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown'
    const tookMs = Math.round(reply.elapsedTime)
    log.debug({ method: request.method, route, status: reply.statusCode, tookMs }, 'request answered')
    done()
  })
  declareRoutes(app, parts)
  return app
}

/** 127.0.0.0/8 (RFC 1122 section 3.2.1.3) or ::1; no names, which a resolver could turn into anything. */
const isLoopback = (host: string): boolean => host === '::1' || (isIPv4(host) && host.startsWith('127.'))
