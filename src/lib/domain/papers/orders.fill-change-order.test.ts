/** Viktor lays down his duties, or Irina asks for another mentor; Darya may replace him. */
import { expect, it } from 'vitest'
import { tomskCity } from '../regulation/packs/tomsk-city.ts'
import type { RaisedDecision } from '../ledger/ledger.ts'
import { demonstrationFacts } from './demonstration.ts'
import type { PaperFacts } from './facts.ts'
import { makePaper } from './make-paper.ts'
import { offerPapers } from './offers.ts'
import { paperText } from './paper.ts'

const requisites = {
	authority: 'Департамент образования',
	address: '',
	site: '',
	place: 'г. Томск',
	headPost: 'Начальник департамента образования'
}
const facts = demonstrationFacts(tomskCity, requisites, 'https://tandem.example')

function textOf(kind: 'order-release' | 'order-replace', given: PaperFacts, subjectId: string): string {
	const paper = makePaper(given, { kind, subjectId })
	if (paper === null) throw new Error('There is no such paper')
	expect(paper.warnings).toEqual([])
	return paperText(paper).replaceAll('\u00a0', ' ').replaceAll('\u2011', '-')
}

/** An order replaces Viktor with Darya. */
function withSuccessor(outcome: RaisedDecision['outcome']): PaperFacts {
	const { ledger } = facts
	const order = ledger.matters.find(({ id }) => id === 'order')
	if (order?.matter.type !== 'order' || ledger.proposal === null) throw new Error('There is no order')
	const next: RaisedDecision = {
		...order,
		id: 'order-2',
		matter: { ...order.matter, proposalId: 'proposal-2', startsOn: '2026-10-01' },
		outcome
	}
	return {
		...facts,
		people: [
			...facts.people,
			{
				id: 'darya',
				familyName: 'Новикова',
				givenName: 'Дарья',
				patronymic: 'Игоревна',
				post: 'Директор',
				organisation: 'Гимназия № 6'
			}
		],
		ledger: {
			...ledger,
			proposal: { ...ledger.proposal, id: 'proposal-2', insteadOf: 'proposal', mentorIds: ['darya'] },
			matters: [...ledger.matters, next],
			registrations: [...ledger.registrations, { matterId: 'order-2', number: '19-к', on: '2026-09-28' }],
			members: [
				...ledger.members.map((one) => (one.personId === 'mentor' ? { ...one, until: '2026-09-14' } : one)),
				{ personId: 'darya', role: 'mentor', from: '2026-10-01', until: null, isSuspended: false }
			]
		}
	}
}

it('[T35] the order releases the mentor from the day the head decided, and ends the pay of the first order', () => {
	const text = textOf('order-release', facts, 'release')
	expect(text).toContain('ПРИКАЗ')
	expect(text).toContain('О сложении обязанностей наставника')
	expect(text).toContain('Освободить Ковалёва Виктора Андреевича, директора Лицея № 2, от обязанностей наставника')
	expect(text).toContain('наставника Лаптевой Ирины Сергеевны по')
	expect(text).toContain('Последний день исполнения обязанностей — 15 сентября 2026 г.\n')
	expect(text).toContain('установленные на основании приказа от 14.09.2026 № 12-к')
	expect(text).toContain('ЛИСТ ОЗНАКОМЛЕНИЯ')
	// A successor has their own order; the pay that ends is that of the former mentor.
	expect(textOf('order-release', withSuccessor('in-force'), 'release')).toContain('№ 12-к, и действие')
})

it('[T37] the order on a replacement appoints whoever comes, once somebody is ordered', () => {
	const alone = textOf('order-replace', facts, 'replace')
	expect(alone).not.toContain('Назначить наставником')
	expect([...alone.matchAll(/^(\d)\. /gm)].map(([, number]) => number)).toEqual(['1', '2', '3', '4'])
	for (const outcome of ['open', 'in-force'] as const) {
		const text = textOf('order-replace', withSuccessor(outcome), 'replace')
		expect(text).toContain('от обязанностей наставника Лаптевой Ирины Сергеевны')
		expect(text).toContain(
			'3. Назначить наставником Лаптевой Ирины Сергеевны с 1 октября 2026 г. по 14 сентября 2028 г. Новикову Дарью Игоревну, директора Гимназии № 6.'
		)
		// All three are on the acquaintance sheet.
		const sheet = text.slice(text.indexOf('ЛИСТ ОЗНАКОМЛЕНИЯ'))
		for (const name of ['Ковалёв', 'Новикова', 'Лаптева']) expect(sheet).toContain(name)
	}
	expect(textOf('order-replace', withSuccessor('declined'), 'replace')).not.toContain('Назначить')
})

it('neither order tells why: the other of the pair reads it, too', () => {
	for (const { id, matter: decision } of facts.ledger.matters) {
		if (decision.type !== 'release' && decision.type !== 'replace') continue
		expect(textOf(`order-${decision.type}`, facts, id)).not.toContain(decision.ground)
	}
})

it('both are the curator’s to register once the head has decided, and a draft before', () => {
	const offersOf = (outcome: RaisedDecision['outcome']) => {
		const decisions = facts.ledger.matters.map((raised) => ({ ...raised, outcome }))
		const offers = offerPapers({ ...facts, ledger: { ...facts.ledger, matters: decisions } })
		return offers.flatMap((offer) =>
			'choice' in offer && ['order-release', 'order-replace'].includes(offer.choice.kind)
				? [[offer.choice.kind, offer.state, offer.decisionId]]
				: []
		)
	}
	expect(offersOf('in-force')).toEqual([
		['order-release', 'ready', 'release'],
		['order-replace', 'ready', 'replace']
	])
	expect(offersOf('open')).toEqual([
		['order-release', 'draft', null],
		['order-replace', 'draft', null]
	])
})
