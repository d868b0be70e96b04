import { z } from 'zod'

/** How discharges come in: part of the daemon's settings. */
export const DISCHARGE_SETTINGS = {
  /** Where a discharge names no site and the rules name none. */
  HELLOJADE_SITE: z.string().min(1).max(80).optional(),
  /** Which ward, procedure … is followed up by which protocol: a YAML file. */
  HELLOJADE_PROTOCOL_RULES: z.string().min(1).optional(),
  /** Whose a patient's or a stay's number is that names no system: the same over HL7 and in files. */
  HELLOJADE_AUTHORITY: z.string().min(1).max(80).default('HOSPITAL'),
  /** Countries, besides Belgium, whose numbers may be rung. */
  HELLOJADE_PHONE_COUNTRIES: z
    .string()
    .transform(text => text.split(',').map(code => code.trim()))
    .pipe(z.array(z.string().regex(/^[A-Z]{2}$/, 'is a list of countries, "FR,NL"')))
    .default(['FR', 'NL', 'LU', 'DE']),
  /** Where HL7 v2 messages are received (MLLP); without it none are. */
  HELLOJADE_HL7_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  HELLOJADE_HL7_HOST: z.string().min(1).default('127.0.0.1'),
  /** Of messages whose MSH-18 is empty; with WINDOWS-1252, of those too that call it 8859/1. */
  HELLOJADE_HL7_CHARSET: z.enum(['8859/1', '8859/15', 'UNICODE UTF-8', 'WINDOWS-1252']).default('8859/1'),
  /** MSH-11 of the messages that are meant: P in production, T on a test system. */
  HELLOJADE_HL7_PROCESSING: z.enum(['P', 'T', 'D']).default('P'),
  /** Types of a PID-3 number (HL7 table 0203) that are the hospital's own, the best first. */
  HELLOJADE_HL7_PATIENT_ID: z
    .string()
    .regex(/^[A-Z]{1,5}(,[A-Z]{1,5})*$/, 'is a list of types, "MR,PI"')
    .transform(text => text.split(','))
    .default(['MR', 'PI']),
  /** ADT events that are acknowledged and not read, "A02,A04". */
  HELLOJADE_HL7_IGNORED: z
    .string()
    .regex(/^[A-Z]\d\d(,[A-Z]\d\d)*$/, 'is a list of events, "A02,A04"')
    .transform(text => text.split(','))
    .default([]),
}
