import { expect, it } from 'vitest'
import { showToast, toasts } from './toasts.svelte.ts'

it('keeps what is said until somebody shows it, in its order, and gives it once', () => {
	expect(toasts.areWaiting).toBe(false)
	const takeBack = showToast('Отмечено', { duration: 8000 })
	showToast('Ниже', { id: 'shifted' })
	takeBack()
	expect(toasts.areWaiting).toBe(true)

	const [marked, shifted, over] = toasts.take()
	expect(marked).toMatchObject({ text: 'Отмечено', options: { duration: 8000 } })
	expect(shifted).toMatchObject({ id: 'shifted', text: 'Ниже' })
	expect(over).toEqual({ id: marked?.id, text: null })
	expect(toasts.areWaiting).toBe(false)
	expect(toasts.take()).toEqual([])
})

it('tells apart toasts that were given no name', () => {
	showToast('Отмечено')
	showToast('Отмечено')
	expect(new Set(toasts.take().map(({ id }) => id)).size).toBe(2)
})
