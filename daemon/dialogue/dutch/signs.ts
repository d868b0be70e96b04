import type { DenialWords, Signs } from '../reading/signs.js'

const BODY =
  '(?:(?:mijn|de|het|haar|zijn|een|1) )?(?:(?:hele|ganse|linkse|rechtse) )?(?:linker ?|rechter ?)?(?:arm|been|hand|gezicht|kant|zijde|mond|mondhoek|voet|helft|lichaamshelft)'
const CHEST = '(?:(?:mijn|de|het|haar|zijn) )?(?:borst|borstkas|borstbeen|borststreek|hart|hartstreek)'
const TOOK = '(?:genomen|gepakt|ingenomen|geslikt|ingeslikt|gespoten|ingespoten|gedronken|opgedronken|opgegeten|binnen)'
const VOMITED = '(?:overge\\w*|over te geven|brak|braken|braakt?|gebraakt|gespuwd|spuwen|gekotst|kotsen)'

export const denied: DenialWords = {
  before:
    /\b(?:niet|geen|nooit|zonder|noch|nergens)(?: (?:meer|echt|enkele?|enkel|van|de|het|een|mijn|veel|last|teken|tekenen|gehad|erg|helemaal|ergens|speciale|grote?|ben|is|heb|last van|aan)){0,5}$/,
  behind:
    /^ (?:(?:heb|had|voel|heeft|is|ben|doet|was|zijn) (?:ik |ze |zij |hij |het |er |wel )?)?(?:(?:helemaal |echt |ook |nu |nog |gelukkig )?(?:niet|geen)(?! (?:over|weg|beter|goed|te|uit|om|gerust|op|normaal|stoppen|minder|weinig|gedaan|verdwenen|voorbij|gestopt|gestelpt))|nooit|weg$|over$|voorbij|verdwenen|gestopt)/,
  inside: /\b(?:niet|geen|nooit|zonder)\b/,
  notHad:
    /\b(?:bang (?:om|voor|van|dat)|schrik (?:om|voor|van|dat)|angst (?:om|voor|van|dat)|vrees(?: voor| dat)?|wat als|stel dat|moest (?:ik|ze|hij|er)|indien|in geval van|risico (?:op|van)|kans op|vermijden|voorkomen|om te voorkomen|opletten (?:voor|dat)|opdat|gevraagd of|tegen)\b(?: \w+){0,5}$/,
  longAgo:
    /\b(?:(?:jaren|jaar|maanden) geleden|toen (?:ik|hij|ze|zij|we) (?:\w+ )?(?:jong|jonger|klein|kind|student)|als kind|in (?:19|20)\d\d|(?:voor|tijdens) (?:de|mijn) (?:operatie|opname|ingreep|verblijf)|in mijn jeugd|(?:vorig|verleden) jaar)\b/,
}

