import { sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { instant } from './schema-people.js'

/** Calls of a ward, or of all ({@link EVERY_WARD}), that are not begun meanwhile. */
export const pauses = sqliteTable('pauses', {
  wardId: text('ward_id').primaryKey(),
  pausedAt: instant('paused_at').notNull(),
})

export const EVERY_WARD = '*'

/** Every process that holds calls says now and then that it lives: how another machine tells the living from the dead. */
export const daemons = sqliteTable('daemons', {
  mark: text('mark').primaryKey(),
  seenAt: instant('seen_at').notNull(),
})
