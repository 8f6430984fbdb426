/** Papers of Viktor's group name each of its members, and nobody who was no member on that day. */
import { expect, it } from 'vitest'
import type { Speaker } from '../ledger/ledger.ts'
import type { Decision } from '../ledger/statement.ts'
import { beginGroup, danil, leave, maria, joinByOrder, leaveByOrder } from '../ledger/testing/group-story.ts'
import { arkady, darya, elena, irina, raise, sign, viktor, type Story } from '../ledger/testing/story.ts'
import { tomskCity } from '../regulation/packs/tomsk-city.ts'
import { demonstrationFacts } from './demonstration.ts'
import { type PaperFacts, signedConsents } from './facts.ts'
import type { PaperKind } from './kinds.ts'
import { makePaper } from './make-paper.ts'
import { offerPapers } from './offers.ts'
import { paperText } from './paper.ts'

const requisites = {
	authority: 'Департамент',
	address: 'ул. Садовая, д. 1',
	site: '',
	place: 'г. Томск',
	headPost: 'Начальник'
}

function named({ personId, name }: Speaker) {
	const [familyName = '', givenName = '', patronymic = ''] = name.split(' ')
	return { id: personId, familyName, givenName, patronymic, post: 'Директор', organisation: 'Лицей № 2' }
}

function factsOf({ entries, ledger, facts: { today } }: Story): PaperFacts {
	return {
		...demonstrationFacts(tomskCity, requisites, 'https://tandem.example'),
		today,
		ledger: ledger(),
		entries,
		consents: signedConsents(entries, ledger()),
		people: [viktor, irina, darya, maria, danil, elena, arkady].map(named),
		curatorId: 'elena',
		headId: 'arkady',
		reader: { personId: 'elena', isStaff: true }
	}
}

function textOf(story: Story, kind: PaperKind, subjectId: string): string {
	const paper = makePaper(factsOf(story), { kind, subjectId })
	if (paper === null) throw new Error(`There is no ${kind}`)
	return paperText(paper).replaceAll('\u00a0', ' ')
}

const acquainted = (text: string) => text.slice(text.indexOf('ЛИСТ ОЗНАКОМЛЕНИЯ'))

it('[T42] the order on leaving names who left, who goes on, and all who sign', () => {
	const story = beginGroup()
	story.facts.today = '2026-10-05'
	const text = textOf(story, 'order-leave', leaveByOrder(story, 'darya'))
	expect(text).toContain('Считать Новикову Дарью Павловну, директора Лицея № 2, выбывшей из наставнической группы')
	expect(text).toContain('Последний день участия — 5 октября 2026 г.')
	expect(text).toContain('наставник — Ковалёв В. А., наставляемые — Лаптева И. С. и Полозова М. И.')
	expect(text).not.toContain('Установить форму')
	for (const name of ['Ковалёв', 'Лаптева', 'Полозова', 'Новикова']) expect(acquainted(text)).toContain(name)
})

it('[T42] whoever leaves asks the curator for it in their own name, and it is their paper alone', () => {
	const story = beginGroup()
	story.facts.today = '2026-10-05'
	story.sayAll([darya, leave('darya')])
	const decisionId = story.lastId()
	const text = textOf(story, 'petition-leave', decisionId)
	expect(text).toContain('от директора Лицея № 2\nНовиковой Д. П.')
	expect(text).toContain('Прошу прекратить моё участие в наставнической группе')
	expect(text).toContain('(наставник — Ковалёв В. А.)')
	expect(text).toContain('Обоснование: Перехожу в другую школу.')
	expect(text).toContain('Подписано в системе «Тандем»')
	const isOffered = (personId: string) =>
		offerPapers({ ...factsOf(story), reader: { personId, isStaff: false } }).some(
			(one) => 'choice' in one && one.choice.kind === 'petition-leave'
		)
	expect(['darya', 'irina', 'viktor'].map(isOffered)).toEqual([true, false, false])
})

