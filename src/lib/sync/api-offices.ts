/** The endpoints of #protocol/office-api.ts. */
import type {
	NewOfficeEnding,
	NewOfficeHolder,
	OfficeCandidates,
	OfficeListing,
	SavedOfficeOrder
} from '#protocol/api/staff.ts'
import { get, post, put, queryString } from './api.ts'

export const officesApi = {
	offices: () => get<OfficeListing>('/api/offices'),
	people: (q: string) => get<OfficeCandidates>(`/api/offices/people${queryString({ q })}`),
	give: (body: NewOfficeHolder) => post<{ id: string }>('/api/offices', body),
	saveOrder: (id: string, body: SavedOfficeOrder) => put<unknown>(`/api/offices/${of(id)}/order`, body),
	end: (id: string, body: NewOfficeEnding) => post<unknown>(`/api/offices/${of(id)}/end`, body),
	return: (id: string) => post<unknown>(`/api/offices/${of(id)}/return`, {})
}

function of(id: string): string {
	return encodeURIComponent(id)
}
