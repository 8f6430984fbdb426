import { expect, it } from 'vitest'
import { saveOrTell } from './failure.ts'

it('a file that could not be made is told of, and one that was is not', async () => {
	const told: string[] = []
	const toasts = { show: (text: string) => (told.push(text), () => undefined) }
	await saveOrTell(toasts, async () => {})
	await saveOrTell(toasts, async () => null)
	expect(told).toEqual([])
	await saveOrTell(toasts, () => Promise.reject(new TypeError('Failed to fetch dynamically imported module')))
	await saveOrTell(toasts, async () => 'internal')
	expect(told).toHaveLength(2)
	expect(told[0]).toMatch(/Нет сети/)
})
