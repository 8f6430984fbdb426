/**
 * Programmes of others that staff have opened on this device, so that they open again without a network. Which programmes there are is on
 * the board; the list of the person's own ones (`Me`) does not have them.
 */
import type { ProgramListing } from '#protocol/api/program.ts'
import { now } from '../clock.ts'
import { amend, recall, remember } from '../device.ts'

/** Two school years of a municipality that one curator works through; each is some kilobytes. */
const MOST_REMEMBERED = 200
/** They name people, whom the server may have erased since. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000

/** As the server answered. */
export interface Overseen {
	listing: ProgramListing
	askedAt: string
}

/** The one that was asked last comes first. Forgets what was asked more than 30 days ago. */
export async function recallOverseen(personId: string): Promise<readonly Overseen[]> {
	const oldest = new Date(now().getTime() - KEPT_MS).toISOString()
	await amend<Overseen[]>(keyOf(personId), (known) => known?.filter(({ askedAt }) => askedAt >= oldest) ?? null)
	return (await recall<Overseen[]>(keyOf(personId))) ?? []
}

export function rememberOverseen(personId: string, overseen: readonly Overseen[]): Promise<void> {
	return remember(keyOf(personId), overseen.length === 0 ? null : overseen.slice(0, MOST_REMEMBERED))
}

export function forgetOverseen(personId: string): Promise<void> {
	return remember(keyOf(personId), null)
}

function keyOf(personId: string): string {
	return `overseen:${personId}`
}
