import { Hono } from 'hono'
import { expect, it } from 'vitest'
import { openMigrated } from '../data.ts'
import { createSqliteRegistry } from '../database/sqlite/registry.ts'
import { insertMunicipality } from '../people/municipalities.ts'
import { storeOrganisation } from '../people/organisations.ts'
import { insertPerson } from '../people/people.ts'
import type { ApiOptions, ApiEnv } from './serve/answers.ts'
import { serveOn } from './serve/endpoint.ts'
import { addImports } from './imports.ts'

const at = '2026-09-30T05:00:00.000Z'

/** Imports of Elena, the curator of the town where Nina is the curator of a school; Pyotr is the curator of another town. */
async function open() {
	const registry = createSqliteRegistry(openMigrated(':memory:'))
	const school = {
		id: 'school-4',
		name: 'Школа № 4',
		kind: 'school' as const,
		unit: null,
		level: 'municipal' as const,
		isAdvanced: false,
		place: null,
		standings: null,
		years: []
	}
	const person = (
		id: string,
		familyName: string,
		municipalityId: string,
		role: 'curator' | 'organisation-curator',
		organisationId: string | null = null
	) =>
		insertPerson(
			registry,
			{ id, municipalityId, familyName, givenName: 'Имя', patronymic: '', roles: [role], organisationId },
			at
		)
	await registry.commitTogether([
		insertMunicipality(registry, { id: 'town', name: 'Город', timeZone: 'Asia/Tomsk', isDemo: false }, at),
		insertMunicipality(registry, { id: 'other', name: 'Другой город', timeZone: 'Asia/Tomsk', isDemo: false }, at),
		...storeOrganisation(registry, 'town', school),
		...person('elena', 'Воронцова', 'town', 'curator'),
		...person('pyotr', 'Носов', 'other', 'curator'),
		...person('nina', 'Лунина', 'town', 'organisation-curator', school.id)
	])
	let asker = 'elena'
	const readmitted: (string | undefined)[] = []
	const options = {
		registry,
		accounts: { continueSession: () => Promise.resolve({ personId: asker, sessionId: '', cookies: [] }) },
		relay: { readmit: ({ personId }: { personId?: string }) => void readmitted.push(personId) },
		cutLog: () => undefined,
		now: () => new Date(at)
	} as unknown as ApiOptions
	const api = new Hono<ApiEnv>().basePath('/api')
	addImports(serveOn(api, options), options)
	const ask = async (person: string, path: string, body: object): Promise<number> => {
		asker = person
		return (await api.request(path, { method: 'POST', body: JSON.stringify(body) })).status
	}
	const row = { familyName: 'Сорокина', givenName: 'Анна', patronymic: '', entry: {} }
	const rows = [{ line: 2, target: { type: 'new', isSeparate: false }, row }]
	return {
		readmitted,
		take: (person: string) => ask(person, '/api/imports', { id: 'import-1', kind: 'mentors', source: '', rows }),
		undo: (person: string) => ask(person, '/api/imports/import-1/undo', {})
	}
}

it('an import that is taken, and one that is taken back, asks anew what is Nina’s to read', async () => {
	const { take, undo, readmitted } = await open()
	expect(await take('elena')).toBe(200)
	expect(readmitted).toEqual(['nina'])
	expect(await undo('elena')).toBe(200)
	expect(readmitted).toEqual(['nina', 'nina'])
})

it('one that is refused asks nobody anew', async () => {
	const { take, undo, readmitted } = await open()
	expect(await take('pyotr')).toBe(200)
	expect([await take('elena'), await undo('elena')]).toEqual([409, 404])
	expect(readmitted).toEqual([])
})
