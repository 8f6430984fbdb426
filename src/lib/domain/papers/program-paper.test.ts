/** The programme as a paper, under every regulation, against the plan that it is made of. */
import { describe, expect, it } from 'vitest'
import type { RaisedDecision } from '../ledger/ledger.ts'
import { readActivities } from '../plan/activity.ts'
import { editActivity, editStage, markActivity } from '../plan/edit.ts'
import { addProfileItem } from '../plan/position.ts'
import { readStages } from '../plan/stage.ts'
import { regulations } from '../regulation/packs/all.ts'
import { demonstrationFacts } from './demonstration.ts'
import { makePaper } from './make-paper.ts'
import { offerPapers } from './offers.ts'
import { type Paper, paperText } from './paper.ts'
import { irina, planUnder, requisites, withEdition } from './testing/edition.ts'

const plain = (paper: Paper | null) => (paper === null ? '' : paperText(paper).replaceAll('\u00a0', ' '))

describe.each(regulations.map((regulation) => [regulation.id, regulation] as const))(
	'[T9] [S10] %s',
	(_, regulation) => {
		const facts = withEdition(demonstrationFacts(regulation, requisites, 'https://tandem.example'), 'in-force')
		const plan = planUnder(regulation)
		const paper = makePaper(facts, { kind: 'program', subjectId: 'edition' }, plan)
		const text = plain(paper)

		it('has the basis of the programme, who approves it, and no gap that the facts can fill', () => {
			for (const words of [
				'УТВЕРЖДАЮ',
				'Пояснительная записка',
				'Уверенно вести школу',
				'Финансы и закупки',
				'План мероприятий'
			]) {
				expect(text).toContain(words)
			}
			expect(text).toContain('Срок реализации: с 15.09.2026 по 14.09.2027 (12 месяцев)')
			expect(text).toContain(facts.ledger.request?.mainRequest ?? 'nobody asked')
			expect(text).not.toMatch(/[{}]|undefined|null|NaN| {2}|\.\.|, ,/)
			expect(paper?.warnings).toEqual([])
		})

		it('lists every activity of the plan once, under its stage, with its number', () => {
			const table = paper?.blocks.findLast((block) => block.type === 'table')
			if (table?.type !== 'table') throw new Error('No table')
			const rows = table.rows.map((cells) => cells.map((cell) => cell.replaceAll('\u00a0', ' ')))
			const listed = rows.filter((cells) => cells.length > 1)
			expect(listed.map(([, title]) => title)).toEqual(
				readStages(plan).flatMap(({ id }) =>
					readActivities(plan)
						.filter(({ stageId }) => stageId === id)
						.map(({ title }) => title.replaceAll('\u00a0', ' '))
				)
			)
			expect(rows.filter((cells) => cells.length === 1)).toHaveLength(readStages(plan).length)
			expect(listed.every(([number]) => number !== '')).toBe(true)
			expect(table.columns.reduce((sum, { share }) => sum + share, 0)).toBe(100)
		})
	}
)

const [regulation] = regulations
if (regulation === undefined) throw new Error('There are no regulations')
const facts = demonstrationFacts(regulation, requisites, 'https://tandem.example')

