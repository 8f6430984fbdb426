import { expect, it } from 'vitest'
import { rolesToOffer } from './invitations.svelte.ts'

it('the administrator of a fresh installation is offered a curator first, and pairs last', () => {
	expect(rolesToOffer(['administrator'], false)).toEqual({
		roles: ['curator', 'head', 'region', 'administrator', 'mentor', 'mentee'],
		first: 'curator'
	})
})

it('curator Elena goes on with mentees, and may name a mentor or those of an organisation', () => {
	expect(rolesToOffer(['curator'], true)).toEqual({
		roles: ['mentor', 'mentee', 'organisation-curator', 'organisation-head'],
		first: 'mentee'
	})
})

it('an administrator who is the head, too, sees the organisations and goes on as a head', () => {
	const { roles, first } = rolesToOffer(['administrator', 'head'], true)
	expect(first).toBe('mentee')
	expect(roles).toContain('organisation-head')
})
