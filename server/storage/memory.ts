/** Everything in memory: for tests, and a measure of what a durable storage costs. Passes the same contracts. */
import { reported, touched, type DeviceStates } from './devices.ts'
import type { DeviceState, DocumentInfo, DocumentStorage, StoredUpdate } from './storage.ts'

interface MemoryDocument {
	info: DocumentInfo
	updates: StoredUpdate[]
}

export function createMemoryStorage(): DocumentStorage {
	const documents = new Map<string, MemoryDocument>()
	let isOpen = true

	function open(): void {
		if (!isOpen) throw new Error('The storage is closed')
	}

	return {
		async createDocument(documentId) {
			open()
			if (documents.has(documentId)) return false
			documents.set(documentId, {
				info: { documentId, epoch: 1, sequence: 0, bytes: 0, deletedAt: null },
				updates: []
			})
			return true
		},

		async findDocument(documentId) {
			open()
			const document = documents.get(documentId)
			return document === undefined ? null : { ...document.info }
		},

		async append(documentId, update) {
			open()
			const document = documents.get(documentId)
			if (document === undefined) throw new Error(`No document ${documentId}`)
			const { info, updates } = document
			info.sequence += 1
			info.bytes += update.bytes.length
			updates.push({ ...update, bytes: update.bytes.slice(), sequence: info.sequence })
			return info.sequence
		},

		async load(documentId, after = 0) {
			open()
			return documents.get(documentId)?.updates.filter(({ sequence }) => sequence > after) ?? []
		},

		async close() {
			isOpen = false
		}
	}
}

export function createMemoryDeviceStates(): DeviceStates {
	const statesByDocumentId = new Map<string, Map<string, DeviceState>>()
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
			const key = `${state.personId} ${state.deviceId}`
			states.set(key, reported(states.get(key), state))
		},

		async touch(address, at) {
			const states = statesOf(address.documentId)
			const key = `${address.personId} ${address.deviceId}`
			states.set(key, touched(states.get(key), address, at))
		},

		async forDocument(documentId) {
			return [...statesOf(documentId).values()]
		},

		async forDocuments(documentIds) {
			const found = documentIds.map((documentId) => [documentId, [...statesOf(documentId).values()]] as const)
			return new Map(found.filter(([, states]) => states.length > 0))
		},

		async close() {
			isOpen = false
		}
	}
}
