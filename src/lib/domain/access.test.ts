import { describe, expect, it } from 'vitest'
import {
	assessmentsSeenBy,
	canAny,
	canAdminister,
	canAppoint,
	canChangePerson,
	canCompare,
	canEndRole,
	canInvite,
	canInviteAs,
	canOversee,
	canResetAccess,
	isEditor,
	isFormerEditor,
	isParticipantRole,
	pastReadableUntil,
	permissionFor,
	type Capability,
	type InvitedRole,
	type OwnerKind,
	type StaffAssignment,
	type MembershipEnding,
	type RouteReader,
	type Permission,
	type StaffRole,
	type Grants
} from './access.ts'
import { ownerKindOf, programKind, ROUTE } from './owner.ts'

const endedAt = '2026-10-01T05:00:00.000Z'

const later = { programId: 'program-1', role: 'mentee' as const, cameLater: true }

const people = {
	'Viktor, its mentor': grants([['program-1', 'mentor']]),
	'Irina, its mentee': grants([['program-1', 'mentee']]),
	'Pavel, mentee of another programme': grants([['program-2', 'mentee']]),
	'Elena, curator here': grants([], [['here', 'curator']]),
	'Arkadij, head here': grants([], [['here', 'head']]),
	'Anna, administrator here': grants([], [['here', 'administrator']]),
	'Tamara, of the region, entered here': grants([], [['here', 'region']]),
	'Lidia, curator here and of the region': grants(
		[],
		[
			['here', 'region'],
			['here', 'curator']
		]
	),
	'Boris, curator elsewhere': grants([], [['elsewhere', 'curator']]),
	'Vera, curator here and mentor in it': grants([['program-1', 'mentor']], [['here', 'curator']]),
	'Gleb, mentor in it and administrator elsewhere': grants([['program-1', 'mentor']], [['elsewhere', 'administrator']]),
	'Nina, its mentor until last month': grants([], [], [['program-1', 'mentor']]),
	'Roman, its mentor until he was replaced': grants([], [], [['program-1', 'mentor', 'decision']]),
	'Polina, its mentee until it was closed': grants([], [], [['program-1', 'mentee', 'closure']]),
	'Zoya, its mentee once and again': grants([['program-1', 'mentee']], [], [['program-1', 'mentee']]),
	'Danil, who joined its group': { ...grants(), memberships: [later] },
	'Maria, who joined its group and saw it closed': {
		...grants(),
		endedMemberships: [{ ...later, endedBy: 'closure' as const, endedAt }]
	},
	'Lev, its mentor once and curator here now': grants([], [['here', 'curator']], [['program-1', 'mentor']]),
	'Oleg, once mentor of another programme': grants([], [], [['program-2', 'mentor']]),
	'Larisa, curator of its school': grants([], [['here', 'organisation-curator', 'school']]),
	'Stepan, head of its school': grants([], [['here', 'organisation-head', 'school']]),
	'Raisa, curator of another school here': grants([], [['here', 'organisation-curator', 'other-school']]),
	'Somebody with no standing': grants()
} as const
type Name = keyof typeof people

