import { expect, it } from 'vitest'
import type { PaperKind } from '#domain/papers/kinds.ts'
import { overwriteGetLocale } from '#lib/paraglide/runtime.js'
import { keptWords } from './paper-words.ts'

overwriteGetLocale(() => 'ru')

it.each<[PaperKind, RegExp]>([
	['order-closure', /^Приказ подписан: добавятся/],
	['order-replace', /новый наставник, назначенный до номера/],
	['petition-leave', /^Документ подан .* Добавляются только решения по нему\.$/],
	['notice', /^Документ подан/],
	['agreement', /^Соглашение составлено по подписанному приказу/],
	['consent-duties', /^Согласие дано/]
])('says of %s what is done and what may still come', (kind, words) => {
	expect(keptWords(kind)).toMatch(words)
})
