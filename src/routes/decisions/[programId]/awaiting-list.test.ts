import { afterEach, expect, it, vi } from 'vitest'
import {
	beginByOrder,
	beginStory,
	elena,
	irina,
	proposal,
	request,
	submitReport,
	viktor,
	type Story
} from '#domain/ledger/testing/story.ts'
import { tomskCity } from '#domain/regulation/packs/tomsk-city.ts'
import { m } from '#lib/paraglide/messages.js'
import type { LedgerState } from '#lib/state/ledger.svelte.ts'
import { setToday, Today } from '#lib/state/today.svelte.ts'
import { Toasts } from '#lib/state/toasts.svelte.ts'
import type { Me } from '#protocol/api/program.ts'
import { renderWithin } from '../../../../tests/support/render-within.ts'
import { aPerson } from '../testing/listing.ts'
import AwaitingList from './AwaitingList.svelte'
import ConsentSheet from './ConsentSheet.svelte'
import { Decisions, setDecisions } from './decisions.svelte.ts'

const READ = m.decision_consent_read()

interface Given {
	missing?: 'address'[]
	hasAgreement?: boolean
	uninvited?: string[]
	story?: Story
}

afterEach(() => vi.useRealTimers())

/** Irina, to whom Viktor is proposed: both her consents are awaited. */
const provideIrina = (given: Given = {}) => provide('irina', ['mentee'], given)

function proposedStory(): Story {
	const story = beginStory()
	story.sayAll([irina, request], [elena, proposal])
	return story
}

function provide(personId: string, roles: string[], given: Given) {
	const { missing = [], hasAgreement, uninvited = [], story = proposedStory() } = given
	const operator = { name: 'Департамент образования', address: '', site: '', hasSignatureAgreement: hasAgreement }
	const state = {
		...{ programId: 'program-1', personId, ledger: story.ledger(), regulation: tomskCity },
		...{ reader: { bornOn: null, post: '', organisation: '', operator }, missingRequisites: missing },
		...{ roles, uninvited, formerRoles: [], waiting: [], refused: [], units: [], organisationKinds: [] },
		...{ seenCategories: {}, entries: [], nameOf: () => '', check: () => null }
	} as unknown as LedgerState
	const today = new Today()
	const me = { person: aPerson(personId), roles, programs: [], municipality: null } as unknown as Me
	const about = { me: () => me, listing: () => null, isOnline: () => true }
	const options = { state, listings: null, ...about, today, toasts: new Toasts() }
	return () => {
		setToday(today)
		setDecisions(new Decisions(options))
	}
}

it('Irina reads once, above her consents, what the requisites lack and who enters it', () => {
	const body = (missing: 'address'[]) => renderWithin(provideIrina({ missing }), AwaitingList, {})
	const times = (body: string, words: string) => body.split(words).length - 1
	expect(times(body([]), READ)).toBe(2)
	expect(times(body([]), 'class="notice')).toBe(0)
	expect(times(body(['address']), READ)).toBe(0)
	expect(times(body(['address']), 'class="notice')).toBe(1)
	expect(body(['address'])).toMatch(/Согласия ждут реквизитов: [^.]+\. Внесёт /)
})

it('Elena, who waits for the consents of the proposed mentor, reads that he is not invited, and goes where she invites him', () => {
	const body = (uninvited: string[]) => renderWithin(provide('elena', ['curator'], { uninvited }), AwaitingList, {})
	expect(body(['viktor'])).toContain('href="/curator/people/viktor"')
	expect(body(['viktor']).split(m.people_invite()).length).toBe(2)
	expect(body([])).not.toContain(m.people_invite())
})

it('Elena and Arkady, who may enter the requisites, do not read at once that nothing is awaited of them', () => {
	const body = (role: string, missing: 'address'[]) =>
		renderWithin(provide(role === 'curator' ? 'elena' : 'arkady', [role], { missing }), AwaitingList, {})
	for (const role of ['curator', 'head']) {
		expect(body(role, ['address'])).toContain(m.decision_requisites_enter())
		expect(body(role, ['address'])).not.toContain(m.decision_awaiting_nothing())
		expect(body(role, [])).toContain(m.decision_awaiting_nothing())
	}
})

it('[T3] Elena reads under what others owe that Viktor has missed a report, until he has submitted it', () => {
	const story = beginStory()
	beginByOrder(story)
	story.sayAll([irina, { type: 'acquaint', matterId: story.ledger().matters[0]?.id ?? '' }])
	const late = m.reports_late({ day: '10\u00a0декабря' })
	const body = () => renderWithin(provide('elena', ['curator'], { story }), AwaitingList, {})
	vi.useFakeTimers({ now: new Date('2026-12-10T08:00:00.000Z') })
	expect(body()).not.toContain(late)
	vi.setSystemTime(new Date('2026-12-12T08:00:00.000Z'))
	expect(body()).toContain(late)
	expect(renderWithin(provide('irina', ['mentee'], { story }), AwaitingList, {})).not.toContain(late)
	story.facts.today = '2026-12-11'
	story.sayAll([viktor, submitReport('2026-12-10')])
	expect(body()).not.toContain(late)
})

it('[L3] a tap on a consent is a signature only where Irina and the operator have agreed so', () => {
	const sheet = (hasAgreement?: boolean) =>
		renderWithin(provideIrina({ hasAgreement }), ConsentSheet, { kind: 'personal-data', role: 'mentee', open: true })
	expect(sheet(true)).toContain('Подпись: ')
	expect(sheet()).toContain('Запись: ')
	expect(sheet()).not.toContain('Подпись: ')
	for (const words of [m.decision_consent_read(), m.decision_consent_hint()]) expect(words).not.toMatch(/подпи/i)
})
