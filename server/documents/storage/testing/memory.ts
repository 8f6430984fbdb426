/**
 * The storage, device states and review log in memory, for tests. They pass the contracts of the durable ones.
 */
import { randomUUID } from 'node:crypto'
import { type DeviceState, type DeviceStates, forgetSilent, reported, touched } from '../devices.ts'
import type { ReviewUpdate, ReviewLog } from '../review-log.ts'
import { isReplacedBy } from '../rows.ts'
import type { DocumentInfo, DocumentStorage, Snapshot, StoredUpdate } from '../storage.ts'

/** What survives a storage: another storage opened on it is a restarted server. `structuredClone` makes a backup. */
export interface MemoryDisk {
	/** Ids, in the order of the starts. */
	runs: string[]
	documents: Map<string, MemoryDocument>
	/** In the order they came. */
	underReview: ReviewUpdate[]
}

interface MemoryDocument {
	info: DocumentInfo
	rows: MemoryRow[]
	snapshot: Snapshot | null
}

interface MemoryRow {
	update: StoredUpdate
	/** Index of the run that stored it. */
	run: number
}

export function createMemoryDisk(): MemoryDisk {
	return { runs: [], documents: new Map(), underReview: [] }
}

export function createMemoryStorage(disk: MemoryDisk = createMemoryDisk()): DocumentStorage {
	const run = randomUUID()
	const runNumber = disk.runs.push(run) - 1
	let isOpen = true

	/** Null for a document that was never created; a deleted one is found. */
	function find(documentId: string): MemoryDocument | null {
		if (!isOpen) throw new Error('The storage is closed')
		return disk.documents.get(documentId) ?? null
	}

	function findLiving(documentId: string): MemoryDocument | null {
		const document = find(documentId)
		return document?.info.deletedAt === null ? document : null
	}

	return {
		run,

		async createDocument(documentId) {
			const document = find(documentId)
			if (document === null) disk.documents.set(documentId, emptyDocument(documentId, 1))
			else if (document.info.deletedAt === null) return false
			else document.info.deletedAt = null
			return true
		},

		async deleteDocument(documentId, at) {
			const document = findLiving(documentId)
			if (document === null) return
			const empty = emptyDocument(documentId, document.info.epoch + 1)
			disk.documents.set(documentId, { ...empty, info: { ...empty.info, deletedAt: at } })
			disk.underReview = disk.underReview.filter((entry) => entry.documentId !== documentId)
		},

		async findDocument(documentId) {
			const document = find(documentId)
			return document === null ? null : { ...document.info }
		},

		async append(documentId, { bytes, personId, deviceId, at, acceptedBy }) {
			const document = findLiving(documentId)
			if (document === null) throw new Error(`No document ${documentId}, or it is deleted`)
			const sequence = (document.info.sequence += 1)
			document.info.bytes += bytes.length
			const accepted = acceptedBy === undefined ? [] : [acceptedBy]
			const author = { personId, deviceId, at, from: at, authorIds: [personId], acceptedBy: accepted }
			document.rows.push({ update: { sequence, bytes: bytes.slice(), count: 1, ...author }, run: runNumber })
			return sequence
		},

		async load(documentId, after = 0, limit = Infinity) {
			const rows = updatesOf(find(documentId)).filter(({ sequence }) => sequence > after)
			return rows.slice(0, limit)
		},

		async loadSnapshot(documentId) {
			return find(documentId)?.snapshot ?? null
		},

		async loadCoverage(documentId) {
			const snapshot = find(documentId)?.snapshot ?? null
			return snapshot && { epoch: snapshot.epoch, sequence: snapshot.sequence, covers: snapshot.covers }
		},

		async saveSnapshot(documentId, snapshot) {
			const document = findLiving(documentId)
			if (document === null || document.info.epoch !== snapshot.epoch) return
			const stored = document.snapshot?.sequence ?? -1
			if (snapshot.sequence > stored && snapshot.sequence <= document.info.sequence) document.snapshot = { ...snapshot }
		},

		async thin(documentId, row) {
			const document = find(documentId)
			if (document === null) return false
			const { info, rows } = document
			const start = rows.findIndex(({ update }) => update.sequence > row.sequence - row.count)
			const end = rows.findLastIndex(({ update }) => update.sequence <= row.sequence) + 1
			const replaced = rows.slice(start, end)
			const updates = replaced.map(({ update }) => update)
			if (start === -1 || !isReplacedBy(updates, row, info.thinnedThrough)) return false
			rows.splice(start, end - start, { update: { ...row }, run: Math.max(...replaced.map(({ run }) => run)) })
			info.bytes += row.bytes.length - updates.reduce((sum, { bytes }) => sum + bytes.length, 0)
			info.thinnedThrough = Math.max(info.thinnedThrough, row.sequence)
			info.thinnings += 1
			return true
		},

		async isSameLog(documentId, namedRun, sequence) {
			const document = findLiving(documentId)
			const named = disk.runs.indexOf(namedRun)
			if (document === null || named === -1) return false
			const row = document.rows.find(({ update }) => update.sequence >= sequence)
			return sequence === 0 || (row !== undefined && row.run <= named)
		},

		async listDocuments(after, limit) {
			const ids = [...disk.documents.keys()].sort().filter((id) => id > after && findLiving(id) !== null)
			return ids.slice(0, limit)
		},

		async countDocuments(leastBytes) {
			return [...disk.documents.keys()].filter((id) => (findLiving(id)?.info.bytes ?? -1) >= leastBytes).length
		},

		async close() {
			isOpen = false
		}
	}
}

