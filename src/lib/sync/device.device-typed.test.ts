import 'fake-indexeddb/auto'
import { expect, it } from 'vitest'
import { forgetTyped, keepTyped, recallTyped } from './device.ts'

it('what Irina has typed is hers alone, form by form, until it is dropped', async () => {
	await keepTyped('mentee-1', 'request', { mainRequest: 'Финансы школы' })
	await keepTyped('mentee-1', 'remark:program-1', 'Перенести семинар')
	expect(await recallTyped('mentee-1', 'request')).toEqual({ mainRequest: 'Финансы школы' })
	expect(await recallTyped('mentee-10', 'request')).toBe(null)
	await keepTyped('mentee-1', 'request', null)
	expect(await recallTyped('mentee-1', 'request')).toBe(null)
	expect(await recallTyped('mentee-1', 'remark:program-1')).toBe('Перенести семинар')
})

it('is forgotten with its person, and nobody else’s is', async () => {
	await keepTyped('mentee-1', 'request', 'её')
	await keepTyped('mentee-1', 'regulations', ['копия'])
	await keepTyped('mentee-10', 'request', 'чужое')
	await forgetTyped('mentee-1')
	expect([await recallTyped('mentee-1', 'request'), await recallTyped('mentee-1', 'regulations')]).toEqual([null, null])
	expect(await recallTyped('mentee-10', 'request')).toBe('чужое')
})
