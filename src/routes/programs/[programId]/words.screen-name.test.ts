import { expect, it } from 'vitest'
import { overwriteGetLocale } from '#lib/paraglide/runtime.js'
import { screenName } from './words.ts'

overwriteGetLocale(() => 'ru')

type Plan = Parameters<typeof screenName>[1]

const plan = {
	activity: (id) => (id === 'a2-5' ? { title: 'Посетить урок' } : null),
	meeting: (id) => (id === 'm1' ? { topic: '', place: 'Гимназия' } : null)
} as Plan

it.each([
	['(plan)', {}, 'План'],
	['(plan)/activities/[activityId]', { activityId: 'a2-5' }, 'Посетить урок'],
	['(plan)/activities/[activityId]', { activityId: 'unknown' }, 'План'],
	['meetings', {}, 'Встречи'],
	['meetings/[meetingId]', { meetingId: 'm1' }, 'Встреча: Гимназия'],
	['about', {}, 'О программе'],
	['history', {}, 'История']
] as const)('the screen %s %j is called «%s»', (path, params, name) => {
	expect(screenName({ params, route: { id: `/programs/[programId]/${path}` } }, plan)).toBe(name)
})
