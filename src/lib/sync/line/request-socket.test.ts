/** A school's filter cuts WebSockets and lets HTTPS through; or sockets accept nothing, because a right has ended. */
import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { decodeCarriedAnswers, encodeCarriedAnswers } from '#protocol/exchange.ts'
import { decodeFrame, encodeUpdate, parseDeviceReport } from '#protocol/frames.ts'
import './request-socket.ts'
import { createFakeDevice, type OpenTab } from '../document/testing/fake-device.ts'
import { createFakeRelay, type FakeRelay } from '../document/testing/fake-relay.ts'
import { tickOf } from '../document/status.ts'

let device: ReturnType<typeof createFakeDevice>
let relay: FakeRelay
beforeEach(() => {
	device = createFakeDevice('mentor-1')
	relay = createFakeRelay({ people: ['mentor-1', 'mentee-1'] })
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] })
})
afterEach(async () => {
	vi.useRealTimers()
	vi.restoreAllMocks()
	await device.closeAll()
	vi.unstubAllGlobals()
})

const status = (tab: OpenTab) => tab.open.snapshot()
/** What the device has said of itself, over requests. */
const reports = () =>
	relay.requests.flatMap(({ frames }) =>
		frames.flatMap((bytes) => {
			const frame = decodeFrame(bytes)
			return frame?.type === 'hello' ? [parseDeviceReport(frame.json)!] : []
		})
	)
/** How many connections brought content. */
const onesWithContent = () =>
	relay.requests.filter(({ frames }) =>
		frames.some((bytes) => {
			const frame = decodeFrame(bytes)
			return frame?.type === 'update' && frame.update.byteLength > 2
		})
	).length
const onRelay = () => relay.doc.getText('text').toString()

/** Advances the time in steps. Between them, everything that waits for no timer runs. */
async function pass(ms: number): Promise<void> {
	const step = Math.min(ms, 250)
	for (let passed = 0; passed < ms; passed += step) {
		await vi.advanceTimersByTimeAsync(step)
		for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve))
	}
}

/** For results of a random wait; a minute at most. */
async function passUntil(isReached: () => boolean): Promise<void> {
	for (let steps = 0; steps < 240 && !isReached(); steps++) await pass(250)
}

async function openBehindFilter(filter: 'refuses' | 'swallows'): Promise<OpenTab> {
	relay.filter = filter
	const tab = device.open(relay)
	await pass(9_000)
	await vi.dynamicImportSettled()
	await pass(1_000)
	return tab
}

describe.each(['refuses', 'swallows'] as const)('[D7] behind a filter that %s sockets', (filter) => {
	it('the document comes and goes over requests', async () => {
		relay.edit((doc) => doc.getText('text').insert(0, 'план'))
		const tab = await openBehindFilter(filter)
		expect(status(tab)).toMatchObject({ connection: 'connected', isSynced: true, right: 'edit' })
		expect(tab.text()).toBe('план')

		tab.write('!')
		await pass(2_000)
		expect(onRelay()).toBe('план!')
		expect(tickOf(status(tab))).toBe('onServer')
		expect(status(tab).lastSyncedAt).not.toBeNull()
	})

	it('goes back to a socket as soon as one brings word, without loss or doubling', async () => {
		const tab = await openBehindFilter(filter)
		tab.write('over requests, ')
		await pass(2_000)
		relay.filter = null
		tab.write('over the socket')
		await pass(60_000)
		expect(status(tab)).toMatchObject({ connection: 'connected', unsent: 0 })
		expect(onRelay()).toBe('over requests, over the socket')
		const { length } = relay.requests
		await pass(60_000)
		expect(relay.requests).toHaveLength(length)
		expect(tab.text()).toBe(onRelay())
	})
})

