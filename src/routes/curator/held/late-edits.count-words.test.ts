import { expect, it } from 'vitest'
import { overwriteGetLocale } from '#lib/paraglide/runtime.js'
import { countAllWords } from './late-edits.svelte.ts'

overwriteGetLocale(() => 'ru')

const wordsOf = (counts: readonly number[]) => countAllWords(counts.map((count) => ({ count })))

it('Elena reads how many edits there are beside the number of cards, where the two differ', () => {
	expect(wordsOf([12, 1, 4])).toBe('всего правок: 17')
	expect(wordsOf([1, 1])).toBe(null)
})
