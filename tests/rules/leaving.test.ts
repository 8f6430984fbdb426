/** Mentoring is voluntary: under every regulation, each side of a pair may leave, and the way leads to the end. */
import { describe, expect, it } from 'vitest'
import { offersTo } from '#domain/ledger/statements/all.ts'
import type { Speaker } from '#domain/ledger/ledger.ts'
import { activeIn } from '#domain/ledger/testing/pair.ts'
import {
	arkady,
	darya,
	elena,
	irina,
	raise,
	requisites,
	sign,
	viktor,
	type Story
} from '#domain/ledger/testing/story.ts'
import { offerPapers } from '#domain/papers/offers.ts'
import { makePaper } from '#domain/papers/make-paper.ts'
import { paperText } from '#domain/papers/paper.ts'
import { demonstrationFacts } from '#domain/papers/demonstration.ts'
import { regulations } from '#domain/regulation/packs/all.ts'
import { dinskoy } from '#domain/regulation/packs/dinskoy.ts'
import { divnogorsk } from '#domain/regulation/packs/divnogorsk.ts'
import { surgut } from '#domain/regulation/packs/surgut.ts'
import { tomskCity } from '#domain/regulation/packs/tomsk-city.ts'
import { tomskRegion } from '#domain/regulation/packs/tomsk-region.ts'
import type { Regulation, Relation } from '#domain/regulation/schema.ts'

/** Friday; three working days later is Wednesday, the 25th. */
const today = '2026-11-20'
const wednesday = '2026-11-25'

interface Way {
	regulation: Regulation
	relation: Relation
	by: Speaker
	reasonId: string
	/** Null: it takes effect with the signatures of curator and head. */
	lastDay: string | null
	source: string | null
	papers: string[]
}

const way = (
	regulation: Regulation,
	relation: Relation,
	by: Speaker,
	[reasonId, source, lastDay]: [string, string | null, string | null]
): Way => {
	const own = lastDay === null ? [] : reasonId === 'own-wish' ? ['statement'] : ['notice']
	return { regulation, relation, by, reasonId, source, lastDay, papers: [...own, 'order-closure'] }
}

const ways: readonly Way[] = [
	way(tomskCity, 'head-head', viktor, ['participants', 'T42', null]),
	way(tomskCity, 'head-head', viktor, ['early-refusal', 'L1', wednesday]),
	way(tomskCity, 'head-head', irina, ['participants', 'T42', null]),
	way(surgut, 'teacher-teacher', viktor, ['early-refusal', 'L1', wednesday]),
	way(surgut, 'teacher-teacher', irina, ['own-wish', 'S14', wednesday]),
	way(surgut, 'employer-student', irina, ['own-wish', 'S14', today]),
	way(dinskoy, 'head-team', viktor, ['early-refusal', 'L1', wednesday]),
	way(dinskoy, 'head-team', irina, ['own-wish', 'D6', wednesday]),
	way(divnogorsk, 'teacher-teacher', viktor, ['early-refusal', 'L1', wednesday]),
	way(divnogorsk, 'teacher-teacher', irina, ['own-wish', null, wednesday]),
	way(tomskRegion, 'pupil-pupil', viktor, ['own-wish', null, today]),
	way(tomskRegion, 'pupil-pupil', irina, ['own-wish', null, today]),
	way(tomskRegion, 'student-student', viktor, ['own-wish', null, today]),
	way(tomskRegion, 'teacher-pupil', viktor, ['early-refusal', 'L1', wednesday]),
	way(tomskRegion, 'teacher-pupil', irina, ['own-wish', null, today]),
	way(tomskRegion, 'teacher-teacher', irina, ['own-wish', null, wednesday])
]

function begin({ regulation, relation }: Pick<Way, 'regulation' | 'relation'>): Story {
	return activeIn(regulation, { today, proposal: { relation }, order: { startsOn: today } })
}

function offeredReasons(story: Story, by: Speaker): string[] {
	const { regulation } = story.facts
	return offersTo(story.ledger(), by, { regulation, today }).flatMap((offer) =>
		offer.type === 'closure' ? offer.reasons.map(({ id }) => id) : []
	)
}

it('[S14] [D6] the table has both sides of a pair under every regulation', () => {
	for (const regulation of regulations) {
		for (const role of ['mentor', 'mentee']) {
			expect(ways.some((one) => one.regulation === regulation && one.by.role === role)).toBe(true)
		}
	}
})

