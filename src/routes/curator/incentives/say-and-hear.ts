import { refusalWords } from '#lib/ui/words/ledger-refusal-words.ts'
import { m } from '#lib/paraglide/messages.js'
import { dropRefused, readKnownLedger } from '#lib/sync/ledger/ledger-store.ts'
import { putInOutbox, sendOutbox, type NewCommand } from '#lib/sync/ledger/outbox.ts'

/** Null: it is in the ledger. Otherwise what became of it, in words; what only waits for a network is not lost. */
export async function sayAndHear(personId: string, said: NewCommand): Promise<string | null> {
	try {
		const id = await putInOutbox(personId, said)
		await sendOutbox(personId)
		const { commands } = await readKnownLedger(personId, said.programId)
		const own = commands.find(({ command }) => command.id === id)
		if (own === undefined) return null
		if (own.refusal === null) return m.incentives_waiting()
		await dropRefused(personId, id)
		return m.incentives_refused({
			why: refusalWords(own.refusal, { nameOf: () => '', regulation: null, organisationKinds: [] })
		})
	} catch {
		// No room, or no IndexedDB: nobody may think that it was said.
		return m.incentives_not_kept()
	}
}
