/** The endpoints of #protocol/municipality-api.ts, for administrators. */
import type { CreatedInvitation } from '#protocol/api.ts'
import type { Municipalities, MunicipalityListing, NewHead, NewMunicipality } from '#protocol/municipality-api.ts'
import { get, post } from './api.ts'

const heads = (municipalityId: string) => `/api/municipalities/${encodeURIComponent(municipalityId)}/heads`

export const municipalityApi = {
	list: () => get<Municipalities>('/api/municipalities'),
	open: (body: NewMunicipality) => post<MunicipalityListing>('/api/municipalities', body),
	inviteHead: (municipalityId: string, body: NewHead) => post<CreatedInvitation>(heads(municipalityId), body),
	renewHead: (municipalityId: string, personId: string) =>
		post<CreatedInvitation>(`${heads(municipalityId)}/${encodeURIComponent(personId)}`, {})
}
