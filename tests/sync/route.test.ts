/**
 * Irina's educational route (domain.md T10): she writes it on her phone and on her laptop; Viktor, her mentor, reads it as long as the
 * programme lasts, and others only if she allows it. Nina and Pavel are the curator and the head of her school (town.ts).
 */
import type * as Y from 'yjs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RouteReader } from '#domain/access.ts'
import { readActivities } from '#domain/plan/activity.ts'
import { addActivity } from '#domain/plan/position.ts'
import { readStages } from '#domain/plan/stage.ts'
import type { Board, LateEdits, Me, ProgramListing } from '#protocol/api/program.ts'
import type { MunicipalityNumbers } from '#protocol/api/region.ts'
import { createExchangeDevice } from '../support/exchange-device.ts'
import { knock } from '../support/knock.ts'
import { openTown, townFoundedAt, type Town, type Townsperson } from '../support/town.ts'

let town: Town
let id: string
beforeAll(async () => {
	town = await openTown()
})
afterAll(() => town.stop())

async function read<Answer>(person: Townsperson, path: string): Promise<Answer> {
	const answer = await town.get(person, path)
	expect([path, answer.status]).toEqual([path, 200])
	return (await answer.json()) as Answer
}

const show = (person: Townsperson, ...shownTo: RouteReader[]) => town.put(person, '/api/route', { shownTo })
const device = (person: Townsperson) => createExchangeDevice(() => town, person, `plan:${id}`)
const titlesIn = (doc: Y.Doc) => readActivities(doc).map(({ title }) => title)
const programsOf = async (person: Townsperson) => (await read<Me>(person, '/api/me')).programs
const listed = async (person: Townsperson) => (await programsOf(person)).find(({ route }) => route !== undefined)

async function titlesFor(person: Townsperson): Promise<string[]> {
	const own = device(person)
	await own.exchange()
	return titlesIn(own.doc)
}

function add(doc: Y.Doc, title: string): void {
	const stageId = readStages(doc)[0]!.id
	addActivity(doc, { id: title, stageId, title }, { personId: 'irina', at: townFoundedAt.toISOString() })
}

/** What each may do with the plan, and what they learn of it by its id. */
type Standing = [person: Townsperson, plan: string | number, status: number]
async function expectAtTheDoor(rows: readonly Standing[]) {
	for (const [person, plan, status] of rows) {
		expect([person, await knock(town, person, `plan:${id}`)]).toEqual([person, plan])
		expect([person, await knock(town, person, `notes:${id}`)]).toEqual([person, person === 'stranger' ? 4401 : 4403])
		for (const path of [`/api/programs/${id}`, `/api/programs/${id}/history`, `/api/documents/plan:${id}/check`]) {
			expect([person, path, (await town.get(person, path)).status]).toEqual([person, path, status])
		}
	}
}

const whoeverElse: readonly Standing[] = [
	['oleg', 4403, 404],
	['darya', 4403, 404],
	['anna', 4403, 404],
	['pyotr', 4403, 404],
	['tamara', 4403, 404],
	['raisa', 4403, 404],
	['semyon', 4403, 404],
	['stranger', 4401, 401]
]

