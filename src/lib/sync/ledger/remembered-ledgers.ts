/**
 * What the server last listed of the ledgers a person is concerned with, what of it they have read, and what it last offered for a
 * request: for a screen without a network.
 */
import type { FormingChoices, LedgerListing } from '#protocol/api/ledger.ts'
import { forgetUnder, recall, remember } from '../device-memory.ts'

export async function recallLedgers(personId: string): Promise<LedgerListing[] | null> {
	const known = await recall<LedgerListing[]>(`ledgers:${personId}`)
	// What an older app remembered tells nothing of them.
	return known?.map((listing) => ({ ...toldLater, ...listing })) ?? null
}

export function rememberLedgers(personId: string, ledgers: readonly LedgerListing[]): Promise<void> {
	return remember(`ledgers:${personId}`, ledgers)
}

export function recallChoices(personId: string): Promise<FormingChoices | null> {
	return recall(`choices:${personId}`)
}

export function rememberChoices(personId: string, choices: FormingChoices): Promise<void> {
	return remember(`choices:${personId}`, choices)
}

const toldLater = {
	unacquaintedIds: [],
	unansweredIds: [],
	consultationsWaitFor: [],
	news: [],
	ownReports: [],
	hasConsentWithdrawal: false,
	ownConsent: null,
	ownConsentSaid: null,
	speaksAs: []
} satisfies Partial<LedgerListing>

export async function forgetRememberedLedgers(personId: string): Promise<void> {
	await remember(`ledgers:${personId}`, null)
	await remember(`choices:${personId}`, null)
	await forgetUnder(readKey(personId, ''))
}

/** What of a programme's news was on the screen, with what was before. It stays on this device: another one tells it once more. */
export async function rememberRead(personId: string, programId: string, newsIds: readonly string[]): Promise<void> {
	const read = await recallRead(personId, programId)
	await remember(readKey(personId, programId), [...new Set([...read, ...newsIds])])
}

/** Their ids. */
export async function recallRead(personId: string, programId: string): Promise<readonly string[]> {
	return (await recall<string[]>(readKey(personId, programId))) ?? []
}

/** The listings, of their news only what was not on this device's screen. */
export function withoutRead(personId: string, ledgers: readonly LedgerListing[]): Promise<LedgerListing[]> {
	return Promise.all(
		ledgers.map(async (listing) => {
			if (listing.news.length === 0) return listing
			const read = await recallRead(personId, listing.programId)
			return { ...listing, news: listing.news.filter(({ id }) => !read.includes(id)) }
		})
	)
}

function readKey(personId: string, programId: string): string {
	return `read-news:${personId}:${programId}`
}
