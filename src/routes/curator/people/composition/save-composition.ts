/** Saves the composition as a table in a file. */
import { dateForm } from '#domain/people/import/cells.ts'
import { m } from '#lib/paraglide/messages.js'
import type { OfficeListing } from '#protocol/api/staff.ts'
import { saveTable } from '../import/save-tables.ts'
import { groupOffices } from './office-groups.ts'

export async function saveComposition(listing: OfficeListing, format: 'xlsx' | 'csv'): Promise<null> {
	const title = listing.composition?.wording ?? m.people_tab_composition()
	await saveTable(compositionTable(listing), `${title} ${listing.today}`, format)
	return null
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
