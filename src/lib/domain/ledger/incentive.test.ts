import { describe, expect, it } from 'vitest'
import { computeIncentives, type MentorProgram, type ProgramEvidence } from './incentive.ts'
import { surgut } from '../regulation/packs/surgut.ts'
import { tomskCity } from '../regulation/packs/tomsk-city.ts'

const today = '2027-03-01'

const goodWork: ProgramEvidence = {
	plan: { done: 9, total: 22, overdue: 0 },
	reports: [
		{ reportId: 'mentor-half-year', dueOn: '2026-12-10', submittedOn: '2026-12-08' },
		{ reportId: 'mentor-half-year', dueOn: '2027-06-10', submittedOn: null }
	],
	events: [{ title: 'Форум «Молодые – молодым»', on: '2026-11-20', source: { type: 'event', id: 'forum' } }],
	heldOn: ['2026-11-20'],
	materials: [
		{ title: 'Памятка нового директора', on: '2027-01-15', source: { type: 'address', address: 'папка методкабинета' } }
	],
	unrecorded: []
}

function viktorsProgram(id: string, menteeIds: string[], change: Partial<MentorProgram> = {}): MentorProgram {
	return {
		programId: id,
		title: 'Первый год директора',
		mentorId: 'viktor',
		menteeIds,
		from: '2026-09-15',
		until: null,
		cancelled: null,
		evidence: goodWork,
		...change
	}
}

const forum = { title: 'Форум', on: '2026-11-20', source: { type: 'event' as const, id: 'forum' } }
const declared = { title: 'Записал сам', on: '2026-11-20' }

const salaries = (...programs: MentorProgram[]) =>
	computeIncentives(tomskCity, programs, today).map(({ mentorId, salaries }) => [mentorId, salaries])

const cancelled = { groundIds: ['reports'], ground: 'Нет отчётов', on: '2027-02-01' }

describe('[T47] salaries', () => {
	it.each<[string, MentorProgram[], number | undefined]>([
		['one mentee: 3', [viktorsProgram('a', ['irina'])], 3],
		['two mentees of two programmes: 4', [viktorsProgram('a', ['irina']), viktorsProgram('b', ['pavel'])], 4],
		['a group of three: 5', [viktorsProgram('a', ['irina', 'pavel', 'olga'])], 5],
		['a group of seven: 5', [viktorsProgram('a', [...'abcdefg'])], 5],
		['one mentee in two programmes: 3', [viktorsProgram('a', ['irina']), viktorsProgram('b', ['irina'])], 3],
		['on the last day of a programme: 3', [viktorsProgram('a', ['irina'], { until: today })], 3],
		['the day after it: none', [viktorsProgram('a', ['irina'], { until: '2027-02-28' })], undefined],
		['before it begins: none', [viktorsProgram('a', ['irina'], { from: '2027-03-02' })], undefined]
	])('%s', (_, programs, expected) => {
		expect(salaries(...programs)).toEqual(expected === undefined ? [] : [['viktor', expected]])
	})

	it('each mentor for themselves', () => {
		expect(
			salaries(viktorsProgram('a', ['irina']), viktorsProgram('b', ['pavel', 'olga'], { mentorId: 'oleg' }))
		).toEqual([
			['viktor', 3],
			['oleg', 4]
		])
	})

	it('[S26] a regulation that names no sum computes none', () => {
		expect(computeIncentives(surgut, [viktorsProgram('a', ['irina'])], today)).toEqual([])
	})
})

describe('[T48] cancelled', () => {
	it('a cancelled programme does not count, the other one does', () => {
		const programs = [viktorsProgram('a', ['irina'], { cancelled }), viktorsProgram('b', ['pavel'])]
		expect(computeIncentives(tomskCity, programs, today)).toMatchObject([
			{
				salaries: 3,
				menteeIds: ['pavel'],
				lines: [
					{ counts: false, cancelled },
					{ counts: true, cancelled: null }
				]
			}
		])
	})

	it('the only one cancelled leaves nothing, and the line says why', () => {
		expect(computeIncentives(tomskCity, [viktorsProgram('a', ['irina'], { cancelled })], today)).toMatchObject([
			{ salaries: 0, menteeIds: [], lines: [{ cancelled: { ground: 'Нет отчётов' } }] }
		])
	})

	it('not before the day it was said', () => {
		expect(salaries(viktorsProgram('a', ['irina'], { cancelled: { ...cancelled, on: '2027-03-02' } }))).toEqual([
			['viktor', 3]
		])
	})
})

