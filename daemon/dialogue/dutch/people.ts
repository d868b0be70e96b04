import type { PeopleWords } from '../reading/people.js'

const KIN =
  '(?:dochter|zoon|man|vent|echtgenoot|vrouw|echtgenote|partner|zus|zuster|broer|moeder|vader|mama|papa|schoondochter|schoonzoon|schoonzus|schoonbroer|schoonmoeder|schoonvader|nicht|neef|kleinzoon|kleindochter|kleinkind|buur|buurvrouw|buurman|gebuur|vriend|vriendin|kozijn|tante|nonkel|oom|mantelzorger|verzorgster|verzorger|zorgkundige|poetsvrouw|poetshulp|gezinshulp|familiehulp|thuishulp|thuisverpleegster|thuisverpleegkundige|verpleegster|verpleger|verpleegkundige|bewindvoerder|voogd|kinesist|kine)'
const ABSENT =
  '(?:momenteel |nu |op dit moment |vandaag |even |nog )?(?:niet (?:thuis|hier|beschikbaar|aanwezig|bereikbaar|wakker|terug|binnen)|er (?:nu |even |momenteel |nog |vandaag )?niet(?! meer)|weg|buiten|uit|gaan \\w+|vertrokken|(?:op|naar) (?:het |de |haar |zijn )?(?:werk|toilet|wc|bed|winkel|kine|dokter|kapper|markt)|bij de (?:dokter|kine|kapper|bakker|kinesist|tandarts)|in (?:het )?(?:bad|bed|de tuin|de douche|de keuken)|boodschappen|aan het (?:slapen|rusten|eten|douchen|wandelen))'

export const people: PeopleWords = {
  self: /\b(?:(?:daar )?spreekt? (?:u|je) (?:mee|tegen|tot)|dat ben ik|ik ben (?:het|dat)(?: zelf)?|ben ik(?: zelf)?$|met mij|ikzelf|ik zelf|(?:zij|hij|haar|hem) ?zelf|in (?:eigen )?persoon|u hebt (?:haar|hem) aan de lijn|ik luister|spreek maar|zegt u het maar|zeg (?:het )?maar|(?:hier )?aan de lijn$|met haar zelf|ja (?:met )?mezelf)\b/,
  handOver:
    /\b(?:ik (?:zal |ga |kan )?(?:even )?(?:u )?(?:hem|haar|ze|mijn \w+|mama|papa|mevrouw|meneer|u)(?: \w+)? (?:door|geven|roepen|halen|zoeken|doorgeven|doorverbinden|verwittigen)|ik (?:geef|roep|haal|zoek|zoeke?) (?:u )?(?:even |eens )?(?:hem|haar|ze|mijn \w+|mama|papa|u \w+)|(?:ze|zij|hij) komt (?:eraan|er aan|al|direct|zo|subiet|net)|hier (?:is|komt) (?:ze|zij|hij)|blijf(?:t)? (?:u )?(?:even )?(?:aan de lijn|hangen|aan het toestel)|(?:een |1 )?(?:moment|momentje|ogenblik|ogenblikje|minuutje|secondje|seconde|minuut)(?: alstublieft| geduld| hoor)?$|(?:een|1) (?:moment|momentje|ogenblik|ogenblikje|minuutje|secondje)|wacht(?:t? u)? (?:even|eens|een)|ik verbind u)\b/,
  caregiver: new RegExp(
    `\\b(?:(?:ik ben|dit is|het is|hier is|hier|met|spreekt met|u spreekt met|dat is) (?:(?:haar|zijn|hun|de|een|uw|mijn|eigenlijk|maar|gewoon) )*${KIN}\\b(?! (?:op|in) \\w+ (?:borst|buik|been))|(?:haar|zijn) ${KIN}(?: hier| spreekt)?$|${KIN} van (?:mevrouw|meneer|madame|de|haar|hem|\\w+)|(?:voor|in de plaats van|namens) (?:haar|hem) (?:antwoorden|spreken|praten)|in (?:haar|zijn) plaats|ik zorg voor (?:haar|hem)|ik ben (?:van de )?(?:familie|een familielid|de mantelzorger))`,
  ),
  unavailable: new RegExp(
    `\\b(?:(?:ze|zij|hij|mama|papa|mijn \\w+|mevrouw(?: \\w+)?|meneer(?: \\w+)?|madame(?: \\w+)?) (?:is ${ABSENT}|slaapt|rust|ligt (?:te|in|nog in) \\w+|doet (?:een dutje|een siesta|haar|zijn)|(?:kan|kunt) (?:nu |momenteel |even )?niet (?:spreken|praten|komen|antwoorden|aan)|komt (?:straks|pas|later|morgen|vanavond)|zit (?:in|op|aan) |eet\\b|wast (?:zich|haar)|is aan het)|(?:niet (?:thuis|hier|beschikbaar|aanwezig)|er niet)(?: (?:nu|op dit moment|momenteel|vandaag|voor het moment))?$)`,
  ),
  notSelf:
    /\b(?:(?:dat|dit) ben ik niet|ik ben (?:dat|het|haar|hem) niet|ik ben niet (?:haar|hem|die persoon|mevrouw|meneer|madame|degene)|(?:dat|dit|het) is niet (?:met )?(?:mij|haar|hem|zij)\b|u spreekt niet met (?:haar|hem)|daar spreekt u niet mee|ik niet$)/,
  relations: [
    ['dochter'],
    ['zoon'],
    ['man', 'vent', 'echtgenoot', 'partner'],
    ['vrouw', 'echtgenote', 'partner'],
    ['partner', 'man', 'vrouw', 'echtgenoot', 'echtgenote', 'vriend', 'vriendin'],
    ['zus', 'zuster'],
    ['broer'],
    ['moeder', 'mama'],
    ['vader', 'papa'],
    ['schoondochter'],
    ['schoonzoon'],
    ['schoonzus'],
    ['schoonbroer'],
    ['nicht'],
    ['neef', 'kozijn'],
    ['kleinzoon'],
    ['kleindochter'],
    ['buur', 'buurvrouw', 'buurman', 'gebuur'],
    ['vriend', 'vriendin'],
    ['verpleegster', 'verpleger', 'verpleegkundige', 'thuisverpleegster', 'thuisverpleegkundige'],
    ['mantelzorger', 'verzorgster', 'verzorger', 'gezinshulp', 'familiehulp', 'poetsvrouw', 'poetshulp', 'thuishulp'],
    ['tante'],
    ['oom', 'nonkel'],
    ['voogd', 'bewindvoerder'],
  ],
  compound: /\b(?:schoon(?:dochter|zoon|zus|broer|moeder|vader)|klein(?:dochter|zoon))\b/,
  noName: /^(?:mevrouw|meneer|madame|juffrouw|van|den|der|de|des|del)$/,
  she: /\b(?:ze|zij|haar|mevrouw|madame|mijn (?:moeder|vrouw|zus|dochter|mama|tante|oma|grootmoeder)|mama|moeder)\b/,
  he: /\b(?:hij|hem|meneer|mijn (?:vader|man|broer|zoon|papa|nonkel|opa|grootvader)|papa|vader)\b/,
}
