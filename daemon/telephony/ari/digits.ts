import type { MediaLeg } from '../../media/port.js'
import type { AriLink } from './link.js'

/**
 * Asterisk takes only static payload types from an external media channel, so telephone events (RFC 4733, payload type 101) are
 * dropped there (measured on 22.10): keys go to the phone by request instead. Everything else is the leg's own.
 */
export const sendingDigitsBy = (link: AriLink, channelId: string, leg: MediaLeg): MediaLeg => ({
  local: leg.local,
  connect: remote => leg.connect(remote),
  start: () => leg.start(),
  play: options => leg.play(options),
  cut: () => leg.cut(),
  duck: gainDb => leg.duck(gainDb),
  sendDigits: digits => {
    // A channel that has gone presses no key: its end is told by its own event.
    link.request('POST /channels/{channelId}/dtmf', { path: { channelId }, query: { dtmf: digits } }).catch(() => {})
  },
  record: (path, seal) => leg.record(path, seal),
  onEvent: listener => leg.onEvent(listener),
  stats: () => leg.stats(),
  keptAudio: () => leg.keptAudio(),
  close: () => leg.close(),
})
