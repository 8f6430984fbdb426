import { render } from 'svelte/server'
import { expect, it } from 'vitest'
import type { ProgramSummary, SummaryConflict } from '#domain/summary.ts'
import type { ProgramListing } from '#protocol/api/program.ts'
import { m } from '#lib/paraglide/messages.js'
import ProgramCard from './ProgramCard.svelte'

it('home says what the pair wrote differently, and leads there; the third is a number', () => {
	const conflicts: SummaryConflict[] = [
		{ kind: 'activity', id: 'a1', title: 'Открытый урок' },
		{ kind: 'meeting', id: 'm1', title: '' },
		{ kind: 'stage', id: 's1', title: 'Адаптация' }
	]
	const summary: ProgramSummary = { done: 0, total: 0, stages: [], meetings: [], openAgreements: [], conflicts }
	const listing = { id: 'p', title: 'Первый год', participants: [] } as unknown as ProgramListing
	const program = { listing, summary, isCounted: true, tick: null, unsent: 0, lastSyncedAt: null }
	const { body } = render(ProgramCard, { props: { program, myId: 'irina', today: '2026-11-20' } })
	expect(body).toContain('href="/programs/p/activities/a1"')
	expect(body).toContain(m.home_conflict({ title: 'Открытый урок' }))
	expect(body).toContain('href="/programs/p/meetings/m1"')
	expect(body).toContain(m.home_conflict({ title: m.home_meeting() }))
	expect(body).not.toContain('Адаптация')
	expect(body).toContain(m.home_more({ count: 1 }))
})
