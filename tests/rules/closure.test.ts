/** How a programme ends. */
import type { Speaker } from '#domain/ledger/ledger.ts'
import { activeIn, type Closure } from '#domain/ledger/testing/pair.ts'
import { approvePlan, arkady, elena, irina, raise, viktor } from '#domain/ledger/testing/story.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import { surgut } from '#domain/regulation/packs/surgut.ts'
import { tomskCity } from '#domain/regulation/packs/tomsk-city.ts'
import { describeRules } from './rule-cases.ts'

/** The answer to a person who wants to close the programme; `done` of 22 activities are done. */
function closedBy(by: Speaker, closure: Partial<Closure>, done = 0, regulation: Regulation = tomskCity) {
	const story = activeIn(regulation, { today: '2026-11-20', order: { startsOn: '2026-11-20' } })
	approvePlan(story)
	story.facts.plan = { done, total: 22, activityIds: new Set() }
	const wanted = {
		type: 'closure',
		reasonId: 'fulfilled',
		ground: null,
		lastDay: null,
		conclusion: 'Завершена'
	} as const
	return story.say(by, raise({ ...wanted, ...closure }))
}

describeRules([
	[
		'[T41] the plan is fulfilled in full',
		['22 of 22', () => closedBy(elena, {}, 22), null],
		['21 of 22', () => closedBy(elena, {}, 21), { reason: 'plan-unfulfilled', done: 21, total: 22 }]
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
