import type { Failure, FailureCode } from '../../domain/failure.js'
import type { AckCondition, Header } from './header.js'

/** What became of a message: done, wrong in what it says (AE), or not taken (AR: not for us, or for no fault of its own). */
export type Verdict =
  | { readonly ok: true; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly code: 'AE' | 'AR'; readonly failure: Failure }

/** HL7 table 0357. */
const CONDITIONS = {
  100: 'Segment sequence error',
  101: 'Required field missing',
  102: 'Data type error',
  103: 'Table value not found',
  200: 'Unsupported message type',
  201: 'Unsupported event code',
  202: 'Unsupported processing id',
  203: 'Unsupported version id',
  204: 'Unknown key identifier',
  207: 'Application internal error',
} as const
type Condition = keyof typeof CONDITIONS

/** By failure: what its sender is told. What is missing here is not the sender's fault. */
const TOLD: Partial<Record<FailureCode, readonly ['AE' | 'AR', Condition]>> = {
  'hl7/unreadable': ['AR', 100],
  'hl7/truncated': ['AR', 100],
  'hl7/too-large': ['AR', 207],
  'hl7/framing': ['AR', 100],
  'hl7/type': ['AR', 200],
  'hl7/event': ['AR', 201],
  'hl7/processing': ['AR', 202],
  'hl7/version': ['AR', 203],
  'hl7/charset': ['AE', 102],
  'hl7/segment': ['AE', 100],
  'hl7/field': ['AE', 102],
  'discharge/incomplete': ['AE', 102],
  'discharge/future': ['AE', 102],
  'discharge/ward': ['AE', 103],
  'discharge/rule': ['AE', 103],
  'protocol/unknown': ['AE', 103],
  'discharge/deceased': ['AE', 207],
}

export const verdictOn = (failure: Failure): Verdict & { ok: false } => ({
  ok: false,
  code: TOLD[failure.code]?.[0] ?? 'AR',
  failure,
})

const conditionOf = ({ code, facts }: Failure): Condition =>
  code === 'hl7/field' && facts.reason === 'missing' ? 101 : (TOLD[code]?.[1] ?? 207)

/**
 * The acknowledgements of a message, in the order in which they are sent. Original mode (HL7 v2.5 section 2.9.2) where MSH-15 and
 * MSH-16 are both empty: one, AA, AE or AR. Else enhanced mode (section 2.9.3): CA once the message is done or kept for a person, or
 * CR for one that is not taken, where MSH-15 wants it; then AA or AE where MSH-16 wants it, which a message not taken does not get.
 */
export function acknowledgements(
  header: Header,
  verdict: Verdict,
  made: { readonly at: Date; readonly newId: () => string },
): readonly string[] {
  const code = verdict.ok ? 'AA' : verdict.code
  const write = (as: string): string => acknowledgement(header, as, verdict, made)
  if (header.accept === undefined && header.application === undefined) return [write(code)]
  const taken = code !== 'AR'
  return [
    ...(wants(header.accept, taken) ? [write(taken ? 'CA' : 'CR')] : []),
    ...(taken && wants(header.application, code === 'AA') ? [write(code)] : []),
  ]
}

const wants = (condition: AckCondition | undefined, success: boolean): boolean =>
  condition === 'AL' || (condition === 'SU' && success) || (condition === 'ER' && !success)

function acknowledgement(
  header: Header,
  code: string,
  verdict: Verdict,
  { at, newId }: { readonly at: Date; readonly newId: () => string },
): string {
  const { separator: sep, encoding, version, event } = header
  const [component = '^'] = encoding
  const joined = (...parts: readonly string[]): string => parts.join(component)
  const type = event === '?' ? 'ACK' : joined('ACK', event, 'ACK')
  const plain = (text: string): string => [...text].map(one => (`${sep}${encoding}`.includes(one) ? ' ' : one)).join('')
  const told = code === 'CA' ? [] : problems(verdict, joined, plain, version)
  const lines = [
    ['MSH', encoding, ...header.receiver, ...header.sender, stamp(at), '', type, newId(), 'P', known(version)],
    ['MSA', code, header.controlId, ...(verdict.ok || code === 'CA' ? [] : [plain(verdict.failure.sentence('en'))])],
    ...told,
  ]
  return lines.map(line => `${line.join(sep)}\r`).join('')
}

const known = (version: string): string => (version === '?' ? '2.5' : version)

/** YYYYMMDDHHMMSS+0000 */
const stamp = (at: Date): string => `${at.toISOString().replace(/[-:T]/g, '').slice(0, 14)}+0000`

/** The ERR segment: one per mistake from version 2.5 on (section 2.15.5); before it, ERR-1 alone. */
function problems(
  verdict: Verdict,
  joined: (...parts: readonly string[]) => string,
  plain: (text: string) => string,
  version: string,
): readonly (readonly string[])[] {
  const modern = !/^2\.[1-4]/.test(version)
  if (verdict.ok)
    return modern
      ? verdict.warnings.map(text => [
          'ERR',
          '',
          '',
          joined('0', 'Message accepted', 'HL70357'),
          'W',
          '',
          '',
          '',
          plain(text),
        ])
      : []
  const { failure } = verdict
  const condition = conditionOf(failure)
  const [segment = '', field = '', component = ''] = String(failure.facts.field ?? failure.facts.segment ?? '').split(
    /[-.]/,
  )
  const told = [String(condition), CONDITIONS[condition], 'HL70357'] as const
  if (!modern) return [['ERR', joined(segment, segment && '1', field, String(condition))]]
  const place = segment === '' ? '' : joined(segment, '1', field, field && '1', component)
  const own = joined(failure.code, '', 'L')
  return [['ERR', '', place, joined(...told), 'E', own, '', '', plain(failure.sentence('en'))]]
}
