import { expect, it } from 'vitest'
import { z } from 'zod'
import { Draft } from './draft.svelte.ts'

it('what is wrong in a form is said no longer once it is mended, and nothing new before it is saved again', async () => {
	const draft = new Draft({
		name: 'course',
		schema: z.strictObject({ title: z.string().min(1), number: z.string().min(1) }),
		labels: {},
		kept: { value: null, version: null },
		first: { title: '', number: '7012-184' },
		store: () => Promise.reject(new Error('It is not to be sent')),
		reread: () => Promise.reject(new Error('Nobody else has saved'))
	})
	expect(await draft.save()).toBe(false)
	expect(draft.problems.map(({ path }) => path)).toEqual(['title'])
	draft.value.number = ''
	draft.value.title = 'Наставничество'
	expect(draft.problems).toEqual([])
	expect(await draft.save()).toBe(false)
	expect(draft.problems.map(({ path }) => path)).toEqual(['number'])
})
