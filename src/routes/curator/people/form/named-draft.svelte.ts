import { fold } from '#domain/people/import/cells.ts'
import type { Named } from './name-search.svelte.ts'

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
