import { expect, it } from 'vitest'
import type { ClosureProgress, Speaker } from '../ledger/ledger.ts'
import type { OrganisationKind, Relation } from '../regulation/schema.ts'
import { ERASED_NAME } from '../people/erasure.ts'
import { tomskCity } from '../regulation/packs/tomsk-city.ts'
import { tomskRegion } from '../regulation/packs/tomsk-region.ts'
import { divnogorsk } from '../regulation/packs/divnogorsk.ts'
import { dinskoy } from '../regulation/packs/dinskoy.ts'
import { demonstrationChoice, demonstrationFacts } from './demonstration.ts'
import { templateKinds, type TemplateKind } from './kinds.ts'
import { makePaper } from './make-paper.ts'
import { offerPapers } from './offers.ts'
import { paperText } from './paper.ts'

const requisites = {
	authority: 'Департамент образования города Заречный-на-Томи',
	address: 'ул. Садовая, д. 1',
	site: 'edu.example',
	place: 'г. Заречный-на-Томи',
	headPost: 'Начальник департамента образования'
}
const facts = demonstrationFacts(tomskCity, requisites, 'https://tandem.example')

const textOf = (kind: TemplateKind, of = facts) => {
	const paper = makePaper(of, demonstrationChoice(kind))
	if (paper === null) throw new Error('There is no such paper')
	return paperText(paper).replaceAll('\u00a0', ' ').replaceAll('\u2011', '-')
}

it.each(templateKinds)('%s of the demonstration leaves nothing to fill in but what is filled in by hand', (kind) => {
	const paper = makePaper(facts, demonstrationChoice(kind))
	expect(paper?.warnings).toEqual([])
	expect(paper?.blocks.length).toBeGreaterThan(4)
})

it('[T16] the order names the pair, the consent, the pay and the curator, in their cases', () => {
	const text = textOf('order-pairs')
	expect(text).toContain('14.09.2026\n12-к')
	expect(text).toContain(
		'С письменного согласия участников, в соответствии со статьёй 351.8 Трудового кодекса Российской Федерации и Положением о наставничестве руководителей муниципальных образовательных учреждений, утверждённым распоряжением департамента образования администрации Города Томска от 20.02.2024 № 100р\n'
	)
	expect(text).toContain('Ковалёв Виктор Андреевич, директор Лицея № 2')
	expect(text).toContain('Лаптева Ирина Сергеевна, директор МАОУ СОШ № 14')
	expect(text).toContain(
		'3. Установить размеры и условия оплаты работы по наставничеству: увеличение годового премиального фонда'
	)
	expect(text).toContain('Куратору Воронцовой Е. М. организовать')
	expect(text).toContain('ЛИСТ ОЗНАКОМЛЕНИЯ')
	expect(text).toContain('в системе «Тандем» 14.09.2026 11:20 (UTC+7)')
	expect(text).toContain(
		'Начальник департамента образования\tА. Л. Зимин\tПодписано в системе «Тандем» 14.09.2026 10:13 (UTC+7)'
	)
	expect([...text.matchAll(/^(\d)\. /gm)].map(([, number]) => number)).toEqual(['1', '2', '3', '4', '5', '6'])
})

it('an agreement is listed under the number and day of the order that it follows from', () => {
	const registeredOf = (kind: string) =>
		offerPapers(facts).flatMap((one) => ('choice' in one && one.choice.kind === kind ? [one.registered] : []))
	const [registered] = registeredOf('order-pairs')
	expect(registered).toMatchObject({ number: '12-к', on: '2026-09-14' })
	// Those of later orders have no number yet.
	const [first, ...later] = registeredOf('agreement')
	expect(first).toEqual(registered)
	expect(later.every((one) => one === null)).toBe(true)
})

it('[T29] a municipality’s own order text from the time of exceptions is filled without that line', () => {
	const facts = demonstrationFacts(tomskCity, requisites, 'https://tandem.example', [])
	const own = '1. Закрепить: {наставник}.\n2. Назначить в порядке исключения: {исключение}.\n3. Куратор: {куратор}.'
	const paper = makePaper({ ...facts, templates: { 'order-pairs': own } }, demonstrationChoice('order-pairs'))
	expect(paper === null ? '' : paperText(paper)).toMatch(
		/^1\.\u00a0Закрепить: Ковалёв Виктор Андреевич\.\n2\.\u00a0Куратор: Воронцова Елена Михайловна\.$/
	)
})

