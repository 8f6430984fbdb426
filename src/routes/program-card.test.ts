import { render as renderOnServer } from 'svelte/server'
import { expect, it } from 'vitest'
import type { ProgramSummary, SummaryConflict } from '#domain/summary.ts'
import type { ProgramListing } from '#protocol/api/program.ts'
import { m } from '#lib/paraglide/messages.js'
import ProgramCard from './ProgramCard.svelte'

function render(content: Partial<ProgramSummary>, myId = 'irina'): string {
	const summary = { done: 0, total: 0, stages: [], meetings: [], openAgreements: [], ...content }
	const listing = { id: 'p', title: 'Первый год', participants: [] } as unknown as ProgramListing
	const program = { listing, summary, isCounted: true, tick: null, unsent: 0, lastSyncedAt: null }
	return renderOnServer(ProgramCard, { props: { program, myId, today: '2026-11-20' } }).body
}

it('home says what the pair wrote differently, and leads there; the third is a number', () => {
	const conflicts: SummaryConflict[] = [
		{ kind: 'activity', id: 'a1', title: 'Открытый урок' },
		{ kind: 'meeting', id: 'm1', title: '' },
		{ kind: 'stage', id: 's1', title: 'Адаптация' }
	]
	const body = render({ conflicts })
	expect(body).toContain('href="/programs/p/activities/a1"')
	expect(body).toContain(m.home_conflict({ title: 'Открытый урок' }))
	expect(body).toContain('href="/programs/p/meetings/m1"')
	expect(body).toContain(m.home_conflict({ title: m.home_meeting() }))
	expect(body).not.toContain('Адаптация')
	expect(body).toContain(m.home_more({ count: 1 }))
})

it('home says that one of the pair deleted what the other changed', () => {
	const body = render({ conflicts: [{ kind: 'activity', id: 'a1', title: 'Открытый урок', isDeleted: true }] })
	expect(body).toContain('href="/programs/p/activities/a1"')
	expect(body).toContain(m.home_deleted_changed({ title: 'Открытый урок' }))
})

it('home says that another has restored an older plan, until the person has read it', () => {
	const at = '2026-11-23T05:00:00.000Z'
	const restores = [{ id: 'r', of: at, by: 'viktor', at, unreadBy: ['irina'] }]
	const words = m.history_event_restored({ when: '23\u00a0ноября' })
	expect(render({ restores })).toContain(words)
	expect(render({ restores }, 'viktor')).not.toContain(words)
})
