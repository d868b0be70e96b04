/**
 * Words that espeak-ng's French says as nobody in Belgium would: respelled for its ear alone. Towns of Hainaut and Brabant, the commonest
 * Flemish family names as French speakers say them (espeak-ng takes most for English), acronyms that it reads as words.
 * A patient's record may hold a spoken form of the name; that one needs no entry here.
 */
const FRENCH: Readonly<Record<string, string>> = {
  Ath: 'atte',
  Bruxelles: 'brussel',
  Frameries: 'frammerie',
  Lens: 'lance',
  Quaregnon: 'caregnon',
  Soignies: 'soigni',
  Wavre: 'vavre',
  Waterloo: 'vaterlo',
  Woluwe: 'ouolué',
  Wallonie: 'oualonie',
  wallon: 'oualon',
  wallonne: 'oualonne',
  Claes: 'classe',
  Maes: 'masse',
  Peeters: 'pétersse',
  Janssens: 'yanssènsse',
  Jacobs: 'yacopse',
  Mertens: 'mertènsse',
  Willems: 'ouilèmsse',
  Wouters: 'ouotersse',
  Wauters: 'ouotersse',
  Goossens: 'gossènsse',
  Vermeulen: 'vermeulène',
  Dewaele: 'deoual',
  Huysmans: 'eusmansse',
  Smet: 'smette',
  Smets: 'smetsse',
  Broeck: 'brouk',
  Broecke: 'brouke',
  Berghe: 'bergue',
  Vandenberghe: 'vandenbergue',
  Vandamme: 'vane damme',
  Michiels: 'michilsse',
  Hermans: 'hermansse',
  Lemmens: 'lemènsse',
  Segers: 'sèguersse',
  IRM: 'i erre aime',
  ECG: 'heu cé gé',
  EEG: 'heu heu gé',
  IA: 'i a',
  'e-mail': 'imèle',
}

const WORDS = new RegExp(`(?<![\\p{L}-])(?:${Object.keys(FRENCH).join('|')})(?![\\p{L}])`, 'gu')

/** A number that ends a group keeps its last sound: "huit sur dix" is [ɥit], not the [ɥi] of "huit jours". */
const BEFORE_LINK = /(six|dix|huit)(?= (?:sur|virgule|et demi)(?!\p{L}))/gu
const FULL: Readonly<Record<string, string>> = { six: 'sisse', dix: 'disse', huit: 'huitte' }

/** The text as espeak-ng has to read it for its sounds to come out right; other languages pass unchanged. */
export function respelled(text: string, voice: string): string {
  if (!voice.startsWith('fr')) return text
  return text.replace(WORDS, word => FRENCH[word] ?? word).replace(BEFORE_LINK, number => FULL[number] ?? number)
}
