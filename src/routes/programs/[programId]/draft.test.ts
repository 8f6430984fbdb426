import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Draft } from './draft.svelte.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function openTitle() {
	const plan = { title: 'Семинар', writes: 0 }
	const draft = new Draft(
		() => plan.title,
		(text) => {
			if (text === '') return 'Без названия нельзя'
			plan.title = text
			plan.writes++
			return null
		}
	)
	return { plan, draft }
}

it('looking at a field and leaving it does not overwrite what Irina wrote there meanwhile', () => {
	const { plan, draft } = openTitle()
	plan.title = 'Семинар Ирины'
	draft.leave()
	expect(plan).toEqual({ title: 'Семинар Ирины', writes: 0 })
	expect(draft.text).toBe('Семинар Ирины')
})

it('what Viktor types is written after a short pause, once', () => {
	const { plan, draft } = openTitle()
	draft.text = 'Семинар по'
	draft.text = 'Семинар по охране труда '
	expect(plan.writes).toBe(0)
	vi.runAllTimers()
	expect(plan).toEqual({ title: 'Семинар по охране труда', writes: 1 })
	expect(draft.text).toBe('Семинар по охране труда ')
})

it('a pause in typing shows Irina’s later edit instead of the older text', () => {
	const { plan, draft } = openTitle()
	draft.text = 'Семинар Виктора'
	vi.runAllTimers()
	plan.title = 'Семинар Ирины'
	expect(draft.text).toBe('Семинар Ирины')
})

it('hiding the page writes at once what was typed', () => {
	const { plan, draft } = openTitle()
	draft.text = 'Практикум'
	draft.keep()
	expect(plan.title).toBe('Практикум')
})

it('what is given up within the pause is never written', () => {
	const { plan, draft } = openTitle()
	draft.text = 'Практикум'
	draft.drop()
	vi.runAllTimers()
	draft.keep()
	draft.leave()
	expect(plan).toEqual({ title: 'Семинар', writes: 0 })
	expect(draft.text).toBe('Семинар')
})

it('an empty title gives way to the previous one, and it is said why', () => {
	const { plan, draft } = openTitle()
	draft.text = ''
	vi.runAllTimers()
	expect(draft.refusal).toBeNull()
	draft.leave()
	expect(draft.refusal).toBe('Без названия нельзя')
	expect(draft.text).toBe('Семинар')
	expect(plan.writes).toBe(0)
})
