/** Editions of a regulation that are not saved yet. They lie on the device, so that a reload loses nothing. */
import type { Regulation } from '#domain/regulation/schema.ts'
import { keepTyped, recallTyped } from '#lib/sync/device.ts'

export interface Draft {
	/** The stored version it was made from; null: it was never saved. */
	base: number | null
	regulation: Regulation
}

export async function recallDraft(personId: string, id: string): Promise<Draft | null> {
	const draft = await recallTyped<Draft>(personId, formOf(id))
	return draft === null ? null : { ...draft, regulation: { ...laterParts, ...draft.regulation } }
}

export async function keepDraft(personId: string, id: string, draft: Draft): Promise<void> {
	await keepTyped(personId, formOf(id), draft)
	const known = await listDraftIds(personId)
	if (!known.includes(id)) await keepTyped(personId, INDEX, [...known, id])
}

export async function dropDraft(personId: string, id: string): Promise<void> {
	await keepTyped(personId, formOf(id), null)
	const others = (await listDraftIds(personId)).filter((known) => known !== id)
	await keepTyped(personId, INDEX, others.length === 0 ? null : others)
}

export async function listDraftIds(personId: string): Promise<string[]> {
	return (await recallTyped<string[]>(personId, INDEX)) ?? []
}

/** What an edition lacks that an older version of the app put down. */
const laterParts: Pick<Regulation, 'composition' | 'programContent' | 'consultations'> = {
	composition: null,
	programContent: null,
	consultations: null
}

/** Beside them: which there are. */
const INDEX = 'regulations'

function formOf(id: string): string {
	return `regulation:${id}`
}
