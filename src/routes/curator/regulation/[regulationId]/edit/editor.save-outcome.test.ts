import { expect, it } from 'vitest'
import { Toasts, type ToastOrder } from '#lib/state/toasts.svelte.ts'
import { showSaveOutcome } from './editor.svelte.ts'

it('what is said of a saving takes the place of what was said of the one before', () => {
	const toasts = new Toasts()
	const shown: ToastOrder[] = []
	toasts.subscribe((order) => shown.push(order))
	showSaveOutcome(toasts, 'refused', 1)
	showSaveOutcome(toasts, 'offline', 0)
	showSaveOutcome(toasts, 'saved', 0)
	expect(new Set(shown.map(({ id }) => id)).size).toBe(1)
	expect(shown.map(({ text }) => text)).toEqual([
		'Не сохранено: 1 место нужно исправить',
		expect.any(String),
		'Редакция сохранена'
	])
})
