/**
 * Erasing a person (152-FZ, articles 14, 20 and 21). What an order, a consent or another kept document needs stays, and is read where
 * papers are made; everywhere else the person has no name.
 */
import { sql } from 'kysely'
import { ERASED_NAME, type ErasureGround, type ErasureObstacle } from '#domain/people/erasure.ts'
import type { Entry } from '#domain/ledger/ledger.ts'
import type { Registry } from '../database/database.ts'
import type { BankScope } from './bank-list.ts'
import { readUnderWay } from './bank-leavings.ts'
import { readName } from './people.ts'

/** What has to end before the person can be erased; null: nothing. */
export async function findErasureObstacle(
	scope: BankScope,
	personId: string,
	readerId: string
): Promise<ErasureObstacle | null> {
	if (personId === readerId) return 'own'
	const { query } = scope.registry
	const role = await query.selectFrom('assignments').select('role').where('person_id', '=', personId).executeTakeFirst()
	if (role !== undefined) return 'role'
	const office = await query
		.selectFrom('office_holders')
		.select('id')
		.where('person_id', '=', personId)
		.where('ended_on', 'is', null)
		.executeTakeFirst()
	if (office !== undefined) return 'office'
	const { mentor, mentee } = await readUnderWay(scope, personId)
	return mentor.length + mentee.length > 0 ? 'under-way' : null
}

/**
 * Deletes, in one commit, the name, the workplace, the entries of the banks, the questionnaire, invitations, rows of imports and states
 * of devices. A restored backup loses them again. Repeating it changes nothing. The caller removes the account first.
 */
export function erasePerson(
	{ query, commitTogether }: Registry,
	personId: string,
	{ at, byPersonId, ground }: { at: string; byPersonId: string | null; ground: string | null }
): void {
	commitTogether([
		query
			.updateTable('people')
			.set({ family_name: ERASED_NAME, given_name: '', patronymic: '', post: '', organisation_id: null })
			.set((is) => ({ version: is('version', '+', 1) }))
			.where('id', '=', personId),
		query
			.insertInto('erasures')
			.values({ kind: 'person', id: personId, at, by_person_id: byPersonId, ground })
			.onConflict((conflict) => conflict.doNothing()),
		query.deleteFrom('bank').where('person_id', '=', personId),
		query.updateTable('bank_leavings').set({ entry: null, ground: '' }).where('person_id', '=', personId),
		query.deleteFrom('preferences').where((is) => is.or([is('by_id', '=', personId), is('about_id', '=', personId)])),
		query.deleteFrom('invitations').where('person_id', '=', personId),
		query.deleteFrom('access_resets').where('person_id', '=', personId),
		query.deleteFrom('import_rows').where('subject_id', '=', personId),
		query.updateTable('imports').set({ person_name: ERASED_NAME }).where('person_id', '=', personId),
		query.updateTable('done_tasks').set({ person_name: ERASED_NAME }).where('person_id', '=', personId),
		{ compile: () => sql`delete from device_states where person_id = ${personId}`.compile(query) }
	])
}

/** Null: the person was not erased. */
export async function readErasure(
	registry: Registry,
	personId: string
): Promise<{ at: string; ground: ErasureGround; by: string } | null> {
	const row = await registry.query
		.selectFrom('erasures')
		.select(['at', 'ground', 'by_person_id'])
		.where('kind', '=', 'person')
		.where('id', '=', personId)
		.executeTakeFirst()
	if (row === undefined) return null
	return { at: row.at, ground: row.ground as ErasureGround, by: await readName(registry, row.by_person_id ?? '') }
}

/** 0 or 1, for a row of `people`. */
export const isErased = sql<0 | 1>`exists (
	select 1 from erasures where erasures.kind = 'person' and erasures.id = people.id)`

/** The entries without the names of those who were erased. */
export async function withoutErased({ query }: Registry, entries: readonly Entry[]): Promise<Entry[]> {
	const ids = new Set(entries.map(({ by }) => by.personId))
	if (ids.size === 0) return []
	const rows = await query
		.selectFrom('erasures')
		.select('id')
		.where('kind', '=', 'person')
		.where('id', 'in', [...ids])
		.execute()
	const erased = new Set(rows.map(({ id }) => id))
	return entries.map((entry) =>
		erased.has(entry.by.personId) ? { ...entry, by: { ...entry.by, name: ERASED_NAME } } : entry
	)
}
