import { expect, it } from 'vitest'
import { importFailureText } from './words.ts'

it('only an import that is too old is said to be; that others were changing the bank is said as it is', () => {
	expect(importFailureText({ code: 'conflict', field: 'at' })).toMatch(/30 дней/)
	expect(importFailureText({ code: 'conflict' })).toMatch(/Банк только что изменили/)
	expect(importFailureText({ code: 'conflict', field: 'id' })).toMatch(/Банк только что изменили/)
})
