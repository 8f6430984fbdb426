import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { createJoinedChanges } from './slice-changes.ts'
import { toPlanChange } from './text-difference.ts'
import type { PlanChange, WholeChange } from './change.ts'

const lesson = { kind: 'activity', itemId: 'a2-3', label: '2.3 Открытый урок', meetingId: null } as const
const state = (value: string, isLong = false) => ({ value, words: value, isLong })
const due = (before: string, after: string): WholeChange => ({
	type: 'changed',
	...lesson,
	field: 'dueOn',
	before: state(before),
	after: state(after)
})
const notes = (before: string, after: string): WholeChange => ({
	type: 'changed',
	...lesson,
	field: 'notes',
	before: state(before, true),
	after: state(after, true)
})
const format = (text: string, mark: string): WholeChange => ({
	...(notes(text, text) as WholeChange & { type: 'changed' }),
	after: { value: `${text} ${mark}`, words: text, isLong: true }
})
const LONG = 'Письмо и акт. '.repeat(500).trim()
const words = (...lines: string[]) => ({ value: '', words: lines.join('\n'), isLong: true })
const concurrentChange = (type: 'apart' | 'settled', value = 'A', concurrentValue = 'B'): WholeChange => ({
	type,
	...lesson,
	field: 'dueOn',
	value: state(value),
	concurrentValue: state(concurrentValue)
})
const life = (type: 'added' | 'deleted' | 'restored'): WholeChange => ({ type, ...lesson })
const moved = (from: string, to: string): WholeChange => ({
	...{ type: 'moved', ...lesson },
	from: { stage: '', after: from },
	to: { stage: '', after: to }
})
const marked = (before: 'done' | 'planned', status: 'done' | 'planned'): WholeChange => ({
	type: 'marked',
	...lesson,
	before,
	status,
	doneOn: null
})
const meeting = { kind: 'meeting', itemId: 'meet', label: 'План ФХД', meetingId: null } as const
const agreed: WholeChange = { type: 'added', kind: 'agreement', itemId: 'a', label: 'Смета', meetingId: 'meet' }
const [toDone, toPlanned] = [marked('planned', 'done'), marked('done', 'planned')]

