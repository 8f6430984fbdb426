/** Compares what is shown and reported with what is true, after every event; it sees everything. */
import type { DeviceAddress, DeviceState } from '../../../server/documents/storage/devices.ts'
import type { ReviewUpdate } from '../../../server/documents/storage/review-log.ts'
import * as Y from 'yjs'
import { tickOf } from '#lib/sync/document/status.ts'
import type { SyncSnapshot } from '../../../src/lib/sync/document/snapshot.ts'
import type { Device, OpenedDocument } from './device.ts'
import { isInItsDocument } from './late-edits.ts'
import type { Edit } from './truth.ts'
import type { World } from './world.ts'

export type Kind =
	/** Fewer edits are shown as unsent than the server lacks: so the others are claimed to be there. */
	| 'claimed on the server'
	| 'claimed saved'
	| 'claimed delivered'
	| 'claimed seen'
	| 'claimed held'
	| 'claimed received'
	| 'claimed read'
	/** On «Мои программы», about a programme that need not be open. */
	| 'claimed on a card'
	/** A device reports it, and the curator's board shows it. */
	| 'claimed on the board'
	/** «Проверить всё» found both sides equal. */
	| 'claimed checked'
	/** Of late edits: that they are in their document. */
	| 'claimed entered'
	/** A curator is still asked about late edits that are in their document, whose author may edit again. */
	| 'held for nothing'
	| 'shown before the commit'
	| 'acknowledged and lost'
	| 'saved and lost'
	| 'thrown away'
	/** A frozen tab is within a transaction, and another tab waits for the disk. */
	| 'disk blocked'
	| 'not alike'
	| 'presence of nobody'
	| 'came back from deletion'
	| 'written twice'
	| 'never quiet'
	| 'crashed'

export interface Complaint {
	kind: Kind
	text: string
	atMs: number
}

export interface Oracle {
	complaint(): Complaint | null
	complain(kind: Kind, text: string): void
	/** Something has happened in the document's tab. */
	look(document: OpenedDocument): void
	/** Checks a card; `kept`: edits made on the device that its disk had before the card was read, with the time of each. */
	lookAtCard(device: Device, shown: SyncSnapshot, kept: ReadonlyMap<Edit, number>): void
	/** Checks an edit made on another device; `name`: who receives it. */
	arrives(edit: Edit, name: string): void
	/** A device makes a report; `lacking`: edits on its disk that the server lacks. Returns the number that identifies the report. */
	numberReport(lacking: readonly Edit[]): number
	/** The server records a device's report; its number is in place of the free bytes. */
	checkReport(state: DeviceState): void
	/** The server records that it received something from a device; `at`: an ISO instant. */
	checkSeen(address: DeviceAddress, at: string): void
	/** The server records that late edits have entered their document after all. */
	checkEntered(entry: ReviewUpdate): void
	/** The rows of a document were replaced. */
	forgetRows(documentId: string): void
}

interface Watched {
	wasReady: boolean
	lastSyncedAt: string | null
	/** How many of the own edits were found with each partner. */
	had: Map<string, number>
	saw: Map<string, number>
}

