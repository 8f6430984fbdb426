import { SEARCH_LETTERS } from '#domain/text.ts'
import { m } from '#lib/paraglide/messages.js'
import { officesApi, registryApi } from '#lib/sync/api-people.ts'
import { aboutText } from '#lib/ui/about-text.ts'
import { failureText } from '../../../forms/failure-text.ts'

export interface Named {
	id: string
	name: string
	/** What tells namesakes apart. */
	about?: string
}

/** What came of it, in words, beside those found. */
export interface Found {
	found: readonly Named[]
	message: string
	/** Nobody knows whether there are any. */
	isFailed: boolean
}

const PAUSE_MS = 250
const MOST = 8

/** What a name that is being typed may mean, asked of the server when the typing pauses. */
export class NameSearch {
	found = $state.raw<readonly Named[]>([])
	/** '' where nothing is sought. */
	message = $state('')
	/** The server was asked, and there is none. */
	isNone = $state(false)
	readonly #ask: (q: string) => Promise<Found>
	#asked = 0
	#pause: ReturnType<typeof setTimeout> | undefined

	constructor(ask: (q: string) => Promise<Found>) {
		this.#ask = ask
	}

	search(text: string): void {
		this.stop()
		this.#pause = setTimeout(() => void this.#find(text.trim()), PAUSE_MS)
	}

	clear(): void {
		this.found = []
		this.message = ''
		this.isNone = false
	}

	stop(): void {
		clearTimeout(this.#pause)
	}

	async #find(q: string): Promise<void> {
		const asked = ++this.#asked
		if (q === '') return this.clear()
		const result = await this.#ask(q.slice(0, SEARCH_LETTERS))
		// A newer question is on its way.
		if (asked !== this.#asked) return
		this.found = result.found
		this.message = result.message
		this.isNone = !result.isFailed && result.found.length === 0
	}
}

export async function findOrganisations(q: string): Promise<Found> {
	const result = await registryApi.organisations({ q, pageSize: MOST })
	if (!result.ok) return { found: [], message: m.people_organisation_failed(), isFailed: true }
	const { rows, count } = result.value
	return {
		found: rows.map(({ organisation: { id, name } }) => ({ id, name })),
		message: rows.length === 0 ? m.people_organisation_none() : m.people_organisation_found({ count }),
		isFailed: false
	}
}

/** Of everybody in the registry. */
export async function findPeople(q: string): Promise<Found> {
	const result = await officesApi.people(q)
	if (!result.ok) return { found: [], message: failureText(result.code), isFailed: true }
	const { people, count } = result.value
	return {
		found: people.map(({ person: { id, name }, post, workplace }) => ({
			id,
			name,
			about: aboutText([post, workplace])
		})),
		message: people.length === 0 ? m.people_office_person_none() : m.people_office_person_found({ count }),
		isFailed: false
	}
}
