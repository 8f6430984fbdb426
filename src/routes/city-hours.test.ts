import { render } from 'svelte/server'
import { afterEach, expect, it, vi } from 'vitest'
import { overwriteGetLocale } from '#lib/paraglide/runtime.js'
import CityHours from './CityHours.svelte'

overwriteGetLocale(() => 'ru')
afterEach(() => void vi.unstubAllEnvs())

it.each([
	['away in Moscow', 'Europe/Moscow', 'Время встреч указано по времени города (UTC+7).'],
	['at home in Tomsk', 'Asia/Tomsk', '']
])('Viktor %s reads whose clock the meetings are by only where his phone shows another', (_, zone, words) => {
	vi.stubEnv('TZ', zone)
	const { body } = render(CityHours, { props: { timeZone: 'Asia/Tomsk' } })
	expect(body.replace(/<[^>]*>/g, '').trim()).toBe(words)
})
