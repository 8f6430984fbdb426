/**
 * Writes the texts of older apps anew as flat texts, once for each plan, and carries over what devices with an older app bring
 * later (src/lib/domain/plan/flatten-texts.ts). The projector, which reads every changed plan, calls it.
 */
import { planOf } from '#domain/owner.ts'
import type { Registry } from '../database/database.ts'
import type { StoreOutcome } from '../documents/errands.ts'
import type { Relay } from '../documents/relay/relay.ts'
import { SERVER_AUTHOR } from '../documents/storage/storage.ts'
import type { ProjectionWork } from './projection/work.ts'

export interface FlatteningOptions {
	registry: Registry
	relay: Pick<Relay, 'store'>
	log: { error(details: object, message: string): void }
}

export interface Flattening {
	/**
	 * For a plan that `work` has read last. `authorIds`: who wrote the change. Rejects when something could not be stored: it is called
	 * again after the next change.
	 */
	flatten(programId: string, authorIds: readonly string[], work: ProjectionWork): Promise<void>
}

export function createFlattening({ registry, relay, log }: FlatteningOptions): Flattening {
	/** Returns what is to be stored in the plan, once the bridge has it. */
	async function carryOver(programId: string, work: ProjectionWork): Promise<Uint8Array | null> {
		const { query } = registry
		const row = await query
			.selectFrom('text_bridges')
			.selectAll()
			.where('program_id', '=', programId)
			.executeTakeFirst()
		const bridge = row === undefined ? null : { state: row.state, clientId: row.client_id }
		const flattened = await work.flatten(programId, bridge)
		if (flattened === null) return null
		if (flattened === 'behind') return row?.last_update ?? null
		if (flattened === 'unreadable') {
			// A plan that software other than ours made unreadable must not stop its summary.
			log.error({ programId }, 'Texts of an older app could not be written anew')
			return null
		}
		const values = { state: flattened.state, client_id: flattened.clientId, last_update: flattened.update }
		await query
			.insertInto('text_bridges')
			.values({ program_id: programId, ...values })
			.onConflict((conflict) => conflict.column('program_id').doUpdateSet(values))
			.execute()
		return flattened.update
	}

	return {
		async flatten(programId, authorIds, work) {
			try {
				const update = await carryOver(programId, work)
				if (update === null) return
				const [author, ...others] = authorIds.filter((personId) => personId !== SERVER_AUTHOR)
				// The history names who wrote the words, unless several did.
				const personId = others.length > 0 ? SERVER_AUTHOR : (author ?? SERVER_AUTHOR)
				const outcome = await relay.store(planOf(programId), { personId, deviceId: SERVER_AUTHOR }, update)
				if (isSettled(outcome)) return
				log.error({ programId, outcome }, 'Texts of an older app could not be carried over')
				await work.forget(programId)
			} catch (error) {
				await work.forget(programId).catch(() => undefined)
				throw error
			}
		}
	}
}

function isSettled(outcome: StoreOutcome): boolean {
	return outcome === 'stored' || outcome === 'gone'
}
