/**
 * Every error the product can raise, in one place. The code is the contract: logs, exit status, HTTP and tests match on it.
 * `fr` and `en` are for a person and never hold a patient's words, name or number; {braces} are filled from `facts`.
 */
export const FAILURES = {
  'models/missing': {
    fr: 'Le modèle {model} manque : lancez « hellojade models fetch ».',
    en: 'Model {model} is missing: run "hellojade models fetch".',
  },
  'models/damaged': {
    fr: 'Le modèle {model} est abîmé : lancez « hellojade models fetch ».',
    en: 'Model {model} is damaged: run "hellojade models fetch".',
  },
  'models/unreachable': {
    fr: 'Le modèle {model} ne peut être obtenu de nulle part ({sources}) : vérifiez le réseau.',
    en: 'Model {model} cannot be had from any source ({sources}): check the network.',
  },
  'models/sample-rate': {
    fr: 'La voix {model} a une fréquence de {rateHz} Hz, que le programme ne connaît pas.',
    en: 'Voice {model} has a sampling rate of {rateHz} Hz, which is not supported.',
  },
  'disk/full': {
    fr: 'Le disque est plein : {neededMb} Mo sont nécessaires dans {folder}.',
    en: 'The disk is full: {neededMb} MB are needed in {folder}.',
  },
  'native/compiler-missing': {
    fr: 'Un compilateur C++17 (g++ ou clang++) manque : installez le paquet g++.',
    en: 'A C++17 compiler (g++ or clang++) is missing: install the package g++.',
  },
  'native/missing': {
    fr: "L'addon de reconnaissance n'est pas construit : lancez « npm run build ».",
    en: 'The recogniser addon is not built: run "npm run build".',
  },
  'speech/recogniser': { fr: 'La reconnaissance vocale a échoué.', en: 'Speech recognition failed.' },
  'speech/synthesiser': { fr: 'La synthèse vocale a échoué.', en: 'Speech synthesis failed.' },
  'speech/unrendered': {
    fr: "Une phrase n'est pas encore enregistrée : lancez « hellojade prompts render ».",
    en: 'A sentence is not rendered yet: run "hellojade prompts render".',
  },
  'telephony/unauthorised': {
    fr: "Asterisk refuse l'utilisateur ou le mot de passe ARI.",
    en: 'Asterisk refuses the ARI user or password.',
  },
  'telephony/unreachable': { fr: 'Asterisk ne répond pas à {address}.', en: 'Asterisk does not answer at {address}.' },
  'telephony/refused': {
    fr: "Asterisk refuse l'opération {operation} (HTTP {status}).",
    en: 'Asterisk refuses the operation {operation} (HTTP {status}).',
  },
  'telephony/lost': { fr: 'La liaison avec Asterisk est perdue.', en: 'The connection with Asterisk is lost.' },
  'media/port': { fr: "Aucun port RTP n'est libre ({ports}).", en: 'No RTP port is free ({ports}).' },
  'media/stopped': { fr: "Le fil audio s'est arrêté.", en: 'The media thread has stopped.' },
  'media/recording': {
    fr: "L'enregistrement ne peut pas être écrit.",
    en: 'The recording cannot be written.',
  },
  'store/unavailable': { fr: 'La base de données ne répond pas.', en: 'The database does not answer.' },
  'store/lost': {
    fr: 'La liaison avec la base de données est perdue.',
    en: 'The connection with the database is lost.',
  },
  'store/busy': {
    fr: 'La base de données est trop occupée pour répondre à temps.',
    en: 'The database is too busy to answer in time.',
  },
  'store/full': {
    fr: "La base de données n'a plus de place (tablespace ou quota).",
    en: 'The database has no room left (tablespace or quota).',
  },
  'store/unauthorised': {
    fr: "La base de données refuse l'utilisateur ou le mot de passe.",
    en: 'The database refuses the user or the password.',
  },
  'store/duplicate': {
    fr: 'La base de données contient déjà cet enregistrement.',
    en: 'The database holds this record already.',
  },
  'store/reference': {
    fr: "L'enregistrement en désigne un autre qui n'existe pas, ou est encore désigné.",
    en: 'The record names another that is not there, or is still named by one.',
  },
  'store/incomplete': {
    fr: "Une valeur obligatoire de l'enregistrement manque.",
    en: 'A value that the record must have is missing.',
  },
  'store/refused': {
    fr: "La base de données refuse une valeur de l'enregistrement.",
    en: 'The database refuses a value of the record.',
  },
  'store/too-long': {
    fr: "Une valeur est trop longue pour l'enregistrement.",
    en: 'A value is too long for the record.',
  },
  'store/key': {
    fr: 'La clé de chiffrement {keyId} manque : ce qui est gardé ici a été chiffré avec elle.',
    en: 'The encryption key {keyId} is missing: what is kept here was sealed with it.',
  },
  'store/file-key': {
    fr: "Le fichier de la base n'est pas lisible : il est chiffré sous une autre clé (HELLOJADE_DATABASE_KEY), n'est pas chiffré, ou est abîmé.",
    en: 'The database file cannot be read: it is encrypted under another key (HELLOJADE_DATABASE_KEY), not encrypted, or damaged.',
  },
  'store/key-missing': {
    fr: "Aucune clé de chiffrement n'est donnée, et il y a déjà une base de données : indiquez HELLOJADE_SECRET_KEY.",
    en: 'No encryption key is given, and there is a database already: set HELLOJADE_SECRET_KEY.',
  },
  'store/key-unreadable': {
    fr: 'La clé de chiffrement ({source}) ne peut être lue : il faut 64 chiffres hexadécimaux (openssl rand -hex 32).',
    en: 'The encryption key ({source}) cannot be read: 64 hexadecimal digits are needed (openssl rand -hex 32).',
  },
  'sealing/damaged': {
    fr: 'Un fichier chiffré est abîmé, coupé ou déplacé ({reason}).',
    en: 'A sealed file is damaged, cut or was moved ({reason}).',
  },
  'store/not-found': { fr: '{what} est introuvable.', en: '{what} was not found.' },
  'store/national-number': {
    fr: "Le numéro national n'est pas valable : ses chiffres de contrôle ne correspondent pas.",
    en: 'The national number is not valid: its check digits do not fit.',
  },
  'store/schema': {
    fr: 'La base de données ne correspond pas à cette version du programme ({reason}).',
    en: 'The database does not match this version of the program ({reason}).',
  },
  'store/damaged': {
    fr: 'Une valeur chiffrée de la base de données est abîmée ou déplacée ({column}).',
    en: 'A sealed value of the database is damaged or was moved ({column}).',
  },
  'import/unreadable': {
    fr: "Le fichier à importer n'est pas lisible ({reason}).",
    en: 'The file to import cannot be read ({reason}).',
  },
  'import/columns': {
    fr: 'Les colonnes du fichier ne conviennent pas : {columns}.',
    en: 'The columns of the file do not fit: {columns}.',
  },
  'patient/on-the-line': {
    fr: 'Le patient est en ligne : attendez la fin de son appel.',
    en: 'The patient is on the line: wait for the end of the call.',
  },
  'patient/open-alert': {
    fr: "Une alerte de ce patient attend qu'une infirmière la prenne en charge : rien n'est effacé avant.",
    en: 'An alert of this patient waits for a nurse to take it on: nothing is erased before.',
  },
  'patient/legal-term': {
    fr: "La loi demande de garder les résultats de ce patient jusqu'au {until}. Ajoutez --keep-results pour effacer tout le reste, ou --results-held-elsewhere si l'hôpital confirme que son propre dossier les contient.",
    en: "The law asks for this patient's results until {until}. Add --keep-results to erase everything else, or --results-held-elsewhere if the hospital confirms that its own record holds them.",
  },
  'backup/unreadable': {
    fr: "Il n'y a pas de sauvegarde dans {folder}.",
    en: 'There is no backup in {folder}.',
  },
  'backup/damaged': {
    fr: 'La sauvegarde est abîmée : {file} a changé. Rien n’a été remis en place.',
    en: 'The backup is damaged: {file} was changed. Nothing was put in place.',
  },
  'backup/occupied': {
    fr: 'Une base existe déjà ({file}) : déplacez-la avant de restaurer.',
    en: 'There is a database already ({file}): move it away before restoring.',
  },
  'backup/other-database': {
    fr: 'La sauvegarde a été faite avec {database}, la configuration dit autre chose (ORACLE_HOST).',
    en: 'The backup was made with {database}, and the configuration says otherwise (ORACLE_HOST).',
  },
  'backup/half-restored': {
    fr: 'La restauration de {backup} a été interrompue : relancez « hellojade restore » avec cette sauvegarde.',
    en: 'The restore of {backup} was broken off: repeat "hellojade restore" with that backup.',
  },
  'backup/unwritable': {
    fr: 'La sauvegarde ne peut pas être écrite dans {folder} ({reason}).',
    en: 'The backup cannot be written to {folder} ({reason}).',
  },
  'protocol/invalid': {
    fr: 'Le protocole {file} est invalide : {reason}.',
    en: 'Protocol {file} is invalid: {reason}.',
  },
  'protocol/unknown': {
    fr: "Il n'y a pas de protocole {id} ; il y a {known}.",
    en: 'There is no protocol {id}; there are {known}.',
  },
  'rehearsal/invalid': {
    fr: 'La répétition {file} est invalide : {reason}.',
    en: 'Rehearsal {file} is invalid: {reason}.',
  },
  'rehearsal/unrecorded': {
    fr: "Cet appel n'a pas été enregistré : il n'y a rien dont faire une répétition.",
    en: 'This call was not recorded: there is nothing to make a rehearsal of.',
  },
  'discharge/incomplete': {
    fr: "La sortie n'est pas complète ou pas valable ({field}).",
    en: 'The discharge is not complete or not valid ({field}).',
  },
  'discharge/future': {
    fr: "La sortie est datée dans l'avenir ({field}).",
    en: 'The discharge is dated in the future ({field}).',
  },
  'discharge/ward': {
    fr: "Le service {ward} n'est pas dans les règles des protocoles.",
    en: 'Ward {ward} is not in the protocol rules.',
  },
  'discharge/rule': {
    fr: 'Aucune règle ne donne un protocole au service {ward}.',
    en: 'No rule gives a protocol to ward {ward}.',
  },
  'discharge/deceased': {
    fr: 'La patiente ou le patient est tenu pour décédé : une personne doit vérifier.',
    en: 'The patient is recorded as deceased: a person must check.',
  },
  'discharge/unreadable': {
    fr: 'La ligne est illisible ({reason}).',
    en: 'The line cannot be read ({reason}).',
  },
  'hl7/port': { fr: 'Le port HL7 {port} est déjà pris.', en: 'HL7 port {port} is already taken.' },
  'hl7/unreadable': {
    fr: "Ce n'est pas un message HL7 v2 ({reason}).",
    en: 'This is not an HL7 v2 message ({reason}).',
  },
  'hl7/truncated': {
    fr: 'Le message HL7 est coupé : sa fin (FS) manque.',
    en: 'The HL7 message is cut off: its end (FS) is missing.',
  },
  'hl7/framing': {
    fr: "Des octets sont arrivés hors d'un message HL7 (VT … FS CR).",
    en: 'Bytes came outside an HL7 message (VT … FS CR).',
  },
  'hl7/too-large': { fr: 'Le message HL7 dépasse {bytes} octets.', en: 'The HL7 message exceeds {bytes} bytes.' },
  'hl7/type': {
    fr: 'Les messages HL7 de type {type} ne sont pas lus, seulement ADT.',
    en: 'HL7 messages of type {type} are not read, only ADT.',
  },
  'hl7/event': { fr: "L'événement ADT {event} n'est pas lu.", en: 'The ADT event {event} is not read.' },
  'hl7/version': { fr: 'La version HL7 {version} est inconnue.', en: 'HL7 version {version} is unknown.' },
  'hl7/processing': {
    fr: "Le message HL7 est d'un autre traitement ({processing}) que la production.",
    en: 'The HL7 message is of another processing id ({processing}) than this daemon.',
  },
  'hl7/charset': {
    fr: "Le jeu de caractères annoncé n'est pas celui du message HL7 ({reason}).",
    en: 'The HL7 message is not in the character set that it declares ({reason}).',
  },
  'hl7/segment': {
    fr: 'Le segment {segment} du message HL7 ne convient pas ({reason}).',
    en: 'Segment {segment} of the HL7 message is wrong ({reason}).',
  },
  'hl7/field': {
    fr: 'Le champ {field} du message HL7 ne convient pas ({reason}).',
    en: 'Field {field} of the HL7 message is wrong ({reason}).',
  },
  'hl7/failed': {
    fr: "Le message HL7 n'a pas pu être traité.",
    en: 'The HL7 message could not be dealt with.',
  },
  'hl7/settled': {
    fr: 'Ce message est déjà réglé ({how}).',
    en: 'This message is settled already ({how}).',
  },
  'http/port': { fr: 'Le port {port} est déjà pris.', en: 'Port {port} is already taken.' },
  'http/invalid': { fr: "La requête n'est pas valable.", en: 'The request is not valid.' },
  'http/unauthorised': { fr: "Un jeton d'accès valable est nécessaire.", en: 'A valid access token is needed.' },
  'http/not-found': { fr: "Il n'y a rien à cette adresse.", en: 'There is nothing at this address.' },
  'http/method': { fr: "Cette adresse n'accepte que {allow}.", en: 'This address accepts {allow} only.' },
  'http/too-large': { fr: 'La requête est trop longue.', en: 'The request is too large.' },
  'http/media-type': { fr: 'Seul du JSON est accepté.', en: 'Only JSON is accepted.' },
  'http/failed': { fr: "La requête n'a pas pu être traitée.", en: 'The request could not be dealt with.' },
  'config/invalid': {
    fr: 'La configuration est invalide : {reasons}.',
    en: 'The configuration is invalid: {reasons}.',
  },
  'call/language': {
    fr: "Aucun appel n'est possible dans la langue {language} : {missing} manque.",
    en: 'No call can be made in the language {language}: {missing} is missing.',
  },
  'call/not-allowed': { fr: "Cet appel n'est pas permis : {reason}.", en: 'This call is not allowed: {reason}.' },
} as const satisfies Record<string, { fr: string; en: string }>

export type FailureCode = keyof typeof FAILURES

/** An error with a code from the catalogue. `facts` hold technical values only, never personal ones. */
export class Failure extends Error {
  readonly code: FailureCode
  readonly facts: Readonly<Record<string, string | number>>

  constructor(code: FailureCode, facts: Readonly<Record<string, string | number>> = {}, options?: ErrorOptions) {
    super(fill(FAILURES[code].en, facts), options)
    this.name = 'Failure'
    this.code = code
    this.facts = facts
  }

  /** The sentence for a person, in French or English. */
  sentence(language: 'fr' | 'en'): string {
    return fill(FAILURES[this.code][language], this.facts)
  }
}

const fill = (text: string, facts: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => String(facts[name] ?? whole))
