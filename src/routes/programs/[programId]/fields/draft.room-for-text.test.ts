import { expect, it } from 'vitest'
import { PLAN_NAME_LETTERS } from '#domain/text.ts'
import { roadmaps } from '#domain/roadmaps/all.ts'
import { hasRoom, refuseTooLong } from './draft.svelte.ts'

it('every activity of a shipped roadmap has a name that Viktor could have typed', () => {
	const titles = roadmaps.flatMap(({ stages }) =>
		stages.flatMap(({ activities }) => activities.map(({ title }) => title))
	)
	expect(Math.max(...titles.map(({ length }) => length))).toBeLessThanOrEqual(PLAN_NAME_LETTERS)
})

it.each([
	['fits to the last letter', 'Семинар ', 0, 'об ОТ', true],
	['is one letter too long', 'Семинар ', 0, 'об ОТ!', false],
	['takes the place of a word', 'Семинар об ОТ', 7, 'Встреча', true],
	['takes the place of nothing', 'Семинар об ОТ', 0, 'Встреча', false],
	['has line breaks of Windows', 'Семинар ', 0, 'о\r\nОТ.', true],
	['makes shorter what was too long', 'Семинар об охране', 7, 'Беседа', true]
])('what Viktor brings into a name of 13 letters %s', (_, current, replaced, inserted, isTaken) => {
	expect(hasRoom(current, replaced, inserted, 13)).toBe(isTaken)
})

it.each([
	['moves', {}, true],
	['copies with Ctrl', { ctrlKey: true }, false],
	['copies with Alt, as on a Mac,', { altKey: true }, false]
])('what Viktor %s within a full name is counted as leaving its place, or not', (_, keys, isTaken) => {
	const field = Object.assign(new EventTarget(), { value: 'Семинар об ОТ', selectionStart: 0, selectionEnd: 7 })
	const refused: boolean[] = []
	refuseTooLong(13, (isRefused) => refused.push(isRefused))(field as HTMLTextAreaElement)
	field.dispatchEvent(new Event('dragstart'))
	const dataTransfer = { getData: () => 'Семинар' }
	const drop = Object.assign(new Event('drop', { cancelable: true }), { dataTransfer, ...keys })
	expect(field.dispatchEvent(drop)).toBe(isTaken)
	expect(refused).toEqual([!isTaken])
})
