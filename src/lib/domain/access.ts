/**
 * Decides who may do what. The relay, the API and the screens all ask these functions. Rights are per document, never inside a
 * document (sync.md R14). A role is a row of `roles`; nothing outside this file compares a role to decide what somebody may do.
 * Who reads and edits a document follows from the kind of its owner: a row of `ownerKinds` (owner.ts).
 */

/** Roles that an invitation can give: all of them. */
export const invitedRoles = [
	'mentor',
	'mentee',
	'organisation-curator',
	'organisation-head',
	'curator',
	'head',
	'region',
	'administrator'
] as const
export type InvitedRole = (typeof invitedRoles)[number]
export type ProgramRole = 'mentor' | 'mentee'
/** The roles of staff in statements about a programme (domain.md T16, T44). */
export type StaffVoice = 'curator' | 'head'
export type StaffRole = Exclude<InvitedRole, ProgramRole>
/** Roles in one organisation. The municipality's curator and head act for all its organisations (domain.md V2, R8, S5, S7). */
export type OrganisationRole = 'organisation-curator' | 'organisation-head'

/** What a role allows where it is held: in a programme, an organisation, a municipality or the whole installation. */
export type Capability =
	/** In a programme: to edit the plan, to consent, to sign for oneself. */
	| 'take-part'
	/** To accept what was done, to answer consultations, to involve specialists, and to owe reports (domain.md T35). */
	| 'guide'
	/** To ask for consultations (domain.md D18), and to write feedback at the end. */
	| 'learn'
	/** To request a mentor: a mentee for themself, a curator for anybody (domain.md T33, T34). */
	| 'request'
	/** To record evidence and to release specialists (domain.md T35, T48). */
	| 'support'
	/** To form programmes and to keep their records and papers (domain.md T18, T20). */
	| 'curate'
	/** To cancel and restore incentives (domain.md T47). */
	| 'reward'
	/** To speak in decisions for an office, so that any holder of it may do so: also about people shut out and let in again. */
	| 'represent'
	/** To see the people and the whole board of a municipality, and to decide on edits under review. */
	| 'oversee'
	/** To see what belongs to one's own organisation on its board, and to decide on edits under review. */
	| 'answer'
	/** To invite to roles below one's own rank. */
	| 'invite'
	/** To open further municipalities and to invite their heads. */
	| 'administer'
	/** To see the numbers of every municipality: neither plans nor people (domain.md R6). */
	| 'compare'

interface RoleRow {
	isOf: 'program' | 'organisation' | 'municipality' | 'installation'
	/** One invites to, and changes, only what is below one's own rank. */
	rank: 0 | 1 | 2 | 3
	/** A role in an organisation can do what the regulation has it do there, too (`speaksAs`). */
	can: readonly Capability[]
	/** The role in which staff of an organisation state. */
	speaksAs?: StaffVoice
}

const roles = {
	mentor: { isOf: 'program', rank: 0, can: ['take-part', 'guide', 'support'] },
	mentee: { isOf: 'program', rank: 0, can: ['take-part', 'learn', 'request'] },
	'organisation-curator': { isOf: 'organisation', rank: 0, can: ['answer'], speaksAs: 'curator' },
	'organisation-head': { isOf: 'organisation', rank: 0, can: ['answer'], speaksAs: 'head' },
	curator: {
		isOf: 'municipality',
		rank: 1,
		can: ['request', 'support', 'curate', 'represent', 'oversee', 'invite']
	},
	head: { isOf: 'municipality', rank: 2, can: ['reward', 'represent', 'oversee', 'invite'] },
	region: { isOf: 'installation', rank: 2, can: ['compare'] },
	administrator: { isOf: 'installation', rank: 3, can: ['invite', 'administer'] }
} as const satisfies Record<InvitedRole, RoleRow>

export const organisationRoles: readonly OrganisationRole[] = invitedRoles.filter(isOrganisationRole)

/** Undefined: a newer server knows a role that this app does not; it allows nothing here. */
function rowOf(role: InvitedRole): RoleRow | undefined {
	return (roles as Partial<Record<InvitedRole, RoleRow>>)[role]
}

export function can(role: InvitedRole, capability: Capability): boolean {
	return rowOf(role)?.can.includes(capability) === true
}

/** Whether any of a person's roles allows it. Which municipality or programme each is for, is asked elsewhere. */
export function canAny(own: readonly InvitedRole[], capability: Capability): boolean {
	return own.some((role) => can(role, capability))
}

export function isParticipantRole(role: InvitedRole): role is ProgramRole {
	return rowOf(role)?.isOf === 'program'
}

/** The roles that count everywhere. */
export function installationRoles(): InvitedRole[] {
	return invitedRoles.filter((role) => roles[role].isOf === 'installation')
}

export function isStaffVoice(role: InvitedRole): role is StaffVoice {
	return can(role, 'represent')
}

export function isOrganisationRole(role: InvitedRole): role is OrganisationRole {
	return rowOf(role)?.isOf === 'organisation'
}

