import { fold } from '#domain/people/import/cells.ts'
import { SEARCH_LETTERS } from '#domain/text.ts'
import { m } from '#lib/paraglide/messages.js'
import { call } from '#lib/sync/api.ts'
import { aboutText } from '#lib/ui/format.ts'
import type { Choice } from '../../../forms/draft.svelte.ts'
import { failureText } from '../../../forms/failure.ts'

/** A choice from the registry. */
export class NamedChoice implements Choice {
	chosen = $state.raw<Named | null>(null)
	text = $state('')
	error = $state<string | null>(null)

	constructor(chosen: Named | null = null) {
		this.chosen = chosen
	}

	choose(one: Named | null): void {
		this.chosen = one
		this.text = ''
		this.error = null
	}

	/** Clears the choice, to choose another one. */
	reopen(): void {
		this.choose(null)
	}

	/** Typed text counts only when it is one of the registry's entries. */
	settle(): Promise<boolean> {
		this.error = null
		return Promise.resolve(true)
	}

	/** The choice, or the text typed so far. */
	get written(): { chosen: Named | null; text: string } {
		return { chosen: this.chosen, text: this.text }
	}

	set written({ chosen, text }) {
		this.choose(chosen)
		this.text = text
	}

	/** The only entry with exactly the typed name; null: none, or several. */
	exactAmong(found: readonly Named[]): Named | null {
		const named = found.filter(({ name }) => fold(name) === fold(this.text))
		return named.length === 1 ? (named[0] ?? null) : null
	}
}

export interface Named {
	id: string
	name: string
	/** Distinguishes entries with the same name. */
	about?: string
}

/** The result of a search, with a message in words. */
export interface Found {
	found: readonly Named[]
	message: string
	/** The search failed: it is unknown whether there are entries. */
	isFailed: boolean
}

const PAUSE_MS = 250
const MOST_FOUND = 8

/** Searches for a name that is being typed, when the person pauses. */
export class NameSearch {
	found = $state.raw<readonly Named[]>([])
	/** '' if there is nothing to search for. */
	message = $state('')
	/** The server found nothing. */
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
		// A newer search is under way.
		if (asked !== this.#asked) return
		this.found = result.found
		this.message = result.message
		this.isNone = !result.isFailed && result.found.length === 0
	}
}

export async function findOrganisations(q: string): Promise<Found> {
	const result = await call('GET /api/organisations', { query: { q, pageSize: MOST_FOUND } })
	if (!result.ok) return { found: [], message: m.people_organisation_failed(), isFailed: true }
	const { rows, count } = result.value
	return {
		found: rows.map(({ organisation: { id, name } }) => ({ id, name })),
		message: rows.length === 0 ? m.people_organisation_none() : m.people_organisation_found({ count }),
		isFailed: false
	}
}

/** Searches everybody in the registry. */
export async function findPeople(q: string): Promise<Found> {
	const result = await call('GET /api/offices/people', { query: { q } })
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

/** The server's limit. It lists a name before longer names that begin with it. */
const MOST_WORKPLACES = 200

/** A person's workplace, while it is being edited. */
export class WorkplaceChoice extends NamedChoice {
	#before: Named | null = null

	/** Keeps the name in the field: saving it unchanged changes nothing. */
	override reopen(): void {
		const before = this.chosen
		this.choose(null)
		this.#before = before
		this.text = before?.name ?? ''
	}

	/**
	 * Accepts a name typed in full as its organisation. False, with `error`: the field names no organisation. An empty
	 * field means no workplace.
	 */
	override async settle(): Promise<boolean> {
		const typed = fold(this.text)
		this.error = null
		if (this.chosen !== null || this.text.trim() === '') return true
		const q = typed.replaceAll('-', ' ').slice(0, SEARCH_LETTERS)
		const result = await call('GET /api/organisations', { query: { q, pageSize: MOST_WORKPLACES } })
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
