import { expect, it } from 'vitest'
import { tomskCity } from '../regulation/packs/tomsk-city.ts'
import { awaitedFrom, nearOf } from './awaiting.ts'
import { reportsOfMentors } from './reports.ts'
import { beginStory, elena, beginByOrder, raise, sign, viktor } from './testing/story.ts'

const half = (dueOn: string) => ({ kind: 'report', reportId: 'mentor-half-year', dueOn }) as const

function twoYears() {
	const story = beginStory()
	beginByOrder(story)
	story.facts = { ...story.facts, today: '2027-06-01' }
	story.sayAll([
		viktor,
		{ type: 'record-evidence', mentorId: 'viktor', evidence: half('2026-12-10'), on: '2026-12-08' }
	])
	return story
}

it('[T3] each mentor at work reports by 10 June and 10 December while the programme lasts', () => {
	const reports = reportsOfMentors(twoYears().ledger(), tomskCity, [])
	expect(reports.map(({ mentorId, dueOn, submittedOn }) => [mentorId, dueOn, submittedOn])).toEqual([
		['viktor', '2026-12-10', '2026-12-08'],
		['viktor', '2027-06-10', null],
		['viktor', '2027-12-10', null],
		['viktor', '2028-06-10', null]
	])
})

it.each([
	['2027-05-19', []],
	['2027-05-20', ['2027-06-10']],
	['2027-06-11', ['2027-06-10']],
	['2027-12-01', ['2027-06-10', '2027-12-10']]
])('[T3] on %s the mentor is told of what was missed and of what is due within three weeks: %j', (today, days) => {
	const awaited = awaitedFrom(twoYears().ledger(), tomskCity, viktor, { until: nearOf(today), stages: [] })
	expect(awaited.flatMap((one) => (one.type === 'report' ? one.dueOn : []))).toEqual(days)
})

it('[T3] [L1] no report is asked for after the last day that a notice names, until it is taken back', () => {
	const story = twoYears()
	const closure = { type: 'closure', reasonId: 'early-refusal', ground: null, conclusion: 'Отказ' } as const
	story.sayAll([viktor, raise({ ...closure, lastDay: '2027-12-09' })])
	const id = story.lastId()
	const open = () => {
		const awaited = awaitedFrom(story.ledger(), tomskCity, viktor, { until: '2028-12-31', stages: [] })
		return awaited.flatMap((one) => (one.type === 'report' ? one.dueOn : []))
	}
	expect(open()).toEqual(['2027-06-10'])
	story.sayAll([elena, sign(id)])
	expect(open()).toEqual(['2027-06-10'])
	story.sayAll([viktor, { type: 'withdraw-matter', matterId: id }])
	expect(open()).toEqual(['2027-06-10', '2027-12-10', '2028-06-10'])
})

it('before the order nobody reports', () => {
	const story = beginStory()
	expect(reportsOfMentors(story.ledger(), tomskCity, [])).toEqual([])
})

it('[T3] a report is recorded also where a regulation pays nothing for it, and nothing else is', () => {
	const story = beginStory({ ...tomskCity, incentive: null })
	beginByOrder(story)
	const record = { type: 'record-evidence', mentorId: 'viktor', on: '2026-09-01' } as const
	expect(story.say(viktor, { ...record, evidence: half('2026-12-10') })).toBeNull()
	const event = { kind: 'event', title: 'Форум' } as const
	expect(story.say(elena, { ...record, evidence: event })).toEqual({ reason: 'not-in-regulation', field: 'ground' })
})
