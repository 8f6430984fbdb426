/** What the server last listed of the ledgers a person is concerned with, and last offered for a request: for a screen without a network. */
import type { FormingChoices } from '#protocol/forming-api.ts'
import type { LedgerListing } from '#protocol/ledger-api.ts'
import { recall, remember } from './device-memory.ts'

export function recallLedgers(personId: string): Promise<LedgerListing[] | null> {
	return recall(`ledgers:${personId}`)
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

export async function forgetRememberedLedgers(personId: string): Promise<void> {
	await remember(`ledgers:${personId}`, null)
	await remember(`choices:${personId}`, null)
}
