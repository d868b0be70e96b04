import type { Columns } from '../table-rows.js'

/** What a table of patients may hold. */
export type ImportField =
  | 'givenName'
  | 'familyName'
  | 'birthDate'
  | 'sex'
  | 'title'
  | 'spokenName'
  | 'language'
  | 'mobile'
  | 'phone'
  | 'phone2'
  | 'phone3'
  | 'caregiver'
  | 'relation'
  | 'nationalNumber'

/** Without these no row can be a patient. */
export const NEEDED: readonly ImportField[] = ['givenName', 'familyName', 'birthDate']

/** Headings in French, Dutch and English, as patient administrations write them. */
export const IMPORT_COLUMNS: Columns<ImportField> = {
  givenName: ['prénom', 'prénoms', 'voornaam', 'voornamen', 'given name', 'first name', 'firstname', 'forename'],
  familyName: [
    'nom',
    'nom de famille',
    'nom patient',
    'naam',
    'familienaam',
    'achternaam',
    'family name',
    'last name',
    'surname',
  ],
  birthDate: [
    'date de naissance',
    'date naissance',
    'né le',
    'née le',
    'naissance',
    'DDN',
    'geboortedatum',
    'birth date',
    'date of birth',
    'DOB',
  ],
  sex: ['sexe', 'genre', 'geslacht', 'gender'],
  title: ['titre', 'civilité', 'aanspreking', 'aanspreektitel', 'salutation'],
  spokenName: ['prononciation', 'nom prononcé', 'uitspraak', 'spoken name', 'pronunciation'],
  language: ['langue', 'taal', 'lang'],
  mobile: [
    'gsm',
    'mobile',
    'portable',
    'téléphone mobile',
    'mobiel',
    'gsm nummer',
    'numéro de gsm',
    'cell phone',
    'mobile phone',
  ],
  phone: [
    'téléphone',
    'tél',
    'téléphone 1',
    'tél 1',
    'numéro de téléphone',
    'téléphone fixe',
    'telefoon',
    'telefoonnummer',
    'telefoon 1',
    'tel',
    'telephone',
    'phone',
    'phone 1',
    'phone number',
  ],
  phone2: ['téléphone 2', 'tél 2', 'autre téléphone', 'telefoon 2', 'tel 2', 'phone 2', 'other phone'],
  phone3: ['téléphone 3', 'tél 3', 'telefoon 3', 'tel 3', 'phone 3'],
  caregiver: [
    'proche',
    'personne de contact',
    'aidant',
    'aidant proche',
    'contactpersoon',
    'mantelzorger',
    'contact',
    'contact person',
    'caregiver',
  ],
  relation: ['lien', 'lien de parenté', 'relatie', 'verwantschap', 'relationship'],
  nationalNumber: [
    'NISS',
    'INSZ',
    'numéro national',
    'registre national',
    'numéro de registre national',
    'rijksregisternummer',
    'rijksregister',
    'SSIN',
    'national register number',
  ],
}
