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
import { Draft, type Kept } from '../form/draft.svelte.ts'
import { entryLabels } from './entry-words.ts'

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
	async enter(role: 'mentor' | 'mentee'): Promise<ApiResult<PersonCard>> {
		const body = { version: null, entry: null }
		const saving =
			role === 'mentor'
				? call('PUT /api/bank/mentors/:personId', { personId: this.personId, body })
				: call('PUT /api/bank/mentees/:personId', { personId: this.personId, body })
		const result = await this.#stored(saving)
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

	mentorDraft({ mentor, today }: PersonCard): Draft<MentorEntry> {
		return new Draft<MentorEntry>({
			name: this.formOf('mentor'),
			schema: savedOn(mentorEntrySchema, today),
			labels: entryLabels,
			kept: keptOf(mentor),
			first: emptyMentorEntry(this.personId, today),
			store: (entry, version) =>
				this.#stored(call('PUT /api/bank/mentors/:personId', { personId: this.personId, body: { entry, version } })),
			reread: () => this.#reread((card) => keptOf(card.mentor))
		})
	}

	menteeDraft({ mentee, today }: PersonCard): Draft<MenteeEntry> {
		return new Draft<MenteeEntry>({
			name: this.formOf('mentee'),
			schema: savedOn(menteeEntrySchema, today),
			labels: entryLabels,
			kept: keptOf(mentee),
			first: emptyMenteeEntry(this.personId, today),
			store: (entry, version) =>
				this.#stored(call('PUT /api/bank/mentees/:personId', { personId: this.personId, body: { entry, version } })),
			reread: () => this.#reread((card) => keptOf(card.mentee))
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

	async #reread<Value>(pick: (card: PersonCard) => Kept<Value>): Promise<ApiResult<Kept<Value>>> {
		const result = await call('GET /api/people/:personId', { personId: this.personId })
		return result.ok ? { ok: true, value: pick(result.value) } : result
	}
}

function keptOf<Value>(kept: { entry: Value | null; version: number } | null): Kept<Value> {
	return { value: kept?.entry ?? null, version: kept?.version ?? null }
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