it('[T13] the order that leaves one mentee sets the form they go on in', () => {
	const story = beginGroup(tomskCity, [irina, darya])
	const text = textOf(story, 'order-leave', leaveByOrder(story, 'darya', { forms: ['virtual'] }))
	expect(text).toContain('наставляемый — Лаптева И. С.')
	expect(text).toContain('Установить форму наставничества: виртуальная (дистанционная).')
})

it('[T40] the order on joining names the newcomer in the accusative, and the group with them', () => {
	const story = beginGroup()
	story.facts.today = '2026-10-05'
	const decisionId = joinByOrder(story, danil)
	leaveByOrder(story, 'irina')
	const text = textOf(story, 'order-join', decisionId)
	expect(text).toContain(
		'Включить с 5 октября 2026 г. Бахтина Данила Юрьевича, директора Лицея № 2, в наставническую группу'
	)
	expect(text).toContain('наставляемые — Лаптева И. С., Новикова Д. П., Полозова М. И. и Бахтин Д. Ю.')
	expect(acquainted(text)).toContain('Бахтин')
	// A signer need not read it once more; the others sign by hand, or state it in the system.
	expect(acquainted(text)).toMatch(/Ковалёв[^\n]*согласовано в системе «Тандем»/)
	expect(acquainted(text)).toMatch(/Новикова[^\n]*\t\t(?=\n|$)/)
})

it('[T40] a newcomer of whom nobody has said what they are and where is named, with room for it, and whoever prints is told', () => {
	const story = beginGroup()
	story.facts.today = '2026-10-05'
	const subjectId = joinByOrder(story, danil)
	const known = factsOf(story)
	const people = known.people.map((one) => (one.id === 'danil' ? { ...one, post: '', organisation: '' } : one))
	const paper = makePaper({ ...known, people }, { kind: 'order-join', subjectId })
	expect(paper && paperText(paper).replaceAll('\u00a0', ' ')).toMatch(
		/Включить с 5 октября 2026 г\. Бахтина Данила Юрьевича, _+, в/
	)
	expect(paper?.warnings).toContainEqual({ type: 'post', name: 'Бахтин Данил Юрьевич' })
})

it('[R11] [L3] the consents of whoever is to join are offered before they sign, as a mentee’s', () => {
	const story = beginGroup()
	story.sayAll([elena, raise({ type: 'join', menteeId: 'danil', mainRequest: 'Команда' })])
	const offered = offerPapers(factsOf(story)).flatMap((one) =>
		'choice' in one && one.people[0]?.id === 'danil' ? [one] : []
	)
	expect(offered.map(({ choice, former }) => [choice.kind, former])).toContainEqual(['consent-duties', null])
	expect(textOf(story, 'consent-duties', 'danil')).toContain('в качестве наставляемого')
})

it('[T13] the order that began the group keeps those it began with, and each change has an agreement of its own', () => {
	const story = beginGroup()
	const orderId = story.ledger().matters[0]?.id ?? ''
	const first = textOf(story, 'agreement', `${orderId}:viktor`)
	expect(first).toContain('Наставляемые: Лаптева Ирина Сергеевна, Новикова Дарья Павловна и Полозова Мария Ильинична.')
	expect(first).toContain('совместно с наставляемыми, помощь')
	story.facts.today = '2026-10-05'
	const leaveId = leaveByOrder(story, 'darya')
	const joinId = joinByOrder(story, danil)
	expect(textOf(story, 'order-pairs', orderId)).toContain('Новикова Дарья')
	expect(textOf(story, 'order-pairs', orderId)).not.toContain('Бахтин')
	const agreements = offerPapers(factsOf(story)).flatMap((one) =>
		'choice' in one && one.choice.kind === 'agreement' ? [[one.choice.subjectId, one.follows]] : []
	)
	expect(agreements).toEqual([
		[`${orderId}:viktor`, 'order-pairs'],
		[`${leaveId}:viktor`, 'order-leave'],
		[`${joinId}:viktor`, 'order-join']
	])
	expect(textOf(story, 'agreement', `${orderId}:viktor`)).toBe(first)
	const onLeaving = textOf(story, 'agreement', `${leaveId}:viktor`)
	expect(onLeaving).toContain('Изменение: из числа наставляемых выходит Новикова Дарья Павловна.')
	expect(onLeaving).not.toContain('Бахтин')
	const agreement = textOf(story, 'agreement', `${joinId}:viktor`)
	expect(agreement).toContain('на основании приказа о включении в наставническую группу заключили')
	expect(agreement).toContain('Изменение: в число наставляемых входит Бахтин Данил Юрьевич.')
	expect(agreement).toContain('Наставляемые: Лаптева Ирина Сергеевна, Полозова Мария Ильинична и Бахтин Данил Юрьевич')
	expect(agreement).toContain('вступает в силу с 5 октября 2026 г.')
})

