import { afterEach, expect, it, vi } from 'vitest'
import { m } from '#lib/paraglide/messages.js'
import { findPeople, NameSearch } from './named-choice.svelte.ts'

afterEach(() => {
	vi.useRealTimers()
	vi.unstubAllGlobals()
})

it('without a network nobody is said to be missing from the registry', async () => {
	vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))
	expect(await findPeople('Савченко')).toEqual({ found: [], message: m.failed_offline(), isFailed: true })
})

it('whom the server does not find is missing', async () => {
	vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ people: [], count: 0 })))
	expect(await findPeople('Савченко')).toEqual({
		...{ found: [], message: m.people_office_person_none(), isFailed: false }
	})
})

it('of a long name the beginning is sought', async () => {
	vi.useFakeTimers()
	const asked: string[] = []
	const search = new NameSearch((q) => {
		asked.push(q)
		return Promise.resolve({ found: [], message: '', isFailed: false })
	})
	search.search('я'.repeat(250))
	await vi.runAllTimersAsync()
	expect(asked).toEqual(['я'.repeat(200)])
})

it.each([
	['nobody knows', true, [], false],
	['there is none', false, [], true],
	['there is one', false, [{ id: 'olga', name: 'Савченко Ольга' }], false]
])('somebody new is offered only where nobody is found: %s', async (_, isFailed, found, isNone) => {
	vi.useFakeTimers()
	const search = new NameSearch(() => Promise.resolve({ found, message: 'Как есть', isFailed }))
	search.search('Савченко')
	await vi.runAllTimersAsync()
	expect([search.message, search.isNone]).toEqual(['Как есть', isNone])
	search.clear()
	expect(search.isNone).toBe(false)
})
