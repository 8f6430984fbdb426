import { readStored, watchLedgerStore } from '#lib/sync/ledger-store.ts'

export interface UnsentRequest {
	programId: string
	mainRequest: string
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

	/** Follows the device. `onEntered`: the server has one of them now. Answers the way to stop. */
	start(onEntered: () => void): () => void {
		const read = async (): Promise<void> => {
			const before = this.requests.length
			await this.#read()
			if (this.requests.length < before) onEntered()
		}
		void read()
		return watchLedgerStore(this.#personId, () => void read())
	}

	async #read(): Promise<void> {
		try {
			const stored = await readStored(this.#personId)
			this.requests = stored.flatMap(({ command: { programId, statement }, refusal }) =>
				statement.type === 'request'
					? { programId, mainRequest: statement.mainRequest, isRefused: refusal !== null }
					: []
			)
		} catch {
			// A device that cannot be read now is asked again at its next change; whoever opens the request is told.
		}
	}
}
