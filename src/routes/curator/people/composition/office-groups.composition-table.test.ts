import { expect, it } from 'vitest'
import { dinskoy } from '#domain/regulation/packs/dinskoy.ts'
import type { OfficeAssignment } from '#protocol/api/staff.ts'
import { compositionTable } from './office-groups.ts'

const taras: OfficeAssignment = {
	id: '1',
	officeId: 'school-curator',
	wording: 'Куратор',
	holders: 'one-per-organisation',
	person: { id: 'taras', name: 'Кравец Тарас Ильич', familyName: 'Кравец', givenName: 'Тарас', patronymic: 'Ильич' },
	workplace: 'Школа № 1',
	post: 'Директор',
	organisation: { id: 'school-26', name: 'Школа № 26' },
	since: '2021-02-12',
	order: { number: '78', date: '2021-02-12' }
}
const lidia: OfficeAssignment = {
	...taras,
	id: '2',
	officeId: 'member',
	organisation: null,
	workplace: '',
	order: null
}

it('[D2] the composition is saved office by office, with the order each rests on', () => {
	const listing = {
		composition: dinskoy.composition,
		foundedOn: '2021-02-12',
		held: [taras, lidia],
		ended: [],
		without: {},
		today: '2021-03-01'
	}
	const [headings, ...rows] = compositionTable(listing)
	expect(headings).toHaveLength(8)
	expect(rows).toEqual([
		['Член муниципального наставнического центра', 'Кравец Тарас Ильич', 'Директор', '', '', '12.02.2021', '', ''],
		[
			'Куратор школы с низкими образовательными результатами (ШНОР)',
			'Кравец Тарас Ильич',
			'Директор',
			'Школа № 1',
			'Школа № 26',
			'12.02.2021',
			'78',
			'12.02.2021'
		]
	])
})
