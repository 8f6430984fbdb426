import { expect, it } from 'vitest'
import { z } from 'zod'
import { m } from '#lib/paraglide/messages.js'
import type { ApiResult } from '#lib/sync/api.ts'
import { type Choice, Draft, type DraftOptions } from './draft.svelte.ts'

interface Course {
	title: string
	number: string
}
type Options = DraftOptions<Course>

function draftCourse(typed: Partial<Course>, options: Partial<Options> = {}): Draft<Course> {
	return new Draft<Course>({
		first: { title: '', number: '7012-184', ...typed },
		schema: z.strictObject({ title: z.string().min(1), number: z.string().min(1) }),
		store: () => Promise.reject(new Error('It is not to be sent')),
		...options
	})
}

it('what is wrong in a form is said no longer once it is mended, and nothing new before it is saved again', async () => {
	const draft = draftCourse({})
	expect(await draft.save()).toBeNull()
	expect(draft.problems.map(({ path }) => path)).toEqual(['title'])
	draft.value.number = ''
	draft.value.title = 'Наставничество'
	expect(draft.problems).toEqual([])
	expect(await draft.save()).toBeNull()
	expect(draft.problems.map(({ path }) => path)).toEqual(['number'])
})

it('of a field that is still wrong in another way, that is said', async () => {
	const schema = z.strictObject({ title: z.string().min(1).max(5), number: z.string() })
	const draft = draftCourse({}, { schema })
	await draft.save()
	draft.value.title = 'Наставничество'
	expect(draft.problems).toEqual([{ path: 'title', text: m.people_problem_long({ most: 5 }) }])
})

it('what the server refuses at a field is said there until that field is changed, and again where it is put back', async () => {
	const problem = { path: 'number', text: 'Нет такого номера' }
	const draft = draftCourse(
		{ title: 'Наставничество' },
		{ store: () => Promise.resolve({ ok: false, code: 'invalid', field: 'number' }), refusal: () => problem }
	)
	await draft.save()
	expect([draft.problems, draft.problem]).toEqual([[problem], null])
	draft.value.title = 'Наставничество в школе'
	expect(draft.problems).toEqual([problem])
	draft.value.number = '7012-185'
	expect(draft.problems).toEqual([])
	draft.value.number = '7012-184'
	expect(draft.problems).toEqual([problem])
})

it('a field that was corrected while the server looked at the former one is not said to be wrong', async () => {
	const refused = { path: 'number', text: 'Нет такого номера' }
	const { promise, resolve } = Promise.withResolvers<ApiResult<unknown>>()
	const sending = Promise.withResolvers<void>()
	const store: Options['store'] = () => {
		sending.resolve()
		return promise
	}
	const draft = draftCourse({ title: 'Наставничество' }, { store, refusal: () => refused })
	const saved = draft.save()
	await sending.promise
	draft.value.number = '7012-185'
	resolve({ ok: false, code: 'invalid', field: 'number' })
	await saved
	expect([draft.problems, draft.problem]).toEqual([[], m.refused_before_change()])
	draft.value.number = '7012-184'
	expect(draft.problems).toEqual([refused])
})

it.each<[string, Options['refusal'], string]>([
	['in the form’s own words', () => 'Курс уже есть', 'Курс уже есть'],
	['in general words, where the form has none', () => null, m.failed_otherwise()]
])('a refusal of the whole form is said %s, until it is sent anew', async (_, refusal, text) => {
	let answer: ApiResult<unknown> = { ok: false, code: 'conflict' }
	const draft = draftCourse({ title: 'Наставничество' }, { store: () => Promise.resolve(answer), refusal })
	expect(await draft.save()).toBeNull()
	expect([draft.problem, draft.isBusy]).toEqual([text, false])
	answer = { ok: true, value: 'stored' }
	expect(await draft.save()).toEqual({ ok: true, value: 'stored' })
	expect(draft.problem).toBeNull()
})

it('a choice says itself that it is missing, that its text names nothing, and that the server refuses it', async () => {
	const school: { -readonly [Name in keyof Choice]: Choice[Name] } = {
		chosen: null,
		error: null,
		settle: () => Promise.resolve(true)
	}
	const schema = z.strictObject({
		title: z.string(),
		number: z.string(),
		school: z.custom<{ id: string }>((chosen) => chosen !== null, { error: 'Выберите школу' })
	})
	const sent: unknown[] = []
	const draft = new Draft({
		first: { title: '', number: '' },
		schema,
		choices: () => ({ school }),
		store: (given) => {
			sent.push(given.school.id)
			return Promise.resolve({ ok: false, code: 'invalid', field: 'organisationId' })
		},
		refusal: () => ({ path: 'school', text: 'Школы больше нет' })
	})
	await draft.save()
	expect(school.error).toBe('Выберите школу')

	school.settle = () => {
		school.error = 'Нет такой школы'
		return Promise.resolve(false)
	}
	await draft.save()
	expect(school.error).toBe('Нет такой школы')
	expect(sent).toEqual([])

	Object.assign(school, { chosen: { id: 'school-26' }, error: null, settle: () => Promise.resolve(true) })
	await draft.save()
	expect([sent, school.error, draft.problem]).toEqual([['school-26'], 'Школы больше нет', null])
})

it('what another person saved meanwhile is not overwritten unseen', async () => {
	const mine = { title: 'Наставничество', number: '1' }
	const theirs = { title: 'Наставничество', number: '2' }
	const versions: (number | null)[] = []
	const draft = draftCourse(
		{},
		{
			kept: { value: mine, version: 1 },
			store: (_, version) => {
				versions.push(version)
				return Promise.resolve(version === 1 ? { ok: false, code: 'conflict' } : { ok: true, value: null })
			},
			reread: () => Promise.resolve({ ok: true, value: { value: theirs, version: 2 } })
		}
	)
	draft.value.number = '3'
	expect(await draft.save()).toBeNull()
	expect(draft.editConflict).toEqual({ value: theirs, differences: [{ field: 'number', by: 'both' }] })
	expect([draft.failure, draft.problem]).toEqual([null, null])
	expect(await draft.settle(['number'])).toBe(true)
	expect([versions, draft.value]).toEqual([[1, 2], { title: 'Наставничество', number: '3' }])
})
