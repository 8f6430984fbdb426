import { expect, it } from 'vitest'
import { Toasts, type ToastOrder } from './toasts.svelte.ts'

it('keeps what is said until somebody shows it, in its order, and gives it once', () => {
	const toasts = new Toasts()
	expect(toasts.hasSpoken).toBe(false)
	const takeBack = toasts.show('Отмечено', { duration: 8000 })
	toasts.show('Ниже', { id: 'shifted' })
	takeBack()
	expect(toasts.hasSpoken).toBe(true)

	const shown: ToastOrder[] = []
	const stop = toasts.subscribe((order) => shown.push(order))
	const [marked, shifted, over] = shown
	expect(marked).toMatchObject({ text: 'Отмечено', options: { duration: 8000 } })
	expect(shifted).toMatchObject({ id: 'shifted', text: 'Ниже' })
	expect(over).toEqual({ id: marked?.id, text: null })

	toasts.show('Выше')
	expect(shown.at(-1)).toMatchObject({ text: 'Выше' })
	stop()
	toasts.subscribe((order) => shown.push(order))
	expect(shown).toHaveLength(4)
})

it('tells apart toasts that were given no name', () => {
	const toasts = new Toasts()
	const ids = new Set<ToastOrder['id']>()
	toasts.subscribe(({ id }) => ids.add(id))
	toasts.show('Отмечено')
	toasts.show('Отмечено')
	expect(ids.size).toBe(2)
})
