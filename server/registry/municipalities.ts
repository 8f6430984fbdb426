import type { Registry } from './database.ts'

export interface NewMunicipality {
	id: string
	name: string
	/** IANA, «Asia/Tomsk»: what is late is late by the calendar there. */
	timeZone: string
	isDemo: boolean
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
			created_at: at
		})
		.onConflict((conflict) => conflict.doNothing())
}

export async function findMunicipality({ query }: Registry, id: string) {
	const row = await query.selectFrom('municipalities').selectAll().where('id', '=', id).executeTakeFirst()
	return row === undefined ? null : { id: row.id, name: row.name, timeZone: row.time_zone }
}

/** The calendar date there at an instant. */
export function dateIn(timeZone: string, at: Date): string {
	// Swedish writes dates as ISO does.
	return new Intl.DateTimeFormat('sv-SE', { timeZone }).format(at)
}
