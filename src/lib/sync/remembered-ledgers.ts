/** What the server last listed of the ledgers a person is concerned with, and last offered for a request: for a screen without a network. */
import type { FormingChoices } from '#protocol/forming-api.ts'
import type { LedgerListing } from '#protocol/ledger-api.ts'
import { recall, remember } from './device-memory.ts'

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
	ownReports: [],
	hasConsentWithdrawal: false,
	ownConsent: null,
	ownConsentSaid: null,
	speaksAs: []
} satisfies Partial<LedgerListing>

export async function forgetRememberedLedgers(personId: string): Promise<void> {
	await remember(`ledgers:${personId}`, null)
	await remember(`choices:${personId}`, null)
}
