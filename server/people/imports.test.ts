import { expect, it } from 'vitest'
import { viktorsEntry } from '#domain/people/testing/entries.ts'
import { tomskCity } from '#domain/regulation/packs/tomsk-city.ts'
import { migrate, openDatabase } from '../database/sqlite/connection.ts'
import type { BankScope } from './bank-list.ts'
import { readMentors, storeMentorEntry } from './bank.ts'
import type { Registry } from '../database/database.ts'
import { createSqliteRegistry } from '../database/sqlite/registry.ts'
import { takeImport } from './imports.ts'
import { registryMigrations } from '../database/sqlite/migrations.ts'
import { insertMunicipality } from './municipalities.ts'
import { insertPerson } from './people.ts'
import { undoImport } from './undo-import.ts'

const now = new Date('2026-09-30T05:00:00.000Z')
const elenasName = { id: 'elena', familyName: 'Воронцова', givenName: 'Елена' }
const elena = { id: 'elena', name: 'Воронцова Елена' }

async function openScope(): Promise<BankScope> {
	const database = openDatabase(':memory:')
	migrate(database, 'registry', registryMigrations)
	const registry = createSqliteRegistry(database)
	const viktor = { id: 'viktor', familyName: 'Ковалёв', givenName: 'Виктор', patronymic: '' }
	const at = now.toISOString()
	await registry.commitTogether([
		insertMunicipality(registry, { id: 'town', name: 'Город', timeZone: 'Asia/Tomsk', isDemo: false }, at),
		...insertPerson(registry, { ...viktor, municipalityId: 'town', roles: ['mentor'] }, at),
		storeMentorEntry(registry, 'town', viktorsEntry)
	])
	return { registry, municipalityId: 'town', regulation: tomskCity, today: '2026-09-30' }
}

/** Galina saves Viktor's hours just before the next conditional commit. */
function withGalina(scope: BankScope): BankScope {
	let isSaved = false
	const commitIf: Registry['commitIf'] = async (condition, queries) => {
		if (!isSaved) {
			await scope.registry.commitTogether([
				storeMentorEntry(scope.registry, 'town', { ...viktorsEntry, hoursPerMonth: 3 })
			])
			isSaved = true
		}
		return scope.registry.commitIf(condition, queries)
	}
	return { ...scope, registry: { ...scope.registry, commitIf } }
}

const row = { familyName: 'Ковалёв', givenName: 'Виктор', patronymic: '', entry: { competences: ['Право'] } }
const given = {
	id: 'import-1',
	kind: 'mentors' as const,
	source: '',
	rows: [{ line: 2, target: { type: 'update' as const, id: 'viktor' }, row }]
}

async function viktorOf({ registry }: BankScope) {
	return (await readMentors(registry, 'town', ['viktor'])).get('viktor')
}

it('[T22] what another curator saves while a table is being taken is not lost', async () => {
	const scope = await openScope()
	const result = await takeImport(withGalina(scope), given, elena, now)
	expect(result?.import.updated).toBe(1)
	expect(await viktorOf(scope)).toEqual({ ...viktorsEntry, competences: ['Право'], hoursPerMonth: 3 })
})

it('[T18] a row about the head is refused to the curator, and the rest of the table is taken', async () => {
	const scope = await openScope()
	const arkady = { id: 'arkady', familyName: 'Зимин', givenName: 'Аркадий', patronymic: '' }
	await scope.registry.commitTogether([
		...insertPerson(scope.registry, { ...arkady, municipalityId: 'town', roles: ['head'] }, now.toISOString()),
		...insertPerson(
			scope.registry,
			{ ...arkady, ...elenasName, municipalityId: 'town', roles: ['curator'] },
			now.toISOString()
		)
	])
	const { id, ...name } = arkady
	const about = { line: 3, target: { type: 'update' as const, id }, row: { ...name, post: 'Сторож', entry: {} } }
	const result = await takeImport(scope, { ...given, rows: [...given.rows, about] }, elena, now)
	expect(result).toMatchObject({ import: { updated: 1 }, refused: [{ line: 3, reason: 'above' }] })
})

it('[T22] nor while one is being taken back: then nothing is done, and it can be asked again', async () => {
	const scope = await openScope()
	await takeImport(scope, given, elena, now)
	expect(await undoImport(withGalina(scope), 'import-1', elena, now)).toBe('busy')
	expect(await viktorOf(scope)).toEqual({ ...viktorsEntry, hoursPerMonth: 3 })
	expect(await undoImport(scope, 'import-1', elena, now)).toMatchObject({ leftAlone: [{ line: 2, reason: 'changed' }] })
})