const stories: readonly [string, WholeChange[][], WholeChange[]][] = [
	['a field goes from its first value to its last', [[due('', 'A')], [due('A', 'B')]], [due('', 'B')]],
	['a field set back is not told', [[due('A', 'B')], [due('B', 'A')]], []],
	['a text written in twice is told once', [[notes('', 'А')], [notes('А', 'А и Б')]], [notes('', 'А и Б')]],
	['a text cleared again is not told', [[notes('', 'А')], [notes('А', '')]], []],
	[
		'of a text both wrote in one’s own words are told',
		[[notes('', 'Смета')], [notes('Смета\nШтат', 'Смета готова\nШтат')], [notes('Штат', 'Штат\nОтчёт')]],
		[{ ...notes('', ''), before: words('Штат'), after: words('Штат', 'Отчёт', 'Смета готова') } as WholeChange]
	],
	[
		'of a text both wrote in at once, letter by letter, only one’s own words are told',
		[
			[notes('Ждём смету', 'НасЖдём смету')],
			[notes('НасЖдём смету (пока)', 'Наставник: Ждём смету (пока)')],
			[notes('Наставник: Ждём смету (пока её нет)', 'Наставник: Завтра. Ждём смету (пока её нет)')]
		],
		[
			{
				...notes('', ''),
				before: words('Ждём смету (пока её нет)'),
				after: words('Наставник: Завтра. Ждём смету (пока её нет)')
			} as WholeChange
		]
	],
	[
		'of a text both wrote in one’s own words that are taken back are not told',
		[[notes('', 'Смета')], [notes('Смета и штат', 'штат')]],
		[{ ...notes('', ''), before: words('и штат'), after: words('штат') } as WholeChange]
	],
	[
		'of a text both wrote in nothing is told of one who took all of it back',
		[[notes('', 'Смета')], [notes('Смета и  штат', 'и  штат')]],
		[]
	],
	[
		'of a long text both wrote in one’s own words are told, too',
		[[notes(LONG, `Смета ${LONG}`)], [notes(`Смета ${LONG} Штат`, `Смета ${LONG} Штат Отчёт`)]],
		[{ ...notes('', ''), before: words(`${LONG} Штат`), after: words(`Смета ${LONG} Штат Отчёт`) } as WholeChange]
	],
	[
		'of a text both wrote in another’s new line stays a line of theirs',
		[
			[notes('Обсудили план.', 'Обсудили план. Смета готова.')],
			[notes('Обсудили план. Смета готова.\nОтчёт завтра.', 'Обсудили план. Смета готова.\nОтчёт завтра.\nЕщё одно.')]
		],
		[
			{
				...notes('', ''),
				before: words('Обсудили план.', 'Отчёт завтра.'),
				after: words('Обсудили план. Смета готова.', 'Отчёт завтра.', 'Ещё одно.')
			} as WholeChange
		]
	],
	[
		'of an empty text both wrote in apart, without a space between the sentences of both, one’s own are told',
		[[notes('', 'Смета готова.')], [notes('Смета готова.Отчёт завтра.', 'Смета готова.Отчёт завтра. Ещё одно.')]],
		[
			{
				...notes('', ''),
				before: words('Отчёт завтра.'),
				after: words('Смета готова.Отчёт завтра. Ещё одно.')
			} as WholeChange
		]
	],
	[
		'of a text both wrote in what one adds between two lines joins none',
		[
			[notes('Первая.\nТретья.', 'Первая. Вторая.\nТретья.')],
			[notes('Первая. Вторая.\nТретья. Пятая.', 'Первая. Вторая.\nТретья. Пятая. Шестая.')]
		],
		[
			{
				...notes('', ''),
				before: words('Первая.', 'Третья. Пятая.'),
				after: words('Первая. Вторая.', 'Третья. Пятая. Шестая.')
			} as WholeChange
		]
	],
	[
		'of a text both wrote in it is told that one changed only the format',
		[[format('Смета', 'bold')], [format('Смета и штат', 'bolder')]],
		[{ ...notes('', ''), before: words('Смета и штат'), after: words('Смета и штат') } as WholeChange]
	],
	[
		'what was brought and settled is told as settled',
		[[concurrentChange('apart')], [concurrentChange('settled')]],
		[concurrentChange('settled')]
	],
	[
		'what was written apart is told beside the change',
		[[due('', 'A')], [concurrentChange('apart')]],
		[due('', 'A'), concurrentChange('apart')]
	],
	[
		'what was written apart and then taken is told with what did not stay',
		[[concurrentChange('apart')], [due('A', 'B')]],
		[concurrentChange('settled', 'B', 'A'), due('A', 'B')]
	],
	[
		'own words given up for those written apart leave a trace',
		[[due('B', 'A'), concurrentChange('apart')], [due('A', 'B')]],
		[concurrentChange('settled', 'B', 'A')]
	],
	['what was written apart goes with a third value', [[concurrentChange('apart')], [due('A', 'C')]], [due('A', 'C')]],
	['the last mark counts', [[marked('done', 'done')], [toPlanned]], [marked('done', 'planned')]],
	['done and then undone is nothing', [[toDone], [toPlanned]], []],
	['moved twice is moved from its first place to its last', [[moved('A', 'B')], [moved('B', 'C')]], [moved('A', 'C')]],
	['added and deleted is nothing', [[life('added')], [life('deleted')]], []],
	['nor is what was done to it', [[life('added')], [toDone, due('', 'A'), life('deleted')]], []],
	[
		'nor what was agreed at a meeting that is not there',
		[[{ type: 'added', ...meeting }], [agreed], [{ type: 'deleted', ...meeting }]],
		[]
	],
	[
		'added, deleted and brought back is added',
		[[life('added')], [life('deleted')], [life('restored')]],
		[life('added')]
	],
	['deleted and brought back is nothing', [[life('deleted')], [life('restored')]], []],
	['brought back and deleted again is nothing', [[life('restored')], [life('deleted')]], []],
	['different things stay apart', [[toDone], [due('', 'A'), notes('', 'А')]], [toDone, due('', 'A'), notes('', 'А')]],
	['one stretch stays as it is', [[toDone, toPlanned]], [toDone, toPlanned]]
]

it.each(stories)('%s', (_, stretches, expected) => {
	const joined = createJoinedChanges()
	stretches.forEach(joined.add)
	expect(joined.read()).toEqual(expected)
})

const piece = fc.record({
	isViktor: fc.boolean(),
	place: fc.nat(),
	begin: fc.constantFrom(' ', '\n'),
	end: fc.constantFrom('', '.')
})

it('wherever two write whole words by turns, nothing of the other is told as one’s own', () => {
	fc.assert(
		fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
			const [viktors, irinas] = [createJoinedChanges(), createJoinedChanges()]
			let text = 'База один. База два.\nБаза три.'
			pieces.forEach(({ isViktor, place, begin, end }, index) => {
				const ends = [...text.matchAll(/(?=\s)|$/g)].map((found) => found.index)
				const at = ends[place % ends.length]!
				const next = `${text.slice(0, at)}${begin}${isViktor ? 'вик' : 'ира'}${index}${end}${text.slice(at)}`
				;(isViktor ? viktors : irinas).add([notes(text, next)])
				text = next
			})
			for (const [own, others] of [
				[viktors, /ира|База/],
				[irinas, /вик|База/]
			] as const) {
				for (const change of own.read()) {
					const { before, after } = toPlanChange(change) as PlanChange & { type: 'changed' }
					expect(before).toBeNull()
					expect(after).not.toMatch(others)
				}
			}
		}),
		{ numRuns: 300 }
	)
})
