import type { Command } from '#domain/ledger/statement.ts'
import { fetchLedgers } from '#lib/sync/api-program.ts'
import type { FailureCode } from '#lib/sync/api.ts'
import { readStored, readWaiting, watchLedgerStore } from '#lib/sync/ledger/ledger-store.ts'
import { recallLedgers, rememberLedgers, withoutRead } from '#lib/sync/ledger/outbox.ts'
import { isNetworkOff } from '#lib/sync/line/line.ts'
import { isPageVisible, watchPage } from '#lib/sync/line/retry.ts'
import { watchLedgers } from '#lib/sync/stored/change-feed.ts'
import type { LedgerListing } from '#protocol/api/ledger.ts'

const ASK_AGAIN_MS = 5_000

/** The open ledgers that concern a person: as stored on this device, then as the server answers. */
export class LedgerListingsState {
	readonly personId: string
	/** Null: neither the device nor the server has answered. Leaves out news that the person has already read on this device. */
	ledgers = $state.raw<readonly LedgerListing[] | null>(null)
	/** Why the server's last answer failed; the ledgers shown are then older. */
	failure = $state<FailureCode | null>(null)
	/** The server has answered since `start`. */
	isAnswered = $state(false)
	/** Commands of this device that `ledgers` does not reflect yet; oldest first. */
	waiting = $state.raw<readonly Command[]>([])
	#asked = 0

	constructor(personId: string) {
		this.personId = personId
	}

	/**
	 * Reads the ledgers and follows the server: always, or (for a screen that is open all day) only while a programme is being
	 * formed. `onChanged` is called after each change the server reports. Returns a function that stops it.
	 */
	start({ isFollowing = true, onChanged }: { isFollowing?: boolean; onChanged?: () => void } = {}): () => void {
		let stopFollowing: (() => void) | null = null
		let isStopped = false
		let again: ReturnType<typeof setTimeout> | undefined
		const read = async (): Promise<void> => {
			clearTimeout(again)
			await this.refresh()
			// A phone that changes networks cuts what is under way, and no event says that the network has been there since.
			const isCut = this.failure === 'offline' && !isNetworkOff()
			if (isCut && !isStopped) again = setTimeout(() => void (isPageVisible() && read()), ASK_AGAIN_MS)
			const isForming = this.ledgers?.some(({ phase, isAwaited }) => phase === 'requested' || isAwaited) ?? false
			if (isStopped || stopFollowing !== null || !(isFollowing || isForming)) return
			stopFollowing = watchLedgers(() => {
				void this.refresh()
				onChanged?.()
			})
		}
		const ask = () => void read()
		const stops = [watchPage({ onVisible: ask, onOnline: ask }), this.#watchWaiting(read)]
		void this.#recall().then(ask)
		return () => {
			isStopped = true
			clearTimeout(again)
			stops.forEach((stop) => stop())
			stopFollowing?.()
		}
	}

	async refresh(): Promise<void> {
		const asked = ++this.#asked
		const result = await fetchLedgers()
		const unread = result.ok ? await withoutRead(this.personId, result.value) : null
		// A newer request was made.
		if (asked !== this.#asked) return
		this.failure = result.ok ? null : result.code
		if (!result.ok) return
		this.isAnswered = true
		this.ledgers = unread
		await rememberLedgers(this.personId, result.value)
	}

	/** Calls `onAnswered` when the server has answered a command of the person: its list is now different. */
	#watchWaiting(onAnswered: () => Promise<void>): () => void {
		let known: readonly Command[] = []
		const read = async (): Promise<void> => {
			try {
				const before = known
				known = await readWaiting(this.personId)
				const isAnswered = before.some(({ id }) => !known.some((one) => one.id === id))
				// An answered command leaves `waiting` only when the list contains it.
				if (isAnswered) void onAnswered().then(() => this.#reflect(known))
				else this.waiting = known
			} catch {
				// Read again at the next change of the local store.
			}
		}
		// Reads run one after the other: each compares its result with the one before.
		let reading = read()
		return watchLedgerStore(this.personId, () => void (reading = reading.then(read)))
	}

	/** Without a network the device's listing reflects the answers, and the one on the screen does not. */
	async #reflect(waiting: readonly Command[]): Promise<void> {
		const known = this.failure === null ? null : await recallLedgers(this.personId)
		if (known !== null) this.ledgers = await withoutRead(this.personId, known)
		this.waiting = waiting
	}

	async #recall(): Promise<void> {
		const known = await recallLedgers(this.personId)
		const unread = known && (await withoutRead(this.personId, known))
		if (!this.isAnswered) this.ledgers ??= unread
	}
}

export interface UnsentRequest {
	programId: string
	mainRequest: string
	/** The people of the request, without the person who asks. */
	people: readonly { name: string }[]
	/** False: it waits to be sent. */
	isRefused: boolean
}

/** Requests for a mentor made on this device that the server has not accepted: they wait to be sent, or were refused. */
export class UnsentRequestsState {
	readonly #personId: string
	requests = $state.raw<readonly UnsentRequest[]>([])

	constructor(personId: string) {
		this.#personId = personId
	}

	/** Follows the local store. Returns a function that stops it. */
	start(): () => void {
		void this.#read()
		return watchLedgerStore(this.#personId, () => void this.#read())
	}

	async #read(): Promise<void> {
		try {
			const stored = await readStored(this.#personId)
			this.requests = stored.flatMap(({ command: { programId, statement }, refusal, seen }) => {
				if (statement.type !== 'request') return []
				const people = (seen?.people ?? []).filter(({ id }) => id !== this.#personId)
				return { programId, mainRequest: statement.mainRequest, people, isRefused: refusal !== null }
			})
		} catch {
			// Read again at the next change of the local store; the opened request shows the error.
		}
	}
}