describe('the route of Irina', () => {
	it('is begun by her once, also if she asks twice; nobody but a mentee has one', async () => {
		const first = (await (await show('irina')).json()) as { id: string }
		expect((await (await show('irina')).json()) as { id: string }).toEqual(first)
		id = first.id
		for (const person of ['viktor', 'elena', 'nina', 'tamara'] as const) expect((await show(person)).status).toBe(403)
		expect((await town.put('irina', '/api/route', { shownTo: ['compare'] })).status).toBe(400)
	})

	it('is listed for her and for Viktor, beside the programme that leads to it', async () => {
		const [own, guided] = [await listed('irina'), await listed('viktor')]
		const documents = { plan: `plan:${id}` }
		const route = { personId: 'irina', shownTo: [] }
		const editors = [{ id: 'irina' }]
		expect(own).toMatchObject({ id, role: 'mentee', documents, route, editors, endedAt: null })
		expect(own?.title).toBe('Образовательный маршрут')
		expect(guided).toMatchObject({ id, role: 'mentor', documents, route, editors, title: 'Имя Лаптева' })
		for (const person of ['irina', 'viktor'] as const) {
			const program = (await programsOf(person)).find((one) => one.id === 'program-1')
			expect(program?.routes).toEqual([{ id, personId: 'irina' }])
		}
		expect((await read<ProgramListing>('elena', '/api/programs/program-1')).routes).toEqual([])
		for (const person of ['elena', 'nina', 'oleg', 'darya'] as const) expect(await listed(person)).toBeUndefined()
	})

	it('[R14] is edited by her and read by Viktor, and by nobody else', async () => {
		await expectAtTheDoor([
			['irina', 'edit', 200],
			['viktor', 'read', 200],
			['elena', 4403, 404],
			['arkady', 4403, 404],
			['nina', 4403, 404],
			['pavel', 4403, 404],
			...whoeverElse
		])
	})

	it('comes from her phone to her laptop and to Viktor, who is refused when he writes in it', async () => {
		const [phone, laptop, viktors] = [device('irina'), device('irina'), device('viktor')]
		await phone.exchange()
		add(phone.doc, 'Курс «Управление школой»')
		await phone.exchange()
		await laptop.exchange()
		add(laptop.doc, 'Стажировка в лицее № 7')
		await laptop.exchange()
		await viktors.exchange()
		expect(titlesIn(viktors.doc)).toEqual(['Курс «Управление школой»', 'Стажировка в лицее № 7'])
		add(viktors.doc, 'Не моё')
		expect((await viktors.exchange()).nacks).toMatchObject([{ reason: 'read-only' }])
		expect(await titlesFor('irina')).toEqual(['Курс «Управление школой»', 'Стажировка в лицее № 7'])
	})

	it('is on no board, under no review and in no number, and no curator can delete it or end her access', async () => {
		for (const person of ['elena', 'nina'] as const) {
			const { rows } = await read<Board>(person, '/api/board')
			expect(rows.map(({ programId }) => programId)).not.toContain(id)
			expect((await read<LateEdits>(person, '/api/held')).held).toEqual([])
		}
		const { municipalities } = await read<{ municipalities: MunicipalityNumbers[] }>('tamara', '/api/region')
		expect(municipalities.find((one) => one.id === 'town')).toMatchObject({ active: 2 })
		expect((await town.delete('elena', `/api/programs/${id}`)).status).toBe(404)
		expect((await town.post('elena', `/api/programs/${id}/participants/irina/end`, {})).status).toBe(404)
		expect(await titlesFor('irina')).toHaveLength(2)
	})
})

describe('who else reads the route', () => {
	it('is the staff of the municipality, and of her own school, once she allows it', async () => {
		expect((await show('irina', 'oversee')).status).toBe(200)
		await expectAtTheDoor([
			['elena', 'read', 200],
			['arkady', 'read', 200],
			['nina', 4403, 404],
			['pavel', 4403, 404],
			...whoeverElse
		])
		expect((await read<ProgramListing>('elena', '/api/programs/program-1')).routes).toEqual([{ id, personId: 'irina' }])
		expect(await titlesFor('elena')).toHaveLength(2)
		expect((await show('irina', 'answer')).status).toBe(200)
		await expectAtTheDoor([
			['elena', 4403, 404],
			['arkady', 4403, 404],
			['nina', 'read', 200],
			['pavel', 'read', 200],
			...whoeverElse
		])
		expect(await listed('irina')).toMatchObject({ route: { shownTo: ['answer'] } })
		// A phone with an old list begins it again.
		expect((await town.put('irina', '/api/route', {})).status).toBe(200)
		expect(await listed('irina')).toMatchObject({ route: { shownTo: ['answer'] } })
	})

	it('is nobody again when she takes it back, over a restart, too', async () => {
		await show('irina')
		await town.restart()
		await expectAtTheDoor([
			['irina', 'edit', 200],
			['viktor', 'read', 200],
			['elena', 4403, 404],
			['nina', 4403, 404],
			...whoeverElse
		])
	})
})

it('the route outlives the programme: Viktor, whose membership has ended, reads it no more', async () => {
	const end = (person: string) => town.post('elena', `/api/programs/program-1/participants/${person}/end`, {})
	expect((await end('viktor')).status).toBe(204)
	await expectAtTheDoor([
		['irina', 'edit', 200],
		['viktor', 4403, 404]
	])
	expect(await listed('viktor')).toBeUndefined()
	expect((await town.post('elena', '/api/programs/program-1/participants/viktor/return', {})).status).toBe(204)
	expect(await knock(town, 'viktor', `plan:${id}`)).toBe('read')

	expect((await town.delete('elena', '/api/programs/program-1')).status).toBe(204)
	expect(await knock(town, 'viktor', `plan:${id}`)).toBe(4403)
	expect(await programsOf('irina')).toMatchObject([{ id, role: 'mentee', endedAt: null }])
	expect(await titlesFor('irina')).toHaveLength(2)
})

it('[L6] the route is erased with Irina, and nobody finds it', async () => {
	const ground = { ground: 'consent-withdrawn', on: '2026-09-29' }
	expect((await town.post('elena', '/api/people/irina/erasure', ground)).status).toBe(200)
	expect(await knock(town, 'viktor', `plan:${id}`)).toBe(4404)
	expect((await town.get('elena', `/api/programs/${id}`)).status).toBe(404)
})
