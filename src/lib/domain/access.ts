/**
 * One question about rights, asked in one place: the relay, the API and the screens all ask here.
 * Rights are per document, never inside one (sync.md R14).
 */

export type ProgramRole = 'mentor' | 'mentee'
/** Of one organisation, where the municipality's curator and head are of all (domain.md V2, R8, S5, S7). */
export const organisationRoles = ['organisation-curator', 'organisation-head'] as const
export type OrganisationRole = (typeof organisationRoles)[number]
export type StaffRole = 'curator' | 'head' | 'administrator' | 'region' | OrganisationRole
/** What somebody can be invited to be. */
export const invitedRoles = [
	'mentor',
	'mentee',
	...organisationRoles,
	'curator',
	'head',
	'region',
	'administrator'
] as const
export type InvitedRole = (typeof invitedRoles)[number]
export type DocumentKind = 'plan' | 'notes'
export type Permission = 'edit' | 'read' | 'none'

export interface Membership {
	programId: string
	role: ProgramRole
	/** A mentee who has come into a group that went on: its notes were written before them. Absent: no. */
	cameLater?: boolean
}

/** `closure`: with the programme. `decision`: by a release, a replacement or an order. */
export type PartEnding = 'closure' | 'decision'

export interface EndedMembership extends Membership {
	/** Null: by a curator's hand. */
	endedBy: PartEnding | null
	/** ISO instant. */
	endedAt: string
}

export interface StaffAssignment {
	municipalityId: string
	role: StaffRole
	/** Of an organisation role: whose. Null of every other one. */
	organisationId?: string | null
}

/** Who is asking: what the person is in programmes, and in municipalities. */
export interface Standing {
	/** Those that have not ended. */
	memberships: readonly Membership[]
	/** What the person wrote while they lasted stays on their devices, and may still arrive. */
	endedMemberships: readonly EndedMembership[]
	assignments: readonly StaffAssignment[]
}

/** Who answers for a programme. */
export interface ProgramPlace {
	municipalityId: string
	/** In which all its mentees work; null: in several, or nobody has said. */
	organisationId?: string | null
}

export interface DocumentAddress extends ProgramPlace {
	kind: DocumentKind
	programId: string
}

/**
 * Mentor and mentee edit alike (domain.md T11, S12); the curator and the head, of the municipality or of the mentees' own
 * organisation, read the plan (T25) but not the pair's private notes; an administrator of the server and the person of the region read neither.
 * The notes are closed to whoever has joined a group since, which shares them with nobody it did not begin with.
 * Who took part until it was closed reads all of it; who took part once in one that goes on has nothing of it but what their own
 * device kept, and what it was then (`pastReadableUntil`).
 */
export function permissionFor(standing: Standing, address: DocumentAddress): Permission {
	const part = standing.memberships.find(({ programId }) => programId === address.programId)
	if (address.kind === 'notes' && (part ?? endedPart(standing, address))?.cameLater === true) return 'none'
	if (part !== undefined) return 'edit'
	if (endedPart(standing, address)?.endedBy === 'closure') return 'read'
	if (address.kind === 'notes') return 'none'
	return canOverseeProgram(standing, address) ? 'read' : 'none'
}

/**
 * The instant their part was ended by a decision: whoever was released or replaced reads the plan as it was until then, and what was made
 * of it (domain.md T35, T37). Null: nothing of it is theirs to read that way; what `permissionFor` gives is asked first.
 */
export function pastReadableUntil(standing: Standing, program: Pick<DocumentAddress, 'programId'>): string | null {
	const ended = endedPart(standing, program)
	return ended?.endedBy === 'decision' ? ended.endedAt : null
}

/**
 * Of which mentees of a programme a person sees the results of the assessment: a mentor of those they work with, as long as both take part
 * (domain.md T35); the municipality's curator and head, who keep the bank; `own`: a mentee of themselves. Whoever is staff of an organisation sees no bank.
 */
export function assessmentsSeenBy(
	standing: Standing,
	{ municipalityId, programId }: Pick<DocumentAddress, 'municipalityId' | 'programId'>
): 'all' | 'own' | 'none' {
	if (canOversee(standing, municipalityId)) return 'all'
	switch (standing.memberships.find((membership) => membership.programId === programId)?.role) {
		case 'mentor':
			return 'all'
		case 'mentee':
			return 'own'
		case undefined:
			return 'none'
	}
}

function endedPart({ endedMemberships }: Standing, { programId }: Pick<DocumentAddress, 'programId'>) {
	return endedMemberships.find((membership) => membership.programId === programId)
}

/** Whether what the person brings of the document is kept for a curator to look through, though they may not edit it (sync.md R3). */
export function isHeldFrom(standing: Standing, { programId }: Pick<DocumentAddress, 'programId'>): boolean {
	const isOf = (membership: Membership) => membership.programId === programId
	return standing.endedMemberships.some(isOf) && !standing.memberships.some(isOf)
}

/** Who opens the people of a municipality and all of its board, ends parts in its programmes, deletes one, and decides on held edits. */
export function canOversee(standing: Standing, municipalityId: string): boolean {
	return standing.assignments.some(
		(assignment) => assignment.municipalityId === municipalityId && isOverseer(assignment.role)
	)
}

