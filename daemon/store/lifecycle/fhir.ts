import type { ItemAnswer } from '../../dialogue/port.js'
import type { AlertRecord, CallResult, ConsentRecord, Encounter, Patient, TaskRecord } from '../port.js'
import type { PersonExport } from './export.js'

/** A resource of FHIR R4 (4.0.1) as it is written. */
interface Resource {
  readonly resourceType: string
  readonly id: string
  readonly [element: string]: unknown
}
export interface Bundle {
  readonly resourceType: 'Bundle'
  readonly type: 'collection'
  readonly timestamp: string
  readonly entry: readonly { readonly fullUrl: string; readonly resource: Resource }[]
}

/** Where a call's recording lies in the archive. */
export type RecordingNames = ReadonlyMap<string, string>

const HL7 = 'http://terminology.hl7.org/CodeSystem'
const OWN = 'urn:hellojade'
const reference = (type: string, id: string) => ({ reference: `${type}/${id}` })
const coded = (system: string, code: string, display?: string) => ({
  coding: [{ system, code, ...(display !== undefined && { display }) }],
})

/** What is kept about one patient as a Bundle that any hospital's system reads. */
export function bundleOf(of: PersonExport, recordings: RecordingNames, now: Date): Bundle {
  const { patient, encounters, results } = of
  const about = { patient: reference('Patient', patient.id) }
  const resources = [
    patientResource(patient),
    ...patient.caregivers.map((carer, index) => ({
      resourceType: 'RelatedPerson',
      id: `${patient.id}-c${index}`,
      ...about,
      name: [{ text: carer.name }],
      relationship: [{ text: carer.relation || '?' }],
    })),
    ...encounters.map(encounter => encounterResource(encounter)),
    ...results.flatMap(result => callResources(patient, result, recordings)),
  ]
  const entry = resources.map(resource => ({ fullUrl: `urn:uuid:${resource.id}`, resource }))
  return { resourceType: 'Bundle', type: 'collection', timestamp: now.toISOString(), entry }
}

const GENDERS = { f: 'female', m: 'male', x: 'other' } as const

const patientResource = (patient: Patient): Resource => ({
  resourceType: 'Patient',
  id: patient.id,
  name: [
    {
      family: patient.familyName,
      given: [patient.givenName],
      ...(patient.title !== undefined && { prefix: [patient.title] }),
    },
  ],
  birthDate: patient.birthDate,
  ...(patient.sex !== undefined && { gender: GENDERS[patient.sex] }),
  ...(patient.phones.length > 0 && {
    telecom: patient.phones.map(({ number }, index) => ({ system: 'phone', value: number, rank: index + 1 })),
  }),
  communication: [{ language: coded('urn:ietf:bcp:47', `${patient.language}-BE`), preferred: true }],
  ...(patient.deceasedAt !== undefined && { deceasedDateTime: patient.deceasedAt.toISOString() }),
})

const encounterResource = (encounter: Encounter): Resource => ({
  resourceType: 'Encounter',
  id: encounter.id,
  status: 'finished',
  class: { system: `${HL7}/v3-ActCode`, code: 'IMP', display: 'inpatient encounter' },
  subject: reference('Patient', encounter.patientId),
  period: { end: encounter.dischargedAt.toISOString() },
  serviceProvider: { display: `${encounter.site}, ${encounter.ward}` },
  ...(encounter.reason !== undefined && { reasonCode: [{ text: encounter.reason }] }),
})

function callResources(patient: Patient, result: CallResult, recordings: RecordingNames): readonly Resource[] {
  const { call, answers, alerts, consents, tasks } = result
  return [
    communication(patient, result, recordings.get(call.id)),
    ...(answers.length > 0 ? [questionnaireResponse(patient, result)] : []),
    ...alerts.map(alert => flag(patient, alert)),
    ...consents.map((consent, index) => consentResource(patient, `${call.id}-${index}`, consent)),
    ...tasks.map(task => taskResource(patient, task)),
  ]
}