describe('documents of program-1', () => {
	it.each<[Name, plan: Permission, notes: Permission, isFormer?: boolean]>([
		['Nina, its mentor until last month', 'none', 'none', true],
		['Roman, its mentor until he was replaced', 'none', 'none', true],
		['Polina, its mentee until it was closed', 'read', 'read', true],
		['Zoya, its mentee once and again', 'edit', 'edit'],
		['Danil, who joined its group', 'edit', 'none'],
		['Maria, who joined its group and saw it closed', 'read', 'none', true],
		['Lev, its mentor once and curator here now', 'read', 'none', true],
		['Oleg, once mentor of another programme', 'none', 'none'],
		['Viktor, its mentor', 'edit', 'edit'],
		['Irina, its mentee', 'edit', 'edit'],
		['Pavel, mentee of another programme', 'none', 'none'],
		['Elena, curator here', 'read', 'none'],
		['Arkadij, head here', 'read', 'none'],
		['Anna, administrator here', 'none', 'none'],
		['Tamara, of the region, entered here', 'none', 'none'],
		['Boris, curator elsewhere', 'none', 'none'],
		['Larisa, curator of its school', 'read', 'none'],
		['Stepan, head of its school', 'read', 'none'],
		['Raisa, curator of another school here', 'none', 'none'],
		['Vera, curator here and mentor in it', 'edit', 'edit'],
		['Gleb, mentor in it and administrator elsewhere', 'edit', 'edit'],
		['Somebody with no standing', 'none', 'none']
	])('%s: plan %s, notes %s', (name, plan, notes, isFormer = false) => {
		const owner = { id: 'program-1', kind: programKind, municipalityId: 'here', organisationId: 'school' }
		expect(permissionFor(people[name], { kind: 'plan', owner })).toBe(plan)
		expect(permissionFor(people[name], { kind: 'notes', owner })).toBe(notes)
		expect(isFormerEditor(people[name], { kind: 'plan', owner })).toBe(isFormer)
	})

	it('[V2] are nothing to the curator of its school where nobody has said that it is, or in another municipality', () => {
		const larisa = people['Larisa, curator of its school']
		for (const answering of [
			{ municipalityId: 'here' },
			{ municipalityId: 'here', organisationId: null },
			{ municipalityId: 'elsewhere', organisationId: 'school' }
		]) {
			expect(permissionFor(larisa, { kind: 'plan', owner: { ...answering, id: 'program-1', kind: programKind } })).toBe(
				'none'
			)
		}
	})
})

describe('documents of the plan of an owner of an invented kind', () => {
	const edited = (edit: readonly Capability[], read: readonly Capability[]): OwnerKind => ({
		isOfPeople: false,
		documents: { plan: { edit, read } }
	})
	const kinds = {
		'a library that its school answers for': edited(['answer'], ['oversee', 'compare']),
		'a town whose curator writes for the head to read': edited(['curate'], ['reward']),
		'a kind of a newer server': ownerKindOf('unheard of')
	}

	it.each<[kind: keyof typeof kinds, Name, Permission]>([
		['a library that its school answers for', 'Larisa, curator of its school', 'edit'],
		['a library that its school answers for', 'Stepan, head of its school', 'edit'],
		['a library that its school answers for', 'Raisa, curator of another school here', 'none'],
		['a library that its school answers for', 'Elena, curator here', 'read'],
		['a library that its school answers for', 'Boris, curator elsewhere', 'none'],
		['a library that its school answers for', 'Tamara, of the region, entered here', 'read'],
		['a library that its school answers for', 'Viktor, its mentor', 'none'],
		['a library that its school answers for', 'Anna, administrator here', 'none'],
		['a library that its school answers for', 'Somebody with no standing', 'none'],
		['a town whose curator writes for the head to read', 'Elena, curator here', 'edit'],
		['a town whose curator writes for the head to read', 'Vera, curator here and mentor in it', 'edit'],
		['a town whose curator writes for the head to read', 'Arkadij, head here', 'read'],
		['a town whose curator writes for the head to read', 'Boris, curator elsewhere', 'none'],
		['a town whose curator writes for the head to read', 'Larisa, curator of its school', 'none'],
		['a kind of a newer server', 'Elena, curator here', 'none'],
		['a kind of a newer server', 'Larisa, curator of its school', 'none']
	])('%s, %s: %s', (kind, name, permission) => {
		const owner = { id: 'owner-1', kind: kinds[kind], municipalityId: 'here', organisationId: 'school' }
		expect(permissionFor(people[name], { kind: 'plan', owner })).toBe(permission)
		expect(permissionFor(people[name], { kind: 'notes', owner })).toBe('none')
	})

	it.each<[string, isFormer: boolean, before: StaffAssignment, now: StaffAssignment[]]>([
		['of its school', true, ofSchool('school'), []],
		['of its school, who is it again', false, ofSchool('school'), [ofSchool('school')]],
		['of its school, who is curator here now', true, ofSchool('school'), [{ municipalityId: 'here', role: 'curator' }]],
		['of another school', false, ofSchool('other-school'), []],
		['of the town, who only read', false, { municipalityId: 'here', role: 'curator' }, []]
	])('edits of the former curator %s go under review: %s', (_, isFormer, before, assignments) => {
		const kind = kinds['a library that its school answers for']
		const owner = { id: 'owner-1', kind, municipalityId: 'here', organisationId: 'school' }
		const once = { ...grants(), assignments, endedAssignments: [{ ...before, endedAt }] }
		expect(isFormerEditor(once, { kind: 'plan', owner })).toBe(isFormer)
	})

	function ofSchool(organisationId: string): StaffAssignment {
		return { municipalityId: 'here', role: 'organisation-curator', organisationId }
	}
})

