import type { RequestWords } from '../reading/lexicon.js'

const MACHINE =
  '(?:machien|machine|robot|computer|automaat|bandje|bandopname|antwoordapparaat|automatische stem|stemcomputer|assistent|computerstem)'
const HUMAN =
  '(?:(?:een|de|mijn|uw|ons|iemand van) )?(?:(?:echte?|levende?|menselijke?|andere) )?(?:mens|persoon|verpleegster|verpleger|verpleegkundige|zuster|dokter|arts|huisarts|iemand|medewerker|secretaresse|secretariaat|chirurg|specialist|collega|operator|receptie|onthaal|team|afdeling|dienst)(?: van (?:de|het) \\w+)?'
const CALL = '(?:bellen|terugbellen|opbellen|telefoneren|contacteren|oproepen|opnemen)'
const TALK = '(?:spreken|praten|klappen|babbelen|overleggen|telefoneren|horen)'

/** What anybody may ask for at any moment (CLINICAL.md, Requests), weightiest first. */
export const requests: readonly RequestWords[] = [
  {
    request: 'opted-out',
    heard: new RegExp(
      [
        `\\b(?:bel|belt|telefoneer|contacteer|stoor) (?:u )?(?:mij |me |ons )?(?:alstublieft )?(?:niet meer|nooit meer|nooit nog|nooit)`,
        `\\b(?:niet meer|nooit meer|nooit nog) (?:te |moeten |willen |laten )*(?:gebeld|opgebeld|gecontacteerd|gestoord|${CALL}|storen)`,
        `\\b(?:mij|me|ons) (?:\\w+ ){0,2}(?:niet meer|nooit meer) (?:te )?${CALL}`,
        `\\b(?:stop|stopt|hou|houd|houdt) (?:u )?(?:er ?mee |op )?(?:met|om) (?:\\w+ ){0,2}(?:te )?(?:${CALL}|storen)`,
        '\\b(?:schrap|haal|verwijder|wis|doe|neem) (?:\\w+ )?(?:mij|me|ons|mijn (?:naam|nummer))(?: \\w+){0,2} (?:van|uit|weg|af)',
        '\\bverwijder mijn (?:nummer|naam)',
        '\\b(?:wil|wens) niet (?:meer )?dat u (?:mij |me |ons )?(?:\\w+ )?belt',
        '\\bgeen (?:telefoontjes|telefoons|telefoon|oproepen) meer',
        '\\b(?:moet|hoeft|moogt|mag) (?:u )?(?:mij |me |ons )?(?:niet meer|nooit meer) (?:te )?bellen',
      ].join('|'),
    ),
    unless: /\bbel (?:mij |me )?niet (?:nu|vandaag|meer vandaag|s avonds)\b/,
  },
  {
    request: 'wrong-number',
    heard:
      /\b(?:verkeerd (?:nummer|verbonden|adres)|(?:fout|slecht) nummer|verkeerde (?:persoon|nummer)|u (?:bent|zit) (?:hier )?(?:verkeerd|fout)|u hebt (?:het |een )?(?:verkeerd|fout)|niemand (?:hier )?(?:met|van) (?:die|deze) naam|er is hier geen (?:mevrouw|meneer|madame)|er is hier (?:niemand|geen)(?: \w+){0,3} (?:naam|zo|die)|hier (?:is|woont) (?:er )?(?:niemand|geen)(?: \w+)*|er woont hier (?:niemand|geen)(?: \w+)*|(?:ken|kennen) (?:ik |wij |we )?(?:die|haar|hem|zo iemand|die persoon|die mevrouw|die meneer)?(?: \w+)? ?(?:hier )?niet$|(?:die|haar|hem|die naam) ken ik niet|woont (?:hier|er) (?:al )?(?:lang |jaren )?niet(?: meer)?|nooit van gehoord)\b/,
    unless: /\bhier is (?:ze|hij|zij)\b/,
  },
  {
    request: 'deceased',
    heard:
      /\b(?:(?:is|zijn|was|ook|helaas|spijtig genoeg|jammer genoeg|al|onlangs|gisteren|vorige week|net)(?: \w+){0,4} (?:overleden|gestorven|dood|heengegaan|ingeslapen)|(?:overleden|gestorven)(?: (?:is|vorige|gisteren|verleden|vannacht))|(?:ze|zij|hij|mama|papa|mijn \w+|mevrouw|meneer) (?:leeft niet meer|is er niet meer)|niet meer onder ons|^(?:overleden|gestorven))\b/,
    unless:
      /\b(?:jaar|jaren|maanden) geleden\b|\b(?:vorig|verleden) jaar\b|\bmis\b|\b(?:hond|kat|poes)\b|\b(?:batterij|lijn|telefoon)(?: \w+)? (?:dood|plat)\b|\bbijna (?:dood|gestorven)\b|\b(?:wil|wou|zou|liever|bang|schrik)\b/,
  },
  {
    request: 'readmitted',
    heard: new RegExp(
      [
        '\\b(?:terug|opnieuw|weer|nog altijd|nog steeds|weeral)(?: \\w+){0,2} (?:in|op|naar|binnen) ?(?:het |de )?(?:ziekenhuis|hospitaal|kliniek|spoed\\w*|intensieve?)',
        '\\b(?:ligt|lig|zit|is|ben) (?:\\w+ )?(?:in (?:het |de )?(?:ziekenhuis|hospitaal|kliniek)|op (?:de )?(?:spoed\\w*|intensieve))',
        '\\b(?:heropgenomen|(?:opnieuw|weer|terug|weeral) (?:\\w+ )?(?:opgenomen|binnengebracht|binnengegaan|binnen moeten))',
        '\\b(?:in (?:het |de )?(?:ziekenhuis|hospitaal|kliniek)) (?:terug|opnieuw|opgenomen|terecht)',
        '\\b(?:naar|op) (?:de )?spoed(?:gevallen|dienst)? (?:\\w+ )?(?:gebracht|gevoerd|gegaan|moeten|beland|gereden)',
        '\\b(?:naar) (?:het )?(?:ziekenhuis|hospitaal) (?:\\w+ )?(?:gebracht|gevoerd|overgebracht)',
      ].join('|'),
    ),
    unless:
      /\b(?:toen|voor ik|vroeger|terug (?:van|uit)|(?:uit|van) het (?:ziekenhuis|hospitaal)|wil niet|niet meer|was ik|naar huis|controle|afspraak|consultatie|vorige keer|moet (?:\w+ ){0,5}terug)\b/,
  },
  {
    request: 'refuses-machine',
    heard: new RegExp(
      [
        `\\b(?:spreek|praat|klap|babbel|antwoord|wil|ga|doe|kan|hou|moet|tegen|nooit)(?: \\w+){0,3} (?:niet|nooit|geen)(?: \\w+){0,3} (?:met|tegen|aan|op|voor|van) (?:\\w+ ){0,2}${MACHINE}s?(?! werken| overweg)\\b`,
        `\\bgeen (?:\\w+ )?${MACHINE}s\\b`,
        `\\bniet (?:hebben )?(?:zo n|van die|met die|al die) ${MACHINE}s?\\b`,
        `\\b${MACHINE}s?\\b(?: \\w+){0,3} (?:spreek|praat|klap|antwoord|babbel) ik niet`,
        `\\b(?:haat|verafschuw)(?: \\w+){0,2} ${MACHINE}s?\\b`,
        `\\b(?:moet|heb) (?:niks|niets)(?: \\w+){0,2} ${MACHINE}s?\\b`,
        '\\bik (?:wil|wens|ga|zal) (?:\\w+ ){0,3}niet (?:\\w+ )?(?:verdergaan|verder gaan|meedoen|meewerken|deelnemen|antwoorden op (?:uw|die|deze|al) vragen)',
        '\\b(?:daar doe ik niet aan|ik doe (?:daar )?niet) mee',
        '\\bik weiger (?:om |dit |deze )?(?:te (?:spreken|antwoorden|praten)|gesprek|oproep|verder)',
        '\\bgeen (?:interesse|belangstelling)',
        '\\bniet geinteresseerd',
        '\\blaat (?:mij|me|ons) (?:\\w+ )?(?:met rust|gerust)',
      ].join('|'),
    ),
  },
  {
    request: 'wants-person',
    heard: new RegExp(
      [
        `\\b(?:met|tegen) ${HUMAN} (?:\\w+ ){0,3}${TALK}\\b`,
        `\\b(?:wil|wou|zou|kan|mag|kunnen|mogen|liever|graag)(?: \\w+){0,3} ${HUMAN} (?:\\w+ ){0,2}(?:${TALK}|hebben|zien|krijgen|bereiken|aan de lijn)\\b`,
        `\\b${TALK} met ${HUMAN}\\b`,
        `\\b(?:verbind|geef|schakel|zet)(?: (?:mij|me|ons|u|eens|maar|dan))* (?:door )?(?:met |naar )?${HUMAN}\\b`,
        `\\b(?:verbind|schakel) (?:mij|me|ons) door\\b|\\bdoorverbinden met\\b`,
        `\\b(?:kan|kunnen|mag|zou|laat|wil|moet) (?:er )?${HUMAN} (?:\\w+ ){0,4}${CALL}\\b`,
        `\\b(?:dat|laat|of) ${HUMAN} (?:mij |me |ons |eens )?(?:\\w+ ){0,2}(?:belt|terugbelt|opbelt|bellen)\\b`,
        `\\bis er ${HUMAN} (?:daar|die ik|beschikbaar|aanwezig|met wie)`,
        `\\b(?:heb|had|wil|wou) (?:ik )?(?:\\w+ )?(?:liever|graag|dringend) ${HUMAN}(?: nodig| gehad)?`,
        `\\b(?:heb|had) ${HUMAN} nodig\\b`,
        `\\b(?:bel|roep) (?:een|de) (?:verpleegster|verpleegkundige|dokter|zuster)\\b`,
      ].join('|'),
    ),
    unless:
      /\b(?:al|reeds)(?: \w+){0,3} (?:gesproken|gezien|gebeld)\b|\b(?:heb|had)(?: \w+){0,4} (?:gesproken|gezien)\b|\bniet nodig\b|\b(?:geen|niet (?:met )?een) (?:verpleegster|dokter|verpleegkundige|arts)\b|\bhoef(?:t)? (?:geen|niet)\b|\bbent u\b/,
  },
  {
    request: 'later',
    heard:
      /\b(?:(?:bel|belt|telefoneer|probeer)(?: (?:u|mij|me|ons|eens|maar|dan|het|gerust))* (?:later|straks|morgen|overmorgen|terug|opnieuw|vanavond|vanmiddag|vannamiddag|deze|volgende|een andere|om|rond|tegen|over|binnen|s|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|in de)|(?:kunt|kan|kun|wilt|wil|mag|moogt|zou) (?:u |je )?(?:mij |me |ons )?(?:\w+ ){0,5}(?:terugbellen|opnieuw bellen|later bellen|straks bellen|morgen bellen|nog eens bellen|terug bellen|bellen (?:om|rond|tegen))|(?:geen|slecht|niet het|niet echt het)(?: (?:goed|goede|juiste|beste|ideaal|gunstig))? moment|(?:past|komt|schikt)(?: \w+){0,3} (?:niet|slecht)(?: \w+)?(?: uit)?$|(?:nu|momenteel) (?:even )?niet$|niet nu$|ik ben (?:\w+ )?(?:bezig(?! met)|aan het (?:eten|rijden|koken|werken)|onderweg|aan tafel|bij de (?:dokter|kapper|tandarts|kine)|net aan)|ik zit (?:\w+ )?(?:in de auto|aan tafel|bij de|te eten)|nu kan ik niet|kan ik nu niet|ik heb (?:nu |juist |net )?(?:geen tijd(?! gehad)|bezoek|volk)|er is (?:nu )?(?:bezoek|volk)|geen tijd(?! gehad)|een andere keer|(?:liever|misschien|beter) (?:later|straks|morgen|een andere keer)|^(?:nee |ja )?(?:later|straks)(?: alstublieft| graag| maar| misschien)?$)\b/,
    unless: /\bnooit\b|\b(?:verpleegster|verpleegkundige|dokter|iemand|zuster)\b.*\b(?:bel|bellen|terugbellen|belt)\b/,
  },
  {
    request: 'slower',
    heard:
      /\b(?:(?:wat|iets|veel|beetje|spreek|praat|klap|spreken|praten|nog)(?: \w+)? (?:trager|langzamer|rustiger|minder (?:snel|rap))|^(?:trager|langzamer|rustiger)(?: alstublieft| spreken| graag)*$|(?:trager|langzamer|rustiger) (?:spreken|praten|klappen|alstublieft|graag)|niet zo (?:snel|rap|vlug)|te (?:snel|rap|vlug)(?: voor mij| alstublieft)?$|u (?:\w+ )?te (?:snel|rap|vlug)|minder (?:snel|rap)|wat kalmer)\b/,
    unless: /\b(?:wandel\w*|stap\w*|eet|eten|adem\w*|hart\w*|genees\w*|genezing|pols|moe)\b/,
  },
  {
    request: 'louder',
    heard:
      /\b(?:luider|(?:wat|iets|spreek|praat|klap|beetje) harder|harder (?:spreken|praten|klappen|alstublieft|graag)|^harder(?: alstublieft)?$|(?:hoor|hoorde) (?:ik )?u (?:\w+ )?(?:niet|slecht|amper|nauwelijks|bijna niet)|ik hoor (?:u )?(?:\w+ )?(?:niks|niets|niet goed|slecht|u niet|amper)|hardhorig|hardhorend|slechthorend|ik ben (?:een beetje |wat |bijna |nogal )?doof|te (?:stil|zacht)(?: (?:spreekt|aan))?$|te (?:stil|zacht)|volume|geluid (?:\w+ )?(?:luider|harder|hoger))\b/,
    unless: /\bte (?:stil|zacht)\b.*\b(?:bed|kussen|matras|stoelgang)\b/,
  },
  {
    request: 'rephrase',
    heard:
      /\b(?:(?:begrijp|snap|versta|vat)(?: ik)? (?:u |het |dat |de vraag |die vraag |er |uw vraag )*(?:\w+ )?(?:niet|niets van|niks van)(?! goed (?:de lijn|het geluid)| waarom| hoe| dat| wat er)|niet (?:goed |helemaal |echt )?(?:begrepen|gesnapt)|wat bedoelt? (?:u|je)|hoe bedoelt? (?:u|je)|wat wilt u (?:\w+ )?(?:zeggen|weten|precies)|wat betekent|(?:leg|legt) (?:\w+ ){0,4}uit|uitleggen|anders (?:zeggen|gezegd|vragen)|met andere woorden|wat vraagt u (?:nu )?(?:precies|eigenlijk|juist)|wat is (?:juist |eigenlijk )?de vraag|welke vraag)\b/,
    unless: /\bversta (?:ik )?u (?:\w+ )?niet\b|\bdokter\b/,
  },
  {
    request: 'repeat',
    heard:
      /\b(?:herhaal|herhalen|herhaalt|(?:zeg|zegt|zeggen|vraag|vragen|doe|kunt u|kan u)(?: \w+){0,4} (?:nog eens|nog een keer|opnieuw)|(?:nog eens|nog een keer|opnieuw) (?:zeggen|vragen|alstublieft|herhalen)|wat (?:zegt|zei|zegde|vroeg) u|wat was (?:dat|de vraag|het)|wat hebt u gezegd|niet (?:goed |alles )?(?:gehoord|verstaan|meegekregen)|versta (?:ik )?u (?:\w+ )?(?:niet|slecht|amper)|hoe zegt u|zeg dat nog)\b|^(?:(?:oh|ah|euh|sorry|ja|hallo|excuseer|wel) )*(?:wablief|watblief|wabliefteru|blief|bliefst|excuseer|excuseert|pardon|sorry|wat|he|huh|nog eens|nog een keer|de vraag|wat is dat|wat zegt u|opnieuw)(?: (?:alstublieft|sorry|wat|he|mevrouw|meneer|graag))*$/,
  },
  {
    request: 'wait',
    heard:
      /\b(?:wacht\b(?! op| tot| ik op)|momentje|ogenblik|ogenblikje|(?:een|1) (?:moment|minuut|minuutje|seconde|secondje)|^moment|even (?:kijken|denken|nadenken|wachten|zien|zoeken|geduld|laten)|(?:kunt u|wilt u|even) (?:\w+ )?wachten|laat (?:me|mij)(?: \w+)? (?:denken|nadenken|kijken|zien|zoeken)|ik (?:ga|moet|zal) (?:het )?(?:even|eens|een keer) (?:kijken|zoeken|zien|halen|nakijken|denken)|ik (?:kijk|zoek|denk) (?:even|eens)(?: na)?|blijf even)\b/,
    unless:
      /\b(?:wacht(?:en)?|wachtte|gewacht) (?:op|tot)\b|\bop (?:de |mijn )?\w+ (?:wacht|wachten)\b|\bkan niet wachten\b|\bvan wacht\b/,
  },
  {
    request: 'advice',
    heard:
      /(?:^(?:\w+ ){0,4}?\b(?:mag|moet|kan|zou|moest) ik (?:\w+ ){0,6}?(?:nemen|innemen|pakken|bijnemen|stoppen|verminderen|verhogen|verdubbelen|eten|drinken|wandelen|stappen|rijden|autorijden|wassen|douchen|baden|verwijderen|afdoen|veranderen|verversen|gaan|dragen|tillen|heffen|doen|zetten|sporten|komen|buiten|werken)\b|\b(?:is (?:dat|het|dit) (?:\w+ )?(?:erg|ernstig|normaal|gevaarlijk|slecht|goed|kwaad)(?: (?:dat|als|dokter|of|volgens|voor))?|wat (?:moet|kan|mag|zou) ik (?:\w+ )?(?:doen|nemen|eten)|wat (?:scheelt|heb) (?:er |ik )?(?:mij|met mij|precies|eigenlijk)|weet niet wat (?:ik moet doen|te doen|ik (?:nu )?moet nemen)|wat raadt u|wat zou u|welke? (?:medicijn\w*|medicament\w*|pil\w*|pijnstiller\w*)|hoeveel (?:pillen|pijnstillers|dafalgan\w*|paracetamol\w*|tabletten)|volgens u|denkt u dat|vindt u dat|wat denkt u)\b)/,
    unless:
      /\b(?:kan|mag) ik (?:\w+ )?niet\b|\b(?:dat|het|dit) is (?:niet )?(?:erg|normaal|goed|ernstig)\b|^(?:ja|nee|neen)\b|\bdie moet ik\b|\bhier is\b/,
  },
  {
    request: 'off-topic',
    heard:
      /\b(?:hoe laat is het|welke dag (?:is|zijn)|hoe oud bent u|wie (?:bent u|zijt|is (?:dat|daar|dit|er)|spreekt|belt)|met wie (?:spreek|heb|ben|praat)|(?:ben|spreek|praat) ik (?:hier )?met een (?:echte? )?(?:computer|robot|machine|machien|mens|persoon)|hoe (?:heet|noemt) u|wat is uw naam|waar belt u|vanwaar belt u|van waar belt|waarover (?:gaat|is)|waarvoor (?:is|belt|bel)|waarom belt u|voor wat (?:is|belt)|wat (?:wilt|moet) u(?: van mij)?$|(?:bent u|is (?:dit|dat)) (?:\w+ )?(?:een )?(?:echte? )?(?:robot|machine|machien|computer|mens|persoon|verpleegster|dokter|oplichting|grap|bandje)|wat voor weer|welk weer|wat voor een weer|hoe is het weer|hoe gaat het met u|vertel (?:mij |me |eens )*een|wie heeft er gewonnen|de voetbal|hebt u kinderen|waar woont u|zing)\b/,
    unless: /^(?:goed|redelijk|prima)\b/,
  },
  {
    request: 'bye',
    heard:
      /\b(?:tot ziens|tot (?:de )?volgende(?: keer)?|tot later|tot horens|vaarwel|daag|dada|saluut|salut|salukes|dag hoor|(?:nog een )?(?:prettige|fijne|goede|goeie|mooie) (?:dag|avond|namiddag|voormiddag|weekend)|ik hang (?:nu )?op|ik leg (?:nu |maar )?(?:af|in|neer|toe)|ik haak (?:nu )?in|ik ga (?:\w+ )?(?:ophangen|afleggen|inhaken|neerleggen|toeleggen|afsluiten)|ik moet (?:\w+ )?(?:ophangen|afleggen|gaan|afsluiten)$|^(?:ja |allez )?het beste(?: ermee| nog)?$)\b/,
  },
]
