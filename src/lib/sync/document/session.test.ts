import 'fake-indexeddb/auto'
import { afterEach, expect, it, vi } from 'vitest'
import { addActivity } from '#domain/plan/position.ts'
import { setFields, stagesMap, metaMap } from '#domain/plan/layout.ts'
import * as Y from 'yjs'
import { openProgramSession } from './session.ts'
import { readStored } from '../stored/stored-programs.ts'
import { createFakeDevice } from './testing/fake-device.ts'
import { eventually } from '../../../../tests/support/eventually.ts'
import { createFakeRelay } from './testing/fake-relay.ts'
import { stubPage } from './testing/stub-page.ts'

afterEach(() => {
	vi.useRealTimers()
	vi.restoreAllMocks()
	vi.unstubAllGlobals()
})

it('the mentor opens a programme, edits it, leaves, and sees it in the list without opening it', async () => {
	createFakeDevice('mentor-1')
	const relay = createFakeRelay({ people: ['mentor-1', 'mentee-1'] })
	relay.edit((doc) => {
		metaMap(doc).set('schemaVersion', 1)
		stagesMap(doc).set('stage-1', new Y.Map())
		setFields(stagesMap(doc).get('stage-1')!, { title: 'Первый этап', order: 'a0' })
	})
	vi.stubGlobal('location', { protocol: 'http:', host: 'localhost' })
	vi.stubGlobal('WebSocket', relay.socketClass('mentor-1'))

	const session = openProgramSession({
		personId: 'mentor-1',
		deviceId: 'phone-1',
		programId: '1',
		documents: { plan: 'plan:1' },
		appVersion: 'test'
	})
	expect(session.notes).toBeNull()
	await eventually(() => expect(session.plan.snapshot()).toMatchObject({ isSynced: true, localStore: 'ready' }))
	const author = { personId: 'mentor-1', at: '2026-11-21T09:00:00.000Z' }
	addActivity(session.plan.doc, { id: 'a1', stageId: 'stage-1', title: 'Посетить урок' }, author)
	await session.close()

	const stored = await readStored('mentor-1', 'plan:1')
	expect(stored?.summary).toMatchObject({ total: 1, done: 0 })
	expect(relay.sockets).toHaveLength(1)
})

it('the notes are connected once the plan has synced', async () => {
	createFakeDevice('mentor-1')
	const relay = createFakeRelay()
	vi.stubGlobal('location', { protocol: 'https:', host: 'localhost' })
	vi.stubGlobal('WebSocket', relay.socketClass('mentor-1'))
	relay.isUp = false
	const session = openProgramSession({
		personId: 'mentor-1',
		deviceId: 'phone-1',
		programId: '1',
		documents: { plan: 'plan:1', notes: 'notes:1' },
		appVersion: 'test'
	})
	await eventually(() => expect(session.plan.snapshot().connection).toBe('offline'))
	await eventually(() => expect(session.notes?.snapshot().localStore).toBe('ready'))
	relay.isUp = true
	session.plan.reconnect()
	await eventually(() => expect(session.notes?.snapshot().isSynced).toBe(true))
	await session.close()
})

it('[R11] while Viktor looks at a programme closed to him the plan alone asks, and the notes are back with it', async () => {
	createFakeDevice('mentor-1')
	stubPage('visible')
	const relay = createFakeRelay()
	vi.stubGlobal('location', { protocol: 'https:', host: 'localhost' })
	vi.stubGlobal('WebSocket', relay.socketClass('mentor-1'))
	const session = openProgramSession({
		personId: 'mentor-1',
		deviceId: 'phone-1',
		programId: '1',
		documents: { plan: 'plan:1', notes: 'notes:1' },
		appVersion: 'test'
	})
	await eventually(() => expect(session.notes?.snapshot().isSynced).toBe(true))
	relay.right = null
	vi.spyOn(Math, 'random').mockReturnValue(0.5)
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
	relay.cutAll('no-right')
	// By now the notes ask at most once in 30 s.
	await vi.advanceTimersByTimeAsync(300_000)
	const { attempts } = relay
	await vi.advanceTimersByTimeAsync(60_000)
	// Eight requests, one every 7.5 s, and one or two of the notes.
	expect(relay.attempts - attempts).toBeGreaterThanOrEqual(8)
	expect(relay.attempts - attempts).toBeLessThanOrEqual(10)
	relay.right = 'edit'
	await vi.advanceTimersByTimeAsync(10_000)
	for (const document of [session.plan, session.notes])
		expect(document?.snapshot()).toMatchObject({ connection: 'connected', refusal: null, right: 'edit' })
	vi.useRealTimers()
	await session.close()
})
