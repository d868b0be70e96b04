import fc from 'fast-check'
import t from 'tap'
import { parseProtocol, type State } from '../../daemon/dialogue/dialogue.js'
import type { Act, AlertFact, CallContext, Heard } from '../../daemon/dialogue/port.js'
import type { Language } from '../../daemon/domain/expected.js'
import { URGENCIES } from '../../daemon/domain/outcome.js'
import { ms } from '../../daemon/domain/units.js'
import { dutchWords, englishGuard, frenchWords, type RandomWords } from './random-words.js'
import { dialogueOf, followUp, hearing, jeanne, PROTOCOLS, text } from './scene.js'

const RARE = 40
const GUARDS = { fr: frenchWords, nl: dutchWords, en: englishGuard }

const scored = fc.option(
  fc.record({ value: fc.oneof(fc.integer({ min: 0, max: 10 }), fc.boolean()), sure: fc.boolean() }),
  { nil: undefined },
)
const utteranceOf = ({ phrases }: RandomWords) =>
  fc.record({
    said: fc.constantFrom(...phrases),
    confidence: fc.double({ min: 0, max: 1, noNaN: true }),
    scored,
    underSay: fc.integer({ min: 0, max: RARE }),
  })
type Event = (atMs: number) => Heard
const eventsOf = (words: RandomWords): fc.Arbitrary<Event> =>
  fc.oneof(
    {
      weight: 12,
      arbitrary: utteranceOf(words).map(
        (one): Event =>
          atMs => ({
            type: 'utterance',
            hearing: hearing(one.said, {
              confidence: one.confidence,
              ...(one.scored
                ? {
                    scored: [{ value: one.scored.value, logProbability: -1 }],
                    margin: one.scored.sure ? 4 : 0.5,
                    sure: one.scored.sure,
                  }
                : {}),
            }),
            startMs: ms(atMs),
            endMs: ms(atMs + 800),
            ...(one.underSay === 0 ? { underSay: true } : {}),
          }),
      ),
    },
    { weight: 3, arbitrary: fc.constant((atMs: number): Heard => ({ type: 'silence', atMs: ms(atMs) })) },
    {
      weight: 1,
      arbitrary: fc.constant(
        (atMs: number): Heard => ({
          type: 'utterance',
          hearing: hearing(''),
          startMs: ms(atMs),
          endMs: ms(atMs + 800),
        }),
      ),
    },
    {
      weight: 2,
      arbitrary: fc.stringMatching(/^[0-9*#]{1,8}$/).map(
        (keys): Event =>
          atMs => ({ type: 'keys', keys, atMs: ms(atMs) }),
      ),
    },
    {
      weight: 2,
      arbitrary: fc.constantFrom('ringing' as const, 'accepted' as const, 'joined' as const, 'nobody' as const).map(
        (outcome): Event =>
          atMs => ({ type: 'transfer', outcome, atMs: ms(atMs) }),
      ),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom('03041947', '1', '2', '*').map(
        (keys): Event =>
          atMs => ({ type: 'keys', keys, atMs: ms(atMs) }),
      ),
    },
  )
const MARCEL = { givenName: 'Marcel', birthDate: '1945-01-20', caregivers: [] }
const given = (linkId: string, value: number | boolean) =>
  ({ linkId, question: '?', status: 'understood', value }) as const
const contexts: fc.Arbitrary<CallContext> = fc
  .record({
    startAt: fc.constantFrom(undefined, undefined, 'fever', 'medicines', 'nausea', 'closing'),
    night: fc.boolean(),
    untitled: fc.boolean(),
    /** We are called: by somebody on no record, the patient's own number, or one that two share. */
    received: fc.constantFrom(undefined, undefined, undefined, [], ['she'], ['she', 'he']),
    earlier: fc.constantFrom(undefined, undefined, { pain: 9, medicines: false }),
    nurses: fc.boolean(),
  })
  .map(({ startAt, night, untitled, received, earlier, nurses }) => {
    const { givenName, familyName, birthDate, caregivers } = jeanne.person
    const person = { givenName, familyName, birthDate, caregivers }
    return {
      ...jeanne,
      person: untitled ? person : jeanne.person,
      nightWeekendOrHoliday: night,
      nurseRings: nurses,
      nurseAvailable: nurses,
      ...(startAt ? { startAt } : {}),
      ...(earlier ? { earlier: Object.entries(earlier).map(([linkId, value]) => given(linkId, value)) } : {}),
      ...(received
        ? {
            person: { givenName: '', familyName: '', birthDate: '', caregivers: [] },
            received: { candidates: received.map(who => (who === 'she' ? person : { ...person, ...MARCEL })) },
          }
        : {}),
    }
  })

interface Call {
  readonly context: CallContext
  readonly opening: string
  readonly first: readonly string[]
  readonly events: readonly Event[]
  readonly cutAt: number
  readonly skipsIdentity: boolean
}
const callsOf = (words: RandomWords): fc.Arbitrary<Call> =>
  fc.record({
    context: contexts,
    opening: fc.constantFrom(...words.openings),
    first: fc.constantFrom(...words.starts),
    events: fc.array(eventsOf(words), { maxLength: 45 }),
    cutAt: fc.double({ min: 0, max: 1, noNaN: true }),
    skipsIdentity: fc.boolean(),
  })

type Talk = ReturnType<typeof followUp>
interface Under {
  readonly id: string
  readonly words: RandomWords
  /** In each language: the call can go on in it, or its last words can be said so. */
  readonly spoken: Record<Language, { readonly worded: boolean; readonly true: Talk; readonly false: Talk }>
  readonly known: Record<Language, ReadonlySet<string>>
}
const under = (id: string, words: RandomWords): Under => {
  const { items } = parseProtocol(text(`${id}.yaml`), `${id}.yaml`)
  const both = (language: Language) => ({
    worded: items.every(({ wording }) => wording[language] !== undefined),
    true: dialogueOf(id, { startAtSkipsIdentity: true }, undefined, language),
    false: dialogueOf(id, {}, undefined, language),
  })
  const spoken = { fr: both('fr'), nl: both('nl'), en: both('en') }
  const known = (language: Language) => new Set(spoken[language].false.fixedSentences(language, jeanne.hospital))
  return { id, words, spoken, known: { fr: known('fr'), nl: known('nl'), en: known('en') } }
}

/** Plays one call and holds every rule at every step. */
function play({ id, words, spoken, known }: Under, call: Call): void {
  const inLanguage = (one: Language) => spoken[one][`${call.skipsIdentity}`]
  const named = new Map<Language, ReadonlySet<string>>()
  const isSayable = (one: Language, sentence: string): boolean => {
    if (known[one].has(sentence)) return true
    if (!named.has(one)) named.set(one, new Set(inLanguage(one).personSentences(call.context)))
    return named.get(one)?.has(sentence) === true
  }
  let { language } = words
  let dialogue = inLanguage(language)
  let accepted: Language | undefined
  // Writing every state as JSON takes most of the time: one call in ten shows it.
  const isJson = call.events.length % 10 === 0
  let state = dialogue.open(call.context)
  let settled = false
  let ended = false
  let claimed = call.context.received === undefined
  const alerts = new Map<string, AlertFact>()
  const answered = new Set<string>()
  const acts: Act[] = []
  /** The language that was accepted: it can be spoken, only its last words can, or nothing can. */
  const change = (): void => {
    const [wanted, before] = [accepted, language]
    accepted = undefined
    if (wanted === undefined) return
    const isSpoken = spoken[wanted].worded && call.cutAt < 0.7
    if (isSpoken || !spoken[wanted].worded) language = wanted
    dialogue = inLanguage(language)
    send({ type: 'language', language: wanted, outcome: isSpoken ? 'spoken' : 'not-spoken', atMs: ms(1) })
    if (isSpoken) return
    language = before
    dialogue = inLanguage(language)
  }
  const send = (heard: Heard): void => {
    const before = isJson ? JSON.stringify(state) : ''
    const from = state.stage.name
    const next = dialogue.step(state, heard)
    if (isJson && JSON.stringify(state) !== before) throw new Error('the step changed its input')
    state = isJson ? (JSON.parse(JSON.stringify(next.state)) as State) : next.state
    if (isJson && JSON.stringify(state) !== JSON.stringify(next.state)) throw new Error('the state is not JSON')
    const leftOnMachine = state.stage.name === 'ended' && state.stage.disposition === 'voicemail'
    const flag = heard.type === 'utterance' ? GUARDS[language].flags.get(heard.hearing.text) : undefined
    if (flag && !leftOnMachine && state.alerts[flag] === undefined)
      throw new Error(`${flag} was not acted on at ${from}`)
    if (call.skipsIdentity && state.identity === 'verified') settled = true
    if (ended && next.acts.some(act => act.type !== 'alert')) throw new Error('acts after the end')
    check(heard, next.acts, from)
    acts.push(...next.acts)
    for (const act of next.acts) if (act.type === 'language' && act.step === 'accepted') accepted = act.language
    if (next.acts.some(act => act.type === 'claim')) {
      claimed = call.cutAt < 0.7
      const theirs = call.events.length % 4 === 0 ? ({ language: 'en' } as const) : {}
      const found = { ...(claimed ? { protocol: id, earlier: [given('pain', 9)] } : {}), ...theirs }
      send({ type: 'claimed', ...found, atMs: ms(1) })
    }
    if (call.events.length % 3 === 0) change()
  }
  const check = (heard: Heard, made: readonly Act[], from: string): void => {
    const kinds = made.map(act => act.type)
    const listens = kinds.filter(kind => kind === 'listen').length
    if (listens > 1) throw new Error('two questions at once')
    if (listens === 1 && kinds.at(-1) !== 'listen') throw new Error('something after the listen')
    if (kinds.includes('hang-up') && kinds.at(-1) !== 'hang-up') throw new Error('something after the hang-up')
    const silent =
      heard.type === 'said' ||
      heard.type === 'recording' ||
      heard.type === 'transfer' ||
      (heard.type === 'language' && heard.outcome === 'not-spoken' && from !== 'changing-language') ||
      (heard.type === 'utterance' && heard.underSay) ||
      // A noise: the silence behind it goes on and is acted on.
      (heard.type === 'utterance' && heard.hearing.text === '')
    if (kinds.includes('claim') && !kinds.includes('identity')) throw new Error('claimed before the identity')
    const goesOn = listens > 0 || kinds.some(kind => kind === 'claim' || kind === 'hang-up' || kind === 'leave')
    if (!ended && !silent && !goesOn) throw new Error('dead air')
    for (const act of made) {
      if (act.type === 'identity') settled ||= act.identity === 'verified' || act.identity === 'caregiver-verified'
      if (act.type === 'say') for (const sentence of act.sentences) checkSentence(sentence, act.purpose)
      if (act.type === 'alert') checkAlert(act.alert)
      if (act.type === 'answer') answered.add(act.answer.linkId)
      if (act.type === 'score' && !settled) throw new Error('an earlier answer was used before the identity')
      if (
        act.type === 'answer' &&
        !settled &&
        call.context.person.birthDate === act.answer.value &&
        act.answer.linkId !== 'birth-date'
      )
        throw new Error('the record leaked')
      if (act.type === 'hang-up' || act.type === 'leave') ended = true
    }
    const flag = kinds.indexOf('alert')
    if (flag >= 0 && made.some((act, at) => act.type === 'say' && act.purpose === 'red-flag' && at < flag))
      throw new Error('said before the alert')
  }
  const checkSentence = (sentence: string, purpose: string): void => {
    if (!isSayable(language, sentence)) throw new Error(`not rendered ahead: ${sentence}`)
    // Whom to ask, told to whoever calls the hospital, says nothing of anybody.
    const forAnybody = call.context.received !== undefined && GUARDS[language].whom.test(sentence)
    if (!settled && purpose !== 'red-flag' && !forAnybody && GUARDS[language].health.test(sentence))
      throw new Error(`health before identity: ${sentence}`)
  }
  const checkAlert = (alert: AlertFact): void => {
    const earlier = alerts.get(alert.key)
    if (earlier && URGENCIES.indexOf(alert.urgency) < URGENCIES.indexOf(earlier.urgency))
      throw new Error('an alert fell')
    alerts.set(alert.key, alert)
  }
  let atMs = 1000
  send({ type: 'opened', text: call.opening, lengthMs: ms(900), atMs: ms(900) })
  const first = call.first.map(
    (said): Event =>
      at => ({ type: 'utterance', hearing: hearing(said), startMs: ms(at), endMs: ms(at + 700) }),
  )
  for (const [at, event] of [...first, ...call.events].entries()) {
    const says = acts.flatMap(act => (act.type === 'say' ? [act] : [])).slice(-1)
    for (const { sayId } of says) {
      const cut = (at * 7919) % 10 < call.cutAt * 3
      send({ type: 'said', sayId, heardMs: ms(cut ? 700 : 1800), wholeMs: ms(1800), cut, atMs: ms(atMs) })
    }
    atMs += 3000
    send(event(atMs))
    // Sometimes it takes another turn, sometimes it never comes.
    if (at % 3 === call.events.length % 3) change()
    if (ended) break
  }
  if (!ended) send(call.cutAt < 0.5 ? { type: 'hung-up', atMs: ms(atMs) } : { type: 'too-long', atMs: ms(atMs) })
  if (!ended) throw new Error('the conversation did not end')
  if (settled && claimed)
    for (const linkId of dialogue.linkIds)
      if (!answered.has(linkId) && state.answers[linkId] === undefined) throw new Error(`${linkId} is not listed`)
  for (const answer of Object.values(state.answers)) if (answer.pending) throw new Error('a value stayed pending')
  const note = acts
    .flatMap(act => (act.type === 'task' && act.kind === 'not-understood' ? [act.note ?? ''] : []))
    .join()
  for (const linkId of state.skipped) if (!note.includes(linkId)) throw new Error(`${linkId} is not in the task`)
  const isTaken = call.events.length % 2 === 0 && settled && claimed
  if (isTaken && state.identity === 'verified' && call.context.received === undefined)
    goOn(inLanguage(words.language), state, words)
}

/** The call is made again where it broke off: what was answered stays, what was not is asked, nothing else is. */
function goOn(dialogue: Talk, broken: State, { settled }: RandomWords): void {
  const earlier = Object.values(broken.answers).filter(answer => answer.status === 'understood')
  let state = dialogue.open({ ...jeanne, earlier })
  let asked = ''
  const heard: readonly Heard[] = settled.map((said, at) => ({
    type: 'utterance',
    hearing: hearing(said),
    startMs: ms(at * 9000),
    endMs: ms(at * 9000 + 700),
  }))
  for (const one of [{ type: 'opened', text: 'Allô ?', lengthMs: ms(900), atMs: ms(900) } as const, ...heard]) {
    const next = dialogue.step(state, one)
    state = next.state
    asked = next.acts.flatMap(act => (act.type === 'listen' ? [act.linkId] : [])).at(-1) ?? asked
  }
  const items = earlier.filter(answer => dialogue.linkIds.includes(answer.linkId))
  for (const { linkId, value } of items)
    if (state.answers[linkId]?.value !== value) throw new Error(`${linkId} was lost between two calls`)
  if (items.some(answer => answer.linkId === asked)) throw new Error(`${asked} is asked though it was answered`)
}

/** Of French as many calls as are asked for; another language shares the engine, and takes its share of them. */
const UNDER = [
  ...PROTOCOLS.map(id => ({ id, words: frenchWords, share: 1 })),
  { id: 'general-follow-up', words: dutchWords, share: 0.2 },
] as const

for (const { id, words, share } of UNDER)
  t.test(
    `${id} in ${words.language}: random conversations say only rendered sentences, in whatever language, act on danger at once, never lower an alert, never fall silent, list all, and go on where they broke off`,
    t => {
      const asked = Number(process.env.RANDOM_CALLS ?? (process.env.CI ? 10_000 : 1000))
      const numRuns = Math.ceil(asked * share)
      const protocol = under(id, words)
      t.doesNotThrow(() =>
        fc.assert(
          fc.property(callsOf(words), call => play(protocol, call)),
          { numRuns },
        ),
      )
      t.end()
    },
  )

t.test('a caller who answers at random without end is let go politely', t => {
  const dialogue = followUp()
  let state = dialogue.open(jeanne)
  let steps = 0
  state = dialogue.step(state, { type: 'opened', text: '', lengthMs: ms(0), atMs: ms(0) }).state
  for (const said of Array.from({ length: 400 }, () => 'attendez')) {
    const next = dialogue.step(state, {
      type: 'utterance',
      hearing: hearing(said),
      startMs: ms(steps),
      endMs: ms(steps),
    })
    state = next.state
    steps += 1
    if (next.acts.some(act => act.type === 'hang-up')) break
  }
  t.ok(steps < 300, `ended after ${steps} turns`)
  t.end()
})
