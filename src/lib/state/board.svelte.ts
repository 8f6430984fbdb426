import { createContext } from 'svelte'
import { type Board, type BoardQuery, MOST_CHANGED } from '#protocol/api/program.ts'
import { call, type FailureCode } from '#lib/sync/api.ts'
import { watchBoard } from '#lib/sync/stored/change-feed.ts'

/** Until the board is read again while the server counts. */
const COUNTING_MS = 2_000

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
	/** What has changed since the present request, to be read after its answer; null: the whole page. */
	#changed: Set<string> | null = new Set()
	#again: ReturnType<typeof setTimeout> | undefined

	/** Starts loading. The rows of the former query stay, marked stale, until the new ones arrive. */
	setQuery(q: BoardQuery): void {
		this.query = q
		this.isStale = this.board !== null
		if (this.#stop !== null) void this.#load(true)
	}

	start(): void {
		if (this.#stop !== null) return
		this.#stop = watchBoard((ids) => this.refresh(ids))
		void this.#load(true)
	}

	stop(): void {
		this.#stop?.()
		this.#stop = null
		clearTimeout(this.#again)
		this.#asked++
		this.#isAsking = false
	}

	/**
	 * Repeats the query: after a tap, on return to the page, or after a minute. `changed`: only these programmes have changed; null:
	 * anything may have. If a request is in progress, it waits for its answer.
	 */
	refresh(changed: readonly string[] | null = null): void {
		if (this.#stop === null) return
		if (changed === null || this.#changed === null) this.#changed = null
		else for (const programId of changed) this.#changed.add(programId)
		if (!this.#isAsking) void this.#load()
	}

	async #load(isPage = false): Promise<void> {
		const asked = ++this.#asked
		this.#isAsking = true
		clearTimeout(this.#again)
		const { board, query } = this
		const only = isPage || this.isStale || board === null ? null : namedAmong(this.#changed)
		this.#changed = new Set()
		const result = await call('GET /api/board', { query: { ...query, ...(only && { changed: only }) } })
		// A newer request was made, or nobody is looking.
		if (asked !== this.#asked) return
		this.#isAsking = false
		this.failure = result.ok ? null : result.code
		this.isStale = !result.ok && this.board !== null
		const shown = result.ok ? withChanges(board, result.value) : null
		if (shown !== null) this.board = shown
		// A programme has come onto the page that was not on it.
		if (result.ok && shown === null) void this.#load(true)
		else if (this.#changed === null || this.#changed.size > 0) void this.#load()
		else if (result.ok && result.value.isCounting) this.#again = setTimeout(() => this.refresh(), COUNTING_MS)
	}
}

/** Ids for the address; null: too many, or all. */
function namedAmong(changed: ReadonlySet<string> | null): string | null {
	return changed === null || changed.size === 0 || changed.size > MOST_CHANGED ? null : [...changed].join()
}

/** The page with what has changed of it; null: it has a programme that neither of them knows. */
function withChanges(board: Board | null, { order, ...answer }: Board): Board | null {
	if (order === undefined) return answer
	const rows = new Map([...(board?.rows ?? []), ...answer.rows].map((row) => [row.programId, row]))
	const shown = order.flatMap((programId) => rows.get(programId) ?? [])
	const units = [...new Set([...(board?.units ?? []), ...answer.units])].sort()
	return shown.length < order.length ? null : { ...answer, units, rows: shown }
}

export const [getBoard, setBoard] = createContext<BoardState>()
