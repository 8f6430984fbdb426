import { nanoid } from 'nanoid'
import { dateIn, type IsoDate } from '#domain/calendar.ts'
import type { Registry } from '../database/database.ts'

export interface NewMunicipality {
	id: string
	name: string
	/** IANA, «Asia/Tomsk»: what is late is late by the calendar there. */
	timeZone: string
	isDemo: boolean
	/** Of a shipped one; by default the table's own. */
	regulationId?: string
}

/** For `commitTogether`; doing it again changes nothing. */
export function insertMunicipality({ query }: Registry, municipality: NewMunicipality, at: string) {
	return query
		.insertInto('municipalities')
		.values({
			id: municipality.id,
			name: municipality.name,
			time_zone: municipality.timeZone,
			is_demo: municipality.isDemo ? 1 : 0,
			created_at: at,
			...(municipality.regulationId !== undefined && { regulation_id: municipality.regulationId })
		})
		.onConflict((conflict) => conflict.doNothing())
}

/** Null, changing nothing: there is one of this name. */
export async function openMunicipality(
	registry: Registry,
	given: Omit<NewMunicipality, 'id'>,
	now: Date
): Promise<{ id: string; name: string; openedAt: string } | null> {
	if (await isNameTaken(registry, given.name)) return null
	const id = nanoid()
	const openedAt = now.toISOString()
	// Its name is unique in the table, too: of two taps at once the second changes nothing.
	const isOpened = registry.commitIf(insertMunicipality(registry, { ...given, id }, openedAt), [])
	return isOpened ? { id, name: given.name, openedAt } : null
}

export async function findMunicipality({ query }: Registry, id: string) {
	const row = await query.selectFrom('municipalities').selectAll().where('id', '=', id).executeTakeFirst()
	if (row === undefined) return null
	return { id: row.id, name: row.name, timeZone: row.time_zone, isClosed: row.closed_at !== null }
}

/** By another one than `ownId`. */
export async function isNameTaken({ query }: Registry, name: string, ownId: string | null = null): Promise<boolean> {
	const known = await query.selectFrom('municipalities').select(['id', 'name']).execute()
	return known.some((one) => one.id !== ownId && fold(one.name) === fold(name))
}

/** The calendar date where the municipality is. */
export async function todayIn(registry: Registry, municipalityId: string, now: Date): Promise<IsoDate> {
	const municipality = await findMunicipality(registry, municipalityId)
	if (municipality === null) throw new Error(`There is no municipality ${municipalityId}`)
	return dateIn(municipality.timeZone, now)
}

/** «Город  ОРЛЁНОК» is «Город Орленок». */
function fold(name: string): string {
	return name.normalize('NFKC').toLowerCase().replaceAll('ё', 'е').replaceAll(/\s+/g, ' ')
}