describe('[D7] over requests', () => {
	it('[R9] what cannot be taken keeps nothing else from coming, and nothing more is said to be here', async () => {
		const tab = await openBehindFilter('refuses')
		vi.stubGlobal('fetch', async (path: string, init: { body: Uint8Array }) => {
			const answer = await relay.fetch(path, init)
			const answers = decodeCarriedAnswers(new Uint8Array(await answer.arrayBuffer()))!
			for (const { frames } of answers) frames.splice(1, 0, encodeUpdate(Uint8Array.of(1, 1, 1)))
			return new Response(encodeCarriedAnswers(answers), answer)
		})
		relay.edit((doc) => doc.getText('text').insert(0, 'план'))
		tab.write('!')
		await pass(10_000)
		expect(tab.text()).toMatch(/^(план!|!план)$/)
		expect(onRelay()).toBe(tab.text())
		expect(status(tab)).toMatchObject({ isSynced: false, unsent: 0 })
		expect(reports().every(({ haveSequence }) => haveSequence === 0)).toBe(true)
	})

	it('what others wrote comes at once while the page is looked at, and every 25 s otherwise', async () => {
		vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }))
		vi.stubGlobal('addEventListener', () => undefined)
		const tab = await openBehindFilter('refuses')
		await pass(60_000)
		relay.edit((doc) => doc.getText('text').insert(0, 'from the mentee'))
		await pass(500)
		expect(tab.text()).toBe('from the mentee')
		const seen = relay.requests.length
		await pass(60_000)
		expect(relay.requests.length - seen).toBeLessThanOrEqual(6)
		vi.stubGlobal('document', { visibilityState: 'hidden' })
		await pass(16_000)
		const hidden = relay.requests.length
		await pass(100_000)
		expect(relay.requests.length - hidden).toBeLessThanOrEqual(5)
	})

	it('what is typed while it waits for news leaves at once, and what is typed within a moment together', async () => {
		vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }))
		vi.stubGlobal('addEventListener', () => undefined)
		const tab = await openBehindFilter('refuses')
		await pass(5_000)
		const { length } = relay.requests
		for (let letter = 0; letter < 12; letter++) {
			tab.write('x')
			await pass(50)
		}
		await pass(1_000)
		expect(relay.requests.length - length).toBeLessThanOrEqual(6)
		expect(status(tab).unsent).toBe(0)
		expect(onRelay()).toBe('x'.repeat(12))
	})

	it('[R2] an edit made while an exchange is under way is not credited by its answer', async () => {
		const tab = await openBehindFilter('refuses')
		tab.write('first ')
		relay.pause()
		await pass(2_000)
		tab.write('second')
		relay.resume()
		relay.pause()
		await pass(250)
		expect(status(tab).unsent).toBe(1)
		expect(onRelay()).toBe('first ')
		relay.resume()
		await pass(2_000)
		expect(status(tab).unsent).toBe(0)
		expect(onRelay()).toBe('first second')
	})

	it('[P13] a request whose answer was lost is made again, and changes nothing twice', async () => {
		const tab = await openBehindFilter('refuses')
		relay.losesAnswers = true
		tab.write('once')
		await pass(3_000)
		expect(onRelay()).toBe('once')
		expect(status(tab)).toMatchObject({ unsent: 1, connection: 'offline' })
		const { sequence } = relay
		relay.losesAnswers = false
		await pass(20_000)
		expect(status(tab)).toMatchObject({ unsent: 0, connection: 'connected' })
		expect(relay.sequence).toBe(sequence)
		expect(onRelay()).toBe('once')
	})

	it('[P14] reports what it has once the local store has it, and what the partner has comes with the answer', async () => {
		relay.edit((doc) => doc.getText('text').insert(0, 'план'))
		const tab = await openBehindFilter('refuses')
		device.room.freeBytes = 7e9
		tab.noteRoom()
		tab.write('!')
		await pass(10_000)
		expect(reports().at(-1)).toMatchObject({
			deviceId: 'device-1',
			freeBytes: 7e9,
			isPersisted: null,
			haveSequence: 2,
			seenSequence: 0,
			unsent: 0
		})
		relay.report('mentee-1', { haveSequence: 2 })
		await pass(60_000)
		expect(tickOf(status(tab))).toBe('delivered')
	})

	it('[D7] what another tab has written and stored unheard is brought, too', async () => {
		await openBehindFilter('refuses')
		await device.writeUnheard('written while the first slept')
		await pass(60_000)
		expect(onRelay()).toBe('written while the first slept')
	})

	it('[D1] what is written leaves though the disk does not answer', async () => {
		const tab = await openBehindFilter('refuses')
		device.hangDisk()
		tab.write('from a disk that hangs')
		await pass(20_000)
		expect(onRelay()).toBe('from a disk that hangs')
	})

	it('[R6] a server that was restored is given all of it again, deletions too, and nothing is said to be there before', async () => {
		const tab = await openBehindFilter('refuses')
		tab.write('abc')
		await pass(2_000)
		const backup = relay.log.backUp()
		tab.erase(1)
		tab.write('d')
		await pass(2_000)
		expect(tickOf(status(tab))).toBe('onServer')
		const lies: string[] = []
		let wasUnsent = false
		tab.open.subscribe(() => {
			wasUnsent ||= status(tab).unsent > 0
			if (wasUnsent && onRelay() !== 'bcd' && status(tab).unsent === 0) lies.push(tickOf(status(tab)))
		})
		relay.restart(backup)
		await pass(65_000)
		expect(lies).toEqual([])
		expect(onRelay()).toBe('bcd')
		expect(tickOf(status(tab))).toBe('onServer')
	})

	it('[R6] what is brought to a restored server before that is known counts only with all that it lost', async () => {
		const tab = await openBehindFilter('refuses')
		const backup = relay.log.backUp()
		tab.write('lost')
		await pass(2_000)
		expect(tickOf(status(tab))).toBe('onServer')
		relay.restart(backup)
		tab.write(', brought')
		const lies: string[] = []
		tab.open.subscribe(() => {
			if (status(tab).unsent === 0 && onRelay() !== 'lost, brought') lies.push(tickOf(status(tab)))
		})
		await pass(10_000)
		expect(lies).toEqual([])
		expect(onRelay()).toBe('lost, brought')
		expect(tickOf(status(tab))).toBe('onServer')
	})

	it('[R6] what the server has acknowledged and has no more is asked for, and brought again', async () => {
		const tab = await openBehindFilter('refuses')
		tab.write('abc')
		await pass(30_000)
		relay.log.lose()
		await passUntil(() => onRelay() !== '')
		expect(onRelay()).toBe('abc')
	})

	it('a page of a gateway is not our server', async () => {
		relay.filter = 'refuses'
		const tab = device.open(relay)
		vi.stubGlobal('fetch', () => Promise.resolve(new Response('<html>Доступ ограничен</html>')))
		tab.write('kept')
		await pass(30_000)
		expect(status(tab)).toMatchObject({ connection: 'offline', unsent: 1 })
	})

	it('[D4] stops when somebody else is signed in on this device', async () => {
		const tab = await openBehindFilter('refuses')
		const answer = { error: { code: 'unauthorized' } }
		const fetching = vi.fn(() => Promise.resolve(Response.json(answer, { status: 401 })))
		vi.stubGlobal('fetch', fetching)
		tab.write('mine')
		await pass(120_000)
		expect(status(tab)).toMatchObject({ connection: 'refused', refusal: 'signed-out', unsent: 1 })
		expect(fetching).toHaveBeenCalledOnce()
	})

	it('[R3] refused edits are kept and told, and not brought again at each request; others go on coming', async () => {
		const tab = await openBehindFilter('refuses')
		relay.refusal = 'too-large'
		tab.write('too much')
		await pass(3_000)
		expect(status(tab)).toMatchObject({ refused: 1, isUnderReview: false, connection: 'connected' })
		relay.edit((doc) => doc.getText('text').insert(0, 'from the mentee. '))
		await pass(60_000)
		expect(tab.text()).toContain('from the mentee. ')
		// Once a minute the relay asks for all that it lacks.
		expect(onesWithContent()).toBeLessThanOrEqual(2)
		relay.refusal = null
		tab.erase(1)
		// The next connection brings all of it.
		relay.isUp = false
		await pass(30_000)
		relay.isUp = true
		await pass(60_000)
		expect(status(tab)).toMatchObject({ refused: 0, unsent: 0 })
		expect(onRelay()).toBe(tab.text())
	})

	it('[R7] is told by requests how much a filling document still takes', async () => {
		const tab = await openBehindFilter('refuses')
		expect(status(tab).bytesLeft).toBeNull()
		relay.bytesLeft = 700_000
		tab.write('more')
		await pass(3_000)
		expect(status(tab)).toMatchObject({ bytesLeft: 700_000, unsent: 0 })
	})

	it('[D9] an app that is too old keeps its edits, counts none as refused, and asks no more', async () => {
		const tab = await openBehindFilter('refuses')
		relay.isTooOld = true
		tab.write('kept for the next version')
		await pass(3_000)
		const { length } = relay.requests
		await pass(120_000)
		expect(status(tab)).toMatchObject({
			connection: 'refused',
			refusal: 'app-too-old',
			unsent: 1,
			refused: 0,
			unsaved: 0
		})
		expect(relay.requests).toHaveLength(length)
		expect(onRelay()).toBe('')
	})

	it('[R15] a document begun anew takes nothing of the old one', async () => {
		const tab = await openBehindFilter('refuses')
		tab.write('old')
		await pass(2_000)
		relay.epoch = 2
		relay.log.empty()
		await pass(65_000)
		expect(status(tab)).toMatchObject({ connection: 'refused', refusal: 'other-epoch', unsent: 1 })
		expect(onRelay()).toBe('')
	})
})

