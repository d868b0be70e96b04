import type { Disposition } from './outcome.js'

/** Q.850 causes that decide something (ITU-T Q.850 table 1). */
export const CAUSE = {
  unallocated: 1,
  normal: 16,
  busy: 17,
  noUserResponding: 18,
  noAnswer: 19,
  subscriberAbsent: 20,
  rejected: 21,
  destinationOutOfOrder: 27,
  invalidNumber: 28,
  congestion: 34,
  temporaryFailure: 41,
  switchCongestion: 42,
  interworking: 127,
} as const

/**
 * How an attempt that nobody answered ended. Asterisk reports 19 both for "rang, nobody" and for "never rang" (FACTS.md),
 * so whether RINGING was seen decides.
 */
export function unansweredDisposition(cause: number, rang: boolean): Disposition {
  switch (cause) {
    case CAUSE.busy:
      return 'busy'
    case CAUSE.rejected:
      return 'rejected'
    case CAUSE.congestion:
    case CAUSE.switchCongestion:
    case CAUSE.temporaryFailure:
      return 'congestion'
    case CAUSE.noAnswer:
    case CAUSE.noUserResponding:
    case CAUSE.normal:
      return rang ? 'no-answer' : 'unreachable'
    default:
      return 'unreachable'
  }
}
