/** What happens in a world: first everybody arrives, then anything happens, then all is mended and quiet, and is checked. */
import { weights, type Act } from './acts.ts'
import { lookAtCard } from './cards.ts'
import { createDevice, type Device, type OpenedDocument, type Tab } from './device.ts'
import { checkEverything, makeFile, takeFile } from './errands.ts'
import { acceptAgain, acceptBackwards } from './guest.ts'
import { lookAtTheEnd, isQuiet } from './ending.ts'
import { NOTES, PLAN } from './documents.ts'
import { openStockClient } from './stock-client.ts'
import type { World } from './world.ts'

const USUAL_ACTS = 80
const QUIET_MS = 400_000

export async function runPlot(world: World, acts = USUAL_ACTS): Promise<void> {
	const chances = { ...weights, ...world.bugs.weights }
	const { clock, oracle, random } = world
	const isOver = () => oracle.complaint() !== null
	await begin(world)
	for (let act = 0; act < acts && !isOver(); act++) {
		perform(world, random.weighted(chances))
		await clock.runUntil(clock.now() + pause(world), isOver)
	}
	if (isOver()) return
	mend(world)
	await clock.runUntil(clock.now() + 35_000, isOver)
	const patience = clock.now() + QUIET_MS
	while (!isOver() && !isQuiet(world) && clock.now() < patience) await clock.runUntil(clock.now() + 2000, isOver)
	if (!isOver()) lookAtTheEnd(world)
}

async function begin(world: World): Promise<void> {
	const { clock, random, server, devices } = world
	const everything = [PLAN, NOTES]
	const isForgetful = () => random.chance(0.15) || world.bugs.areForgetful === true
	for (const [personId, deviceId, documentIds] of [
		['viktor', 'viktor-phone', everything],
		['irina', 'irina-phone', everything],
		['irina', 'irina-laptop', [PLAN]],
		['pavel', 'pavel-phone', [PLAN]],
		['elena', 'elena-pc', [PLAN]]
	] as const) {
		server.setRight(personId, personId === 'elena' ? 'reader' : 'editor')
		if (deviceId === 'irina-laptop' && random.chance(0.4)) continue
		if (deviceId === 'pavel-phone' && random.chance(0.4)) continue
		devices.push(createDevice(world, { personId, deviceId, documentIds, isForgetful: isForgetful() }))
	}
	server.start()
	server.makeProgram()
	if (random.chance(0.4)) world.stockClients.push(openStockClient(world, 'viktor'))
	await clock.runUntil(clock.now() + 20)
	for (const device of devices) device.openTab()
	await clock.runUntil(clock.now() + random.between(10, 3000))
}

/** Mostly people are quick; sometimes nothing happens for a while. */
function pause({ random }: World): number {
	const kind = random.next()
	if (kind < 0.6) return random.between(0, 120)
	if (kind < 0.9) return random.between(100, 1500)
	return kind < 0.985 ? random.between(1000, 8000) : random.between(20_000, 90_000)
}

