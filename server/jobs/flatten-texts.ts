/**
 * Writes the texts of older apps anew as flat texts, once for each plan, and carries over what devices with an older app bring
 * later (src/lib/domain/plan/flatten-texts.ts). The projector, which reads every changed plan, hands the plans over.
 */
import * as Y from 'yjs'
import {
	compareWithBridge,
	createBridge,
	flattenTexts,
	hasOldTexts,
	openBridge,
	touchesOldTexts
} from '#domain/plan/flatten-texts.ts'
import { planOf } from '#domain/owner.ts'
import type { Registry } from '../database/database.ts'
import type { StoreOutcome } from '../documents/errands.ts'
import type { Relay } from '../documents/relay/relay.ts'
import { SERVER_AUTHOR } from '../programs/create-program.ts'

export interface FlatteningOptions {
	registry: Registry
	relay: Pick<Relay, 'store'>
	log: { error(details: object, message: string): void }
}

export interface Flattening {
	/**
	 * Call it after each change of the plan, with the same document while it is loaded. The document stays as it is: what is stored
	 * comes back as an update. `authorIds`: who wrote the change. Rejects when something could not be stored: it is called again at the
	 * next start.
	 */
	check(programId: string, plan: Y.Doc, authorIds: readonly string[]): Promise<void>
}

export function createFlattening({ registry, relay, log }: FlatteningOptions): Flattening {
	/** Whether something may have to be done. A plan that is not in here is new to us. */
	const dirty = new WeakMap<Y.Doc, { isDirty: boolean }>()

	function watch(plan: Y.Doc): { isDirty: boolean } {
		const known = dirty.get(plan)
		if (known !== undefined) return known
		const state = { isDirty: true }
		dirty.set(plan, state)
		plan.on('afterTransaction', (transaction: Y.Transaction) => {
			state.isDirty ||= touchesOldTexts(transaction)
		})
		return state
	}

	async function flatten(programId: string, plan: Y.Doc, personId: string): Promise<boolean> {
		const store = async (update: Uint8Array) => {
			const outcome = await relay.store(planOf(programId), { personId, deviceId: SERVER_AUTHOR }, update)
			if (!isSettled(outcome)) log.error({ programId, outcome }, 'Texts of an older app could not be carried over')
			return isSettled(outcome)
		}
		const row = await registry.query
			.selectFrom('text_bridges')
			.selectAll()
			.where('program_id', '=', programId)
			.executeTakeFirst()
		const bridge = row === undefined ? createBridge() : openBridge(row.state, row.client_id)
		try {
			// Of a server that ended in between: the bridge was stored, and its update was not.
			if (row !== undefined && compareWithBridge(plan, bridge) === 'behind') return await store(row.last_update)
			const update = flattenSafely(programId, plan, bridge)
			if (update === null) return true
			const values = { state: Y.encodeStateAsUpdate(bridge), client_id: bridge.clientID, last_update: update }
			await registry.query
				.insertInto('text_bridges')
				.values({ program_id: programId, ...values })
				.onConflict((conflict) => conflict.column('program_id').doUpdateSet(values))
				.execute()
			return await store(update)
		} finally {
			bridge.destroy()
		}
	}

	function flattenSafely(programId: string, plan: Y.Doc, bridge: Y.Doc): Uint8Array | null {
		try {
			return flattenTexts(plan, bridge)
		} catch (error) {
			// A plan that software other than ours made unreadable must not stop its summary.
			log.error({ programId, error }, 'Texts of an older app could not be written anew')
			return null
		}
	}

	return {
		async check(programId, plan, authorIds) {
			const state = watch(plan)
			if (!state.isDirty || !hasOldTexts(plan)) return
			const [author, ...others] = authorIds.filter((personId) => personId !== SERVER_AUTHOR)
			// The history names who wrote the words, unless several did.
			state.isDirty = !(await flatten(programId, plan, others.length > 0 ? SERVER_AUTHOR : (author ?? SERVER_AUTHOR)))
		}
	}
}

function isSettled(outcome: StoreOutcome): boolean {
	return outcome === 'stored' || outcome === 'gone'
}
