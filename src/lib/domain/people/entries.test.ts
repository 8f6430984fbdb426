import { describe, expect, it } from 'vitest'
import { type MenteeEntry, menteeEntrySchema, mentorEntrySchema, savedOn } from './bank-entry.ts'
import { viktorsEntry } from './testing/entries.ts'

const irinasEntry: MenteeEntry = {
	personId: 'irina',
	categoryId: 'beginner-head',
	mainRequest: 'Как выстроить команду школы',
	difficulties: ['Работа с коллективом'],
	forms: [],
	assessments: [],
	bornOn: null,
	representative: null,
	enteredOn: '2026-06-01'
}

it('[T22] [S19] [R13] the banks keep a mentor and a mentee as they were entered', () => {
	expect(mentorEntrySchema.parse(viktorsEntry)).toEqual(viktorsEntry)
	expect(menteeEntrySchema.parse(irinasEntry)).toEqual(irinasEntry)
})

describe('[T22] what makes no sense is refused with its place', () => {
	const [post] = viktorsEntry.posts
	const [contest] = viktorsEntry.contests
	it.each<[string, object, string]>([
		['more hours than a month has working ones', { hoursPerMonth: 201 }, 'hoursPerMonth'],
		['an assessment beyond the whole', { assessments: [{ share: 120, on: '2026-03-15' }] }, 'assessments.0.share'],
		['a post since the year one', { posts: [{ ...post, from: '0001-01-01' }] }, 'posts.0.from'],
		['a contest of the year 9999', { contests: [{ ...contest, on: '9999-12-31' }] }, 'contests.0.on'],
		['a day that is none', { enteredOn: '2026-02-30' }, 'enteredOn'],
		['a post that ends before it begins', { posts: [{ ...post, until: '2015-08-19' }] }, 'posts.0.until'],
		['a term that ends before it begins', { term: { from: '2026-09-15', until: '2026-09-14' } }, 'term.until'],
		['a competence without words', { competences: ['  '] }, 'competences.0'],
		['a form nobody knows', { forms: ['telepathy'] }, 'forms.0']
	])('mentor: %s', (_, change, path) => {
		const parsed = mentorEntrySchema.safeParse({ ...viktorsEntry, ...change })
		expect(parsed.error?.issues.map((issue) => issue.path.join('.'))).toEqual([path])
	})

	it.each<[string, object, string]>([
		['no request', { mainRequest: ' ' }, 'mainRequest'],
		['a birthday that is none', { bornOn: '2009-13-01' }, 'bornOn'],
		[
			'a representative without a name',
			{ representative: { name: '', contact: '+7 900 000-00-00' } },
			'representative.name'
		]
	])('mentee: %s', (_, change, path) => {
		const parsed = menteeEntrySchema.safeParse({ ...irinasEntry, ...change })
		expect(parsed.error?.issues.map((issue) => issue.path.join('.'))).toEqual([path])
	})
})

it('[T22] a phone of five digits is refused where it is entered, and kept where it is stored', () => {
	const entry = { ...viktorsEntry, phone: '2-34-56' }
	expect(mentorEntrySchema.parse(entry)).toEqual(entry)
	const parsed = savedOn(mentorEntrySchema, '2026-11-21').safeParse(entry)
	expect(parsed.error?.issues.map((issue) => issue.path.join('.'))).toEqual(['phone'])
})

describe('[T22] what has not happened yet is not saved as done', () => {
	it.each<[string, object, string[]]>([
		['an assessment', { assessments: [{ share: 92, on: '2026-11-22' }] }, ['assessments.0.on']],
		['a course', { courses: [{ ...viktorsEntry.courses[0], on: '2030-01-01' }] }, ['courses.0.on']],
		['a contest of today', { contests: [{ ...viktorsEntry.contests[0], on: '2026-11-21' }] }, []],
		['the entry itself', { enteredOn: '2026-12-01' }, ['enteredOn']],
		['a term that will begin', { term: { from: '2027-01-01', until: '2028-12-31' } }, []]
	])('%s', (_, change, paths) => {
		const parsed = savedOn(mentorEntrySchema, '2026-11-21').safeParse({ ...viktorsEntry, ...change })
		expect(parsed.error?.issues.map((issue) => issue.path.join('.')) ?? []).toEqual(paths)
	})
})
