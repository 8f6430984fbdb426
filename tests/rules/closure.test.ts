/** How a programme ends. */
import type { Speaker } from '#domain/ledger/ledger.ts'
import { activeIn, type Closure } from '#domain/ledger/testing/pair.ts'
import { approvePlan, arkady, elena, irina, raise, submitReport, viktor } from '#domain/ledger/testing/story.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import { surgut } from '#domain/regulation/packs/surgut.ts'
import { tomskCity } from '#domain/regulation/packs/tomsk-city.ts'
import { describeRules } from './rule-cases.ts'

/** The answer to a person who wants to close the programme; `done` of 22 activities are done. */
function closedBy(
	by: Speaker,
	closure: Partial<Closure>,
	done = 0,
	regulation: Regulation = tomskCity,
	results: readonly string[] = []
) {
	const story = activeIn(regulation, { today: '2026-11-20', order: { startsOn: '2026-11-20' } })
	approvePlan(story)
	story.facts.plan = { done, total: 22, activityIds: new Set(), results }
	return story.say(by, raise({ ...fulfilled, ...closure }))
}

const fulfilled: Closure = {
	type: 'closure',
	reasonId: 'fulfilled',
	ground: null,
	lastDay: null,
	conclusion: 'Завершена'
}

/** All activities are done, and Viktor has submitted the result of the only stage; `remarks`: with which Elena returned it. */
function closedWithResult(remarks: string | null = null) {
	const story = activeIn(tomskCity, { today: '2026-11-20', order: { startsOn: '2026-11-20' } })
	approvePlan(story)
	story.facts.plan = { done: 22, total: 22, activityIds: new Set(), results: ['a1-1'] }
	const result = { activityId: 'a1-1', title: 'Информационная справка: этап «Организационный»' }
	story.sayAll([viktor, { ...submitReport('2026-12-19', { reportId: 'stage-result' }), result }])
	if (remarks !== null) story.sayAll([elena, { type: 'return-report', submissionId: story.lastId(), remarks }])
	return story.say(elena, raise(fulfilled))
}

describeRules([
	[
		'[T41] the plan is fulfilled in full',
		['22 of 22', () => closedBy(elena, {}, 22), null],
		[
			'21 of 22, and so with the document of a stage missing, which is named too',
			() => [closedBy(elena, {}, 21), closedBy(elena, {}, 21, tomskCity, ['a1-1'])],
			[
				{ reason: 'plan-unfulfilled', done: 21, total: 22 },
				{ reason: 'plan-unfulfilled', done: 21, total: 22, missing: 1 }
			]
		]
	],
	[
		'[T54] each stage has ended in its document, which waits for no correction',
		['submitted', () => closedWithResult(), null],
		[
			'never submitted, and returned by the curator after the stage was carried out',
			() => [closedBy(elena, {}, 22, tomskCity, ['a1-1']), closedWithResult('Нет выводов')],
			Array.from({ length: 2 }, () => ({ reason: 'results-missing', missing: 1 }))
		]
	],
	[
		'[T41] [S17] whoever of the pair, or the curator, says that the plan is fulfilled',
		[
			'each of them, in Tomsk and in Surgut',
			() =>
				[tomskCity, surgut].flatMap((pack) => [viktor, irina, elena].map((person) => closedBy(person, {}, 22, pack))),
			[null, null, null, null, null, null]
		],
		['the head does not', () => closedBy(arkady, {}, 22), { reason: 'not-your-role' }]
	],
	[
		'[T42] on the wish of a participant, for good reasons',
		['with the reason', () => closedBy(irina, { reasonId: 'participants', ground: 'Переезд' }), null],
		['without', () => closedBy(irina, { reasonId: 'participants' }), { reason: 'ground-missing' }]
	],
	[
		'[T43] on the wish of the curator',
		['hers', () => closedBy(elena, { reasonId: 'curator', ground: 'Форс-мажор' }), null],
		[
			'not the mentor’s',
			() => closedBy(viktor, { reasonId: 'curator', ground: 'Форс-мажор' }),
			{ reason: 'not-your-role' }
		]
	],
	[
		'[S17] completion is the seventh stage, after the work of the pair',
		['the work is done', () => closedBy(elena, {}, 22, surgut), null],
		['the work is not done', () => closedBy(elena, {}, 3, surgut), { reason: 'plan-unfulfilled', done: 3, total: 22 }]
	],
	[
		'[L1] early refusal with three working days’ notice',
		['from Friday to Wednesday', () => closedBy(viktor, { reasonId: 'early-refusal', lastDay: '2026-11-25' }), null],
		[
			'from Friday to Tuesday',
			() => closedBy(viktor, { reasonId: 'early-refusal', lastDay: '2026-11-24' }),
			{ reason: 'notice-too-short', earliest: '2026-11-25' }
		]
	],
	[
		'[L1] either side gives notice, and the other declines nothing',
		['the employer’s, by the head', () => closedBy(arkady, { reasonId: 'early-refusal', lastDay: '2026-11-25' }), null],
		[
			'declined by the head',
			() => {
				const story = activeIn(tomskCity, { today: '2026-11-20', order: { startsOn: '2026-11-20' } })
				story.sayAll([
					viktor,
					raise({
						type: 'closure',
						reasonId: 'early-refusal',
						ground: null,
						lastDay: '2026-11-25',
						conclusion: 'Отказ'
					})
				])
				return story.say(arkady, { type: 'decline', matterId: story.lastId(), ground: 'Некем заменить' })
			},
			{ reason: 'notice-stands' }
		]
	]
])