describe('the educational route of Irina, who works in the school', () => {
	const route = (role: 'mentor' | 'mentee') => ({ ...grants(), routes: [{ programId: 'route-1', role }] })
	it.each<[string, Grants, shownTo: RouteReader[], Permission]>([
		['Irina edits', route('mentee'), [], 'edit'],
		['her mentor reads', route('mentor'), ['oversee', 'answer'], 'read'],
		['who mentored her once is refused', people['Nina, its mentor until last month'], ['oversee', 'answer'], 'none'],
		['another mentee is refused', people['Pavel, mentee of another programme'], ['oversee', 'answer'], 'none'],
		['the curator here is refused', people['Elena, curator here'], ['answer'], 'none'],
		['the curator here reads by her choice', people['Elena, curator here'], ['oversee'], 'read'],
		['the head here reads by her choice', people['Arkadij, head here'], ['oversee'], 'read'],
		['a curator elsewhere is refused', people['Boris, curator elsewhere'], ['oversee', 'answer'], 'none'],
		['the curator of her school is refused', people['Larisa, curator of its school'], ['oversee'], 'none'],
		['the curator of her school reads by her choice', people['Larisa, curator of its school'], ['answer'], 'read'],
		['the head of her school reads by her choice', people['Stepan, head of its school'], ['answer'], 'read'],
		['of another school is refused', people['Raisa, curator of another school here'], ['oversee', 'answer'], 'none'],
		['an administrator is refused', people['Anna, administrator here'], ['oversee', 'answer'], 'none'],
		['the region is refused', people['Tamara, of the region, entered here'], ['oversee', 'answer'], 'none']
	])('%s', (_, of, shownTo, permission) => {
		const at = { municipalityId: 'here', organisationId: 'school' }
		const owner = { id: 'route-1', kind: ownerKindOf(ROUTE), personId: 'irina', shownTo, ...at }
		expect(permissionFor(of, { kind: 'plan', owner })).toBe(permission)
		expect(permissionFor(of, { kind: 'notes', owner })).toBe('none')
		expect(isFormerEditor(of, { kind: 'plan', owner })).toBe(false)
	})

	it('has no other editor than the listed one, and a programme its participants', () => {
		const editors = [{ id: 'irina' }]
		expect(isEditor({ role: 'mentor', editors }, 'viktor')).toBe(false)
		expect(isEditor({ role: 'mentee', editors }, 'irina')).toBe(true)
		expect(isEditor({ role: 'mentor' }, 'viktor')).toBe(true)
		expect(isEditor({ role: 'curator' }, 'elena')).toBe(false)
	})
})

it.each<[Name, string | null]>([
	['Roman, its mentor until he was replaced', endedAt],
	['Nina, its mentor until last month', null],
	['Polina, its mentee until it was closed', null],
	['Viktor, its mentor', null],
	['Somebody with no standing', null]
])('[T37] %s reads what its plan was until %s', (name, until) => {
	expect(pastReadableUntil(people[name], 'program-1')).toBe(until)
	expect(pastReadableUntil(people[name], 'program-2')).toBeNull()
})

