/** Viktor mentors Irina until Oleg replaces him; papers of that time stay unchanged. */
import { describe, expect, it } from 'vitest'
import {
	arkady,
	beginStory,
	consentOf,
	darya,
	elena,
	HASH,
	irina,
	oleg,
	orderFor,
	proposal,
	raise,
	sign,
	giveConsents,
	beginByOrder,
	viktor,
	type Story
} from '../ledger/testing/story.ts'
import { emptyLedger, type Entry, type Speaker } from '../ledger/ledger.ts'
import { applyEntry } from '../ledger/statements/all.ts'
import type { Decision } from '../ledger/statement.ts'
import type { IsoDate } from '../calendar.ts'
import { tomskCity } from '../regulation/packs/tomsk-city.ts'
import { demonstrationFacts } from './demonstration.ts'
import { type PaperFacts, type PaperSetting, signedConsents } from './facts.ts'
import type { PaperKind } from './kinds.ts'
import { makePaper } from './make-paper.ts'
import { papersMadeBy } from './moment.ts'
import { offerPapers, type MadeOffer } from './offers.ts'
import { paperText, type Paper } from './paper.ts'
import { checkAddress } from './public-paper.ts'
import { createPlan } from '../../../../tests/support/plan-pair.ts'

const requisites = {
	authority: 'Департамент образования',
	address: 'г. Томск, ул. Садовая, д. 1',
	site: '',
	place: 'г. Томск',
	headPost: 'Начальник департамента'
}

const COMMITTEE = '2026-11-01'

/** The registry's data on the day. In November the department became a committee, Irina married, and everybody got another post. */
function settingOn(day: IsoDate): PaperSetting {
	const isBefore = day < COMMITTEE
	const people = [viktor, oleg, irina, darya, elena, arkady].map(({ personId, name }: Speaker) => {
		const [familyName = '', givenName = '', patronymic = ''] = name.split(' ')
		return {
			id: personId,
			familyName: personId === 'irina' && !isBefore ? 'Соколова' : familyName,
			givenName,
			patronymic,
			post: isBefore ? 'Директор' : 'Заведующий',
			organisation: 'Лицей № 2'
		}
	})
	return {
		requisites: isBefore
			? requisites
			: { ...requisites, authority: 'Комитет образования', headPost: 'Председатель комитета' },
		people,
		curatorId: 'elena',
		headId: 'arkady',
		organisationKinds: [],
		ownForms: isBefore ? [] : [{ nominative: viktor.name, forms: { genitive: 'Ковалёва В. А. (верно)' } }],
		templates: isBefore ? {} : { 'order-extend': '{бланк} ПРИКАЗ\nПродлить до {новый срок}.\n{подпись руководителя}' }
	}
}

/** The settings as the server stores them. */
function settingsOf(entries: readonly Entry[]): PaperFacts['settings'] {
	let ledger = emptyLedger('program-1')
	return Object.fromEntries(
		entries.flatMap((entry) => {
			const before = ledger
			ledger = applyEntry(before, entry)
			return papersMadeBy(before, ledger, entry).length === 0 ? [] : [[entry.id, settingOn(entry.on)]]
		})
	)
}

function factsOf({ entries, ledger, facts: { today } }: Story, reader = 'elena'): PaperFacts {
	const isStaff = reader === 'elena'
	const isTheirs = ({ personId }: { personId: string }) => isStaff || personId === reader
	return {
		...demonstrationFacts(tomskCity, requisites, 'https://tandem.example'),
		...settingOn(today),
		settings: settingsOf(entries),
		today,
		ledger: ledger(),
		entries,
		consents: signedConsents(entries, ledger()).filter(isTheirs),
		reader: { personId: reader, isStaff }
	}
}

function paperOf(facts: PaperFacts, kind: PaperKind, subjectId: string): Paper {
	const paper = makePaper(facts, { kind, subjectId })
	if (paper === null) throw new Error(`There is no ${kind}`)
	return paper
}

function textOf(...of: Parameters<typeof paperOf>): string {
	return paperText(paperOf(...of))
		.replaceAll('\u00a0', ' ')
		.replaceAll('\u2011', '-')
}

function decide(story: Story, decision: Decision): string {
	story.sayAll([viktor, raise(decision)])
	const id = story.lastId()
	story.sayAll([irina, sign(id)], [elena, sign(id)], [arkady, sign(id)])
	return id
}

