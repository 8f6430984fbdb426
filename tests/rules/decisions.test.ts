/** What people request, agree on and decide while a programme is under way. */
import { programsToApprove } from '#domain/plan/edition.ts'
import type { Speaker } from '#domain/ledger/ledger.ts'
import type { Decision } from '#domain/ledger/statement.ts'
import { activeIn } from '#domain/ledger/testing/pair.ts'
import { arkady, darya, elena, HASH, irina, raise, sign, viktor } from '#domain/ledger/testing/story.ts'
import { dinskoy } from '#domain/regulation/packs/dinskoy.ts'
import { divnogorsk } from '#domain/regulation/packs/divnogorsk.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import { surgut } from '#domain/regulation/packs/surgut.ts'
import { tomskCity } from '#domain/regulation/packs/tomsk-city.ts'
import { tomskRegion } from '#domain/regulation/packs/tomsk-region.ts'
import { describeRules } from './rule-cases.ts'

const ground = 'По обстоятельствам'
const edition: Decision = { type: 'edition', hash: HASH }
const longer: Decision = { type: 'extend', termMonths: 30, ground }

/** The answer to the last of them: the first raises the decision, the others sign it one after the other. */
function signedBy(regulation: Regulation, decision: Decision, first: Speaker, ...others: Speaker[]) {
	const story = activeIn(regulation)
	const raised = story.say(first, raise(decision))
	if (raised !== null) return raised
	const decisionId = story.lastId()
	return others.map((person) => story.say(person, sign(decisionId))).at(-1) ?? null
}

/** The answer to a person who accepts the one activity of the plan. */
function accepting(person: Speaker) {
	const plan = { done: 1, total: 1, activityIds: new Set(['a1-1']), results: [] }
	const story = activeIn(tomskCity, { facts: { plan } })
	return story.say(person, { type: 'accept-activity', activityId: 'a1-1', title: 'Встреча' })
}

/** The answer to a person who involves a specialist who consented on that day; today is 1 September 2026. */
function involving(person: Speaker, consentedOn: string, regulation: Regulation = tomskCity) {
	return activeIn(regulation).say(person, {
		type: 'involve-specialist',
		name: 'Орлова Анна Игоревна',
		post: 'Экономист',
		task: 'Разбор бюджета школы',
		activity: null,
		consentedOn
	})
}

/** The answer to the head of the district who approves a team’s programme after its presentation. */
function approvedAfter(isPositive: boolean | null) {
	const story = activeIn(dinskoy)
	story.sayAll([viktor, raise(edition)])
	const decisionId = story.lastId()
	story.sayAll([irina, sign(decisionId)], [darya, sign(decisionId)], [elena, sign(decisionId)])
	if (isPositive !== null) {
		const presented = {
			type: 'present',
			matterId: decisionId,
			presentedOn: '2026-09-01',
			conclusion: 'Обсудили'
		} as const
		story.sayAll([elena, { ...presented, isPositive }])
	}
	return story.say(arkady, sign(decisionId))
}

const atWork = { programId: 'program-1', phase: 'active' } as const

describeRules([
	[
		'[T8] extensions are decided by the head',
		['the head, after the others', () => signedBy(tomskCity, longer, irina, viktor, elena, arkady), null],
		[
			'the head before the others',
			() => signedBy(tomskCity, longer, irina, arkady),
			{ reason: 'not-your-turn', waitsFor: 'mentor' }
		]
	],
	[
		'[T35] a mentor asks to lay down the duties',
		['Viktor his own', () => signedBy(tomskCity, { type: 'release', mentorId: 'viktor', ground }, viktor), null],
		[
			'Irina does not ask for him',
			() => signedBy(tomskCity, { type: 'release', mentorId: 'viktor', ground }, irina),
			{ reason: 'not-your-role' }
		]
	],
	[
		'[T35] a mentor checks what was carried out',
		['Viktor accepts it', () => accepting(viktor), null],
		['Irina does not accept her own work', () => accepting(irina), { reason: 'not-your-role' }]
	],
	[
		'[T35] a mentor involves specialists with their consent',
		['Viktor, with the day of it', () => involving(viktor, '2026-08-30'), null],
		['not before they have consented', () => involving(viktor, '2026-09-02'), { reason: 'still-to-come' }]
	],
	[
		'[T35] whom to involve is for the mentor to say',
		[
			'under every regulation',
			() => [tomskCity, surgut, tomskRegion, dinskoy, divnogorsk].map((pack) => involving(viktor, '2026-08-30', pack)),
			[null, null, null, null, null]
		],
		['Irina asks Viktor', () => involving(irina, '2026-08-30'), { reason: 'not-your-role' }]
	],
	[
		'[T36] the programme is composed by both',
		['approved after both', () => signedBy(tomskCity, edition, viktor, irina, elena, arkady), null],
		[
			'not before the mentee',
			() => signedBy(tomskCity, edition, viktor, elena),
			{ reason: 'not-your-turn', waitsFor: 'mentee' }
		]
	],
	[
		'[T37] a mentee asks for another mentor',
		['Irina', () => signedBy(tomskCity, { type: 'replace', mentorId: 'viktor', ground }, irina), null],
		[
			'a mentor does not',
			() => signedBy(tomskCity, { type: 'replace', mentorId: 'viktor', ground }, viktor),
			{ reason: 'not-your-role' }
		]
	],
	[
		'[T37] a mentee improves the programme',
		['puts an edition forward', () => signedBy(tomskCity, edition, irina, viktor), null],
		[
			'of another plan than there is',
			() => signedBy(tomskCity, { type: 'edition', hash: 'b'.repeat(64) }, irina),
			{ reason: 'plan-changed' }
		]
	],
	[
		'[T44] consent of both, petition of the curator, decision of the head',
		['all four', () => signedBy(tomskCity, longer, viktor, irina, elena, arkady), null],
		[
			'the curator before the mentee',
			() => signedBy(tomskCity, longer, viktor, elena),
			{ reason: 'not-your-turn', waitsFor: 'mentee' }
		]
	],
	[
		'[D16] administration and mentor develop the programme together',
		['each of them signs', () => signedBy(dinskoy, edition, viktor, irina, darya), null],
		[
			'the centre does not before all have',
			() => signedBy(dinskoy, edition, viktor, irina, elena),
			{ reason: 'not-your-turn', waitsFor: 'mentee' }
		]
	],
	[
		'[D17] approved after a public presentation, whatever its mark: a good one is only a recommendation',
		['well marked, and badly', () => [approvedAfter(true), approvedAfter(false)], [null, null]],
		['there was none', () => approvedAfter(null), { reason: 'presentation-missing' }]
	],
	[
		'[V8] every pair has a programme',
		['this one has', () => programsToApprove(divnogorsk, [{ ...atWork, hasApprovedEdition: true }]), []],
		['this one has not', () => programsToApprove(divnogorsk, [{ ...atWork, hasApprovedEdition: false }]), ['program-1']]
	]
])