it('what the municipality declines itself is declined so in what a curator sees of a template', () => {
	const own = [
		{ nominative: 'Воронцова Елена Михайловна', forms: { dative: 'Воронцове Елене Михайловне' } },
		{ nominative: 'начальник департамента образования', forms: { dative: 'И. о. начальника департамента' } }
	]
	const ours = demonstrationFacts(tomskCity, requisites, 'https://tandem.example', own)
	const templates = { 'petition-extend': '{адресат}\n{куратор:дательный}.' }
	const paper = makePaper({ ...ours, templates }, demonstrationChoice('petition-extend'))
	const text = paper === null ? '' : paperText(paper)
	expect(text).toContain('И. о. начальника департамента')
	expect(text).toContain('Воронцове Елене Михайловне.')
})

it('[T7] what a copy of the regulation calls the curator stands in every paper, in its case', () => {
	const [, head] = tomskCity.roles
	const coordinator = { ...tomskCity.roles[0], title: 'Координатор наставничества (методист)' }
	const copy = { ...tomskCity, roles: [coordinator, head] } as typeof tomskCity
	const ours = demonstrationFacts(copy, requisites, 'https://tandem.example')
	expect(textOf('order-pairs', ours)).toContain('4. Координатору наставничества Воронцовой Е. М. организовать')
	expect(textOf('order-release', ours)).toContain('заявления наставника, согласованного с координатором наставничества')
	expect(textOf('order-extend', ours)).toContain('участников и ходатайства координатора наставничества')
	const closure = textOf('order-closure', ours)
	expect(closure).toContain('Принять заключение координатора наставничества: План')
	expect(closure).toContain('Координатору наставничества Воронцовой Е. М. ознакомить')
	expect(textOf('petition-release', ours)).toContain('Координатору наставничества\nВоронцовой Е. М.\nот директора')
	expect(textOf('petition-extend', ours)).toContain('Координатор наставничества\tЕ. М. Воронцова')
	for (const kind of templateKinds) expect(textOf(kind, ours)).not.toMatch(/куратор/i)
})

it('[R8] the order of a college speaks to its navigator', () => {
	const ofCollege = (kinds: readonly OrganisationKind[]) => ({
		...demonstrationFacts(tomskRegion, requisites, 'https://tandem.example'),
		organisationKinds: kinds
	})
	expect(textOf('order-pairs', ofCollege(['college']))).toContain('Педагогу-навигатору Воронцовой Е. М. организовать')
	expect(textOf('order-pairs', ofCollege(['school']))).toContain(
		'Куратору внедрения целевой модели наставничества Воронцовой Е. М.'
	)
})

it('[L1] the additional agreement states content, term, form, pay and how it ends', () => {
	const text = textOf('agreement')
	expect(text).toContain('в лице начальника департамента образования Зимина Аркадия Львовича')
	expect(text).toContain('с 15 сентября 2026 г. по 14 марта 2029 г. (30 месяцев)')
	for (const part of ['Содержание работы', 'Форма выполнения работы', 'Размеры и условия оплаты']) {
		expect(text).toContain(part)
	}
	expect(text).toContain('не позднее чем за три рабочих дня')
})

it('the mentee’s feedback has each text as it was written, and nothing where none was', () => {
	expect(textOf('feedback')).toBe(
		`Куратору
Воронцовой Е. М.
от директора МАОУ СОШ № 14
Лаптевой И. С.
ОТЗЫВ НАСТАВЛЯЕМОГО
О персонализированной программе наставничества
Программа: «Первый год директора».
Наставник: Ковалёв Виктор Андреевич, директор Лицея № 2.
Наставляемый: Лаптева Ирина Сергеевна, директор МАОУ СОШ № 14.
Что удалось:
Команда завучей работает по общему плану
Что не удалось:
Сайт школы ещё не обновлён
Что помогло:
Стажировка в лицее наставника
Директор МАОУ СОШ № 14\tИ. С. Лаптева\tПодписано в системе «Тандем» 15.09.2026 10:00 (UTC+7)`
	)
	const feedback = facts.ledger.feedback.map((one) => ({
		...one,
		achieved: 'Общий план\n\nЕдиная педагогическая неделя',
		notAchieved: null,
		helped: null
	}))
	const text = textOf('feedback', { ...facts, ledger: { ...facts.ledger, feedback } })
	expect(text).toContain('Что удалось:\nОбщий план\nЕдиная педагогическая неделя\nДиректор')
	expect(text).not.toMatch(/Что не удалось|Что помогло/)
	const own = textOf('feedback', { ...facts, templates: { feedback: '{помогло} Помогло в работе:\n{программа}' } })
	expect(own).toBe('Помогло в работе:\nСтажировка в лицее наставника\nПервый год директора')
})

