import { fold } from '#domain/people/import/cells.ts'
import { SEARCH_LETTERS } from '#domain/text.ts'
import { m } from '#lib/paraglide/messages.js'
import { officesApi, registryApi } from '#lib/sync/api-people.ts'
import { aboutText } from '#lib/ui/format.ts'
import { failureText } from '../../../forms/failure.ts'

/** One of those the registry knows, while they are looked for: what is typed counts for nothing until it is one of them. */
export class NamedDraft {
	chosen = $state.raw<Named | null>(null)
	text = $state('')
	error = $state<string | null>(null)

	choose(one: Named | null): void {
		this.chosen = one
		this.text = ''
		this.error = null
	}

	/** Another is to be chosen. */
	reopen(): void {
		this.choose(null)
	}

	/** As chosen, or typed so far. */
	get written(): { chosen: Named | null; text: string } {
		return { chosen: this.chosen, text: this.text }
	}

	set written({ chosen, text }) {
		this.choose(chosen)
		this.text = text
	}

	/** The only one of them that is called as it is typed; null: none is, or several are. */
	exactAmong(found: readonly Named[]): Named | null {
		const named = found.filter(({ name }) => fold(name) === fold(this.text))
		return named.length === 1 ? (named[0] ?? null) : null
	}
}

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
const MOST_FOUND = 8

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
	const result = await registryApi.organisations({ q, pageSize: MOST_FOUND })
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

/** As many as the server lists at once; a name that is only the beginning of others comes first. */
const MOST_WORKPLACES = 200

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
		const result = await registryApi.organisations({ q, pageSize: MOST_WORKPLACES })
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
