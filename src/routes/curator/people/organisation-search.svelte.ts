import { m } from '#lib/paraglide/messages.js'
import { registryApi } from '#lib/sync/api-registry.ts'

export interface NamedOrganisation {
	id: string
	name: string
}

const PAUSE_MS = 250
const MOST = 8

/** The organisations that what is being typed may mean, asked of the server when the typing pauses. */
export class OrganisationSearch {
	found = $state.raw<readonly NamedOrganisation[]>([])
	/** What came of it, in words; '' where nothing is sought. */
	message = $state('')
	#asked = 0
	#pause: ReturnType<typeof setTimeout> | undefined

	search(text: string): void {
		this.stop()
		this.#pause = setTimeout(() => void this.#find(text.trim()), PAUSE_MS)
	}

	clear(): void {
		this.found = []
		this.message = ''
	}

	stop(): void {
		clearTimeout(this.#pause)
	}

	async #find(q: string): Promise<void> {
		const asked = ++this.#asked
		if (q === '') return this.clear()
		const result = await registryApi.organisations({ q, pageSize: MOST })
		// A newer question is on its way.
		if (asked !== this.#asked) return
		this.found = result.ok ? result.value.rows.map(({ organisation: { id, name } }) => ({ id, name })) : []
		this.message = !result.ok
			? m.people_organisation_failed()
			: this.found.length === 0
				? m.people_organisation_none()
				: m.people_organisation_found({ count: result.value.count })
	}
}
