import { createContext } from 'svelte'
import type { Board } from '#protocol/api/program.ts'
import type { FailureCode } from '#lib/sync/api.ts'
import { boardApi, type BoardQuery } from '#lib/sync/api-program.ts'
import { watchBoard } from '#lib/sync/stored/change-feed.ts'

export type { BoardQuery } from '#lib/sync/api-program.ts'

/** The curator's board: the rows asked for, kept up to date while started. */
export class BoardState {
	board = $state.raw<Board | null>(null)
	/** The rows are from before the connection was lost, or from before the question was changed. */
	isStale = $state(false)
	failure = $state<FailureCode | null>(null)
	query = $state.raw<BoardQuery>({})
	#stop: (() => void) | null = null
	#asked = 0
	#isAsking = false
	/** The question on its way is to be asked again once it is answered: something has changed since. */
	#mustAskAgain = false

	/** Answers at once from nothing: the rows of the old question stay, marked stale, until the new ones are here. */
	setQuery(q: BoardQuery): void {
		this.query = q
		this.isStale = this.board !== null
		if (this.#stop !== null) void this.#load()
	}

	start(): void {
		if (this.#stop !== null) return
		this.#stop = watchBoard(() => this.refresh())
		void this.#load()
	}

	stop(): void {
		this.#stop?.()
		this.#stop = null
		this.#asked++
		this.#isAsking = false
	}

	/** Asks the same question again: a person's tap, a page come back to, a minute gone by; after the answer to one on its way. */
	refresh(): void {
		if (this.#stop === null) return
		if (this.#isAsking) this.#mustAskAgain = true
		else void this.#load()
	}

	async #load(): Promise<void> {
		const asked = ++this.#asked
		this.#isAsking = true
		this.#mustAskAgain = false
		const result = await boardApi.board(this.query)
		// A newer question is on its way, or nobody looks any more.
		if (asked !== this.#asked) return
		this.#isAsking = false
		this.failure = result.ok ? null : result.code
		this.isStale = !result.ok && this.board !== null
		if (result.ok) this.board = result.value
		if (this.#mustAskAgain) void this.#load()
	}
}

export const [getBoard, setBoard] = createContext<BoardState>()
