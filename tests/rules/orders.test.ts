/** What an order may be about, and what begins with it. */
import type { Speaker } from '#domain/ledger/ledger.ts'
import { missingAcquaintances } from '#domain/ledger/awaiting.ts'
import { activeIn, askedFor, consentedIn, orderOf, proposedIn } from '#domain/ledger/testing/pair.ts'
import { arkady, elena, irina, raise, sign, viktor } from '#domain/ledger/testing/story.ts'
import { dinskoy } from '#domain/regulation/packs/dinskoy.ts'
import { divnogorsk } from '#domain/regulation/packs/divnogorsk.ts'
import type { MentoringForm, Regulation } from '#domain/regulation/schema.ts'
import { surgut } from '#domain/regulation/packs/surgut.ts'
import { tomskCity } from '#domain/regulation/packs/tomsk-city.ts'
import { tomskRegion } from '#domain/regulation/packs/tomsk-region.ts'
import { findRoadmap } from '#domain/roadmaps/all.ts'
import { describeRules } from './rule-cases.ts'

/** The programme's phase after this person signs the order that the curator has raised. */
function phaseAfter(regulation: Regulation, signer: typeof arkady): string {
	const story = consentedIn(regulation)
	story.sayAll([elena, orderOf(story, regulation)])
	story.say(signer, sign(story.lastId()))
	return story.ledger().phase
}

/** Whom the order of Tomsk region still waits for when these have read it. */
function notInformed(...readers: readonly Speaker[]): string[] {
	const story = activeIn(tomskRegion)
	const decisionId = story.ledger().matters.at(-1)?.id ?? ''
	for (const reader of readers) story.sayAll([reader, { type: 'acquaint', matterId: decisionId }])
	return missingAcquaintances(story.ledger()).map(({ personId }) => personId)
}

function roadmapOf(categoryId: string): string | undefined {
	const category = tomskCity.categories.find(({ id }) => id === categoryId)
	return findRoadmap(category?.roadmapId ?? '')?.stages[0]?.activities[0]?.title
}

/** The answer to a curator who changes a programme to other forms. */
function changedTo(regulation: Regulation, forms: MentoringForm[]) {
	return activeIn(regulation).say(elena, raise({ type: 'change', what: 'Иначе', forms, ground: 'По запросу' }))
}

/** The answer to a person who asks for a consultation. */
function consulted(regulation: Regulation, by: Speaker) {
	return activeIn(regulation).say(by, { type: 'ask-consultation', about: 'Мониторинг', mode: 'remote' })
}

/** The answer to a curator who names a specialist for a team: its mentor has passed a consultation on, or has not answered it. */
function referred(isPassed: boolean) {
	const story = activeIn(dinskoy)
	story.sayAll([irina, { type: 'ask-consultation', about: 'Мониторинг', mode: 'remote' }])
	const consultationId = story.lastId()
	const answer = { kind: 'pass', ground: 'Другой предмет' } as const
	if (isPassed) story.sayAll([viktor, { type: 'answer-consultation', consultationId, answer }])
	const to = { kind: 'other', name: 'Методист' } as const
	return story.say(elena, { type: 'refer-consultation', consultationId, to, on: null, words: 'Позвоните' })
}

const pair = ['irina']
const team = ['irina', 'darya']

