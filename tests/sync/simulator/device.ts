/** A device of a person: its disk, its browser, and tabs with open documents that run the product's own code. */
import type * as Y from 'yjs'
import { openDocument, type DocumentHandle } from '../../../src/lib/sync/document/open-document.ts'
import { keepStored } from '#lib/sync/stored/loops.ts'
import { createBrowser } from './browser.ts'
import { createOwner, type Owner } from './clock.ts'
import { createDeviceDisk, type DeviceDisk } from './database.ts'
import type { Page } from './hooks.ts'
import type { Station } from './network.ts'
import { numberReport } from './reports.ts'
import { changeOfTransaction, changeOfUpdate, newEdit, type Change, type Edit } from './truth.ts'
import type { World } from './world.ts'

export interface Device extends Station {
	readonly disk: DeviceDisk
	readonly tabs: ReadonlySet<Tab>
	/** The browser's `navigator.onLine`. */
	isOnline: boolean
	readonly documentIds: readonly string[]
	/** Edits made here that its disk has, with the time (Date.now()) when it first had them. */
	readonly kept: ReadonlyMap<Edit, number>
	/** Edits made here that its disk does not have, by document. */
	unkept(documentId: string): Set<Edit>
	openTab(): Tab
	/** Opens the list of programmes: it exchanges documents that no tab has open (sync.md D7). */
	openHome(): Tab
	/** Waits for nothing: what is not committed is lost. */
	cutPower(): void
	setNetwork(isOn: boolean): void
}

export interface Tab {
	readonly name: string
	readonly device: Device
	readonly owner: Owner
	/** Empty on the list of programmes. */
	readonly documents: readonly OpenedDocument[]
	readonly isHome: boolean
	isVisible: boolean
	/** Nobody writes in it now. */
	isClosing: boolean
	show(isVisible: boolean): void
	/** As browsers do with hidden tabs; until `thaw` nothing of it runs. */
	freeze(): void
	thaw(): void
	/** Closed by a person: the tab has time to finish. */
	close(): void
	/** Ended by the browser without any event. */
	kill(): void
}

export interface OpenedDocument {
	readonly documentId: string
	readonly tab: Tab
	readonly doc: Y.Doc
	readonly handle: DocumentHandle
	/** Every edit that is in the document. */
	readonly has: ReadonlySet<Edit>
	/** Those of them that were made on this device. */
	readonly own: readonly Edit[]
	edit(change: (doc: Y.Doc) => void): void
}

export interface DeviceOptions {
	personId: string
	deviceId: string
	documentIds: readonly string[]
	/** An older app, which cannot resume. */
	isForgetful: boolean
}

const EDIT = 'edit'

