/** Editions of a regulation that are not saved yet. They lie on the device, so that a reload loses nothing. */
import type { Regulation } from '#domain/regulation/schema.ts'
import { recall, remember } from '#lib/sync/device-memory.ts'

export interface Draft {
	/** The stored version it was made from; null: it was never saved. */
	base: number | null
	regulation: Regulation
}

export function recallDraft(personId: string, id: string): Promise<Draft | null> {
	return recall<Draft>(keyOf(personId, id))
}

export async function keepDraft(personId: string, id: string, draft: Draft): Promise<void> {
	await remember(keyOf(personId, id), draft)
	const known = await listDraftIds(personId)
	if (!known.includes(id)) await remember(indexOf(personId), [...known, id])
}

export async function dropDraft(personId: string, id: string): Promise<void> {
	await remember(keyOf(personId, id), null)
	const others = (await listDraftIds(personId)).filter((known) => known !== id)
	await remember(indexOf(personId), others.length === 0 ? null : others)
}

export async function listDraftIds(personId: string): Promise<string[]> {
	return (await recall<string[]>(indexOf(personId))) ?? []
}

function keyOf(personId: string, id: string): string {
	return `regulation-draft:${personId}:${id}`
}

function indexOf(personId: string): string {
	return `regulation-drafts:${personId}`
}