it.each<[Name, 'all' | 'own' | 'none']>([
	['Viktor, its mentor', 'all'],
	['Vera, curator here and mentor in it', 'all'],
	['Gleb, mentor in it and administrator elsewhere', 'all'],
	['Elena, curator here', 'all'],
	['Arkadij, head here', 'all'],
	['Lidia, curator here and of the region', 'all'],
	['Lev, its mentor once and curator here now', 'all'],
	['Irina, its mentee', 'own'],
	['Zoya, its mentee once and again', 'own'],
	['Danil, who joined its group', 'own'],
	['Pavel, mentee of another programme', 'none'],
	['Oleg, once mentor of another programme', 'none'],
	['Nina, its mentor until last month', 'none'],
	['Roman, its mentor until he was replaced', 'none'],
	['Polina, its mentee until it was closed', 'none'],
	['Larisa, curator of its school', 'none'],
	['Stepan, head of its school', 'none'],
	['Anna, administrator here', 'none'],
	['Tamara, of the region, entered here', 'none'],
	['Boris, curator elsewhere', 'none'],
	['Somebody with no standing', 'none']
])('[T35] %s sees of the assessment of its mentees: %s', (name, seen) => {
	expect(assessmentsSeenBy(people[name], { programId: 'program-1', municipalityId: 'here' })).toBe(seen)
})

describe('the municipality', () => {
	it.each<[Name, oversees: boolean, invites: boolean, administers: boolean, compares: boolean]>([
		['Viktor, its mentor', false, false, false, false],
		['Irina, its mentee', false, false, false, false],
		['Elena, curator here', true, true, false, false],
		['Arkadij, head here', true, true, false, false],
		['Anna, administrator here', false, true, true, false],
		['Tamara, of the region, entered here', false, false, false, true],
		['Boris, curator elsewhere', false, false, false, false],
		['Larisa, curator of its school', false, false, false, false],
		['Stepan, head of its school', false, false, false, false],
		['Gleb, mentor in it and administrator elsewhere', false, false, true, false],
		['Somebody with no standing', false, false, false, false]
	])('%s: opens the board %s, invites %s, opens municipalities %s, compares them %s', (name, ...expected) => {
		const grants = people[name]
		const rights = [canOversee(grants, 'here'), canInvite(grants, 'here'), canAdminister(grants), canCompare(grants)]
		expect(rights).toEqual(expected)
	})
})

describe('an invitation', () => {
	const bankedAndSchools: InvitedRole[] = ['mentor', 'mentee', 'organisation-curator', 'organisation-head']
	const roles: InvitedRole[] = [...bankedAndSchools, 'curator', 'head', 'region', 'administrator']
	it.each<[Name, InvitedRole[]]>([
		['Viktor, its mentor', []],
		['Irina, its mentee', []],
		['Elena, curator here', bankedAndSchools],
		['Larisa, curator of its school', []],
		['Stepan, head of its school', []],
		['Arkadij, head here', [...bankedAndSchools, 'curator']],
		['Anna, administrator here', roles],
		['Tamara, of the region, entered here', []],
		['Lidia, curator here and of the region', bankedAndSchools],
		['Boris, curator elsewhere', []],
		['Vera, curator here and mentor in it', bankedAndSchools],
		['Gleb, mentor in it and administrator elsewhere', []],
		['Somebody with no standing', []]
	])('of %s makes %o', (name, expected) => {
		expect(roles.filter((role) => canInviteAs(people[name], 'here', role))).toEqual(expected)
	})
})

describe('a role by appointment', () => {
	const ofSchools: StaffRole[] = ['organisation-curator', 'organisation-head']
	const roles: StaffRole[] = [...ofSchools, 'curator', 'head', 'region', 'administrator']
	it.each<[Name, here: StaffRole[], elsewhere: StaffRole[]]>([
		['Viktor, its mentor', [], []],
		['Elena, curator here', ofSchools, []],
		['Larisa, curator of its school', [], []],
		['Arkadij, head here', [...ofSchools, 'curator'], []],
		['Anna, administrator here', roles, ['head']],
		['Tamara, of the region, entered here', [], []],
		['Boris, curator elsewhere', [], ofSchools],
		['Gleb, mentor in it and administrator elsewhere', ['head'], roles]
	])('of somebody else is given and ended by %s: here %o, elsewhere %o', (name, here, elsewhere) => {
		const of = (municipalityId: string) => {
			const given = roles.filter((role) => canAppoint(people[name], { municipalityId, role }))
			expect(roles.filter((role) => canEndRole(people[name], { municipalityId, role }, false))).toEqual(given)
			return given
		}
		expect([of('here'), of('elsewhere')]).toEqual([here, elsewhere])
	})

	it('is laid down by whoever has it, who does not give it', () => {
		const own = { municipalityId: 'here', role: 'curator' } as const
		expect(canEndRole(people['Elena, curator here'], own, true)).toBe(true)
		expect(canAppoint(people['Elena, curator here'], own)).toBe(false)
	})
})

