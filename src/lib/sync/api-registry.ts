/** Typed fetch over the endpoints of #protocol/registry-api.ts: organisations, people, banks. */
import type { ProgramRole, StaffRole } from '#domain/access.ts'
import type { OrganisationKind, Standing } from '#domain/regulation/schema.ts'
import type {
	LeavingPage,
	ListReview,
	MenteeFilter,
	MenteePage,
	MentorFilter,
	MentorPage,
	NewBankedPerson,
	NewLeaving,
	OrganisationPage,
	OrganisationRow,
	PersonCard,
	SavedMentee,
	SavedMentor,
	SavedOrder,
	SavedOrganisation,
	SavedPerson
} from '#protocol/api/people.ts'
import { get, post, put, queryString, remove } from './api.ts'

export interface PageQuery {
	q?: string | undefined
	page?: number | undefined
	pageSize?: number | undefined
}
export interface MentorQuery extends PageQuery {
	filter?: MentorFilter | undefined
}
export interface MenteeQuery extends PageQuery {
	category?: string | undefined
	filter?: MenteeFilter | undefined
}
export interface OrganisationQuery extends PageQuery {
	kind?: OrganisationKind | undefined
	standing?: Standing | undefined
}

export const registryApi = {
	mentors: (query: MentorQuery) => get<MentorPage>(`/api/bank/mentors${queryString(query)}`),
	mentees: (query: MenteeQuery) => get<MenteePage>(`/api/bank/mentees${queryString(query)}`),
	saveMentor: (personId: string, body: SavedMentor) => put<PersonCard>(`/api/bank/mentors/${of(personId)}`, body),
	saveMentee: (personId: string, body: SavedMentee) => put<PersonCard>(`/api/bank/mentees/${of(personId)}`, body),
	review: () => get<ListReview>('/api/bank/review'),
	tickReview: () => post<ListReview>('/api/bank/review', {}),
	leaveBank: (body: NewLeaving) => post<PersonCard>('/api/bank/leavings', body),
	returnToBank: (leavingId: string) => post<PersonCard>(`/api/bank/leavings/${of(leavingId)}/return`, {}),
	leavings: (query: { role: ProgramRole; page: number }) => get<LeavingPage>(`/api/bank/leavings${queryString(query)}`),
	createPerson: (body: NewBankedPerson) => post<{ personId: string }>('/api/people', body),
	person: (personId: string) => get<PersonCard>(`/api/people/${of(personId)}`),
	savePerson: (personId: string, body: SavedPerson) => put<PersonCard>(`/api/people/${of(personId)}`, body),
	saveOrder: (personId: string, role: ProgramRole | StaffRole, body: SavedOrder) =>
		put<PersonCard>(`/api/people/${of(personId)}/roles/${role}/order`, body),
	organisations: (query: OrganisationQuery) => get<OrganisationPage>(`/api/organisations${queryString(query)}`),
	organisation: (id: string) => get<OrganisationRow>(`/api/organisations/${of(id)}`),
	saveOrganisation: (id: string, body: SavedOrganisation) => put<OrganisationRow>(`/api/organisations/${of(id)}`, body),
	deleteOrganisation: (id: string) => remove<unknown>(`/api/organisations/${of(id)}`)
}

function of(id: string): string {
	return encodeURIComponent(id)
}
