import { afterEach, expect, it, vi } from 'vitest'
import type { PersonCard } from '#protocol/api/people.ts'
import { m } from '#lib/paraglide/messages.js'
import { draftPerson } from './person-fields.ts'

const schools = [
	{ id: 'school-8', name: 'Школа №8' },
	{ id: 'school-18', name: 'Школа № 18' },
	{ id: 'rainbow-1', name: 'Детский сад «Радуга»' },
	{ id: 'rainbow-2', name: 'Детский сад "Радуга"' }
]
const long = { id: 'long', name: `Школа имени ${'героя '.repeat(39)}`.trim() }
const asked: string[] = []

afterEach(() => {
	asked.length = 0
	vi.unstubAllGlobals()
})

const viktor = { id: 'viktor', name: 'Ковалёв Виктор', familyName: 'Ковалёв', givenName: 'Виктор', patronymic: '' }

/** The server answers every search with all organisations. */
function begin(workplace: PersonCard['organisation'] = null, person = viktor) {
	const rows = [...schools, long].map((organisation) => ({ organisation }))
	vi.stubGlobal('fetch', (path: string) => {
		asked.push(new URL(path, 'https://tandem.example').searchParams.get('q') ?? '')
		return Promise.resolve(Response.json({ rows, count: rows.length, page: 1, pageSize: 200 }))
	})
	const form = draftPerson({
		card: { person, organisation: workplace, post: '' },
		store: ({ organisationId }) => Promise.resolve({ ok: true, value: organisationId })
	})
	/** Where the person works as it is sent; undefined: it is kept back. */
	const save = async () => (await form.draft.save())?.value
	const errors = () => Object.fromEntries(form.draft.problems.map(({ path, text }) => [path, text]))
	return { ...form, save, errors }
}

it.each(['Школа № 8', ' школа №8 ', 'ШКОЛА  № 8'])('«%s», typed and not chosen, is school 8', async (typed) => {
	const fields = begin()
	fields.workplace.text = typed
	expect(await fields.save()).toBe('school-8')
})

it('a school of a name that is longer than what is sought is found by its beginning', async () => {
	const fields = begin({ ...long, kind: 'school' })
	fields.workplace.reopen()
	expect(fields.workplace.text.length).toBeGreaterThan(200)
	expect(await fields.save()).toBe('long')
	expect(asked.map((q) => q.length)).toEqual([200])
})

it.each([
	['one that nobody has written down', 'Школа № 88', m.people_organisation_none],
	['a part of a name', 'Школа', m.people_organisation_none],
	['a name that two have', 'детский сад Радуга', m.people_organisation_several]
])('a workplace is not dropped unsaid: %s', async (_, typed, problem) => {
	const fields = begin()
	fields.workplace.text = typed
	expect(await fields.save()).toBeUndefined()
	expect(fields.workplace.error).toBe(problem())
})

it('what is wrong is said no longer once it is mended', async () => {
	const fields = begin()
	fields.draft.value.givenName = ' '
	expect(fields.errors()).toEqual({})
	expect(await fields.save()).toBeUndefined()
	expect(fields.errors()).toEqual({ givenName: m.curator_error_given_name() })
	fields.draft.value.givenName = 'Анна'
	expect(fields.errors()).toEqual({})
})

it('a name is written in letters', async () => {
	const fields = begin()
	Object.assign(fields.draft.value, { familyName: '123', patronymic: '7-я' })
	expect(await fields.save()).toBeUndefined()
	expect(fields.errors()).toEqual({ familyName: m.name_spelling(), patronymic: m.name_spelling() })
	Object.assign(fields.draft.value, { familyName: 'О’Коннор', patronymic: '' })
	expect(await fields.save()).toBeNull()
})

it('a name that is older than the rule stays as it is, and no other is written so', async () => {
	const fields = begin(null, { ...viktor, familyName: 'Иванов, мл.', name: 'Иванов, мл. Виктор' })
	fields.draft.value.post = 'Директор'
	expect(await fields.save()).toBeNull()
	fields.draft.value.givenName = 'Виктор 2'
	expect(await fields.save()).toBeUndefined()
	expect(fields.errors()).toEqual({ givenName: m.name_spelling() })
})

it('a workplace that was opened for change stays unless the field is emptied', async () => {
	const fields = begin({ id: 'rainbow-2', name: 'Детский сад "Радуга"', kind: 'preschool' })
	fields.workplace.reopen()
	expect(await fields.save()).toBe('rainbow-2')

	fields.workplace.reopen()
	fields.workplace.text = 'Лицей'
	expect(await fields.save()).toBeUndefined()

	fields.workplace.text = ''
	expect(await fields.save()).toBeNull()
})
