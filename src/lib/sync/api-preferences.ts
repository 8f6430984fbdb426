/** The preference questionnaire, over #protocol/preference-api.ts. */
import type { ProgramRole } from '#domain/access.ts'
import type { PreferencePage, SavedPreference } from '#protocol/api/ledger.ts'
import { get, put, queryString, type ApiResult } from './api.ts'

export function fetchPreferences(query: {
	role: ProgramRole
	q: string
	page: number
}): Promise<ApiResult<PreferencePage>> {
	return get(`/api/preferences${queryString(query)}`)
}

export function savePreference(personId: string, body: SavedPreference): Promise<ApiResult<unknown>> {
	return put(`/api/preferences/${encodeURIComponent(personId)}`, body)
}
