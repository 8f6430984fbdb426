import { afterEach, expect, it, vi } from 'vitest'
import { m } from '#lib/paraglide/messages.js'
import { findPeople } from './name-search.svelte.ts'

afterEach(() => vi.unstubAllGlobals())

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
