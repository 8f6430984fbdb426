import type { HeldDecision, HeldEdit } from '#protocol/api.ts'
import { api, type ApiResult } from '#lib/sync/api.ts'

export type HeldFailure = Extract<ApiResult<never>, { ok: false }>['code']

/** The held edits of the municipality, and what is decided about them. */
export class HeldState {
	/** Newest first; null until the server has answered once. */
	held = $state.raw<readonly HeldEdit[] | null>(null)
	failure = $state<HeldFailure | null>(null)
	/** The one whose decision is on its way. */
	decidingId = $state<string | null>(null)

	get waiting(): readonly HeldEdit[] {
		return (this.held ?? []).filter(({ state }) => state === 'waiting')
	}

	get decided(): readonly HeldEdit[] {
		return (this.held ?? []).filter(({ state }) => state !== 'waiting')
	}

	async load(): Promise<void> {
		const result = await api.held()
		this.failure = result.ok ? null : result.code
		if (result.ok) this.held = result.value.held
	}

	/** The list is asked anew afterwards, however it went: somebody else may have decided first. Null: it is done. */
	async decide(id: string, decision: HeldDecision['decision']): Promise<HeldFailure | null> {
		this.decidingId = id
		const result = await api.decideHeld(id, { decision })
		await this.load()
		this.decidingId = null
		return result.ok ? null : result.code
	}
}
