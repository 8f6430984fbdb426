import { expect, it } from 'vitest'
import { saveOrNotify } from './failure.ts'

it('a file that could not be made is told of, and one that was is not', async () => {
	const shown: string[] = []
	const toasts = { show: (text: string) => (shown.push(text), () => undefined) }
	await saveOrNotify(toasts, async () => {})
	await saveOrNotify(toasts, async () => null)
	expect(shown).toEqual([])
	await saveOrNotify(toasts, () => Promise.reject(new TypeError('Failed to fetch dynamically imported module')))
	await saveOrNotify(toasts, async () => 'internal')
	expect(shown).toHaveLength(2)
	expect(shown[0]).toMatch(/Нет сети/)
})
