/** Nothing is ever shown as safer than it is: any sequence of edits, failures and returns. */
import 'fake-indexeddb/auto'
import * as fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { createFakeDevice, type OpenTab } from './testing/fake-device.ts'
import { createFakeRelay } from './testing/fake-relay.ts'
import { tickOf } from './tick.ts'

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
	'the second tab closes'
] as const

const story = fc.array(fc.record({ step: fc.constantFrom(...steps), turns: fc.oneof(fc.nat(3), fc.nat(40)) }), {
	maxLength: 30
})

/** Stories that chance tells too seldom. */
const told = [
	tell('the relay goes down', 'write', 'the power fails'),
	tell('the relay goes down 20', 'write 40', 'the power fails 40', 'the relay is back 20'),
	tell('the relay stops reading 20', 'write 20', 'the cable is cut', 'the relay reads on 20'),
	tell('the relay refuses 20', 'write 20', 'the relay accepts', 'write 20', 'a second tab opens 20'),
	tell('a second tab opens 20', 'the relay goes down', 'write in the second tab 20', 'the second tab closes 20')
]

function tell(...lines: string[]): [{ step: (typeof steps)[number]; turns: number }[]] {
	return [
		['the disk has room 99', ...lines].map((line) => ({
			step: steps.find((step) => line.replace(/ \d+$/, '') === step)!,
			turns: Number(/\d+$/.exec(line)?.[0] ?? 0)
		}))
	]
}

it('[R1] [R2] [D1] [D2] a tick never claims what is not so', { timeout: 120_000 }, async () => {
	await fc.assert(fc.asyncProperty(story, play), { numRuns: 100, examples: told })
})

async function play(plot: readonly { step: (typeof steps)[number]; turns: number }[]): Promise<void> {
	const device = createFakeDevice('mentor-1')
	const relay = createFakeRelay({ people: ['mentor-1', 'mentee-1'] })
	const had = new Y.Doc()
	const seen = new Y.Doc()
	const lies: string[] = []
	let tabs: OpenTab[] = []

	function check(tab: OpenTab): void {
		const tick = tickOf(tab.open.snapshot())
		const claim = (is: boolean, of: string) => {
			if (!is) lies.push(`${tick}: ${of}`)
		}
		if (['onServer', 'delivered', 'seen'].includes(tick)) claim(contains(relay.doc, tab.doc), 'not on the server')
		if (tick === 'delivered') claim(contains(had, tab.doc) || contains(seen, tab.doc), 'the partner has not all')
		if (tick === 'seen') claim(contains(seen, tab.doc), 'the partner has not seen all')
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
				return relay.hold()
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
				await device.cutPower()
				relay.cutAll()
				// What no longer runs must not talk to what is opened next.
				await Promise.all(tabs.map((tab) => tab.close()))
				tabs = []
				open()
				await vi.waitFor(() => expect(tabs[0]?.open.snapshot().localStore).not.toBe('opening'), { interval: 1 })
				const found = new Y.Doc()
				Y.applyUpdate(found, Y.encodeStateAsUpdate(relay.doc))
				Y.applyUpdate(found, Y.encodeStateAsUpdate(tabs[0]!.doc))
				if (claims.some((update) => !Y.snapshotContainsUpdate(Y.snapshot(found), update)))
					lies.push('what was said to be saved is gone')
				return
			}
			case 'a second tab opens':
				if (tabs.length < 2) open()
				return
			case 'the second tab closes':
				await tabs.splice(1, 1)[0]?.close()
				return
		}
	}

	try {
		open()
		for (const { step, turns } of plot) {
			await take(step)
			tabs.forEach(check)
			for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve))
			tabs.forEach(check)
			expect(lies).toEqual([])
		}
	} finally {
		vi.restoreAllMocks()
		await device.closeAll()
		vi.unstubAllGlobals()
	}
}

function contains(whole: Y.Doc, part: Y.Doc): boolean {
	return Y.snapshotContainsUpdate(Y.snapshot(whole), Y.encodeStateAsUpdate(part))
}
