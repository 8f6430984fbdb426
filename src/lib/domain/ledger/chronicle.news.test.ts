/** Who sees news about the answers of others, and until when. */
import { describe, expect, it } from 'vitest'
import type { Ledger, Speaker } from './ledger.ts'
import { consultantIds, newsTo, selectCurrentNews } from './chronicle.ts'
import type { Decision, Statement } from './statement.ts'
import {
	asked,
	beginPlaceless,
	beginWith,
	galina,
	pass,
	refer,
	take,
	toMentor,
	withdraw
} from './testing/consultation-story.ts'
import {
	arkady,
	beginStory,
	darya,
	elena,
	irina,
	oleg,
	orderFor,
	raise,
	sign,
	giveConsents,
	beginByOrder,
	viktor,
	type Story
} from './testing/story.ts'

const nameOf = (personId: string) => [viktor, oleg].find((one) => one.personId === personId)?.name ?? ''
const newsFor = (story: Story, by: Speaker) => newsTo(story.ledger(), by.personId, nameOf)
/** The people who see any news. */
const readers = (story: Story) =>
	[viktor, oleg, irina, darya, elena, arkady]
		.filter((by) => newsFor(story, by).length > 0)
		.map(({ personId }) => personId)
const decline = (decisionId: string) => ({ type: 'decline' as const, matterId: decisionId, ground: 'Успеем в срок' })

const extend: Decision = { type: 'extend', termMonths: 30, ground: 'Отпуск' }
const change: Decision = { type: 'change', what: 'Две стажировки', forms: null, ground: 'Запрос' }
const release: Decision = { type: 'release', mentorId: 'viktor', ground: 'Переезд' }
const replace: Decision = { type: 'replace', mentorId: 'viktor', ground: 'Далеко' }

function begin(): Story {
	const story = beginStory()
	beginByOrder(story)
	return story
}

/** The id of a decision that one person raised and another declined. */
function declined(story: Story, decision: Decision, [by, ...signers]: readonly Speaker[], against: Speaker): string {
	story.sayAll([by ?? irina, raise(decision)])
	const decisionId = story.lastId()
	story.sayAll(...signers.map((one): [Speaker, Statement] => [one, sign(decisionId)]), [against, decline(decisionId)])
	return decisionId
}

describe('[D18] the answer to a consultation', () => {
	it('is told to Ирина, who has asked, once Виктор has appointed its day, and to nobody else', () => {
		const story = beginWith(viktor)
		const id = asked(story)
		expect(readers(story)).toEqual([])
		story.sayAll([viktor, take(id)])
		expect(readers(story)).toEqual(['irina'])
		const about = 'Как читать результаты ВПР'
		expect(newsFor(story, irina)).toEqual([
			{ type: 'consultation-taken', id: `${id} 2026-09-01T08:00:00.000Z`, about, on: '2026-09-20', until: '2026-10-11' }
		])
	})

	it('that Виктор passed on is told once somebody is named: a mentor of the bank by their name, anybody else as written', () => {
		const story = beginWith(viktor)
		const [first, second] = [asked(story), asked(story, darya)]
		const about = 'Как читать результаты ВПР'
		story.sayAll([viktor, pass(first)], [viktor, pass(second)])
		expect(readers(story)).toEqual([])
		story.sayAll([elena, refer(first, toMentor('oleg'))])
		story.sayAll([elena, refer(second, { on: '2026-09-25' })])
		expect(newsFor(story, irina)).toMatchObject([
			{
				type: 'consultation-referred',
				id: `${first} 2026-09-01T08:00:00.000Z`,
				consultant: oleg.name,
				on: null,
				until: '2026-09-22'
			}
		])
		expect(newsFor(story, darya)).toMatchObject([{ about, consultant: 'Методист центра', until: '2026-10-16' }])
		expect(readers(story)).toEqual(['irina', 'darya'])
		expect(consultantIds(story.ledger())).toEqual(['oleg'])
	})

	it('is news to Ирина once more when Галина adds where Олег will consult her, for three weeks from then', () => {
		const { consultationId: id, before, placedBy } = beginPlaceless('2026-09-05')
		const of = (ledger: Ledger) => newsTo(ledger, 'irina', nameOf)
		const news = { type: 'consultation-referred', about: 'Как читать результаты ВПР', consultant: oleg.name }
		const on = '2026-09-05'
		expect(of(before)).toEqual([{ ...news, id: `${id} 2026-09-01T08:00:00.000Z`, on, until: '2026-09-26' }])
		const placed = placedBy(galina, '2026-09-06')
		expect(of(placed)).toEqual([{ ...news, id: `${id} 2026-09-06T08:00:00.000Z`, on, until: '2026-09-27' }])
	})

	it('is none where the request was taken back', () => {
		const story = beginWith(viktor)
		story.sayAll([irina, withdraw(asked(story))])
		expect(readers(story)).toEqual([])
	})
})

