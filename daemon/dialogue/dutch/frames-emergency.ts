import { emergency, type Frame, lack } from '../frames.js'
import {
  BLOOD,
  BREATH,
  CHEST,
  CHILD,
  CLOTH,
  EYES,
  PAIN,
  PILLS,
  RED,
  SIDE,
  SPEECH,
  SUDDENLY,
  TAKEN,
  TOO_MUCH,
} from './frame-words.js'

/** The emergency list (CLINICAL.md, Red flags) told in images: two or three notions near each other in any order. */
export const EMERGENCY_FRAMES: readonly Frame[] = [
  emergency(
    'suicidal',
    [PILLS, '(?:alle|allemaal|tegelijk|ineens)', '(?:gedacht|denk|wil|wou|zou|zin|goesting)'],
    lack,
  ),
  emergency(
    'suicidal',
    ['(?:voor mij|van mij)', '(?:licht uit|mag het stoppen|is het genoeg geweest|hoeft het niet)'],
    lack,
  ),
  emergency('suicidal', ['(?:geen zin|geen nut|zinloos|nutteloos)', '(?:verder|voort|leven|bestaan|doorgaan)'], {
    ...lack,
    unless: /\b(?:eten|koken|buiten|televisie|zin in)\b/,
  }),
  emergency(
    'breathing',
    [
      BREATH,
      '(?:weinig|amper|nauwelijks|te kort|snel|vlug|fluit\\w*|piep\\w*|reutel\\w*|hap|hapt|happen|snak\\w*|rietje|zoek\\w*|vecht\\w*|stokt|blokk\\w*|vast|moeizaam|zwaar|oppervlakkig)',
    ],
    {
      ...lack,
      unless:
        /\b(?:frisse lucht|in de lucht|luchtig|buitenlucht|adempauze|niet (?:snel|zwaar|moeizaam)|lachen|gelachen|gewandeld|gefietst|gelopen)\b|\b(?:goed|normaal|rustig|beter) (?:ademen|adem)\b/,
    },
  ),
  emergency('breathing', ['(?:lippen|mond|nagels)', 'blauw\\w*']),
  emergency('breathing', ['zinnen', '(?:afmaken|uitspreken)', '(?:niet|amper|moeilijk)'], lack),
  emergency(
    'chest-pain',
    [
      CHEST,
      '(?:zak|gewicht|last|olifant|steen|blok|cement|beton|band|klem|schroef|harnas|knijp\\w*|dichtgeknepen|toegeknepen|trekt|straal\\w*|uitstral\\w*|brandt|gloei\\w*|drukt|zwaar|zware|scheur\\w*|mes|messen|spies|dolk|alsof|insnoer\\w*)',
    ],
    { unless: /\b(?:van (?:mijn|een) hart|met heel|hart onder de riem|borstel|borst gekregen|harde? werk)\b/ },
  ),
  emergency(
    'bleeding',
    [
      BLOOD,
      '(?:doorweekt|vol|rood|toilet|wc|pot|stoelgang|onder|overal|sijpel\\w*|gutst|spuit|stroom\\w*|plas|emmer|klonters|gestelpt)',
    ],
    {
      unless:
        /\b(?:trekken|getrokken|afname|prikken|geprikt|onderzoek|uitslag|bloeddruk|neus|tandvlees|beetje|vlekje|druppeltje)\b/,
    },
  ),
  emergency('bleeding', [CLOTH, '(?:(?:helemaal|volledig) rood|doorweekt|doordrenkt|doorgebloed)']),
  emergency('bleeding', ['(?:stoelgang|uitwerpselen|kaka|ontlasting)', '(?:zwart|zwarte|teer|pek|bloed\\w*)'], {
    unless: /\bijzer\w*\b/,
  }),
  emergency(
    'stroke',
    [SIDE, '(?:verlamd|verdoofd|slap|gevoelloos|hangt|scheef\\w*|lam|krachteloos|niet mee|niet meer mee|zakt|afhangt)'],
    {
      ...lack,
      unless: /\b(?:soms|gelegen|op gelegen|wakker|verdoofd voor|tandarts|verband|broek|jas|slaapt goed|verdoving)\b/,
    },
  ),
  emergency('stroke', ['(?:linkerkant|rechterkant|(?:linker|rechter) ?helft|gezicht|mond)', 'slaapt'], lack),
  emergency(
    'stroke',
    [
      SPEECH,
      '(?:door elkaar|gebrabbel|brabbel\\w*|lallen|lalt|zoekt naar|vind\\w* niet|wartaal|onverstaanbaar|dubbel)',
    ],
    lack,
  ),
  emergency('stroke', ['(?:gebrabbel|brabbelt|lalt)']),
  emergency(
    'stroke',
    [EYES, '(?:ineens|plots|plotseling|opeens)', '(?:niks|niets|zwart|blind|dubbel|wazig|niet meer|weg)'],
    lack,
  ),
  emergency(
    'seizure',
    [
      '(?:schudd\\w*|schokt\\w*|schokken|stuiptrek\\w*|verkrampt\\w*|verstijf\\w*)',
      '(?:schuim|ogen|mond|lichaam|lijf|armen|benen)',
    ],
    { unless: /\bhond|\bhoofd geschud\b/ },
  ),
  emergency('fainting', ['(?:op de grond|op de vloer)', '(?:wakker|bijgekomen|bij gekomen|gevonden|weten hoe)'], lack),
  emergency('fainting', ['(?:zwart voor (?:mijn|de|haar|zijn) ogen|onderuit gegaan|onderuitgegaan|tegen de vlakte)']),
  emergency('fainting', ['niet', '(?:aanspreekbaar|bij kennis|reageerde|reageren|reageert|wakker te krijgen)'], {
    ...lack,
    unless: /\bniet (?:op|goed op) (?:de|het|die|mijn) (?:medicijn\w*|medicatie|behandeling|pillen|crème)\b/,
  }),
  emergency(
    'confusion',
    [
      '(?:denkt|meent|gelooft)',
      '(?:oorlog|(?:moeder|vader|man|vrouw) nog leeft|op (?:haar|zijn) werk|kind is|dieven|vreemde\\w*)',
    ],
    lack,
  ),
  emergency(
    'confusion',
    ['(?:kent|herkent)', '(?:mij|ons|me|haar|hem|niemand|kinderen)', '(?:niet|niemand|geen)'],
    lack,
  ),
  emergency('confusion', ['(?:praat|spreekt|roept)', '(?:dood|overleden|gestorven|er niet (?:is|zijn))'], {
    ...lack,
    unless: /\bover\b/,
  }),
  emergency('confusion', ['weet', 'niet', '(?:welk\\w*|waar|wie)', '(?:huis|jaar|dag|maand|thuis|woont|is|ben)'], {
    ...lack,
    unless: /\bweet ik niet\b|\bik weet niet (?:welke|waar|wie)(?! (?:ik ben|dag|jaar))/,
  }),
  emergency(
    'unbearable-pain',
    [PAIN, '(?:muren|schreeuw\\w*|brul\\w*|gil|gillen|krijs\\w*|afzetten|eraf|zot|gek|kruip\\w*|uit mijn vel)'],
    {
      unless: /\bblijdschap|\bgek genoeg\b/,
    },
  ),
  emergency('allergy', ['(?:tong|lippen|keel|gezicht|ogen)', '(?:dik|dikke|zwel\\w*|opzwel\\w*|gezwollen|toe|dicht)']),
  emergency('overdose', [PILLS, TAKEN, TOO_MUCH], {
    unless: /\b(?:voorgeschreven|zoals|volgens|per dag|elke dag|verdeeld|voorschrift)\b/,
  }),
  emergency('overdose', [CHILD, PILLS, TAKEN]),
  emergency(
    'breathing',
    [
      '(?:benauwd\\w*|stikken|versmacht\\w*|snakken|snak|hijgen)',
      '(?:ik|ze|zij|hij|niet|anders|uitgeput|dood|nacht\\w*|liggen)',
    ],
    {
      unless:
        /\b(?:voetbal\w*|gelopen|gewandeld|gefietst|sport\w*|turnen|hond|gelachen|lachen|trein|lucht van|naar huis|naar vakantie|bang|schrik|niet benauwd|niet meer benauwd)\b/,
    },
  ),
  emergency('breathing', ['(?:vanbinnen|keel|luchtpijp|longen)', '(?:dicht|toe|niks door|niets door|vast)'], lack),
  emergency('breathing', ['(?:vingers|nagels|lippen|mond|tenen|gezicht)', '(?:blauw\\w*|paars\\w*)'], {
    unless: /\b(?:lippenstift|nagellak|geschilderd|blauwe plek\w*)\b/,
  }),
  emergency('breathing', ['adem\\w*', '(?:stootjes|schokjes|beetjes|horten|oppervlakkig)'], lack),
  emergency(
    'chest-pain',
    [
      CHEST,
      '(?:trapt|stampt|duwt|wringt|nijpt|pletgevoel|plet\\w*|kneep|stoot\\w*|gestoken|steekt|zeer|loopt naar|kaak|schouder|arm)',
    ],
    {
      unless: /\b(?:arm om|borstel|gelucht|vergis\w*|geen|niet)\b/,
    },
  ),
  emergency(
    'bleeding',
    [
      RED,
      '(?:uit|slijm|spuw\\w*|hoest\\w*|fluim\\w*|urine|plas|pipi|lopen|loopt)',
      '(?:wond\\w*|gaatje|mond|slijm|urine|plas|pipi|neus|snede|drain|litteken|spuw|hoest)',
    ],
    {
      unless: /\b(?:wijn|bieten|verf|saus|tomaten|trui|pus|etter\w*)\b/,
    },
  ),
  emergency('bleeding', [CLOTH, BLOOD], {
    unless:
      /\b(?:gewassen|oud|oude|vlekje|vlekjes|beetje|druppeltje|geprikt|prikken|getrokken|afname|bloeddruk|gedroogd)\b/,
  }),
  emergency('stroke', ['(?:valt|glijdt|viel|gleed|laat|laten)', '(?:uit (?:mijn|haar|zijn) (?:hand|handen|vingers))'], {
    unless: /\b(?:per ongeluk|gladde|natte?)\b/,
  }),
  emergency('stroke', ['(?:spreekt|praat|klapt|tong)', '(?:zat|dronken|dubbel|dikke|slepend|traag)'], lack),
  emergency('stroke', [SIDE, '(?:raar|scheef|sleep\\w*|sleept|tintelt|hangt|doet niets|doet niks)', SUDDENLY]),
  emergency(
    'stroke',
    ['(?:kant|helft)', '(?:gezicht|lichaam|lijf)', '(?:raar|scheef|slap|hangt|voel\\w*|verdoofd|dood)'],
    lack,
  ),
  emergency('stroke', ['(?:sleep|sleept|slepen)', '(?:been|voet|arm)', SUDDENLY]),
  emergency('stroke', ['(?:zie|ziet|zag)', '(?:dubbel|wazig|zwart|half)', `(?:${SUDDENLY.slice(3, -1)}|alles)`], {
    unless: /\b(?:bril|zonder bril|toekomst)\b/,
  }),
  emergency('fainting', ['(?:in elkaar|ineen)', '(?:gestuikt|gezakt|gevallen|gegaan|geklapt)']),
  emergency('fainting', ['licht', '(?:ging|gegaan|viel)', 'uit', '(?:lag|wakker|weg|opeens|ineens|bij|grond)']),
  emergency(
    'fainting',
    ['(?:kregen|krijg|kreeg|krijgen)', '(?:haar|hem|ze|hij)', '(?:niet|nauwelijks|moeilijk|amper)', '(?:wakker|bij)'],
    {
      ...lack,
      unless: /\b(?:school|opstaan|wekker|uitgeslapen)\b/,
    },
  ),
  emergency('seizure', ['(?:stijf|strak|verstijfd)', '(?:trekk\\w*|schok\\w*|plank|schudd\\w*|ogen|schuim)'], {
    unless: /\bnek\b/,
  }),
  emergency(
    'confusion',
    [
      '(?:vraagt|roept|zoekt|wil naar)',
      '(?:ouders|moeder|vader|mama|werk|huis|school)',
      '(?:dood|overleden|gestorven|jaar|pensioen|al lang|zit thuis|is thuis)',
    ],
    {
      ...lack,
      unless: /\bik\b/,
    },
  ),
  emergency(
    'confusion',
    [
      '(?:ziet|hoort)',
      '(?:beestjes|beesten|spinnen|muizen|mensen|kinderen|mannen|stemmen|dingen|katten)',
      '(?:muur|plafond|bed|kamer|er niet|niemand|lopen|zitten)',
    ],
    {
      ...lack,
      unless: /\btelevisie|\bvenster|\braam\b/,
    },
  ),
  emergency(
    'suicidal',
    ['(?:touw|koord|pistool|geweer|scheermes|mes)', '(?:klaarliggen|klaar|liggen|gekocht|gezocht|polsen|nek|hals)'],
    {
      unless: /\b(?:eten|patatten|tafel|keuken)\b/,
    },
  ),
  emergency('suicidal', ['(?:ervan af zijn|er vanaf zijn|genoeg van (?:het|mijn|dit) leven|weg zijn van hier)']),
  emergency(
    'suicidal',
    ['(?:wat doe ik|waarom leef ik|waarvoor leef ik|wat heeft het|wie mist mij)', '(?:nog|hier|wereld|zin|dan)'],
    lack,
  ),
  emergency(
    'suicidal',
    [
      '(?:denk\\w*|gedacht|wil|zou|plan)',
      '(?:kanaal|trein|brug|rivier|maas|water|dak|raam|treinspoor)',
      '(?:rijden|springen|lopen|gaan|springt|onder|in|liggen)',
    ],
    {
      unless:
        /\b(?:naar (?:de|het) (?:zee|water|trein)|met de trein|wandelen|drinken|glas|kopje|station|treinstation)\b/,
    },
  ),
  emergency(
    'unbearable-pain',
    [
      '(?:bijt|klem|lig|krimp|kronkel|wriemel|plat|huilend)\\w*',
      '(?:kussen|ineen|tanden|grond|hele nacht|van)',
      `(?:van (?:de|het) )?${PAIN}`,
    ],
    {
      unless: /\b(?:het gaat|lig goed|zonder|weinig|beetje)\b/,
    },
  ),
  emergency(
    'overdose',
    ['(?:avond\\w*|ochtend\\w*|middag\\w*)?pillen', '(?:samen|door elkaar|dubbel|tegelijk|nog eens|opnieuw)', TAKEN],
    {
      unless: /\b(?:mag|moet|zoals|altijd samen met|eten|yoghurt|water|elke dag|voorgeschreven)\b/,
    },
  ),
]
