import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { putInOutbox, sendOutbox } from '#lib/sync/ledger/outbox.ts'
import { createFakeDevice } from '#lib/sync/document/testing/fake-device.ts'
import { eventually } from '../../../tests/support/eventually.ts'
import { createFakeLedgerServer, type FakeLedgerServer } from '#lib/sync/document/testing/fake-ledger-server.ts'
import { UnsentReportsState } from './ledger-listings.svelte.ts'

const { locks } = navigator
let server: FakeLedgerServer
let stop: () => void
let state: UnsentReportsState

beforeEach(() => {
	createFakeDevice('viktor')
	vi.stubGlobal('navigator', { locks })
	server = createFakeLedgerServer('viktor')
	state = new UnsentReportsState('viktor')
	stop = state.start()
})
afterEach(() => {
	stop()
	vi.restoreAllMocks()
	vi.unstubAllGlobals()
})

const due = { reportId: 'mentor-half-year', dueOn: '2026-12-10' }
const statement = {
	type: 'record-evidence',
	mentorId: 'viktor',
	evidence: { kind: 'report', ...due },
	on: '2026-12-08'
} as const

it('a report Виктор recorded without a network counts as submitted here until the server has it', async () => {
	await putInOutbox('viktor', { programId: 'program-1', role: 'mentor', statement })
	await eventually(() => expect(state.has('program-1', due)).toBe(true))
	expect(state.has('program-2', due)).toBe(false)
	expect(state.has('program-1', { ...due, dueOn: '2027-06-10' })).toBe(false)
	await sendOutbox('viktor')
	await eventually(() => expect(state.has('program-1', due)).toBe(false))
})

it('one that was refused is due as before', async () => {
	const id = await putInOutbox('viktor', { programId: 'program-1', role: 'mentor', statement })
	server.refusals.set(id, { reason: 'already-said' })
	await sendOutbox('viktor')
	await eventually(() => expect(state.has('program-1', due)).toBe(false))
})
