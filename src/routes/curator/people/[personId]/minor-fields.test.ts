import { render } from 'svelte/server'
import { expect, it } from 'vitest'
import { emptyMentorEntry, mentorEntrySchema, type MentorEntry } from '#domain/people/bank-entry.ts'
import { tomskCity } from '#domain/regulation/packs/tomsk-city.ts'
import { m } from '#lib/paraglide/messages.js'
import { Draft } from '../form/draft.svelte.ts'
import MentorForm from './MentorForm.svelte'

const ofNobody = emptyMentorEntry('viktor', '2026-11-21')

function formOf(kept: MentorEntry, hasMinors: boolean): string {
	const draft = new Draft<MentorEntry>({
		name: 'mentor',
		schema: mentorEntrySchema,
		labels: {},
		kept: { value: kept, version: 1 },
		first: ofNobody,
		store: () => Promise.reject(new Error('Not stored here')),
		reread: () => Promise.reject(new Error('Not read here'))
	})
	return render(MentorForm, { props: { draft, regulation: { ...tomskCity, hasMinors } } }).body
}

it.each([
	['with minors', ofNobody, true, true],
	['without minors', ofNobody, false, false],
	['without minors, for it to be cleared', { ...ofNobody, bornOn: '2009-05-01' }, false, true]
])('[R11] the age is asked for by a regulation %s', (_, kept, hasMinors, isAsked) => {
	expect(formOf(kept, hasMinors).includes(m.people_born_on())).toBe(isAsked)
})