function approve(story: Story, hash: string): string {
	story.facts = { ...story.facts, planHash: hash }
	story.sayAll([viktor, raise({ type: 'edition', hash })])
	const id = story.lastId()
	for (const by of [irina, elena, arkady]) {
		if (story.ledger().matters.find((raised) => raised.id === id)?.outcome === 'open') story.say(by, sign(id))
	}
	expect(story.ledger().matters.at(-1)).toMatchObject({ outcome: 'in-force' })
	return id
}

/** Irina asks for another mentor in March; Oleg is ordered in April. Returns the ids of the two decisions. */
function replace(story: Story): { replaceId: string; orderId: string } {
	story.facts = { ...story.facts, today: '2027-03-01' }
	story.sayAll([irina, raise({ type: 'replace', mentorId: 'viktor', ground: 'Запрос изменился' })])
	const replaceId = story.lastId()
	story.sayAll([elena, sign(replaceId)], [arkady, sign(replaceId)])
	story.sayAll([elena, { type: 'register', matterId: replaceId, number: '8-к', on: '2027-03-02' }])
	const insteadOf = story.ledger().proposal?.id ?? null
	story.sayAll([elena, { ...proposal, insteadOf, mentorIds: ['oleg'], forms: ['virtual'] }])
	const proposalId = story.lastId()
	story.sayAll([oleg, consentOf('duties')], [oleg, consentOf('personal-data')], [irina, consentOf('duties')])
	story.sayAll([elena, raise(orderFor(proposalId, { startsOn: '2027-04-01' }))])
	const orderId = story.lastId()
	story.sayAll([arkady, sign(orderId)])
	return { replaceId, orderId }
}

function made(facts: PaperFacts, kind: PaperKind): MadeOffer[] {
	return offerPapers(facts).flatMap((offer) => ('choice' in offer && offer.choice.kind === kind ? [offer] : []))
}

