import { expect, it } from 'vitest'
import { mentorEntrySchema, savedOn } from '#domain/people/bank-entry.ts'
import { viktorsEntry } from '#domain/people/testing/entries.ts'
import { m } from '#lib/paraglide/messages.js'
import { entryLabels } from '../curator/people/[personId]/entry-words.ts'
import { check, firstUnder, type Problem, textsAt } from './problems.ts'

it('a mistyped year and a day ahead are told at their field, not of the row', () => {
	const contests = viktorsEntry.contests.map((contest) => ({ ...contest, on: '0001-01-01' }))
	const assessments = [{ share: 92, on: '2099-03-15' }]
	const schema = savedOn(mentorEntrySchema, '2026-11-21')

	const years = check(schema, { ...viktorsEntry, contests }, {})
	const ahead = check(schema, { ...viktorsEntry, assessments }, {})

	expect(years.ok || firstUnder(years.problems, 'contests.0.on')).toBe(
		m.people_problem_year({ first: 1900, last: 2100 })
	)
	expect(ahead.ok || firstUnder(ahead.problems, 'assessments.0.on')).toBe(m.people_problem_future())
	expect(ahead.ok || textsAt(ahead.problems, 'assessments.0')).toEqual([])
})

it('of a phone and an address that cannot be right it is said what is wrong', () => {
	const labels = { phone: m.people_phone, email: m.people_email }
	const { problems } = check(
		savedOn(mentorEntrySchema, '2026-11-21'),
		{ ...viktorsEntry, phone: '12345', email: 'ivan' },
		labels
	) as {
		problems: Problem[]
	}
	expect(firstUnder(problems, 'phone')).toBe(`${m.people_phone()}: ${m.people_problem_phone()}`)
	expect(firstUnder(problems, 'email')).toBe(`${m.people_email()}: ${m.people_problem_email()}`)
})

it('of Viktor’s post the fields are called as the form calls them, and not as those of a contest', () => {
	const [post] = viktorsEntry.posts
	const posts = [{ ...post, title: ' ', from: '2020-09-01', until: '2019-09-01' }]
	const contests = viktorsEntry.contests.map((contest) => ({ ...contest, title: '' }))
	const checked = check(mentorEntrySchema, { ...viktorsEntry, posts, contests }, entryLabels)
	const said = (path: string) => checked.ok || firstUnder(checked.problems, path)
	expect(said('posts.0.title')).toBe(`${m.people_field_post()}: ${m.people_problem_empty()}`)
	expect(said('posts.0.until')).toBe(`${m.people_field_until_current()}: ${m.people_problem_order()}`)
	expect(said('contests.0.title')).toBe(`${m.people_field_title()}: ${m.people_problem_empty()}`)
})
