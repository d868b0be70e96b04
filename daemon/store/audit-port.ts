import type { AuditEntry, AuditEvent, AuditHead, AuditVerdict } from '../domain/audit.js'
import type { PatientId } from '../domain/ids.js'

/** The chain of everything that was done to records, as one actor sees and lengthens it. */
export interface AuditTrail {
  append(event: AuditEvent): Promise<void>
  /** The newest first. */
  entries(page: {
    readonly before?: number
    readonly limit: number
    readonly patientId?: PatientId
  }): Promise<readonly AuditEntry[]>
  head(): Promise<AuditHead>
  /** Follows the chain from its first entry; `heads` are what was exported of it earlier. Names the first link that is broken. */
  verify(heads?: readonly AuditHead[]): Promise<AuditVerdict>
}
