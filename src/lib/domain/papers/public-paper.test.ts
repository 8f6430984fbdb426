import { describe, expect, it } from 'vitest'
import { tomskCity } from '../regulation/packs/tomsk-city.ts'
import { arkady, beginByOrder, beginStory, elena, irina, raise, sign, viktor } from '../ledger/testing/story.ts'
import { readPublicPaper } from './public-paper.ts'

function begin() {
	const story = beginStory(tomskCity)
	beginByOrder(story)
	const order = story.ledger().matters[0]
	if (order === undefined) throw new Error('There is no order')
	return { story, order }
}

describe('what everybody may know of a paper', () => {
	it('is the offices that signed the order, and that it is in force', () => {
		const { story, order } = begin()
		const paper = readPublicPaper(story.ledger(), order.id)
		expect(paper).toMatchObject({ kind: 'order-pairs', status: 'in-force', since: null, edition: null })
		expect(paper?.approvals.map(({ role }) => role)).toEqual(order.signatories)
		expect(JSON.stringify(paper)).not.toMatch(/viktor|irina|elena|arkady|[А-Яа-я]/)
	})

	it('is nothing before the last signature, and nothing of entries without a paper', () => {
		const { story } = begin()
		story.sayAll([irina, raise({ type: 'extend', termMonths: 30, ground: 'Болезнь' })])
		const id = story.lastId()
		expect(readPublicPaper(story.ledger(), id)).toBeNull()
		for (const person of [viktor, elena, arkady]) story.sayAll([person, sign(id)])
		expect(readPublicPaper(story.ledger(), id)).toMatchObject({ kind: 'order-extend', status: 'in-force' })
		expect(readPublicPaper(story.ledger(), story.ledger().request?.id ?? '')).toBeNull()
		expect(readPublicPaper(story.ledger(), 'nothing')).toBeNull()
	})

	it('says of an earlier edition that a newer one has replaced it', () => {
		const { story } = begin()
		const [first, second] = ['1', '2'].map((digit) => {
			const hash = digit.repeat(64)
			story.facts = { ...story.facts, planHash: hash }
			story.sayAll([viktor, raise({ type: 'edition', hash })])
			const id = story.lastId()
			for (const person of [irina, elena, arkady]) story.say(person, sign(id))
			return id
		})
		const ledger = story.ledger()
		expect(readPublicPaper(ledger, first ?? '')).toMatchObject({
			status: 'replaced',
			edition: { number: 1, digits: '11111111' }
		})
		expect(readPublicPaper(ledger, second ?? '')).toMatchObject({
			status: 'in-force',
			edition: { number: 2, digits: '22222222' }
		})
	})

	it('says of an order that it has ended with the programme, and on which day', () => {
		const { story, order } = begin()
		const closure = { reasonId: 'fulfilled', lastDay: '2026-12-01', conclusion: 'Готово', matterId: 'closure' }
		const ledger = { ...story.ledger(), phase: 'closed' as const, closure }
		expect(readPublicPaper(ledger, order.id)).toMatchObject({ status: 'ended', since: '2026-12-01' })
	})

	it('says of an order on pairs that it has ended when its mentor has left and the programme goes on', () => {
		const { story, order } = begin()
		const members = story.ledger().members.map((one) => (one.role === 'mentor' ? { ...one, until: '2026-11-01' } : one))
		const paper = readPublicPaper({ ...story.ledger(), members }, order.id)
		expect(paper).toMatchObject({ status: 'ended', since: '2026-11-01' })
	})

	it('says whether a report was accepted, returned or submitted again', () => {
		const { story } = begin()
		const report = {
			id: 'r1',
			mentorId: 'viktor',
			reportId: 'half',
			dueOn: '2026-12-01',
			on: '2026-12-01',
			insteadOf: null
		}
		const by = { personId: 'elena', name: 'Елена', role: 'curator' as const }
		const statusWith = (answer: { by: typeof by; on: string; remarks: string | null } | null, again = false) => {
			const reports = [
				{ ...report, answer },
				...(again ? [{ ...report, id: 'r2', insteadOf: 'r1', answer: null }] : [])
			]
			return readPublicPaper({ ...story.ledger(), reports }, 'r1')
		}
		expect(statusWith(null)).toMatchObject({ kind: 'report', status: 'submitted', approvals: [] })
		expect(statusWith({ by, on: '2026-12-03', remarks: null })).toMatchObject({
			status: 'accepted',
			approvals: [{ role: 'curator', at: '2026-12-03' }]
		})
		expect(statusWith({ by, on: '2026-12-03', remarks: 'Нет выводов' })).toMatchObject({
			status: 'returned',
			approvals: []
		})
		expect(statusWith({ by, on: '2026-12-03', remarks: 'Нет выводов' }, true)).toMatchObject({ status: 'replaced' })
		const result = { activityId: 'a1', title: 'Информационная справка' }
		const ledger = { ...story.ledger(), reports: [{ ...report, result, answer: null }] }
		expect(readPublicPaper(ledger, 'r1')).toMatchObject({ kind: 'stage-result' })
	})
})
