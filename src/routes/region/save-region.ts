import type { RegionNumbers } from '#protocol/api/region.ts'
import { download } from '#lib/browser.ts'
import { cityDay } from '#lib/sync/clock.ts'
import { m } from '#lib/paraglide/messages.js'
import { makeWorkbook } from '#lib/tables/read-file.ts'
import { columns, sortMunicipalities, sumOf } from './columns.ts'

export async function saveRegion({ municipalities, at }: RegionNumbers): Promise<void> {
	const rows = [...sortMunicipalities(municipalities, 'name'), { ...sumOf(municipalities), name: m.region_total() }]
	const table = [
		[m.region_name(), ...columns.map(({ name }) => name())],
		...rows.map((row) => [row.name, ...columns.map(({ valueOf }) => valueOf(row) ?? '')])
	]
	download(await makeWorkbook(table, `${m.region_title()} ${cityDay(at)}`))
}
