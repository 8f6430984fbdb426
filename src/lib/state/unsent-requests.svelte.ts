import { readStored, watchLedgerStore } from '#lib/sync/ledger/ledger-store.ts'

export interface UnsentRequest {
	programId: string
	mainRequest: string
	/** Those it asks for, besides whoever asks. */
	people: readonly { name: string }[]
	/** False: it waits for the server. */
	isRefused: boolean
}

/** Requests for a mentor made on this device that no list of the server has: they wait to be sent, or were refused. */
export class UnsentRequestsState {
	readonly #personId: string
	requests = $state.raw<readonly UnsentRequest[]>([])

	constructor(personId: string) {
		this.#personId = personId
	}

	/** Follows the device. Answers the way to stop. */
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
			// A device that cannot be read now is asked again at its next change; whoever opens the request is told.
		}
	}
}
