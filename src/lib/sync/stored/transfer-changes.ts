/** Describes what a file has changed in a programme's plan, as the history does. */
import type * as Y from 'yjs'
import { describeArrival } from '#domain/plan/history/changes.ts'
import { readFacts } from '#domain/plan/history/facts.ts'
import type { PlanChange } from '#domain/plan/history/change.ts'
import { databaseName } from '../document/store-database.ts'
import { readStoredDocument } from './stored-document.ts'

/** Call it before the file is applied. The returned function gives the changes since. Empty where the plan cannot be read. */
export async function watchStoredPlan(personId: string, planId: string): Promise<() => Promise<PlanChange[]>> {
	const before = await readPlan(personId, planId)
	return async () => {
		const after = await readPlan(personId, planId)
		const changes = before === null || after === null ? [] : describeArrival(readFacts(before), readFacts(after))
		before?.destroy()
		after?.destroy()
		return changes
	}
}

async function readPlan(personId: string, planId: string): Promise<Y.Doc | null> {
	try {
		return (await readStoredDocument(databaseName(personId, planId))).doc
	} catch {
		// Applying the file reports what is wrong with the store. Only this description is missing.
		return null
	}
}
