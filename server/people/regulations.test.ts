import { describe, expect, it } from 'vitest'
import { copyRegulation } from '#domain/regulation/copy-regulation.ts'
import { surgut } from '#domain/regulation/packs/surgut.ts'
import { tomskCity } from '#domain/regulation/packs/tomsk-city.ts'
import { migrate, openDatabase } from '../database/sqlite/connection.ts'
import { createSqliteRegistry } from '../database/sqlite/registry.ts'
import { registryMigrations } from '../database/sqlite/migrations.ts'
import { countProgramsByRegulation, deleteCopy, findCopy, listCopies, saveCopy } from '../programs/regulation-copies.ts'
import { chooseRegulation, readCurrentRegulation, readRegulation, UnreadableRegulation } from './regulations.ts'

const at = '2026-09-30T05:00:00.000Z'

/** A database with a municipality and a person from before there were regulations. */
function openOld() {
	const database = openDatabase(':memory:')
	migrate(database, 'registry', registryMigrations.slice(0, 2))
	database.exec(`
		insert into municipalities values ('town', 'Город', 'Asia/Tomsk', 0, '${at}');
		insert into people values ('viktor', 'town', 'Ковалёв', 'Виктор', '', '${at}');
		insert into bank values ('viktor', 'town', 'mentor');
	`)
	migrate(database, 'registry', registryMigrations)
	const registry = createSqliteRegistry(database)
	const save = (regulation: unknown, base: number | null = null) =>
		saveCopy(registry, 'town', { regulation, base, byId: 'viktor' }, at)
	/** A programme requested under it; `phase` as it is now. */
	const request = (programId: string, regulationId: string, phase = 'requested', state: object = {}) =>
		database
			.prepare(`insert into ledgers values (?, 'town', ?, 1, ?, 0, 0)`)
			.run(programId, phase, JSON.stringify({ request: { regulationId }, ...state }))
	return { database, registry, save, request }
}

const own = copyRegulation(surgut, 'surgut-own', 'Сургут: по-своему')

it('a municipality from before there were regulations works by the one of Tomsk city', async () => {
	const { registry } = openOld()
	expect(await readCurrentRegulation(registry, 'town')).toBe(tomskCity)
	expect(await registry.query.selectFrom('bank').select(['person_id', 'role', 'entry', 'version']).execute()).toEqual([
		{ person_id: 'viktor', role: 'mentor', entry: null, version: 0 }
	])
})

it('a municipality chooses another one, or its own copy, which no other town knows', async () => {
	const { registry, save } = openOld()
	expect(await chooseRegulation(registry, 'town', 'surgut', 'tomsk-city')).toBe(true)
	expect(await readCurrentRegulation(registry, 'town')).toBe(surgut)
	expect(await save(own)).toEqual({ type: 'saved', version: 1 })
	expect(await chooseRegulation(registry, 'town', 'surgut-own', 'surgut')).toBe(true)
	expect(await readCurrentRegulation(registry, 'town')).toEqual(own)
	expect(await readRegulation(registry, 'other', 'surgut-own')).toBeNull()
})

it('of two curators who choose at once the second is told, and a copy that is gone is not chosen', async () => {
	const { registry } = openOld()
	expect(await chooseRegulation(registry, 'town', 'surgut', 'tomsk-city')).toBe(true)
	expect(await chooseRegulation(registry, 'town', 'divnogorsk', 'tomsk-city')).toBe(false)
	expect(await chooseRegulation(registry, 'town', 'no-such-copy', 'surgut')).toBe(false)
	expect(await readCurrentRegulation(registry, 'town')).toBe(surgut)
})

it('a copy with a contradiction, in the place of a shipped one, or of nothing, is refused with its place', async () => {
	const { save } = openOld()
	const copy = copyRegulation(tomskCity, 'own', 'Своё')
	const [category, ...others] = copy.categories
	const lost = { ...copy, categories: [{ ...category, roadmapId: 'no-such-roadmap' }, ...others] }
	expect(await save(lost)).toMatchObject({ type: 'problems', problems: [{ path: 'categories.0.roadmapId' }] })
	expect(await save(tomskCity)).toEqual({ type: 'problems', problems: [{ path: 'id', code: 'not-a-choice' }] })
	expect(await save({ ...copy, copyOf: null })).toMatchObject({ type: 'problems', problems: [{ path: 'copyOf' }] })
})

