/**
 * Decides who may do what. The relay, the API and the screens all ask these functions. Rights are per document, never inside a
 * document (sync.md R14).
 */

export type ProgramRole = 'mentor' | 'mentee'
/** Roles in one organisation. The municipality's curator and head act for all its organisations (domain.md V2, R8, S5, S7). */
export const organisationRoles = ['organisation-curator', 'organisation-head'] as const
export type OrganisationRole = (typeof organisationRoles)[number]
export type StaffRole = 'curator' | 'head' | 'administrator' | 'region' | OrganisationRole
/** Roles that an invitation can give. */
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
	/** The mentee joined a group that was already under way, and its notes were written before. Absent: no. */
	cameLater?: boolean
}

/** `closure`: the programme was closed. `decision`: a release, a replacement or an order ended the membership. */
export type MembershipEnding = 'closure' | 'decision'

export interface EndedMembership extends Membership {
	/** Null: a curator ended it by hand. */
	endedBy: MembershipEnding | null
	/** ISO instant. */
	endedAt: string
}

export interface StaffAssignment {
	municipalityId: string
	role: StaffRole
	/** The organisation of an organisation role; null for every other role. */
	organisationId?: string | null
}

/** What one person may act as, in programmes and in municipalities. */
export interface Grants {
	/** Memberships that have not ended. */
	memberships: readonly Membership[]
	/** Edits made during these memberships stay on the person's devices and may still arrive. */
	endedMemberships: readonly EndedMembership[]
	assignments: readonly StaffAssignment[]
}

/** The municipality and the organisation that answer for a programme. */
export interface ProgramOwner {
	municipalityId: string
	/** The organisation in which all its mentees work; null: they work in several, or it is not known. */
	organisationId?: string | null
}

export interface DocumentAddress extends ProgramOwner {
	kind: DocumentKind
	programId: string
}

/**
 * Mentor and mentee edit alike (domain.md T11, S12). The curator and the head, of the municipality or of the mentees' own
 * organisation, read the plan (T25), but not the pair's private notes. An administrator of the server and the person of the region
 * read neither. A mentee who joined a group later does not read its notes: they were not written for them. A participant of a
 * closed programme still reads both. In a programme that goes on, a former participant reads nothing here: they have the copy on
 * their own device, and the plan as it was then (`pastReadableUntil`).
 */
export function permissionFor(grants: Grants, address: DocumentAddress): Permission {
	const membership = grants.memberships.find(({ programId }) => programId === address.programId)
	if (address.kind === 'notes' && (membership ?? findEndedMembership(grants, address))?.cameLater === true)
		return 'none'
	if (membership !== undefined) return 'edit'
	if (findEndedMembership(grants, address)?.endedBy === 'closure') return 'read'
	if (address.kind === 'notes') return 'none'
	return canOverseeProgram(grants, address) ? 'read' : 'none'
}

/**
 * The instant at which a decision ended the person's membership. A released or replaced person reads the plan, and the papers made
 * of it, as they were until then (domain.md T35, T37). Null: they may read nothing in this way. Ask `permissionFor` first.
 */
export function pastReadableUntil(grants: Grants, program: Pick<DocumentAddress, 'programId'>): string | null {
	const ended = findEndedMembership(grants, program)
	return ended?.endedBy === 'decision' ? ended.endedAt : null
}

/**
 * Whose assessment results a person sees in a programme. `all`: a mentor, as long as the membership lasts (domain.md T35), and the
 * municipality's curator and head, who keep the bank. `own`: a mentee. Staff of an organisation see no bank.
 */
export function assessmentsSeenBy(
	grants: Grants,
	{ municipalityId, programId }: Pick<DocumentAddress, 'municipalityId' | 'programId'>
): 'all' | 'own' | 'none' {
	if (canOversee(grants, municipalityId)) return 'all'
	switch (grants.memberships.find((membership) => membership.programId === programId)?.role) {
		case 'mentor':
			return 'all'
		case 'mentee':
			return 'own'
		case undefined:
			return 'none'
	}
}

function findEndedMembership({ endedMemberships }: Grants, { programId }: Pick<DocumentAddress, 'programId'>) {
	return endedMemberships.find((membership) => membership.programId === programId)
}

/** Whether edits of this person, who may not edit any more, are kept for a curator's review (sync.md R3). */
export function isFormerParticipant(grants: Grants, { programId }: Pick<DocumentAddress, 'programId'>): boolean {
	const isOf = (membership: Membership) => membership.programId === programId
	return grants.endedMemberships.some(isOf) && !grants.memberships.some(isOf)
}

/**
 * Whether the person may see the people and the whole board of a municipality, end memberships in its programmes, delete a
 * programme, and decide on edits under review.
 */
export function canOversee(grants: Grants, municipalityId: string): boolean {
	return grants.assignments.some(
		(assignment) => assignment.municipalityId === municipalityId && isOverseer(assignment.role)
	)
}

