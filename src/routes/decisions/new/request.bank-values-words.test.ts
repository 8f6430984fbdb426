import { expect, it } from 'vitest'
import { overwriteGetLocale } from '#lib/paraglide/runtime.js'
import { bankValuesWords } from './request.ts'

overwriteGetLocale(() => 'ru')

const all = {
	personId: 'irina',
	categoryId: 'beginner-head',
	mainRequest: 'Как выстроить команду школы',
	difficulties: ['Финансы школы'],
	forms: ['traditional']
} as const

it('Elena reads what the bank brought along, and of nothing that it did not', () => {
	expect(bankValuesWords(all)).toMatch(/^Взято из банка: категория, запрос, затруднения, формы наставничества\. /)
	expect(bankValuesWords({ ...all, categoryId: '', forms: [] })).toMatch(/^Взято из банка: запрос, затруднения\. /)
	expect(bankValuesWords({ ...all, mainRequest: '', difficulties: [] })).toMatch(/: категория, формы наставничества\. /)
})