describe.each(ways.map((one) => [one.regulation.id, one.relation, one.by.name, one.reasonId, one] as const))(
	'[S14] [D6] under %s (%s), %s leaves: %s',
	(_id, _relation, _name, reasonId, given) => {
		const { regulation, by, lastDay, source } = given
		const leave = raise({ type: 'closure', reasonId, ground: 'Переезд', lastDay, conclusion: 'Половина плана' })

		it('it is offered on the page, with its source', () => {
			expect(offeredReasons(begin(given), by)).toContain(reasonId)
			const reason = regulation.completion.find(({ id }) => id === reasonId)
			expect(reason?.source?.rule ?? null).toBe(source)
		})

		it('it ends the programme, and curator and head record it', () => {
			const story = begin(given)
			story.sayAll([by, leave])
			const id = story.lastId()
			if (lastDay !== null) {
				for (const staff of [elena, arkady]) {
					const decline = { type: 'decline', matterId: id, ground: 'Некем заменить' } as const
					expect(story.say(staff, decline)).toEqual({ reason: 'notice-stands' })
				}
				expect(story.ledger().phase).toBe(lastDay === today ? 'closed' : 'active')
				story.facts.today = '2026-11-26'
			}
			story.sayAll([elena, sign(id)], [arkady, sign(id)])
			const ledger = story.ledger()
			expect(ledger).toMatchObject({ phase: 'closed', closure: { reasonId, lastDay: lastDay ?? today, matterId: id } })
			expect(ledger.matters.find((one) => one.id === id)?.outcome).toBe('in-force')
			expect(ledger.members.every(({ until }) => until === (lastDay ?? today))).toBe(true)
		})

		it('its papers can be printed', () => {
			const story = begin(given)
			story.sayAll([by, leave])
			const id = story.lastId()
			story.sayAll([elena, sign(id)], [arkady, sign(id)])
			const shown = demonstrationFacts(regulation, requisites, 'https://tandem.example')
			const people = [viktor, irina, darya, elena, arkady].map(({ personId, name }) => {
				const [familyName = '', givenName = '', patronymic = ''] = name.split(' ')
				return { id: personId, familyName, givenName, patronymic, post: 'Учитель', organisation: 'Школа № 4' }
			})
			const facts = { ...shown, ledger: story.ledger(), people, curatorId: 'elena', headId: 'arkady', today }
			const papers = offerPapers(facts).flatMap((one) =>
				'choice' in one && one.choice.subjectId === id ? [one.choice] : []
			)
			expect(papers.map(({ kind }) => kind)).toEqual(given.papers)
			const texts = papers.map((choice) => paperText(makePaper(facts, choice)!))
			for (const text of texts) expect(text).toContain('Переезд')
			if (papers[0]?.kind === 'statement') {
				expect(texts[0]).toContain('Прекращаю по собственному желанию участие')
				expect(texts[0]).not.toContain('351.8')
				expect(texts[0]).not.toContain('Уведомление')
				expect(texts[1]).toMatch(/Основание: заявление настав(ника|ляемого) от/)
			}
		})
	}
)

describe('[L1] the notice of the law', () => {
	const notice = {
		type: 'closure',
		reasonId: 'early-refusal',
		ground: null,
		lastDay: wednesday,
		conclusion: 'Итог'
	} as const
	const give = (relation: Relation, by: Speaker, regulation = tomskRegion) =>
		begin({ regulation, relation }).say(by, raise(notice))

	it.each([
		['the mentor', viktor, null],
		['the head, for the employer', arkady, null],
		['the curator, who is no employer', elena, { reason: 'not-your-role' }],
		['the mentee, who is no side of the contract', irina, { reason: 'not-your-role' }]
	])('is given by a side of the contract: %s', (_, by, refusal) => {
		expect(give('teacher-pupil', by)).toEqual(refusal)
		expect(offeredReasons(begin({ regulation: tomskRegion, relation: 'teacher-pupil' }), by)).toEqual(
			refusal === null ? expect.arrayContaining(['early-refusal']) : expect.not.arrayContaining(['early-refusal'])
		)
	})

	it('is nobody’s where pupils mentor pupils: there is no contract', () => {
		for (const by of [viktor, irina, elena, arkady]) {
			expect(give('pupil-pupil', by)).toEqual({ reason: 'not-your-role' })
		}
	})
})

it('[S14] Irina of two mentees asks to leave, and does not end Darya’s programme', () => {
	const story = activeIn(surgut, {
		today,
		request: { menteeIds: ['irina', 'darya'] },
		proposal: { forms: ['group'] },
		order: { startsOn: today }
	})
	const statement = {
		type: 'closure',
		reasonId: 'own-wish',
		ground: null,
		lastDay: wednesday,
		conclusion: 'Итог'
	} as const
	expect(story.say(irina, raise(statement))).toEqual({ reason: 'others-go-on' })
	expect(offeredReasons(story, irina)).not.toContain('own-wish')
	expect(offersTo(story.ledger(), irina, { regulation: surgut, today })).toContainEqual({
		type: 'leave',
		menteeIds: ['irina']
	})
})
