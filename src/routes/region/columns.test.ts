import { expect, it } from 'vitest'
import type { MunicipalityNumbers } from '#protocol/api/region.ts'
import { columns, sortMunicipalities, sumOf } from './columns.ts'

function town(name: string, change: Partial<MunicipalityNumbers> = {}): MunicipalityNumbers {
	const counts = { requested: 0, proposed: 0, active: 4, closed: 0, overdue: 1, silent: 0, mentors: 2, mentees: 5 }
	return { id: name, name, isClosed: false, ...counts, lastActivityOn: '2026-11-20', isSmall: false, ...change }
}

const zarechny = town('Заречный', { overdue: 3 })
const yasny = town('Ясный', { active: 0, overdue: 0, lastActivityOn: null, isSmall: true })
const alny = town('Алый')
const all = [zarechny, yasny, alny]

it.each([
	['name', ['Алый', 'Заречный', 'Ясный']],
	['overdue', ['Заречный', 'Алый', 'Ясный']],
	['share', ['Заречный', 'Алый', 'Ясный']],
	['last', ['Алый', 'Заречный', 'Ясный']]
])('sorted by %s: what is unknown comes last', (columnId, names) => {
	expect(sortMunicipalities(all, columnId).map(({ name }) => name)).toEqual(names)
})

it('the share of all is of all programmes, not the mean of the municipalities', () => {
	const share = columns.find(({ id }) => id === 'share')
	expect(share?.valueOf(sumOf(all))).toBe(50)
	expect(share?.valueOf(yasny)).toBeNull()
})
