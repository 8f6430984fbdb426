/**
 * The activities of each programme's last approved edition (domain.md T44), kept beside the programme: the projector, the lists and
 * the check of a closure count against them without opening the edition.
 */
import type { Compilable } from 'kysely'
import * as Y from 'yjs'
import { approvedEdition, type Ledger } from '#domain/ledger/ledger.ts'
import { readActivities } from '#domain/plan/activity.ts'
import { type ApprovedPlan, readApprovedPlan } from '#domain/plan/edition.ts'
import { owesResult } from '#domain/stage-results.ts'
import { takeUpdates } from '#protocol/take-updates.ts'
import type { Registry } from '../../database/database.ts'
import { readState } from '../../people/open-programs.ts'
import { readEdition } from './ledger-log.ts'

/** Null: no edition is approved, or there is no such programme. */
export async function readApproved({ query }: Registry, programId: string): Promise<ApprovedPlan | null> {
	const row = await query.selectFrom('programs').select('approved').where('id', '=', programId).executeTakeFirst()
	return parseApproved(row?.approved ?? null)
}

export function parseApproved(approved: string | null): ApprovedPlan | null {
	return approved === null ? null : (JSON.parse(approved) as ApprovedPlan)
}

/**
 * As of this ledger, from its edition; null: no edition is approved in it. `submitted`: the plan of an edition that comes into force as
 * it is submitted, and is not stored yet.
 */
export async function approvedPlanOf(
	registry: Registry,
	ledger: Ledger,
	submitted: Uint8Array | null = null
): Promise<ApprovedPlan | null> {
	const edition = approvedEdition(ledger)
	if (edition === null) return null
	const snapshot = submitted ?? (await readEdition(registry, ledger.programId, edition.hash))
	if (snapshot === null) return null
	const doc = new Y.Doc()
	takeUpdates(doc, [snapshot])
	const results = readActivities(doc)
		.filter(owesResult)
		.map(({ id }) => id)
	const approved = { ...readApprovedPlan(doc, edition), results }
	doc.destroy()
	return approved
}

export function hasNewEdition(before: Ledger, after: Ledger): boolean {
	return approvedEdition(before)?.id !== approvedEdition(after)?.id
}

/** For `commitTogether`, with the entry that brings an edition into force. `submitted`: the plan of the edition that it submits. */
export async function followEdition(
	registry: Registry,
	before: Ledger,
	after: Ledger,
	submitted: Uint8Array | null
): Promise<Compilable[]> {
	if (!hasNewEdition(before, after)) return []
	return [storeApproved(registry, after.programId, await approvedPlanOf(registry, after, submitted))]
}

/**
 * At the start: stores those that an older server did not store, or stored without what is read today. A migration has set these to null,
 * and a new field needs another such migration.
 */
export async function followEditions(registry: Registry): Promise<void> {
	const rows = await registry.query
		.selectFrom('ledgers')
		.innerJoin('programs', 'programs.id', 'ledgers.program_id')
		.select(['program_id', 'state'])
		.where('approved', 'is', null)
		.where('program_id', 'in', (is) => is.selectFrom('editions').select('editions.program_id'))
		.execute()
	for (const { program_id: programId, state } of rows) {
		const approved = await approvedPlanOf(registry, readState(programId, state))
		if (approved !== null) await registry.commitTogether([storeApproved(registry, programId, approved)])
	}
}

function storeApproved({ query }: Registry, programId: string, approved: ApprovedPlan | null): Compilable {
	return query
		.updateTable('programs')
		.set({ approved: approved && JSON.stringify(approved) })
		.where('id', '=', programId)
}
