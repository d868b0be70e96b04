/** How a call ended (CLINICAL.md, Names that stay stable). */
export const DISPOSITIONS = [
  'completed',
  'partial',
  'transferred',
  'identity-not-verified',
  'patient-unavailable',
  'caregiver-not-listed',
  'refused',
  'callback-requested',
  'opted-out',
  'wrong-number',
  'voicemail',
  'silent',
  'busy',
  'no-answer',
  'rejected',
  'unreachable',
  'congestion',
  'interrupted',
  'failed',
  'deceased-reported',
  'readmitted-reported',
] as const
export type Disposition = (typeof DISPOSITIONS)[number]

export const IDENTITIES = ['verified', 'caregiver-verified', 'not-verified', 'refused', 'not-reached'] as const
export type Identity = (typeof IDENTITIES)[number]

/** In rising order; an alert's urgency only ever rises. */
export const URGENCIES = ['routine', 'soon', 'urgent', 'emergency'] as const
export type Urgency = (typeof URGENCIES)[number]

export const ALERT_RULES = [
  'red-flag',
  'pain-high',
  'pain-worsening',
  'fever',
  'urgent-word',
  'score-medium',
  'score-high',
  'nausea-permanent',
  'vomiting-repeated',
  'dressing-blood',
  'dressing-discharge',
  'doctor-about-operation',
  'chest-breathing-urinary',
  'wants-team',
  'not-eating-with-nausea',
  'weight-gain',
  'swelling',
  'breathless-flat',
  'medicines-missed',
  'health-worse',
  'services-missing',
] as const
export type AlertRule = (typeof ALERT_RULES)[number]

/**
 * What is done about an alert: a nurse is rung, does not take it (busy, no-answer, refused, unreachable), hears it announced, accepts
 * the transfer, is joined with the patient, takes it on by key without the patient; nobody took it; a denial stopped it.
 */
export const ALERT_STEPS = [
  'rung',
  'busy',
  'no-answer',
  'refused',
  'unreachable',
  'announced',
  'accepted',
  'joined',
  'taken',
  'nobody',
  'stopped',
] as const
export type AlertStepKind = (typeof ALERT_STEPS)[number]

/** What came of asking whether an alert is meant so. */
export const CONFIRMATIONS = ['unconfirmed', 'confirmed', 'denied', 'unclear', 'silence', 'hung-up'] as const
export type AlertConfirmation = (typeof CONFIRMATIONS)[number]

export const TASK_KINDS = [
  'callback',
  'unreached',
  'identity',
  'not-understood',
  'silent',
  'interrupted',
  'refused-automated-call',
  'wrong-number',
  'opted-out',
  'deceased',
  'readmitted',
  'expired',
] as const
export type TaskKind = (typeof TASK_KINDS)[number]

export const ITEM_STATUSES = ['understood', 'not-understood', 'refused', 'not-known', 'not-asked'] as const
export type ItemStatus = (typeof ITEM_STATUSES)[number]

export type LinkId = string
/** Numbers as numbers, yes/no as booleans, dates YYYY-MM-DD, text as said. */
export type AnswerValue = number | boolean | string