it('[T35] the mentor asks the curator to lay down the duties', () => {
	const text = textOf('petition-release')
	expect(text).toContain('Куратору\nВоронцовой Е. М.\nот директора Лицея № 2\nКовалёва В. А.')
	expect(text).toContain('обязанностей наставника Лаптевой Ирины Сергеевны')
	expect(text).toContain('п. 4.1')
})

it('[T37] the mentee asks the curator for another mentor', () => {
	const text = textOf('petition-replace')
	expect(text).toContain('от директора МАОУ СОШ № 14\nЛаптевой И. С.')
	expect(text).toContain('о замене наставника Ковалёва Виктора Андреевича')
})

it('[T44] the curator’s petition shows the consent of both, and the order cites the change', () => {
	const petition = textOf('petition-extend')
	expect(petition).toContain('Начальнику департамента образования\nЗимину А. Л.')
	expect(petition).toContain('с 24 месяцев до 30 месяцев, по 14 марта 2029 г. включительно')
	expect(petition).toContain('Ковалёв Виктор Андреевич\tнаставник\t14.09.2026 10:10 (UTC+7)')
	expect(petition).toContain('Лаптева Ирина Сергеевна\tнаставляемый\t14.09.2026 10:11 (UTC+7)')
	expect(textOf('order-extend')).toContain('приказ от 14.09.2026 № 12-к')
	expect(textOf('order-change')).toContain('Установить форму наставничества: виртуальная')
})

it.each([
	[
		divnogorsk,
		'Муниципальной дорожной картой по внедрению и реализации целевой модели наставничества педагогических работников на период 2022–2024 гг., утверждённой приказом отдела образования администрации города Дивногорска от 12.12.2022 № 261'
	],
	[
		dinskoy,
		'приказом управления образования администрации муниципального образования Динской район от 12.02.2021 № 78 «О создании муниципального наставнического центра»'
	],
	[
		tomskRegion,
		'распоряжением департамента общего образования и департамента профессионального образования Томской области от 27.05.2020 № 420-р / 261 «О внедрении и реализации в Томской области методологии (целевой модели) наставничества обучающихся»'
	],
	[
		{ ...tomskCity, order: { ...tomskCity.order, title: 'Порядок наставничества', number: '5-к' } },
		'документом «Порядок наставничества», утверждённым приказом департамента образования администрации Города Томска от 20.02.2024 № 5-к'
	],
	[
		{ ...tomskCity, order: { ...tomskCity.order, title: 'Порядок с номером 45-пр', number: '01-12/45-пр' } },
		'документом «Порядок с номером 45-пр», утверждённым приказом департамента образования администрации Города Томска от 20.02.2024 № 01-12/45-пр'
	]
])('the order is made in accordance with $order.title', (regulation, reference) => {
	const ours = demonstrationFacts(regulation, requisites, 'https://tandem.example')
	expect(textOf('order-pairs', ours)).toContain(`Трудового кодекса Российской Федерации и ${reference}\n`)
})

it('a regulation is cited in the case that a template asks for; a paper made with the former words keeps them', () => {
	const templates = {
		letter:
			'На основании документа {положение}.\nПо {положение о наставничестве:дательный}.\n{положение о наставничестве}'
	}
	const title = 'о наставничестве руководителей муниципальных образовательных учреждений'
	const act = 'распоряжением департамента образования администрации Города Томска от 20.02.2024 № 100р'
	expect(textOf('letter', { ...facts, templates }).split('\n')).toEqual([
		`На основании документа «Положение ${title}» (Департамент образования администрации Города Томска, № 100р от 20 февраля 2024 г.).`,
		`По Положению ${title}, утверждённому ${act}.`,
		`Положение ${title}, утверждённое ${act}`
	])
})