describe('what is known of a person', () => {
	const whose = {
		'a mentor': grants([['program-1', 'mentor']]),
		'the head of a school': grants([], [['here', 'organisation-head', 'school']]),
		'a curator here': grants([], [['here', 'curator']]),
		'a head here': grants([], [['here', 'head']]),
		'an administrator here': grants([], [['here', 'administrator']]),
		'a mentor who is head elsewhere': grants([['program-1', 'mentor']], [['elsewhere', 'head']])
	}
	it.each<[Name, changes: (keyof typeof whose)[]]>([
		['Viktor, its mentor', []],
		['Elena, curator here', ['a mentor', 'the head of a school', 'a curator here']],
		[
			'Arkadij, head here',
			['a mentor', 'the head of a school', 'a curator here', 'a head here', 'a mentor who is head elsewhere']
		],
		['Larisa, curator of its school', []],
		['Boris, curator elsewhere', []],
		['Tamara, of the region, entered here', []]
	])('[T18] %s changes it of %o', (name, expected) => {
		const changed = Object.entries(whose).filter(([, person]) => canChangePerson(people[name], 'here', person))
		expect(changed.map(([person]) => person)).toEqual(expected)
	})
})

describe('the ways into an account', () => {
	const whose = {
		'a mentor': grants([['program-1', 'mentor']]),
		'a curator of a school': grants([], [['here', 'organisation-curator', 'school']]),
		'a curator here': grants([], [['here', 'curator']]),
		'a head here': grants([], [['here', 'head']]),
		'the person of the region': grants([], [['here', 'region']]),
		'an administrator here': grants([], [['here', 'administrator']]),
		'a mentor who is head elsewhere': grants([['program-1', 'mentor']], [['elsewhere', 'head']])
	}
	it.each<[Name, ends: (keyof typeof whose)[]]>([
		['Viktor, its mentor', []],
		['Irina, its mentee', []],
		['Elena, curator here', ['a mentor', 'a curator of a school']],
		['Larisa, curator of its school', []],
		['Arkadij, head here', ['a mentor', 'a curator of a school', 'a curator here']],
		[
			'Anna, administrator here',
			[
				...(['a mentor', 'a curator of a school', 'a curator here', 'a head here'] as const),
				...(['the person of the region'] as const),
				...(['an administrator here', 'a mentor who is head elsewhere'] as const)
			]
		],
		['Boris, curator elsewhere', []],
		['Tamara, of the region, entered here', []],
		['Lidia, curator here and of the region', ['a mentor', 'a curator of a school']],
		['Gleb, mentor in it and administrator elsewhere', []],
		['Somebody with no standing', []]
	])('%s ends those of %o', (name, expected) => {
		const ended = Object.entries(whose).filter(([, person]) => canResetAccess(people[name], 'here', person))
		expect(ended.map(([person]) => person)).toEqual(expected)
	})
})

function grants(
	memberships: [programId: string, role: 'mentor' | 'mentee'][] = [],
	assignments: [municipalityId: string, role: StaffRole, organisationId?: string][] = [],
	ended: [programId: string, role: 'mentor' | 'mentee', endedBy?: MembershipEnding][] = []
): Grants {
	return {
		memberships: memberships.map(([programId, role]) => ({ programId, role })),
		endedMemberships: ended.map(([programId, role, endedBy = null]) => ({ programId, role, endedBy, endedAt })),
		assignments: assignments.map(([municipalityId, role, organisationId = null]) => ({
			municipalityId,
			role,
			organisationId
		}))
	}
}

it('a role that only a newer server knows allows nothing in this app', () => {
	const newer = 'inspector' as InvitedRole
	expect(canAny([newer], 'oversee')).toBe(false)
	expect(isParticipantRole(newer)).toBe(false)
	expect(canAny([newer, 'curator'], 'oversee')).toBe(true)
})
