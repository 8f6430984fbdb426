import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { request } from '#domain/ledger/testing/story.ts'
import { readWaiting } from '#lib/sync/ledger-store.ts'
import { putInOutbox, sendOutbox } from '#lib/sync/outbox.ts'
import { createFakeDevice, eventually } from '#lib/sync/testing/fake-device.ts'
import { createFakeLedgerServer } from '#lib/sync/testing/fake-ledger-server.ts'
import { LedgerListingsState } from './ledger-listings.svelte.ts'

const { locks } = navigator
let stop: () => void

beforeEach(() => {
	createFakeDevice('irina')
	vi.stubGlobal('navigator', { locks })
	createFakeLedgerServer('irina')
})
afterEach(() => {
	stop()
	vi.unstubAllGlobals()
})

it('what Ирина asked for is listed as soon as it was sent, without a word of the server’s', async () => {
	const state = new LedgerListingsState('irina')
	stop = state.start({ isFollowing: false })
	await eventually(() => expect(state.isAnswered).toBe(true))
	await putInOutbox('irina', { programId: 'new-one', role: 'mentee', statement: request })
	expect(state.ledgers).toEqual([])
	await sendOutbox('irina')
	await eventually(() => expect(state.ledgers).toEqual([{ programId: 'new-one' }]))
})

it('also where she had asked for something else by the time that the device was read', async () => {
	/** They say nothing by themselves. */
	const channels = new Set<{ onmessage?: () => void }>()
	vi.stubGlobal(
		'BroadcastChannel',
		class {
			onmessage?: () => void
			constructor() {
				channels.add(this)
			}
			postMessage() {}
			close() {
				channels.delete(this)
			}
		}
	)
	await putInOutbox('irina', { programId: 'new-one', role: 'mentee', statement: request })
	const state = new LedgerListingsState('irina')
	stop = state.start({ isFollowing: false })
	await eventually(() => expect(state.isAnswered).toBe(true))
	await readWaiting('irina')
	await sendOutbox('irina')
	await putInOutbox('irina', { programId: 'newer-one', role: 'mentee', statement: request })
	channels.forEach(({ onmessage }) => onmessage?.())
	await eventually(() => expect(state.ledgers).toEqual([{ programId: 'new-one' }]))
})

it('what Ирина has said waits beside the list until the list tells it', async () => {
	const state = new LedgerListingsState('irina')
	stop = state.start({ isFollowing: false })
	await putInOutbox('irina', { programId: 'new-one', role: 'mentee', statement: request })
	await eventually(() => expect(state.waiting).toMatchObject([{ programId: 'new-one' }]))
	await sendOutbox('irina')
	await eventually(() => expect(state.waiting).toEqual([]))
	expect(state.ledgers).toEqual([{ programId: 'new-one' }])
})
