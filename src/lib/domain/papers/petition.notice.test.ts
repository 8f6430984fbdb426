/** Notices: Viktor refuses early, or the employer cancels; and the order that follows. */
import { expect, it } from 'vitest'
import type { RaisedDecision, Speaker } from '../ledger/ledger.ts'
import { tomskCity } from '../regulation/packs/tomsk-city.ts'
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
const elena: Speaker = { personId: 'curator', name: 'Воронцова Елена Михайловна', role: 'curator' }

function withNotice(change: Partial<RaisedDecision>): PaperFacts {
	const decisions = facts.ledger.matters.map((raised) => (raised.id === 'notice' ? { ...raised, ...change } : raised))
	return { ...facts, ledger: { ...facts.ledger, matters: decisions } }
}

function textOf(kind: 'notice' | 'order-closure', given: PaperFacts): string {
	const paper = makePaper(given, { kind, subjectId: 'notice' })
	if (paper === null) throw new Error('There is no such paper')
	expect(paper.warnings).toEqual([])
	return paperText(paper).replaceAll('\u00a0', ' ')
}

it('[L1] the mentor’s notice is to the employer, signed by having been given', () => {
	const text = textOf('notice', facts)
	expect(text).toMatch(/^Начальнику департамента образования\s+Зимину А. Л.\s+от директора Лицея № 2\s+Ковалёва В. А./)
	expect(text).toContain('уведомляю о досрочном отказе от выполнения работы по наставничеству')
	expect(text).toContain('Последний день работы по наставничеству — 17 сентября 2026 г.')
	expect(text).toContain('Обстоятельства: Переезжаю в другой город.')
	expect(text).toContain('Подписано в системе «Тандем» 14.09.2026 10:00 (UTC+7)')
	expect(text).toContain('Уведомление получено: ____')
	const noted = withNotice({ signatures: [{ by: elena, at: '2026-09-15T03:00:00.000Z' }] })
	expect(textOf('notice', noted)).toContain(
		'Куратор Воронцова Елена Михайловна: принято к сведению в системе «Тандем» 15.09.2026 10:00 (UTC+7).'
	)
})

it('[L1] the employer of whoever heads no organisation is the organisation', () => {
	const given = { ...facts, ledger: { ...facts.ledger, relation: 'teacher-teacher' as const } }
	expect(textOf('notice', given)).toMatch(/^Руководителю Лицея № 2\s+от директора/)
})

it('[L1] the employer’s notice is to the mentor', () => {
	const text = textOf('notice', withNotice({ raisedBy: elena }))
	expect(text).toMatch(/^Директору Лицея № 2\s+Ковалёву В. А./)
	expect(text).toContain('уведомляю о досрочной отмене поручения о выполнении работы по наставничеству')
	expect(text).toContain('Уведомление получено: ____')
	const viktor: Speaker = { personId: 'mentor', name: 'Ковалёв Виктор Андреевич', role: 'mentor' }
	const noted = withNotice({ raisedBy: elena, signatures: [{ by: viktor, at: '2026-09-15T03:00:00.000Z' }] })
	expect(textOf('notice', noted)).toContain(
		'Наставник Ковалёв Виктор Андреевич: принято к сведению в системе «Тандем» 15.09.2026 10:00 (UTC+7).'
	)
})

it('[L1] the order on it names the notice, its last day, and whose the conclusion is', () => {
	const text = textOf('order-closure', facts)
	expect(text).toContain('1. Завершить 17 сентября 2026 г. реализацию')
	expect(text).toContain(
		'3. Основание: уведомление наставника о досрочном отказе от 14.09.2026 (статья 351.8 Трудового кодекса Российской Федерации).'
	)
	expect(text).toContain('5. Принять заключение наставника: Половина плана выполнена.')
	const ofCurator = textOf('order-closure', withNotice({ raisedBy: elena }))
	expect(ofCurator).toContain('уведомление куратора о досрочной отмене поручения от 14.09.2026')
	expect(ofCurator).toContain('Принять заключение куратора:')
})

it('the order has on its sheet everybody whose part lasted until the last day, also when it is signed later', () => {
	const { ledger } = withNotice({ settledOn: '2026-09-21' })
	const members = ledger.members.map((member) => ({ ...member, from: '2026-09-01', until: '2026-09-17' }))
	const group = {
		personId: 'mentee-2',
		role: 'mentee' as const,
		from: '2026-09-01',
		until: '2026-09-17',
		isSuspended: false
	}
	const second = {
		id: 'mentee-2',
		familyName: 'Седых',
		givenName: 'Ольга',
		patronymic: '',
		post: 'Директор',
		organisation: ''
	}
	const given: PaperFacts = {
		...facts,
		people: [...facts.people, second],
		ledger: { ...ledger, phase: 'closed', members: [...members, group] }
	}
	const text = textOf('order-closure', given)
	const sheet = text.slice(text.indexOf('ЛИСТ ОЗНАКОМЛЕНИЯ'))
	for (const name of ['Ковалёв', 'Лаптева', 'Седых']) expect(sheet).toContain(name)
})

it('the notice is offered to staff and to whoever gave it, before anybody signs', () => {
	const given = withNotice({ outcome: 'open', settledOn: null })
	const offersTo = (personId: string, isStaff: boolean) =>
		offerPapers({ ...given, reader: { personId, isStaff } }).filter(
			(offer) => 'choice' in offer && offer.choice.kind === 'notice'
		)
	expect(offersTo('mentor', false)).toMatchObject([{ state: 'ready', people: [{ familyName: 'Ковалёв' }] }])
	expect(offersTo('curator', true)).toHaveLength(1)
	expect(offersTo('mentee', false)).toEqual([])
	const ofPupils = { ...given, ledger: { ...given.ledger, relation: 'pupil-pupil' as const } }
	expect(offerPapers(ofPupils)).toContainEqual({ kind: 'notice', state: 'not-yet', why: 'no-contract' })
})