/** The call itself: when, whose words, the recording beside it. */
function communication(patient: Patient, { call, turns }: CallResult, recording: string | undefined): Resource {
  const said = turns.map(turn => `${turn.speaker === 'agent' ? 'HelloJADE' : 'Patient'}: ${turn.text}`).join('\n')
  const payload = [
    ...(said === '' ? [] : [{ contentString: said }]),
    ...(recording === undefined ? [] : [{ contentAttachment: { contentType: 'audio/wav', url: recording } }]),
  ]
  return {
    resourceType: 'Communication',
    id: call.id,
    status: call.answeredAt === undefined ? 'not-done' : 'completed',
    ...(call.disposition !== undefined && { statusReason: coded(`${OWN}:disposition`, call.disposition) }),
    medium: [coded(`${HL7}/v3-ParticipationMode`, 'PHONE', 'telephone')],
    subject: reference('Patient', patient.id),
    sent: call.startedAt.toISOString(),
    ...(call.answeredAt !== undefined && { received: call.answeredAt.toISOString() }),
    ...(payload.length > 0 && { payload }),
  }
}

function questionnaireResponse(patient: Patient, { call, answers }: CallResult): Resource {
  return {
    resourceType: 'QuestionnaireResponse',
    id: `${call.id}-r`,
    ...(call.protocol !== undefined && {
      questionnaire: `${OWN}:protocol:${call.protocol}|${call.protocolVersion ?? ''}`,
    }),
    status: call.disposition === 'completed' ? 'completed' : 'in-progress',
    subject: reference('Patient', patient.id),
    authored: (call.endedAt ?? call.startedAt).toISOString(),
    item: answers.map(answer => ({
      linkId: answer.linkId,
      text: answer.question,
      ...(answer.value !== undefined && { answer: [answerOf(answer.value)] }),
    })),
  }
}

function answerOf(value: NonNullable<ItemAnswer['value']>) {
  if (typeof value === 'boolean') return { valueBoolean: value }
  if (typeof value === 'number') return Number.isInteger(value) ? { valueInteger: value } : { valueDecimal: value }
  return /^\d{4}-\d{2}-\d{2}$/.test(value) ? { valueDate: value } : { valueString: value }
}

/** What a nurse had to see: active until one closed it. */
const flag = (patient: Patient, alert: AlertRecord): Resource => ({
  resourceType: 'Flag',
  id: alert.id,
  status: alert.acknowledgedAt === undefined ? 'active' : 'inactive',
  category: [coded(`${HL7}/flag-category`, 'clinical', 'Clinical')],
  code: { ...coded(`${OWN}:alert-rule`, alert.rule), text: `${alert.rule} (${alert.urgency})` },
  subject: reference('Patient', patient.id),
  period: {
    start: alert.raisedAt.toISOString(),
    ...(alert.acknowledgedAt !== undefined && { end: alert.acknowledgedAt.toISOString() }),
  },
})

const consentResource = (patient: Patient, id: string, consent: ConsentRecord): Resource => ({
  resourceType: 'Consent',
  id,
  status: consent.given ? 'active' : 'rejected',
  scope: coded(`${HL7}/consentscope`, 'patient-privacy', 'Privacy Consent'),
  category: [coded(`${OWN}:consent`, consent.kind)],
  patient: reference('Patient', patient.id),
  dateTime: consent.at.toISOString(),
  policyRule: coded(`${OWN}:consent-text`, consent.textVersion),
})

const taskResource = (patient: Patient, task: TaskRecord): Resource => ({
  resourceType: 'Task',
  id: task.id,
  status: task.closedAt === undefined ? 'requested' : 'completed',
  intent: 'order',
  code: coded(`${OWN}:task`, task.kind),
  for: reference('Patient', patient.id),
  authoredOn: task.createdAt.toISOString(),
  ...(task.note !== undefined && { description: task.note }),
})
