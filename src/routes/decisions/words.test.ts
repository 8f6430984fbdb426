import { expect, it } from 'vitest'
import { overwriteGetLocale } from '#lib/paraglide/runtime.js'
import { consentedWords, waitingWords } from './words.ts'

overwriteGetLocale(() => 'ru')

it.each([
	['mentor', 'Вы дали согласие 5\u00a0сентября\u00a02024\u00a0г. как предложенный наставник'],
	['mentee', 'Вы дали согласие 5\u00a0сентября\u00a02024\u00a0г. как наставляемый']
] as const)('what a %s consented to without taking part is told by its day', (role, words) => {
	expect(consentedWords({ ownConsentSaid: { role, on: '2024-09-05' } })).toBe(words)
	expect(consentedWords({ ownConsentSaid: null })).toBe('')
})

it('a row tells the first thing that waits, and how many more', () => {
	expect(waitingWords({ type: 'sign', decision: 'extend' }, 1)).toBe('Продление ждёт вашей подписи · ещё 1')
	expect(waitingWords({ type: 'answer' }, 0)).toBe('Замечание ждёт ответа')
})