it('the letter of thanks names whom the mentor has helped as a sentence does, each in the dative', () => {
	const helped = (...mentees: Speaker[]) => {
		const story = beginGroup(tomskCity, mentees)
		story.facts = { ...story.facts, today: '2026-10-01' }
		const closing = { type: 'closure', reasonId: 'participants', ground: 'Переезд', lastDay: null, conclusion: 'Итог' }
		story.sayAll([viktor, raise(closing as Extract<Decision, { type: 'closure' }>)])
		const decisionId = story.lastId()
		story.sayAll([elena, sign(decisionId)], [arkady, sign(decisionId)])
		return /Вы помогли (.*) преодолеть/.exec(textOf(story, 'letter', 'viktor'))?.[1]
	}
	expect(helped(irina, darya)).toBe('Лаптевой Ирине Сергеевне и Новиковой Дарье Павловне')
	expect(helped(irina, darya, maria)).toBe(
		'Лаптевой Ирине Сергеевне, Новиковой Дарье Павловне и Полозовой Марии Ильиничне'
	)
})

it('[T35] a petition of the mentor of a group names whose mentor they were, each in the genitive', () => {
	const story = beginGroup()
	story.sayAll([viktor, raise({ type: 'release', mentorId: 'viktor', ground: 'Переезд' })])
	expect(textOf(story, 'petition-release', story.lastId())).toContain(
		'от обязанностей наставника Лаптевой Ирины Сергеевны, Новиковой Дарьи Павловны и Полозовой Марии Ильиничны по'
	)
})

it('[T41] a group is spoken of in the plural wherever it is named', () => {
	const story = beginGroup()
	const group = 'наставляемые — Лаптева И. С., Новикова Д. П. и Полозова М. И.'
	story.sayAll([irina, raise({ type: 'extend', termMonths: 30, ground: 'Долгая болезнь' })])
	const extendId = story.lastId()
	story.sayAll([irina, raise({ type: 'change', what: 'Две стажировки', forms: null, ground: 'Нужна практика' })])
	const changeId = story.lastId()
	story.sayAll([
		viktor,
		raise({ type: 'closure', reasonId: 'participants', ground: 'Переезд', lastDay: null, conclusion: 'Итог' })
	])
	const closureId = story.lastId()
	story.sayAll([elena, sign(closureId)], [arkady, sign(closureId)])
	expect(textOf(story, 'order-closure', closureId)).toContain(`(наставник — Ковалёв В. А., ${group})`)
	// The closure has superseded the open petitions; the papers were made before it.
	const before = {
		...story,
		ledger: () => ({
			...story.ledger(),
			matters: story.ledger().matters.map((one) => ({ ...one, outcome: 'open' as const }))
		})
	}
	expect(textOf(before, 'order-extend', extendId)).toContain(`(наставник — Ковалёв В. А., ${group})`)
	const change = textOf(before, 'order-change', changeId)
	expect(change).toContain('Наставнику и наставляемым представить')
	expect(textOf(before, 'petition-change', changeId)).toContain(
		'Наставляемые: Лаптева Ирина Сергеевна, директор Лицея № 2; Новикова Дарья Павловна, директор Лицея № 2;'
	)
})
