import { beforeEach, describe, expect, it } from 'vitest'
import { viktorsEntry } from '#domain/people/testing/entries.ts'
import type { MenteeEntry } from '#domain/people/bank-entry.ts'
import type { Organisation } from '#domain/people/organisation.ts'
import { openMigrated } from '../data.ts'
import { readMentees, readMentors, storeMenteeEntry, storeMentorEntry } from './bank.ts'
import type { Registry } from '../database/database.ts'
import { createSqliteRegistry } from '../database/sqlite/registry.ts'
import { insertMunicipality } from './municipalities.ts'
import { assignWorkplace, organisationNamesOf, readWorkplaces, storeOrganisation } from './organisations.ts'
import { insertPerson } from './people.ts'

const at = '2026-09-30T05:00:00.000Z'
let registry: Registry

beforeEach(async () => {
	const database = openMigrated(':memory:')
	registry = createSqliteRegistry(database)
	const person = (id: string, role: 'mentor' | 'mentee') =>
		insertPerson(
			registry,
			{ id, municipalityId: 'town', familyName: id, givenName: '', patronymic: '', roles: [role] },
			at
		)
	await registry.commitTogether([
		insertMunicipality(registry, { id: 'town', name: 'Город', timeZone: 'Asia/Tomsk', isDemo: false }, at),
		...person('viktor', 'mentor'),
		...person('irina', 'mentee')
	])
})

/** `results` of three years, the oldest first. */
function school(number: number, results: readonly number[], change: Partial<Organisation> = {}): Organisation {
	return {
		id: `school-${number}`,
		name: `Школа № ${number}`,
		kind: 'school',
		unit: null,
		level: 'municipal',
		isAdvanced: false,
		place: null,
		standings: null,
		years: results.map((one, index) => ({
			year: 2024 + index,
			results: one,
			wellBeing: null,
			differentiation: null,
			partTimeShare: null
		})),
		...change
	}
}

async function settle(...schools: Organisation[]): Promise<void> {
	await registry.commitTogether([
		...schools.flatMap((one) => storeOrganisation(registry, 'town', one)),
		assignWorkplace(registry, 'viktor', 'school-4', 'Директор'),
		assignWorkplace(registry, 'irina', 'school-1', 'Директор')
	])
}

const four = [
	school(1, [0.2, 0.2, 0.2]),
	school(2, [0.4, 0.4, 0.4]),
	school(3, [0.6, 0.6, 0.6]),
	school(4, [0.8, 0.8, 0.8])
]

describe('a workplace', () => {
	it('[D7] [D11] is strong or weak by the indices of all schools, beside what the authority has put down', async () => {
		await settle(...four.slice(1), { ...school(1, [0.2, 0.2, 0.2]), standings: ['low-results'] })
		const workplaces = await readWorkplaces(registry, 'town', ['viktor', 'irina'], 2026)
		expect(workplaces.get('viktor')).toEqual({ kind: 'school', standings: ['stably-high'] })
		expect(workplaces.get('irina')).toEqual({ kind: 'school', standings: ['low-results', 'stably-low'] })
		expect(await organisationNamesOf(registry, ['irina', 'viktor', 'irina'])).toEqual(['Школа № 1', 'Школа № 4'])
	})

	it('knows nothing of years that are still to come, and of indices nobody has put down', async () => {
		await settle(...four.slice(0, 3), school(4, []))
		const workplaces = await readWorkplaces(registry, 'town', ['viktor', 'irina'], 2024)
		expect(workplaces.get('viktor')).toEqual({ kind: 'school', standings: null })
		expect(workplaces.get('irina')).toEqual({ kind: 'school', standings: [] })
	})

	it('is put down anew as a whole', async () => {
		await settle(...four)
		await registry.commitTogether(storeOrganisation(registry, 'town', school(4, [0.1])))
		const years = await registry.query
			.selectFrom('organisation_years')
			.select('results')
			.where('organisation_id', '=', 'school-4')
			.execute()
		expect(years).toEqual([{ results: 0.1 }])
	})

	it('that is none is refused before anything is stored', () => {
		expect(() => storeOrganisation(registry, 'town', school(5, [1.2]))).toThrow()
		expect(() => storeOrganisation(registry, 'town', { ...school(5, []), name: ' ' })).toThrow()
	})
})

describe('[T22] the banks', () => {
	const irinasEntry: MenteeEntry = {
		personId: 'irina',
		categoryId: 'beginner-head',
		mainRequest: 'Как выстроить команду школы',
		difficulties: [],
		forms: [],
		assessments: [],
		bornOn: null,
		representative: null,
		enteredOn: '2026-06-01'
	}

	it('tell who is in them, and what is known of each', async () => {
		expect(await readMentors(registry, 'town', ['viktor', 'irina'])).toEqual(new Map([['viktor', null]]))
		await registry.commitTogether([
			storeMentorEntry(registry, 'town', viktorsEntry),
			storeMenteeEntry(registry, 'town', irinasEntry)
		])
		expect(await readMentors(registry, 'town', ['viktor', 'irina'])).toEqual(new Map([['viktor', viktorsEntry]]))
		expect(await readMentees(registry, 'town', ['viktor', 'irina'])).toEqual(new Map([['irina', irinasEntry]]))
		expect(await readMentors(registry, 'other', ['viktor'])).toEqual(new Map())
	})

	it('take in no entry that makes no sense', () => {
		expect(() => storeMentorEntry(registry, 'town', { ...viktorsEntry, hoursPerMonth: 900 })).toThrow()
		expect(() => storeMenteeEntry(registry, 'town', { ...irinasEntry, enteredOn: '2026-02-30' })).toThrow()
	})
})
