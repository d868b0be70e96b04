import type { FastifyReply, FastifyRequest } from 'fastify'
import { Failure, type FailureCode } from '../daemon/domain/failure.js'
import { languageOf } from './language.js'

/** HTTP status of each failure that can reach a client; any other is 500. */
const STATUS: Partial<Record<FailureCode, number>> = {
  'http/invalid': 400,
  'http/unauthorised': 401,
  'http/not-found': 404,
  'http/method': 405,
  'call/not-allowed': 409,
  'http/too-large': 413,
  'http/media-type': 415,
  'store/unavailable': 503,
  'store/lost': 503,
  'store/busy': 503,
  'store/full': 507,
  'store/duplicate': 409,
  'store/reference': 409,
  'store/too-long': 413,
  'store/refused': 422,
  'store/incomplete': 422,
  'disk/full': 503,
}
const INTERNAL = 500

export const statusOf = (code: FailureCode): number => STATUS[code] ?? INTERNAL

/** A problem as RFC 9457 has it: `type` is the code as a URN, `title` a sentence for a person. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: FailureCode
}

export function problemOf(failure: Failure, language: 'fr' | 'en', status = statusOf(failure.code)): Problem {
  const { code } = failure
  return { type: `urn:hellojade:problem:${code}`, title: failure.sentence(language), status, code }
}

/** Nothing here may stay in a cache or be taken for something else. */
export const EVERY_ANSWER = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' } as const
export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8'

/** Answers with the problem; whatever was thrown, nothing of it but a failure's own sentence is shown. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, thrown: unknown): FastifyReply {
  const language = languageOf(request.headers['accept-language'])
  const failure = failureOf(thrown)
  const problem = problemOf(failure, language, statusGiven(failure, thrown))
  if (failure.code === 'http/unauthorised') reply.header('www-authenticate', 'Bearer')
  if (failure.code === 'http/method') reply.header('allow', String(failure.facts.allow))
  for (const [name, value] of Object.entries(EVERY_ANSWER)) reply.header(name, value)
  // Ready-made bytes: the route's response schema is for answers, not for problems.
  return reply
    .code(problem.status)
    .header('content-language', language)
    .header('vary', 'accept-language')
    .header('content-type', PROBLEM_TYPE)
    .serializer((body: string) => body)
    .send(JSON.stringify(problem))
}

/** Fastify's own refusals in the words of our catalogue; a record that is not there is an address with nothing at it. */
export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown.code === 'store/not-found' ? new Failure('http/not-found') : thrown
  switch (fastifyStatus(thrown)) {
    case 400:
      return new Failure('http/invalid')
    case 404:
      return new Failure('http/not-found')
    case 413:
    case 414:
      return new Failure('http/too-large')
    case 415:
      return new Failure('http/media-type')
    default:
      return new Failure('http/failed', {}, { cause: thrown })
  }
}

const statusGiven = (failure: Failure, thrown: unknown): number =>
  thrown === failure ? statusOf(failure.code) : (fastifyStatus(thrown) ?? statusOf(failure.code))

/** 4xx of Fastify's; its 5xx and everything else is ours to call 500. */
function fastifyStatus(thrown: unknown): number | undefined {
  if (!(thrown instanceof Error) || !('statusCode' in thrown) || typeof thrown.statusCode !== 'number') return undefined
  return thrown.statusCode >= 400 && thrown.statusCode < INTERNAL ? thrown.statusCode : undefined
}
