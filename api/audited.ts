import type { FastifyRequest } from 'fastify'
import type { Actor } from '../daemon/domain/audit.js'
import type { Store } from '../daemon/store/port.js'

/** Who sends a request: in this version whoever has the daemon's access token. */
export const bearer = (request: FastifyRequest): Actor => ({
  name: 'access token',
  role: 'operator',
  from: request.ip,
  correlationId: request.id,
})

/** A scanner must not fill the audit: from one address, one entry a minute, with the number of those since the last. */
const REFUSAL_MS = 60_000

/** Tells the audit of requests that were refused. An audit that cannot be written keeps nobody from being refused. */
export function refusals(store: Pick<Store, 'as'>): (request: FastifyRequest) => Promise<void> {
  const since = new Map<string, { readonly atMs: number; count: number }>()
  return async request => {
    const known = since.get(request.ip)
    const nowMs = performance.now()
    if (known && nowMs - known.atMs < REFUSAL_MS) {
      known.count++
      return
    }
    if (since.size > 1000) since.clear()
    since.set(request.ip, { atMs: nowMs, count: 0 })
    const nobody = { ...bearer(request), name: 'nobody' }
    const facts = { times: (known?.count ?? 0) + 1 }
    await store
      .as(nobody)
      .audit.append({ action: 'access.refused', facts })
      .catch(() => undefined)
  }
}
