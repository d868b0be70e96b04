import type { PatientId } from './ids.js'

/** What somebody is here. `system` is the daemon itself, `operator` whoever has a shell on its machine. */
export type Role = 'admin' | 'médecin' | 'infirmier' | 'secrétaire' | 'operator' | 'system'

/** Who does something, and from where. */
export interface Actor {
  readonly name: string
  readonly role: Role
  /** Host, address or terminal. */
  readonly from: string
  /** Of the request: what else it left in logs. */
  readonly correlationId?: string
  /** Why, in the actor's own words. It is sealed. */
  readonly why?: string
}

/** What was done, as `noun.verb`. */
export type AuditAction =
  | 'patient.read'
  | 'patient.listed'
  | 'patient.searched'
  | 'patient.added'
  | 'patient.changed'
  | 'patient.marked'
  | 'patient.exported'
  | 'patient.erased'
  | 'patient.restricted'
  | 'encounter.added'
  | 'encounter.changed'
  | 'due-call.added'
  | 'due-call.read'
  | 'due-call.changed'
  | 'call.opened'
  | 'call.refused'
  | 'call.changed'
  | 'call.transcribed'
  | 'call.answered'
  | 'call.closed'
  | 'call.read'
  | 'call.listed'
  | 'consent.added'
  | 'opt-out.added'
  | 'opt-out.lifted'
  | 'alert.raised'
  | 'alert.followed-up'
  | 'alert.acknowledged'
  | 'alert.listed'
  | 'task.added'
  | 'task.changed'
  | 'task.listed'
  | 'recording.read'
  | 'recording.removed'
  | 'records.imported'
  | 'records.removed'
  | 'records.changed'
  | 'records.listed'
  | 'message.read'
  | 'message.settled'
  | 'backup.made'
  | 'backup.restored'
  | 'sign-in.done'
  | 'sign-in.refused'
  | 'access.refused'
  | 'configuration.changed'
  | 'protocol.changed'
  | 'keys.rotated'
  | 'audit.read'
  | 'daemon.started'
  | 'daemon.stopped'

/** One thing that was done. Nothing in it is personal beyond the ids. */
export interface AuditEvent {
  readonly action: AuditAction
  readonly patientId?: PatientId
  /** Those who were shown together. */
  readonly patientIds?: readonly PatientId[]
  /** Of the call, alert, task or file it was done to. */
  readonly subjectId?: string
  /** Technical values only. */
  readonly facts?: Readonly<Record<string, string | number | boolean>>
}

/** A link of the chain. */
export interface AuditEntry extends AuditEvent {
  /** From 1. */
  readonly seq: number
  readonly at: Date
  readonly actor: Actor
  /** Of this entry and the hash before it. */
  readonly hash: string
}

/** How long the chain is, and the hash of its last entry. */
export interface AuditHead {
  readonly seq: number
  readonly hash: string
}

/** What verifying the chain found: the first link that does not hold, if one does not. */
export type AuditVerdict =
  | { readonly holds: true; readonly entries: number }
  | {
      readonly holds: false
      /** The first entry that is wrong. */
      readonly seq: number
      readonly broken: 'changed' | 'missing' | 'cut' | 'head'
    }
