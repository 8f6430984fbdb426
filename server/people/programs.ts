import type { ProgramPlace } from '#domain/access.ts'
import type { Registry } from '../database/database.ts'
import { organisationOf } from './program-place.ts'

export function planOf(programId: string): string {
	return `plan:${programId}`
}

export function notesOf(programId: string): string {
	return `notes:${programId}`
}

/** Null for one that was never made, and for one that is deleted. */
export async function findProgram(registry: Registry, programId: string): Promise<ProgramPlace | null> {
	const row = await selectProgram(registry, programId).where('deleted_at', 'is', null).executeTakeFirst()
	if (row === undefined) return null
	return { municipalityId: row.municipality_id, organisationId: await organisationOf(registry, programId) }
}

/** The municipality that answers for a programme, also for a deleted one; null for one that was never made. */
export async function municipalityOf(registry: Registry, programId: string): Promise<string | null> {
	return (await selectProgram(registry, programId).executeTakeFirst())?.municipality_id ?? null
}

/** One that is only being formed is not. */
export async function isDeleted(registry: Registry, programId: string): Promise<boolean> {
	const row = await selectProgram(registry, programId).where('deleted_at', 'is not', null).executeTakeFirst()
	return row !== undefined
}

function selectProgram({ query }: Registry, programId: string) {
	return query.selectFrom('programs').select('municipality_id').where('id', '=', programId)
}

/** Of a municipality's living programmes, by id. */
export async function listTitles({ query }: Registry, municipalityId: string): Promise<Map<string, string>> {
	const rows = await query
		.selectFrom('programs')
		.select(['id', 'title'])
		.where('municipality_id', '=', municipalityId)
		.where('deleted_at', 'is', null)
		.execute()
	return new Map(rows.map(({ id, title }) => [id, title]))
}

/** Those whose part has not ended. */
export async function participantIdsOf({ query }: Registry, programId: string): Promise<string[]> {
	const rows = await query
		.selectFrom('memberships')
		.select('person_id')
		.where('program_id', '=', programId)
		.where('ended_at', 'is', null)
		.execute()
	return rows.map(({ person_id }) => person_id)
}
