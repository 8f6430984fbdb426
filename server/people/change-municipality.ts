/** What administrators change of a municipality that there is: its name and calendar, and whether anybody works in it. */
import { sql } from 'kysely'
import type { MunicipalityNaming, MunicipalityObstacles } from '#protocol/api/staff.ts'
import type { Registry } from '../database/database.ts'
import { findMunicipality, isNameTaken } from './municipalities.ts'

/** `conflict`: it is called otherwise by now than `was`. What was made under the former name keeps it only where it was written out. */
export async function renameMunicipality(
	registry: Registry,
	id: string,
	{ name, timeZone }: MunicipalityNaming,
	was: MunicipalityNaming
): Promise<'saved' | 'name-taken' | 'conflict'> {
	const known = await findMunicipality(registry, id)
	// The answer to a saving that succeeded was lost on its way.
	if (known?.name === name && known.timeZone === timeZone) return 'saved'
	if (await isNameTaken(registry, name, id)) return 'name-taken'
	const renaming = registry.query
		.updateTable('municipalities')
		.set({ name, time_zone: timeZone })
		.where('id', '=', id)
		.where('name', '=', was.name)
		.where('time_zone', '=', was.timeZone)
		// Of two that take one name at the same moment the second changes nothing.
		.where(
			sql<boolean>`not exists (select 1 from municipalities as other where other.name = ${name} and other.id <> ${id})`
		)
	return registry.commitIf(renaming, []) ? 'saved' : 'conflict'
}

/** False, changing nothing: something stands in the way. One that is closed stays as it was closed. */
export async function closeMunicipality(
	registry: Registry,
	id: string,
	by: { name: string; at: Date }
): Promise<boolean> {
	const { programs, requests, staff } = obstacles
	const closing = registry.query
		.updateTable('municipalities')
		.set({ closed_at: by.at.toISOString(), closed_by: by.name })
		.where('id', '=', id)
		.where('closed_at', 'is', null)
		.where(sql<boolean>`${programs} + ${requests} + ${staff} = 0`)
	return registry.commitIf(closing, []) || ((await findMunicipality(registry, id))?.isClosed ?? false)
}

/** Everybody and everything of it is there again as it was. */
export async function reopenMunicipality({ query }: Registry, id: string): Promise<void> {
	await query.updateTable('municipalities').set({ closed_at: null, closed_by: null }).where('id', '=', id).execute()
}

/**
 * How much of each there is, for queries of `municipalities`. A programme from before there were ledgers is going on. Who works for
 * the installation as a whole would be shut out with the municipality they are entered in.
 */
export const obstacles = {
	programs: sql<number>`(
		select count(*) from programs left join ledgers on ledgers.program_id = programs.id
		where programs.municipality_id = municipalities.id and deleted_at is null and phase is not 'closed')`,
	requests: sql<number>`(
		select count(*) from ledgers
		where ledgers.municipality_id = municipalities.id and phase <> 'closed'
			and not exists (select 1 from programs where programs.id = ledgers.program_id))`,
	staff: sql<number>`(
		select count(distinct person_id) from assignments
		where assignments.municipality_id = municipalities.id and role in ('administrator', 'region'))`
} satisfies Record<keyof MunicipalityObstacles, unknown>
