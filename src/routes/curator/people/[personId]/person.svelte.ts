import {
	emptyMentorEntry,
	type MenteeEntry,
	menteeEntrySchema,
	type MentorEntry,
	mentorEntrySchema,
	noMinorFields,
	savedOn
} from '#domain/people/bank-entry.ts'
import type { NewLeaving, PersonCard } from '#protocol/api/people.ts'
import type { ApiResult, FailureCode } from '#lib/sync/api.ts'
import { registryApi } from '#lib/sync/api-people.ts'
import { Draft, type Kept } from '../form/draft.svelte.ts'
import { entryLabels } from './entry-words.ts'

/** One person's page of the registry, and the ways to change it. */
export class PersonState {
	/** Null until the server has answered once. */
	card = $state.raw<PersonCard | null>(null)
	failure = $state<FailureCode | null>(null)
	readonly personId: string

	constructor(personId: string) {
		this.personId = personId
	}

	async load(): Promise<ApiResult<PersonCard>> {
		return this.take(await registryApi.person(this.personId))
	}

	/** What the server answers to a change is the newest there is. */
	take(result: ApiResult<PersonCard>): ApiResult<PersonCard> {
		if (result.ok) this.card = result.value
		this.failure = result.ok ? null : result.code
		return result
	}

	/** Into a bank, before anything is known. Whoever another curator has just put there is there. */
	async enter(role: 'mentor' | 'mentee'): Promise<ApiResult<PersonCard>> {
		const body = { version: null, entry: null }
		const saving =
			role === 'mentor' ? registryApi.saveMentor(this.personId, body) : registryApi.saveMentee(this.personId, body)
		const result = await this.#stored(saving)
		return !result.ok && result.code === 'conflict' ? this.load() : result
	}

	/** Out of a bank. What stands against it by now is on the page afterwards. */
	async leave(leaving: Omit<NewLeaving, 'personId'>): Promise<ApiResult<PersonCard>> {
		const result = await this.#stored(registryApi.leaveBank({ ...leaving, personId: this.personId }))
		if (!result.ok && result.code === 'conflict') await this.load()
		return result
	}

	/** As the bank had them. Whoever another curator has just put back is there. */
	async return(leavingId: string): Promise<ApiResult<PersonCard>> {
		const result = await this.#stored(registryApi.returnToBank(leavingId))
		return !result.ok && result.code === 'conflict' ? this.load() : result
	}

	mentorDraft({ mentor, today }: PersonCard): Draft<MentorEntry> {
		return new Draft<MentorEntry>({
			name: this.formOf('mentor'),
			schema: savedOn(mentorEntrySchema, today),
			labels: entryLabels,
			kept: keptOf(mentor),
			first: emptyMentorEntry(this.personId, today),
			store: (entry, version) => this.#stored(registryApi.saveMentor(this.personId, { entry, version })),
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
			store: (entry, version) => this.#stored(registryApi.saveMentee(this.personId, { entry, version })),
			reread: () => this.#reread((card) => keptOf(card.mentee))
		})
	}

	/** Among all forms of the app. */
	formOf(part: string): string {
		return `${part}:${this.personId}`
	}

	/** A refused change leaves the page as it is. */
	async #stored(saving: Promise<ApiResult<PersonCard>>): Promise<ApiResult<PersonCard>> {
		const result = await saving
		if (result.ok) this.card = result.value
		return result
	}

	async #reread<Value>(pick: (card: PersonCard) => Kept<Value>): Promise<ApiResult<Kept<Value>>> {
		const result = await registryApi.person(this.personId)
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
