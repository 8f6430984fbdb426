/** Random sequences of edits, failures and returns: nothing is ever shown as safer than it is. */
import 'fake-indexeddb/auto'
import * as fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import '../line/request-socket.ts'
import { createFakeDevice, type OpenTab } from './testing/fake-device.ts'
import { createFakeRelay } from './testing/fake-relay.ts'
import type { SyncSnapshot } from './snapshot.ts'
import { tickOf } from './status.ts'
import { eventually } from '../../../../tests/support/eventually.ts'

const steps = [
	'write',
	'write',
	'write in the second tab',
	'erase',
	'the relay stops reading',
	'the relay reads on',
	'the cable is cut',
	'the relay goes down',
	'the relay is back',
	'the relay refuses',
	'the relay accepts',
	'the partner has it',
	'the partner sees it',
	'the disk is full',
	'the disk has room',
	'the browser closes the database',
	'the power fails',
	'a second tab opens',
	'the second tab closes',
	'the app is opened anew',
	'the partner writes',
	'the server is started anew',
	'a backup is made',
	'the backup is restored',
	'a filter cuts sockets',
	'the filter is gone',
	'answers are lost',
	'answers arrive',
	'the right ends',
	'the right is back',
	'seconds pass',
	'seconds pass'
] as const

const story = fc.array(fc.record({ step: fc.constantFrom(...steps), turns: fc.oneof(fc.nat(3), fc.nat(40)) }), {
	maxLength: 30
})

/** Stories that random choice makes too rarely. */
const rareStories: ReturnType<typeof parseStory>[] = [
	parseStory('the relay goes down', 'write', 'the power fails'),
	parseStory('the relay goes down 20', 'write 40', 'the power fails 40', 'the relay is back 20'),
	parseStory('the relay stops reading 20', 'write 20', 'the cable is cut', 'the relay reads on 20'),
	parseStory('the relay refuses 20', 'write 20', 'the relay accepts', 'write 20', 'a second tab opens 20'),
	parseStory('a second tab opens 20', 'the relay goes down', 'write in the second tab 20', 'the second tab closes 20'),
	parseStory('write 20', 'a backup is made', 'erase 20', 'the app is opened anew 20', 'the backup is restored 40'),
	parseStory(
		'write 20',
		'a backup is made',
		'write 20',
		'the backup is restored',
		'the power fails 20',
		'the relay is back 40'
	),
	parseStory(
		'write 20',
		'seconds pass',
		'the app is opened anew 20',
		'write',
		'the cable is cut',
		'the relay is back 20'
	),
	parseStory(
		'a backup is made',
		'the power fails',
		'the partner writes',
		'the backup is restored',
		'the filter is gone',
		'seconds pass 20'
	),
	parseStory('the partner writes 20', 'a backup is made', 'the partner writes 3', 'the backup is restored', 'write 7'),
	// Nothing was ever stored.
	[
		[
			'the disk is full',
			'a backup is made 10',
			'write 5',
			'write 3',
			'the filter is gone 5',
			'the backup is restored'
		].map(parseStep)
	],
	parseStory(
		'a filter cuts sockets',
		'the cable is cut',
		'write',
		'seconds pass',
		'seconds pass',
		'erase',
		'seconds pass 20'
	),
	parseStory(
		'a filter cuts sockets',
		'the cable is cut',
		'seconds pass',
		'a backup is made',
		'write',
		'seconds pass',
		'the backup is restored',
		'seconds pass',
		'seconds pass',
		'seconds pass 20'
	),
	parseStory(
		'a filter cuts sockets',
		'the cable is cut',
		'answers are lost',
		'write',
		'seconds pass',
		'write',
		'answers arrive',
		'seconds pass',
		'the filter is gone',
		'seconds pass 20'
	),
	parseStory(
		'the relay goes down',
		'write',
		'the right ends',
		'the relay is back',
		'seconds pass',
		'write',
		'seconds pass 20'
	),
	parseStory(
		'the right ends',
		'write',
		'the app is opened anew 20',
		'seconds pass',
		'the right is back',
		'seconds pass 20'
	)
]

function parseStory(...lines: string[]): [ReturnType<typeof parseStep>[]] {
	return [['the disk has room 99', ...lines].map(parseStep)]
}

