import type { DueDate } from '#domain/plan/due-dates.ts'
import { readStored, watchLedgerStore } from '#lib/sync/ledger/ledger-store.ts'

/** Reports recorded on this device as submitted that the server has not heard of yet. */
export class UnsentReportsState {
	readonly #personId: string
	#reports = $state.raw<readonly (DueDate & { programId: string })[]>([])

	constructor(personId: string) {
		this.#personId = personId
	}

	/** Follows the device. Answers the way to stop. */
	start(): () => void {
		void this.#read()
		return watchLedgerStore(this.#personId, () => void this.#read())
	}

	has(programId: string, { reportId, dueOn }: DueDate): boolean {
		return this.#reports.some((one) => one.programId === programId && one.reportId === reportId && one.dueOn === dueOn)
	}

	async #read(): Promise<void> {
		try {
			const stored = await readStored(this.#personId)
			this.#reports = stored.flatMap(({ command: { programId, statement }, refusal }) =>
				refusal === null && statement.type === 'record-evidence' && statement.evidence.kind === 'report'
					? { programId, reportId: statement.evidence.reportId, dueOn: statement.evidence.dueOn }
					: []
			)
		} catch {
			// A device that cannot be read now is asked again at its next change; the report then stands as due.
		}
	}
}
