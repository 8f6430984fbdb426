/**
 * Reads plans for their summaries. Recently read plans stay loaded, so that an edit costs only the new updates. Where it runs is
 * decided elsewhere (thread.ts).
 */
import * as Y from 'yjs'
import type { ApprovedPlan } from '#domain/plan/edition.ts'
import {
	compareWithBridge,
	createBridge,
	flattenTexts,
	hasOldTexts,
	openBridge,
	touchesOldTexts
} from '#domain/plan/flatten-texts.ts'
import { stageResults } from '#domain/stage-results.ts'
import { countSummary, dependsOnWords, readContent, summarisePlan, type ProgramSummary } from '#domain/summary.ts'
import { takeUpdates } from '#protocol/take-updates.ts'

export interface ProjectionWork {
	/**
	 * A number: the plan is not loaded as far as `after`, but up to this sequence; 0: not at all, or its snapshot is damaged.
	 */
	read(news: PlanNews): Promise<PlanReading | 'unreadable' | number>
	/**
	 * Writes the texts of older apps anew as flat texts, in the plan that was read last. The plan stays as it is: what is stored comes
	 * back as an update. `behind`: the plan lacks the last update that was made with the bridge. Null: nothing is to be done.
	 */
	flatten(programId: string, bridge: StoredBridge | null): Promise<Flattened | 'behind' | 'unreadable' | null>
	forget(programId: string): Promise<void>
}

export interface PlanNews {
	programId: string
	/** The plan is loaded up to this sequence; 0: `updates` begin with all that is before them. */
	after: number
	/** The first of them is one. */
	hasSnapshot: boolean
	updates: readonly Uint8Array[]
	/** The sequence of the last of them. */
	sequence: number
	approved: ApprovedPlan | null
}

export interface PlanReading {
	summary: ProgramSummary
	/** Words that are typed may change the summary. */
	dependsOnWords: boolean
	/** Older apps have written texts since this was read last. */
	hasOldTexts: boolean
}

/** `text_bridges` */
export interface StoredBridge {
	state: Uint8Array
	clientId: number
}

export interface Flattened extends StoredBridge {
	/** For the plan. */
	update: Uint8Array
}

interface LoadedPlan {
	doc: Y.Doc
	sequence: number
	/** An old text may have changed since it was flattened last. */
	isDirty: boolean
}

const MAX_LOADED = 32

export function createProjectionWork(): ProjectionWork {
	const loaded = new Map<string, LoadedPlan>()

	function load({ programId, after }: PlanNews): LoadedPlan | null {
		const known = loaded.get(programId)
		if (after > 0) return known !== undefined && known.sequence >= after ? known : null
		known?.doc.destroy()
		const plan = { doc: new Y.Doc(), sequence: 0, isDirty: true }
		plan.doc.on('afterTransaction', (transaction: Y.Transaction) => {
			plan.isDirty ||= touchesOldTexts(transaction)
		})
		return plan
	}

	/** As the one that was read last. */
	function keep(programId: string, plan: LoadedPlan): void {
		loaded.delete(programId)
		loaded.set(programId, plan)
		const [oldest] = loaded.keys()
		if (loaded.size > MAX_LOADED && oldest !== undefined) forget(oldest)
	}

	function forget(programId: string): void {
		loaded.get(programId)?.doc.destroy()
		loaded.delete(programId)
	}

	function readPlan({ doc, isDirty }: LoadedPlan, approved: ApprovedPlan | null): PlanReading {
		const content = readContent(doc)
		const isOld = hasOldTexts(doc)
		return {
			summary: {
				...countSummary(summarisePlan(doc, content), approved),
				results: stageResults(
					content.stages,
					content.activities.filter(({ deletedAt }) => deletedAt === null),
					approved?.results
				)
			},
			// What waits for a word that is missing is not in the summary yet.
			dependsOnWords: isOld || doc.store.pendingStructs !== null || dependsOnWords(content),
			hasOldTexts: isOld && isDirty
		}
	}

	return {
		async read(news) {
			const plan = load(news)
			const [snapshot, ...updates] = news.updates
			if (plan === null) return loaded.get(news.programId)?.sequence ?? 0
			if (news.hasSnapshot && snapshot !== undefined && !takeUpdates(plan.doc, [snapshot])) return 0
			takeUpdates(plan.doc, news.hasSnapshot ? updates : news.updates)
			plan.sequence = Math.max(plan.sequence, news.sequence)
			keep(news.programId, plan)
			try {
				return readPlan(plan, news.approved)
			} catch {
				// Software other than ours made it unreadable.
				return 'unreadable'
			}
		},

		async flatten(programId, stored) {
			const plan = loaded.get(programId)
			if (plan === undefined) return null
			let bridge: Y.Doc | null = null
			try {
				bridge = stored === null ? createBridge() : openBridge(stored.state, stored.clientId)
				// Of a server that ended in between: the bridge was stored, and its update was not.
				if (stored !== null && compareWithBridge(plan.doc, bridge) === 'behind') return 'behind'
				// Also when it throws: it would again.
				plan.isDirty = false
				const update = flattenTexts(plan.doc, bridge)
				return update && { update, state: Y.encodeStateAsUpdate(bridge), clientId: bridge.clientID }
			} catch {
				return 'unreadable'
			} finally {
				bridge?.destroy()
			}
		},

		forget: async (programId) => forget(programId)
	}
}

/**
 * Whether the update only types words into a text that has some. It is fast, and does not know the document: what it calls no typing
 * may still be.
 */
export function isTyping(update: Uint8Array): boolean {
	try {
		const { structs, ds } = Y.decodeUpdate(update)
		return ds.clients.size === 0 && structs.length > 0 && structs.every(isTyped)
	} catch {
		// Damaged bytes are the reader's to pass over.
		return false
	}
}

/** Fields hold their text as a value; only co-edited texts hold strings. */
function isTyped(struct: Y.Item | Y.GC | Y.Skip): boolean {
	return struct instanceof Y.Item && struct.content instanceof Y.ContentString && struct.origin !== null
}
