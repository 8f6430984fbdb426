/** Bugs that the simulator must find, and the complaints that are then right. */
import * as Y from 'yjs'
import { decodeFrame, encodeAck, encodeHello, encodeUpdate, parseDeviceReport } from '#protocol/frames.ts'
import { compactionWork } from '../../../server/documents/compaction/work.ts'
import { fromBase64, toBase64 } from '#lib/sync/api.ts'
import type { DeviceStates } from '../../../server/documents/storage/devices.ts'
import type { DocumentStorage } from '../../../server/documents/storage/storage.ts'
import { readStoredProgram } from '../../../src/lib/sync/stored/stored-programs.ts'
import type { Bugs } from './bugs.ts'
import type { Wire } from './network.ts'
import type { Kind } from './oracle.ts'

export interface Mutant {
	/** Planted anew into every world. */
	plant(): Bugs
	/** One of these is the right complaint. */
	kinds: readonly Kind[]
}

export const mutants: Readonly<Record<string, Mutant>> = {
	'broadcasts before the commit': {
		plant: () => ({
			frameAtServer(bytes, wire, wires) {
				if (!isUpdate(bytes)) return bytes
				for (const other of wires) if (other !== wire && other.documentId === wire.documentId) other.inject(bytes)
				return bytes
			}
		}),
		kinds: ['shown before the commit']
	},

	'acknowledges before the commit': {
		plant() {
			const counters = new WeakMap<Wire, number>()
			return {
				frameAtServer(bytes, wire) {
					if (!isUpdate(bytes)) return bytes
					const counter = (counters.get(wire) ?? 0) + 1
					counters.set(wire, counter)
					wire.inject(encodeAck({ counter, sequence: 0 }))
					return bytes
				}
			}
		},
		kinds: ['claimed on the server', 'claimed delivered']
	},

	'stores only what a live document emitted': {
		plant: () => ({ storage: storingWhatIsEmitted }),
		kinds: [
			'claimed on the server',
			'claimed on the board',
			'claimed received',
			'shown before the commit',
			'acknowledged and lost',
			'thrown away',
			'never quiet'
		]
	},

	'drops what waits when it compacts': {
		plant: () => ({
			areForgetful: true,
			weights: { 'compaction runs': 40, 'edits are accepted backwards': 20, 'the server is killed': 20 },
			work: {
				...compactionWork,
				async compact(before, updates) {
					const doc = new Y.Doc({ gc: false })
					for (const update of before === null ? updates : [before, ...updates]) Y.applyUpdate(doc, update)
					doc.store.pendingStructs = null
					doc.store.pendingDs = null
					return { outcome: 'compacted', bytes: Y.encodeStateAsUpdate(doc), covers: Y.encodeSnapshot(Y.snapshot(doc)) }
				}
			}
		}),
		kinds: ['never quiet', 'not alike', 'claimed received', 'claimed read']
	},

	'seeds a programme twice': {
		plant: () => ({
			makersStorage: (storage) => ({
				...storage,
				async findDocument(documentId) {
					const info = await storage.findDocument(documentId)
					return info && { ...info, sequence: 0 }
				}
			})
		}),
		kinds: ['written twice']
	},

	'credits an acknowledgement to the next edits, too': {
		plant: () => ({
			frameToDevice(bytes) {
				const frame = decodeFrame(bytes)
				return frame?.type === 'ack' ? encodeAck({ ...frame.ack, counter: frame.ack.counter + 1 }) : bytes
			}
		}),
		kinds: ['claimed on the server', 'claimed delivered']
	},

	'skips one row when a device resumes': {
		plant: () => ({
			storage: (storage) => ({
				...storage,
				async load(documentId, after = 0, limit?: number) {
					const rows = await storage.load(documentId, after, limit)
					return after > 0 ? rows.slice(1) : rows
				}
			})
		}),
		kinds: ['never quiet', 'not alike', 'claimed received', 'claimed read', 'claimed delivered', 'claimed seen']
	},

	'reports what its disk has not committed': {
		plant: () => ({
			frameAtServer(bytes) {
				const frame = decodeFrame(bytes)
				const report = frame?.type === 'hello' ? parseDeviceReport(frame.json) : null
				return report === null ? bytes : encodeHello({ ...report, haveSequence: Number.MAX_SAFE_INTEGER })
			}
		}),
		kinds: ['claimed received']
	},

	'says of itself that nothing is unsent': {
		plant: () => ({
			frameAtServer(bytes) {
				const frame = decodeFrame(bytes)
				const report = frame?.type === 'hello' ? parseDeviceReport(frame.json) : null
				return report === null ? bytes : encodeHello({ ...report, unsent: 0 })
			}
		}),
		kinds: ['claimed on the board']
	},

	'takes a report down before what came ahead of it is durable': {
		plant() {
			let states: DeviceStates | null = null
			return {
				// Without endings nothing is refused: everything is durable sooner or later.
				weights: { 'a part ends': 0 },
				devices: (watched) => (states = watched),
				frameAtServer(bytes, { documentId, station }) {
					const frame = decodeFrame(bytes)
					const report = frame?.type === 'hello' ? parseDeviceReport(frame.json) : null
					if (report === null) return bytes
					const { underWay, unsent, ...said } = { ...report, haveSequence: 0, seenSequence: 0 }
					const lastSeenAt = new Date(0).toISOString()
					const { personId } = station
					void states?.record({ ...said, documentId, personId, unsent: unsent - underWay, lastSeenAt })
					return bytes
				}
			}
		},
		kinds: ['claimed on the board']
	},

	'takes for sent what was under way, also when it was refused or lost': {
		plant: () => ({
			frameAtServer(bytes) {
				const frame = decodeFrame(bytes)
				const report = frame?.type === 'hello' ? parseDeviceReport(frame.json) : null
				return report === null
					? bytes
					: encodeHello({ ...report, unsent: report.unsent - report.underWay, underWay: 0 })
			}
		}),
		kinds: ['claimed on the board']
	},

	'takes the end of a connection for a word of the device': {
		plant: () => ({
			weights: { 'a link dies unnoticed': 20 },
			devices: (states) => ({ ...states, touch: (address) => states.touch(address, new Date().toISOString()) })
		}),
		kinds: ['claimed on the board']
	},

	'hears of commits too early': {
		plant: () => ({ isDiskHasty: true }),
		kinds: ['claimed saved', 'claimed received']
	},

	'takes several turns for a transaction, so that a frozen tab may be within one': {
		plant: () => ({
			isDiskChatty: true,
			weights: { 'a tab freezes': 80, 'type fast': 60, "a device's disk is slow": 40, 'a tab opens': 40 }
		}),
		kinds: ['disk blocked']
	},

	'credits an exchange with what it did not bring': {
		plant: () => ({
			exchange: (requests) =>
				requests.map(({ frames, ...rest }) => ({
					...rest,
					frames: frames.map((frame) => (isUpdate(frame) ? encodeUpdate(EMPTY_UPDATE) : frame))
				}))
		}),
		// 'never quiet': the document waits for its late edits to be submitted.
		kinds: ['claimed on the server', 'claimed on the board', 'never quiet']
	},

	'shows on a card what is known of the plan alone': {
		plant: () => ({
			weights: { 'a card is looked at': 40 },
			readCard: (personId, { plan }) => readStoredProgram(personId, { plan })
		}),
		kinds: ['claimed on a card']
	},

	'answers a check with what the device has': {
		plant: () => ({
			weights: { 'everything is checked': 20, 'the network is slow': 10 },
			checked(answer, shown) {
				const { ds } = Y.decodeSnapshot(fromBase64(answer.snapshot))
				const claimed = Y.createSnapshot(ds, Y.snapshot(shown).sv)
				return { ...answer, snapshot: toBase64(Y.encodeSnapshot(claimed)) }
			}
		}),
		kinds: ['claimed checked']
	},

	'loses a row when it thins': {
		plant: () => ({
			weights: { 'weeks pass': 6, 'compaction runs': 15 },
			storage: (storage) => ({
				...storage,
				async thin(documentId, row) {
					const rows = await storage.load(documentId, row.sequence - row.count)
					const merged = rows.filter(({ sequence }) => sequence <= row.sequence)
					const kept = merged.slice(0, -1).map(({ bytes }) => bytes)
					return storage.thin(documentId, { ...row, bytes: Y.mergeUpdates(kept) })
				}
			})
		}),
		kinds: ['acknowledged and lost', 'thrown away', 'not alike', 'never quiet', 'claimed entered']
	},

	'says that held edits have entered of which nothing is there': {
		plant: () => ({
			weights: { 'a part ends': 6, 'a part returns': 3 },
			entering: (options) => ({
				...options,
				review: {
					...options.review,
					async find(id) {
						const entry = await options.review.find(id)
						return entry && { ...entry, bytes: EMPTY_UPDATE }
					}
				}
			})
		}),
		kinds: ['claimed entered']
	},

	'enters nothing when a right returns': {
		plant: () => ({
			weights: { 'a part ends': 6, 'a part returns': 6 },
			entering: (options) => ({ ...options, mayEdit: async () => false })
		}),
		kinds: ['held for nothing']
	}
}

const EMPTY_UPDATE = Uint8Array.of(0, 0)

function isUpdate(bytes: Uint8Array): boolean {
	return decodeFrame(bytes)?.type === 'update'
}

/** Stores like a server that keeps a Y.Doc for each room. */
function storingWhatIsEmitted(storage: DocumentStorage): DocumentStorage {
	const docs = new Map<string, Y.Doc>()

	async function docOf(documentId: string): Promise<Y.Doc> {
		const known = docs.get(documentId)
		if (known !== undefined) return known
		const doc = new Y.Doc()
		docs.set(documentId, doc)
		for (const { bytes } of await storage.load(documentId)) Y.applyUpdate(doc, bytes)
		return doc
	}

	return {
		...storage,
		async append(documentId, update) {
			const doc = await docOf(documentId)
			const emitted: Uint8Array[] = []
			const take = (bytes: Uint8Array) => void emitted.push(bytes)
			doc.on('update', take)
			Y.applyUpdate(doc, update.bytes)
			doc.off('update', take)
			if (emitted.length > 0) return storage.append(documentId, { ...update, bytes: Y.mergeUpdates(emitted) })
			return (await storage.findDocument(documentId))?.sequence ?? 0
		}
	}
}
