import { expect, it } from 'vitest'
import { PLAN_NAME_LETTERS } from '#domain/text-letters.ts'
import { roadmaps } from '#domain/roadmaps/all.ts'
import { hasRoom } from './room-for-text.ts'

it('every activity of a shipped roadmap has a name that Viktor could have typed', () => {
	const titles = roadmaps.flatMap(({ stages }) =>
		stages.flatMap(({ activities }) => activities.map(({ title }) => title))
	)
	expect(Math.max(...titles.map(({ length }) => length))).toBeLessThanOrEqual(PLAN_NAME_LETTERS)
})

it.each([
	['fits to the last letter', { value: 'Семинар ', selectionStart: 8, selectionEnd: 8 }, 'об ОТ', true],
	['is one letter too long', { value: 'Семинар ', selectionStart: 8, selectionEnd: 8 }, 'об ОТ!', false],
	[
		'takes the place of what is selected',
		{ value: 'Семинар об ОТ', selectionStart: 0, selectionEnd: 7 },
		'Встреча',
		true
	],
	['has line breaks of Windows', { value: 'Семинар ', selectionStart: 8, selectionEnd: 8 }, 'о\r\nОТ.', true],
	[
		'makes shorter what was too long',
		{ value: 'Семинар об охране', selectionStart: 0, selectionEnd: 7 },
		'Беседа',
		true
	]
])('what Viktor pastes into a name of 13 letters %s', (_, field, brought, isTaken) => {
	expect(hasRoom(field, brought, 13)).toBe(isTaken)
})