it('Irina and Viktor get it as a draft while it is being signed, and as approved afterwards, with the mark of its edition', () => {
	const plan = planUnder(regulation)
	const readAs = (personId: string, outcome: RaisedDecision['outcome']) => {
		const theirs = withEdition({ ...facts, reader: { personId, isStaff: false } }, outcome)
		const offer = offerPapers(theirs).find((one) => 'choice' in one && one.choice.kind === 'program')
		return { offer, paper: makePaper(theirs, { kind: 'program', subjectId: 'edition' }, plan) }
	}
	for (const personId of ['mentor', 'mentee']) {
		expect(readAs(personId, 'open')).toMatchObject({ offer: { state: 'draft' }, paper: { mark: null } })
		expect(readAs(personId, 'in-force')).toMatchObject({
			offer: { state: 'ready', on: '2026-09-20' },
			paper: { mark: { lines: ['Редакция 1 от 20.09.2026, c0ffee00'] } }
		})
	}
	// A draft and an edition have different names.
	expect(readAs('mentor', 'open').paper?.name).toBe('Персонализированная программа наставничества, И. С. Лаптева')
	expect(readAs('mentor', 'in-force').paper?.name).toBe(
		'Персонализированная программа наставничества, 20.09.2026, И. С. Лаптева'
	)
	expect(plain(readAs('mentor', 'open').paper)).toContain('Проект: редакция ещё не утверждена.')
	expect(plain(readAs('mentor', 'in-force').paper)).toContain('Подписано в системе «Тандем» 20.09.2026 15:04 (UTC+7)')
})

it('an edition that was declined or never put forward is no paper, nor one whose plan has not come', () => {
	const choice = { kind: 'program' as const, subjectId: 'edition' }
	expect(makePaper(withEdition(facts, 'declined'), choice, planUnder(regulation))).toBeNull()
	expect(makePaper(facts, choice, planUnder(regulation))).toBeNull()
	expect(makePaper(withEdition(facts, 'in-force'), choice)).toBeNull()
})

it('says of its activities only what was approved: not what was done meanwhile, but what will not take place', () => {
	const plan = planUnder(regulation)
	const [first, second, third] = readActivities(plan)
	markActivity(plan, first!.id, { markId: 'a', status: 'done', doneOn: '2026-10-02' }, irina)
	markActivity(plan, second!.id, { markId: 'b', status: 'cancelled', doneOn: '2026-10-02' }, irina)
	editActivity(plan, third!.id, { startsOn: '2026-11-05', dueOn: '2026-11-05', responsible: ['mentor'] }, irina)
	const paper = makePaper(withEdition(facts, 'in-force'), { kind: 'program', subjectId: 'edition' }, plan)
	const table = paper?.blocks.findLast((block) => block.type === 'table')
	const same = (text: string) => text.replaceAll('\u00a0', ' ')
	const rowOf = ({ title }: { title: string }) =>
		(table?.type === 'table' ? table.rows : []).find((cells) => same(cells[1] ?? '') === same(title)) ?? []
	expect([first!, second!, third!].map((activity) => rowOf(activity).at(-1))).toEqual(['', 'отменено', ''])
	// On one day, not until it.
	expect(rowOf(third!)[2]).toBe('05.11.2026')
	expect(same(rowOf(third!)[4] ?? '')).toBe('В. А. Ковалёв')
})

it('[S14] [T9] [T14] [T56] [T60] [T61] says what the pair and the curator wrote of it, and no line of what nobody wrote', () => {
	const bare = planUnder(regulation)
	const plan = planUnder(regulation)
	addProfileItem(plan, 'image', 'image', 'Директор с командой', irina)
	addProfileItem(plan, 'form', 'form', 'Виртуальная, по субботам', irina)
	editStage(plan, readStages(plan)[0]!.id, { products: 'Концепция развития' }, irina)
	editActivity(plan, readActivities(plan)[0]!.id, { kind: 'Практикум', audience: 'Рабочая группа' }, irina)
	const told = withEdition(facts, 'in-force')
	const { proposal } = told.ledger
	const ledger = { ...told.ledger, proposal: proposal && { ...proposal, formsBasis: 'Нет школы рядом' } }
	const textOf = (doc: typeof plan, from: typeof told) =>
		plain(makePaper(from, { kind: 'program', subjectId: 'edition' }, doc))
	const words = ['Желаемый образ', 'Описание форм', 'Основание выбора формы', 'Концепция развития', 'Для кого: Рабочая']
	for (const each of words) {
		expect(textOf(plan, { ...told, ledger })).toContain(each)
		expect(textOf(bare, told)).not.toContain(each)
	}
	expect(textOf(plan, told)).toContain('Практикум. ')
})
