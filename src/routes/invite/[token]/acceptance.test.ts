import { afterEach, expect, it, vi } from 'vitest'
import { m } from '#lib/paraglide/messages.js'
import { Acceptance } from './acceptance.svelte.ts'

afterEach(() => vi.unstubAllGlobals())

it('the first administrator is called by letters, before the server is asked', async () => {
	const asked = vi.fn(() => Promise.reject(new TypeError('Failed to fetch')))
	vi.stubGlobal('fetch', asked)
	const preview = {
		personName: null,
		role: 'administrator' as const,
		municipality: 'Город',
		timeZone: 'Asia/Tomsk',
		expiresAt: '2026-12-01T00:00:00Z'
	}
	const ignore = () => {}
	const acceptance = new Acceptance('token', preview, { onaccepted: () => Promise.resolve(), onvoid: ignore })
	Object.assign(acceptance.fields, { login: 'irina', password: 'nine apples', familyName: '123', patronymic: '7' })
	await acceptance.withPassword()
	expect(acceptance.errorOf('familyName')).toBe(m.name_spelling())
	expect(acceptance.errorOf('givenName')).toBe(m.home_field_missing())
	expect(acceptance.errorOf('patronymic')).toBe(m.name_spelling())
	expect(asked).not.toHaveBeenCalled()

	Object.assign(acceptance.fields, { familyName: 'Громова', givenName: 'Ирина', patronymic: '' })
	await acceptance.withPassword()
	expect(asked).toHaveBeenCalledOnce()
})
