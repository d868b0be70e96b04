import type { ScaleWords } from '../reading/scale.js'
import type { TemperatureWords } from '../reading/temperature.js'
import type { YesNoWords } from '../reading/yesno.js'

const LEAD =
  '(?:(?:oh|ah|ach|och|euh+|uh+|hm+|tja|wel|awel|nou|en|dus|goed|oke|ok|allez|amai|bwa|bah|ba|goeiedag|hallo|dag|dank u(?: wel)?|bedankt|merci|sorry|eigenlijk|eerlijk gezegd|gelukkig|zeg|maar) )*'
const MACHINE =
  /\b(?:druk (?:op )?(?:de )?(?:een|twee|drie|ster|hekje|\d)|toets (?:een|twee|drie|ster|hekje|\d)|voicemail|antwoordapparaat|na de (?:toon|piep|biep|bieptoon)|inspreken)\b/

export const yesNo: YesNoWords = {
  yesStart: new RegExp(
    `^${LEAD}(?:(?:ja|jaja|jawel|jazeker|jao|jep|yes)\\b|(?:ja )?(?:zeker|natuurlijk|tuurlijk|uiteraard|absoluut|vanzelfsprekend|ongetwijfeld)(?! niet)|inderdaad|(?:dat )?klopt\\b(?! niet)|juist(?! niet)|precies(?! niet)|exact|correct|(?:dat|het) is (?:juist|waar|correct|zo|goed|in orde|normaal)$|(?:dat )?(?:doe|heb|ben|kan|wil|mag) ik(?: wel| zeker| altijd)?$|ik (?:wel|ook)$|ik (?:denk|geloof|vermoed|meen|peins) (?:het|van wel|dat wel|van ja|zo)(?: wel)?$|ik zou zeggen (?:van )?(?:ja|wel)|ik vrees (?:het|van wel|ervoor)(?: wel)?$|(?:eigenlijk|toch|meestal|best|vast|soms|tamelijk|redelijk|een beetje) wel\\b|meestal$|altijd$|gewoonlijk|doorgaans|zoals (?:altijd|gewoonlijk|afgesproken|voorgeschreven|voorzien|anders)|graag(?! niet)|met plezier|geen (?:probleem|bezwaar)|(?:dat|het|u) mag\\b(?! niet)|(?:van|voor) mij (?:mag (?:het|dat)|is (?:het|dat) goed|goed)|doe (?:maar|gerust)|ga (?:uw gang|maar|gerust)|ik ga akkoord|ik ben akkoord|voila$|daar spreekt u mee|spreekt u mee|daar spreek je mee|elke dag$|alle dagen$|tuurlijk)`,
  ),
  noStart: new RegExp(
    `^${LEAD}(?:(?:nee|neen|neeje|nope)\\b|niet(?: (?:echt|zo|speciaal|helemaal|meer|nu|vandaag|altijd|dat ik weet|bijzonder|veel|alles|allemaal|gehad|goed|genoeg|direct|meteen|zoveel))?$|niet (?:echt|dat ik weet|meer|helemaal|altijd)\\b|(?:niks|niets)\\b|nooit\\b|geen\\b(?! (?:probleem|bezwaar|idee|gedacht))|geenszins|bijlange niet|(?:absoluut|zeker|natuurlijk|uiteraard|helemaal|totaal|toch|nog|liever|eigenlijk|voorlopig|juist|nu|tuurlijk|vandaag|voor mij|van mij) niet\\b|(?:ik heb )?(?:het |dat )?liever (?:van )?niet|ik niet$|van niet$|ik (?:denk|geloof|vermoed|meen|peins|hoop|vrees) (?:het|van|dat) (?:niet|nee)|ik zou zeggen (?:van )?(?:niet|nee|neen)|ik wil (?:dat|het) niet|(?:dat|het) is (?:niet (?:waar|juist|zo|correct|normaal)|fout|verkeerd|alles|niet$)|(?:dat )?klopt niet|(?:dat|zo) mag niet|dat was alles|bijna (?:nooit|niet|niks)|(?:dat )?(?:doe|heb|ben|kan|wil) ik niet|(?:nog|verder) (?:niks|niets|niet)\\b|zonder$|fout$|verkeerd$|nergens)`,
  ),
  backchannel:
    /^(?:(?:ja|oh|ah|wel|awel|allez|oke|goed) )*(?:ik luister|ik hoor u|zeg maar|zegt u het maar|zeg het maar|vertel maar|spreek maar|oke|ok|goed|heel goed|is goed|in orde|akkoord|hm+|mm+|mhm|hm hm|aha|ah|oh|ah ja|ah zo|ik snap het|ik begrijp het|ik zie het|dank u(?: wel| zeer)?|dank je(?: wel)?|dankuwel|bedankt|merci|dag|goeiedag|goedendag|goeiemorgen|goedemorgen|goeienavond|goedenavond|goeienamiddag|hallo|allo|alstublieft|euh+|uh+|wel|voila zo)(?: (?:ja ik luister|ik luister|dank u|dank u wel|bedankt|merci|oke|dag|hallo|mevrouw|meneer|madame|dokter|zuster|goed|dan|he|hoor|wel|zeg))*$/,
  bareYes:
    /^(?:ja|jawel|jaja|jazeker)(?: (?:ja|jaja|jawel|graag|alstublieft|hoor|he|dank u|dank u wel|merci|mevrouw|meneer|madame|dokter|zuster|zeker|natuurlijk))*$/,
  agrees: /\b(?:oke|ok|goed|in orde|akkoord)\b/,
  listens: /^ja\b|luister|zeg (?:het )?maar|zegt u|hoor u/,
  yesButNo: /\bja (?:en |maar |of |euh |wel )?(?:nee|neen)\b|\bja of nee\b/,
  noButYes: /\b(?:nee|neen) (?:maar |en |wacht |euh |sorry |allez |toch |of )?(?:ja|jawel|toch wel)\b/,
  tail: /(?<!\b(?:of|zeg|dan) )\b(ja|jawel|nee|neen)$/,
  tailYes: /^ja/,
  machine: MACHINE,
  // "Koorts heb ik niet": what is denied stands in front, where a negation is looked for behind.
  mend: folded =>
    folded.replace(
      /\b(\w+) ((?:heb|had|heeft|ben|is|was|voel) (?:ik|ze|zij|hij|er)) (niet|geen)(?= ,|$| gehad\b| meer\b)/g,
      '$3 $1 $2',
    ),
}