describe('two curators at one copy', () => {
	it('the second who saves is told, and what the first saved stays', async () => {
		const { registry, save } = openOld()
		await save(own)
		expect(await save({ ...own, title: 'Первая' }, 1)).toEqual({ type: 'saved', version: 2 })
		expect(await save({ ...own, title: 'Вторая' }, 1)).toEqual({ type: 'conflict' })
		expect(await save({ ...own, title: 'Новая с тем же именем' })).toEqual({ type: 'conflict' })
		expect(await findCopy(registry, 'town', own.id)).toMatchObject({
			version: 2,
			savedBy: { familyName: 'Ковалёв' },
			parsed: { regulation: { title: 'Первая' } }
		})
	})

	it('who saves the same again, because the answer was lost, has saved it', async () => {
		const { save } = openOld()
		await save(own)
		expect(await save(own)).toEqual({ type: 'saved', version: 1 })
		expect(await save({ ...own, title: 'Другая' }, 1)).toEqual({ type: 'saved', version: 2 })
		expect(await save({ ...own, title: 'Другая' }, 1)).toEqual({ type: 'saved', version: 2 })
	})
})

describe('a copy under which programmes were requested', () => {
	it('keeps what it says, and stays', async () => {
		const { registry, save, request } = openOld()
		await save(own)
		request('one', own.id)
		request('two', own.id, 'closed')
		expect(await save({ ...own, title: 'Иначе' }, 1)).toEqual({ type: 'in-use' })
		expect(await deleteCopy(registry, 'town', own.id)).toBe('in-use')
		expect(await readRegulation(registry, 'town', own.id)).toEqual(own)
		expect((await countProgramsByRegulation(registry, 'town')).get(own.id)).toEqual({
			all: 2,
			open: 1,
			withdrawn: 0,
			fulfilled: 0
		})
	})

	it('counts no request that has become no programme, and keeps what it says for it', async () => {
		const { registry, save, request } = openOld()
		await save(own)
		request('one', own.id)
		request('two', own.id, 'closed', { requestWithdrawal: { at, ground: 'Справлюсь сама' } })
		request('three', own.id, 'closed', { requestWithdrawal: null, requestFulfilment: null })
		request('four', own.id, 'closed', { requestFulfilment: { at, groupId: 'group', title: 'Команда' } })
		expect((await countProgramsByRegulation(registry, 'town')).get(own.id)).toEqual({
			all: 2,
			open: 1,
			withdrawn: 1,
			fulfilled: 1
		})
		expect(await save({ ...own, title: 'Иначе' }, 1)).toEqual({ type: 'in-use' })
	})

	it('is changed and deleted once all of them are deleted', async () => {
		const { registry, database, save, request } = openOld()
		await save(own)
		request('one', own.id)
		database.exec(`
			insert into programs (id, municipality_id, title, roadmap_id, organisation, starts_on, term_months, created_at, deleted_at)
			values ('one', 'town', '', '', '', '2026-10-01', 24, '${at}', '${at}')
		`)
		expect((await countProgramsByRegulation(registry, 'town')).get(own.id)).toBeUndefined()
		expect(await save({ ...own, title: 'Иначе' }, 1)).toEqual({ type: 'saved', version: 2 })
		expect(await deleteCopy(registry, 'town', own.id)).toBe('deleted')
	})

	it('is nothing to another town’s copy of the same id', async () => {
		const { registry, database, save, request } = openOld()
		database.exec(
			`insert into municipalities (id, name, time_zone, is_demo, created_at) values ('other', 'Другой', 'Asia/Tomsk', 0, '${at}')`
		)
		await save(own)
		request('one', own.id)
		await saveCopy(registry, 'other', { regulation: own, base: null, byId: 'viktor' }, at)
		expect(await deleteCopy(registry, 'other', own.id)).toBe('deleted')
		expect(await listCopies(registry, 'town')).toHaveLength(1)
	})
})

it('a copy nobody uses is deleted, but not while new programmes begin by it', async () => {
	const { registry, save } = openOld()
	await save(own)
	await chooseRegulation(registry, 'town', own.id, 'tomsk-city')
	expect(await deleteCopy(registry, 'town', own.id)).toBe('current')
	await chooseRegulation(registry, 'town', 'tomsk-city', own.id)
	expect(await deleteCopy(registry, 'town', own.id)).toBe('deleted')
	expect(await deleteCopy(registry, 'town', own.id)).toBe('unknown')
	expect(await deleteCopy(registry, 'town', 'surgut')).toBe('unknown')
})

it('a stored copy that cannot be read stops what depends on it, and nothing is judged by another', async () => {
	const { database, registry } = openOld()
	database.exec(`insert into regulations values ('town', 'own', '{"id":"own"}', 1, '${at}', null)`)
	await expect(readRegulation(registry, 'town', 'own')).rejects.toThrow(UnreadableRegulation)
	expect(await listCopies(registry, 'town')).toMatchObject([{ id: 'own', parsed: { ok: false } }])
})
