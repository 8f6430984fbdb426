import type { PlanChange } from '#domain/plan/history/change.ts'
import { m } from '#lib/paraglide/messages.js'
import {
	applyTransferFile,
	readTransferFile,
	type TransferFile,
	type TransferRefusal,
	type TransferredProgram
} from '#lib/sync/stored/transfer.ts'

type FileRefusal = TransferRefusal | 'not-stored'

export type FileState =
	| { type: 'none' | 'reading' }
	| { type: 'refused'; reason: FileRefusal }
	| { type: 'read' | 'merging'; file: TransferFile }
	/**
	 * `isNew`: the file contained something that the device did not have. `changes`: of the plan; the pair's notes are
	 * not compared.
	 */
	| { type: 'merged'; programId: string; isNew: boolean; changes: readonly PlanChange[] }

/** Reads and merges a transfer file. Nothing is stored before `merge`. */
export class FileOpening {
	state = $state.raw<FileState>({ type: 'none' })

	async read(file: Blob, programs: readonly TransferredProgram[]): Promise<void> {
		this.state = { type: 'reading' }
		const reading = await readTransferFile(file, programs)
		this.state = reading.ok ? { type: 'read', file: reading.file } : { type: 'refused', reason: reading.reason }
	}

	async merge(personId: string): Promise<void> {
		if (this.state.type !== 'read') return
		const { file } = this.state
		this.state = { type: 'merging', file }
		const readChanges = await watchPlan(personId, file.program.documents.plan)
		const applying = await applyTransferFile(personId, file)
		const changes = await readChanges()
		this.state = applying.ok
			? { type: 'merged', programId: file.program.id, isNew: applying.newBytes > 0, changes }
			: { type: 'refused', reason: applying.reason }
	}

	forget(): void {
		this.state = { type: 'none' }
	}
}

async function watchPlan(personId: string, planId: string): Promise<() => Promise<readonly PlanChange[]>> {
	try {
		const { watchStoredPlan } = await import('#lib/sync/stored/transfer-changes.ts')
		return await watchStoredPlan(personId, planId)
	} catch {
		// This part of the app cannot be loaded now: the file is merged all the same, without a list of changes.
		return () => Promise.resolve([])
	}
}

/** Why a file was refused, and what to do about it. */
export function refusalWords(reason: FileRefusal): { title: string; text: string } {
	switch (reason) {
		case 'not-a-transfer-file':
			return { title: m.sync_file_foreign_title(), text: m.sync_file_foreign_text() }
		case 'newer-version':
			return { title: m.sync_file_newer_title(), text: m.sync_file_newer_text() }
		case 'damaged':
			return { title: m.sync_file_damaged_title(), text: m.sync_file_damaged_text() }
		case 'other-programme':
		case 'unknown-programme':
			return { title: m.sync_file_unknown_title(), text: m.sync_file_unknown_text() }
		case 'older-epoch':
			return { title: m.sync_file_older_epoch_title(), text: m.sync_file_older_epoch_text() }
		case 'newer-epoch':
			return { title: m.sync_file_newer_epoch_title(), text: m.sync_file_newer_epoch_text() }
		case 'too-large':
			return { title: m.sync_file_large_title(), text: m.sync_file_large_text() }
		case 'not-stored':
			return { title: m.sync_file_not_stored_title(), text: m.sync_file_not_stored_text() }
	}
}