it('[T43] an order on closure by the curator names the one ground that the curator gave', () => {
	const ground = 'Форс-мажор: школу закрыли на ремонт'
	const matters = facts.ledger.matters.map((raised) =>
		raised.matter.type === 'closure' && raised.id === 'closure'
			? { ...raised, matter: { ...raised.matter, reasonId: 'curator', ground } }
			: raised
	)
	const text = textOf('order-closure', { ...facts, ledger: { ...facts.ledger, matters } })
	expect(text).toContain('2. Причина завершения: по инициативе куратора.\n3. Обстоятельства: Форс-мажор: школу закрыли')
	expect(text).not.toContain('ненадлежащее исполнение')
})

it('[T41] the order on closure names the reason and the conclusion', () => {
	const text = textOf('order-closure')
	expect(text).toContain('Завершить 14 сентября 2026 г. реализацию')
	expect(text).toContain('Причина завершения: завершение плана мероприятий в полном объёме.')
	expect(text).toContain('Принять заключение куратора: План мероприятий выполнен полностью')
})

it('[L1] orders that end the mentoring end the pay, under that programme alone, of one who works under a contract; nobody pays a pupil', () => {
	const pay =
		'выплаты за наставничество по этой программе, в том числе установленные на основании приказа от 14.09.2026'
	const between = (relation: Relation) => ({ ...facts, ledger: { ...facts.ledger, relation } })
	for (const kind of ['order-release', 'order-replace', 'order-closure'] as const) {
		expect(textOf(kind)).toContain(pay)
		expect(textOf(kind)).toContain('и действие дополнительного соглашения о ней к трудовому договору наставника.')
		expect(textOf(kind, between('pupil-pupil'))).not.toContain('выплаты')
	}
})

it('[L1] [T43] pay ends three working days after an order that the mentor has not asked for', () => {
	const raisedFor = (reasonId: string, raisedBy: Speaker) => {
		const matters = facts.ledger.matters.map((raised) =>
			raised.matter.type === 'closure' && raised.id === 'closure'
				? { ...raised, raisedBy, matter: { ...raised.matter, reasonId, ground: 'Форс-мажор' } }
				: raised
		)
		return textOf('order-closure', { ...facts, ledger: { ...facts.ledger, matters } })
	}
	const curator: Speaker = { personId: 'curator', name: '', role: 'curator' }
	const mentor: Speaker = { personId: 'mentor', name: '', role: 'mentor' }
	const later = 'Прекратить с 18 сентября 2026 г. (не раньше чем через три рабочих дня после предупреждения наставника'
	expect(raisedFor('curator', curator)).toContain(later)
	expect(textOf('order-replace')).toContain(later.replace('18', '19'))
	for (const text of [raisedFor('fulfilled', curator), raisedFor('participants', mentor), textOf('order-release')]) {
		expect(text).toContain('Прекратить со следующего дня выплаты')
	}
})

it('[L1] pay of an employed mentor outlasts a pupil who leaves at once by the three working days of the notice', () => {
	const completion = [
		...facts.regulation.completion,
		{ id: 'left', wording: 'Заявление', source: null, by: ['mentee' as const], needs: 'statement' as const }
	]
	const leavesOn = (lastDay: string) => {
		const matters = facts.ledger.matters.map((raised) =>
			raised.matter.type === 'closure' && raised.id === 'closure'
				? {
						...raised,
						raisedBy: { personId: 'mentee', name: '', role: 'mentee' as const },
						matter: { ...raised.matter, reasonId: 'left', lastDay }
					}
				: raised
		)
		const ledger = { ...facts.ledger, relation: 'teacher-pupil' as const, matters }
		return textOf('order-closure', { ...facts, regulation: { ...facts.regulation, completion }, ledger })
	}
	expect(leavesOn('2026-09-14')).toContain('Прекратить с 18 сентября 2026 г. (не раньше чем через три рабочих дня')
	expect(leavesOn('2026-09-17')).toContain('Прекратить со следующего дня выплаты')
})