function perform(world: World, act: Act): void {
	const { clock, random, server, devices, trace, network } = world
	const device = random.pick(devices)!
	const tab = random.pick([...device.tabs])
	const say = (whom: string) => trace.log(`${act}: ${whom}`)
	switch (act) {
		case 'type':
			return type(world, tab, 1)
		case 'type fast':
			return type(world, tab, 3 + random.below(10))
		case 'a stock client types':
			for (const client of world.stockClients) client.edit((doc) => doc.getText('text').insert(0, 'слово '))
			return
		case 'the network goes':
			if (!device.isNetworkOn) return
			say(device.deviceId)
			return device.setNetwork(false)
		case 'the network comes': {
			const away = random.pick(devices.filter(({ isNetworkOn }) => !isNetworkOn))
			if (away === undefined) return
			say(away.deviceId)
			return away.setNetwork(true)
		}
		case 'a link is cut':
		case 'a link dies unnoticed': {
			const wire = random.pick([...network.wires])
			if (wire === undefined) return
			say(wire.tab.name)
			return wire.cut(act === 'a link is cut')
		}
		case 'the network is slow':
			device.latency = random.pick([5, 40, 40, 400, 3000])!
			return say(`${device.deviceId}, ${device.latency} ms`)
		case 'the power fails':
			if (tab === undefined) return
			say(device.deviceId)
			return device.cutPower()
		case 'a tab opens':
			if (device.tabs.size > 1 || (device.tabs.size === 1 && random.chance(0.6))) return
			say(device.deviceId)
			device.openTab()
			return
		case 'the home page opens':
			if ([...device.tabs].some(({ isHome }) => isHome)) return
			say(device.deviceId)
			device.openHome()
			return
		case 'a tab closes':
		case 'a tab is killed':
			if (tab === undefined) return
			say(tab.name)
			return act === 'a tab closes' ? tab.close() : tab.kill()
		case 'a page hides':
		case 'a page shows':
			if (tab === undefined) return
			say(tab.name)
			if (act === 'a page shows' && tab.owner.isAsleep) tab.thaw()
			return tab.show(act === 'a page shows')
		case 'a tab freezes':
			if (tab === undefined || device.tabs.size < 2 || tab.owner.isAsleep) return
			say(tab.name)
			tab.show(false)
			clock.schedule(random.between(0, 50), () => tab.isVisible || tab.freeze(), world.everybody)
			return
		case 'a tab thaws':
			if (tab === undefined || !tab.owner.isAsleep) return
			say(tab.name)
			return tab.thaw()
		case 'a tap on reconnect':
			if (tab === undefined || tab.isClosing) return
			say(tab.name)
			for (const { handle } of tab.documents) clock.schedule(0, () => handle.open.reconnect(), tab.owner)
			return
		case 'the server is killed':
			if (!server.isUp()) return
			say('')
			server.kill()
			clock.schedule(random.pick([10, 500, 5000, 40_000])!, server.start)
			return
		case 'the server is stopped':
			if (!server.isUp()) return
			say('')
			return server.stop(() => clock.schedule(random.pick([10, 500, 5000, 40_000])!, server.start, world.everybody))
		case 'the server fails to commit':
			say('')
			server.disk.failures += 1 + random.below(2)
			return
		case "the server's disk is slow":
			server.disk.slowness = random.pick([2, 4, 4, 60, 2000])!
			return say(`${server.disk.slowness} ms`)
		case "the server's disk fills":
			say('')
			server.disk.isFull = true
			clock.schedule(random.between(200, 8000), () => (server.disk.isFull = false))
			return
		case "a device's disk fills":
			say(device.deviceId)
			device.disk.isFull = true
			return
		case "a device's disk has room":
			for (const { disk } of devices) disk.isFull = false
			return say('everywhere')
		case "a device's databases close":
			say(device.deviceId)
			return device.disk.closeDatabases()
		case "a device's disk is slow":
			device.disk.slowness = random.pick([1, 4, 4, 100, 1500])!
			return say(`${device.deviceId}, ${device.disk.slowness} ms`)
		case 'a backup is made':
			if (!server.isUp()) return
			say('')
			void server.backUp()
			return
		case 'the backup is restored':
			if (!server.isUp() || !server.disk.hasBackup()) return
			say('')
			server.kill()
			void server.restoreBackup()
			acceptAgain(world)
			clock.schedule(random.between(100, 5000), server.start)
			return
		case 'compaction runs':
			say('')
			return server.compact(random.chance(0.7) ? PLAN : NOTES)
		case 'edits are accepted backwards':
			say('')
			return acceptBackwards(world)
		case 'a file is made':
		case 'everything is checked':
			if (tab === undefined || tab.isClosing) return
			say(tab.name)
			return act === 'a file is made' ? makeFile(world, tab) : checkEverything(world, tab)
		case 'a card is looked at':
			return tab === undefined || tab.isClosing ? undefined : lookAtCard(world, tab)
		case 'a file is taken': {
			const file = random.pick(world.files)
			if (tab === undefined || tab.isClosing || file === undefined || device.personId === 'elena') return
			say(`${tab.name}, of ${file.header.personId}`)
			return takeFile(world, tab, file)
		}
		case 'a part ends': {
			const personId = random.pick(['irina', 'pavel'])!
			say(personId)
			return server.setRight(personId, random.chance(0.5) ? 'ended' : 'former editor who reads')
		}
		case 'a part returns':
			for (const personId of ['irina', 'pavel']) {
				if (server.roleOf(personId) === 'editor') continue
				say(personId)
				server.setRight(personId, 'editor')
			}
			return
		case 'held edits are accepted':
			say('')
			return server.acceptUnderReview()
		case 'the notes are deleted':
			say('')
			return server.deleteDocument(NOTES)
		case 'the programme is made again':
			say('')
			return server.makeProgram()
		case 'a filter cuts WebSockets':
			say(device.deviceId)
			device.isFiltered = true
			for (const wire of network.wires) if (wire.station === device) wire.cut(true)
			return
		case 'the filter is gone':
			for (const filtered of devices) filtered.isFiltered = false
			return say('')
		case 'a device sleeps':
			say(device.deviceId)
			return sleep(world, device, random.pick([2000, 40_000, 200_000])!)
		case 'weeks pass':
			say('')
			for (const sleeper of devices) for (const { owner } of sleeper.tabs) owner.isAsleep = true
			clock.leap(random.between(7, 60) * 86_400_000)
			for (const sleeper of devices) wake(world, sleeper)
			return
	}
}

