import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { Failure } from '../daemon/domain/failure.js'

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/**
 * Refuses (Failure http/unauthorised) a request without `Authorization: Bearer <token>`. Digests are compared, in constant
 * time, so that neither the token's length nor its beginning can be found by trying.
 */
export function bearerGuard(
  token: string,
  onRefused: (request: FastifyRequest) => Promise<void>,
): (request: FastifyRequest) => Promise<void> {
  const expected = digest(token)
  return async request => {
    const given = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
    const right = timingSafeEqual(digest(given ?? ''), expected)
    if (given !== undefined && right) return
    await onRefused(request)
    throw new Failure('http/unauthorised')
  }
}
