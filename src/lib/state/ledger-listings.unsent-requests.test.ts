import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { request } from '#domain/ledger/testing/story.ts'
import { putInOutbox, sendOutbox } from '#lib/sync/ledger/outbox.ts'
import { createFakeDevice } from '#lib/sync/document/testing/fake-device.ts'
import { eventually } from '../../../tests/support/eventually.ts'
import { createFakeLedgerServer, type FakeLedgerServer } from '#lib/sync/document/testing/fake-ledger-server.ts'
import { UnsentRequestsState } from './ledger-listings.svelte.ts'

const { locks } = navigator
let server: FakeLedgerServer
let stop: () => void
let state: UnsentRequestsState

beforeEach(() => {
	createFakeDevice('irina')
	vi.stubGlobal('navigator', { locks })
	server = createFakeLedgerServer('irina')
	state = new UnsentRequestsState('irina')
	stop = state.start()
})
afterEach(() => {
	stop()
	vi.restoreAllMocks()
	vi.unstubAllGlobals()
})

it('what Ирина asked for without a network waits here, and nothing else of hers, until the server has it', async () => {
	await putInOutbox('irina', { programId: 'new-one', role: 'mentee', statement: request })
	const remark = { type: 'remark', about: null, text: 'Уточните сроки' } as const
	await putInOutbox('irina', { programId: 'program-1', role: 'mentee', statement: remark })
	const waiting = { programId: 'new-one', mainRequest: request.mainRequest, people: [], isRefused: false }
	await eventually(() => expect(state.requests).toEqual([waiting]))
	await sendOutbox('irina')
	await eventually(() => expect(state.requests).toEqual([]))
})

it('what a curator asked for others says for whom', async () => {
	const darya = { id: 'darya', name: 'Ершова Дарья Николаевна' }
	const said = { programId: 'new-one', role: 'curator', statement: request } as const
	await putInOutbox('irina', said, { people: [darya, { id: 'irina', name: 'Лаптева Ирина Сергеевна' }] })
	await eventually(() => expect(state.requests).toMatchObject([{ people: [darya] }]))
})

it('one that was refused stays, and says so', async () => {
	const id = await putInOutbox('irina', { programId: 'new-one', role: 'mentee', statement: request })
	server.refusals.set(id, { reason: 'already-said' })
	await sendOutbox('irina')
	await eventually(() => expect(state.requests).toMatchObject([{ programId: 'new-one', isRefused: true }]))
})