function sleep(world: World, device: Device, ms: number): void {
	world.trace.operation('device sleeps', device.deviceId)
	for (const { owner } of device.tabs) owner.isAsleep = true
	world.clock.schedule(ms, () => wake(world, device))
}

function wake(world: World, device: Device): void {
	world.trace.operation('device wakes', device.deviceId)
	for (const tab of device.tabs) {
		if (!tab.owner.isAsleep) continue
		world.clock.wake(tab.owner)
		if (tab.isVisible) tab.show(true)
	}
}

function type(world: World, tab: Tab | undefined, strokes: number): void {
	const { clock, random } = world
	const document = random.pick(tab?.documents ?? [])
	if (tab === undefined || document === undefined || tab.device.personId === 'elena') return
	let at = 0
	for (let stroke = 0; stroke < strokes; stroke++) {
		clock.schedule(at, () => write(world, document), tab.owner)
		at += random.between(20, 180)
	}
}

function write({ random }: World, document: OpenedDocument): void {
	// There is nothing to write into on the screen.
	if (document.tab.isClosing || !document.handle.open.snapshot().isLoaded) return
	document.edit((doc) => {
		const text = doc.getText('text')
		const position = random.below(text.length + 1)
		switch (random.weighted({ insert: 5, erase: 2, mark: 2, replace: 1 })) {
			case 'insert':
				return text.insert(position, 'слово '.slice(0, 1 + random.below(6)))
			case 'erase':
				return text.length === 0 ? undefined : text.delete(Math.min(position, text.length - 1), 1)
			case 'mark':
				return void doc.getMap('marks').set(`activity-${random.below(6)}`, random.below(1000))
			case 'replace':
				if (text.length > 0) text.delete(Math.min(position, text.length - 1), 1)
				return text.insert(Math.min(position, text.length), 'а')
		}
	})
}

/** Ends all failures; everybody has everything open. */
function mend(world: World): void {
	const { clock, random, server, devices, trace } = world
	trace.log('all is mended')
	server.disk.isFull = false
	server.disk.failures = 0
	server.disk.slowness = 4
	server.start()
	server.makeProgram()
	for (const personId of ['irina', 'pavel']) if (random.chance(0.7)) server.setRight(personId, 'editor')
	for (const device of devices) {
		device.disk.isFull = false
		device.disk.slowness = 4
		device.latency = 20
		device.isFiltered = false
		device.setNetwork(true)
		wake(world, device)
		if ([...device.tabs].every(({ isClosing, isHome }) => isClosing || isHome)) device.openTab()
		for (const tab of device.tabs) {
			if (tab.isClosing) continue
			tab.show(true)
			// A person's tap, also after a final refusal.
			for (const { handle } of tab.documents) clock.schedule(100, () => handle.open.reconnect(), tab.owner)
		}
	}
}