it('[T37] a replacement that the curator asked for is the curator’s petition to the head', () => {
	const curator = { personId: 'curator', name: 'Воронцова Елена Михайловна', role: 'curator' as const }
	const matters = facts.ledger.matters.map((raised) =>
		raised.id === 'replace' ? { ...raised, raisedBy: curator } : raised
	)
	const ours = { ...facts, ledger: { ...facts.ledger, matters } }
	const petition = textOf('petition-replace', ours)
	expect(petition).toMatch(/^Начальнику департамента образования\s+Зимину А. Л.\s+ХОДАТАЙСТВО/)
	expect(petition).toContain('Куратор\tЕ. М. Воронцова\tПодписано')
	expect(petition).not.toContain('Лаптевой И. С.')
	// The clause gives the right to the mentee.
	expect(petition).not.toContain('Основание')
	expect(textOf('petition-replace')).toMatch(/Основание: Положение.*, п. 5.1\./)
	expect(textOf('order-replace', ours)).toContain('На основании ходатайства куратора, в соответствии с Положением')
	expect(textOf('order-replace')).toContain('ходатайства наставляемого, согласованного с куратором, в соответствии с')
})

it('nobody is thanked before the work has begun', () => {
	const lettersOf = (today: string) =>
		offerPapers({ ...facts, today }).filter((offer) => 'choice' in offer && offer.choice.kind === 'letter').length
	expect([lettersOf('2026-09-14'), lettersOf('2026-09-15')]).toEqual([0, 1])
	expect(makePaper({ ...facts, today: '2026-09-14' }, demonstrationChoice('letter'))).toBeNull()
})

it('[T43] nobody is thanked for a programme that the curator closed for a ground', () => {
	const closedFor = (reasonId: string) => {
		const closure = { reasonId, lastDay: '2026-09-15', conclusion: '', matterId: 'closure' }
		const closed = { ...facts, ledger: { ...facts.ledger, phase: 'closed' as const, closure } }
		const offers = offerPapers(closed).filter((offer) => 'choice' in offer && offer.choice.kind === 'letter')
		return [offers.length, makePaper(closed, demonstrationChoice('letter')) !== null]
	}
	expect(closedFor('fulfilled')).toEqual([1, true])
	expect(closedFor('participants')).toEqual([1, true])
	expect(closedFor('curator')).toEqual([0, false])
})

it('a letter of thanks neither speaks to an erased person nor names one', () => {
	const without = (erasedId: string) => {
		const nameless = { familyName: ERASED_NAME, givenName: '', patronymic: '', post: '', organisation: '' }
		const people = facts.people.map((person) => (person.id === erasedId ? { ...person, ...nameless } : person))
		return makePaper({ ...facts, people }, demonstrationChoice('letter'))
	}
	expect([without('mentor'), without('mentee')]).toEqual([null, null])
})

it('[T41] [T44] the order on closure says how much of the plan was done and what was cancelled, where that is recorded', () => {
	const withProgress = (progress: ClosureProgress) => ({
		...facts,
		ledger: {
			...facts.ledger,
			matters: facts.ledger.matters.map((raised) => (raised.id === 'closure' ? { ...raised, progress } : raised))
		}
	})
	const reason =
		'Причина завершения: завершение плана мероприятий в полном объёме; на 14.09.2026 выполнено мероприятий: '
	expect(textOf('order-closure', withProgress({ done: 1, total: 1, cancelled: 21 }))).toContain(
		`${reason}1 из 1, отменено: 21.`
	)
	expect(textOf('order-closure', withProgress({ done: 22, total: 22, cancelled: 0 }))).toContain(`${reason}22 из 22.`)
})

it('the diploma names the mentor with post and organisation, and no mentee', () => {
	const text = textOf('diploma')
	expect(text).toContain('Награждается\nКовалёв Виктор Андреевич, директор Лицея № 2\n')
	expect(text).not.toContain('Лаптев')
})

it('the letter of thanks speaks to the mentor', () => {
	const text = textOf('letter')
	expect(text).toContain('Уважаемый Виктор Андреевич!')
	expect(text).toContain('Вы помогли Лаптевой Ирине Сергеевне преодолеть')
})
