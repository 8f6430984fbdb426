import { expect, it } from 'vitest'
import { likeliestTimeZone } from './municipalities.svelte.ts'

it.each([
	['Asia/Tomsk', 'Asia/Tomsk'],
	['Asia/Novosibirsk', 'Asia/Tomsk'],
	['Europe/Volgograd', 'Europe/Moscow'],
	['Asia/Sakhalin', 'Asia/Magadan'],
	['America/New_York', 'Europe/Moscow']
])('whoever is in %s is offered %s', (own, offered) => {
	expect(likeliestTimeZone(own, new Date('2026-11-21T05:00:00.000Z'))).toBe(offered)
})
