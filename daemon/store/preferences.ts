import type { PatientId } from '../domain/ids.js'
import type { Preferences } from '../schedule/port.js'
import type { Ground } from './ground.js'
import { patients } from './schema.js'
import { rowSeal } from './sealed.js'
import type { Sealed } from './vault.js'

/** When the patient wishes to be rung. */
export function preferencesOf({ vault }: Ground, id: PatientId, sealed: Sealed | null): Preferences | undefined {
  const text = rowSeal(vault, id).openMaybe(patients.preferences, sealed)
  return text === null ? undefined : (JSON.parse(text) as Preferences)
}