describe('a paper says for ever what was when it was made', () => {
	it('[T16] an order keeps its forms, its edition and the names of its day, and gets its number later', () => {
		const story = beginStory()
		beginByOrder(story)
		const orderId = story.ledger().matters[0]?.id ?? ''
		const before = paperOf(factsOf(story), 'order-pairs', orderId)
		expect(paperText(before)).toContain('Лаптева Ирина Сергеевна')
		story.facts = { ...story.facts, today: '2026-12-01' }
		approve(story, HASH)
		decide(story, { type: 'change', what: 'Встречи по видеосвязи', forms: ['virtual'], ground: 'Далеко ехать' })
		decide(story, { type: 'extend', termMonths: 30, ground: 'Долгая болезнь' })
		story.sayAll([irina, { type: 'remark', about: null, text: 'Спасибо' }])
		expect(paperOf(factsOf(story), 'order-pairs', orderId)).toEqual(before)
		expect(before.mark?.address).toBe(checkAddress(factsOf(story).origin, orderId))
		story.sayAll([elena, { type: 'register', matterId: orderId, number: '12-к', on: '2026-09-02' }])
		expect(textOf(factsOf(story), 'order-pairs', orderId)).toContain('02.09.2026\n12-к')
	})

	it('[T9] [T44] the programme keeps the posts and requisites of the day on which its edition was approved', () => {
		const story = beginStory()
		beginByOrder(story)
		const editionId = approve(story, HASH)
		const programOf = () => makePaper(factsOf(story), { kind: 'program', subjectId: editionId }, createPlan())
		story.facts = { ...story.facts, today: '2026-12-01' }
		const paper = programOf()
		const text = paper === null ? '' : paperText(paper).replaceAll('\u00a0', ' ')
		expect(paper?.isKept).toBe(true)
		expect(text).toContain('Департамент образования')
		expect(text).toContain(`${viktor.name}, директор Лицея № 2`)
		expect(text).not.toContain('Комитет образования')
		// Its server may be older than the papers of programmes: then nothing is kept.
		const without = { ...factsOf(story), settings: {} }
		expect(makePaper(without, { kind: 'program', subjectId: editionId }, createPlan())?.isKept).toBe(false)
	})

	it('[T16] [T44] what is signed keeps requisites, posts, forms and wording of its day; a draft says today’s', () => {
		const story = beginStory()
		beginByOrder(story)
		const orderId = story.ledger().matters[0]?.id ?? ''
		story.sayAll([viktor, raise({ type: 'extend', termMonths: 30, ground: 'Долгая болезнь' })])
		const extendId = story.lastId()
		expect(paperOf(factsOf(story), 'petition-extend', extendId).isKept).toBe(false)
		// Irina has not agreed yet: her row waits for it.
		expect(textOf(factsOf(story), 'petition-extend', extendId)).toMatch(/Лаптева Ирина Сергеевна\tнаставляемый\t\n/)
		story.sayAll([irina, sign(extendId)], [elena, sign(extendId)])

		story.facts = { ...story.facts, today: '2026-12-01' }
		const order = paperOf(factsOf(story), 'order-pairs', orderId)
		expect(order.isKept).toBe(true)
		const orderText = textOf(factsOf(story), 'order-pairs', orderId)
		expect(orderText).toMatch(/^Департамент образования\n[^]*, директор Лицея № 2[^]*\nНачальник департамента\t/)
		expect(orderText).not.toMatch(/Комитет|заведующ|Соколова/i)
		expect(textOf(factsOf(story), 'agreement', `${orderId}:viktor`)).toContain('в лице начальника департамента')
		expect(textOf(factsOf(story), 'petition-extend', extendId)).toMatch(/^Начальнику департамента\n/)
		// The head has not signed it yet.
		const draft = paperOf(factsOf(story), 'order-extend', extendId)
		expect(draft.isKept).toBe(false)
		expect(paperText(draft)).toMatch(/^Комитет образования\n[^]*Продлить до 30\sмесяцев\.\nПредседатель комитета\t/)

		story.sayAll([arkady, sign(extendId)])
		const signed = paperOf(factsOf(story), 'order-extend', extendId)
		expect(textOf(factsOf(story), 'agreement', `${extendId}:viktor`)).toContain('в лице председателя комитета')
		expect(textOf(factsOf(story), 'agreement', `${orderId}:viktor`)).toContain('в лице начальника департамента')
		const later = { ...factsOf(story), ...settingOn('2026-09-01') }
		expect(paperOf(later, 'order-extend', extendId)).toEqual(signed)
		expect(paperOf(later, 'order-pairs', orderId)).toEqual(order)
	})

	it('[T44] a later order bears the edition of its day, and no newer one', () => {
		const story = beginStory()
		beginByOrder(story)
		story.facts = { ...story.facts, today: '2026-12-01' }
		approve(story, HASH)
		const change: Decision = { type: 'change', what: 'Встречи по видеосвязи', forms: ['virtual'], ground: 'Далеко' }
		const changeId = decide(story, change)
		story.facts = { ...story.facts, today: '2027-01-15' }
		approve(story, 'b'.repeat(64))
		const order = paperOf(factsOf(story), 'order-change', changeId)
		expect(order.mark?.lines[0]).toBe('Редакция 1 от 01.12.2026, aaaaaaaa')
		const agreement = textOf(factsOf(story), 'agreement', `${changeId}:viktor`)
		expect(agreement).toContain('Форма выполнения работы: виртуальная')
		expect(agreement).toContain('вступает в силу с 1 декабря 2026 г.')
	})

	it('[L3] a consent bears the name of whoever gave it, as they were called then', () => {
		const story = beginStory()
		beginByOrder(story)
		story.facts = { ...story.facts, today: '2026-12-01' }
		expect(textOf(factsOf(story), 'consent-duties', 'irina')).toContain('И. С. Лаптева')
		expect(textOf(factsOf(story), 'consent-publication', 'irina')).toContain('И. С. Соколова')
	})

	it('[L3] a consent bears the edition of the instant it was given, and none before there was one', () => {
		const story = beginStory()
		beginByOrder(story)
		story.facts = { ...story.facts, today: '2026-12-01' }
		approve(story, HASH)
		story.facts = { ...story.facts, today: '2026-12-05' }
		story.sayAll([irina, consentOf('publication')])
		story.facts = { ...story.facts, today: '2027-01-15' }
		approve(story, 'b'.repeat(64))
		const lineOf = (kind: PaperKind) => paperOf(factsOf(story), kind, 'irina').mark?.lines[0]
		expect(lineOf('consent-duties')).toBe('Запись в системе «Тандем»')
		expect(lineOf('consent-publication')).toBe('Редакция 1 от 01.12.2026, aaaaaaaa')
	})

	it('[T37] a replacement that has its number says no more than it said then', () => {
		const story = beginStory()
		beginByOrder(story)
		const { replaceId } = replace(story)
		expect(textOf(factsOf(story), 'order-replace', replaceId)).not.toContain('Назначить наставником')
	})

	it('[T36] the order on a successor asks for a programme where none is approved yet', () => {
		const toApprove = 'представить их на утверждение в течение организационного этапа.'
		for (const isApproved of [false, true]) {
			const story = beginStory()
			beginByOrder(story)
			const first = story.ledger().matters[0]?.id ?? ''
			if (isApproved) approve(story, HASH)
			const { orderId } = replace(story)
			const text = textOf(factsOf(story), 'order-pairs', orderId)
			expect(text.includes(toApprove)).toBe(!isApproved)
			expect(text).toContain(`${isApproved ? 2 : 3}. Установить размеры`)
			expect(textOf(factsOf(story), 'order-pairs', first)).toContain(toApprove)
		}
	})

	it('[T37] [T44] the order that brings in another mentor has the months that are left of the programme', () => {
		const story = beginStory()
		beginByOrder(story)
		const first = story.ledger().matters[0]?.id ?? ''
		const { orderId } = replace(story)
		const facts = factsOf(story)
		expect(textOf(facts, 'order-pairs', orderId)).toContain(
			'виртуальная (дистанционная)\tс 01.04.2027 по 14.09.2028 (17 месяцев 14 дней)'
		)
		const old = textOf(facts, 'order-pairs', first)
		expect(old).toContain('традиционная («один на один»)\tс 15.09.2026 по 14.09.2028 (24 месяца)')
		expect(old).toContain('Ковалёв')
		expect(old).not.toContain('Седов')
	})
})