export function createDevice(world: World, options: DeviceOptions): Device {
	const { clock, random, trace } = world
	const { personId, deviceId } = options
	const browser = createBrowser(clock, random.fork(), trace)
	const tabs = new Set<Tab>()
	const unkept = new Map<string, Set<Edit>>()
	const kept = new Map<Edit, number>()
	const forgotten = new Set<Edit>()
	let opened = 0

	const disk = createDeviceDisk({
		clock,
		random: random.fork(),
		isHasty: world.bugs.isDiskHasty,
		isChatty: world.bugs.isDiskChatty,
		onBlocked: (frozen, kept) =>
			world.oracle.complain('disk blocked', `${kept.name} waits for ${frozen.name}, which is frozen`),
		onCommitted(database, added) {
			trace.operation('device commits', deviceId, added.length)
			const documentId = database.slice(database.indexOf(':', 'tandem:'.length) + 1)
			for (const bytes of added as Uint8Array[]) {
				for (const edit of world.truthOf(documentId).editsOf(changeOfUpdate(bytes))) {
					edit.keptBy.add(deviceId)
					if (edit.deviceId === deviceId && !forgotten.has(edit) && !kept.has(edit)) kept.set(edit, Date.now())
					device.unkept(documentId).delete(edit)
				}
			}
		},
		onFailed: () => trace.operation('device fails to commit', deviceId)
	})

	function openTab(isHome = false): Tab {
		const leaving = new AbortController()
		const documents: OpenedDocument[] = []
		const page: Page = {
			get isVisible() {
				return tab.isVisible
			},
			get isOnline() {
				return device.isOnline
			},
			listeners: new EventTarget(),
			indexedDB: disk.indexedDB,
			locks: browser.locks,
			localStorage: browser.localStorage,
			tabs: browser.tabs,
			fetch: (url, init) => world.fetch(device, owner, url, init),
			leaving: (frame) => numberReport(world, device, frame)
		}
		const owner = createOwner(`${deviceId}/${++opened}`, page)
		owner.afterEvent = () => {
			if (!tab.isClosing) for (const document of documents) world.oracle.look(document)
		}

		function dispatch(event: string): void {
			if (owner.isAlive) clock.schedule(0, () => page.listeners.dispatchEvent(new Event(event)), owner)
		}

		function end(): void {
			owner.isAlive = false
			tabs.delete(tab)
			browser.dropDead()
			disk.dropDead()
			forgetLost()
		}

		const tab: Tab = {
			name: owner.name,
			device,
			owner,
			documents,
			isHome,
			isVisible: true,
			isClosing: false,
			show(isVisible) {
				tab.isVisible = isVisible
				if (isVisible) for (const { has } of documents) for (const edit of has) edit.seenBy.add(personId)
				dispatch('visibilitychange')
			},
			freeze() {
				trace.operation('tab freezes', owner.name)
				owner.isAsleep = true
			},
			thaw() {
				trace.operation('tab thaws', owner.name)
				clock.wake(owner)
			},
			close() {
				if (tab.isClosing) return
				tab.isClosing = true
				leaving.abort()
				trace.operation('tab closes', owner.name)
				clock.schedule(
					0,
					() => {
						void Promise.all(documents.map(({ handle }) => handle.close())).then(() => clock.schedule(0, end, owner))
					},
					owner
				)
			},
			kill() {
				trace.operation('tab closes', owner.name)
				end()
				for (const wire of world.network.wires) if (wire.tab === owner) wire.cut(true)
			}
		}
		tabs.add(tab)
		trace.operation('tab opens', owner.name)
		clock.schedule(0, isHome ? keepTheRest : openAll, owner)
		return tab

		function openAll(): void {
			documents.push(...options.documentIds.map((id) => openIn(tab, id)))
		}

		function keepTheRest(): void {
			const { documentIds } = options
			const keeper = { personId, deviceId, appVersion: 'simulated', documentIds, isOpen: () => false }
			keepStored(keeper, leaving.signal, () => undefined)
		}
	}

	/** Forgets unstored edits whose memory is lost. If the server has such an edit, it comes back as another device's edit would. */
	function forgetLost(): void {
		for (const [documentId, edits] of unkept) {
			const open = [...tabs].flatMap(({ documents }) =>
				documents.filter((document) => document.documentId === documentId)
			)
			for (const edit of edits) {
				if (open.some(({ has }) => has.has(edit))) continue
				edits.delete(edit)
				forgotten.add(edit)
			}
		}
	}

	function openIn(tab: Tab, documentId: string): OpenedDocument {
		const truth = world.truthOf(documentId)
		const has = new Set<Edit>()
		const own: Edit[] = []
		const Socket = world.network.socketClass(device, tab.owner, options.isForgetful)
		const handle = openDocument({
			personId,
			documentId,
			deviceId,
			appVersion: 'simulated',
			room: { freeBytes: null, isPersisted: null },
			url: 'ws://server/sync',
			WebSocketClass: Socket
		})
		const { doc } = handle.open
		doc.on('afterTransaction', (transaction) => {
			const change = changeOfTransaction(transaction)
			if (transaction.origin === EDIT) note(transaction, change)
			for (const edit of truth.editsOf(change)) {
				if (has.has(edit)) continue
				has.add(edit)
				// What another tab could not store came from the server, as from another device.
				const isKept = transaction.origin === EDIT || !device.unkept(documentId).has(edit)
				if (edit.deviceId === deviceId && !forgotten.has(edit) && isKept) own.push(edit)
				else world.oracle.arrives(edit, tab.name)
				if (tab.isVisible) edit.seenBy.add(personId)
			}
		})

		function note({ beforeState, afterState, deleteSet }: Y.Transaction, { deletions }: Change): void {
			const client = doc.clientID
			const start = beforeState.get(client) ?? 0
			const end = afterState.get(client) ?? 0
			const [first] = deleteSet.clients
			if (end === start && first === undefined) return
			const deleted = end > start || first === undefined ? null : { client: first[0], clock: first[1][0]!.clock }
			const { epoch } = world.documents.get(documentId)!
			const id = truth.edits.length
			const made = newEdit({ id, documentId, personId, deviceId, client, start, end, deleted, epoch })
			if (truth.add(made, deletions)) device.unkept(documentId).add(made)
			trace.operation('edit', tab.name, end - start)
		}

		const document: OpenedDocument = {
			documentId,
			tab,
			doc,
			handle,
			has,
			own,
			edit: (change) => doc.transact(() => change(doc), EDIT)
		}
		handle.open.subscribe(() => {
			trace.note(() => `${tab.name} ${documentId} shows ${JSON.stringify(handle.open.snapshot())}`)
			if (!tab.isClosing) world.oracle.look(document)
		})
		handle.start()
		return document
	}

	const device: Device = {
		personId,
		deviceId,
		documentIds: options.documentIds,
		kept,
		disk,
		tabs,
		isNetworkOn: true,
		isFiltered: false,
		isOnline: true,
		latency: 40,
		openTab: () => openTab(),
		openHome: () => openTab(true),
		unkept(documentId) {
			const known = unkept.get(documentId) ?? new Set<Edit>()
			unkept.set(documentId, known)
			return known
		},
		cutPower() {
			trace.operation('power fails', deviceId)
			for (const tab of [...tabs]) {
				tab.owner.isAlive = false
				tabs.delete(tab)
			}
			browser.dropDead()
			disk.dropDead()
			forgetLost()
			for (const wire of world.network.wires) if (wire.station === device) wire.cut(random.chance(0.3))
		},
		setNetwork(isOn) {
			trace.operation(isOn ? 'network comes' : 'network goes', deviceId)
			device.isNetworkOn = isOn
			device.isOnline = isOn || random.chance(0.3)
			for (const wire of world.network.wires) if (!isOn && wire.station === device) wire.cut(random.chance(0.5))
			for (const tab of tabs) {
				const event = device.isOnline ? 'online' : 'offline'
				clock.schedule(0, () => tab.owner.page?.listeners.dispatchEvent(new Event(event)), tab.owner)
			}
		}
	}
	return device
}
