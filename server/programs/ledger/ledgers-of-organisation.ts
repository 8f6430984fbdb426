import type { Registry } from '../../database/database.ts'
import { organisationOf, programIdsOf } from '../../people/program-place.ts'
import { readLedger } from './ledger-log.ts'

/** Programmes of these organisations that have begun, and those that are being formed for their people. */
export async function ledgerIdsOf(registry: Registry, organisationIds: readonly string[]): Promise<string[]> {
	const touching = await registry.query
		.selectFrom('ledger_people')
		.innerJoin('people', 'people.id', 'person_id')
		.select('program_id')
		.distinct()
		.where('organisation_id', 'in', organisationIds)
		.execute()
	const own = await programIdsOf(registry, organisationIds)
	for (const { program_id } of touching) {
		if (own.has(program_id)) continue
		const { ledger } = await readLedger(registry, program_id)
		const place = await organisationOf(registry, program_id, ledger.request?.menteeIds)
		if (place !== null && organisationIds.includes(place)) own.add(program_id)
	}
	return [...own]
}