describe('the list of papers', () => {
	it('[T37] keeps what a former mentor has signed, and tells who that is', () => {
		const story = beginStory()
		beginByOrder(story)
		const first = story.ledger().matters[0]?.id ?? ''
		replace(story)
		for (const reader of ['elena', 'viktor']) {
			const facts = factsOf(story, reader)
			for (const kind of ['consent-duties', 'consent-personal-data', 'agreement'] as const) {
				const his = made(facts, kind).filter(({ people }) => people[0]?.id === 'viktor')
				expect(his).toMatchObject([{ former: 'mentor', state: 'ready' }])
				expect(textOf(facts, kind, his[0]?.choice.subjectId ?? '')).toContain('Ковалёв')
			}
		}
		const agreement = textOf(factsOf(story), 'agreement', `${first}:viktor`)
		expect(agreement).toContain('традиционная')
		expect(agreement).toContain('с 15 сентября 2026 г. по 14 сентября 2028 г. (24 месяца)')
		// Nobody else may read his agreement.
		expect(made(factsOf(story, 'oleg'), 'agreement')).toMatchObject([{ people: [{ id: 'oleg' }], former: null }])
		expect(made(factsOf(story, 'irina'), 'agreement')).toEqual([])
	})

	it('tells two orders of a programme apart', () => {
		const story = beginStory()
		beginByOrder(story)
		const first = story.ledger().matters[0]?.id ?? ''
		replace(story)
		story.sayAll([elena, { type: 'register', matterId: first, number: '12-к', on: '2026-09-02' }])
		expect(made(factsOf(story), 'order-pairs')).toMatchObject([
			{ people: [{ id: 'viktor' }], registered: { number: '12-к', on: '2026-09-02' } },
			{ people: [{ id: 'oleg' }], registered: null, on: '2027-03-01' }
		])
	})

	it('[L3] tells that a consent was taken back, and when', () => {
		const story = beginStory()
		giveConsents(story)
		story.facts = { ...story.facts, today: '2026-09-03' }
		story.sayAll([irina, { type: 'withdraw-consent', kind: 'personal-data' }])
		const facts = factsOf(story)
		const [withdrawn, ...others] = made(facts, 'consent-personal-data').filter(
			({ people }) => people[0]?.id === 'irina'
		)
		expect(others).toEqual([])
		expect(withdrawn).toMatchObject({ state: 'withdrawn', on: '2026-09-03' })
		expect(textOf(facts, 'consent-personal-data', withdrawn?.choice.subjectId ?? '')).toMatch(
			/Отозвано в системе «Тандем» 03\.09\.2026/
		)
	})
})
