/**
 * Programmes of others that staff have opened on this device, so that they open again without a network. Which programmes there are is on
 * the board; the list of the person's own ones (`Me`) does not have them.
 */
import type { ProgramListing } from '#protocol/api/program.ts'
import { recall, remember } from '../device.ts'

/** Two school years of a municipality that one curator works through; each is some kilobytes. */
const MOST_REMEMBERED = 200

/** The one that was asked last comes first. */
export async function recallOverseen(personId: string): Promise<readonly ProgramListing[]> {
	return (await recall<ProgramListing[]>(keyOf(personId))) ?? []
}

export function rememberOverseen(personId: string, listings: readonly ProgramListing[]): Promise<void> {
	return remember(keyOf(personId), listings.length === 0 ? null : listings.slice(0, MOST_REMEMBERED))
}

export function forgetOverseen(personId: string): Promise<void> {
	return remember(keyOf(personId), null)
}

function keyOf(personId: string): string {
	return `overseen:${personId}`
}
