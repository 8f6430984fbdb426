import { expect, it } from 'vitest'
import { copyRegulation } from '#domain/regulation/copy-regulation.ts'
import { surgut } from '#domain/regulation/surgut.ts'
import { tomskCity } from '#domain/regulation/tomsk-city.ts'
import { openDatabase } from '../storage/database.ts'
import { migrate } from '../storage/migrate.ts'
import { openRegistry } from './database.ts'
import { registryMigrations } from './migrations.ts'
import {
	chooseRegulation,
	readCurrentRegulation,
	readRegulation,
	storeCopy,
	UnreadableRegulation
} from './regulations.ts'

const at = '2026-09-30T05:00:00.000Z'

/** With a municipality and a person from before there were regulations. */
function openOld() {
	const database = openDatabase(':memory:')
	migrate(database, 'registry', registryMigrations.slice(0, 2))
	database.exec(`
		insert into municipalities values ('town', 'Город', 'Asia/Tomsk', 0, '${at}');
		insert into people values ('viktor', 'town', 'Ковалёв', 'Виктор', '', '${at}');
		insert into bank values ('viktor', 'town', 'mentor');
	`)
	migrate(database, 'registry', registryMigrations)
	return { database, registry: openRegistry(database) }
}

it('a municipality from before there were regulations works by the one of Tomsk city', async () => {
	const { registry } = openOld()
	expect(await readCurrentRegulation(registry, 'town')).toBe(tomskCity)
	expect(await registry.query.selectFrom('bank').select(['person_id', 'role', 'entry', 'version']).execute()).toEqual([
		{ person_id: 'viktor', role: 'mentor', entry: null, version: 0 }
	])
})

it('a municipality chooses another one, or its own copy, which no other town knows', async () => {
	const { registry } = openOld()
	registry.commitTogether([chooseRegulation(registry, 'town', 'surgut')])
	expect(await readCurrentRegulation(registry, 'town')).toBe(surgut)
	const copy = copyRegulation(surgut, 'surgut-own', 'Сургут: по-своему')
	expect(storeCopy(registry, 'town', copy, at)).toEqual({ ok: true, regulation: copy })
	registry.commitTogether([chooseRegulation(registry, 'town', 'surgut-own')])
	expect(await readCurrentRegulation(registry, 'town')).toEqual(copy)
	expect(await readRegulation(registry, 'other', 'surgut-own')).toBeNull()
})

it('a copy with a contradiction, or in the place of a shipped one, is refused with its place', () => {
	const { registry } = openOld()
	const copy = copyRegulation(tomskCity, 'own', 'Своё')
	const [category] = copy.categories
	const lost = { ...copy, categories: [{ ...category, roadmapId: 'no-such-roadmap' }] }
	expect(storeCopy(registry, 'town', lost, at)).toMatchObject({
		ok: false,
		problems: [{ path: 'categories.0.roadmapId' }]
	})
	expect(storeCopy(registry, 'town', tomskCity, at)).toEqual({
		ok: false,
		problems: [{ path: 'id', code: 'not-a-choice' }]
	})
})

it('a stored copy that cannot be read stops what depends on it, and nothing is judged by another', async () => {
	const { database, registry } = openOld()
	database.exec(`insert into regulations values ('town', 'own', '{"id":"own"}', '${at}')`)
	await expect(readRegulation(registry, 'town', 'own')).rejects.toThrow(UnreadableRegulation)
})
