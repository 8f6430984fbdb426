import type { HeldDecision, HeldEdit, HeldReading } from '#protocol/api/program.ts'
import { m } from '#lib/paraglide/messages.js'
import type { FailureCode } from '#lib/sync/api.ts'
import { boardApi } from '#lib/sync/api-program.ts'

/** Each costs the server a look at a whole plan: the others are read when the curator asks. */
const READ_UNASKED = 10

/** The held edits of the municipality, and what is decided about them. */
export class HeldState {
	/** Newest first; null until the server has answered once. */
	held = $state.raw<readonly HeldEdit[] | null>(null)
	failure = $state<FailureCode | null>(null)
	/** The one whose decision is on its way. */
	decidingId = $state<string | null>(null)
	/** What accepting would change, as last read, by held edit. */
	readings = $state.raw<Readonly<Record<string, HeldReading>>>({})
	/** The one being read. */
	readingId = $state<string | null>(null)

	get waiting(): readonly HeldEdit[] {
		return (this.held ?? []).filter(({ state }) => state === 'waiting')
	}

	get decided(): readonly HeldEdit[] {
		return (this.held ?? []).filter(({ state }) => state !== 'waiting')
	}

	async load(): Promise<void> {
		await this.#list()
		await this.#readAgain(() => true)
	}

	/** Null: it is read. */
	async read(id: string): Promise<FailureCode | null> {
		this.readingId = id
		const result = await boardApi.heldReading(id)
		this.readingId = null
		if (!result.ok) return result.code
		this.readings = { ...this.readings, [id]: result.value }
		return null
	}

	/** The list is asked anew afterwards, however it went: somebody else may have decided first. Null: it is done. */
	async decide({ id, programId }: HeldEdit, decision: HeldDecision['decision']): Promise<FailureCode | null> {
		this.decidingId = id
		const result = await boardApi.decideHeld(id, { decision })
		await this.#list()
		this.decidingId = null
		void this.#readAgain((edit) => decision === 'accepted' && edit.programId === programId)
		return result.ok ? null : result.code
	}

	async #list(): Promise<void> {
		const result = await boardApi.held()
		this.failure = result.ok ? null : result.code
		if (result.ok) this.held = result.value.held
	}

	/** What was read before and may have changed, and the first ones; one after the other, until one cannot be read. */
	async #readAgain(mayHaveChanged: (edit: HeldEdit) => boolean): Promise<void> {
		const open = (this.held ?? []).filter(({ state }) => state === 'waiting' || state === 'set-aside')
		for (const [index, edit] of open.entries()) {
			const isDue = edit.id in this.readings ? mayHaveChanged(edit) : index < READ_UNASKED
			if (isDue && (await this.read(edit.id)) !== null) return
		}
	}
}

/** How many edits stand on the cards, as the board counts: what came in one sitting is one card. Null: as many as cards. */
export function countAllWords(cards: readonly Pick<HeldEdit, 'count'>[]): string | null {
	const edits = cards.reduce((sum, { count }) => sum + count, 0)
	return edits > cards.length ? m.held_count_all({ count: edits }) : null
}
