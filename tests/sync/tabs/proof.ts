/**
 * Several tabs in a real Chromium, by its raw protocol (`node tests/sync/tabs/proof.ts [cuts] [kills]`):
 *
 * 1. how long a key in the tab that a person turns to takes to be on the device and on the server, whatever has become of
 *    the tab that held the line, of a request, of the right, of the server and of the device's database;
 * 2. random cuts, crashes and freezes with two devices of two tabs: no word is lost, and none is shown as safer than it is;
 * 3. `kill -9` of the browser while somebody types.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { createRandom } from '../../support/random.ts'
import { type Chromium, type ChromiumTab, startChromium } from './chromium.ts'
import { openTown, type Town } from './town.ts'

const cuts = Number(process.argv[2] ?? 500)
const kills = Number(process.argv[3] ?? 20)
/** A case that takes longer has failed. */
const WAIT_MS = 90_000
const profiles: string[] = []
const town = await openTown()
try {
	await measureCases(town)
	await cutAtRandom(town, cuts)
	await killOften(town, kills)
} finally {
	await town.stop()
	for (const profile of profiles) await rm(profile, { recursive: true, force: true, maxRetries: 5 })
}

async function newProfile(): Promise<string> {
	const profile = await mkdtemp(join(tmpdir(), 'tandem-tabs-'))
	profiles.push(profile)
	return profile
}

interface Case {
	/** Something befalls the tab that holds the line, its request, the right, the server or the device. `key`: of the case. */
	befall(leader: ChromiumTab, other: ChromiumTab, key: string): Promise<void>
	/** Sockets do not get through. */
	isOverRequests?: true
	/** What the tab shows in the end: it is under review, not on the server. */
	isReviewed?: true
}

async function measureCases(town: Town): Promise<void> {
	const cases: Record<string, Case> = {
		'both alive': { befall: async () => undefined },
		'leader closed': { befall: (leader) => leader.close() },
		'leader crashed': { befall: (leader) => leader.crash() },
		'frozen, holding the lock': {
			async befall(leader, other) {
				await other.show()
				await leader.freeze()
			}
		},
		'back/forward cache': { befall: (leader) => leader.navigate(town.blank) },
		'socket deaf': { befall: async () => town.swallow() },
		'requests alone': { befall: async () => undefined, isOverRequests: true },
		'request cut before': { befall: async () => town.cutRequests('before'), isOverRequests: true },
		'request cut after': { befall: async () => town.cutRequests('after'), isOverRequests: true },
		'answer cut': { befall: async () => town.cutRequests('amid'), isOverRequests: true },
		'database deleted': { befall: (leader) => leader.deleteDatabases() },
		'older backup': {
			async befall(leader, _, key) {
				town.backUp()
				await leader.read(`proof.write('${key}, after the backup')`)
				await leader.read(`proof.shown('unsent', 0)`)
				await town.restore()
			}
		},
		'right ended': { befall: async (_leader, _other, key) => town.endRight(key), isReviewed: true }
	}
	for (const [name, { befall, isOverRequests, isReviewed }] of Object.entries(cases)) {
		const key = name.replace(/\W/g, '')
		const address = town.page(key, key, isOverRequests)
		const browser = await startChromium(await newProfile())
		const blank = await browser.openTab(town.page('nobody', 'nobody'))
		const leader = await browser.openTab(address)
		await leader.show()
		await leader.read(`proof.shown('unsent', 0)`)
		await leader.read(`proof.write('${name}, first')`)
		await leader.read(`proof.shown('unsent', 0)`)
		const other = await browser.openTab(address)
		await pause(300)
		await befall(leader, blank, key)
		await other.show()
		const sent = isReviewed ? 'review' : 'unsent'
		const times = await Promise.race([
			other.read<[number, number]>(
				`(async () => { const at = proof.write('${name}'); return Promise.all([proof.shown('unsaved', at), proof.shown('${sent}', at)]) })()`
			),
			pause(WAIT_MS, [WAIT_MS, WAIT_MS])
		])
		const kept = isReviewed ? town.kept() : town.stored()
		const lacking = (await other.read<string[]>(`proof.words()`)).filter((word) => !kept.has(word))
		const fault =
			times[1] === WAIT_MS || town.isCutting() ? 'NEVER' : lacking.length > 0 ? `FALSE TICK: ${lacking.join('; ')}` : ''
		if (fault !== '') process.exitCode = 1
		console.log(`${name.padEnd(26)} ${times.map((ms) => `${Math.round(ms)} ms`.padStart(9)).join(' ')} ${fault}`)
		await browser.kill()
	}
}

interface Device {
	name: string
	browser: Chromium
	tabs: ChromiumTab[]
	frozen: Set<ChromiumTab>
}

/** What a page tells of itself (page.ts). */
interface Told {
	unsaved: number
	unsent: number
	localStore: string
	words: string[]
}

