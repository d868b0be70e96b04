import type { Hearing, Language } from '../domain/expected.js'
import { changeLanguage } from './changing-language.js'
import type { Move, Told } from './move.js'
import { FIRST_STEP, type Stage } from './state.js'
import { WEAK } from './tongue.js'
import { type Turn, tongueOf, update } from './turn.js'

/** Everyday words that only one of the three languages has, as the recogniser writes them. */
const ONLY: Readonly<Record<Language, RegExp>> = {
  fr: /\b(?:je|vous|oui|pas|est|mais|les|une|merci|bonjour|comprends|avec|dans|pour|j'ai|c'est|mon|ne)\b/giu,
  nl: /\b(?:ik|niet|het|een|dat|goed|ja|nee|neen|mijn|wat|heb|ben|maar|bedankt|graag|versta|begrijp|goeiendag|wij|ook|van)\b/giu,
  en: /\b(?:the|you|yes|what|have|not|my|don't|please|hello|sorry|understand|this|that|with|speak|and|i'm|it's|are)\b/giu,
}
/** Up to so many words between the notions of an ask. */
const NEAR = String.raw`\W+(?:[\w'’]+\W+){0,2}?`
/** "Speak", as each language says it and as a mixture of two writes it. */
const SPEAK = String.raw`(?:speak\w*|talk\w*|parl\w*|spreek\w*|spreken|praat|praten|versta\w*|understand\w*)`
const NOT = `(?:not|no|pas|ne suis|don['’]?t|cannot|can['’]?t|geen|niet|only|alleen)`
const anyOf = (...parts: readonly string[]): RegExp => new RegExp(`\\b(?:${parts.join('|')})`, 'iu')

/**
 * "I don't speak French": said outright. A recogniser that listens for one language writes another as a mixture of both ("je ne suis
 * pas speaking French"), so a language counts under the name that its own speakers give it, near a word for speaking.
 */
const ASKS: Readonly<Record<Language, RegExp>> = {
  fr: anyOf(
    String.raw`en fran[cç]ais\b`,
    String.raw`parle[rz]?(?:[- ]vous)? (?:que )?(?:le )?fran[cç]ais\b`,
    String.raw`(?:spreekt|praat) (?:u|je) (?:ook )?frans\b`,
    String.raw`in het frans\b`,
  ),
  nl: anyOf(
    String.raw`in (?:het |'t )?(?:nederlands|vlaams)\b`,
    `${SPEAK}${NEAR}(?:nederlands|vlaams|dutch|flemish)\\b`,
    String.raw`geen (?:frans|engels|fran[cç]ais)\b`,
    String.raw`nederlands(?: alstublieft| graag)?\??\s*$`,
    `n[ée]erlandais (?:s'il vous pla[iî]t|svp)`,
    String.raw`parle[rz]?(?:[- ]vous)? n[ée]erlandais\b`,
    String.raw`en n[ée]erlandais\b`,
  ),
  en: anyOf(
    String.raw`in english\b`,
    `${SPEAK}${NEAR}english\\b`,
    `${NOT}${NEAR}(?:${SPEAK}\\W+)?(?:\\w+\\W+)?(?:french|dutch)\\b`,
    String.raw`english(?: please)?\??\s*$`,
    String.raw`parle[rz]?(?:[- ]vous)? anglais\b`,
    String.raw`en anglais\b`,
    String.raw`(?:spreekt|praat) (?:u|je) (?:ook )?engels\b`,
    String.raw`in het engels\b`,
  ),
}
/** A reply to the offer, in the language that was offered. */
const YES: Readonly<Record<Language, RegExp>> = {
  fr: /\b(?:oui|volontiers|fran[cç]ais|d'accord)\b/i,
  nl: /\b(?:ja|jawel|oui|graag|nederlands|vlaams|n[ée]erlandais|alstublieft)\b/i,
  // "Oui" that is listened for in English.
  en: /\b(?:yes|yeah|please|english|anglais|sure|oui)\b|^\W*we\W*$/i,
}
const NO: Readonly<Record<Language, RegExp>> = {
  fr: /\bnon\b/i,
  nl: /\b(?:nee|neen|non)\b/i,
  en: /\bnon?\b/i,
}
/** One shared word is chance ("ja" in a name), two are a language. */
const LEAST_WORDS = 2
/** In a longer tale another language is told of, not asked for. */
const MOST_WORDS = 14
/** Misses in a row in the same other language before it is believed. */
const ENOUGH = 2

/** Nothing comes between a danger sign and its nurse. */
const WEIGHTIER: ReadonlySet<Stage['name']> = new Set([
  'red-flag',
  'transferring',
  'advised',
  'offer-transfer',
  'offer-language',
  'changing-language',
])

/** The language that was spoken where it is clearly not `own`: by the sound, or else by its words. */
export function spokenLanguage(hearing: Hearing, own: Language): Language | undefined {
  const count = (language: Language): number => hearing.text.match(ONLY[language])?.length ?? 0
  const others = (['fr', 'nl', 'en'] as const).filter(language => language !== own)
  const worded = others.find(
    language => count(language) >= LEAST_WORDS && count(language) > Math.max(...without(language).map(count)),
  )
  const sounded = hearing.otherLanguage === own ? undefined : hearing.otherLanguage
  return worded ?? sounded
}

const without = (language: Language): readonly Language[] =>
  (['fr', 'nl', 'en'] as const).filter(other => other !== language)

/** Somebody who is not understood twice in a row and speaks another of our languages, or says so, is offered it; who declines it is not asked again. */
export function noticeLanguage(turn: Turn, stage: Stage, told: Told, move: Move): Move {
  const { languageOffered = false, foreign } = turn.state
  const stays = move.to === 'miss' || (move.to === 'ask' && move.stage.name !== 'read-back')
  if (languageOffered || WEIGHTIER.has(stage.name) || !stays) return reset(turn, move)
  const asked = languageAsked(turn, told)
  const language = asked ?? (move.to === 'miss' ? spokenLanguage(told.hearing, tongueOf(turn).language) : undefined)
  const times = language !== undefined && foreign?.language === language ? foreign.times + 1 : 1
  update(turn, { foreign: language === undefined ? undefined : { language, times } })
  if (language === undefined || (!asked && times < ENOUGH) || !turn.script.common.otherLanguage?.[language]) return move
  return offer(turn, stage, language)
}

/** Asked for in a few words, another language answers no question, not even a free one. A weighty wish in them goes first. */
export function answerInLanguage(turn: Turn, stage: Stage, told: Told): Move | undefined {
  if (turn.state.languageOffered || WEIGHTIER.has(stage.name)) return undefined
  const language = languageAsked(turn, told)
  if (language === undefined || !turn.script.common.otherLanguage?.[language]) return undefined
  const tongue = tongueOf(turn)
  const request = tongue.findRequest(told.hearing.text)
  const isShort = tongue.plain(told.hearing.text).split(' ').length <= MOST_WORDS
  return isShort && (request === null || WEAK.has(request)) ? offer(turn, stage, language) : undefined
}

const languageAsked = (turn: Turn, { hearing }: Told): Language | undefined =>
  askedLanguage(hearing.text, tongueOf(turn).language)

/** The language that is asked for in these words, where `own` is what was listened for. */
export const askedLanguage = (text: string, own: Language): Language | undefined =>
  without(own).find(language => ASKS[language].test(text))

/** Where it is another one, has an offer, and was not offered before. */
export function offerOther(turn: Turn, stage: Stage, language: Language): Move | undefined {
  const isOther = language !== tongueOf(turn).language && turn.script.common.otherLanguage?.[language] !== undefined
  return isOther && !turn.state.languageOffered ? offer(turn, stage, language) : undefined
}

function offer(turn: Turn, stage: Stage, language: Language): Move {
  update(turn, { languageOffered: true, foreign: undefined })
  turn.acts.push({ type: 'language', language, step: 'offered' })
  return { to: 'ask', stage: { name: 'offer-language', language, resume: stage, ...FIRST_STEP } }
}

function reset(turn: Turn, move: Move): Move {
  if (turn.state.foreign) update(turn, { foreign: undefined })
  return move
}

/** "Nederlands? …": after a yes in either language the call goes on in it; after anything else as before. */
export function hearLanguageOffer(turn: Turn, stage: Stage & { name: 'offer-language' }, told: Told): Move {
  const tongue = tongueOf(turn)
  const { text } = told.hearing
  const worded = tongue.readYesNo(text, { agreeing: true })
  const offered = NO[stage.language].test(text) ? false : YES[stage.language].test(text) ? true : undefined
  const said = worded ?? offered ?? tongue.interpret(told.hearing, { kind: 'yes-no' })?.value
  return said === true
    ? changeLanguage(turn, stage.language, stage.resume)
    : { to: 'ask', stage: stage.resume, how: 'rephrase' }
}
