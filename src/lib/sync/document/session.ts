/** Opens one programme on this device: its documents, each with its local store and its connection. */
import { isPlanCreated } from '#domain/plan/layout.ts'
import { summarisePlan } from '#domain/summary.ts'
import { openDocument, type OpenDocument } from './open-document.ts'
import { leastSafe } from './program-snapshot.ts'
import type { StorageRoom } from './storage-room.ts'
import { databaseName } from './store-database.ts'

export type { OpenDocument } from './open-document.ts'
export type { LocalStoreFailure, Partner, SyncSnapshot } from './snapshot.ts'

/** As an open document it is as safe as the least safe of its documents. */
export interface ProgramSession extends Pick<OpenDocument, 'snapshot' | 'subscribe' | 'reconnect' | 'dismissLoss'> {
	plan: OpenDocument
	/** Null for those who may not read the pair's notes. Connected once the plan has synced. */
	notes: OpenDocument | null
	/**
	 * After `other-epoch`: moves this device's copies of the old documents aside, where nothing sends them any more, and
	 * loads the page with the new ones; with the old ones, as they were, when they cannot be moved. Resolves false, changing
	 * nothing, while another tab has them open.
	 */
	startAnew(): Promise<boolean>
	/** Resolves when the local store has what it was given. The documents are of no use afterwards. */
	close(): Promise<void>
}

export interface ProgramSessionOptions {
	personId: string
	deviceId: string
	programId: string
	documents: { plan: string; notes?: string }
	appVersion: string
}

/** While it is open the programme counts as being on the screen: its edits are reported as seen. */
export function openProgramSession(options: ProgramSessionOptions): ProgramSession {
	const room: StorageRoom = { freeBytes: null, isPersisted: null }
	const { plan, notes } = openDocuments(options, room)
	const handles = notes === null ? [plan] : [plan, notes]
	let stopRoom: (() => void) | null = null
	const roomTimer = setTimeout(() => {
		import('./storage-room.ts')
			.then(({ watchStorageRoom }) => {
				if (stopRoom !== null) return
				const docs = handles.map(({ open }) => open.doc)
				stopRoom = watchStorageRoom(docs, (next) => {
					Object.assign(room, next)
					for (const handle of handles) handle.noteRoom()
				})
			})
			// It could not be fetched: nothing is known of the room, as in a browser that does not say.
			.catch(() => undefined)
	}, ROOM_DELAY_MS)
	async function close(): Promise<void> {
		clearTimeout(roomTimer)
		stopRoom?.()
		stopRoom = () => undefined
		await Promise.all(handles.map((handle) => handle.close()))
	}

	return {
		plan: plan.open,
		notes: notes?.open ?? null,
		snapshot: leastSafe(plan.open, notes?.open),
		subscribe(listener) {
			const stops = handles.map(({ open }) => open.subscribe(listener))
			return () => stops.forEach((stop) => stop())
		},
		reconnect: () => handles.forEach(({ open }) => open.reconnect()),
		dismissLoss: () => handles.forEach(({ open }) => open.dismissLoss()),
		async startAnew() {
			const { isOnlyHere, moveAside, noteStart } = await import('./start-anew.ts')
			const old = handles.filter(({ open }) => open.snapshot().refusal === 'other-epoch')
			const stores = old.map(({ open }) => databaseName(options.personId, open.documentId))
			if (!(await Promise.all(stores.map(isOnlyHere))).every(Boolean)) return false
			try {
				await close()
				for (const store of stores) await moveAside(store)
				noteStart(plan.open.documentId, 'done')
			} catch {
				// Nothing can be written to what is closed: the page is loaded anew either way, and then tells of it.
				noteStart(plan.open.documentId, 'failed')
			}
			location.reload()
			return true
		},
		close
	}
}

/** Behind the first screen. */
const ROOM_DELAY_MS = 3_000

function openDocuments({ personId, deviceId, documents, appVersion }: ProgramSessionOptions, room: StorageRoom) {
	const url = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/sync`
	const common = { personId, appVersion, room, url, deviceId, WebSocketClass: WebSocket }
	const plan = openDocument({
		...common,
		documentId: documents.plan,
		summarise: (doc) => (isPlanCreated(doc) ? summarisePlan(doc) : null)
	})
	const notes =
		documents.notes === undefined ? null : openDocument({ ...common, documentId: documents.notes, isLed: true })
	plan.start()
	void plan.whenSynced.then(() => notes?.start())
	if (notes !== null) whenRightIsBack(plan.open, () => notes.open.reconnect())
	return { plan, notes }
}

/** Until the document is closed. */
function whenRightIsBack(document: OpenDocument, listener: () => void): void {
	let { refusal } = document.snapshot()
	document.subscribe(() => {
		const before = refusal
		refusal = document.snapshot().refusal
		if (before === 'no-right' && refusal === null) listener()
	})
}
