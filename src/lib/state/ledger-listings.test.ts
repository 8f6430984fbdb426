import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { request } from '#domain/ledger/testing/story.ts'
import { readWaiting } from '#lib/sync/ledger/ledger-store.ts'
import { putInOutbox, rememberLedgers, rememberRead, sendOutbox } from '#lib/sync/ledger/outbox.ts'
import { createFakeDevice } from '#lib/sync/document/testing/fake-device.ts'
import { eventually } from '../../../tests/support/eventually.ts'
import { createFakeLedgerServer, type FakeLedgerServer } from '#lib/sync/document/testing/fake-ledger-server.ts'
import type { LedgerListing } from '#protocol/api/ledger.ts'
import { LedgerListingsState } from './ledger-listings.svelte.ts'

const { locks } = navigator
let stop: () => void
let server: FakeLedgerServer

beforeEach(() => {
	createFakeDevice('irina')
	vi.stubGlobal('navigator', { locks })
	server = createFakeLedgerServer('irina')
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
	await eventually(() => expect(state.ledgers).toMatchObject([{ programId: 'new-one' }]))
})

it('also where she had asked for something else by the time that the device was read', async () => {
	/** Channels that send nothing by themselves. */
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
	await eventually(() => expect(state.ledgers).toMatchObject([{ programId: 'new-one' }]))
})

it('what Ирина has said waits beside the list until the list tells it', async () => {
	const state = new LedgerListingsState('irina')
	stop = state.start({ isFollowing: false })
	await putInOutbox('irina', { programId: 'new-one', role: 'mentee', statement: request })
	await eventually(() => expect(state.waiting).toMatchObject([{ programId: 'new-one' }]))
	await sendOutbox('irina')
	await eventually(() => expect(state.waiting).toEqual([]))
	expect(state.ledgers).toMatchObject([{ programId: 'new-one' }])
})

it('what Ирина signed just before the network went is not asked of her again', async () => {
	const awaited = [{ type: 'sign', matterId: 'e' }] as const
	await rememberLedgers('irina', [{ programId: 'program-1', awaited, news: [] } as unknown as LedgerListing])
	server.answers = 'gone'
	const state = new LedgerListingsState('irina')
	stop = state.start({ isFollowing: false })
	await eventually(() => expect(state.ledgers).toMatchObject([{ awaited }]))
	await putInOutbox('irina', { programId: 'program-1', role: 'mentee', statement: { type: 'sign', matterId: 'e' } })
	await eventually(() => expect(state.waiting).toHaveLength(1))
	server.answers = 'arrive'
	const { fetch } = globalThis
	vi.stubGlobal('fetch', (path: string, init: RequestInit) =>
		path.startsWith('/api/ledgers') ? Promise.reject(new TypeError('fetch failed')) : fetch(path, init)
	)
	await sendOutbox('irina')
	await eventually(() => expect(state.waiting).toEqual([]))
	expect(state.ledgers).toMatchObject([{ awaited: [] }])
})

it('what Ирина was answered is listed, with a network and without one, until it has stood on this device’s screen', async () => {
	const answer = { type: 'consultation-taken', until: '2026-10-11', about: 'ВПР', on: '2026-09-20' } as const
	/** The listed news as a newly opened screen shows them. */
	const listed = async () => {
		const state = new LedgerListingsState('irina')
		stop = state.start({ isFollowing: false })
		await eventually(() => expect(state.isAnswered || state.failure !== null).toBe(true))
		stop()
		return state.ledgers?.flatMap(({ news }) => news.map(({ id }) => id))
	}
	server.enter({ id: 'r', programId: 'program-1', statement: request })
	server.news = [{ ...answer, id: 'first' }]
	expect(await listed()).toEqual(['first'])
	server.answers = 'gone'
	expect(await listed()).toEqual(['first'])
	await rememberRead('irina', 'program-1', ['first'])
	expect(await listed()).toEqual([])
	server.answers = 'arrive'
	server.news = [...server.news, { ...answer, id: 'second' }]
	expect(await listed()).toEqual(['second'])
})

it('Ирина’s list is asked for again if the first request was cut while her phone changed networks', async () => {
	vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }))
	vi.stubGlobal('addEventListener', () => undefined)
	vi.stubGlobal('removeEventListener', () => undefined)
	const later = vi.spyOn(globalThis, 'setTimeout')
	server.enter({ id: 'asked', programId: 'program-1', statement: request })
	server.answers = 'gone'
	const state = new LedgerListingsState('irina')
	stop = state.start({ isFollowing: false })
	await eventually(() => expect(state.failure).toBe('offline'))
	server.answers = 'arrive'
	const again = await eventually(() => {
		const [ask] = later.mock.calls.findLast(([, delay]) => delay === 5_000) ?? []
		expect(ask).toBeDefined()
		return ask
	})
	;(again as () => void)()
	await eventually(() => expect(state.ledgers).toMatchObject([{ programId: 'program-1' }]))
})
