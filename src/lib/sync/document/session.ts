/** Opens one programme on this device: its documents, each with its local store and its connection. */
import { isPlanCreated } from '#domain/plan/layout.ts'
import { summarisePlan } from '#domain/summary.ts'
import { decodeDocumentState, type DocumentState } from '#protocol/document-state.ts'
import { type OpenDocument, openDocument } from './open-document.ts'
import { joinSnapshots, type SyncSnapshot } from './snapshot.ts'
import type { StorageRoom } from './storage-room.ts'
import { databaseName } from './store-database.ts'

export type { OpenDocument } from './open-document.ts'
export type { LocalStoreFailure, Partner, SyncSnapshot } from './snapshot.ts'

/** Its snapshot is as safe as that of the least safe document. */
export interface ProgramSession extends Pick<OpenDocument, 'snapshot' | 'subscribe' | 'reconnect' | 'dismissLoss'> {
	plan: OpenDocument
	/** Null for those who may not read the pair's notes. Connects once the plan has synced. */
	notes: OpenDocument | null
	/**
	 * After `other-epoch`: moves this device's copies of the old documents aside, where nothing sends them, and reloads
	 * the page with the new documents. If they cannot be moved, the page reloads with the unchanged old ones. Resolves
	 * false and changes nothing while another tab has them open.
	 */
	startAnew(): Promise<boolean>
	/** Resolves when the local store has all it was given. The documents cannot be used afterwards. */
	close(): Promise<void>
}

export interface ProgramSessionOptions {
	personId: string
	deviceId: string
	programId: string
	documents: { plan: string; notes?: string }
	appVersion: string
}

/** While the session is open on a visible page, received edits are reported as seen. */
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
			// The module did not load. The free space stays unknown, as in a browser that does not say.
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
				// Nothing can be written to closed documents. The page reloads either way, and then reports the failure.
				noteStart(plan.open.documentId, 'failed')
			}
			location.reload()
			return true
		},
		close
	}
}

/** After the first screen. */
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
	plan.start(stateAhead(documents.plan, personId))
	void plan.whenSynced.then(() => notes?.start())
	if (notes !== null) whenRightIsBack(plan.open, () => notes.open.reconnect())
	return { plan, notes }
}

/** On a network that gives no answer, the line tries by itself. */
const AHEAD_MS = 20_000

/** What app.html has asked for on a first visit; null: nothing of this document for this person. */
async function stateAhead(documentId: string, personId: string): Promise<DocumentState | null> {
	const { planAhead: ahead, meAhead } = globalThis.window ?? {}
	if (ahead?.documentId !== documentId) return null
	delete window.planAhead
	const timer = setTimeout(() => ahead.ending.abort(), AHEAD_MS)
	const [bytes, me] = await Promise.all([ahead.state, meAhead])
	clearTimeout(timer)
	const isTheirs = me != null && 'person' in me && me.person.id === personId
	return isTheirs && bytes !== null ? decodeDocumentState(new Uint8Array(bytes)) : null
}

/** Calls `listener` whenever the right comes back, until the document is closed. */
function whenRightIsBack(document: OpenDocument, listener: () => void): void {
	let { refusal } = document.snapshot()
	document.subscribe(() => {
		const before = refusal
		refusal = document.snapshot().refusal
		if (before === 'no-right' && refusal === null) listener()
	})
}

/**
 * A programme is as safe as the least safe of its documents. The content, and the connection unless only the notes are
 * refused, are the plan's. Returns the same object until one of the two changes.
 */
export function leastSafe(
	plan: Pick<OpenDocument, 'snapshot'>,
	notes: Pick<OpenDocument, 'snapshot'> | undefined
): () => SyncSnapshot {
	let known: [SyncSnapshot, SyncSnapshot] | null = null
	let joined: SyncSnapshot
	return () => {
		const p = plan.snapshot()
		const n = notes?.snapshot()
		if (n === undefined) return p
		if (known?.[0] === p && known[1] === n) return joined
		known = [p, n]
		return (joined = joinSnapshots(p, n))
	}
}
