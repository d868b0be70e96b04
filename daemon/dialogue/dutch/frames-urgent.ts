import { type Frame, lack, urgent } from '../frames.js'

/** The urgent list (CLINICAL.md, Red flags) told in images. */
export const URGENT_FRAMES: readonly Frame[] = [
  urgent(
    'vomiting',
    ['(?:eet|drink|alles|eten)', '(?:komt|kwam)', '(?:eruit|er (?:\\w+ )?uit|terug|naar boven|omhoog)'],
    lack,
  ),
  urgent('no-urine', ['(?:druppel|plas\\w*|wateren)', '(?:geen|niet|amper)', '(?:kunnen|sinds|al|meer)'], {
    ...lack,
    unless: /\b(?:geen (?:probleem|problemen|last|pijn)|veel|goed|niet (?:meer )?(?:zo )?vaak|s nachts niet)\b/,
  }),
  urgent('fall', [
    '(?:trap|ladder|bed|stoel|zetel|toilet|bad|douche|stoep)',
    '(?:gedonderd|getuimeld|gestuikt|geslagen|gerold|gesukkeld|gekukeld|gesmakt|gebuiteld|gevlogen)',
  ]),
  urgent('wound', ['(?:stinkt|stink|riekt|ruikt)', '(?:verband|pleister|wonde?|snede|litteken|naad)']),
  urgent('wound', [
    '(?:etter|pus|vocht)',
    '(?:spuit|loopt|lekt|komt|druppelt)',
    '(?:naad|verband|pleister|wonde?|snede|litteken)',
  ]),
  urgent(
    'vomiting',
    [
      '(?:slok|hap|beet|niets|niks)',
      '(?:geen|niets|niks|niet)',
      '(?:blijft binnen|binnenhouden|binnen houden|blijft erin)',
    ],
    lack,
  ),
  urgent('shivering', [
    '(?:daver\\w*|bibber\\w*|ril\\w*|beef|beven|klapper\\w*)',
    '(?:koorts|38|39|40|graden|temperatuur)',
  ]),
  urgent('no-urine', ['blaas', '(?:springen|vol|spannend|gespannen|barst\\w*)', '(?:niks|niets|geen|niet)'], lack),
]
