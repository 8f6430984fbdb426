import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import type { SyncSnapshot } from './sync-snapshot.ts'

export type { LocalStoreFailure, Partner, SyncSnapshot } from './sync-snapshot.ts'

export interface OpenDocument {
	documentId: string
	doc: Y.Doc
	awareness: Awareness
	/** Unchanging object until something changes; subscribe is called on every change. */
	snapshot(): SyncSnapshot
	/** Answers the way to stop listening. */
	subscribe(listener: () => void): () => void
	/** A person's tap (sync.md D6). Also tries again after a final refusal. */
	reconnect(): void
}

export interface ProgramSession {
	plan: OpenDocument
	/** Null for those who may not read the pair's notes. */
	notes: OpenDocument | null
	close(): Promise<void>
}

export interface ProgramSessionOptions {
	personId: string
	programId: string
	documents: { plan: string; notes?: string }
	appVersion: string
}

export function openProgramSession(options: ProgramSessionOptions): ProgramSession {
	throw new Error(`Not written yet: ${options.programId}`)
}
