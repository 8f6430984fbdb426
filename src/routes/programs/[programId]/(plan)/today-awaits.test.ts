import { expect, it } from 'vitest'
import { beginByOrder, beginStory } from '#domain/ledger/testing/story.ts'
import { tomskCity } from '#domain/regulation/packs/tomsk-city.ts'
import { overwriteGetLocale } from '#lib/paraglide/runtime.js'
import { setAccount, type AccountState } from '#lib/state/account.svelte.ts'
import type { RefusedCommand } from '#lib/state/ledger.svelte.ts'
import { type ProgramContext, setProgram } from '#lib/state/program.svelte.ts'
import { renderWithin } from '../../../../../tests/support/render-within.ts'
import TodayAwaits from './TodayAwaits.svelte'

overwriteGetLocale(() => 'ru')

/** What Viktor reads in the row of today, a day after his first report was due. */
function wordsOf(refused: RefusedCommand[]): string {
	const story = beginStory()
	beginByOrder(story)
	const ledger = {
		...{ programId: 'program-1', personId: 'viktor', ledger: story.ledger(), regulation: tomskCity },
		...{ roles: ['mentor'], formerRoles: [], waiting: [], refused, start: () => () => undefined }
	}
	const me = { id: 'viktor' }
	const listing = { id: 'program-1', summary: null }
	const body = renderWithin(
		() => {
			setAccount({ isOnline: true, me: { person: me } } as unknown as AccountState)
			setProgram({ ledger, me, listing, today: { date: '2026-12-11' } } as unknown as ProgramContext)
		},
		TodayAwaits,
		{}
	)
	return body.replaceAll(/<[^>]*>/g, '').trim()
}

it('a refusal stands beside a report that is late, and does not replace it', () => {
	const command = {} as RefusedCommand['command']
	expect(wordsOf([])).toBe('Отчёт не сдан')
	expect(wordsOf([{ command, refusal: { reason: 'already-said' } }])).toBe('Не принято 1 ваше решение · Отчёт не сдан')
})
