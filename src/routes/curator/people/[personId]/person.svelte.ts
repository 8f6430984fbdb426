import type { z } from 'zod'
import type { ProgramRole } from '#domain/access.ts'
import type { IsoDate } from '#domain/calendar.ts'
import {
	emptyMentorEntry,
	type MenteeEntry,
	menteeEntrySchema,
	type MentorEntry,
	mentorEntrySchema,
	noMinorFields,
	savedOn
} from '#domain/people/bank-entry.ts'
import type { NewErasure, NewLeaving, PersonCard } from '#protocol/api/people.ts'
import { call, type ApiResult, type FailureCode } from '#lib/sync/api.ts'
import { m } from '#lib/paraglide/messages.js'
import { Draft, type Kept } from '../../../forms/draft.svelte.ts'
import { entryLabels } from './entry-words.ts'

export interface BankEntries {
	mentor: MentorEntry
	mentee: MenteeEntry
}

/** One person of the registry, and the changes to it. */
export class PersonState {
	/** Null until the server has answered once. */
	card = $state.raw<PersonCard | null>(null)
	failure = $state<FailureCode | null>(null)
	readonly personId: string

	constructor(personId: string) {
		this.personId = personId
	}

	async load(): Promise<ApiResult<PersonCard>> {
		return this.take(await call('GET /api/people/:personId', { personId: this.personId }))
	}

	/** Stores the answer; the server's answer to a change is always the newest card. */
	take(result: ApiResult<PersonCard>): ApiResult<PersonCard> {
		if (result.ok) this.card = result.value
		this.failure = result.ok ? null : result.code
		return result
	}

	/** Enters the person into a bank with an empty entry. If another curator has just done so, that counts as success. */
	async enter(role: ProgramRole): Promise<ApiResult<PersonCard>> {
		const result = await this.#stored(banks[role].save(this.personId, { version: null, entry: null }))
		return !result.ok && result.code === 'conflict' ? this.load() : result
	}

	/** Takes the person out of a bank. After a conflict the card shows what prevents it now. */
	async leave(leaving: Omit<NewLeaving, 'personId'>): Promise<ApiResult<PersonCard>> {
		const result = await this.#stored(
			call('POST /api/bank/leavings', { body: { ...leaving, personId: this.personId } })
		)
		if (!result.ok && result.code === 'conflict') await this.load()
		return result
	}

	/** Returns the person to the bank with the former entry. If another curator has just done so, that counts as success. */
	async return(leavingId: string): Promise<ApiResult<PersonCard>> {
		const result = await this.#stored(call('POST /api/bank/leavings/:id/return', { id: leavingId }))
		return !result.ok && result.code === 'conflict' ? this.load() : result
	}

	/** Erases the person for good. After a conflict the card shows what has to end first. */
	async erase(erasure: NewErasure): Promise<ApiResult<PersonCard>> {
		const result = await this.#stored(
			call('POST /api/people/:personId/erasure', { personId: this.personId, body: erasure })
		)
		if (!result.ok && result.code === 'conflict') await this.load()
		return result
	}

	entryDraft<Role extends ProgramRole>(role: Role, card: PersonCard): Draft<BankEntries[Role]> {
		const bank: Bank<BankEntries[Role]> = banks[role]
		return new Draft({
			first: bank.first(this.personId, card.today),
			schema: savedOn(bank.schema, card.today),
			labels: entryLabels,
			kept: keptEntry(card, role),
			store: (entry, version) => this.#stored(bank.save(this.personId, { entry, version })),
			reread: async () => {
				const result = await call('GET /api/people/:personId', { personId: this.personId })
				return result.ok ? { ok: true, value: keptEntry(result.value, role) } : result
			},
			refusal({ field }) {
				if (field === 'categoryId') return m.people_category_gone()
				return field === 'bornOn' ? m.people_no_minors() : null
			}
		})
	}

	/** The form's name among all forms of the app. */
	formOf(form: string): string {
		return `${form}:${this.personId}`
	}

	/** Stores the new card. A refused change leaves the card as it is. */
	async #stored(saving: Promise<ApiResult<PersonCard>>): Promise<ApiResult<PersonCard>> {
		const result = await saving
		if (result.ok) this.card = result.value
		return result
	}
}

/** The stored entry of a bank. */
export function keptEntry<Role extends ProgramRole>(card: PersonCard, role: Role): Kept<BankEntries[Role]> {
	const banked: { [Of in ProgramRole]: { entry: BankEntries[Of] | null; version: number } | null } = card
	return { value: banked[role]?.entry ?? null, version: banked[role]?.version ?? null }
}

interface Bank<Entry> {
	schema: z.ZodType<Entry>
	/** The entry of a person without one. */
	first: (personId: string, enteredOn: IsoDate) => Entry
	save: (personId: string, body: { version: number | null; entry: Entry | null }) => Promise<ApiResult<PersonCard>>
}

const banks: { [Role in ProgramRole]: Bank<BankEntries[Role]> } = {
	mentor: {
		schema: mentorEntrySchema,
		first: emptyMentorEntry,
		save: (personId, body) => call('PUT /api/bank/mentors/:personId', { personId, body })
	},
	mentee: {
		schema: menteeEntrySchema,
		first: emptyMenteeEntry,
		save: (personId, body) => call('PUT /api/bank/mentees/:personId', { personId, body })
	}
}

function emptyMenteeEntry(personId: string, enteredOn: string): MenteeEntry {
	return {
		personId,
		categoryId: '',
		mainRequest: '',
		difficulties: [],
		forms: [],
		assessments: [],
		...noMinorFields,
		enteredOn
	}
}
