import { Failure } from '../../domain/failure.js'
import type { LiveLeg } from './leg.js'
import type { AriLink } from './link.js'
import { wentAway } from './removal.js'

/** The guest moves into the first leg's bridge; our audio leaves that bridge unless it goes on listening. */
export async function joinLegs(
  link: AriLink,
  leg: LiveLeg | undefined,
  guest: LiveLeg | undefined,
  listens: boolean,
): Promise<void> {
  if (!leg || !guest) throw new Failure('telephony/lost')
  const path = { bridgeId: leg.names.bridge }
  try {
    await guest.moveTo(leg.names.bridge)
    if (!listens) {
      await link.request('POST /bridges/{bridgeId}/removeChannel', { path, query: { channel: leg.names.media } })
    }
  } catch (error) {
    throw wentAway(error) ? new Failure('telephony/lost', {}, { cause: error }) : error
  }
}
