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
	['fits to the last letter', 'Семинар ', 0, 'об ОТ', true],
	['is one letter too long', 'Семинар ', 0, 'об ОТ!', false],
	['takes the place of a word', 'Семинар об ОТ', 7, 'Встреча', true],
	['takes the place of nothing', 'Семинар об ОТ', 0, 'Встреча', false],
	['has line breaks of Windows', 'Семинар ', 0, 'о\r\nОТ.', true],
	['makes shorter what was too long', 'Семинар об охране', 7, 'Беседа', true]
])('what Viktor brings into a name of 13 letters %s', (_, standing, replaced, brought, isTaken) => {
	expect(hasRoom(standing, replaced, brought, 13)).toBe(isTaken)
})
