import type { Ms } from '../domain/units.js'
import type { ConversationParts } from './conversation-parts.js'

/** Not waited for: it begins with the next beat, and the conversation goes on meanwhile. */
export function startRecording(
  { leg, records, recordingPath, log }: Pick<ConversationParts, 'leg' | 'records' | 'recordingPath' | 'log'>,
  onStarted: (startMs: Ms) => void,
): void {
  leg
    .record(recordingPath)
    .then(async startMs => {
      await records.recording(recordingPath, startMs)
      onStarted(startMs)
    })
    .catch(() => log.error({}, 'the recording could not be started'))
}
