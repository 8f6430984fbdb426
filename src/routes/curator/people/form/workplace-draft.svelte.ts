import { fold } from '#domain/people/import/cells.ts'
import { SEARCH_LETTERS } from '#domain/text.ts'
import { m } from '#lib/paraglide/messages.js'
import { registryApi } from '#lib/sync/api-people.ts'
import { failureText } from '../../../forms/failure-text.ts'
import type { Named } from './name-search.svelte.ts'
import { NamedDraft } from './named-draft.svelte.ts'

/** As many as the server lists at once; a name that is only the beginning of others comes first. */
const MOST = 200

/** Where somebody works, while it is being written. */
export class WorkplaceDraft extends NamedDraft {
	#before: Named | null = null

	/** Its name stays in the field: whoever saves it as it stands has changed nothing. */
	override reopen(): void {
		const before = this.chosen
		this.choose(null)
		this.#before = before
		this.text = before?.name ?? ''
	}

	/** Takes a name typed in full for its organisation. False, with `error`: the field names none; only an empty one means nowhere. */
	async settle(): Promise<boolean> {
		const typed = fold(this.text)
		this.error = null
		if (this.chosen !== null || this.text.trim() === '') return true
		const q = typed.replaceAll('-', ' ').slice(0, SEARCH_LETTERS)
		const result = await registryApi.organisations({ q, pageSize: MOST })
		if (!result.ok) {
			this.error = failureText(result.code)
			return false
		}
		const named = result.value.rows.map(({ organisation }) => organisation).filter(({ name }) => fold(name) === typed)
		const meant = named.find(({ id }) => id === this.#before?.id) ?? (named.length === 1 ? named[0] : undefined)
		if (meant !== undefined) this.choose({ id: meant.id, name: meant.name })
		else this.error = named.length > 1 ? m.people_organisation_several() : m.people_organisation_none()
		return meant !== undefined
	}
}
