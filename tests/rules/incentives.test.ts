/** The growth of a mentor’s bonus fund, and the grounds on which it may be cancelled. */
import { computeIncentives, type MentorProgram } from '#domain/ledger/incentive.ts'
import { activeIn } from '#domain/ledger/testing/pair.ts'
import { arkady } from '#domain/ledger/testing/story.ts'
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
			events: [{ title: 'Форум', on: '2026-11-20' }],
			materials: [{ title: 'Памятка', on: '2027-01-15' }],
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
		'[T48] the evidence behind each ground',
		['good work has none', () => groundsFound({}), []],
		[
			'a report that was not handed in',
			() => groundsFound({ reports: [{ reportId: 'mentor-half-year', dueOn: '2026-12-10', submittedOn: null }] }),
			['reports']
		]
	],
	[
		'[T48] cancelled on a ground of the regulation',
		['no reports', () => cancelled(['reports']), null],
		['a mood', () => cancelled(['mood']), { reason: 'not-in-regulation', field: 'ground' }]
	]
])
