/** Opens one programme on this device: its documents, each with its local store and its connection. */
import { isPlanCreated } from '#domain/plan/layout.ts'
import { summarisePlan } from '#domain/summary.ts'
import { requestPersistence } from './device.ts'
import { openDocument, type OpenDocument } from './open-document.ts'

export type { OpenDocument } from './open-document.ts'
export type { LocalStoreFailure, Partner, SyncSnapshot } from './sync-snapshot.ts'

export interface ProgramSession {
	plan: OpenDocument
	/** Null for those who may not read the pair's notes. Connected once the plan has synced. */
	notes: OpenDocument | null
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
export function openProgramSession({
	personId,
	deviceId,
	documents,
	appVersion
}: ProgramSessionOptions): ProgramSession {
	const url = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/sync`
	const common = { personId, appVersion, url, deviceId, WebSocketClass: WebSocket }
	const plan = openDocument({
		...common,
		documentId: documents.plan,
		summarise: (doc) => (isPlanCreated(doc) ? summarisePlan(doc) : null)
	})
	const notes = documents.notes === undefined ? null : openDocument({ ...common, documentId: documents.notes })
	plan.start()
	void plan.whenSynced.then(() => notes?.start())
	void requestPersistence()
	return {
		plan: plan.open,
		notes: notes?.open ?? null,
		async close() {
			await Promise.all([plan.close(), notes?.close()])
		}
	}
}
