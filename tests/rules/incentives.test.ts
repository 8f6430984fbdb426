/** The growth of a mentor’s bonus fund, and the grounds on which it may be cancelled. */
import { computeIncentives, type MentorProgram } from '#domain/ledger/incentive.ts'
import type { RecordedEvidence } from '#domain/ledger/ledger.ts'
import { activeIn } from '#domain/ledger/testing/pair.ts'
import { arkady, viktor } from '#domain/ledger/testing/story.ts'
import { tomskCity } from '#domain/regulation/packs/tomsk-city.ts'
import { describeRules } from './rule-cases.ts'

const today = '2027-03-01'

function viktorsProgram(menteeIds: string[], change: Partial<MentorProgram> = {}): MentorProgram {
	const report = { reportId: 'mentor-half-year', dueOn: '2026-12-10', submittedOn: '2026-12-08' }
	return {
		programId: 'program-1',
		title: 'Первый год директора',
		mentorId: 'viktor',
		menteeIds,
		from: '2026-09-15',
		until: null,
		cancelled: null,
		evidence: {
			plan: { done: 9, total: 22, overdue: 0 },
			reports: [report],
			events: [{ title: 'Форум', on: '2026-11-20', source: { type: 'event', id: 'forum' } }],
			heldOn: ['2026-11-20'],
			materials: [{ title: 'Памятка', on: '2027-01-15', source: { type: 'address', address: 'папка методкабинета' } }],
			unrecorded: []
		},
		...change
	}
}

const salaries = (program: MentorProgram) =>
	computeIncentives(tomskCity, [program], today).map((incentive) => incentive.salaries)

function groundsFound(change: Partial<MentorProgram['evidence']>): string[] {
	const { evidence } = viktorsProgram([])
	const [incentive] = computeIncentives(
		tomskCity,
		[viktorsProgram(['irina'], { evidence: { ...evidence, ...change } })],
		today
	)
	return incentive?.lines.flatMap(({ grounds }) => grounds.filter(({ isFound }) => isFound).map(({ id }) => id)) ?? []
}

function recorded(evidence: RecordedEvidence['evidence']) {
	const statement = { type: 'record-evidence', mentorId: 'viktor', evidence, on: '2026-09-01' } as const
	return activeIn(tomskCity).say(viktor, statement)
}

function cancelled(groundIds: string[]) {
	const statement = { type: 'cancel-incentive', mentorId: 'viktor', groundIds, ground: 'Нет отчётов' } as const
	return activeIn(tomskCity).say(arkady, statement)
}

describeRules([
	[
		'[T47] three, four or five salaries',
		[
			'by the number of mentees',
			() =>
				[['irina'], ['irina', 'darya'], ['irina', 'darya', 'pavel']].flatMap((ids) => salaries(viktorsProgram(ids))),
			[3, 4, 5]
		],
		['none after the programme', () => salaries(viktorsProgram(['irina'], { until: '2027-02-28' })), []]
	],
	[
		'[T48] the programme is carried out',
		['nothing of it is late', () => groundsFound({}), []],
		['two activities are late', () => groundsFound({ plan: { done: 7, total: 22, overdue: 2 } }), ['plan']]
	],
	[
		'[T48] the reports are there',
		['the one of December is', () => groundsFound({}), []],
		[
			'it was not handed in',
			() => groundsFound({ reports: [{ reportId: 'mentor-half-year', dueOn: '2026-12-10', submittedOn: null }] }),
			['reports']
		]
	],
	[
		'[T48] the mentor takes part in events of mentors',
		['was at the forum of the municipality', () => groundsFound({}), []],
		['was at none of those that were held', () => groundsFound({ events: [] }), ['events']]
	],
	[
		'[T48] an event is not declared',
		['where none was held, none is missing', () => groundsFound({ events: [], heldOn: [] }), []],
		['by the mentor', () => recorded({ kind: 'event', title: 'Форум' }), { reason: 'event-not-declared' }]
	],
	[
		'[T48] there are analytic and methodical materials',
		['a memo that can be opened', () => groundsFound({}), []],
		['none', () => groundsFound({ materials: [] }), ['materials']]
	],
	[
		'[T48] a material has an address',
		['in words', () => recorded({ kind: 'material', title: 'Памятка', address: 'папка методкабинета' }), null],
		['none', () => recorded({ kind: 'material', title: 'Памятка' }), { reason: 'material-without-address' }]
	],
	[
		'[T48] cancelled on a ground of the regulation',
		['no reports', () => cancelled(['reports']), null],
		['a mood', () => cancelled(['mood']), { reason: 'not-in-regulation', field: 'ground' }]
	]
])