/** The role in which staff of an organisation state, where the regulation has this role in the organisation. */
export function spokenRole(role: OrganisationRole): StaffVoice {
	return roles[role].speaksAs
}

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

export interface EndedAssignment extends StaffAssignment {
	/** ISO instant. */
	endedAt: string
}

/** What one person may act as, in programmes and in municipalities. */
export interface Grants {
	/** Memberships that have not ended. */
	memberships: readonly Membership[]
	/** Edits made during these memberships stay on the person's devices and may still arrive. */
	endedMemberships: readonly EndedMembership[]
	assignments: readonly StaffAssignment[]
	/** As with memberships. Absent: none. */
	endedAssignments?: readonly EndedAssignment[]
	/**
	 * Educational routes (domain.md T10): the person's own, as mentee, and as mentor those of the mentees of present programmes. Nobody
	 * stores them: they follow from the memberships, and end with them. Absent: none.
	 */
	routes?: readonly Membership[]
}

/** Whose plan it is: a programme of people, that is a pair or a team, or an owner of another kind. */
export interface Owner {
	/** In the names of its documents, and in the registry: `programId`, whatever the kind. */
	id: string
	kind: OwnerKind
	municipalityId: string
	/** The organisation that answers for it; of a programme, where all its mentees work. Null: there are several, or it is not known. */
	organisationId?: string | null
	/** Of a person's own plan: that person, who alone edits it. Absent: it is of a programme or an organisation. */
	personId?: string
	/** Who else reads it by that person's choice: whoever has one of these capabilities here. */
	shownTo?: readonly RouteReader[]
}

/** To whom a mentee may show their route, beside the mentor: the curator and head of the municipality, or of the own organisation. */
export const routeReaders = ['oversee', 'answer'] as const satisfies readonly Capability[]
export type RouteReader = (typeof routeReaders)[number]

export interface OwnerKind {
	/** A programme: mentors and mentees take part in it, and it has a ledger. */
	isOfPeople: boolean
	/** Its documents; who has none of the capabilities here, in a role that counts for the owner, has no right to the document. */
	documents: { plan: DocumentRights } & Partial<Record<DocumentKind, DocumentRights>>
}

export interface DocumentRights {
	edit: readonly Capability[]
	read: readonly Capability[]
}

export interface DocumentAddress {
	kind: DocumentKind
	owner: Owner
}

/**
 * As the owner's kind says. Of a programme of people: a mentee who joined a group later does not read its notes, because they were not
 * written for them. A participant of a closed programme still reads both documents. In a programme that goes on, a former participant
 * reads nothing here: they have the copy on their own device, and the plan as it was then (`pastReadableUntil`).
 */
export function permissionFor(grants: Grants, { kind, owner }: DocumentAddress): Permission {
	const rights = owner.kind.documents[kind]
	if (rights === undefined) return 'none'
	const membership = grants.memberships.find(({ programId }) => programId === owner.id)
	const ended = findEndedMembership(grants, owner.id)
	if (kind === 'notes' && (membership ?? ended)?.cameLater === true) return 'none'
	const { routes = [], assignments } = grants
	const held = { memberships: [...grants.memberships, ...routes], assignments }
	if (holdsAny(held, owner, rights.edit)) return 'edit'
	const readers = [...rights.read, ...(owner.shownTo ?? [])]
	return ended?.endedBy === 'closure' || holdsAny(held, owner, readers) ? 'read' : 'none'
}

/** What somebody with this role only may do. */
export function permissionBy(assignment: StaffAssignment, address: DocumentAddress): Permission {
	return permissionFor({ memberships: [], endedMemberships: [], assignments: [assignment] }, address)
}

/** Whether one of the person's roles allows one of these, and is held where it counts for the owner. */
function holdsAny(
	{ memberships, assignments }: Pick<Grants, 'memberships' | 'assignments'>,
	owner: Pick<Owner, 'municipalityId' | 'organisationId'> & { id?: string },
	capabilities: readonly Capability[]
): boolean {
	const allows = ({ role }: { role: InvitedRole }) => capabilities.some((capability) => can(role, capability))
	return (
		memberships.some((own) => own.programId === owner.id && allows(own)) ||
		assignments.some((own) => allows(own) && counts(own, owner))
	)
}

/** A role counts in its own organisation or municipality; one of the installation counts everywhere. */
function counts(
	own: StaffAssignment,
	{ municipalityId, organisationId = null }: Pick<Owner, 'municipalityId' | 'organisationId'>
): boolean {
	if (rowOf(own.role)?.isOf === 'installation') return true
	if (own.municipalityId !== municipalityId) return false
	return !isOrganisationRole(own.role) || (organisationId !== null && own.organisationId === organisationId)
}

/**
 * The instant at which a decision ended the person's membership. A released or replaced person reads the plan, and the papers made
 * of it, as they were until then (domain.md T35, T37). Null: they may read nothing in this way. Ask `permissionFor` first.
 */
export function pastReadableUntil(grants: Grants, ownerId: string): string | null {
	const ended = findEndedMembership(grants, ownerId)
	return ended?.endedBy === 'decision' ? ended.endedAt : null
}

