/** Who sees and does what: participants alike, staff by what they answer for. */
import {
	assessmentsSeenBy,
	canCompare,
	canInvite,
	canOversee,
	permissionFor,
	type DocumentKind,
	type Grants,
	type StaffRole
} from '#domain/access.ts'
import { programKind } from '#domain/owner.ts'
import { programsToApprove } from '#domain/plan/edition.ts'
import { missingSigners } from '#domain/ledger/signing.ts'
import { activeIn } from '#domain/ledger/testing/pair.ts'
import { elena, HASH, raise, submitReport, viktor } from '#domain/ledger/testing/story.ts'
import { surgut } from '#domain/regulation/packs/surgut.ts'
import { tomskCity } from '#domain/regulation/packs/tomsk-city.ts'
import { describeRules } from './rule-cases.ts'

const nobody: Grants = { memberships: [], endedMemberships: [], assignments: [] }
const asStaff = (role: StaffRole, municipalityId = 'town'): Grants => ({
	...nobody,
	assignments: [{ municipalityId, role }]
})
const asMember = (role: 'mentor' | 'mentee', programId = 'program-1'): Grants => ({
	...nobody,
	memberships: [{ programId, role }]
})

function may(grants: Grants, kind: DocumentKind = 'plan') {
	return permissionFor(grants, { kind, owner: { id: 'program-1', kind: programKind, municipalityId: 'town' } })
}

/** The mentees of program-1 whose assessment they may see. */
function assessmentsFor(grants: Grants) {
	return assessmentsSeenBy(grants, { programId: 'program-1', municipalityId: 'town' })
}

/** Who has still to sign the edition that Viktor puts forward. */
function signersOfEdition(regulation: typeof surgut): string[] {
	const story = activeIn(regulation)
	story.sayAll([viktor, raise({ type: 'edition', hash: HASH })])
	const raised = story.ledger().matters.at(-1)
	if (raised === undefined) return []
	const { next, later } = missingSigners(story.ledger(), raised)
	return [...next, ...later].map(({ role }) => role)
}

/** Surgut is about teachers and asks them for no report; this municipality wants one, which its curator signs. */
function submittedBy(by: typeof viktor, mentorId: string | undefined) {
	const source = { rule: null, clause: 'п. 1' }
	const report = { id: 'year', wording: 'Отчёт', by: 'mentor' as const, signedBy: 'curator' as const, source }
	const schedule = { type: 'yearly' as const, days: ['12-10'] }
	const story = activeIn({ ...surgut, reports: [{ ...report, schedule }] })
	return story.say(by, { ...submitReport('2026-12-10', { reportId: 'year' }), ...(mentorId && { mentorId }) })
}

const atWork = { programId: 'program-1', phase: 'active' } as const

describeRules([
	[
		'[T7] the curator runs the system and controls the programmes of the municipality',
		[
			'opens its people, and reads its plans',
			() => [canOversee(asStaff('curator'), 'town'), may(asStaff('curator'))],
			[true, 'read']
		],
		[
			'of another municipality does neither',
			() => [canOversee(asStaff('curator', 'elsewhere'), 'town'), may(asStaff('curator', 'elsewhere'))],
			[false, 'none']
		]
	],
	[
		'[T11] both sides have the same right',
		['mentor and mentee edit', () => [may(asMember('mentor')), may(asMember('mentee'))], ['edit', 'edit']],
		[
			'those of another programme do not',
			() => [may(asMember('mentor', 'program-2')), may(asMember('mentee', 'program-2'))],
			['none', 'none']
		]
	],
	[
		'[T25] the curator oversees programmes',
		[
			'those that are approved need nothing',
			() => programsToApprove(tomskCity, [{ ...atWork, hasApprovedEdition: true }]),
			[]
		],
		[
			'one at work without an approved plan is named',
			() => programsToApprove(tomskCity, [{ ...atWork, hasApprovedEdition: false }]),
			['program-1']
		]
	],
	[
		'[T35] a mentor sees the mentee’s assessment',
		[
			'of those they work with; the mentee sees their own',
			() => [assessmentsFor(asMember('mentor')), assessmentsFor(asMember('mentee'))],
			['all', 'own']
		],
		[
			'nobody’s of another programme, nor once their part has ended',
			() => [
				assessmentsFor(asMember('mentor', 'program-2')),
				assessmentsFor({
					...nobody,
					endedMemberships: [
						{ programId: 'program-1', role: 'mentor', endedBy: 'decision', endedAt: '2026-10-01T05:00:00.000Z' }
					]
				})
			],
			['none', 'none']
		]
	],
	[
		'[S12] what is planned together is agreed by both',
		['the mentee signs after the mentor', () => signersOfEdition(surgut), ['mentee', 'curator', 'head']],
		['the head cannot write it for them', () => may(asStaff('head')), 'read']
	],
	[
		'[D25] access by the zone of responsibility',
		[
			'who leads oversees, who monitors sees numbers, who is helped edits their own',
			() => [canOversee(asStaff('head'), 'town'), canCompare(asStaff('region')), may(asMember('mentee'))],
			[true, true, 'edit']
		],
		[
			'of each other’s they have nothing: who leads writes no plan, who monitors reads none, who is helped oversees nobody',
			() => [may(asStaff('head')), may(asStaff('region')), canOversee(asMember('mentee'), 'town')],
			['read', 'none', false]
		]
	],
	[
		'[D25] an appointed specialist moderates the resource',
		['lets people in', () => canInvite(asStaff('administrator'), 'town'), true],
		[
			'and sees no plan',
			() => [canOversee(asStaff('administrator'), 'town'), may(asStaff('administrator'))],
			[false, 'none']
		]
	],
	[
		'[L2] no teacher is asked for a report: the curator signs what was drafted',
		['the curator signs it in the mentor’s place', () => submittedBy(elena, 'viktor'), null],
		['the mentor does not submit it', () => submittedBy(viktor, undefined), { reason: 'not-your-role' }]
	]
])
