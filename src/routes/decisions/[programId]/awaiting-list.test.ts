import { expect, it } from 'vitest'
import { beginStory, elena, irina, proposal, request } from '#domain/ledger/testing/story.ts'
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
}

/** Irina, to whom Viktor is proposed: both her consents are awaited. */
const provideIrina = (given: Given = {}) => provide('irina', ['mentee'], given)

function provide(personId: string, roles: string[], { missing = [], hasAgreement, uninvited = [] }: Given) {
	const story = beginStory()
	story.sayAll([irina, request], [elena, proposal])
	const operator = { name: 'Департамент образования', address: '', site: '', hasSignatureAgreement: hasAgreement }
	const state = {
		...{ programId: 'program-1', personId, ledger: story.ledger(), regulation: tomskCity },
		...{ reader: { bornOn: null, post: '', organisation: '', operator }, missingRequisites: missing },
		...{ roles, uninvited, formerRoles: [], waiting: [], refused: [], units: [], organisationKinds: [] },
		...{ seenCategories: {}, entries: [], nameOf: () => '', check: () => null }
	} as unknown as LedgerState
	const today = new Today()
	const me = { person: aPerson(personId), roles, programs: [], municipality: null } as unknown as Me
	const options = { state, listings: null, me: () => me, isOnline: () => true, today, toasts: new Toasts() }
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

it('[L3] a tap on a consent is a signature only where Irina and the operator have agreed so', () => {
	const sheet = (hasAgreement?: boolean) =>
		renderWithin(provideIrina({ hasAgreement }), ConsentSheet, { kind: 'personal-data', role: 'mentee', open: true })
	expect(sheet(true)).toContain('Подпись: ')
	expect(sheet()).toContain('Запись: ')
	expect(sheet()).not.toContain('Подпись: ')
	for (const words of [m.decision_consent_read(), m.decision_consent_hint()]) expect(words).not.toMatch(/подпи/i)
})
