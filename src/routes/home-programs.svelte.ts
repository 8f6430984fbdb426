import type { ProgramListing } from '#protocol/api/program.ts'
import type { ProgramSummary } from '#domain/summary.ts'
import { readStoredProgram, type StoredProgram } from '#lib/sync/stored/stored-programs.ts'
import { tickOf, type Tick } from '#lib/sync/document/status.ts'

/** A programme as «Мои программы» shows it: the server's word and what this device knows, joined. */
export interface HomeProgram {
	listing: ProgramListing
	summary: ProgramSummary | null
	/** Null for a programme this device has never opened, or knows nothing for certain of. */
	tick: Tick | null
	unsent: number
	lastSyncedAt: string | null
}

export class HomePrograms {
	#stored = $state.raw<Readonly<Record<string, StoredProgram | null>>>({})
	/** What this device knows has been read once. */
	isRead = $state(false)
	#asked = 0

	async load(personId: string, listings: readonly ProgramListing[]): Promise<void> {
		const asked = ++this.#asked
		const stored = await Promise.all(
			listings.map(async ({ id, documents }) => [id, await readStoredProgram(personId, documents)] as const)
		)
		// A newer question is on its way, perhaps another person's.
		if (asked !== this.#asked) return
		this.#stored = Object.fromEntries(stored)
		this.isRead = true
	}

	/** The device's summary counts while it holds edits the server has not, or while there is no network. */
	join(listing: ProgramListing, isOnline: boolean): HomeProgram {
		const stored = this.#stored[listing.id] ?? null
		if (stored === null) return { listing, summary: listing.summary, tick: null, unsent: 0, lastSyncedAt: null }
		const { snapshot } = stored
		const isOursNewer = !isOnline || snapshot.unsent > 0
		return {
			listing,
			summary: (isOursNewer ? stored.summary : listing.summary) ?? listing.summary ?? stored.summary,
			tick: tickOf(snapshot),
			unsent: snapshot.unsent,
			lastSyncedAt: snapshot.lastSyncedAt
		}
	}
}
