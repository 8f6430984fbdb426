/**
 * Typed fetch over the endpoints about people: banks and imports (#protocol/api/bank.ts, people.ts), requests,
 * shortlists and preferences (ledger.ts), regulations (regulations.ts), municipalities, offices and staff (staff.ts).
 */
import type { ProgramRole, StaffRole } from '#domain/access.ts'
import type { ImportKind } from '#domain/people/import/table.ts'
import type { Weights } from '#domain/people/matching.ts'
import type { OrganisationKind, Regulation, OrganisationStatus } from '#domain/regulation/schema.ts'
import type { ImportListing, ImportResult, KnownBank, NewImport, UndoResult } from '#protocol/api/bank.ts'
import type {
	FormingChoices,
	LedgerListing,
	LedgerListings,
	PreferencePage,
	SavedPreference,
	Shortlist,
	ShortlistFilter
} from '#protocol/api/ledger.ts'
import type {
	LeavingPage,
	ListReview,
	MenteeFilter,
	MenteePage,
	MentorFilter,
	MentorPage,
	NewBankedPerson,
	NewErasure,
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
import type { CreatedInvitation } from '#protocol/api/program.ts'
import type {
	ChooseRegulation,
	ChosenRegulation,
	RegulationListings,
	RegulationReading,
	SavedRegulation,
	SaveRegulation,
	TaskMark,
	TaskStates
} from '#protocol/api/regulations.ts'
import type {
	Municipalities,
	MunicipalityListing,
	NewAppointment,
	NewHead,
	NewMunicipality,
	NewOfficeEnding,
	NewOfficeHolder,
	NewRoleEnding,
	OfficeCandidates,
	OfficeListing,
	RenamedMunicipality,
	SavedOfficeOrder,
	Staff
} from '#protocol/api/staff.ts'
import { type ApiResult, get, post, put, queryString, remove } from './api.ts'

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
	standing?: OrganisationStatus | undefined
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
	erasePerson: (personId: string, body: NewErasure) => post<PersonCard>(`/api/people/${of(personId)}/erasure`, body),
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

export interface ShortlistQuery {
	text: string
	only: readonly ShortlistFilter[]
	weights: Weights
	page: number
}

export function fetchChoices(text: string): Promise<ApiResult<FormingChoices>> {
	return get<FormingChoices>(`/api/forming/choices?${new URLSearchParams({ q: text })}`)
}

export function fetchShortlist(
	programId: string,
	{ text, only, weights, page }: ShortlistQuery
): Promise<ApiResult<Shortlist>> {
	const asked = { q: text, only: only.join(','), page, ...weights }
	const query = new URLSearchParams(Object.entries(asked).map(([name, value]) => [name, String(value)]))
	return get<Shortlist>(`/api/programs/${encodeURIComponent(programId)}/shortlist?${query}`)
}

/** Reads all pages. The rules for what it lists are at `LedgerListings`. */
export async function fetchLedgers(): Promise<ApiResult<LedgerListing[]>> {
	const ledgers: LedgerListing[] = []
	for (let after: string | null = ''; after !== null;) {
		const page: ApiResult<LedgerListings> = await get(`/api/ledgers?${new URLSearchParams({ after })}`)
		if (!page.ok) return page
		ledgers.push(...page.value.ledgers)
		after = page.value.nextAfter
	}
	return { ok: true, value: ledgers }
}

/** Thousands of rows over a slow network. */
const LONG_MS = 120_000

export const imports = {
	known: (kind: ImportKind) => get<KnownBank>(`/api/imports/known?kind=${kind}`),
	list: () => get<{ imports: ImportListing[] }>('/api/imports'),
	/** Safe to send again: the server applies an import id once. */
	take: (body: NewImport) => post<ImportResult>('/api/imports', body, LONG_MS),
	undo: (id: string) => post<UndoResult>(`/api/imports/${encodeURIComponent(id)}/undo`, {}, LONG_MS)
}

const one = (municipalityId: string) => `/api/municipalities/${encodeURIComponent(municipalityId)}`
const heads = (municipalityId: string) => `${one(municipalityId)}/heads`
const closing = (municipalityId: string) => `${one(municipalityId)}/closing`

/** For administrators. */
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

export const officesApi = {
	offices: () => get<OfficeListing>('/api/offices'),
	people: (q: string) => get<OfficeCandidates>(`/api/offices/people${queryString({ q })}`),
	give: (body: NewOfficeHolder) => post<{ id: string }>('/api/offices', body),
	saveOrder: (id: string, body: SavedOfficeOrder) => put<unknown>(`/api/offices/${of(id)}/order`, body),
	end: (id: string, body: NewOfficeEnding) => post<unknown>(`/api/offices/${of(id)}/end`, body),
	return: (id: string) => post<unknown>(`/api/offices/${of(id)}/return`, {})
}

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

export function fetchRegulations(): Promise<ApiResult<RegulationListings>> {
	return get('/api/regulations')
}

export function fetchRegulation(id: string): Promise<ApiResult<RegulationReading>> {
	return get(pathOf(id))
}

/** `base`: the version that was edited; null: a new copy. */
export function saveRegulation(regulation: Regulation, base: number | null): Promise<ApiResult<SavedRegulation>> {
	return post(pathOf(regulation.id), { base, regulation } satisfies SaveRegulation)
}

export function chooseRegulation(choice: ChooseRegulation): Promise<ApiResult<ChosenRegulation>> {
	return post('/api/regulations/current', choice)
}

export function markTask(regulationId: string, taskId: string, mark: TaskMark): Promise<ApiResult<TaskStates>> {
	return put(`${pathOf(regulationId)}/tasks/${encodeURIComponent(taskId)}`, mark)
}

export function deleteRegulation(id: string): Promise<ApiResult<unknown>> {
	return remove(pathOf(id))
}

function pathOf(id: string): string {
	return `/api/regulations/${encodeURIComponent(id)}`
}

export const staffApi = {
	staff: () => get<Staff>('/api/staff'),
	appoint: (body: NewAppointment) => post<unknown>('/api/staff', body),
	end: (body: NewRoleEnding) => post<{ id: string }>('/api/staff/endings', body),
	return: (endingId: string) => post<unknown>(`/api/staff/endings/${encodeURIComponent(endingId)}/return`, {})
}
