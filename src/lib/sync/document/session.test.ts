import 'fake-indexeddb/auto'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { addActivity } from '#domain/plan/position.ts'
import { setFields, stagesMap, metaMap } from '#domain/plan/layout.ts'
import { type DocumentState, encodeDocumentState } from '#protocol/document-state.ts'
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

describe('[P17] a first visit', () => {
	let visits = 0
	/** Another person in each story: each begins with an empty device. */
	let personId = ''
	const open = () =>
		openProgramSession({
			personId,
			deviceId: 'phone-1',
			programId: '1',
			documents: { plan: 'plan:1' },
			appVersion: 'test'
		})
	const visit = () => {
		personId = `newcomer-${++visits}`
		createFakeDevice(personId)
		stubPage('visible')
		const relay = createFakeRelay({ people: [personId] })
		relay.edit((doc) => metaMap(doc).set('title', 'Программа'))
		vi.stubGlobal('location', { protocol: 'http:', host: 'localhost' })
		vi.stubGlobal('WebSocket', relay.socketClass(personId))
		return relay
	}
	/** What app.html has asked for; null: it has got nothing. */
	const stubAhead = (state: DocumentState | null, { documentId = 'plan:1', signedIn = personId } = {}) => {
		const bytes = state && encodeDocumentState(state).buffer
		const ahead = { documentId, state: Promise.resolve(bytes), ending: new AbortController() }
		vi.stubGlobal('window', { planAhead: ahead, meAhead: Promise.resolve({ person: { id: signedIn } }) })
	}
	const titled = (title: string) => {
		const doc = new Y.Doc()
		metaMap(doc).set('title', title)
		return [Y.encodeStateAsUpdate(doc)]
	}

	it('shows the plan that was asked for before the app was there, and the line does not bring it again', async () => {
		const relay = visit()
		stubAhead({ epoch: 1, updates: [Y.encodeStateAsUpdate(relay.doc)] })
		relay.isUp = false
		const session = open()
		await eventually(() => expect(metaMap(session.plan.doc).get('title')).toBe('Программа'))
		expect(session.plan.snapshot()).toMatchObject({ isLoaded: true, isSynced: false, unsent: 0 })
		relay.isUp = true
		session.plan.reconnect()
		await eventually(() => expect(session.plan.snapshot()).toMatchObject({ isSynced: true, unsent: 0 }))
		const [brought] = relay.sockets.at(-1)?.received.filter((frame) => frame.type === 'update') ?? []
		expect(brought).toMatchObject({ update: Uint8Array.of(0, 0) })
		await session.close()
		expect(await readStored(personId, 'plan:1')).not.toBeNull()
	})

	it('keeps the epoch with it: words of a former epoch do not enter the new one', async () => {
		const relay = visit()
		stubAhead({ epoch: 1, updates: [Y.encodeStateAsUpdate(relay.doc)] })
		relay.isUp = false
		const first = open()
		await eventually(() => expect(first.plan.snapshot()).toMatchObject({ isLoaded: true, localStore: 'ready' }))
		await first.close()
		Object.assign(relay, { isUp: true, epoch: 2 })
		const later = open()
		await eventually(() => expect(later.plan.snapshot().refusal).toBe('other-epoch'))
		await later.close()
	})

	it('is none on a device that has the plan: its line waits for nothing, and takes only what the relay says', async () => {
		visit()
		const first = open()
		await eventually(() => expect(first.plan.snapshot().isSynced).toBe(true))
		await first.close()
		stubAhead({ epoch: 2, updates: titled('Другая') })
		Object.assign(window.planAhead!, { state: new Promise(() => undefined) })
		const later = open()
		await eventually(() => expect(later.plan.snapshot().isSynced).toBe(true))
		await later.close()
	})

	it('gives up what does not come, and the line brings the plan', async () => {
		visit()
		stubAhead(null)
		const ahead = window.planAhead!
		const ended = new Promise<null>((resolve) => ahead.ending.signal.addEventListener('abort', () => resolve(null)))
		Object.assign(ahead, { state: ended })
		window.meAhead = ended
		vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
		const session = open()
		await vi.advanceTimersByTimeAsync(30_000)
		vi.useRealTimers()
		await eventually(() => expect(session.plan.snapshot().isSynced).toBe(true))
		await session.close()
	})

	it.each([
		['another document', { documentId: 'plan:2' }, true],
		['another person', { signedIn: 'mentor-9' }, true],
		['nothing', {}, false]
	])('opens the plan over the line when what was given is of %s', async (_what, of, isAny) => {
		visit()
		stubAhead(isAny ? { epoch: 7, updates: titled('Чужая') } : null, of)
		const session = open()
		await eventually(() => expect(session.plan.snapshot()).toMatchObject({ isSynced: true, refusal: null }))
		expect(metaMap(session.plan.doc).get('title')).toBe('Программа')
		await session.close()
	})

	it('does not call the plan whole when it could not take all of what was given', async () => {
		const relay = visit()
		stubAhead({ epoch: 1, updates: [Y.encodeStateAsUpdate(relay.doc), Uint8Array.of(1, 2, 3)] })
		const session = open()
		await eventually(() => expect(session.plan.snapshot().connection).toBe('connected'))
		expect(session.plan.snapshot().isSynced).toBe(false)
		await session.close()
	})
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
