/**
 * One question about rights, asked in one place: the relay, the API and the screens all ask here.
 * Rights are per document, never inside one (sync.md R14).
 */

export type ProgramRole = 'mentor' | 'mentee'
export type StaffRole = 'curator' | 'head' | 'administrator' | 'region'
export type DocumentKind = 'plan' | 'notes'
export type Permission = 'edit' | 'read' | 'none'

export interface Membership {
	programId: string
	role: ProgramRole
}

export interface StaffAssignment {
	municipalityId: string
	role: StaffRole
}

/** Who is asking: what the person is in programmes, and in municipalities. */
export interface Standing {
	/** Those that have not ended. */
	memberships: readonly Membership[]
	/** What the person wrote while they lasted stays on their devices, and may still arrive. */
	endedMemberships: readonly Membership[]
	assignments: readonly StaffAssignment[]
}

export interface DocumentAddress {
	kind: DocumentKind
	programId: string
	/** The municipality that answers for the programme. */
	municipalityId: string
}

/**
 * Mentor and mentee edit alike (domain.md T11, S12); the curator and the head read the plan (T25)
 * but not the pair's private notes; an administrator of the server and the person of the region read neither.
 * Who took part once has nothing of it: only what their own device kept.
 */
export function permissionFor(standing: Standing, address: DocumentAddress): Permission {
	if (standing.memberships.some(({ programId }) => programId === address.programId)) return 'edit'
	if (address.kind === 'notes') return 'none'
	return standing.assignments.some(
		({ municipalityId, role }) => municipalityId === address.municipalityId && isOverseer(role)
	)
		? 'read'
		: 'none'
}

/** Whether what the person brings of the document is kept for a curator to look through, though they may not edit it (sync.md R3). */
export function isHeldFrom(standing: Standing, { programId }: Pick<DocumentAddress, 'programId'>): boolean {
	const isOf = (membership: Membership) => membership.programId === programId
	return standing.endedMemberships.some(isOf) && !standing.memberships.some(isOf)
}

/** Who opens the board and the people of a municipality, ends parts in its programmes, deletes one, and decides on held edits. */
export function canOversee(standing: Standing, municipalityId: string): boolean {
	return standing.assignments.some(
		(assignment) => assignment.municipalityId === municipalityId && isOverseer(assignment.role)
	)
}

/** Who hands out invitations in a municipality. */
export function canInvite(standing: Standing, municipalityId: string): boolean {
	return canOversee(standing, municipalityId) || isAdministrator(standing, municipalityId)
}

/**
 * Who works for the installation as a whole: opens further municipalities in it, and invites the person of the region. Curators
 * and heads answer for their own municipality only.
 */
export function canAdminister(standing: Standing): boolean {
	return standing.assignments.some(({ role }) => role === 'administrator')
}

/** Who sees numbers of every municipality of the installation: neither plans nor people (domain.md R6). */
export function canCompare(standing: Standing): boolean {
	return standing.assignments.some(({ role }) => role === 'region')
}

function isAdministrator({ assignments }: Standing, municipalityId: string): boolean {
	return assignments.some((one) => one.municipalityId === municipalityId && one.role === 'administrator')
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
	if (!canInvite(standing, municipalityId)) return false
	const own = highestRank(standing.assignments.filter((assignment) => assignment.municipalityId === municipalityId))
	const theirs = highestRank(person.assignments)
	return own > theirs || (own === theirs && own === rankOf('administrator'))
}

/** 0: no staff. */
function highestRank(assignments: readonly StaffAssignment[]): number {
	return Math.max(0, ...assignments.map(({ role }) => rankOf(role)))
}

function rankOf(role: StaffRole): number {
	switch (role) {
		case 'curator':
			return 1
		case 'head':
		case 'region':
			return 2
		case 'administrator':
			return 3
	}
}

function isOverseer(role: StaffRole): boolean {
	switch (role) {
		case 'curator':
		case 'head':
			return true
		case 'administrator':
		case 'region':
			return false
	}
}
