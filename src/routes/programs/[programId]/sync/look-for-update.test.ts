import { expect, it, vi } from 'vitest'
import { lookForUpdate } from './LookForUpdate.svelte'

// A module of SvelteKit that exists only in its build.
vi.mock('$app/environment', () => ({ dev: false }))

const worker = {} as ServiceWorker

function keeping(overrides: Partial<ServiceWorkerRegistration>): Pick<ServiceWorkerContainer, 'getRegistration'> {
	const registration = { installing: null, waiting: null, update: () => Promise.resolve(), ...overrides }
	return { getRegistration: () => Promise.resolve(registration as ServiceWorkerRegistration) }
}

it('a new version is found while it loads and while it waits, and is else none', async () => {
	expect(await lookForUpdate(keeping({ installing: worker }), false)).toBe('found')
	expect(await lookForUpdate(keeping({ waiting: worker }), false)).toBe('found')
	expect(await lookForUpdate(keeping({}), false)).toBe('none')
})

it('without a network nobody knows whether there is one', async () => {
	const update = () => Promise.reject(new TypeError('Failed to fetch'))
	expect(await lookForUpdate(keeping({ update }), false)).toBe('failed')
})

it('the open page stays where no service worker keeps the app', async () => {
	expect(await lookForUpdate({ getRegistration: () => Promise.resolve(undefined) }, false)).toBe('unkept')
	expect(await lookForUpdate(undefined, false)).toBe('unkept')
})

it('[D9] Viktor’s tab, whose other tab has let the new version in, is not told that there is none', async () => {
	expect(await lookForUpdate(keeping({}), true)).toBe('replaced')
	expect(await lookForUpdate(keeping({ update: () => Promise.reject(new TypeError('Failed to fetch')) }), true)).toBe(
		'replaced'
	)
})
