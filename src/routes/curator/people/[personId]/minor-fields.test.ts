import { render } from 'svelte/server'
import { afterEach, expect, it, vi } from 'vitest'
import {
	emptyMentorEntry,
	menteeEntrySchema,
	mentorEntrySchema,
	type MenteeEntry,
	type MentorEntry
} from '#domain/people/bank-entry.ts'
import { tomskCity } from '#domain/regulation/packs/tomsk-city.ts'
import type { PersonCard } from '#protocol/api/people.ts'
import { m } from '#lib/paraglide/messages.js'
import { Draft } from '../../../forms/draft.svelte.ts'
import MenteeForm from './MenteeForm.svelte'
import MentorForm from './MentorForm.svelte'
import { PersonState } from './person.svelte.ts'

afterEach(() => vi.unstubAllGlobals())

const ofNobody = emptyMentorEntry('viktor', '2026-11-21')
const ofIrina: MenteeEntry = {
	...{ personId: 'irina', categoryId: 'beginner-head', mainRequest: 'Запрос', difficulties: [], forms: [] },
	...{ assessments: [], bornOn: null, representative: null, enteredOn: '2026-11-21' }
}

function formOf(kept: MentorEntry, hasMinors: boolean): string {
	const draft = new Draft<MentorEntry>({
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

it.each([
	['with minors', true],
	['without minors', false]
])(
	'[R5] a mentee’s request asks for no health, income or family, and names its readers, by a regulation %s',
	(_, are) => {
		const draft = new Draft<MenteeEntry>({
			schema: menteeEntrySchema,
			labels: {},
			kept: { value: ofIrina, version: 1 },
			first: ofIrina,
			store: () => Promise.reject(new Error('Not stored here')),
			reread: () => Promise.reject(new Error('Not read here'))
		})
		const form = render(MenteeForm, { props: { draft, regulation: { ...tomskCity, hasMinors: are } } }).body
		for (const words of [m.forming_request_of_minor(), m.people_request_readers()])
			expect(form.includes(words)).toBe(are)
	}
)

it.each(['mentor', 'mentee'] as const)('[R11] why no age of a %s is stored is told in words', async (role) => {
	const entry = role === 'mentor' ? ofNobody : ofIrina
	vi.stubGlobal('fetch', () =>
		Promise.resolve(Response.json({ error: { code: 'invalid', field: 'bornOn' } }, { status: 400 }))
	)
	const card = { today: '2026-11-21', mentor: null, mentee: null, [role]: { entry, version: 1 } }
	const draft = new PersonState('viktor').entryDraft(role, card as unknown as PersonCard)
	await draft.save()
	expect([draft.problems, draft.problem]).toEqual([[], m.people_no_minors()])
})