/** Whether the person may read the programme's plan and ledger, see it on the board, and decide on its edits under review. */
export function canOverseeProgram(grants: Grants, { municipalityId, organisationId = null }: ProgramOwner): boolean {
	if (canOversee(grants, municipalityId)) return true
	return grants.assignments.some(
		(own) =>
			isOrganisationRole(own.role) &&
			own.municipalityId === municipalityId &&
			organisationId !== null &&
			own.organisationId === organisationId
	)
}

/** The role in which staff of an organisation state, where the regulation has this role in the organisation. */
export function spokenRole(role: OrganisationRole): 'curator' | 'head' {
	return role === 'organisation-curator' ? 'curator' : 'head'
}

/** Roles in organisations of one municipality, the first one found: nobody has a board of two municipalities. */
export function rolesInOrganisations({
	assignments
}: Pick<Grants, 'assignments'>): (StaffAssignment & { role: OrganisationRole })[] {
	const own = assignments.flatMap((one) => (isOrganisationRole(one.role) ? { ...one, role: one.role } : []))
	return own.filter(({ municipalityId }) => municipalityId === own[0]?.municipalityId)
}

export function isOrganisationRole(role: InvitedRole): role is OrganisationRole {
	return role === 'organisation-curator' || role === 'organisation-head'
}

export function canInvite({ assignments }: Grants, municipalityId: string): boolean {
	return assignments.some((assignment) => assignment.municipalityId === municipalityId && isInviter(assignment.role))
}

/**
 * Whether the person may invite somebody to this role in the municipality. Who may not hand out an invitation may not take it back
 * either.
 */
export function canInviteAs(grants: Grants, municipalityId: string, role: InvitedRole): boolean {
	const here = grants.assignments.filter((assignment) => assignment.municipalityId === municipalityId)
	return rolesToInvite(here.map((assignment) => assignment.role)).includes(role)
}

/**
 * The roles to which a person with these roles may invite. The curator forms the banks (domain.md T22) and invites staff of the
 * organisations. The head appoints the curators (T18). The administrator invites the head and the person of the region. Nobody
 * ranks above administrators, so they also invite each other.
 */
export function rolesToInvite(own: readonly InvitedRole[]): InvitedRole[] {
	const rank = Math.max(...own.filter(isInviter).map(rankOf))
	return invitedRoles.filter((role) => isAbove(rank, rankOf(role)))
}

/**
 * Whether the person may appoint somebody to a role: the same people who may invite to it. An administrator may appoint heads
 * anywhere.
 */
export function canAppoint(grants: Grants, { municipalityId, role }: StaffAssignment): boolean {
	return canInviteAs(grants, municipalityId, role) || (role === 'head' && canAdminister(grants))
}

/** Whether the person may end a role: those who may appoint to it, and everybody for their own roles. */
export function canEndRole(grants: Grants, assignment: StaffAssignment, isOwn: boolean): boolean {
	return isOwn || canAppoint(grants, assignment)
}

/**
 * Whether the person works for the whole installation: opens further municipalities and invites their heads. Curators and heads
 * answer for their own municipality only.
 */
export function canAdminister(grants: Grants): boolean {
	return grants.assignments.some(({ role }) => role === 'administrator')
}

/** Whether the person sees the numbers of every municipality of the installation: neither plans nor people (domain.md R6). */
export function canCompare(grants: Grants): boolean {
	return grants.assignments.some(({ role }) => role === 'region')
}

/**
 * Whether the person may end somebody's ways into their account and hand out a new one. Until the new one is used, its holder can
 * act as that person. So this takes a higher rank than that person has in any municipality. Nobody ranks above administrators, so
 * they do it for each other.
 */
export function canResetAccess(grants: Grants, municipalityId: string, person: Pick<Grants, 'assignments'>): boolean {
	const here = grants.assignments.filter((assignment) => assignment.municipalityId === municipalityId)
	const own = here.map(({ role }) => role).filter(isInviter)
	return isAbove(Math.max(...own.map(rankOf)), Math.max(0, ...person.assignments.map(({ role }) => rankOf(role))))
}

/**
 * Whether the person may change what is known of somebody: name, workplace, entry in a bank, the order of a role. Nobody does so for
 * those who rank above them (domain.md T18). Ask `canOversee` first.
 */
export function canChangePerson(
	{ assignments }: Grants,
	municipalityId: string,
	person: Pick<Grants, 'assignments'>
): boolean {
	const here = assignments.filter((assignment) => assignment.municipalityId === municipalityId)
	const own = Math.max(...here.map(({ role }) => (isInviter(role) ? rankOf(role) : -Infinity)))
	return own >= Math.max(0, ...person.assignments.map(({ role }) => rankOf(role)))
}

/** `rank` is -Infinity for a person who may invite nobody. */
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

/** The person of the region sees numbers only, and decides about nobody. */
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
		// They oversee only programmes of their organisation (`canOverseeProgram`).
		case 'organisation-curator':
		case 'organisation-head':
		case 'administrator':
		case 'region':
			return false
	}
}
