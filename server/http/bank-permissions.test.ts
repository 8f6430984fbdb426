/** Who may read and change organisations, people and the banks. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { viktorsEntry } from '#domain/bank/testing/entries.ts'
import { openTown, type Town, type Townsperson } from '../../tests/support/town.ts'

let town: Town
beforeAll(async () => {
	town = await openTown()
})
afterAll(() => town.stop())

const person = { familyName: 'Новый', givenName: 'Иван', patronymic: '', organisationId: null, post: '' }

/** What is asked about Viktor, of the town; a version nobody has, so that nothing changes. */
const asked: Record<string, (asking: Townsperson) => Promise<Response>> = {
	mentors: (asking) => town.get(asking, '/api/bank/mentors'),
	mentees: (asking) => town.get(asking, '/api/bank/mentees'),
	review: (asking) => town.get(asking, '/api/bank/review'),
	organisations: (asking) => town.get(asking, '/api/organisations'),
	staff: (asking) => town.get(asking, '/api/staff'),
	create: (asking) => town.post(asking, '/api/people', { ...person, role: 'mentor', isNamesake: true }),
	tick: (asking) => town.post(asking, '/api/bank/review', {}),
	organisation: (asking) => town.get(asking, '/api/organisations/school-4'),
	card: (asking) => town.get(asking, '/api/people/viktor'),
	deleteOrganisation: (asking) => town.delete(asking, '/api/organisations/school-4'),
	saveOrganisation: (asking) =>
		town.put(asking, '/api/organisations/school-4', {
			version: 900,
			organisation: {
				id: 'school-4',
				name: 'Школа',
				kind: 'school',
				unit: null,
				level: 'municipal',
				isAdvanced: false,
				place: null,
				standings: null,
				years: []
			}
		}),
	rename: (asking) => town.put(asking, '/api/people/viktor', { ...person, version: 900 }),
	order: (asking) =>
		town.put(asking, '/api/people/viktor/roles/mentor/order', {
			was: { number: 'нет такого', date: '2020-01-01' },
			order: null
		}),
	saveMentor: (asking) => town.put(asking, '/api/bank/mentors/viktor', { version: 900, entry: viktorsEntry }),
	saveMentee: (asking) =>
		town.put(asking, '/api/bank/mentees/darya', {
			version: 900,
			entry: {
				personId: 'darya',
				categoryId: 'reservist',
				mainRequest: 'Запрос',
				difficulties: [],
				forms: [],
				assessments: [],
				bornOn: null,
				representative: null,
				enteredOn: '2026-09-01'
			}
		})
}

const lists = { mentors: 200, mentees: 200, review: 200, organisations: 200, staff: 200, create: 201, tick: 200 }
const own = {
	...lists,
	organisation: 200,
	card: 200,
	deleteOrganisation: 409,
	saveOrganisation: 409,
	rename: 409,
	order: 409,
	saveMentor: 409,
	saveMentee: 409
}
const everything = (status: number) => Object.fromEntries(Object.keys(own).map((name) => [name, status]))

describe('who may ask for what', () => {
	it.each<[Townsperson, Record<string, number>]>([
		['stranger', everything(401)],
		['viktor', everything(403)],
		['irina', everything(403)],
		['anna', everything(403)],
		['elena', own],
		['arkady', own],
		['pyotr', { ...everything(404), ...lists }]
	])('%s: %o', async (asking, expected) => {
		const answers: Record<string, number> = {}
		for (const [name, ask] of Object.entries(asked)) answers[name] = (await ask(asking)).status
		expect(answers).toEqual(expected)
	})

	it('the curator of another town sees only those they have entered themselves', async () => {
		const { rows } = (await (await town.get('pyotr', '/api/bank/mentors')).json()) as { rows: object[] }
		expect(rows).toMatchObject([{ person: { familyName: 'Новый' } }])
	})
})
