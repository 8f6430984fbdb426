/** Makes every paper under every regulation, for a man and for a woman, for a pair and for a group. */
import { describe, expect, it } from 'vitest'
import { regulations } from '../regulation/packs/all.ts'
import { demonstrationChoice, demonstrationFacts } from './demonstration.ts'
import type { PaperFacts, PaperPerson } from './facts.ts'
import { consentPaperKinds, templateKinds } from './kinds.ts'
import { makeCommonOrder, makePaper } from './make-paper.ts'
import { offerPapers } from './offers.ts'
import { paperText } from './paper.ts'
import { requisites } from './testing/edition.ts'

const him = (id: string): PaperPerson => ({
	id,
	familyName: 'Рябинин',
	givenName: 'Олег',
	patronymic: 'Николаевич',
	post: 'Заведующий',
	organisation: 'Детский сад № 9'
})
const her = (id: string): PaperPerson => ({
	id,
	familyName: 'Седых',
	givenName: 'Ольга',
	patronymic: 'Викторовна',
	post: 'Учитель-логопед',
	organisation: 'Гимназия № 6'
})

function withPeople(facts: PaperFacts, mentor: PaperPerson, mentees: readonly PaperPerson[]): PaperFacts {
	const others = facts.people.filter(({ id }) => ['other', 'curator', 'head'].includes(id))
	const { ledger } = facts
	const menteeIds = mentees.map(({ id }) => id)
	return {
		...facts,
		people: [mentor, ...mentees, ...others],
		ledger: {
			...ledger,
			request: ledger.request && { ...ledger.request, menteeIds },
			members: [
				{ personId: mentor.id, role: 'mentor', from: '2026-09-15', until: null, isSuspended: false },
				...menteeIds.map((personId) => ({
					personId,
					role: 'mentee' as const,
					from: '2026-09-15',
					until: null,
					isSuspended: false
				}))
			]
		}
	}
}

const people: readonly [string, PaperPerson, readonly PaperPerson[]][] = [
	['him with her', him('mentor'), [her('mentee')]],
	['her with him', her('mentor'), [him('mentee')]],
	['her with a group', her('mentor'), [him('mentee'), { ...her('mentee-2'), givenName: 'Анна' }]]
]

describe.each(regulations.map((regulation) => [regulation.id, regulation] as const))('%s', (_, regulation) => {
	describe.each(people)('%s', (_name, mentor, mentees) => {
		const facts = withPeople(demonstrationFacts(regulation, requisites, 'https://tandem.example'), mentor, mentees)
		const choices = [
			...templateKinds.map((kind) =>
				kind === 'order-closure' ? { kind, subjectId: 'closure' } : demonstrationChoice(kind)
			),
			...consentPaperKinds.flatMap((kind) => facts.people.slice(0, 2).map(({ id }) => ({ kind, subjectId: id })))
		]

		it.each(choices)('$kind of $subjectId', (choice) => {
			const paper = makePaper(facts, choice)
			expect(paper?.warnings.filter(({ type }) => type !== 'missing')).toEqual([])
			const text = paper === null ? '' : paperText(paper)
			expect(text.length).toBeGreaterThan(100)
			expect(text).not.toMatch(/[{}]|undefined|null|NaN| {2}|\.\.|, ,/)
			// A name is never in the nominative after a word that needs another case.
			expect(text).not.toMatch(/(наставника|куратору|помогли) (Рябинин|Заведующий) /i)
		})
	})
})

it('one order on the pairs of two programmes has a row for each, and both on the acquaintance sheet', () => {
	const [regulation] = regulations
	if (regulation === undefined) throw new Error('There are no regulations')
	const first = demonstrationFacts(regulation, requisites, 'https://tandem.example')
	const second = withPeople(first, him('mentor-2'), [her('mentee-2')])
	const proposal = second.ledger.proposal && { ...second.ledger.proposal, mentorIds: ['mentor-2'] }
	const other = { ...second, ledger: { ...second.ledger, proposal, programId: 'other' } }
	const paper = makeCommonOrder([first, other])
	const tables = (paper?.blocks ?? []).filter((block) => block.type === 'table')
	expect(tables.map(({ rows }) => rows.length)).toEqual([2, 4])
	expect(tables[0]?.rows[1]?.map((cell) => cell.replaceAll('\u00a0', ' '))).toEqual([
		'2',
		'Рябинин Олег Николаевич, заведующий Детского сада № 9',
		'Седых Ольга Викторовна, учитель-логопед Гимназии № 6',
		'традиционная («один на один»)',
		'с 15.09.2026 по 14.09.2028 (24 месяца)'
	])
	expect(makeCommonOrder([])).toBe(null)
})

describe('what is offered', () => {
	const [regulation] = regulations
	if (regulation === undefined) throw new Error('There are no regulations')
	const facts = demonstrationFacts(regulation, requisites, 'https://tandem.example')
	const kindsFor = (personId: string, isStaff: boolean) => {
		const offers = offerPapers({ ...facts, reader: { personId, isStaff } })
		return [...new Set(offers.map((offer) => ('choice' in offer ? offer.choice.kind : `${offer.kind}: ${offer.why}`)))]
	}

	it('to staff everything', () => {
		expect(kindsFor('curator', true).toSorted()).toEqual(
			[...templateKinds, ...consentPaperKinds, 'program: no-edition'].toSorted()
		)
	})

	it('to the mentor their own sheets, their petition, the orders in force, and the mentee’s feedback', () => {
		expect(kindsFor('mentor', false)).toEqual([
			...consentPaperKinds,
			'order-pairs',
			'agreement',
			'petition-release',
			'order-release',
			'order-replace',
			'order-extend',
			'order-change',
			'order-join',
			'order-leave',
			'notice',
			'order-closure',
			'feedback'
		])
	})

	it('to the mentee theirs, and no agreement or letter of somebody else', () => {
		const kinds = kindsFor('mentee', false)
		expect(kinds).toContain('petition-replace')
		expect(kinds).not.toContain('agreement')
		expect(kinds).not.toContain('letter')
		expect(kinds).not.toContain('petition-release')
	})

	it('before anything was proposed, only why not yet', () => {
		const ledger = { ...facts.ledger, proposal: null, matters: [], feedback: [], members: [], term: null }
		const offers = offerPapers({ ...facts, ledger })
		expect(offers.every(({ state }) => state === 'not-yet')).toBe(true)
		expect(offers).toHaveLength(templateKinds.length + consentPaperKinds.length + 1)
	})
})