/**
 * Whose assessment results a person sees in a programme. `all`: a mentor, as long as the membership lasts (domain.md T35), and the
 * municipality's curator and head, who keep the bank. `own`: a mentee. Staff of an organisation see no bank.
 */
export function assessmentsSeenBy(
	grants: Grants,
	{ municipalityId, programId }: { municipalityId: string; programId: string }
): 'all' | 'own' | 'none' {
	if (canOversee(grants, municipalityId)) return 'all'
	const membership = grants.memberships.find((one) => one.programId === programId)
	if (membership === undefined) return 'none'
	return can(membership.role, 'guide') ? 'all' : 'own'
}

function findEndedMembership({ endedMemberships }: Grants, ownerId: string) {
	return endedMemberships.find(({ programId }) => programId === ownerId)
}

/**
 * Whether somebody edits a listed plan, or did until their right ended: its mentors and mentees; of another owner's plan the listed
 * editors alone, because a mentor only reads the mentee's route.
 */
export function isEditor(
	{ role, editors }: { role: InvitedRole; editors?: readonly { id: string }[] | undefined },
	personId: string
): boolean {
	return editors === undefined ? isParticipantRole(role) : editors.some(({ id }) => id === personId)
}

/** Whether edits of this person, who could edit once and may not any more, are kept for a curator's review (sync.md R3). */
export function isFormerEditor(grants: Grants, { kind, owner }: DocumentAddress): boolean {
	const edit = owner.kind.documents[kind]?.edit ?? []
	const past = { memberships: grants.endedMemberships, assignments: grants.endedAssignments ?? [] }
	return holdsAny(past, owner, edit) && !holdsAny(grants, owner, edit)
}

/**
 * Whether the person may see the people and the whole board of a municipality, end memberships in its programmes, delete a
 * programme, and decide on edits under review.
 */
export function canOversee(grants: Grants, municipalityId: string): boolean {
	return grants.assignments.some(
		(assignment) => assignment.municipalityId === municipalityId && can(assignment.role, 'oversee')
	)
}

/**
 * Whether the person keeps the records of the work of the municipality's mentors (domain.md T48). The head decides by them, and so does
 * not keep them.
 */
export function canSupport(grants: Grants, municipalityId: string): boolean {
	return grants.assignments.some(
		(assignment) => assignment.municipalityId === municipalityId && can(assignment.role, 'support')
	)
}

/** Whether the person may read the programme's ledger, see it on the board, and decide on its edits under review. */
export function canOverseeProgram(
	grants: Pick<Grants, 'assignments'>,
	owner: Pick<Owner, 'municipalityId' | 'organisationId'>
): boolean {
	return holdsAny({ memberships: [], assignments: grants.assignments }, owner, ['oversee', 'answer'])
}

/** Roles in organisations of one municipality, the first one found: nobody has a board of two municipalities. */
export function rolesInOrganisations({
	assignments
}: Pick<Grants, 'assignments'>): (StaffAssignment & { role: OrganisationRole })[] {
	const own = assignments.flatMap((one) => (isOrganisationRole(one.role) ? { ...one, role: one.role } : []))
	return own.filter(({ municipalityId }) => municipalityId === own[0]?.municipalityId)
}

export function canInvite({ assignments }: Grants, municipalityId: string): boolean {
	return assignments.some(
		(assignment) => assignment.municipalityId === municipalityId && can(assignment.role, 'invite')
	)
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
	const rank = rankAmong(own)
	return invitedRoles.filter((role) => isAbove(rank, roles[role].rank))
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
	return grants.assignments.some(({ role }) => can(role, 'administer'))
}

/** Whether the person sees the numbers of every municipality of the installation: neither plans nor people (domain.md R6). */
export function canCompare(grants: Grants): boolean {
	return grants.assignments.some(({ role }) => can(role, 'compare'))
}

/**
 * Whether the person may end somebody's ways into their account and hand out a new one. Until the new one is used, its holder can
 * act as that person. So this takes a higher rank than that person has in any municipality. Nobody ranks above administrators, so
 * they do it for each other.
 */
export function canResetAccess(grants: Grants, municipalityId: string, person: Pick<Grants, 'assignments'>): boolean {
	const here = grants.assignments.filter((assignment) => assignment.municipalityId === municipalityId)
	return isAbove(rankAmong(here.map(({ role }) => role)), rankOf(person))
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
	return rankAmong(here.map(({ role }) => role)) >= rankOf(person)
}

/** The highest rank of those roles that invite; -Infinity: none of them does. */
function rankAmong(own: readonly InvitedRole[]): number {
	return Math.max(...own.filter((role) => can(role, 'invite')).map((role) => roles[role].rank))
}

/** The highest rank of a person in any municipality; 0: they are no staff. */
function rankOf({ assignments }: Pick<Grants, 'assignments'>): number {
	return Math.max(0, ...assignments.map(({ role }) => roles[role].rank))
}

function isAbove(rank: number, other: number): boolean {
	return rank > other || (rank === other && rank === roles.administrator.rank)
}
