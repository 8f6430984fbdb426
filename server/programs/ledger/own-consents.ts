/** What people have consented to about their own data: theirs to read and to take back for ever, wherever they said it (152-FZ, article 9). */
import { sql } from 'kysely'
import type { Member } from '#domain/ledger/ledger.ts'
import type { OwnConsentSaid } from '#protocol/api/ledger.ts'
import type { Registry } from '../../database/database.ts'

/** In the programme, whatever has become of it; as whom, where it is asked. */
export async function hasConsented(
	registry: Registry,
	programId: string,
	personId: string,
	role?: Member['role']
): Promise<boolean> {
	const own = selectOwnConsents(registry, personId).where('program_id', '=', programId)
	return (await (role === undefined ? own : own.where('role', '=', role)).executeTakeFirst()) !== undefined
}

/** As whom and when they last have, by programme: of those in which they never took part. */
export async function consentedApart(
	registry: Registry,
	personId: string
): Promise<ReadonlyMap<string, OwnConsentSaid>> {
	const taken = registry.query.selectFrom('memberships').select('program_id').where('person_id', '=', personId)
	const rows = await selectOwnConsents(registry, personId)
		.select(['role', 'on_day'])
		.where('program_id', 'not in', taken)
		.orderBy('sequence')
		.execute()
	return new Map(rows.map(({ program_id, role, on_day }) => [program_id, { role, on: on_day }]))
}

function selectOwnConsents({ query }: Registry, personId: string) {
	return (
		query
			.selectFrom('ledger_entries')
			.select('program_id')
			.where('person_id', '=', personId)
			// As the index `consent_entries` has it.
			.where(sql<boolean>`json_extract(statement, '$.type') = 'consent'`)
			.where(sql<boolean>`json_extract(statement, '$.kind') <> 'duties'`)
	)
}
