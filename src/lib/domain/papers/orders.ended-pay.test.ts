/** Orders that end a programme or a mentor's duties where there is no mentor, no pay, or nothing has begun. */
import { expect, it } from 'vitest'
import type { Ledger, RaisedDecision, Speaker } from '../ledger/ledger.ts'
import { tomskCity } from '../regulation/packs/tomsk-city.ts'
import { demonstrationFacts } from './demonstration.ts'
import type { PaperFacts } from './facts.ts'
import { makePaper } from './make-paper.ts'
import { paperText } from './paper.ts'

const requisites = {
	authority: 'Департамент образования',
	address: '',
	site: '',
	place: 'г. Томск',
	headPost: 'Начальник департамента образования'
}
const facts = demonstrationFacts(tomskCity, requisites, 'https://tandem.example')
const curator: Speaker = { personId: 'curator', name: 'Воронцова Елена Михайловна', role: 'curator' }
const mentor: Speaker = { personId: 'mentor', name: 'Ковалёв Виктор Андреевич', role: 'mentor' }
const mentee: Speaker = { personId: 'mentee', name: 'Лаптева Ирина Сергеевна', role: 'mentee' }

const withLedger = (change: Partial<Ledger>): PaperFacts => ({ ...facts, ledger: { ...facts.ledger, ...change } })

function textOf(
	kind: 'order-release' | 'order-replace' | 'order-closure' | 'statement',
	given: PaperFacts,
	id?: string
) {
	const paper = makePaper(given, { kind, subjectId: id ?? kind.replace('order-', '') })
	if (paper === null) throw new Error('There is no such paper')
	expect(paper.warnings).toEqual([])
	return paperText(paper).replaceAll('\u00a0', ' ').replaceAll('\u2011', '-')
}

const numbersOf = (text: string) => [...text.matchAll(/^(\d)\. /gm)].map(([, number]) => Number(number))

/** The closure of 16 September for this reason. */
function closedBy(raisedBy: Speaker, reasonId: string, ledger: Partial<Ledger> = {}): PaperFacts {
	const matters = facts.ledger.matters.map((raised): RaisedDecision =>
		raised.id === 'closure' && raised.matter.type === 'closure'
			? { ...raised, raisedBy, settledOn: '2026-09-16', matter: { ...raised.matter, reasonId, ground: 'Переезд' } }
			: raised
	)
	return withLedger({ matters, ...ledger })
}

/** Viktor is released on the day, and has no successor. */
const released = (until: string): Partial<Ledger> => ({
	members: facts.ledger.members.map((one) => (one.role === 'mentor' ? { ...one, until } : one))
})

it('[T43] [L1] without a mentor, an order on closure names none and ends no pay', () => {
	for (const settledOn of ['2026-09-15', '2026-09-16']) {
		const given = closedBy(curator, 'curator', released(settledOn))
		const matters = given.ledger.matters.map((raised) => (raised.id === 'release' ? { ...raised, settledOn } : raised))
		const text = textOf('order-closure', { ...given, ledger: { ...given.ledger, matters } })
		expect(text).toContain('«Первый год директора» (наставляемый — Лаптева И. С.).\n')
		expect(text).not.toMatch(/Ковалёв|выплаты|соглашени/)
		expect(numbersOf(text)).toEqual([1, 2, 3, 4, 5, 6])
	}
	expect(textOf('order-closure', closedBy(curator, 'curator'))).toContain(
		'(наставник — Ковалёв В. А., наставляемый — Лаптева И. С.).\n'
	)
})

it('a mentee without a mentor leaves without naming one', () => {
	expect(textOf('statement', facts)).toContain('Наставник: Ковалёв')
	expect(textOf('statement', withLedger(released('2026-09-15')))).not.toContain('Ковалёв')
})

it('[T48] where the head has cancelled the incentive, only the additional agreement ends', () => {
	const cancelledIncentives = [{ mentorId: 'mentor', groundIds: ['plan'], ground: '', on: '2026-09-15' }]
	for (const kind of ['order-release', 'order-replace', 'order-closure'] as const) {
		const text = textOf(kind, withLedger({ cancelledIncentives }))
		expect(text).not.toContain('выплаты')
		expect(text).toContain(
			'Прекратить со следующего дня действие дополнительного соглашения об этой программе к трудовому договору наставника.'
		)
		expect(textOf(kind, withLedger({ cancelledIncentives, relation: 'pupil-pupil' }))).not.toContain('соглашени')
	}
})

it('[L1] whoever is released before the duties begin has none to lay down: the appointment is repealed', () => {
	const members = facts.ledger.members.map((one) => ({ ...one, from: '2026-09-21' }))
	for (const kind of ['order-release', 'order-replace'] as const) {
		const text = textOf(kind, withLedger({ members }))
		expect(text).toContain(
			'1. Отменить назначение Ковалёва Виктора Андреевича, директора Лицея № 2, наставником Лаптевой Ирины Сергеевны по персонализированной программе наставничества «Первый год директора» на основании приказа от 14.09.2026 № 12-к: к исполнению обязанностей не приступал.\n2. Прекратить со следующего дня действие дополнительного соглашения'
		)
		expect(text).not.toMatch(/Освободить|Последний день|выплаты/)
	}
	// A municipality's own template keeps its line.
	const own = '1. Освободить {наставник:винительный}. Последний день — {последний день}.'
	expect(textOf('order-release', { ...withLedger({ members }), templates: { 'order-release': own } })).toContain(
		'Последний день — не установлен: наставник к исполнению обязанностей не приступал.'
	)
})

it.each([
	['[L1] the mentor’s notice', mentor, 'early-refusal', 'досрочный отказ наставника от работы по наставничеству'],
	[
		'[L1] the employer’s notice',
		curator,
		'early-refusal',
		'досрочная отмена поручения о выполнении работы по наставничеству'
	],
	[
		'[T42] the mentee’s initiative',
		mentee,
		'participants',
		'по инициативе наставляемого, по уважительным обстоятельствам'
	],
	[
		'[T42] the mentor’s initiative',
		mentor,
		'participants',
		'по инициативе наставника, по уважительным обстоятельствам'
	],
	['[T43] the curator’s initiative', curator, 'curator', 'по инициативе куратора']
])('%s is the only cause that the order on closure names', (_, raisedBy, reasonId, cause) => {
	const lastDay = reasonId === 'early-refusal' ? '2026-09-21' : null
	const given = closedBy(raisedBy, reasonId)
	const matters = given.ledger.matters.map((raised) =>
		raised.id === 'closure' && raised.matter.type === 'closure'
			? { ...raised, matter: { ...raised.matter, lastDay } }
			: raised
	)
	const text = textOf('order-closure', { ...given, ledger: { ...given.ledger, matters } })
	expect(text).toContain(`2. Причина завершения: ${cause}.\n`)
	expect(text.includes('(статья 351.8 Трудового кодекса Российской Федерации).\n')).toBe(lastDay !== null)
})
