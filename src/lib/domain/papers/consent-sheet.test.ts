import { describe, expect, it } from 'vitest'
import { consentKinds } from '../regulation/choices.ts'
import { dinskoy } from '../regulation/packs/dinskoy.ts'
import { tomskCity } from '../regulation/packs/tomsk-city.ts'
import { tomskRegion } from '../regulation/packs/tomsk-region.ts'
import { beginGroup, join } from '../ledger/testing/group-story.ts'
import { arkady, beginStory, elena, orderFor, raise, sign, giveConsents } from '../ledger/testing/story.ts'
import { demonstrationFacts } from './demonstration.ts'
import { makePaper } from './make-paper.ts'
import { paperText } from './paper.ts'
import { BLANK, type ConsentFacts, consentSheet, consentTerms, sheetText } from './consent-sheet.ts'

const viktor: ConsentFacts = {
	person: { name: 'Ковалёв Виктор Андреевич', post: 'Директор', organisation: 'Лицей № 2' },
	role: 'mentor',
	partners: ['Лаптева Ирина Сергеевна'],
	title: 'Первый год директора',
	forms: ['traditional'],
	term: { minMonths: 24, maxMonths: 24 },
	representative: null,
	operator: { name: 'Департамент образования', address: 'ул. Садовая, д. 1', site: 'edu.example' },
	regulation: tomskCity,
	organisationKinds: ['school']
}
const irina: ConsentFacts = {
	...viktor,
	person: { name: 'Лаптева Ирина Сергеевна', post: 'Директор', organisation: 'Школа № 14' },
	role: 'mentee',
	partners: ['Ковалёв Виктор Андреевич']
}
const textOf = (kind: (typeof consentKinds)[number], facts: ConsentFacts) => sheetText(consentSheet(kind, facts))

