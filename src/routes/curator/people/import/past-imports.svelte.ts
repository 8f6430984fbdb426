import type { ImportListing, UndoResult } from '#protocol/api/bank.ts'
import { imports } from '#lib/sync/api-people.ts'
import type { FailureCode } from '#lib/sync/api.ts'

/** What was imported before, and the ways to take it back. */
export class PastImports {
	/** Newest first; null until the server has answered once. */
	imports = $state.raw<readonly ImportListing[] | null>(null)
	failure = $state<FailureCode | null>(null)
	/** Of the last one that was taken back here. */
	undone = $state.raw<UndoResult | null>(null)
	/** Whose taking back is under way. */
	undoing = $state<string | null>(null)

	async load(): Promise<void> {
		const result = await imports.list()
		if (result.ok) this.imports = result.value.imports
		this.failure = result.ok ? null : result.code
	}

	async undo(id: string): ReturnType<typeof imports.undo> {
		this.undoing = id
		const result = await imports.undo(id)
		this.undoing = null
		if (result.ok) this.undone = result.value
		await this.load()
		return result
	}
}
