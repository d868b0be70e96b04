import type { Ms } from '../domain/units.js'
import type { ConversationParts } from './conversation-parts.js'

/** Not waited for: it begins with the next beat, and the conversation goes on meanwhile. */
export function startRecording(
  { leg, records, recording, log }: Pick<ConversationParts, 'leg' | 'records' | 'recording' | 'log'>,
  onStarted: (startMs: Ms) => void,
): void {
  leg
    .record(recording.path, recording.seal)
    .then(async startMs => {
      await records.recording(recording.path, startMs)
      onStarted(startMs)
    })
    .catch(() => log.error({}, 'the recording could not be started'))
}
