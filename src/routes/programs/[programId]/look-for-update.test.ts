import { expect, it } from 'vitest'
import { lookForUpdate } from './look-for-update.ts'

const worker = {} as ServiceWorker

function keeping(parts: Partial<ServiceWorkerRegistration>): Pick<ServiceWorkerContainer, 'getRegistration'> {
	const registration = { installing: null, waiting: null, update: () => Promise.resolve(), ...parts }
	return { getRegistration: () => Promise.resolve(registration as ServiceWorkerRegistration) }
}

it('a new version is found while it loads and while it waits, and is else none', async () => {
	expect(await lookForUpdate(keeping({ installing: worker }))).toBe('found')
	expect(await lookForUpdate(keeping({ waiting: worker }))).toBe('found')
	expect(await lookForUpdate(keeping({}))).toBe('none')
})

it('without a network nobody knows whether there is one', async () => {
	const update = () => Promise.reject(new TypeError('Failed to fetch'))
	expect(await lookForUpdate(keeping({ update }))).toBe('failed')
})

it('the open page stays where no service worker keeps the app', async () => {
	expect(await lookForUpdate({ getRegistration: () => Promise.resolve(undefined) })).toBe('unkept')
	expect(await lookForUpdate(undefined)).toBe('unkept')
})
