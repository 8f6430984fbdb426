import { type OwnForms, withOwnForms } from '#domain/papers/decline-name.ts'
import type { SavedOwnForms } from '#protocol/api/regulations.ts'
import { papersApi } from '#lib/sync/api-program.ts'

/** How the municipality declines what the rules decline otherwise. */
export class OwnFormsState {
	/** Null until the server has answered. */
	saved = $state.raw<SavedOwnForms | null>(null)
	/** `conflict`: somebody else has saved meanwhile, and what they saved is here now. */
	problem = $state<'offline' | 'failed' | 'conflict' | null>(null)
	isBusy = $state(false)

	async load(): Promise<void> {
		const result = await papersApi.texts()
		if (result.ok) this.saved = result.value.ownForms
		this.problem = result.ok ? null : result.code === 'offline' ? 'offline' : 'failed'
	}

	/** Resolves with whether the server has them. */
	async save(forms: OwnForms): Promise<boolean> {
		if (this.saved === null) return false
		this.isBusy = true
		const value = withOwnForms(this.saved.value, forms)
		const result = await papersApi.saveOwnForms({ value, after: this.saved.saved?.at ?? null })
		this.isBusy = false
		if (result.ok) {
			this.saved = result.value.ownForms
			this.problem = null
			return true
		}
		if (result.code !== 'conflict') {
			this.problem = result.code === 'offline' ? 'offline' : 'failed'
			return false
		}
		await this.load()
		this.problem ??= 'conflict'
		return false
	}
}
