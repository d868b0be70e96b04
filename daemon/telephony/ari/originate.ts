import { Failure } from '../../domain/failure.js'
import type { AriLink } from './link.js'
import { MARK } from './names.js'

export interface Origination {
  readonly channelId: string
  /** Undefined where the number cannot be dialled. */
  readonly endpoint: string | undefined
  readonly callerId: string | undefined
  readonly ringMs: number
}

/**
 * Dials. Our channel id makes it idempotent: Asterisk refuses a second channel of that id with 409, and counts an id as taken
 * by any longer one that begins with it (22.10: "X" after "X-media"): so the rest of a leg is made after its channel.
 * An unknown endpoint is 500, or 409 where errno was stale: the two do not tell anything apart.
 */
export async function originate(link: AriLink, { channelId, endpoint, callerId, ringMs }: Origination): Promise<void> {
  if (endpoint === undefined) throw new Failure('telephony/refused', { operation: 'dial', status: 400 })
  await link.request('POST /channels/{channelId}', {
    path: { channelId },
    query: {
      endpoint,
      app: link.app,
      appArgs: 'dialled',
      timeout: Math.max(1, Math.ceil(ringMs / 1000)),
      ...(callerId === undefined ? {} : { callerId }),
    },
    body: { variables: { [MARK]: link.app } },
  })
}
