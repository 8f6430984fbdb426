/** The regulations screen, and unsaved copies on the device. */
import type { Regulation } from '#domain/regulation/schema.ts'
import { type ApiResult, call, type FailureCode } from '#lib/sync/api.ts'
import { keepTyped, recallTyped } from '#lib/sync/device.ts'
import type {
	ChosenRegulation,
	RegulationListings,
	RegulationReading,
	TaskMark,
	TaskStates
} from '#protocol/api/regulations.ts'

/** The municipality's regulations, and the shown one: the one with the id, or else the current one. */
export class RegulationsState {
	listings = $state.raw<RegulationListings | null>(null)
	reading = $state.raw<RegulationReading | null>(null)
	failure = $state<FailureCode | null>(null)

	async load(id: string | null): Promise<void> {
		const listings = await call('GET /api/regulations')
		if (!listings.ok) return void (this.failure = listings.code)
		const reading = await call('GET /api/regulations/:id', { id: id ?? listings.value.currentId })
		if (!reading.ok) return void (this.failure = reading.code)
		this.failure = null
		this.listings = listings.value
		this.reading = reading.value
	}

	/** Makes it current: new programmes begin under it. */
	async choose({ id }: Regulation): Promise<ApiResult<ChosenRegulation>> {
		const result = await call('POST /api/regulations/current', { body: { id, was: this.listings?.currentId ?? '' } })
		await this.load(id)
		return result
	}

	async mark(taskId: string, mark: TaskMark): Promise<ApiResult<TaskStates>> {
		const result = await call('PUT /api/regulations/:id/tasks/:taskId', {
			id: this.reading?.regulation.id ?? '',
			taskId,
			body: mark
		})
		if (result.ok && this.reading !== null) this.reading = { ...this.reading, tasks: result.value }
		return result
	}

	delete({ id }: Regulation): Promise<ApiResult<unknown>> {
		return call('DELETE /api/regulations/:id', { id })
	}
}

/** A new id for a copy, «tomsk-city-3f9a1c2b». The device makes it, so that saving twice stores one copy. */
export function newCopyId({ id, copyOf }: Pick<Regulation, 'id' | 'copyOf'>): string {
	return `${(copyOf ?? id).slice(0, 50)}-${crypto.randomUUID().slice(0, 8)}`
}

/** An unsaved copy of a regulation. It is stored on the device, so that a reload loses nothing. */
export interface Draft {
	/** The saved version that it was made from; null: it was never saved. */
	base: number | null
	regulation: Regulation
}

export async function recallDraft(personId: string, id: string): Promise<Draft | null> {
	const draft = await recallTyped<Draft>(personId, formOf(id))
	return draft === null ? null : { ...draft, regulation: { ...laterSections, ...draft.regulation } }
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

/** Sections missing in drafts that an older version of the app stored. */
const laterSections: Pick<Regulation, 'composition' | 'programContent' | 'consultations'> = {
	composition: null,
	programContent: null,
	consultations: null
}

/** The key of the list of stored drafts. */
const INDEX = 'regulations'

function formOf(id: string): string {
	return `regulation:${id}`
}