function parseStep(line: string): { step: (typeof steps)[number]; turns: number } {
	return {
		step: steps.find((step) => line.replace(/ \d+$/, '') === step)!,
		turns: Number(/\d+$/.exec(line)?.[0] ?? 0)
	}
}

it('[R2] [R3] [R16] [D1] [D2] [D7] a tick never claims what is not so', { timeout: 120_000 }, async () => {
	await fc.assert(fc.asyncProperty(story, runPlot), { numRuns: 100, examples: rareStories })
})

async function runPlot(plot: readonly { step: (typeof steps)[number]; turns: number }[]): Promise<void> {
	const device = createFakeDevice('mentor-1')
	const relay = createFakeRelay({ people: ['mentor-1', 'mentee-1'] })
	const had = new Y.Doc()
	const seen = new Y.Doc()
	/** Everything the server ever stored, also what a restored backup lost again. */
	const stored = new Y.Doc()
	const lies: string[] = []
	let tabs: OpenTab[] = []
	let backup: ReturnType<typeof relay.log.backUp> | null = null
	let restoredAt: number | null = null
	let isAtRest = false
	/** Something of ours may come from the server like an edit of another device. `delivered` and `seen` are not about it. */
	let hasForeign = false

	/**
	 * A device without contact to the server since it was restored cannot know what was lost. The second tab learns it
	 * from the first one, so it is asked only at rest.
	 */
	function isInTouch(tab: OpenTab, { connection }: SyncSnapshot): boolean {
		if (restoredAt === null) return true
		if (tab !== tabs[0] && !isAtRest) return false
		const hasSocket = relay.sockets.some(({ readyState }) => readyState === 1)
		// One request may have been under way, and there are two tabs.
		return connection === 'connected' && (hasSocket || relay.requests.length - restoredAt > 3)
	}

	/** Nobody tells the other tab, or who opens next, whose it is what the disk has not taken. */
	function noteForeign(): void {
		const snapshots = tabs.map((tab) => tab.open.snapshot())
		hasForeign ||= snapshots.some(({ localStore, unsaved }) => localStore === 'failed' && unsaved > 0)
	}

	function check(tab: OpenTab): void {
		if (tabs.length > 1) noteForeign()
		const snapshot = tab.open.snapshot()
		const tick = tickOf(snapshot)
		Y.applyUpdate(stored, Y.encodeStateAsUpdate(relay.doc))
		const claim = (is: boolean, of: string) => {
			if (!is) lies.push(`${tick}: ${of}`)
		}
		if (['onServer', 'delivered', 'seen'].includes(tick))
			claim(contains(isInTouch(tab, snapshot) ? relay.doc : stored, tab.doc), 'not on the server')
		if (tick === 'delivered' && !hasForeign)
			claim(contains(had, tab.doc) || contains(seen, tab.doc), 'the partner has not all')
		if (tick === 'seen' && !hasForeign) claim(contains(seen, tab.doc), 'the partner has not seen all')
		if (snapshot.isUnderReview) claim(contains(storedOrUnderReview(), tab.doc), 'not in the holding log')
	}

	function storedOrUnderReview(): Y.Doc {
		const doc = new Y.Doc()
		for (const update of [Y.encodeStateAsUpdate(stored), ...relay.reviewLog]) Y.applyUpdate(doc, update)
		return doc
	}

	function open(): void {
		const tab = device.open(relay)
		tabs.push(tab)
		tab.open.subscribe(() => check(tab))
	}

	async function take(step: (typeof steps)[number]): Promise<void> {
		const [first, second] = tabs
		switch (step) {
			case 'write':
				return first?.write('x')
			case 'write in the second tab':
				return second?.write('y')
			case 'erase':
				if (first !== undefined && first.text() !== '') first.erase(1)
				return
			case 'the relay stops reading':
				return relay.pause()
			case 'the relay reads on':
				return relay.resume()
			case 'the cable is cut':
				return relay.cutAll()
			case 'the relay goes down':
				relay.isUp = false
				return relay.cutAll()
			case 'the relay is back':
				relay.isUp = true
				return tabs.forEach((tab) => tab.open.reconnect())
			case 'the relay refuses':
				relay.refusal = 'too-large'
				return
			case 'the relay accepts':
				relay.refusal = null
				return
			case 'the partner has it':
				Y.applyUpdate(had, Y.encodeStateAsUpdate(relay.doc))
				return relay.report('mentee-1', { haveSequence: relay.sequence })
			case 'the partner sees it':
				Y.applyUpdate(seen, Y.encodeStateAsUpdate(relay.doc))
				hasForeign = false
				return relay.report('mentee-1', { seenSequence: relay.sequence })
			case 'the disk is full':
				vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
					throw new DOMException('Full', 'QuotaExceededError')
				})
				return
			case 'the disk has room':
				vi.restoreAllMocks()
				return
			case 'the browser closes the database':
				if (device.databases.length > 0) device.closeDatabase()
				return
			case 'the power fails': {
				const claims = tabs
					.filter((tab) => ['onDevice', 'onServer', 'delivered', 'seen'].includes(tickOf(tab.open.snapshot())))
					.map((tab) => Y.encodeStateAsUpdate(tab.doc))
				noteForeign()
				await device.cutPower()
				relay.cutAll()
				// Stopped tabs must not send messages to those that open next.
				await within(Promise.all(tabs.map((tab) => tab.close())))
				tabs = []
				open()
				await eventually(() => expect(tabs[0]?.open.snapshot().localStore).not.toBe('opening'))
				const found = new Y.Doc()
				Y.applyUpdate(found, Y.encodeStateAsUpdate(stored))
				Y.applyUpdate(found, Y.encodeStateAsUpdate(tabs[0]!.doc))
				if (claims.some((update) => !Y.snapshotContainsUpdate(Y.snapshot(found), update)))
					lies.push('what was said to be saved is gone')
				return
			}
			case 'a second tab opens':
				if (tabs.length < 2) open()
				return
			case 'the second tab closes':
				return void (await within(Promise.all(tabs.splice(1, 1).map((tab) => tab.close()))))
			case 'the app is opened anew':
				noteForeign()
				await within(Promise.all(tabs.splice(0).map((tab) => tab.close())))
				return open()
			case 'the partner writes': {
				const before = Y.encodeStateVector(relay.doc)
				relay.edit((doc) => doc.getText('theirs').insert(0, 'z'))
				const update = Y.encodeStateAsUpdate(relay.doc, before)
				for (const doc of [had, seen]) Y.applyUpdate(doc, update)
				return
			}
			case 'the server is started anew':
				relay.restart()
				return tabs.forEach((tab) => tab.open.reconnect())
			case 'a backup is made':
				backup = relay.log.backUp()
				return
			case 'the backup is restored':
				if (backup === null) return
				restoredAt = relay.requests.length
				relay.restart(backup)
				return tabs.forEach((tab) => tab.open.reconnect())
			case 'a filter cuts sockets':
				relay.filter = 'refuses'
				return relay.cutAll()
			case 'the filter is gone':
				relay.filter = null
				return
			case 'answers are lost':
				relay.losesAnswers = true
				return
			case 'answers arrive':
				relay.losesAnswers = false
				return
			case 'the right ends':
				relay.right = null
				return relay.cutAll('no-right')
			case 'the right is back':
				relay.right = 'edit'
				return tabs.forEach((tab) => tab.open.reconnect())
			case 'seconds pass':
				for (let second = 0; second < 6; second++) {
					await vi.advanceTimersByTimeAsync(1_000)
					for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve))
					await vi.dynamicImportSettled()
				}
				return
		}
	}

	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] })
	try {
		open()
		for (const { step, turns } of plot) {
			await take(step)
			tabs.forEach(check)
			for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve))
			tabs.forEach(check)
			expect(lies).toEqual([])
		}
		await take('seconds pass')
		isAtRest = true
		tabs.forEach(check)
		expect(lies).toEqual([])
	} finally {
		vi.restoreAllMocks()
		await within(device.closeAll())
		vi.useRealTimers()
		vi.unstubAllGlobals()
	}
}

/** Advances the clock until it is done: a store that opens again must wait for its timer. */
async function within<Value>(doing: Promise<Value>): Promise<Value> {
	let isDone = false
	void doing.finally(() => (isDone = true))
	while (!isDone) {
		await vi.advanceTimersByTimeAsync(50)
		await new Promise((resolve) => setImmediate(resolve))
	}
	return doing
}

function contains(whole: Y.Doc, part: Y.Doc): boolean {
	return Y.snapshotContainsUpdate(Y.snapshot(whole), Y.encodeStateAsUpdate(part))
}
