/**
 * Layouts of stored documents. Version 1 is the first, so there is nothing to bring up to date yet;
 * a later layout adds its step here, with a document of the older one beside it as a test.
 */
import type * as Y from 'yjs'
import { PLAN_SCHEMA_VERSION, readPlanMeta } from './layout.ts'

/**
 * True for a plan a newer app has brought to a layout this one does not know. It is still read, and
 * what was written here still travels, but the person is told to update (design.md §4).
 */
export function isTooNew(doc: Y.Doc): boolean {
	return readPlanMeta(doc).schemaVersion > PLAN_SCHEMA_VERSION
}