const TIMES = 'uur|uren|dag|dagen|week|weken|jaar|maand|maanden|minuut|minuten|seconden|nachten'

export const scale: ScaleWords = {
  outOf: /^(?:op|op de|op een|van de|over|uit|op een totaal van)$/,
  lead: /^(?:(?:zo )?op (?:een schaal van |de )?(?:(?:nul|een|0|1) tot (?:en met )?)?(?:tien|10)\b(?: ,)?|op een schaal (?:van|tot) (?:nul|een|0|1) tot (?:en met )?(?:tien|10)(?: ,)?)\s*/,
  counted: new RegExp(
    `^(?:${TIMES}|keer|keren|maal|vraag|vragen|pil|pillen|pilletjes|tablet|tabletten|comprimes?|druppels?|gram|mg|milligram|kilo|kg|graad|graden|procent|dafalgans?|paracetamols?|kinderen|mensen|personen|verdieping|stappen|stuks|van (?:hen|ons))$`,
  ),
  // "Op tien" behind a word that was not understood is the scale, "ik zit op acht" a score.
  countedBefore:
    /\b(?:sinds|sedert|om|tegen|half|kwart (?:voor|over)|ben|van de)$|(?<!\b(?:zit|sta|blijf|kom|schat|hou|zitten|komen)(?: \w+)? )\bop(?: de)?$/,
  past: /\b(?:(?<!dan )gisteren|eergisteren|vroeger|eerst|in het begin|was|waren|vannacht|deze nacht|(?:vorige|verleden|afgelopen) (?:nacht|week|keer|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag)|daarvoor|toen|(?:dagen|uren|een week) geleden)\b/,
  pastBehind:
    /^(?:op (?:de )?tien )?(?:gisteren|eergisteren|daarvoor|vannacht|vroeger|(?:vorige|verleden) (?:nacht|week)|eerst|in het begin|(?:twee|drie|een paar|2|3) dagen geleden)\b/,
  now: /\b(?:vandaag|nu|momenteel|op dit moment|op het moment|eerder|nee|neen|sorry|pardon|eigenlijk|allez|ik bedoel|laten we zeggen|laat ons zeggen|zeg maar|veeleer|intussen|ondertussen|toch|maar)\b/,
  bothHold:
    /\b(?:als|wanneer|avond|avonds|ochtend|morgen|morgens|ochtends|nacht|nachts|rust|rusten|beweeg|bewegen|stap|stappen|wandel|wandelen|hoest|hoesten|zit|zitten|sta|staan|lig|liggen|soms|bij momenten|in het ergste geval|slechte dagen)\b/,
  range: /^(?:tot|tot en met|en|of|a|of misschien|misschien|of zelfs|of eerder|,|)$/,
  rangeFiller: /^(?:op|de|tien|10|een|ongeveer|kleine|dikke)$/,
  not: /^(?:niet|geen)$/,
  sometimes: /\b(?:als|wanneer|behalve|maar|tenzij|met de|dankzij|zonder de|s nachts|zodra|alleen|enkel|zolang|soms)\b/,
  zeroDenied: /\bniet (?:geen|zonder)\b/,
  machine: MACHINE,
}

