import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Organisation } from '#domain/people/organisation.ts'
import type { ApiError } from '#protocol/api/program.ts'
import type { OrganisationPage, OrganisationRow } from '#protocol/api/people.ts'
import { openTown, type Town, type Townsperson } from '../../tests/support/town.ts'

let town: Town
beforeEach(async () => {
	town = await openTown()
})
afterEach(() => town.stop())

function school(number: number, results: number, wellBeing: number): Organisation {
	return {
		id: `s-${number}`,
		name: `Школа № ${number}`,
		kind: 'school',
		unit: null,
		level: 'municipal',
		isAdvanced: false,
		place: null,
		standings: null,
		years: [2024, 2025, 2026].map((year) => ({
			year,
			results,
			wellBeing,
			differentiation: null,
			partTimeShare: null
		}))
	}
}

function put(person: Townsperson, organisation: Organisation, version: number | null = null): Promise<Response> {
	return town.put(person, `/api/organisations/${organisation.id}`, { organisation, version })
}

async function list(query = ''): Promise<OrganisationPage> {
	const answer = await town.get('elena', `/api/organisations${query}`)
	expect(answer.status).toBe(200)
	return (await answer.json()) as OrganisationPage
}

async function codeOf(answering: Promise<Response>): Promise<string> {
	return ((await (await answering).json()) as ApiError).error.code
}

it('asks before «школа №4» is saved beside «Школа № 4», and again only when a name changes', async () => {
	const second = { ...school(14, 0.5, 0.5), name: 'школа №4' }
	const { count } = await list()
	const refused = await put('elena', second)
	expect(refused.status).toBe(409)
	expect(await refused.json()).toEqual({ error: { code: 'conflict', field: 'name' } })
	expect((await list()).count).toBe(count)

	const body = { organisation: second, version: null, isNamesake: true }
	const answer = await town.put('elena', '/api/organisations/s-14', body)
	const { version } = (await answer.json()) as OrganisationRow
	expect((await put('elena', { ...second, level: 'regional' }, version)).status).toBe(200)
	// An organisation with another spelling of its name is listed next to it.
	await put('elena', school(41, 0.5, 0.5))
	expect((await list()).rows.map(({ organisation }) => organisation.name).at(-1)).toBe('Школа № 41')
})

it('[T2] [D9] [D11] are listed by name with what their indices say, in numbers’ own order', async () => {
	for (const [number, results, wellBeing] of [
		[10, 0.9, 0.2],
		[2, 0.8, 0.9],
		[3, 0.1, 0.1]
	] as const) {
		expect((await put('elena', school(number, results, wellBeing))).status).toBe(200)
	}
	const { rows, year, count } = await list()
	expect(rows.map(({ organisation }) => organisation.name)).toEqual([
		'Школа № 2',
		'Школа № 3',
		'Школа № 4',
		'Школа № 10',
		'Школа № 14'
	])
	expect([year, count]).toEqual([2026, 5])
	expect(rows[1]?.unit).toBe('Комитет по общему образованию')
	expect(rows[1]?.typology).toMatchObject({ type: 'failing', isStablyLow: true })
	expect(rows[3]?.typology).toMatchObject({ resultsQuartile: 4, isStablyHigh: false })
	expect((await list('?standing=failing')).rows.map(({ organisation }) => organisation.id)).toEqual(['s-3'])
	expect((await list('?q=10&kind=school')).count).toBe(1)
	expect((await list('?kind=preschool')).count).toBe(0)
	expect((await list('?pageSize=1&page=4')).rows[0]?.organisation.id).toBe('s-10')
})

it('two curators who change one school at once: the second is told, and the first one’s stays', async () => {
	await put('elena', school(2, 0.5, 0.5))
	const { version } = (await (await town.get('elena', '/api/organisations/s-2')).json()) as OrganisationRow
	expect((await put('elena', { ...school(2, 0.6, 0.6), name: 'Школа № 2 имени Пушкина' }, version)).status).toBe(200)
	expect(await codeOf(put('galina', school(2, 0.7, 0.7), version))).toBe('conflict')
	expect(await codeOf(put('galina', school(2, 0.7, 0.7)))).toBe('conflict')
	expect((await list('?q=Пушкина')).rows[0]?.organisation.years[0]?.results).toBe(0.6)
})

it('one is deleted only when nobody works there', async () => {
	expect(await codeOf(town.delete('elena', '/api/organisations/school-4'))).toBe('conflict')
	await put('elena', school(2, 0.5, 0.5))
	expect((await town.delete('elena', '/api/organisations/s-2')).status).toBe(204)
	expect(await codeOf(town.delete('elena', '/api/organisations/s-2'))).toBe('not_found')
	expect((await list()).rows.map(({ organisation, people }) => [organisation.id, people])).toEqual([
		['school-4', 3],
		['school-14', 3]
	])
	expect(await codeOf(put('elena', school(2, 0.5, 0.5), 0))).toBe('not_found')
})

it('the curator of another town sees none of them, and changes none', async () => {
	const pyotrs = (await (await town.get('pyotr', '/api/organisations')).json()) as OrganisationPage
	expect(pyotrs.rows).toEqual([])
	const stolen = { ...school(4, 0.1, 0.1), id: 'school-4' }
	expect(await codeOf(put('pyotr', stolen))).toBe('conflict')
	expect(await codeOf(put('pyotr', stolen, 0))).toBe('not_found')
	expect(await codeOf(town.delete('pyotr', '/api/organisations/school-4'))).toBe('not_found')
	expect((await list()).rows[0]?.organisation.years[0]?.results).toBe(0.6)
})

it.each<[string, object]>([
	['without a name', { name: ' ' }],
	['of a kind nobody knows', { kind: 'castle' }],
	['with an index of 1.2', { years: [{ ...school(1, 1.2, 0.5).years[0] }] }],
	['under another id', { id: 's-9' }]
])('one %s is refused', async (_, change) => {
	const answer = await town.put('elena', '/api/organisations/s-1', {
		version: null,
		organisation: { ...school(1, 0.5, 0.5), ...change }
	})
	expect(answer.status).toBe(400)
	expect(((await answer.json()) as ApiError).error.field).toBe('organisation')
})