function emptyDocument(documentId: string, epoch: number): MemoryDocument {
	const info = { documentId, epoch, sequence: 0, bytes: 0, thinnedThrough: 0, thinnings: 0, deletedAt: null }
	return { info, rows: [], snapshot: null }
}

function updatesOf(document: MemoryDocument | null): StoredUpdate[] {
	return document?.rows.map(({ update }) => update) ?? []
}

export function createMemoryDeviceStates(): DeviceStates {
	const statesByDocumentId = new Map<string, Map<string, DeviceState>>()
	const forgottenIds = new Set<string>()
	let isOpen = true

	function statesOf(documentId: string): Map<string, DeviceState> {
		if (!isOpen) throw new Error('The device states are closed')
		const states = statesByDocumentId.get(documentId) ?? new Map<string, DeviceState>()
		statesByDocumentId.set(documentId, states)
		return states
	}

	return {
		async record(state) {
			const states = statesOf(state.documentId)
			if (forgottenIds.has(state.personId)) return
			const key = `${state.personId} ${state.deviceId}`
			states.set(key, reported(states.get(key), state))
			forgetSilent(states, state)
		},

		async touch(address, at) {
			const states = statesOf(address.documentId)
			if (forgottenIds.has(address.personId)) return
			const key = `${address.personId} ${address.deviceId}`
			states.set(key, touched(states.get(key), address, at))
			forgetSilent(states, address)
		},

		async forDocument(documentId) {
			return [...statesOf(documentId).values()]
		},

		async forDocuments(documentIds) {
			const found = documentIds.map((documentId) => [documentId, [...statesOf(documentId).values()]] as const)
			return new Map(found.filter(([, states]) => states.length > 0))
		},

		async forgetPerson(personId) {
			forgottenIds.add(personId)
			for (const states of statesByDocumentId.values()) {
				for (const [key, state] of states) if (state.personId === personId) states.delete(key)
			}
		},

		async close() {
			isOpen = false
		}
	}
}

/** `disk`: the one of the documents. */
export function createMemoryReviewLog(disk: MemoryDisk): ReviewLog {
	const waiting = () => disk.underReview.filter(({ state }) => state === 'waiting')
	const isUndecided = ({ state }: ReviewUpdate) => state === 'waiting' || state === 'set-aside'

	return {
		async add({ epoch, ...update }, { most, mostBytes }) {
			const { documentId, personId, bytes } = update
			const info = disk.documents.get(documentId)?.info
			if (info === undefined || info.deletedAt !== null || info.epoch !== epoch) return 'gone'
			const isOwn = (entry: ReviewUpdate) => entry.documentId === documentId && entry.personId === personId
			if (disk.underReview.some((entry) => isOwn(entry) && Buffer.compare(entry.bytes, bytes) === 0)) return 'known'
			const own = waiting().filter(isOwn)
			const totalBytes = own.reduce((sum, { bytes }) => sum + bytes.length, bytes.length)
			if (own.length >= most || totalBytes > mostBytes) return 'too-large'
			const undecided = { state: 'waiting', decidedBy: null, decidedAt: null, enteredAt: null } as const
			disk.underReview.push({ ...update, bytes: bytes.slice(), id: randomUUID(), ...undecided })
			return 'added'
		},

		async list(documentIds, limit) {
			const listed = disk.underReview
				.filter(({ documentId }) => documentIds.includes(documentId))
				.reverse()
				.sort((one, other) => (one.receivedAt < other.receivedAt ? 1 : one.receivedAt > other.receivedAt ? -1 : 0))
				.sort((one, other) => Number(one.state !== 'waiting') - Number(other.state !== 'waiting'))
			return listed.slice(0, limit).map(({ bytes: _bytes, ...entry }) => entry)
		},

		async find(id) {
			const found = disk.underReview.find((update) => update.id === id)
			return found === undefined ? null : { ...found }
		},

		countWaiting: async () => waiting().length,

		async countUndecidedByDocument(documentIds) {
			const wanted = disk.underReview.filter((entry) => isUndecided(entry) && documentIds.includes(entry.documentId))
			const byDocument = Map.groupBy(wanted, ({ documentId }) => documentId)
			return new Map(
				[...byDocument].map(([documentId, entries]) => [
					documentId,
					[...Map.groupBy(entries, ({ personId }) => personId)].map(([personId, own]) => ({
						personId,
						waiting: own.filter(({ state }) => state === 'waiting').length,
						setAside: own.filter(({ state }) => state === 'set-aside').length
					}))
				])
			)
		},

		async listWaiting() {
			const byTime = waiting().toSorted((one, other) => Date.parse(one.receivedAt) - Date.parse(other.receivedAt))
			return byTime.map(({ id, documentId, personId }) => ({ id, documentId, personId }))
		},

		async decide(id, reviewOutcome) {
			const found = disk.underReview.find((update) => update.id === id)
			if (found === undefined || !isUndecided(found)) return false
			Object.assign(found, reviewOutcome)
			return true
		},

		async enter(id, at) {
			const found = disk.underReview.find((update) => update.id === id)
			if (found?.state !== 'waiting') return false
			Object.assign(found, { state: 'entered', enteredAt: at })
			return true
		}
	}
}