export const temperature: TemperatureWords = {
  machine: MACHINE,
  beforeTenths: /^(?:graden)?$/,
  counted: new RegExp(`^(?:${TIMES}|keer|of|a)$`),
}

export const NOT_KNOWN =
  /\b(?:(?:ik )?weet (?:ik )?(?:het |dat )?(?:echt |eigenlijk |nu |zelf |zo |zo direct )?(?:niet|nog niet)(?: (?:meer|precies|goed|zeker|juist|zo goed|direct|zo|echt|hoor|zo juist))*$|(?:het|dat) weet ik niet|dat weet ik (?:echt |eigenlijk )?niet|geen (?:flauw |enkel |goed )?(?:idee|gedacht|gedacht van|benul)|(?:ik )?zou (?:het |dat )?(?:echt )?niet weten|(?:ik )?zou (?:het |dat )?(?:u )?niet kunnen zeggen|moeilijk te zeggen|niet (?:gemakkelijk|makkelijk) te zeggen|(?:dat |het )?kan ik (?:u )?(?:echt )?niet zeggen|ik kan (?:het |dat |u )*(?:echt )?niet zeggen|(?:ik )?(?:herinner|weet) (?:het |dat )?(?:mij |me )?niet meer$|(?:ik )?herinner (?:het |dat )?(?:mij|me) (?:dat |het )?niet|(?:ik )?ben (?:ik )?(?:daar )?niet zeker|niet zeker$|wie weet$|joost mag het weten|hoe (?:moet|kan|zou) ik dat weten|ik twijfel$)\b/

export const REFUSAL =
  /\b(?:(?:wil|ga|zal) ik (?:u )?(?:dat |het )?(?:liever )?niet (?:zeggen|vertellen|geven|beantwoorden|delen)|ik (?:wil|ga|zal|wens) (?:\w+ ){0,3}?(?:niet|liever niet) (?:\w+ )?(?:zeggen|antwoorden|vertellen|geven|beantwoorden|op antwoorden)|(?:daar|hier) (?:antwoord|wil) ik (?:liever )?niet op(?: antwoorden)?|(?:dat )?zeg ik (?:u )?(?:liever )?niet|ik zeg (?:u )?(?:dat|het) (?:liever )?niet|ik zeg (?:dat |het )?liever niet|liever niet (?:zeggen|antwoorden|vertellen)|(?:dat|het) (?:gaat|regardeert) u (?:niet|niks|niets) ?(?:aan)?|dat zijn uw zaken niet|(?:dat|het) is (?:prive|persoonlijk)|volgende vraag|sla (?:\w+ ){0,2}(?:vraag )?over|ik weiger|niet (?:aan|over|via|langs) de telefoon|ik geef (?:dat|zoiets|mijn \w+) niet|(?:mijn \w+|dat|zoiets) geef ik (?:liever )?niet|geen (?:goesting|zin) om (?:daar |daarop |te )(?:\w+ )?antwoorden|bemoei u)\b/

export const POLITE =
  /^(?:(?:dank u|dank u wel|dank u zeer|dankuwel|dank je|dank je wel|bedankt|hartelijk dank|hartelijk bedankt|merci|merci he|goeiedag|goedendag|goeiemorgen|goedemorgen|goeienavond|goedenavond|goeienamiddag|goedemiddag|dag|hallo|allo|ok|oke|in orde|is goed|goed|heel goed|akkoord|ja ik luister|ik luister|hm+|mm+|mhm|euh+|uh+|ah|ah ja|oh|tja|allez|amai|wel|awel|ik snap het|ik begrijp het|mevrouw|meneer|madame|dokter|zuster|prettige dag|fijne dag|goede dag|nog een fijne dag|alstublieft|graag gedaan|he|hoor|zo|dat is vriendelijk|dat is lief)(?: |$))+$/

/** Whoever ends in one of these is about to say it, however unsurely it was recognised. */
export const FILLER =
  /(?:^|\b)(?:euh+|uh+|hm+|wacht|dus|laat ons zeggen|laten we zeggen|even kijken|hoe zal ik het zeggen|ik zou zeggen|dat is moeilijk(?: te zeggen)?)$/

export const UNFINISHED =
  /(?:(?:^|\b)(?:euh+|uh+|hm+|wacht|dus|dat is|het is|ik heb|ik ben|mijn \w+ is|laat ons zeggen|laten we zeggen|even kijken|tussen|misschien|en|of|maar|omdat|want|sinds|sedert|ongeveer|rond de|de|een|mijn|zoals|zo rond|hoe zal ik het zeggen|ik zou zeggen|een kleine|een dikke)|(?:^|\b(?:euh|en|maar|dus) )(?:ik|wel|awel|tja))$/

export { MACHINE }
