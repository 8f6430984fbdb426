import { expect, it } from 'vitest'
import { Draft } from './draft.svelte.ts'

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

it('[D1] [D10] each key of Viktor’s is in the plan at once, and the space he goes on from stays in the field', () => {
	const { plan, draft } = openTitle()
	draft.text = 'Семинар по'
	expect(plan.title).toBe('Семинар по')
	draft.text = 'Семинар по '
	expect(plan.title).toBe('Семинар по')
	expect(draft.text).toBe('Семинар по ')
})

it('Irina’s later edit is shown instead of the older text', () => {
	const { plan, draft } = openTitle()
	draft.text = 'Семинар Виктора'
	plan.title = 'Семинар Ирины'
	expect(draft.text).toBe('Семинар Ирины')
})

it('what is typed after a refused text is kept', () => {
	const { plan, draft } = openTitle()
	draft.text = ''
	expect(draft.text).toBe('')
	draft.text = 'П'
	draft.leave()
	expect([plan.title, draft.refusal]).toEqual(['П', null])
})

it('an empty title gives way to the previous one, and it is said why', () => {
	const { plan, draft } = openTitle()
	draft.text = ''
	expect(draft.refusal).toBeNull()
	draft.leave()
	expect(draft.refusal).toBe('Без названия нельзя')
	expect(draft.text).toBe('Семинар')
	expect(plan.writes).toBe(0)
})

it('a title taken away letter by letter is whole again, unless Irina has written another meanwhile', () => {
	for (const irinas of [null, 'Семинар Ирины']) {
		const { plan, draft } = openTitle()
		for (const typed of ['Сем', 'С', '']) draft.text = typed
		if (irinas !== null) plan.title = irinas
		draft.leave()
		expect([plan.title, draft.text, draft.refusal]).toEqual([
			irinas ?? 'Семинар',
			irinas ?? 'Семинар',
			'Без названия нельзя'
		])
	}
})

it('what comes back is what Irina wrote while Viktor was in the field, not the older text he began with', () => {
	const { plan, draft } = openTitle()
	draft.text = 'Семина'
	plan.title = 'Практикум Ирины'
	for (const typed of ['П', '']) draft.text = typed
	draft.leave()
	expect([plan.title, draft.text, draft.refusal]).toEqual(['Практикум Ирины', 'Практикум Ирины', 'Без названия нельзя'])
})

it('why a text was not kept stays said where Enter leaves the field and the field is left once more', () => {
	const { draft } = openTitle()
	draft.text = ''
	draft.leave()
	draft.leave()
	expect(draft.refusal).toBe('Без названия нельзя')
	draft.text = 'Практикум'
	expect(draft.refusal).toBeNull()
})

it('a page that is hidden over an emptied title leaves the plan whole, and the field as it is being written', () => {
	const { plan, draft } = openTitle()
	for (const typed of ['С', '']) draft.text = typed
	draft.pause()
	expect([plan.title, draft.text, draft.refusal]).toEqual(['Семинар', '', null])
	for (const typed of ['П', '']) draft.text = typed
	draft.pause()
	draft.leave()
	expect([plan.title, draft.text, draft.refusal]).toEqual(['Семинар', 'Семинар', 'Без названия нельзя'])
})

it('a page that is hidden over an emptied title leaves what Irina has written there meanwhile', () => {
	const { plan, draft } = openTitle()
	for (const typed of ['С', '']) draft.text = typed
	plan.title = 'Практикум Ирины'
	draft.pause()
	expect(plan.title).toBe('Практикум Ирины')
})

it('a page that is hidden in mid-word changes nothing of it', () => {
	const { plan, draft } = openTitle()
	draft.text = 'Семинар по '
	draft.pause()
	expect([plan, draft.text]).toEqual([{ title: 'Семинар по', writes: 1 }, 'Семинар по '])
})

it('a wrong address stays in the field with the reason, and nothing of it in the plan', () => {
	const plan = { link: 'https://old.example' }
	const draft = new Draft(
		() => plan.link,
		(text) => {
			if (text !== '' && !text.startsWith('https://')) return 'Адрес начинается с https://'
			plan.link = text
			return null
		}
	)
	// On the way to it, what she types is an address.
	for (const typed of ['https://o', 'смотри', 'смотри у секретаря']) draft.text = typed
	draft.leave()
	expect([plan.link, draft.text, draft.refusal]).toEqual([
		'https://old.example',
		'смотри у секретаря',
		'Адрес начинается с https://'
	])
	draft.leave()
	expect([draft.text, draft.refusal]).toEqual(['смотри у секретаря', 'Адрес начинается с https://'])
	draft.text = 'https://new.example'
	draft.leave()
	expect([plan.link, draft.text, draft.refusal]).toEqual(['https://new.example', 'https://new.example', null])
})
