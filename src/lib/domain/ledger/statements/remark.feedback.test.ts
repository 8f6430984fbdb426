/** What the mentees write at the end of their programme. */
import { describe, expect, it } from 'vitest'
import { TEXT_LETTERS } from '../../text.ts'
import { awaitedFrom } from '../awaiting.ts'
import { chronicleOf, readableEntry } from '../chronicle.ts'
import type { Speaker } from '../ledger.ts'
import { commandSchema, type Statement } from '../statement.ts'
import { beginGroup, leaveByOrder, maria } from '../testing/group-story.ts'
import {
	arkady,
	beginByOrder,
	beginStory,
	darya,
	elena,
	giveConsents,
	irina,
	oleg,
	raise,
	sign,
	viktor,
	type Story
} from '../testing/story.ts'
import { offersTo } from './all.ts'

type Feedback = Extract<Statement, { type: 'feedback' }>

const feedback = (given: Partial<Feedback> = {}): Feedback => ({
	type: 'feedback',
	achieved: 'Завучи работают по общему плану',
	notAchieved: 'Сайт не обновлён',
	helped: 'Стажировка в лицее',
	...given
})
const notEnding = { reason: 'not-ending' }
const notYours = { reason: 'not-your-programme' }

function begun(): Story {
	const story = beginStory()
	beginByOrder(story)
	return story
}

function raiseClosure(story: Story): string {
	story.sayAll([
		elena,
		raise({ type: 'closure', reasonId: 'curator', ground: 'Итог', lastDay: null, conclusion: 'Завершена' })
	])
	return story.lastId()
}

function close(story: Story): void {
	story.sayAll([arkady, sign(raiseClosure(story))])
}

const achieved = (story: Story) => story.ledger().feedback.map((one) => [one.by.personId, one.achieved])
const isOffered = (story: Story, by: Speaker) =>
	offersTo(story.ledger(), by, story.facts).filter(({ type }) => type === 'feedback')