describe('[T44] the refusal of a petition', () => {
	it.each<[string, Decision, Speaker, Speaker]>([
		['to extend', extend, irina, viktor],
		['to change what is in it', change, viktor, irina],
		['to lay down the duties', release, viktor, elena],
		['for another mentor', replace, irina, elena],
		['of the curator’s', extend, elena, viktor]
	])('%s is told to who has raised it, with its ground', (_, decision, by, against) => {
		const story = begin()
		const id = declined(story, decision, [by], against)
		const news = {
			type: 'declined',
			id,
			matter: decision.type,
			ground: 'Успеем в срок',
			until: '2026-09-22',
			by: against.name
		}
		expect(newsFor(story, by)).toEqual([news])
		expect(readers(story)).toEqual([by.personId])
	})

	it('is told without a name where the state was kept before it said who declines', () => {
		const story = begin()
		const id = declined(story, extend, [irina], viktor)
		const ledger = story.ledger()
		const decisions = ledger.matters.map(({ decline: _, ...raised }) => raised)
		const [news] = newsTo({ ...ledger, matters: decisions }, 'irina', nameOf)
		expect(news).toEqual({ type: 'declined', id, matter: 'extend', ground: 'Успеем в срок', until: '2026-09-22' })
	})

	it('is told to those who had signed it, too', () => {
		const story = begin()
		declined(story, extend, [irina, viktor, elena], arkady)
		expect(readers(story)).toEqual(['viktor', 'irina', 'elena'])
	})

	it('is nobody’s news while it waits, nor once it was taken back', () => {
		const story = begin()
		story.sayAll([irina, raise(extend)])
		expect(readers(story)).toEqual([])
		story.sayAll([irina, { type: 'withdraw-matter', matterId: story.lastId() }])
		expect(readers(story)).toEqual([])
	})

	it('is told no more once the same is raised anew; what else is raised changes nothing', () => {
		const story = begin()
		declined(story, extend, [irina], viktor)
		story.sayAll([irina, raise(replace)])
		expect(newsFor(story, irina)).toHaveLength(1)
		story.sayAll([viktor, raise(extend)])
		expect(newsFor(story, irina)).toEqual([])
	})

	it('of an order is told by the step it sets back', () => {
		const story = beginStory()
		giveConsents(story)
		story.sayAll([elena, raise(orderFor(story.ledger().proposal?.id ?? ''))])
		story.sayAll([arkady, decline(story.lastId())])
		expect(readers(story)).toEqual([])
		story.sayAll([elena, raise(orderFor(story.ledger().proposal?.id ?? ''))])
		story.sayAll([arkady, sign(story.lastId())])
		expect(readers(story)).toEqual([])
	})

	it('is told no more once the programme is closed', () => {
		const story = begin()
		declined(story, extend, [irina], viktor)
		const closure = { type: 'closure', reasonId: 'curator', lastDay: null, conclusion: 'Половина' } as const
		story.sayAll([elena, raise({ ...closure, ground: 'Школа закрыта' })])
		story.sayAll([arkady, sign(story.lastId())])
		expect(readers(story)).toEqual([])
	})
})

it.each([
	['2026-09-22', 1],
	['2026-09-23', 0]
])('what was answered on 1 September is told for three weeks: on %s %i', (today, count) => {
	const story = begin()
	declined(story, extend, [irina], viktor)
	expect(selectCurrentNews(newsFor(story, irina), today)).toHaveLength(count)
})

describe('[L1] a notice of an early end', () => {
	const closure = { type: 'closure', ground: null, conclusion: 'Отказ', lastDay: '2026-11-25' } as const
	const notice = raise({ ...closure, reasonId: 'early-refusal' })
	const giveNotice = (by: Speaker) => {
		const story = begin()
		story.facts.today = '2026-11-20'
		story.sayAll([by, notice])
		return story
	}

	it('is news for the mentee, with the last day, until it is over or taken back', () => {
		const story = giveNotice(viktor)
		const id = story.lastId()
		const lastDay = '2026-11-25'
		const news = { type: 'notice', id, until: lastDay, lastDay, by: viktor.name, isDeparture: false }
		expect(newsFor(story, irina)).toEqual([news])
		expect(newsTo({ ...story.ledger(), relation: 'student-pupil' }, 'irina', nameOf)).toEqual([
			{ ...news, isDeparture: true }
		])
		expect(readers(story)).toEqual(['irina'])
		story.sayAll([elena, sign(id)], [arkady, sign(id)])
		expect(newsFor(story, irina)).toEqual([news])
		story.facts.today = '2026-11-26'
		expect(readers(story)).toEqual([])
	})

	it('that the employer gives is news for both, and no news once it is taken back', () => {
		const story = giveNotice(arkady)
		expect(readers(story)).toEqual(['viktor', 'irina'])
		const other = giveNotice(viktor)
		other.sayAll([viktor, { type: 'withdraw-matter', matterId: other.lastId() }])
		expect(readers(other)).toEqual([])
	})
})
