import type { Office } from '#domain/regulation/schema.ts'
import type { OfficeAssignment, OfficeListing } from '#protocol/api/staff.ts'

export interface OfficeGroup {
	id: string
	wording: string
	/** Null: the office is of another regulation, so nobody can be appointed to it. */
	office: Office | null
	assignments: OfficeAssignment[]
	/** Organisations that must have a holder, but have none. */
	without: OfficeListing['without'][string]
}

/** Offices in the order of the regulation, then offices of another regulation that somebody still holds. */
export function groupOffices({ composition, held: assignments, without }: OfficeListing): OfficeGroup[] {
	const offices = composition?.offices ?? []
	const others = assignments.filter(({ officeId }) => offices.every(({ id }) => id !== officeId))
	const unknown = [...new Map(others.map(({ officeId, wording }) => [officeId, wording])).entries()]
	const of = (id: string) => assignments.filter(({ officeId }) => officeId === id)
	return [
		...offices.map((office) => ({
			id: office.id,
			wording: office.wording,
			office,
			assignments: of(office.id),
			without: without[office.id] ?? []
		})),
		...unknown.map(([id, wording]) => ({ id, wording, office: null, assignments: of(id), without: [] }))
	]
}

/** Whether a further person can be appointed. */
export function hasRoom({ office, assignments }: OfficeGroup): boolean {
	return office !== null && (office.holders !== 'one' || assignments.length === 0)
}
