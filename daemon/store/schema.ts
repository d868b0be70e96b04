/** The whole schema for drizzle. the migrations make the same tables; a test compares the two. */
import { sqliteTable, text } from 'drizzle-orm/sqlite-core'

export * from './schema-alerts.js'
export * from './schema-audit.js'
export * from './schema-calls.js'
export * from './schema-discharges.js'
export * from './schema-lifecycle.js'
export * from './schema-people.js'
export * from './schema-schedule.js'

/** The store's facts about itself: a check value for each key in use, what rotations never change, the last write probe. */
export const settings = sqliteTable('settings', { name: text('name').primaryKey(), content: text('content').notNull() })
