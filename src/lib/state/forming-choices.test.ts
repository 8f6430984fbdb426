import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createFakeDevice } from '#lib/sync/document/testing/fake-device.ts'
import { eventually } from '../../../tests/support/eventually.ts'
import { FormingChoicesState } from './forming-choices.svelte.ts'

beforeEach(() => createFakeDevice('nina'))
afterEach(() => vi.unstubAllGlobals())

it('what was answered says for what it was looked, till the next answer is here', async () => {
	const answers = new Map<string, (people: readonly object[]) => void>()
	vi.stubGlobal('fetch', (path: string) => {
		const text = new URL(path, 'https://tandem.example').searchParams.get('q') ?? ''
		const { promise, resolve } = Promise.withResolvers<Response>()
		answers.set(text, (people) => resolve(Response.json({ people, found: people.length })))
		return promise
	})
	const state = new FormingChoicesState('nina')
	async function look(text: string): Promise<(people: readonly object[]) => Promise<void>> {
		const loaded = state.load(text)
		await eventually(() => expect(answers.has(text)).toBe(true))
		return async (people) => {
			answers.get(text)?.(people)
			await loaded
		}
	}

	await (
		await look('нет такого')
	)([])
	expect(state.choices).toMatchObject({ sought: 'нет такого', found: 0 })
	const answerAll = await look('')
	expect(state.choices?.sought).toBe('нет такого')
	await answerAll([{}])
	expect(state.choices).toMatchObject({ sought: '', found: 1 })
	// Without a network the stored choices appear at once, if the search is empty.
	const later = new FormingChoicesState('nina')
	vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))
	await later.load()
	expect(later.choices).toMatchObject({ sought: '', found: 1 })
})
