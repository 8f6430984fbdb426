/**
 * Checks the layout version of a stored plan. Version 1 is the first, so there is nothing to migrate yet. A later layout adds
 * its step here, with a document of the older layout as a test.
 */
import type * as Y from 'yjs'
import { PLAN_SCHEMA_VERSION, readPlanMeta } from './layout.ts'

/**
 * True for a plan whose layout a newer app wrote and this app does not know. The app still reads it and syncs edits made here,
 * but asks the person to update.
 */
export function isTooNew(doc: Y.Doc): boolean {
	return readPlanMeta(doc).schemaVersion > PLAN_SCHEMA_VERSION
}
