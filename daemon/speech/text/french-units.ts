/** Singular and plural as said; `f` marks a feminine unit ("une minute"). */
interface Unit {
  readonly one: string
  readonly many: string
  readonly feminine?: true
}

const regular = (one: string): Unit => ({ one, many: `${one}s` })
const feminine = (one: string): Unit => ({ one, many: `${one}s`, feminine: true })
const fixed = (both: string): Unit => ({ one: both, many: both })

/** Written after a number. Longer signs stand before the signs that they begin with. */
export const FRENCH_UNITS: Readonly<Record<string, Unit>> = {
  'mmol/l': { one: 'millimole par litre', many: 'millimoles par litre', feminine: true },
  'mg/dl': { one: 'milligramme par décilitre', many: 'milligrammes par décilitre' },
  'mg/l': { one: 'milligramme par litre', many: 'milligrammes par litre' },
  'g/l': { one: 'gramme par litre', many: 'grammes par litre' },
  'l/min': { one: 'litre par minute', many: 'litres par minute' },
  'km/h': { one: 'kilomètre heure', many: 'kilomètres heure' },
  mmHg: fixed('millimètres de mercure'),
  bpm: { one: 'battement par minute', many: 'battements par minute' },
  mcg: regular('microgramme'),
  µg: regular('microgramme'),
  μg: regular('microgramme'),
  mg: regular('milligramme'),
  kg: regular('kilo'),
  g: regular('gramme'),
  ml: regular('millilitre'),
  mL: regular('millilitre'),
  cl: regular('centilitre'),
  dl: regular('décilitre'),
  l: regular('litre'),
  L: regular('litre'),
  km: regular('kilomètre'),
  cm: regular('centimètre'),
  mm: regular('millimètre'),
  m: regular('mètre'),
  UI: { one: 'unité internationale', many: 'unités internationales', feminine: true },
  '°C': regular('degré'),
  '°': regular('degré'),
  '%': fixed('pour cent'),
  min: feminine('minute'),
  sec: feminine('seconde'),
  s: feminine('seconde'),
  h: feminine('heure'),
  j: regular('jour'),
}

/** Feminine nouns that follow a number in our sentences: "1 gélule" is "une gélule". */
const FEMININE_NOUNS =
  'fois heure minute seconde semaine année journée nuit matinée pilule gélule goutte dose ampoule cuillère cuiller injection tablette capsule piqûre visite question réponse personne prise infirmière touche séance radio plaie tasse tranche marche unité'.split(
    ' ',
  )
export const FEMININE_NEXT = new RegExp(`^[ \u00a0](?:${FEMININE_NOUNS.join('|')})s?(?![\\p{L}])`, 'iu')