describe('[T48] evidence for each ground', () => {
	const found = (change: Partial<ProgramEvidence>) =>
		computeIncentives(tomskCity, [viktorsProgram('a', ['irina'], { evidence: { ...goodWork, ...change } })], today)
			.flatMap(({ lines }) => lines.flatMap(({ grounds }) => grounds))
			.filter(({ isFound }) => isFound)

	it.each<[string, Partial<ProgramEvidence>, string[]]>([
		['nothing speaks for cancelling', {}, []],
		['something of the plan is late', { plan: { done: 3, total: 22, overdue: 2 } }, ['plan']],
		[
			'the report of December is missing',
			{ reports: [{ reportId: 'mentor-half-year', dueOn: '2026-12-10', submittedOn: null }] },
			['reports']
		],
		[
			'a late report is a report',
			{ reports: [{ reportId: 'mentor-half-year', dueOn: '2026-12-10', submittedOn: '2027-01-20' }] },
			[]
		],
		[
			'one submitted after the day one looks at was missing then',
			{ reports: [{ reportId: 'mentor-half-year', dueOn: '2026-12-10', submittedOn: '2027-03-02' }] },
			['reports']
		],
		[
			'a report due today is not missing yet',
			{ reports: [{ reportId: 'mentor-half-year', dueOn: today, submittedOn: null }] },
			[]
		],
		['no event of mentors', { events: [] }, ['events']],
		['an event still to come is none', { events: [{ ...forum, on: '2027-05-01' }] }, ['events']],
		['nobody misses an event that was not held', { events: [], heldOn: [] }, []],
		['an event of last year was not held in this one', { events: [], heldOn: ['2026-02-28'] }, []],
		['what was only declared proves nothing', { events: [declared], materials: [declared] }, []],
		['no materials', { materials: [] }, ['materials']],
		['an event of more than a year ago is of another year', { events: [{ ...forum, on: '2026-02-28' }] }, ['events']],
		[
			'before the first report is due nobody can tell',
			{
				reports: [{ reportId: 'mentor-half-year', dueOn: '2027-06-10', submittedOn: null }],
				events: [],
				materials: []
			},
			[]
		]
	])('%s', (_, change, ids) => {
		expect(found(change).map(({ id }) => id)).toEqual(ids)
	})

	it('of what nobody keeps a record it is not said that it is missing', () => {
		const evidence: ProgramEvidence = { ...goodWork, events: [], materials: [], unrecorded: ['events', 'materials'] }
		const [viktor] = computeIncentives(tomskCity, [viktorsProgram('a', ['irina'], { evidence })], today)
		expect(viktor?.lines[0]?.grounds.map(({ id, isFound }) => [id, isFound])).toEqual([
			['plan', false],
			['reports', false],
			['events', null],
			['materials', null]
		])
	})

	it('of what was only declared it says so, and leaves it to the head', () => {
		const evidence: ProgramEvidence = { ...goodWork, events: [declared], materials: [declared] }
		const [viktor] = computeIncentives(tomskCity, [viktorsProgram('a', ['irina'], { evidence })], today)
		expect(viktor?.lines[0]?.grounds.slice(2)).toMatchObject([
			{ id: 'events', isFound: null, evidence: { found: [declared], held: 1 } },
			{ id: 'materials', isFound: null, evidence: { found: [declared] } }
		])
	})

	it('names which report is missing, and what there is', () => {
		const [finding] = found({ reports: [{ reportId: 'mentor-half-year', dueOn: '2026-12-10', submittedOn: null }] })
		expect(finding?.evidence).toEqual({
			type: 'reports',
			submitted: [],
			missing: [{ reportId: 'mentor-half-year', dueOn: '2026-12-10' }]
		})
	})
})