describe('the three sheets of consent', () => {
	it.each(consentKinds)('[L3] %s is a sheet of its own and asks for nothing else', (kind) => {
		for (const facts of [viktor, irina]) {
			const { title, paragraphs } = consentSheet(kind, facts)
			const others = consentKinds.filter((other) => other !== kind)
			expect(others.map((other) => consentSheet(other, facts).title)).not.toContain(title)
			expect(paragraphs[0]).toMatch(/^Я, /)
			expect(paragraphs[0]).toContain(facts.person.name)
			expect(paragraphs.filter((text) => /даю согласие/.test(text))).toHaveLength(1)
			expect(paragraphs.every((text) => text.endsWith('.'))).toBe(true)
		}
	})

	it('[L3] the one to personal data says what the law asks: operator, address, purpose, data, actions, term, withdrawal', () => {
		const text = textOf('personal-data', irina)
		const asked = ['Департамент образования', 'ул. Садовая, д. 1', 'Цель обработки', 'Перечень персональных данных']
		for (const part of [...asked, 'Перечень действий', 'Согласие действует', 'может быть отозвано']) {
			expect(text).toContain(part)
		}
		expect(text).toContain('Распространение этим согласием не разрешается')
	})

	it('[L1] [L3] each says that a tap is a record and paper is signed by hand, unless a signature by tap is agreed', () => {
		const agreed = { ...viktor, operator: { ...viktor.operator, hasSignatureAgreement: true } }
		for (const kind of consentKinds) {
			expect(consentSheet(kind, viktor).paragraphs.at(-1)).toBe(
				'Согласие, данное нажатием кнопки в системе «Тандем», сохраняется как запись. На бумаге его подписывают собственноручно.'
			)
			expect(textOf(kind, agreed)).toContain('простой электронной подписью по соглашению с оператором')
			expect(textOf(kind, agreed)).not.toContain('собственноручно')
		}
	})

	it('[L4] the one to personal data says that the databases are in Russia only if the operator has stated it', () => {
		const stated = { ...viktor, operator: { ...viktor.operator, isDataInRussia: true } }
		expect(textOf('personal-data', stated)).toContain('баз данных, находящихся на территории Российской Федерации')
		expect(textOf('personal-data', viktor)).not.toContain('на территории Российской Федерации')
	})

	it('[L1] the one of a mentor says content, terms and form of the work, where its pay stands, and how it ends', () => {
		const text = textOf('duties', viktor)
		expect(text).toContain('статьёй 351.8 Трудового кодекса')
		for (const part of [
			'Содержание работы:',
			'Форма выполнения работы:',
			'24\u00a0месяца',
			'Размеры и условия оплаты'
		]) {
			expect(text).toContain(part)
		}
		expect(text).toContain('не позднее чем за три рабочих дня')
	})

	it('[D2] [T7] who decides in the programme is called as its regulation calls them', () => {
		const inDinskoy = { ...irina, regulation: dinskoy }
		const [curator, head] = ['руководитель муниципального наставнического центра', 'начальник управления образования']
		expect(textOf('duties', inDinskoy)).toContain(`о замене наставника (его принимает ${curator})`)
		expect(textOf('duties', irina)).toContain('о замене наставника (его принимает куратор)')
		expect(textOf('personal-data', inDinskoy)).toContain(
			`сопровождает программу (${curator}) и утверждает её (${head})`
		)
		expect(textOf('personal-data', irina)).toContain(
			'сопровождает программу (куратор) и утверждает её (начальник департамента образования)'
		)
	})

	it('[R8] [R18] to personal data a mentor from elsewhere consents for the municipality’s people and for the college’s own', () => {
		const inCollege = { ...viktor, regulation: tomskRegion, organisationKinds: ['college' as const] }
		expect(textOf('personal-data', inCollege)).toContain(
			'участникам моей программы, куратору муниципалитета, руководителю органа управления образованием, а также тем, кто по положению сопровождает программу (педагог-навигатор) и утверждает её (руководитель образовательной организации), и моему работодателю,'
		)
	})

	it('[T16] the one of a mentee speaks of the mentor and of the right to another one', () => {
		const text = textOf('duties', irina)
		expect(text).toContain('Ковалёв Виктор Андреевич')
		expect(text).toContain('ходатайством о замене наставника')
		expect(text).toContain('№\u00a0100р от 20\u00a0февраля 2024\u00a0г.')
	})

	it('[R11] for a pupil the representative speaks', () => {
		const text = textOf('personal-data', { ...irina, representative: 'Лаптев Сергей Ильич' })
		expect(text).toContain('Я, Лаптев Сергей Ильич, законный представитель')
		expect(text).not.toContain('должность и место работы')
	})

	it('leaves a line for what nobody has said', () => {
		const unknown = {
			...viktor,
			title: null,
			operator: { name: '', address: '', site: '' },
			term: null,
			forms: []
		}
		for (const kind of consentKinds) expect(textOf(kind, unknown)).toContain(BLANK)
		for (const kind of consentKinds) expect(textOf(kind, viktor)).not.toContain(BLANK)
	})

	it('leaves no line for a term that the order says', () => {
		for (const facts of [viktor, irina]) {
			const open = textOf('duties', { ...facts, term: null })
			expect(open).toMatch(/Срок [^.]*: устанавливается приказом о закреплении наставнических пар/)
			expect(open).not.toContain(BLANK)
			const span = { minMonths: 3, maxMonths: 12 }
			expect(textOf('duties', { ...facts, term: span })).toContain('от 3 до 12\u00a0месяцев, устанавливается приказом')
		}
	})

	it('takes the term from the draft of the order or from the regulation, and of a programme that goes on its last day', () => {
		const story = beginStory()
		const regulation = { programTerm: { value: { minMonths: 3, maxMonths: 12 }, source: { rule: null, clause: '1' } } }
		const term = () => consentTerms(story.ledger(), regulation, 'mentee').term
		giveConsents(story)
		expect(term()).toEqual({ minMonths: 3, maxMonths: 12 })
		expect(consentTerms(story.ledger(), { programTerm: null }, 'mentee').term).toBeNull()
		story.sayAll([elena, raise(orderFor(story.ledger().proposal?.id ?? ''))])
		expect(term()).toEqual({ minMonths: 24, maxMonths: 24 })
		story.sayAll([arkady, sign(story.lastId())])
		expect(term()).toEqual({ until: '2028-09-14' })
	})

	it('[T40] whoever joins a group consents to what is left of its term, with its mentor and in its form', () => {
		const story = beginGroup()
		story.sayAll([elena, join('danil')])
		const { partnerIds, ...terms } = consentTerms(story.ledger(), tomskCity, 'mentee')
		expect(partnerIds).toEqual(['viktor'])
		expect(textOf('duties', { ...irina, ...terms }).replaceAll('\u00a0', ' ')).toContain(
			'Форма наставничества: групповая. Срок программы: со дня, указанного в приказе, по 14 сентября 2028 г. (окончание программы).'
		)
	})

	it('names all of the other side as a sentence does, with room for whoever is not known', () => {
		const partners = ['Лаптева Ирина Сергеевна', 'Новикова Дарья Павловна', 'Полозова Мария Ильинична']
		expect(textOf('duties', { ...viktor, partners })).toContain(
			'Наставляемые: Лаптева Ирина Сергеевна, Новикова Дарья Павловна и Полозова Мария Ильинична.'
		)
		expect(textOf('duties', { ...irina, partners: ['Ковалёв Виктор Андреевич', ''] })).toContain(
			`Наставники: Ковалёв Виктор Андреевич и ${BLANK}.`
		)
		for (const partners of [[''], []]) {
			expect(textOf('duties', { ...irina, partners })).toContain(`Наставник: ${BLANK}.`)
		}
	})

	it('fits the room a statement has', () => {
		const long = { ...viktor, title: 'П'.repeat(300), partners: Array.from({ length: 5 }, () => 'Я'.repeat(120)) }
		for (const kind of consentKinds) expect(textOf(kind, long).length).toBeLessThan(4_000)
	})
})

it.each([
	['leaves room for the signature by hand, beside the record', viktor, /14\.09\.2026 10:00 \(UTC\+7\)\.\n«____»/],
	[
		'is signed by the tap, where that is agreed',
		{ ...viktor, operator: { ...viktor.operator, hasSignatureAgreement: true } },
		/\tДано в системе «Тандем» 14\.09\.2026 10:00 \(UTC\+7\)$/m
	]
])('[L1] the paper of a consent %s', (_, facts, expected) => {
	expect(paperOf(textOf('duties', facts))).toMatch(expected)
})

it('[L1] the paper of a consent from before a signature by tap could be agreed is signed by hand', () => {
	const text = textOf('duties', viktor).split('\n').slice(0, -1).join('\n')
	expect(paperOf(text)).toMatch(/14\.09\.2026 10:00 \(UTC\+7\)\.\n«____»/)
})

function paperOf(text: string): string {
	const requisites = { authority: 'Департамент', address: 'ул. Садовая', site: '', place: '', headPost: '' }
	const consent = {
		id: 'consent',
		personId: 'mentor',
		kind: 'duties' as const,
		name: viktor.person.name,
		text,
		representative: null,
		at: '2026-09-14T03:00:00.000Z',
		ended: null
	}
	const given = { ...demonstrationFacts(tomskCity, requisites, 'https://tandem.example'), consents: [consent] }
	const paper = makePaper(given, { kind: 'consent-duties', subjectId: 'mentor' })
	return paper === null ? '' : paperText(paper).replaceAll('\u00a0', ' ')
}