/** The two closed lists (CLINICAL.md, Red flags) as they are told in Flemish Dutch. */
export const signs: Signs = {
  suicidal: {
    heard: [
      /\b(?:wil|wilt|wou|wilde|zou|liever|klaar om|was ik|waren we)(?: \w+){0,4} (?:sterven|doodgaan|dood|niet meer zijn|niet meer wakker worden|verdwijnen)\b/,
      /\blaat (?:mij|me)(?: \w+){0,2} (?:sterven|doodgaan)\b|\bvan (?:mijn|het) leven af\b|\bmag voor mij gedaan zijn\b|\bbeter af(?: zijn)? zonder mij\b|\bgedaan (?:was|is|mag zijn) met (?:mij|me|mijn leven)\b|\bleven (?:is )?(?:niks|niets) meer waard\b/,
      /\b(?:spring|sprong)(?: \w+){0,3} (?:dak|brug|raam|trein)\b|\b(?:dak|brug|raam|trein) (?:af )?(?:te )?(?:springen|lopen)\b/,
      /\b(?:mezelf|mijzelf|mij|me|zichzelf|haarzelf|hemzelf|zich)(?: \w+){0,3} (?:van kant maken|van het leven beroven|iets aandoen|iets aan te doen|ophangen|verhangen|doden|verdoen|verdrinken|kapot maken)\b/,
      /\b(?:er )?een eind(?:e)? (?:aan|eraan)(?: \w+){0,3} (?:maken|stellen)\b|\bmaak(?:t)? er een eind(?:e)? aan\b|\beind(?:e)? (?:te )?(?:maken|stellen) aan (?:mijn|haar|zijn|het) ?leven\b|\ber ?uit ?stappen\b|\buit het leven stappen\b/,
      /\bzelfmoord\w*|\bzelfdoding\w*|\bsuicid\w*|\b(?:wil|vraag|wens)(?: \w+){0,2} euthanasie\b/,
      /\b(?:wil|wilt|kan|zie|hoeft?|moet)(?: \w+){0,3} niet (?:meer )?(?:\w+ )?(?:leven|verder ?leven|voort ?leven|bestaan)\b/,
      /\b(?:zie|ziet|zien) (?:het |ik |ze |hij |leven |mijn |echt )*niet meer zitten\b/,
      /\bgeen (?:zin|goesting|reden|moed)(?: meer)? (?:\w+ )?(?:(?:om|voor) (?:\w+ )?te leven|in (?:het |mijn )?leven|om (?:voort|door|verder) te (?:doen|gaan|leven))\b/,
      /\bvoor mij hoeft het (?:\w+ )?niet meer\b|\bhoeft (?:het )?voor mij (?:\w+ )?niet meer\b|\b(?:wil|wou|zou)(?: \w+){0,6} (?:niet|nooit) meer (?:\w+ )?wakker (?:\w+ )?worden\b|\b(?:al mijn pillen|mijn pillen allemaal)(?: \w+)? (?:in te nemen|innemen|te slikken|slikken)\b|\blevensmoe\b|\b(?:leven|bestaan)(?: \w+){0,3} (?:beu|moe|zat|kotsbeu)\b|\bleven (?:heeft|had) (?:\w+ ){0,2}(?:geen zin|weinig zin)\b|\b(?:beu|moe) (?:van )?(?:het|mijn) leven\b/,
      /\bbeter (?:af )?(?:als ik )?(?:dood|er niet meer was)\b|\bwas ik maar dood\b/,
      /\b(?:denk|denkt|gedachten?|denken|peins)(?: \w+){0,2} (?:aan|over|op) (?:de |mijn )?(?:dood|doodgaan|sterven|zelfmoord)\b|\b(?:donkere|zwarte|suicidale) gedachten\b|\bdoodsgedachten\b/,
    ],
    negated: true,
    unless:
      /\b(?:wil|wou|zou|wilt) (?:\w+ )?niet (?:\w+ )?(?:dood|sterven|doodgaan)\b|\b(?:geen|nooit) (?:\w+ ){0,2}(?:(?:donkere|zwarte|suicidale) gedachten|zelfmoord\w*|zelfdoding)\b|\bniet (?:aan|over) (?:de )?(?:dood|zelfmoord|sterven)\b/,
  },
  breathing: {
    heard: [
      /\b(?:moeite|moeilijk|moeilijker|moeilijkheden|probleem|problemen|last|lastig|zwaar|slecht)(?: \w+){0,3} (?:adem\w*|inademen|doorademen|lucht|asem)\b/,
      /\b(?:adem|ademen|ademhalen|ademhaling|asem)(?: \w+){0,3} (?:moeilijk|moeizaam|slecht|zwaar|lastig|niet goed|niet meer|pijnlijk|kort)\b|\b(?:adem|ademen|ademhalen) doet (?:\w+ )?(?:pijn|zeer)\b|\bpijn (?:bij|met) (?:het )?(?:in)?ademen\b|\b(?:adem|ademen|ademhalen)(?: \w+)? (?:gaat|lukt) niet\b/,
      /\b(?:kan|kon|kunnen|krijg|krijgt|kreeg|heb|heeft)(?: \w+){0,3} (?:niet|geen|amper|nauwelijks|te weinig|moeilijk|bijna geen)(?: \w+){0,2} (?:adem|ademen|ademhalen|inademen|doorademen|lucht|asem|zuurstof)\b/,
      /\b(?:krijg|krijgt|kreeg|vind)(?: \w+)? (?:mijn|haar|zijn) (?:adem|asem)(?: \w+)? (?:niet|amper|moeilijk)\b|\b(?:geraak|geraakt|raak)(?: \w+){0,3} (?:niet|amper|moeilijk)(?: \w+)? aan (?:lucht|adem|asem)\b|\b(?:gesmacht|versmacht\w*|verstik\w*|hijg\w*)\b/,
      /\b(?:krijg|geraak|raak)(?: \w+){0,3} niet (?:in|door)geademd\b|\bom (?:terug |weer )?op adem te komen\b|\bom te kunnen (?:ademen|ademhalen)\b/,
      /\bbuiten adem\b|\bkortademig\w*|\bkort van adem\b|\b(?:naar|achter) (?:adem|lucht|asem)\b|\bstik(?:ken|t|te)?\b|\bbenauwd\w*|\bademnood\b|\bte ?kort aan adem\b|\badem te ?kort\b|\bgeen (?:lucht|adem|asem|zuurstof)\b/,
    ],
    negated: true,
    unless:
      /\b(?:geen|niet|nooit|zonder) (?:\w+ ){0,3}(?:moeite|problemen|probleem|last|kortademig\w*|benauwd\w*|buiten adem|ademnood|kort van adem)\b|\bkan (?:ik |ze |hij )?(?:heel |weer |terug |nu |gewoon )?(?:goed|gewoon|vlot|normaal|gemakkelijk) (?:ademen|ademhalen)\b|\badem\w* (?:is |gaat )?(?:weer |heel |zeer |terug )?(?:goed|normaal|vlot|prima|gemakkelijk)\b|\bbenauwd (?:van|voor|om|dat)\b|\bademhalingsoefening\w*|\bkortademig(?:heid)? (?:heb ik |ben ik )?niet\b|\b(?:ge)?lachen tot\b|\bvan (?:het |t )?lachen\b/,
  },
  'chest-pain': {
    heard: [
      new RegExp(
        `\\b(?:pijn|pijnen|pijnlijk\\w*|zeer|steek|steken|druk|drukking|drukkend\\w*|beklem\\w*|gewicht|knel\\w*|brand\\w*|spanning|spant|kramp\\w*|prangt?|spannend|drukt|steekt|duwt|nijpt|knijpt|prikt|stekend\\w*)\\b(?: \\w+){0,5} ${CHEST}\\b`,
      ),
      new RegExp(
        `\\b${CHEST}(?: (?:doet|doen|is|voelt|zo|heel|erg|echt|nog|altijd|wat|een|beetje|zit|ik))* (?:pijn|zeer|pijnlijk|druk|drukt|drukking|brandt|beklemd|knelt|steekt|prangt|spant|toe|dicht)\\b`,
      ),
      new RegExp(
        `\\b(?:iemand|olifant|iets|steen|blok|band|(?:benepen|benauwd|zwaar|raar) gevoel)(?: \\w+){0,3} (?:op|rond|aan|in) ${CHEST}\\b|${CHEST}(?: \\w+){0,3} (?:bankschroef|klem|harnas)\\b`,
      ),
      /\b(?:borstpijn|hartpijn|hartaanval|hartinfarct|hartcrisis|infarct|angina)\b/,
    ],
    unless: /\bmet heel mijn hart\b|\bborst(?:kas)? doet (?:geen|niet) (?:pijn|zeer)\b|\bbrandend maagzuur\b/,
  },
  bleeding: {
    heard: [
      /\b(?:bloedt|bloeden|bloedde|bloedden|gebloed|bloeding|bloedingen|bloederig\w*|bloedverlies|doorgebloed)\b|\bik bloed\b|\bblijf(?:t|ven)? (?:\w+ )?bloeden\b/,
      /\b(?:krijg|krijgt|krijgen)(?: \w+){0,2} (?:bloeden|bloeding)(?= niet)|\bonder (?:het )?bloed\b|\bbloedvlek\w*|\bbloedplas\w*/,
      /\b(?:verband|pleister|windel|compres\w*|kompres\w*|gaas|drain|lakens?|bed)\b(?: \w+){0,5} (?:vol|doorweekt|doordrenkt|rood|bloed|doorgelekt|bebloed)\b/,
      /\b(?:veel|vol|plas|plassen|klonters?|hoop|massa|verlies|verliest|verloren|overal)(?: \w+){0,2} bloed\b/,
      /\bkomt(?: \w+){0,2} bloed\b|\bbloed (?:\w+ ){0,2}(?:overal|verlies|verloren|kwijt|loopt|lekt|spuit|stroomt|gutst|blijft|kwam|komt)\b|\bbloed (?:dat|die)?(?: \w+){0,2} (?:uitloopt|uitkomt)\b/,
      /\b(?:brak\w*|braak\w*|gebraakt|hoest\w*|spuw\w*|geef|gaf)(?: \w+){0,2} bloed\b|\bbloed (?:op)?(?:gehoest|gebraakt|gespuwd|overgegeven|braken|hoesten|spuwen)\b/,
    ],
    unless:
      /\b(?:beetje|druppel\w*|licht|lichtjes|weinig|amper|nauwelijks|neus|tandvlees)(?: \w+){0,2} bloed\w*|\bbloed\w* (?:maar |nog )?(?:een (?:heel )?(?:klein )?beetje|lichtjes|amper|nauwelijks|uit (?:mijn |de |het )?(?:neus|tandvlees))|\bneusbloed\w*|\bbloed(?:druk|afname|onderzoek|verdunner\w*|suiker\w*|waarden?|name|armoede)\b|\bbloed (?:getrokken|genomen|geprikt|laten|trekken|prikken|afgenomen)\b|\b(?:gestopt|opgehouden) met bloeden\b/,
  },
  stroke: {
    heard: [
      new RegExp(
        `\\b(?:kan|kon|krijg|krijgt|kunnen)(?: \\w+)? ${BODY}(?: \\w+){0,2} (?:niet|amper|nauwelijks|moeilijk)(?: \\w+){0,2} (?:bewegen|optillen|heffen|opheffen|oprichten|voelen|gebruiken|omhoog|vooruit)\\b`,
      ),
      new RegExp(`\\b(?:voel|voelt)(?: ik)? ${BODY} (?:bijna )?(?:niet|amper|nauwelijks)\\b`),
      new RegExp(
        `\\b${BODY}(?: (?:is|zijn|voelt|hangt|staat|trekt|zakt|helemaal|plots|zo|plotseling|ineens|al|wordt|precies|een|beetje))* (?:verlamd|lam|verdoofd|gevoelloos|slap|doof|scheef\\w*|krachteloos|hangt|hangend|af)\\b`,
      ),
      new RegExp(`\\b(?:geen|weinig|minder) (?:kracht|gevoel|macht)(?: meer)?(?: \\w+)? in ${BODY}\\b`),
      new RegExp(`\\b${BODY} (?:doet|wil|werkt) niet (?:meer )?(?:mee\\w*|wat ik)\\b`),
      /\blaat (?:\w+ )?alles(?: \w+){0,4} vallen\b/,
      /\bverlam\w*|\bberoerte\b|\battaque\b|\b(?:plots|plotseling|ineens|opeens)(?: \w+)? (?:zwak|slap|krachteloos|zo zwak)\b|\bscheve mond\b|\b(?:mond|gezicht) (?:hangt|trekt) scheef\b|\bscheefgezicht\b/,
      /\b(?:kan|kon|kunnen)(?: \w+){0,2} (?:niet|amper|nauwelijks|bijna niet|moeilijk) (?:meer |goed |meer goed |deftig )?(?:spreken|praten|klappen)\b|\b(?:kom|komt|kan|kon)(?: \w+){0,4} (?:uit|op) (?:mijn|haar|zijn) woorden\b|\b(?:vind|vindt|zoek|kan|kon)(?: \w+)? (?:mijn|haar|zijn|de) woorden (?:\w+ )?(?:niet|kwijt)\b|\bwoorden kwijt\b|\b(?:brabbel|lal)(?:t|en|de)?\b/,
      /\b(?:spreek|praat|spreekt|klapt|klap)(?: \w+){0,2} (?:raar|onduidelijk|moeilijk|moeizaam|vreemd|brabbel\w*)\b|\bdubbele tong\b|\b(?:zie|ziet|zien) (?:\w+ )?dubbel\b|\bmoeite (?:\w+ )?(?:met|om te) (?:spreken|praten)\b|\bmoeilijk (?:te )?(?:spreken|praten)\b/,
    ],
    negated: true,
    unless:
      /\b(?:geen|niet|nooit|zonder) (?:\w+ ){0,2}(?:verlam\w*|beroerte|verdoofd|gevoelloos|slap|dubbele tong|moeite|scheef)\b|\b(?:nu|momenteel|op dit moment|vandaag|hier)(?: even)? (?:niet|moeilijk) (?:spreken|praten|klappen)\b|\b(?:niet|moeilijk) (?:goed )?(?:spreken|praten) (?:nu|met|over|tegen|frans|engels)\b|\bniet (?:frans|engels|nederlands) spreken\b|\bmoeilijk (?:spreken|praten) want\b|\bkom (?:ik )?goed uit mijn woorden\b/,
  },
  seizure: {
    heard: [
      /\bstuip\w*|\bconvulsi\w*|\bepilep\w*|\b(?:schudde?|schokte?|schokken)(?: \w+){0,4} (?:lijf|lichaam)\b|\bogen draai\w* weg\b|\bschuim op (?:de|haar|zijn) mond\b/,
    ],
  },
  fainting: {
    heard: [
      /\bflauw ?gevallen\b|\bflauw ?vallen\b|\bval(?:t|len)? (?:\w+ )?flauw\b|\bviel (?:\w+ )?flauw\b|\bflauwte\w*|\bbewusteloos\b|\bbewustzijn(?: \w+)? (?:verloren|verlies|kwijt)\b|\b(?:verloor|verlies|verliest|verloren)(?: \w+){0,2} bewustzijn\b|\bbewustzijnsverlies\b|\bbuiten (?:westen|bewustzijn)\b|\bniet (?:meer )?bij bewustzijn\b|\bvan (?:mijzelve\w*|mezelve\w*|mezelf|(?:mijn|haar|zijn) (?:zelve\w*|eigen)|haarzelf|zichzelf) (?:gevallen|gegaan|gedraaid)\b|\bvan (?:mijn|haar|zijn) (?:stokje|sus)\b|\b(?:in ?een ?gezakt|in elkaar gezakt|ineengestort|weggedraaid|weggezakt|weggeraakt|onwel geworden)\b|\bvan de wereld\b|\bweet er (?:niks|niets) meer van\b|\bblack ?out\b/,
    ],
    unless: /\bbijna (?:van|nooit)\b/,
  },
  confusion: {
    heard: [
      /\bverward(?:heid)?\b|\bgedesorienteerd\b|\bverdwaasd\b|\b(?:praat|spreekt|klapt) (?:tegen|met) (?:mensen|iemand|dingen) die er niet\b|\b(?:is|ben|was|wordt|helemaal|zo|heel|wat)(?: (?:ze|zij|hij|ik|mama|papa|plots|ineens|soms|een|beetje|al))* (?:in de war|de kluts kwijt)\b/,
      /\bdelirium\b|\bdelier\b|\bhallucin\w*|\bziet (?:\w+ )?dingen die er niet\b/,
      /\bweet(?: \w+){0,2} niet (?:meer )?(?:waar (?:ze|zij|hij|ik) (?:is|ben)|welke dag|wie (?:ik|ze|zij|hij) (?:ben|is))\b/,
      /\bherken\w*(?: \w+){0,3} niet(?: meer)?\b|\bkent (?:mij|me|ons|haar|hem|zijn \w+|haar \w+) niet meer\b|\bherkent (?:\w+ )?niemand\b/,
      /\b(?:praat|spreekt|vertelt|zegt|klapt|slaat)(?: \w+)? (?:onzin|wartaal|zever)\b|\braaskal\w*/,
    ],
    negated: true,
    unless:
      /\b(?:niet|nooit|geen) (?:\w+ ){0,2}(?:verward|in de war|gedesorienteerd|delirium)\b|\b(?:vraag|brief|uitleg|papier)\b.*\bverward\b|\bin de war met (?:de pillen|de (?:dagen|uren) van)\b|\bverwarrend\b/,
  },
  overdose: {
    heard: [
      new RegExp(
        `\\b(?:te veel|dubbel zoveel|dubbele (?:dosis|hoeveelheid))(?: \\w+){0,3} ${TOOK}\\b|\\bnam (?:\\w+ )?te veel\\b`,
      ),
      new RegExp(
        `\\b(?:heel|hele|gans|ganse|volledige|volle)(?: \\w+)? (?:doos|fles|flesje|bus|strip|verpakking|plaquette)(?: \\w+){0,3} (?:${TOOK.slice(3, -1)}|leeg\\w*)\\b`,
      ),
      new RegExp(
        `\\b(?:pillen|medicijnen|medicatie|slaappillen|pijnstillers|tabletten|druppels)(?: \\w+){0,5} (?:ineens|in een keer|tegelijk) ${TOOK}\\b`,
      ),
      new RegExp(
        `\\b(?:tien|vijftien|twintig|dertig|1[0-9]|[23]0) (?:pijnstillers|dafalgans?|paracetamols?|slaappillen)(?: \\w+){0,3} ${TOOK}\\b`,
      ),
      /\boverdos\w*|\bvergiftigd\b|\bvergiftiging\b|\b(?:javel|bleekwater|bleekmiddel)(?: \w+){0,2} (?:gedronken|geslikt|ingeslikt)\b/,
    ],
    unless: /\bte veel (?:gegeten|koffie|water|wijn|bier|eten)\b/,
  },
  allergy: {
    heard: [
      /\b(?:zware|erge|hevige|ernstige|sterke|felle|grote) (?:allergi\w*)|\ballergische reactie\b|\banafyla\w*/,
      /\b(?:keel|tong|lip|lippen|gezicht)(?: (?:is|zijn|zo|heel|erg|wordt|worden|staat|allemaal|helemaal|erg|al|aan|het))* (?:gezwollen|opgezwollen|zwelt|zwellen|opgezet|dicht|toe|dik|opgeblazen)\b/,
      /\b(?:gezwollen|opgezwollen|dikke|opgezette) (?:keel|tong|lip|lippen|gezicht)\b|\b(?:overal|helemaal vol|vol met|sta vol|heel mijn lichaam)(?: \w+)? (?:uitslag|netelroos|galbulten|bulten)\b|\b(?:uitslag|netelroos|galbulten)(?: \w+)? (?:overal|over heel|van kop)\b/,
    ],
  },
  'unbearable-pain': {
    heard: [
      /\b(?:pijn|zeer|pijnen|hoofdpijn)\b(?: \w+){0,4} (?:ondraaglijk\w*|ondragelijk\w*|onhoudbaar|onhoudbare|onuitstaanbaar|niet (?:meer )?(?:te (?:doen|harden|houden|dragen|verdragen)|uit te houden|vol te houden))\b/,
      /\b(?:het|dat|dit) (?:is|wordt) (?:\w+ )?(?:ondraaglijk|ondragelijk|onhoudbaar|niet (?:meer )?(?:te harden|uit te houden|te verdragen))\b|\b(?:ondraaglijke|ondragelijke|onhoudbare|helse) (?:\w+ )?(?:pijn|pijnen|hoofdpijn|zeer)\b/,
      /\b(?:kan|kon|hou|houd|houdt)(?: \w+){0,4} niet (?:meer |langer )?(?:\w+ )?(?:uit|vol|verdragen|aan(?! (?:de|het|een|mijn|uw) )|harden|volhouden|uithouden)\b|\bkan (?:\w+ )?niet meer tegen de pijn\b|\bniet (?:meer |langer )?(?:uithoud|uithou|volhoud|verdraag)\b|\bniet (?:meer )?te (?:houden|harden|doen|dragen|verdragen)(?: \w+){0,2} (?:pijn|zeer)\b/,
      /\b(?:verga|crepeer|sterf|ga dood|schreeuw|roep|ween|huil|kruip)\w*(?: \w+){0,2} van de (?:pijn|zeer)\b|\b(?:zot|gek|kapot|dood) van (?:de|al die) (?:pijn|zeer)\b|\bergste pijn (?:van mijn leven|ooit|die ik ooit)\b/,
    ],
    negated: true,
    unless: /\b(?:niet|geen|nooit) (?:\w+ ){0,2}(?:ondraaglijk\w*|ondragelijk\w*|onhoudbaar|onhoudbare|helse)\b/,
  },
  shivering: {
    heard: [
      /\b(?:koorts|temperatuur|negenendertig|achtendertig|veertig|38|39|40)\b(?: \w+){0,6} (?:ril\w*|bibber\w*|beef|beven|bever\w*|daver\w*|klappertand\w*)\b/,
      /\b(?:ril\w*|bibber\w*|beef|beven|bever\w*|daver\w*)\b(?: \w+){0,6} koorts\b|\bkoude rillingen\b|\bklappertand\w*|\b(?:ril|bibber|beef|daver) (?:\w+ ){0,2}(?:helemaal|over heel|van (?:de )?(?:kou|koude))\b|\b(?:erge|hevige) rillingen\b/,
    ],
  },
  leg: {
    heard: [
      /\b(?:been|benen|kuit|kuiten|enkel|enkels|dij|dijen|onderbeen)\b(?: \w+){0,4} (?:gezwollen|opgezwollen|zwelt|zwellen|zwelling|rood|warm|heet|dik|dikker|hard|opgezet|gespannen|gloeit)\b/,
      /\b(?:gezwollen|opgezwollen|rood|rode|dik|dikke|zwelling|warme)(?: \w+){0,3} (?:been|benen|kuit|kuiten|enkels?|dij|dijen|onderbeen)\b|\btrombose\b|\bflebitis\b|\b(?:klonter|bloedklonter) in\b/,
    ],
  },
  wound: {
    heard: [
      /\b(?:wonde?|wondje|operatiewonde?|litteken|snede|snee|insnede|draadjes|hechting\w*|nietjes|verband)\b(?: \w+){0,4} (?:loopt|lekt|etter\w*|ettert|ruikt|stinkt|riekt|ontstoken|geinfecteerd|losgekomen|los|pus|open\w*|vocht|druipt|nat|vuil)\b/,
      /\bpus\b|\b(?:ettert|etter)\b|\b(?:slechte|vieze|vuile|rare|stinkende) (?:geur|reuk)\b|\b(?:vocht|etter|vuil|vloeistof|stinkt|ruikt|riekt)\b(?: \w+){0,4} (?:wonde?|litteken|snede)\b|\b(?:ruikt|riekt) slecht\b/,
    ],
    unless:
      /\bwonde?\b(?: \w+){0,3} (?:niet|geen) (?:meer )?(?:\w+ )?(?:loop|lek|etter|ruik|stink|open|nat|vuil|vocht)\w*|\bloopt goed\b/,
  },
  vomiting: {
    heard: [
      new RegExp(
        `\\b${VOMITED}\\b(?: \\w+){0,4} (?:(?:de|heel de|gans de) (?:hele|ganse|nacht|dag|tijd)|constant|altijd|voortdurend|keer|keren|maal|alles|elke|sinds|na|veel|onophoudelijk|aan een stuk)\\b`,
      ),
      new RegExp(
        `\\b(?:de hele (?:nacht|dag|tijd)|heel de (?:nacht|dag|tijd)|gans de (?:nacht|dag)|constant|voortdurend|alles|altijd|keer|keren|maal|blijf\\w*|veel|aan een stuk|stoppen met|moeten?|moet|moest)(?: \\w+){0,3} ${VOMITED}\\b`,
      ),
      /\b(?:heb|heeft|had)(?: \w+){0,4} (?:overgegeven|gebraakt|gekotst|gespuwd)\b|\b(?:geef|geeft)(?: \w+){0,3} over\b|\bik (?:braak|kots)\b|\b(?:niets|niks)(?: \w+)? (?:binnenhouden|binnen houden|binnen)\b|\bgeen \w+ (?:binnenhouden|binnen houden)\b/,
    ],
    negated: true,
    unless:
      /\b(?:niet|nooit|geen|zonder)(?! (?:stoppen|ophouden|meer stoppen))(?: \w+){0,3} (?:overge\w*|over te geven|braken|gebraakt|gekotst|gespuwd|spuwen)\b|\b(?:gestopt|opgehouden) met (?:overgeven|braken)\b|\bgeef\w* (?:\w+ ){0,2}niet (?:meer )?over\b|(?<!\b(?:meer dan|nog|al|en) )\b(?:een|1) (?:enkele )?keer (?:overgegeven|gebraakt|gekotst|gespuwd)(?: (?:vanmorgen|vannacht|gisteren|gisteravond|vandaag))*$/,
  },
  fall: {
    heard: [
      /\b(?:ben|ze|zij|hij|mama|papa|moeder|vader|man|vrouw|mevrouw|meneer|zus|broer|oma|opa)(?: \w+){0,6} (?<!flauw |slaap )gevallen\b|^(?:(?:ja|gisteren|eergisteren|vannacht|vanmorgen|vandaag|ook|nog) )*gevallen\b|\btegen de grond (?:gegaan|gesmakt|gevallen|beland)\b|\bgevallen (?:ben|is (?:ze|hij|zij))\b/,
      /\b(?:viel|val)(?: \w+){0,2} (?:van|uit|in|op|neer|om)\b|\b(?:uitgegleden|gestruikeld|uitgeschoven|omvergevallen|omgevallen|neergevallen)\b|\buit (?:\w+ )?(?:zetel|bed|stoel)(?: \w+)? (?:gegleden|geschoven|gerold|getuimeld|gesukkeld)\b|\bten val\b|\been (?:zware |lelijke |serieuze |erge )?val (?:gemaakt|gedaan|gehad)\b/,
    ],
    unless:
      /\b(?:in slaap|flauw) ?(?:ge)?vallen\b|\bbijna gevallen\b|\bverbazing\b|\b(?:koorts|temperatuur|pijn|bloeddruk|prijs|telefoon|gsm|bril|mee ?gevallen|tegen ?gevallen)\b(?: \w+){0,3} (?:gevallen|viel)?\b|\bval in slaap\b/,
  },
  'no-urine': {
    heard: [
      /\b(?:kan|kon|krijg|lukt)(?: \w+){0,3} (?:niet|amper|nauwelijks|bijna niet)(?: meer| goed| echt)?(?: \w+)? (?:plassen|wateren|urineren|pissen|pipi\w*|een plas\w*)\b/,
      /\b(?:niet|nog niet)(?: meer)?(?: \w+)? (?:geplast|gewaterd|geurineerd|gepist|kunnen plassen)\b|\bgeen (?:urine|plas|pipi|druppel (?:plas|urine))\b|\blukt(?: \w+){0,2} niet(?: \w+){0,3} plassen\b|\bblaas(?: \w+)? niet (?:meer )?(?:leeg\w*|ledigen)\b|\b(?:plas|urine|plassen) (?:\w+ )?(?:komt|lukt|gaat) (?:\w+ )?niet\b/,
    ],
    negated: true,
    unless: /\bgeen (?:probleem|problemen|last)(?: \w+){0,2} (?:plassen|urine)\b/,
  },
}