/** Who reads its plan and its ledger, finds it on the board, and decides on its held edits. */
export function canOverseeProgram(
	standing: Standing,
	{ municipalityId, organisationId = null }: ProgramPlace
): boolean {
	if (canOversee(standing, municipalityId)) return true
	return standing.assignments.some(
		(own) =>
			isOrganisationRole(own.role) &&
			own.municipalityId === municipalityId &&
			organisationId !== null &&
			own.organisationId === organisationId
	)
}

/** As what it speaks where the regulation has the role in the organisation. */
export function spokenRole(role: OrganisationRole): 'curator' | 'head' {
	return role === 'organisation-curator' ? 'curator' : 'head'
}

/** Of one municipality, the first: nobody has a board of two. */
export function rolesInOrganisations({
	assignments
}: Pick<Standing, 'assignments'>): (StaffAssignment & { role: OrganisationRole })[] {
	const own = assignments.flatMap((one) => (isOrganisationRole(one.role) ? { ...one, role: one.role } : []))
	return own.filter(({ municipalityId }) => municipalityId === own[0]?.municipalityId)
}

export function isOrganisationRole(role: InvitedRole): role is OrganisationRole {
	return role === 'organisation-curator' || role === 'organisation-head'
}

/** Who hands out invitations in a municipality. */
export function canInvite({ assignments }: Standing, municipalityId: string): boolean {
	return assignments.some((assignment) => assignment.municipalityId === municipalityId && isInviter(assignment.role))
}

/** Whom a person makes what, by invitation, in a municipality. Nobody takes back an invitation that they could not hand out. */
export function canInviteAs(standing: Standing, municipalityId: string, role: InvitedRole): boolean {
	const here = standing.assignments.filter((assignment) => assignment.municipalityId === municipalityId)
	return rolesToInvite(here.map((assignment) => assignment.role)).includes(role)
}

/**
 * What those with these roles make others: the curator forms the banks (domain.md T22) and lets in those of the organisations, the head appoints the curators (T18), the
 * administrator lets the head in, and the person of the region; administrators, above whom nobody is, also each other.
 */
export function rolesToInvite(own: readonly InvitedRole[]): InvitedRole[] {
	const rank = Math.max(...own.filter(isInviter).map(rankOf))
	return invitedRoles.filter((role) => isAbove(rank, rankOf(role)))
}

/** Who gives somebody what they are by appointment: whoever invites to it; to be head anywhere, the administrators. */
export function canAppoint(standing: Standing, { municipalityId, role }: StaffAssignment): boolean {
	return canInviteAs(standing, municipalityId, role) || (role === 'head' && canAdminister(standing))
}

/** Who ends it: the same, and everybody what they are themselves. */
export function canEndRole(standing: Standing, assignment: StaffAssignment, isOwn: boolean): boolean {
	return isOwn || canAppoint(standing, assignment)
}

/**
 * Who works for the installation as a whole: opens further municipalities in it and lets their heads in. Curators and heads answer
 * for their own municipality only.
 */
export function canAdminister(standing: Standing): boolean {
	return standing.assignments.some(({ role }) => role === 'administrator')
}

/** Who sees numbers of every municipality of the installation: neither plans nor people (domain.md R6). */
export function canCompare(standing: Standing): boolean {
	return standing.assignments.some(({ role }) => role === 'region')
}

/**
 * Who may end somebody's ways into their account and hand out a new one: that is acting as them until they have followed it, so it
 * takes more rights than theirs, wherever they have theirs. Administrators, above whom nobody is, do it for each other.
 */
export function canResetAccess(
	standing: Standing,
	municipalityId: string,
	person: Pick<Standing, 'assignments'>
): boolean {
	const here = standing.assignments.filter((assignment) => assignment.municipalityId === municipalityId)
	const own = here.map(({ role }) => role).filter(isInviter)
	return isAbove(Math.max(...own.map(rankOf)), Math.max(0, ...person.assignments.map(({ role }) => rankOf(role))))
}

/** `rank` is -Infinity for those who invite nobody. */
function isAbove(rank: number, other: number): boolean {
	return rank > other || (rank === other && rank === rankOf('administrator'))
}

function rankOf(role: InvitedRole): number {
	switch (role) {
		case 'mentor':
		case 'mentee':
		case 'organisation-curator':
		case 'organisation-head':
			return 0
		case 'curator':
			return 1
		case 'head':
		case 'region':
			return 2
		case 'administrator':
			return 3
	}
}

/** Whoever is of the region sees numbers, and has a say over nobody. */
function isInviter(role: InvitedRole): boolean {
	return isOverseer(role) || role === 'administrator'
}

function isOverseer(role: InvitedRole): boolean {
	switch (role) {
		case 'curator':
		case 'head':
			return true
		case 'mentor':
		case 'mentee':
		// They oversee programmes of their organisation, which is asked of each (`canOverseeProgram`).
		case 'organisation-curator':
		case 'organisation-head':
		case 'administrator':
		case 'region':
			return false
	}
}
