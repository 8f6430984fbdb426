import type { ReviewOutcome, LateEdit, LateEditReading } from '#protocol/api/program.ts'
import { m } from '#lib/paraglide/messages.js'
import { Asked } from '#lib/state/asked.svelte.ts'
import { call, type FailureCode } from '#lib/sync/api.ts'

/**
 * Reading one edit makes the server look at a whole plan, so only the first are read at once; the others when the
 * curator asks.
 */
const READ_UNASKED = 10

/** The late edits of the municipality, newest first, and their review. */
export class LateEditsState extends Asked<readonly LateEdit[]> {
	/** The edit whose review outcome is being sent. */
	decidingId = $state<string | null>(null)
	/** What accepting an edit would change, as last read, by the edit's id. */
	readings = $state.raw<Readonly<Record<string, LateEditReading>>>({})
	/** The edit that is being read. */
	readingId = $state<string | null>(null)

	constructor() {
		super(async () => {
			const result = await call('GET /api/held')
			return result.ok ? { ok: true, value: result.value.held } : result
		})
	}

	get waiting(): readonly LateEdit[] {
		return (this.answer ?? []).filter(({ state }) => state === 'waiting')
	}

	get decided(): readonly LateEdit[] {
		return (this.answer ?? []).filter(({ state }) => state !== 'waiting')
	}

	override async again(): Promise<void> {
		await super.again()
		await this.#readAgain(() => true)
	}

	/** Null: success. */
	async read(id: string): Promise<FailureCode | null> {
		this.readingId = id
		const result = await call('GET /api/held/:id', { id })
		this.readingId = null
		if (!result.ok) return result.code
		this.readings = { ...this.readings, [id]: result.value }
		return null
	}

	/** Always lists the edits again afterwards: somebody else may have decided first. Null: success. */
	async decide({ id, programId }: LateEdit, reviewOutcome: ReviewOutcome['decision']): Promise<FailureCode | null> {
		this.decidingId = id
		const result = await call('POST /api/held/:id', { id, body: { decision: reviewOutcome } })
		await super.again()
		this.decidingId = null
		void this.#readAgain((edit) => reviewOutcome === 'accepted' && edit.programId === programId)
		return result.ok ? null : result.code
	}

	/**
	 * Reads the first edits, and those that were read before and may have changed, one after the other. Stops when one
	 * cannot be read.
	 */
	async #readAgain(mayHaveChanged: (edit: LateEdit) => boolean): Promise<void> {
		const open = (this.answer ?? []).filter(({ state }) => state === 'waiting' || state === 'set-aside')
		for (const [index, edit] of open.entries()) {
			const isDue = edit.id in this.readings ? mayHaveChanged(edit) : index < READ_UNASKED
			if (isDue && (await this.read(edit.id)) !== null) return
		}
	}
}

/**
 * The number of edits on all cards, counted as the board counts: one card holds all edits of one session. Null: each
 * card holds one edit.
 */
export function countAllWords(cards: readonly Pick<LateEdit, 'count'>[]): string | null {
	const edits = cards.reduce((sum, { count }) => sum + count, 0)
	return edits > cards.length ? m.review_count_all({ count: edits }) : null
}
