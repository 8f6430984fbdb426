import { render } from 'svelte/server'
import { expect, it } from 'vitest'
import { overwriteGetLocale } from '#lib/paraglide/runtime.js'
import HeldCount from './HeldCount.svelte'

overwriteGetLocale(() => 'ru')

function wordsOf(counts: readonly number[]): string {
	const { body } = render(HeldCount, { props: { cards: counts.map((count) => ({ count })) } })
	return body
		.replace(/<[^>]*>/g, ' ')
		.replace(/\s+/g, ' ')
		.trim()
}

it('Elena reads how many cards she sees, and how many edits they are where that is another number', () => {
	expect(wordsOf([12, 1, 4])).toBe('3 всего правок: 17')
	expect(wordsOf([1, 1])).toBe('2')
})
