import { render } from 'svelte/server'
import { expect, it, vi } from 'vitest'
import type { ProgramListing } from '#protocol/api.ts'
import type { ProgramSummary } from '#domain/summary.ts'
import { overwriteGetLocale } from '#lib/paraglide/runtime.js'
import type { Today } from '#lib/state/today.svelte.ts'
import type { HomeProgram } from './home-programs.svelte.ts'
import UpcomingList from './UpcomingList.svelte'

// The kit's own, which only its build has.
vi.mock('$app/paths', () => ({ resolve: (path: string) => path }))
overwriteGetLocale(() => 'ru')

it('what comes says its own day, and what is of today that it is; a meeting has its hour besides', () => {
	const summary = {
		stages: [{ open: [{ id: 'a1', title: 'Открытый урок', dueOn: '2026-11-20' }] }],
		meetings: [{ id: 'm1', heldOn: '2026-11-24', startsAt: '14:00', topic: 'Управление финансами' }],
		openAgreements: []
	} as unknown as ProgramSummary
	const listing = { id: 'p', title: 'Первый год', participants: [] } as unknown as ProgramListing
	const program: HomeProgram = { listing, summary, tick: null, unsent: 0, lastSyncedAt: null }
	const today = { date: '2026-11-20', time: '09:00' } as Today
	const { body } = render(UpcomingList, { props: { programs: [program], myId: 'viktor', today } })
	const text = body.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')
	expect(text).toContain('20 сегодня Открытый урок')
	expect(text).toContain('24 ноября Управление финансами 14:00 · Встреча')
})