async function cutAtRandom(town: Town, cuts: number): Promise<void> {
	const random = createRandom(1)
	const written = new Map<string, string>()
	/** Shown as saved by the tab that wrote it or another one of the device. */
	const saved = new Set<string>()
	const faults: string[] = []
	let ticks = 0
	const look = (device: string) => (json: string) => {
		const { unsent, unsaved, localStore, words } = JSON.parse(json) as Told
		if (unsaved === 0 && localStore === 'ready')
			for (const word of words) if (written.get(word) === device) saved.add(word)
		if (unsent > 0 || localStore === 'opening') return
		ticks++
		const stored = town.stored()
		const lacking = words.filter((word) => written.get(word) === device && !stored.has(word))
		if (lacking.length > 0) faults.push(`${device} shows all as sent, and ${lacking.join()} are not`)
	}
	const devices: Device[] = []
	for (const name of ['phone', 'laptop']) {
		const browser = await startChromium(await newProfile())
		const tabs = [await browser.openTab(town.page('irina', name), look(name))]
		tabs.push(await browser.openTab(town.page('irina', name), look(name)))
		devices.push({ name, browser, tabs, frozen: new Set() })
	}
	for (let cut = 0; cut < cuts; cut++) {
		const device = random.pick(devices)!
		const shown = random.pick(device.tabs)!
		if (device.frozen.delete(shown)) await shown.thaw()
		await shown.show()
		for (let word = 0; word < 3; word++) {
			const id = `${device.name} ${cut}.${word}`
			written.set(id, device.name)
			await shown.read(`proof.write('${id}')`)
			await pause(random.between(0, 40))
		}
		const hidden = device.tabs.find((tab) => tab !== shown)!
		switch (random.below(4)) {
			case 0:
				town.cut()
				break
			case 1:
				if (!device.frozen.has(hidden)) await hidden.freeze()
				device.frozen.add(hidden)
				break
			case 2: {
				const isSaved = await shown.read(`proof.shown('unsaved', 0).then(() => true)`)
				if (isSaved !== true) break
				await shown.crash()
				device.tabs[device.tabs.indexOf(shown)] = await device.browser.openTab(
					town.page('irina', device.name),
					look(device.name)
				)
				break
			}
			case 3:
				await shown.navigate(town.blank).then(() => pause(20))
				device.tabs[device.tabs.indexOf(shown)] = await device.browser.openTab(
					town.page('irina', device.name),
					look(device.name)
				)
				break
		}
		if (cut % 50 === 49) console.log(`${cut + 1} cuts, ${written.size} words, ${ticks} ticks, ${faults.length} false`)
	}
	for (const { tabs, frozen } of devices)
		for (const tab of tabs) {
			if (frozen.delete(tab)) await tab.thaw()
			await tab.show()
			await tab.read(`proof.shown('unsent', 0)`)
		}
	const stored = town.stored()
	const lost = [...saved].filter((word) => !stored.has(word))
	console.log(
		`${cuts} cuts: ${written.size} words, ${saved.size} of them shown as saved, ${ticks} ticks; lost ${lost.length}, false ticks ${faults.length}`
	)
	for (const text of [...lost, ...faults].slice(0, 20)) console.log(`  ${text}`)
	for (const { browser } of devices) await browser.kill()
	if (lost.length + faults.length > 0) process.exitCode = 1
}

async function killOften(town: Town, kills: number): Promise<void> {
	const random = createRandom(2)
	const profile = await newProfile()
	const saved = new Set<string>()
	let lost = 0
	let [deletions, deleted] = [0, 0]
	for (let round = 0; round <= kills; round++) {
		const browser = await startChromium(profile)
		const look = (json: string) => {
			const { unsaved, localStore, words } = JSON.parse(json) as Told
			if (unsaved === 0 && localStore === 'ready') for (const word of words) saved.add(word)
		}
		const tab = await browser.openTab(town.page('viktor', 'killed'), look)
		await tab.show()
		const openedAt = Date.now()
		while ((await tab.read<string>(`proof.snapshot().localStore`)) !== 'ready') {
			if (Date.now() - openedAt > WAIT_MS) throw new Error(`Round ${round}: the document did not open`)
			await pause(25)
		}
		const findMissing = async () => {
			const there = new Set(await tab.read<string[]>(`proof.words()`))
			return [...saved].filter((word) => !there.has(word))
		}
		let missing = await findMissing()
		const because = await tab.read<string>(`proof.deletedBecause()`)
		if (because !== '') {
			deletions++
			console.log(`  round ${round}: ${because}`)
			// What it had on no other place is gone. The rest comes back from the server.
			const stored = town.stored()
			for (const word of saved) if (!stored.has(word) && saved.delete(word)) deleted++
			const since = Date.now()
			while (missing.some((word) => stored.has(word)) && Date.now() - since < WAIT_MS) {
				await pause(25)
				missing = await findMissing()
			}
		}
		lost += missing.length
		if (missing.length > 0) console.log(`  round ${round}: ${missing.join()}`)
		const typing = `(() => { let n = 0; setInterval(() => proof.write('kill ${round}.' + n++), 5) })()`
		if (round < kills) await tab.read(typing)
		await pause(random.between(100, 900))
		await browser.kill()
	}
	console.log(
		`${kills} kills: ${saved.size} words shown as saved, lost ${lost}; corrupt databases that Chromium deleted ${deletions}, with words ${deleted}`
	)
	if (lost > 0) process.exitCode = 1
}
