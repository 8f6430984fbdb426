/**
 * A plan names its programme's title and term, which the ledger decides: after an order or an extension in force the server
 * writes them into the plan in its own name. What is still to be written is marked in the commit that decided it, so that
 * no crash forgets it.
 */
import type { Ledger } from '#domain/ledger/ledger.ts'
import { setPlanTerm } from '#domain/plan/layout.ts'
import { SERVER_AUTHOR } from '../create-program.ts'
import type { Registry } from '../../database/database.ts'
import { planOf } from '../../people/programs.ts'
import type { Relay } from '../../documents/relay/relay.ts'
import { readPlan } from './read-plan.ts'
import { readState } from '../../people/read-state.ts'

export interface FollowParts {
	registry: Registry
	relay: Pick<Relay, 'read' | 'store'>
	log: { error(details: object, message: string): void }
}

export async function bringPlansInLine({ registry, relay, log }: FollowParts): Promise<void> {
	const behind = await registry.query
		.selectFrom('ledgers')
		.select(['program_id', 'sequence', 'state'])
		.where('is_plan_behind', '=', 1)
		.execute()
	for (const { program_id: programId, sequence, state } of behind) {
		try {
			if (!(await bringInLine(relay, programId, readState(programId, state)))) continue
		} catch (error) {
			// It stays marked, and is tried again with the next one and at the next start.
			log.error({ programId, error }, 'A plan was not brought in line with its ledger')
			continue
		}
		await registry.query
			.updateTable('ledgers')
			.set({ is_plan_behind: 0 })
			.where('program_id', '=', programId)
			.where('sequence', '=', sequence)
			.execute()
	}
}

/** False: the plan takes nothing more in. */
async function bringInLine(relay: FollowParts['relay'], programId: string, { term, title }: Ledger): Promise<boolean> {
	const doc = await readPlan(relay, programId)
	if (doc === null || term === null || title === null) return true
	const updates: Uint8Array[] = []
	doc.on('update', (update: Uint8Array) => updates.push(update))
	setPlanTerm(doc, { title, startsOn: term.startsOn, termMonths: term.months })
	doc.destroy()
	const [update] = updates
	if (update === undefined) return true
	const stored = await relay.store(planOf(programId), { personId: SERVER_AUTHOR, deviceId: SERVER_AUTHOR }, update)
	return stored === 'stored' || stored === 'gone'
}
