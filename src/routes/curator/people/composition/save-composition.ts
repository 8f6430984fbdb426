/** The composition as a table that is saved as a file. */
import type { OfficeListing } from '#protocol/api/staff.ts'
import { m } from '#lib/paraglide/messages.js'
import { saveTable } from '../import/save-tables.ts'
import { compositionTable } from './composition-table.ts'

export async function saveComposition(listing: OfficeListing, format: 'xlsx' | 'csv'): Promise<null> {
	const title = listing.composition?.wording ?? m.people_tab_composition()
	await saveTable(compositionTable(listing), `${title} ${listing.today}`, format)
	return null
}