describeRules([
	[
		'[T12] relations of Tomsk city',
		['a head mentors a reservist', () => proposedIn(tomskCity, { proposal: { relation: 'reservist-head' } }), null],
		[
			'a teacher mentors a teacher',
			() => proposedIn(tomskCity, { proposal: { relation: 'teacher-teacher' } }),
			{ reason: 'not-in-regulation', field: 'relation' }
		]
	],
	[
		'[T13] forms of Tomsk city',
		[
			'situational and virtual together',
			() => proposedIn(tomskCity, { proposal: { forms: ['virtual', 'situational'] } }),
			null
		],
		[
			'reverse',
			() => proposedIn(tomskCity, { proposal: { forms: ['reverse'] } }),
			{ reason: 'not-in-regulation', field: 'forms' }
		]
	],
	[
		'[T13] a group is one mentor with two mentees or more',
		['two', () => proposedIn(tomskCity, { request: { menteeIds: team }, proposal: { forms: ['group'] } }), null],
		[
			'one',
			() => proposedIn(tomskCity, { request: { menteeIds: pair }, proposal: { forms: ['group'] } }),
			{ reason: 'group-size', min: 2, max: null }
		]
	],
	[
		'[T13] the form of a pair is changed',
		['to virtual and situational', () => changedTo(tomskCity, ['virtual', 'situational']), null],
		['to a group', () => changedTo(tomskCity, ['group']), { reason: 'group-size', min: 2, max: null }]
	],
	[
		'[T34] the category decides on the roadmap',
		['a reservist’s', () => roadmapOf('reservist'), 'Диагностика затруднений в деятельности резервиста ОУ.'],
		[
			'without a category of the regulation nothing begins',
			() => askedFor(tomskCity, { request: { categoryId: 'young-teacher' } }),
			{ reason: 'not-in-regulation', field: 'category' }
		]
	],
	[
		'[T40] the pair is confirmed by the head’s order',
		['which is signed', () => phaseAfter(tomskCity, arkady), 'active'],
		['which only the mentee would sign', () => phaseAfter(tomskCity, irina), 'proposed']
	],
	[
		'[S15] relations of Surgut',
		['an employer mentors a student', () => proposedIn(surgut, { proposal: { relation: 'employer-student' } }), null],
		[
			'a head mentors a whole team',
			() => proposedIn(surgut, { proposal: { relation: 'head-team' } }),
			{ reason: 'not-in-regulation', field: 'relation' }
		]
	],
	[
		'[S15] the relations of Surgut are an open list, «и другие»',
		['a head mentors a head', () => proposedIn(surgut, { proposal: { relation: 'head-head' } }), null],
		[
			'not so in Tomsk region',
			() => proposedIn(tomskRegion, { proposal: { relation: 'head-head' } }),
			{ reason: 'not-in-regulation', field: 'relation' }
		]
	],
	[
		'[S15] forms of Surgut',
		['reverse', () => proposedIn(surgut, { proposal: { forms: ['reverse'] } }), null],
		[
			'a group of one',
			() => proposedIn(surgut, { proposal: { forms: ['group'] } }),
			{ reason: 'group-size', min: 2, max: null }
		]
	],
	[
		'[S15] each of Surgut’s forms for a pair can be chosen',
		[
			'virtual, short-term, reverse, situational, speed, traditional',
			() =>
				(['virtual', 'short-term', 'reverse', 'situational', 'speed', 'traditional'] as const).map((form) =>
					proposedIn(surgut, { proposal: { forms: [form] } })
				),
			[null, null, null, null, null, null]
		],
		[
			'not every one elsewhere',
			() => proposedIn(tomskCity, { proposal: { forms: ['reverse'] } }),
			{ reason: 'not-in-regulation', field: 'forms' }
		]
	],
	[
		'[D18] a team is advised on request, in person or remote',
		[
			'as a group, at need, and remote',
			() => proposedIn(dinskoy, { proposal: { forms: ['group', 'situational', 'virtual'] } }),
			null
		],
		[
			'not in one meeting only',
			() => proposedIn(dinskoy, { proposal: { forms: ['group', 'speed'] } }),
			{ reason: 'not-in-regulation', field: 'forms' }
		]
	],
	[
		'[T6] [S3] [R4] [V1] the mentee is one person',
		[
			'who is asked for alone',
			() =>
				[tomskCity, surgut, tomskRegion, divnogorsk].map((pack) => askedFor(pack, { request: { menteeIds: pair } })),
			[null, null, null, null]
		],
		[
			'unlike in Dinskoy',
			() => askedFor(dinskoy, { request: { menteeIds: pair } }),
			{ reason: 'group-size', min: 2, max: null }
		]
	],
	[
		'[S15] two mentees are a group',
		[
			'also virtual',
			() => proposedIn(surgut, { request: { menteeIds: team }, proposal: { forms: ['group', 'virtual'] } }),
			null
		],
		[
			'and one to one',
			() => proposedIn(surgut, { request: { menteeIds: team }, proposal: { forms: ['group', 'traditional'] } }),
			{ reason: 'group-size', min: 2, max: null }
		]
	],
	[
		'[R4] relations of Tomsk region',
		['a student mentors a pupil', () => proposedIn(tomskRegion, { proposal: { relation: 'student-pupil' } }), null],
		[
			'a head mentors a head',
			() => proposedIn(tomskRegion, { proposal: { relation: 'head-head' } }),
			{ reason: 'not-in-regulation', field: 'relation' }
		]
	],
	[
		'[R18] the pair is fixed by the head’s order',
		['which is signed', () => phaseAfter(tomskRegion, arkady), 'active'],
		['which only the curator has signed', () => phaseAfter(tomskRegion, elena), 'proposed']
	],
	[
		'[R18] the participants are informed',
		['both have read the order', () => notInformed(viktor, irina), []],
		['the mentee has not', () => notInformed(viktor), ['irina']]
	],
	[
		'[D3] the mentee is a management team',
		['of two', () => proposedIn(dinskoy), null],
		['of one', () => askedFor(dinskoy, { request: { menteeIds: pair } }), { reason: 'group-size', min: 2, max: null }]
	],
	[
		'[D3] a team of a weak school',
		['in hard conditions', () => askedFor(dinskoy, { request: { categoryId: 'difficult-conditions-team' } }), null],
		[
			'whose school is effective',
			() => askedFor(dinskoy, { facts: { unfitCategories: new Map([['irina', ['low-results-team']]]) } }),
			{ reason: 'unfit-category', personId: 'irina' }
		]
	],
	[
		'[D18] consultation on request, in person or remote',
		['on request', () => changedTo(dinskoy, ['group', 'situational']), null],
		[
			'by a schedule set in advance',
			() => changedTo(dinskoy, ['group', 'short-term']),
			{ reason: 'not-in-regulation', field: 'forms' }
		]
	],
	[
		'[D18] consultation is on request of the team',
		['one of it asks', () => consulted(dinskoy, irina), null],
		['nobody asks for them', () => consulted(dinskoy, elena), { reason: 'not-your-role' }]
	],
	[
		'[D18] the mentor of the programme is asked first, then others',
		['who has passed it on', () => referred(true), null],
		['who has not answered', () => referred(false), { reason: 'mentor-first' }]
	]
])
