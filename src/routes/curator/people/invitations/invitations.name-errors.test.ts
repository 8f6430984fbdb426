import { expect, it } from 'vitest'
import { m } from '#lib/paraglide/messages.js'
import { NameErrors } from './invitations.svelte.ts'

const names = (errors: NameErrors) => [errors.of('familyName'), errors.of('givenName'), errors.of('patronymic')]

it('Elena sends an empty invitation: what is missing is said until that name is there, and only of that one', () => {
	const typed = { familyName: '', givenName: '', patronymic: '' }
	const errors = new NameErrors(() => typed)
	expect(errors.check()).toBe(false)
	expect(names(errors)).toEqual([m.curator_error_family_name(), m.curator_error_given_name(), null])
	typed.familyName = 'Лаптева'
	expect(names(errors)).toEqual([null, m.curator_error_given_name(), null])
	typed.givenName = 'Ирина'
	expect(names(errors)).toEqual([null, null, null])
	expect(errors.check()).toBe(true)
})

it('what the server refuses is said of the name it was said of, until that is changed', () => {
	const typed = { familyName: 'Лаптева', givenName: 'Ирина', patronymic: 'Петровна' }
	const errors = new NameErrors(() => typed)
	expect(errors.refuse('patronymic', typed)).toBe(true)
	expect(names(errors)).toEqual([null, null, m.curator_error_patronymic()])
	typed.patronymic = ''
	expect(names(errors)).toEqual([null, null, null])
	expect(errors.refuse('role', typed)).toBe(false)
	expect(names(errors)).toEqual([null, null, null])
})

it('a name that Elena corrected while the server looked at the former one is not said to be wrong', () => {
	const typed = { familyName: 'Лаптева', givenName: 'Ирина', patronymic: '7' }
	const errors = new NameErrors(() => typed)
	const sent = { ...typed }
	typed.patronymic = 'Петровна'
	errors.refuse('patronymic', sent)
	expect(names(errors)).toEqual([null, null, null])
	expect(errors.isSaid).toBe(false)
	typed.patronymic = '7'
	expect(errors.isSaid).toBe(true)
	expect(names(errors)).toEqual([null, null, m.curator_error_patronymic()])
})
