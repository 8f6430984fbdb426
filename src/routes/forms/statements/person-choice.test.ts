import { createRawSnippet } from 'svelte'
import { render } from 'svelte/server'
import { expect, it } from 'vitest'
import { m } from '#lib/paraglide/messages.js'
import PersonChoice from './PersonChoice.svelte'

const EMPTY = 'Банк пуст'
const maria = { id: 'maria', name: 'Полозова Мария', about: '' }

function shown(choices: readonly (typeof maria)[] | null, answered: string, count = choices?.length ?? 0): string {
	const props = { legend: '', searchLabel: '', choices, answered, count, failure: null, chosen: '', chosenName: '' }
	const ignore = () => {}
	const children = createRawSnippet(() => ({ render: () => `<p>${EMPTY}</p>` }))
	return render(PersonChoice, { props: { ...props, onsearch: ignore, onchoose: ignore, children } }).body
}

it('why nobody can be chosen is told of the whole bank, and of a search that it has found nobody', () => {
	expect(shown([], '')).toContain(EMPTY)
	expect(shown([], '')).not.toContain(m.forming_nothing_found())
	expect(shown([], 'нет такой')).toContain(m.forming_nothing_found())
	expect(shown([], 'нет такой')).not.toContain(EMPTY)
	for (const words of [EMPTY, m.forming_nothing_found()]) expect(shown(null, '')).not.toContain(words)
})

it('of whom not all are listed, it is told how many there are', () => {
	expect(shown([maria], '', 51)).toContain(m.forming_more_found({ count: 51 }))
	expect(shown([maria], '')).not.toContain(m.forming_more_found({ count: 1 }))
})
