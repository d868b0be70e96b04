/** Where the daemon writes what it does. `facts` are technical: ids, codes, counts, times; nothing of a patient. */
export interface AppLog {
  debug(facts: object, message: string): void
  info(facts: object, message: string): void
  warn(facts: object, message: string): void
  error(facts: object, message: string): void
}

/** How one part of the daemon is, with a sentence for a person that names no patient. */
export interface PartState {
  readonly up: boolean
  readonly detail: string
}
export interface Part extends PartState {
  readonly name: string
}

/** Who can say how the daemon is. */
export interface HealthView {
  /** Every part that is watched, in the order in which the watch began. Never throws, and answers within seconds. */
  parts(): Promise<readonly Part[]>
}
