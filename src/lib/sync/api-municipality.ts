/** The endpoints of #protocol/municipality-api.ts, for administrators. */
import type { CreatedInvitation } from '#protocol/api/program.ts'
import type {
	Municipalities,
	MunicipalityListing,
	NewHead,
	NewMunicipality,
	RenamedMunicipality
} from '#protocol/api/staff.ts'
import { get, post, put, remove } from './api.ts'

const one = (municipalityId: string) => `/api/municipalities/${encodeURIComponent(municipalityId)}`
const heads = (municipalityId: string) => `${one(municipalityId)}/heads`
const closing = (municipalityId: string) => `${one(municipalityId)}/closing`

export const municipalityApi = {
	list: () => get<Municipalities>('/api/municipalities'),
	open: (body: NewMunicipality) => post<MunicipalityListing>('/api/municipalities', body),
	rename: (municipalityId: string, body: RenamedMunicipality) => put<MunicipalityListing>(one(municipalityId), body),
	close: (municipalityId: string) => post<MunicipalityListing>(closing(municipalityId), {}),
	reopen: (municipalityId: string) => remove<MunicipalityListing>(closing(municipalityId)),
	inviteHead: (municipalityId: string, body: NewHead) => post<CreatedInvitation>(heads(municipalityId), body),
	renewHead: (municipalityId: string, personId: string) =>
		post<CreatedInvitation>(`${heads(municipalityId)}/${encodeURIComponent(personId)}`, {})
}
