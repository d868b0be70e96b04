import { alertFollowUp } from './alert-follow-up.js'
import { callRecords } from './calls.js'
import { conversationRecords } from './conversation.js'
import { messageRecords } from './dead-letters.js'
import { dischargeRecords } from './discharges.js'
import { dueCallClaims } from './due-calls-claim.js'
import { dueCallEnds } from './due-calls-end.js'
import { encounterRecords } from './encounters.js'
import type { Ground } from './ground.js'
import { closeInterrupted } from './interrupted.js'
import { lifecycleRecords } from './lifecycle/records.js'
import { patientRecords } from './patients.js'
import { protocolRecords } from './protocols.js'
import { receivedRecords } from './received.js'
import { scheduleView } from './schedule-view.js'

/** Every repository, on whichever database `ground` is. Nothing of it is audited by itself: see audited.ts. */
export const recordsOn = (ground: Ground) => ({
  ...patientRecords(ground),
  ...encounterRecords(ground),
  ...callRecords(ground),
  ...receivedRecords(ground),
  ...conversationRecords(ground),
  ...alertFollowUp(ground),
  ...protocolRecords(ground),
  ...dueCallClaims(ground),
  ...dueCallEnds(ground),
  ...scheduleView(ground),
  ...lifecycleRecords(ground),
  ...dischargeRecords(ground),
  ...messageRecords(ground),
  /** See `closeInterrupted`: ends the calls of processes that are gone, and returns them. */
  closeInterruptedCalls: (at: Date) => closeInterrupted(ground, at),
})

export type Records = ReturnType<typeof recordsOn>
