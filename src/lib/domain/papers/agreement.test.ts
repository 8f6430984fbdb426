import { expect, it } from 'vitest'
import { tomskCity } from '../regulation/packs/tomsk-city.ts'
import { demonstrationFacts } from './demonstration.ts'
import type { PaperFacts } from './facts.ts'
import { makePaper } from './make-paper.ts'
import { paperText } from './paper.ts'

const requisites = {
	authority: 'Департамент образования',
	address: 'г. Томск',
	site: '',
	place: 'г. Томск',
	headPost: 'Начальник департамента образования'
}
const facts = demonstrationFacts(tomskCity, requisites, 'https://tandem.example')

function agreementOf(given: PaperFacts): string {
	const paper = makePaper(given, { kind: 'agreement', subjectId: 'order:mentor' })
	return paper === null ? '' : paperText(paper).replaceAll('\u00a0', ' ').replaceAll('\u2011', '-')
}

function withExtension(outcome: 'open' | 'in-force'): PaperFacts {
	const { ledger } = facts
	const decisions = ledger.matters.map((raised) =>
		raised.id === 'extend' ? { ...raised, outcome, settledOn: outcome === 'open' ? null : '2028-06-05' } : raised
	)
	const registrations = [...ledger.registrations, { matterId: 'extend', number: '77-к', on: '2028-06-06' }]
	const term = { startsOn: '2026-09-15', months: outcome === 'open' ? 24 : 30 }
	return { ...facts, ledger: { ...ledger, matters: decisions, registrations, term } }
}

it('[T44] [L1] an agreement after an extension has the new term, by which order, and from when', () => {
	const before = agreementOf(withExtension('open'))
	expect(before).toContain('с 15 сентября 2026 г. по 14 сентября 2028 г. (24 месяца)')
	expect(before).toContain('вступает в силу с 15 сентября 2026 г.')
	expect(before).not.toContain('изменён')
	const after = agreementOf(withExtension('in-force'))
	expect(after).toContain('с 15 сентября 2026 г. по 14 марта 2029 г. (30 месяцев)')
	expect(after).toContain(
		'4. Срок выполнения работы изменён с 24 месяцев до 30 месяцев приказом о продлении программы от 06.06.2028 № 77-к.'
	)
	expect(after).toContain('вступает в силу с 5 июня 2028 г.')
})

it('[T44] a mentor who comes later is agreed with until the programme ends', () => {
	const { ledger } = facts
	const decisions = ledger.matters.flatMap((raised) => {
		if (raised.id === 'extend') return []
		return raised.matter.type === 'order' ? { ...raised, matter: { ...raised.matter, startsOn: '2028-02-03' } } : raised
	})
	const text = agreementOf({ ...facts, ledger: { ...ledger, matters: decisions } })
	expect(text).toContain('с 3 февраля 2028 г. по 14 сентября 2028 г. (7 месяцев 12 дней)')
})
