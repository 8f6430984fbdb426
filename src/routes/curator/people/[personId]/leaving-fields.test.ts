import { render } from 'svelte/server'
import { expect, it } from 'vitest'
import { m } from '#lib/paraglide/messages.js'
import { draftLeaving } from './leaving.ts'
import LeavingFields from './LeavingFields.svelte'

const today = '2026-11-21'
const kept = (offices: string[]) => m.people_office_kept({ offices: offices.join(', ') })

it.each([
	['who changes their place of work', 'moved', ['Член центра', 'Модератор'], true],
	['who holds none', 'moved', [], false],
	['who only asks to leave the bank', 'own-wish', ['Член центра'], false]
] as const)('is told that a place in the composition stays held: %s', (_, reasonId, offices, isShown) => {
	const terms = { underWay: [], reasons: [] }
	const leave = () => Promise.reject(new Error('It is not to be sent'))
	const draft = draftLeaving({ terms: () => terms, today: () => today, leave })
	draft.value.reasonId = reasonId
	const { body } = render(LeavingFields, { props: { draft, terms, today, offices } })
	expect(body.includes(kept([...offices]))).toBe(isShown)
})
