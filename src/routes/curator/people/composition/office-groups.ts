import { dateForm } from '#domain/people/import/cells.ts'
import type { Office } from '#domain/regulation/schema.ts'
import { m } from '#lib/paraglide/messages.js'
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

/** A row for each current assignment, in the order of the screen. Days are written as in the tables of the banks. */
export function compositionTable(listing: OfficeListing): string[][] {
	const headings = [
		m.people_office_column(),
		m.people_office_column_name(),
		m.people_office_column_post(),
		m.people_organisation(),
		m.people_office_organisation(),
		m.people_office_since(),
		m.people_order_number(),
		m.people_order_date()
	]
	const rows = groupOffices(listing).flatMap(({ wording, assignments }) =>
		assignments.map(({ person, post, workplace, organisation, since, order }) => [
			wording,
			person.name,
			post,
			workplace,
			organisation?.name ?? '',
			dateForm.write(since),
			order?.number ?? '',
			order === null ? '' : dateForm.write(order.date)
		])
	)
	return [headings, ...rows]
}