export function createOracle(world: World): Oracle {
	const watched = new WeakMap<OpenedDocument, Watched>()
	/** The sequence up to which each device's claims were found true, by claim, document and device. */
	const received = new Map<string, number>()
	/** The edits of each report that the server lacked, by its number. */
	const reports: (readonly Edit[])[] = []
	let complaint: Complaint | null = null

	function complain(kind: Kind, text: string): void {
		complaint ??= { kind, text, atMs: world.clock.now() }
	}

	function watch(document: OpenedDocument): Watched {
		const known = watched.get(document)
		if (known !== undefined) return known
		const fresh = {
			wasReady: false,
			lastSyncedAt: null,
			had: new Map<string, number>(),
			saw: new Map<string, number>()
		}
		watched.set(document, fresh)
		return fresh
	}

	function look(document: OpenedDocument): void {
		const { tab, documentId, has, own } = document
		const { device } = tab
		const { deviceId } = device
		const shown = document.handle.open.snapshot()
		const tick = tickOf(shown)
		const before = watch(document)
		const where = () => `${tab.name} ${documentId} shows «${tick}»`

		const unstored = count(world.truthOf(documentId).unstoredOf(deviceId), has)
		// While the local store is opening, nothing is claimed: what a living tab adds then is counted after that.
		if (unstored > shown.unsent && shown.localStore !== 'opening')
			complain('claimed on the server', `${where()}, ${shown.unsent} unsent; ${unstored} are not on the server`)
		// An edit that the server has came from there when a sleeping tab's store had failed: it is as safe as edits of others.
		const nowhere = count(device.unkept(documentId), has, ({ wasStored }) => !wasStored)
		if ((nowhere > 0 && tick === 'onDevice') || (nowhere > shown.unsaved && shown.localStore === 'ready'))
			complain('claimed saved', `${where()}, ${shown.unsaved} unsaved; ${nowhere} are nowhere else and not on its disk`)

		if (shown.localStore === 'ready' && !before.wasReady) {
			before.wasReady = true
			const truth = world.truthOf(documentId)
			const missing = truth.edits.filter((edit) => !edit.isVoid && edit.keptBy.has(deviceId) && !has.has(edit))
			// An edit whose predecessor is still on its way waits in the document, and is not lost.
			const waiting = missing.length === 0 ? [] : truth.editsIn(Y.encodeStateAsUpdate(document.doc))
			const lost = missing.filter((edit) => !waiting.includes(edit))
			if (lost.length > 0)
				complain('saved and lost', `${where()}, and opened without ${lost.length} edits its disk had`)
		}
		if (shown.lastSyncedAt !== before.lastSyncedAt) {
			before.lastSyncedAt = shown.lastSyncedAt
			const isNow = shown.lastSyncedAt !== null && Date.now() - Date.parse(shown.lastSyncedAt) < 1
			if (isNow && unstored > 0)
				complain('claimed on the server', `${where()}, all sent just now; ${unstored} are not on the server`)
		}
		// Edits made since may still be on their way.
		if (shown.isUnderReview && shown.refused > 0 && shown.refused >= shown.unsent) {
			const missing = own.find((edit) => !edit.isVoid && !edit.wasStored && !edit.wasSubmitted)
			if (missing !== undefined) complain('claimed held', `${where()}, all held; edit ${missing.id} is not`)
		}
		if (shown.unsent > 0) return
		for (const partner of shown.partners) {
			if (partner.has) {
				const edit = find(own, before.had, partner.personId, ({ keptBy }) => world.isKeptBy(keptBy, partner.personId))
				if (edit !== null)
					complain(
						'claimed delivered',
						`${where()}: ${partner.personId} has all; edit ${edit.id} is on no device of theirs`
					)
			}
			if (partner.sees) {
				const edit = find(own, before.saw, partner.personId, ({ seenBy }) => seenBy.has(partner.personId))
				if (edit !== null)
					complain(
						'claimed seen',
						`${where()}: ${partner.personId} sees all; edit ${edit.id} was on no screen of theirs`
					)
			}
		}
	}

	function lookAtCard(device: Device, shown: SyncSnapshot, kept: ReadonlyMap<Edit, number>): void {
		const { unsent, refused, isUnderReview, lastSyncedAt, partners } = shown
		const { deviceId } = device
		const say = (what: string) => complain('claimed on a card', `${deviceId} shows «${tickOf(shown)}», ${what}`)
		const edits = [...kept.keys()].filter(({ isVoid }) => !isVoid)
		const unstored = edits.filter(({ wasStored }) => !wasStored)
		if (unstored.length > unsent) say(`${unsent} unsent; ${unstored.length} are not on the server`)
		const late = unstored.find((edit) => lastSyncedAt !== null && kept.get(edit)! < Date.parse(lastSyncedAt))
		if (late !== undefined) say(`all sent at ${lastSyncedAt}; edit ${late.id} was there and is not on the server`)
		const lacking = isUnderReview && refused >= unsent ? unstored.find(({ wasSubmitted }) => !wasSubmitted) : undefined
		if (lacking !== undefined) say(`all held; edit ${lacking.id} is not`)
		for (const { personId, has, sees } of unsent > 0 ? [] : partners) {
			const missing = has ? edits.find(({ keptBy }) => !world.isKeptBy(keptBy, personId)) : undefined
			if (missing !== undefined) say(`${personId} has all; edit ${missing.id} is on no device of theirs`)
			const unread = sees ? edits.find(({ seenBy }) => !seenBy.has(personId)) : undefined
			if (unread !== undefined) say(`${personId} sees all; edit ${unread.id} was on no screen of theirs`)
		}
	}

	return {
		complaint: () => complaint,
		complain,
		look,
		lookAtCard,
		arrives(edit, name) {
			if (!edit.wasStored && !edit.wasCarried && !edit.isVoid)
				complain(
					'shown before the commit',
					`${name} was given edit ${edit.id} of ${edit.deviceId} in ${edit.documentId}, which was never stored`
				)
		},
		numberReport: (lacking) => reports.push(lacking) - 1,
		checkReport({ documentId, deviceId, personId, haveSequence, seenSequence, unsent, freeBytes: number }) {
			const lacking = number === null ? [] : (reports[number] ?? [])
			const left = lacking.filter((edit) => edit.documentId === documentId && !edit.isVoid && !edit.wasStored)
			if (left.length > (unsent ?? 0))
				complain(
					'claimed on the board',
					`${deviceId} is said to have ${unsent} unsent of ${documentId}; ${left.length} of its disk are not on the server`
				)
			const rows = world.rowsOf(documentId)
			function checkClaim(say: Kind, most: number, isSo: (edit: Edit) => boolean): void {
				const key = `${say} ${documentId} ${deviceId}`
				for (const { sequence, edits } of rows) {
					if (sequence <= (received.get(key) ?? 0) || sequence > most) continue
					const missing = edits.find((edit) => !edit.isVoid && !isSo(edit))
					if (missing !== undefined)
						return complain(
							say,
							`${deviceId} says ${most} of ${documentId}, and lacks edit ${missing.id} of ${sequence}`
						)
					received.set(key, sequence)
				}
			}
			checkClaim('claimed received', haveSequence, ({ keptBy }) => keptBy.has(deviceId))
			checkClaim('claimed read', seenSequence, ({ seenBy }) => seenBy.has(personId))
		},
		checkSeen({ documentId, deviceId }, at) {
			if (!world.devices.some((device) => device.deviceId === deviceId)) return
			const lastReceivedAt = world.network.lastReceivedAt(deviceId, documentId)
			if (Date.parse(at) - lastReceivedAt > INSTANT_MS)
				complain(
					'claimed on the board',
					`${deviceId} is said to have been heard of ${documentId} at ${at}, ${Date.parse(at) - lastReceivedAt} ms after it was`
				)
		},
		checkEntered(entry) {
			if (!isInItsDocument(world.server.disk.data, entry))
				complain('claimed entered', `what ${entry.deviceId} brought is said to be in ${entry.documentId}, and is not`)
		},
		forgetRows(documentId) {
			for (const key of [...received.keys()]) if (key.includes(` ${documentId} `)) received.delete(key)
		}
	}
}

/** Instants are rounded. */
const INSTANT_MS = 1

function count(edits: ReadonlySet<Edit>, within: ReadonlySet<Edit>, isSo = (_: Edit) => true): number {
	let found = 0
	for (const edit of edits) if (!edit.isVoid && within.has(edit) && isSo(edit)) found += 1
	return found
}

/** The first edit for which it is not so; edits that passed before are not checked again. */
function find(
	edits: readonly Edit[],
	found: Map<string, number>,
	key: string,
	isSo: (edit: Edit) => boolean
): Edit | null {
	let index = found.get(key) ?? 0
	while (index < edits.length && (edits[index]!.isVoid || isSo(edits[index]!))) index += 1
	found.set(key, index)
	return edits[index] ?? null
}
