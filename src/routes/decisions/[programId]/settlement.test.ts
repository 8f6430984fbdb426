import { render } from 'svelte/server'
import { expect, it } from 'vitest'
import SelectField from '#lib/components/SelectField.svelte'
import { noSettlement, settlementOf } from './settlement.ts'

const withdrawal = { id: 'w1', personId: 'irina' }

it('nothing is decided of a withdrawn consent until the curator has chosen and said why', () => {
	expect(settlementOf(withdrawal, { ...noSettlement, ground: 'Данные уничтожены' })).toBeNull()
	expect(settlementOf(withdrawal, { decision: 'stopped', ground: '  ' })).toBeNull()
	expect(settlementOf(withdrawal, { decision: 'stopped', ground: ' Данные уничтожены ' })).toEqual({
		type: 'settle-withdrawal',
		withdrawalId: 'w1',
		personId: 'irina',
		decision: 'stopped',
		ground: 'Данные уничтожены'
	})
})

it('a choice that must be made is told to be missing by the form', () => {
	const props = { label: 'Решение', value: '', options: [], onchange: () => undefined }
	expect(render(SelectField, { props: { ...props, required: true } }).body).toMatch(/<select[^>]* required/)
	expect(render(SelectField, { props }).body).not.toMatch(/<select[^>]* required/)
})
