import { expect, it } from 'vitest'
import { overwriteGetLocale } from '#lib/paraglide/runtime.js'
import { joinWords } from './words.ts'

overwriteGetLocale(() => 'ru')

it('«Вы» stands first among people, whoever is named before', () => {
	expect(joinWords(['Виктор', 'Вы'])).toBe('Вы и Виктор')
	expect(joinWords(['Виктор', 'Ирина', 'Павел'])).toBe('Виктор, Ирина и Павел')
})
