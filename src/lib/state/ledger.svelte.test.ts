import 'fake-indexeddb/auto'
import { flushSync } from 'svelte'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { request } from '#domain/ledger/testing/story.ts'
import { createFakeDevice } from '#lib/sync/document/testing/fake-device.ts'
import { createFakeLedgerServer } from '#lib/sync/document/testing/fake-ledger-server.ts'
import { eventually } from '../../../tests/support/eventually.ts'
import { createLastingLedger, LedgerState } from './ledger.svelte.ts'

beforeEach(() => {
	createFakeDevice('irina')
	const { locks } = navigator
	vi.stubGlobal('navigator', { locks })
	vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }))
	const around = new EventTarget()
	vi.stubGlobal('addEventListener', around.addEventListener.bind(around))
	vi.stubGlobal('dispatchEvent', around.dispatchEvent.bind(around))
})
afterEach(() => vi.unstubAllGlobals())

it('a ledger goes on following when the screen that asked for it first is closed', async () => {
	const server = createFakeLedgerServer('irina')
	let ledger!: LedgerState
	const closeScreen = $effect.root(() => {
		ledger = createLastingLedger({ personId: 'irina', programId: 'program-1' })
		expect(ledger.ledger.request).toBeNull()
	})
	closeScreen()
	server.enter({ id: 'asked', programId: 'program-1', statement: request })
	const stop = ledger.start()
	await eventually(() => expect(ledger.ledger.request?.mainRequest).toBe(request.mainRequest))
	stop()
})

it('shows the request together with its regulation, which is a file of its own', async () => {
	const server = createFakeLedgerServer('irina')
	server.enter({ id: 'asked', programId: 'program-1', statement: request })
	const shown: [request: string | undefined, regulation: string | undefined][] = []
	const closeScreen = $effect.root(() => {
		const ledger = createLastingLedger({ personId: 'irina', programId: 'program-1' })
		$effect(() => void shown.push([ledger.ledger.request?.regulationId, ledger.regulation?.id]))
		$effect(() => ledger.start())
	})
	await eventually(() => expect(shown.at(-1)).toEqual(['tomsk-city', 'tomsk-city']))
	expect(shown.filter(([asked, regulation]) => asked !== regulation)).toEqual([])
	closeScreen()
})

it('an answer that comes when its screen is closed is stored, and reads nothing that ended with the screen', async () => {
	const server = createFakeLedgerServer('irina')
	server.enter({ id: 'asked', programId: 'program-1', statement: request })
	const warned = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
	let ledger!: LedgerState
	const closeScreen = $effect.root(() => {
		ledger = new LedgerState({ personId: 'irina', programId: 'program-1' })
		$effect(() => void ledger.ledger.request)
	})
	flushSync()
	const stop = ledger.start()
	closeScreen()
	await eventually(() => expect(ledger.isAnswered).toBe(true))
	stop()
	expect(ledger.entries).toHaveLength(1)
	expect(warned.mock.calls.flat().filter((words) => String(words).includes('derived_inert'))).toEqual([])
	warned.mockRestore()
})
