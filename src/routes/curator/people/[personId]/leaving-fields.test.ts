import { render } from 'svelte/server'
import { expect, it } from 'vitest'
import { m } from '#lib/paraglide/messages.js'
import { LeavingDraft } from './leaving-draft.svelte.ts'
import LeavingFields from './LeavingFields.svelte'

const today = '2026-11-21'
const kept = (offices: string[]) => m.people_office_kept({ offices: offices.join(', ') })

it.each([
	['who changes their place of work', 'moved', ['Член центра', 'Модератор'], true],
	['who holds none', 'moved', [], false],
	['who only asks to leave the bank', 'own-wish', ['Член центра'], false]
] as const)('is told that a place in the composition stays held: %s', (_, reasonId, offices, isShown) => {
	const draft = new LeavingDraft(() => today)
	draft.reasonId = reasonId
	const { body } = render(LeavingFields, { props: { draft, terms: { underWay: [], reasons: [] }, today, offices } })
	expect(body.includes(kept([...offices]))).toBe(isShown)
})
