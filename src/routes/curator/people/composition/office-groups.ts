import type { Office } from '#domain/regulation/schema.ts'
import type { HeldOffice, OfficeListing } from '#protocol/api/staff.ts'

export interface OfficeGroup {
	id: string
	wording: string
	/** Null: of another regulation, nobody is appointed to it any more. */
	office: Office | null
	held: HeldOffice[]
	/** Organisations that must have a holder and have none. */
	without: OfficeListing['without'][string]
}

/** Offices in the order of the regulation, and beneath them those of another one that somebody still holds. */
export function groupOffices({ composition, held, without }: OfficeListing): OfficeGroup[] {
	const offices = composition?.offices ?? []
	const others = held.filter(({ officeId }) => offices.every(({ id }) => id !== officeId))
	const unknown = [...new Map(others.map(({ officeId, wording }) => [officeId, wording])).entries()]
	const of = (id: string) => held.filter(({ officeId }) => officeId === id)
	return [
		...offices.map((office) => ({
			id: office.id,
			wording: office.wording,
			office,
			held: of(office.id),
			without: without[office.id] ?? []
		})),
		...unknown.map(([id, wording]) => ({ id, wording, office: null, held: of(id), without: [] }))
	]
}

/** Whether another one can be appointed beside those who hold it. */
export function hasRoom({ office, held }: OfficeGroup): boolean {
	return office !== null && (office.holders !== 'one' || held.length === 0)
}
