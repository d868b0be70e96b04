import type { AriLink } from './link.js'
import { refusedStatus } from './rest.js'

/** Measured: a channel is gone 2–20 ms after its DELETE. */
const POLL = { firstMs: 5, mostMs: 100, untilMs: 3000 } as const

const pause = (lengthMs: number) => new Promise<void>(resolve => setTimeout(resolve, lengthMs))

/** What is already gone, or went with the whole PBX, needs no removal; what an unreachable PBX keeps, the next sweep finds. */
const gone = (request: Promise<unknown>): Promise<boolean> =>
  request.then(
    () => false,
    () => true,
  )

/** Hangs a channel up with a Q.850 cause and resolves when it has left the PBX. */
export async function removeChannel(link: AriLink, channelId: string, cause: number): Promise<void> {
  const path = { channelId }
  if (await gone(link.request('DELETE /channels/{channelId}', { path, query: { reason_code: String(cause) } }))) return
  const untilMs = performance.now() + POLL.untilMs
  for (let waitMs: number = POLL.firstMs; performance.now() < untilMs; waitMs = Math.min(POLL.mostMs, waitMs * 2)) {
    if (await gone(link.request('GET /channels/{channelId}', { path }))) return
    await pause(waitMs)
  }
}

export async function removeBridge(link: AriLink, bridgeId: string): Promise<void> {
  await gone(link.request('DELETE /bridges/{bridgeId}', { path: { bridgeId } }))
}

/** 404 and its like: the channel went while we spoke of it. */
export const wentAway = (error: unknown): boolean => [404, 409, 422].includes(refusedStatus(error) ?? 0)