describe('feedback', () => {
	it('is written by Irina once a closure is raised, and changed after it; only the newest counts', () => {
		const story = begun()
		expect(story.say(irina, feedback())).toEqual(notEnding)
		expect(isOffered(story, irina)).toEqual([])
		const closureId = raiseClosure(story)
		expect(isOffered(story, irina)).toEqual([{ type: 'feedback', isFirst: true }])
		story.sayAll([irina, feedback()])
		const firstId = story.lastId()
		story.sayAll([arkady, sign(closureId)])
		expect(story.ledger().phase).toBe('closed')
		expect(isOffered(story, irina)).toEqual([{ type: 'feedback', isFirst: false }])
		story.sayAll([irina, feedback({ achieved: 'Всё', notAchieved: null })])
		expect(story.ledger().feedback).toMatchObject([
			{ id: story.lastId(), by: irina, achieved: 'Всё', notAchieved: null, helped: 'Стажировка в лицее' }
		])
		const statuses = chronicleOf(story.ledger(), story.entries).flatMap((item) =>
			item.type === 'statement' && item.entry.statement.type === 'feedback' ? [[item.entry.id, item.status]] : []
		)
		expect(statuses).toEqual([
			[story.lastId(), 'holds'],
			[firstId, 'superseded']
		])
	})

	it('is written under a notice, too, until its last day and later', () => {
		const story = begun()
		const notice = { type: 'closure', reasonId: 'early-refusal', ground: null, lastDay: '2026-09-10' } as const
		story.sayAll([viktor, raise({ ...notice, conclusion: 'Половина' })])
		expect(story.say(irina, feedback())).toBeNull()
		story.facts.today = '2026-09-20'
		expect(story.ledger().phase).toBe('closed')
		expect(story.say(irina, feedback({ achieved: 'Половина плана' }))).toBeNull()
		expect(achieved(story)).toEqual([['irina', 'Половина плана']])
	})

	it('stays when the closure is declined, and is not changed until another is raised', () => {
		const story = begun()
		const closureId = raiseClosure(story)
		story.sayAll([irina, feedback()], [arkady, { type: 'decline', matterId: closureId, ground: 'Рано' }])
		expect(story.say(irina, feedback({ achieved: 'Ничего' }))).toEqual(notEnding)
		expect(achieved(story)).toEqual([['irina', 'Завучи работают по общему плану']])
	})

	it.each([
		['the mentor', viktor, { reason: 'not-your-role' }],
		['the curator', elena, { reason: 'not-your-role' }],
		['the head', arkady, { reason: 'not-your-role' }],
		['the mentor of another programme', oleg, { reason: 'not-your-role' }],
		['the mentee of another programme', darya, notYours]
	])('is not written by %s', (_, by, refusal) => {
		const story = begun()
		const closureId = raiseClosure(story)
		expect(story.say(by, feedback())).toEqual(refusal)
		story.sayAll([arkady, sign(closureId)])
		expect(story.say(by, feedback())).toEqual(refusal)
		expect(isOffered(story, by)).toEqual([])
	})

	it('is nobody’s before the order, nor of a request that was withdrawn', () => {
		const story = beginStory()
		giveConsents(story)
		expect(story.say(irina, feedback())).toEqual({ reason: 'wrong-phase', phase: 'proposed' })
		story.sayAll([irina, { type: 'withdraw-request', ground: 'Передумала' }])
		expect(story.say(irina, feedback())).toEqual({ reason: 'wrong-phase', phase: 'closed' })
	})

	it('is each mentee’s own in a group, but not of Maria, who has left it, nor of Darya while she is shut out', () => {
		const story = beginGroup()
		story.facts.today = '2026-10-01'
		leaveByOrder(story, 'maria')
		story.facts.today = '2026-11-01'
		const closureId = raiseClosure(story)
		expect(story.say(maria, feedback())).toEqual(notYours)
		story.sayAll([irina, feedback()], [darya, feedback({ achieved: 'Наблюдение уроков' })])
		story.sayAll([elena, { type: 'suspend', personId: 'darya' }])
		expect(story.say(darya, feedback())).toEqual(notYours)
		story.sayAll([arkady, sign(closureId)])
		for (const gone of [maria, darya]) {
			expect(story.say(gone, feedback())).toEqual(notYours)
			expect(isOffered(story, gone)).toEqual([])
		}
		story.sayAll([irina, feedback({ achieved: 'Общий план' })])
		expect(achieved(story)).toEqual([
			['darya', 'Наблюдение уроков'],
			['irina', 'Общий план']
		])
	})

	it('is read by its writer, the mentor and staff, and not by the other mentees of the group', () => {
		const story = beginGroup()
		raiseClosure(story)
		story.sayAll([irina, feedback()])
		const entry = story.entries.at(-1)
		const readAs = (personId: string, isStaff: boolean, isMentee: boolean) =>
			entry && readableEntry(entry, { personId, isStaff, isMentee, until: null, ownIds: [] })
		expect(readAs('irina', false, true)).toEqual(entry)
		expect(readAs('viktor', false, false)).toEqual(entry)
		expect(readAs('elena', true, false)).toEqual(entry)
		expect(readAs('darya', false, true)).toBeNull()
	})

	it('is awaited from nobody', () => {
		const story = begun()
		close(story)
		const known = { until: '2027-01-01', stages: [] }
		const awaited = awaitedFrom(story.ledger(), story.facts.regulation, irina, known)
		expect(awaited.map(({ type }) => type)).not.toContain('feedback')
	})

	it('needs one of the three, within the length of every text', () => {
		const isRead = (statement: object) =>
			commandSchema.safeParse({
				id: 'c1',
				programId: 'p',
				role: 'mentee',
				saidAt: '2026-09-01T08:00:00.000Z',
				statement
			}).success
		expect(isRead(feedback({ achieved: null, notAchieved: null }))).toBe(true)
		expect(isRead(feedback({ achieved: null, notAchieved: null, helped: null }))).toBe(false)
		expect(isRead(feedback({ helped: ' \n' }))).toBe(false)
		expect(isRead(feedback({ helped: 'а'.repeat(TEXT_LETTERS) }))).toBe(true)
		expect(isRead(feedback({ helped: 'а'.repeat(TEXT_LETTERS + 1) }))).toBe(false)
		expect(isRead({ type: 'feedback', achieved: 'Всё' })).toBe(false)
		expect(isRead({ ...feedback(), mark: 5 })).toBe(false)
	})
})
