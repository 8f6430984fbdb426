import { createContext } from 'svelte'
import type { Board, BoardQuery } from '#protocol/api/program.ts'
import { call, type FailureCode } from '#lib/sync/api.ts'
import { watchBoard } from '#lib/sync/stored/change-feed.ts'

/** The curator's board: the requested rows, kept up to date while started. */
export class BoardState {
	board = $state.raw<Board | null>(null)
	/** The rows are from before the network was lost, or answer the former query. */
	isStale = $state(false)
	failure = $state<FailureCode | null>(null)
	query = $state.raw<BoardQuery>({})
	#stop: (() => void) | null = null
	#asked = 0
	#isAsking = false
	/** Something has changed since the present request: repeat it after the answer. */
	#mustAskAgain = false

	/** Starts loading. The rows of the former query stay, marked stale, until the new ones arrive. */
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

	/**
	 * Repeats the query: after a tap, on return to the page, or after a minute. If a request is in progress, it is repeated after
	 * its answer.
	 */
	refresh(): void {
		if (this.#stop === null) return
		if (this.#isAsking) this.#mustAskAgain = true
		else void this.#load()
	}

	async #load(): Promise<void> {
		const asked = ++this.#asked
		this.#isAsking = true
		this.#mustAskAgain = false
		const result = await call('GET /api/board', { query: this.query })
		// A newer request was made, or nobody is looking.
		if (asked !== this.#asked) return
		this.#isAsking = false
		this.failure = result.ok ? null : result.code
		this.isStale = !result.ok && this.board !== null
		if (result.ok) this.board = result.value
		if (this.#mustAskAgain) void this.#load()
	}
}

export const [getBoard, setBoard] = createContext<BoardState>()
