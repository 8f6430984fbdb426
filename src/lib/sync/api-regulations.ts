/** The regulations of the municipality, over #protocol/regulation-api.ts. */
import type { Regulation } from '#domain/regulation/schema.ts'
import type {
	ChooseRegulation,
	ChosenRegulation,
	RegulationListings,
	RegulationReading,
	SavedRegulation,
	SaveRegulation
} from '#protocol/api/regulations.ts'
import { get, post, remove, type ApiResult } from './api.ts'

export function fetchRegulations(): Promise<ApiResult<RegulationListings>> {
	return get('/api/regulations')
}

export function fetchRegulation(id: string): Promise<ApiResult<RegulationReading>> {
	return get(pathOf(id))
}

/** `base`: the version it was made from; null: a new copy. */
export function saveRegulation(regulation: Regulation, base: number | null): Promise<ApiResult<SavedRegulation>> {
	return post(pathOf(regulation.id), { base, regulation } satisfies SaveRegulation)
}

export function chooseRegulation(choice: ChooseRegulation): Promise<ApiResult<ChosenRegulation>> {
	return post('/api/regulations/current', choice)
}

export function deleteRegulation(id: string): Promise<ApiResult<unknown>> {
	return remove(pathOf(id))
}

function pathOf(id: string): string {
	return `/api/regulations/${encodeURIComponent(id)}`
}