describe('[R3] whose right has ended', () => {
	function reviewText(): string {
		const reviewed = new Y.Doc()
		for (const update of relay.reviewLog) Y.applyUpdate(reviewed, update)
		return reviewed.getText('text').toString()
	}

	it('what they wrote until then is brought once, so that a curator can look at it', async () => {
		const tab = device.open(relay)
		await pass(1_000)
		relay.isUp = false
		relay.cutAll()
		tab.write('last words')
		relay.right = null
		relay.isUp = true
		tab.open.reconnect()
		await pass(3_000)
		expect(status(tab)).toMatchObject({
			connection: 'refused',
			refusal: 'no-right',
			unsent: 1,
			refused: 1,
			isUnderReview: true
		})
		expect(tickOf(status(tab))).toBe('underReview')
		expect(reviewText()).toBe('last words')

		await pass(300_000)
		expect(relay.reviewLog).toHaveLength(1)
		tab.write(', and one more')
		expect(status(tab).isUnderReview).toBe(false)
		await pass(3_000)
		expect(relay.reviewLog).toHaveLength(2)
		expect(status(tab)).toMatchObject({ unsent: 2, isUnderReview: true })
		expect(onRelay()).toBe('')
	})

	it('what they write when it has ended again is brought, too, also when it is no more than what was refused before', async () => {
		const tab = device.open(relay)
		await pass(1_000)
		relay.right = null
		relay.cutAll('no-right')
		tab.write('held, ')
		await pass(3_000)
		expect(status(tab)).toMatchObject({ unsent: 1, isUnderReview: true })
		relay.right = 'edit'
		tab.open.reconnect()
		await pass(3_000)
		expect(status(tab)).toMatchObject({ unsent: 0, isUnderReview: false })

		relay.right = null
		relay.cutAll('no-right')
		tab.write('and again')
		await pass(3_000)
		expect(status(tab)).toMatchObject({ unsent: 1, isUnderReview: true })
		expect(reviewText()).toBe('held, and again')
	})

	it('of two tabs each tells the other what of its own is held', async () => {
		const [first, second, third] = [device.open(relay), device.open(relay), device.open(relay)]
		await pass(1_000)
		relay.right = null
		relay.cutAll('no-right')
		first.write('one, ')
		second.write('two')
		expect([first, second].map((tab) => status(tab).isUnderReview)).toEqual([false, false])
		await pass(5_000)
		for (const tab of [first, second, third])
			expect(status(tab)).toMatchObject({ unsent: 2, refused: 2, isUnderReview: true })
		expect(['one, two', 'twoone, ']).toContain(reviewText())
		third.write('!')
		expect(status(third).isUnderReview).toBe(false)
		await passUntil(() => [first, second, third].every((tab) => status(tab).isUnderReview))
		for (const tab of [first, second, third]) expect(status(tab)).toMatchObject({ unsent: 3, isUnderReview: true })
	})

	it('where nobody takes it, it is offered once, kept and shown as refused', async () => {
		const tab = device.open(relay)
		await pass(1_000)
		relay.right = null
		relay.takesLateEdits = false
		relay.cutAll('no-right')
		tab.write('of nobody')
		await pass(3_000)
		expect(status(tab)).toMatchObject({ connection: 'refused', unsent: 1, refused: 1, isUnderReview: false })
		const { attempts } = relay
		await pass(60_000)
		expect(relay.attempts - attempts).toBeLessThanOrEqual(8)
		relay.takesLateEdits = true
		tab.open.reconnect()
		await pass(3_000)
		expect(status(tab)).toMatchObject({ unsent: 1, isUnderReview: true })
	})

	it('more late edits than go at once all reach the curator', async () => {
		const tab = device.open(relay)
		await pass(1_000)
		relay.isUp = false
		relay.cutAll()
		for (let count = 0; count < 12; count++) {
			tab.write(`${count} `.repeat(70_000))
			await pass(250)
		}
		relay.right = null
		relay.isUp = true
		tab.open.reconnect()
		await passUntil(() => status(tab).isUnderReview)
		expect(status(tab)).toMatchObject({ unsent: 12, refused: 12, isUnderReview: true })
		expect(relay.reviewLog.length).toBeGreaterThan(8)
	})

	it('a tap brings it again: a restored server may hold it no longer, and does not say so', async () => {
		const tab = device.open(relay)
		await pass(1_000)
		relay.right = null
		relay.cutAll('no-right')
		tab.write('last words')
		await pass(3_000)
		expect(status(tab).isUnderReview).toBe(true)
		relay.reviewLog.length = 0
		tab.open.reconnect()
		await pass(3_000)
		expect(status(tab).isUnderReview).toBe(true)
		expect(reviewText()).toBe('last words')
	})

	it('[P15] their author hears what the curator decided', async () => {
		const tab = device.open(relay)
		await pass(1_000)
		relay.right = null
		tab.write('last words')
		relay.cutAll('no-right')
		await pass(3_000)
		const shown: string[] = []
		tab.open.subscribe(() => shown.push(tickOf(status(tab))))
		relay.reviewState = 'set-aside'
		await pass(60_000)
		expect(status(tab)).toMatchObject({ unsent: 1, refused: 1, reviewOutcome: 'set-aside' })
		relay.reviewState = 'accepted'
		await pass(60_000)
		expect(status(tab)).toMatchObject({ unsent: 0, refused: 0, isUnderReview: false, reviewOutcome: 'accepted' })
		expect([...new Set(['underReview', ...shown])]).toEqual(['underReview', 'setAside', 'onServer'])
		await tab.close()
		const again = device.open(relay)
		await pass(3_000)
		expect(status(again)).toMatchObject({ unsent: 0, refused: 0 })
	})

	it('brings what is held no more often while its author looks at the screen: the relay is asked for the right alone', async () => {
		vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }))
		vi.stubGlobal('addEventListener', () => undefined)
		const tab = device.open(relay)
		await pass(1_000)
		relay.right = null
		tab.write('last words')
		relay.cutAll('no-right')
		await pass(3_000)
		const submissions = () => relay.sockets.filter(({ params }) => params.get('submit') === '1').length
		const [attempts, before] = [relay.attempts, submissions()]
		await pass(300_000)
		expect(relay.attempts - attempts).toBeGreaterThanOrEqual(30)
		expect(submissions() - before).toBeLessThanOrEqual(14)
		expect(submissions()).toBeGreaterThan(before)
		expect(status(tab).isUnderReview).toBe(true)
		relay.reviewState = 'accepted'
		await pass(65_000)
		expect(status(tab)).toMatchObject({ unsent: 0, reviewOutcome: 'accepted' })
	})

	it('[P15] what a curator accepted counts as seen by nobody who has seen only what came before', async () => {
		const tab = device.open(relay)
		await pass(1_000)
		tab.write('seen, ')
		await pass(1_000)
		relay.report('mentee-1', { haveSequence: relay.sequence, seenSequence: relay.sequence })
		await pass(1_000)
		const partner = () => status(tab).partners.find(({ personId }) => personId === 'mentee-1')
		expect(partner()).toMatchObject({ has: true, sees: true })

		relay.right = null
		relay.cutAll('no-right')
		tab.write('last words')
		await pass(3_000)
		relay.passOn(relay.reviewLog[0]!)
		relay.reviewState = 'accepted'
		await pass(60_000)
		expect(status(tab)).toMatchObject({ unsent: 0, reviewOutcome: 'accepted' })
		expect(partner()).toMatchObject({ has: false, sees: false })
	})

	it('tries again until it is answered', async () => {
		const tab = await openBehindFilter('refuses')
		relay.right = null
		tab.write('last words')
		relay.losesAnswers = true
		await pass(20_000)
		expect(status(tab).isUnderReview).toBe(false)
		relay.losesAnswers = false
		await pass(60_000)
		expect(status(tab).isUnderReview).toBe(true)
	})

	it('who may still read brings it once, unasked', async () => {
		const tab = device.open(relay)
		await pass(1_000)
		relay.isUp = false
		relay.cutAll()
		tab.write('last words')
		relay.right = 'read'
		relay.refusal = 'read-only'
		relay.isReviewing = true
		relay.isUp = true
		tab.open.reconnect()
		await pass(3_000)
		expect(status(tab)).toMatchObject({
			connection: 'connected',
			right: 'read',
			refused: 1,
			isUnderReview: true
		})
		expect(relay.reviewLog).toHaveLength(1)
		await pass(60_000)
		expect(relay.reviewLog).toHaveLength(1)
	})

	it('who may still read brings what they write on a later connection, too', async () => {
		relay.right = 'read'
		relay.refusal = 'read-only'
		relay.isReviewing = true
		const tab = device.open(relay)
		await pass(1_000)
		tab.write('first')
		await pass(3_000)
		expect(status(tab)).toMatchObject({ unsent: 1, isUnderReview: true })
		relay.cutAll()
		await pass(3_000)
		tab.write(', later')
		await pass(3_000)
		expect(relay.reviewLog).toHaveLength(2)
		expect(status(tab)).toMatchObject({ unsent: 2, isUnderReview: true })
	})

	it('edits refused over a socket are known to be held, and not brought twice', async () => {
		const tab = device.open(relay)
		await pass(1_000)
		relay.refusal = 'revoked'
		relay.isReviewing = true
		tab.write('last words')
		await pass(3_000)
		expect(status(tab)).toMatchObject({ refused: 1, isUnderReview: true })
		relay.isReviewing = false
		tab.write('!')
		await pass(3_000)
		expect(status(tab)).toMatchObject({ refused: 2, isUnderReview: false })
		expect(relay.requests).toEqual([])
	})

	it('a right that is back takes up where it was', async () => {
		const tab = device.open(relay)
		await pass(1_000)
		relay.right = null
		tab.write('last words')
		relay.cutAll('no-right')
		relay.right = 'edit'
		await pass(5_000)
		expect(status(tab)).toMatchObject({ connection: 'connected', refusal: null, unsent: 0, refused: 0 })
		expect(onRelay()).toBe('last words')
	})
})
