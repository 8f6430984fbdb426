import type { Statement } from '#domain/ledger/statement.ts'
import type { MentoringForm } from '#domain/regulation/schema.ts'
import { m } from '#lib/paraglide/messages.js'
import type { SeenNames } from '#lib/sync/ledger/ledger-store.ts'
import type { FormingChoices, FormingMentee } from '#protocol/api/ledger.ts'
import { shortNames } from '../listing.ts'

export type Problem =
	| { field: 'mentees'; reason: 'none' }
	| { field: 'mentees'; reason: 'size'; min: number; max: number | null }
	| { field: 'category'; reason: 'none' }
	| { field: 'category'; reason: 'unfit'; people: readonly FormingMentee[] }
	| { field: 'request'; reason: 'none' }

/** Values that the bank filled in for a mentee: nobody typed them. */
export interface BankValues {
	personId: string
	categoryId: string
	mainRequest: string
	difficulties: readonly string[]
	forms: readonly MentoringForm[]
}

/** The draft of a request for a mentor. */
export class RequestDraft {
	mentees = $state.raw<readonly FormingMentee[]>([])
	categoryId = $state('')
	mainRequest = $state('')
	/** As typed; an empty line does not count. */
	difficulties = $state<string[]>([''])
	/** In the regulation's order; empty means any form. */
	forms = $state.raw<readonly MentoringForm[]>([])
	/** The values from the bank, as it filled them in. */
	bankValues = $state.raw<BankValues | null>(null)

	/** The input so far. A device stores it: `brought` is the name there. */
	get written() {
		const { mentees, categoryId, mainRequest, difficulties, forms, bankValues } = this
		return { mentees, categoryId, mainRequest, difficulties, forms, brought: bankValues }
	}

	set written({ brought = this.bankValues, ...typed }) {
		Object.assign(this, typed)
		this.bankValues = brought
	}

	/** The first chosen mentee fills the empty fields from the bank. Deselecting this mentee clears the values that nobody changed. */
	choose(mentee: FormingMentee, isChosen: boolean, choices: FormingChoices): void {
		const others = this.mentees.filter(({ person }) => person.id !== mentee.person.id)
		this.mentees = isChosen ? [...others, mentee] : others
		if (!isChosen && this.bankValues?.personId === mentee.person.id) this.#takeAway(this.bankValues)
		if (isChosen && others.length === 0) this.#fillFromBank(mentee, choices)
	}

	#fillFromBank({ person, entry, unfitCategoryIds }: FormingMentee, { categories, regulation }: FormingChoices): void {
		if (entry === null) return
		const isCategory = categories.some(({ id }) => id === entry.categoryId)
		const hasCategory = this.categoryId !== '' || !isCategory || unfitCategoryIds.includes(entry.categoryId)
		const hasDifficulties = this.difficulties.some((line) => line !== '')
		const bankValues = {
			personId: person.id,
			categoryId: hasCategory ? '' : entry.categoryId,
			mainRequest: this.mainRequest === '' ? entry.mainRequest : '',
			difficulties: hasDifficulties ? [] : [...entry.difficulties],
			forms: this.forms.length > 0 ? [] : regulation.forms.value.filter((form) => entry.forms.includes(form))
		}
		if (bankValues.categoryId !== '') this.categoryId = bankValues.categoryId
		if (bankValues.mainRequest !== '') this.mainRequest = bankValues.mainRequest
		if (bankValues.difficulties.length > 0) this.difficulties = [...bankValues.difficulties, '']
		if (bankValues.forms.length > 0) this.forms = bankValues.forms
		const { categoryId, mainRequest, difficulties, forms } = bankValues
		const isNothing = [categoryId, mainRequest, ...difficulties, ...forms].every((text) => text === '')
		this.bankValues = isNothing ? null : bankValues
	}

	#takeAway(bankValues: BankValues): void {
		if (this.categoryId === bankValues.categoryId) this.categoryId = ''
		if (this.mainRequest === bankValues.mainRequest) this.mainRequest = ''
		if (isSame(this.difficulties.filter(Boolean), bankValues.difficulties)) this.difficulties = ['']
		if (isSame(this.forms, bankValues.forms)) this.forms = []
		this.bankValues = null
	}

	/** Mentees whose evidence speaks against the category. */
	unfitFor(categoryId: string): FormingMentee[] {
		return this.mentees.filter(({ unfitCategoryIds }) => unfitCategoryIds.includes(categoryId))
	}

	problems({ regulation }: FormingChoices): Problem[] {
		const { min, max } = regulation.groupSize.value
		const count = this.mentees.length
		const isGroup = count > 1 || regulation.mentee.value === 'team'
		const unfit = this.unfitFor(this.categoryId)
		return [
			...(count === 0 ? [{ field: 'mentees' as const, reason: 'none' as const }] : []),
			...(count > 0 && isGroup && (count < min || count > (max ?? Infinity))
				? [{ field: 'mentees' as const, reason: 'size' as const, min, max }]
				: []),
			...(this.categoryId === '' ? [{ field: 'category' as const, reason: 'none' as const }] : []),
			...(unfit.length > 0 ? [{ field: 'category' as const, reason: 'unfit' as const, people: unfit }] : []),
			...(this.mainRequest.trim() === '' ? [{ field: 'request' as const, reason: 'none' as const }] : [])
		]
	}

	toStatement({ regulation }: FormingChoices): Extract<Statement, { type: 'request' }> {
		return {
			type: 'request',
			menteeIds: this.mentees.map(({ person }) => person.id),
			regulationId: regulation.id,
			categoryId: this.categoryId,
			mainRequest: this.mainRequest.trim(),
			difficulties: this.difficulties.map((line) => line.trim()).filter((line) => line !== ''),
			forms: [...this.forms]
		}
	}

	/** The names in the request, so that this device can show them until the server has it. */
	seenNames({ categories }: FormingChoices): SeenNames {
		return {
			people: this.mentees.map(({ person: { id, name } }) => ({ id, name })),
			categories: categories.flatMap(({ id, wording }) => (id === this.categoryId ? { id, wording } : []))
		}
	}
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
	return one.length === other.length && one.every((line, index) => line === other[index])
}

/** Names the values that the bank filled in, and no others. */
export function bankValuesWords({ categoryId, mainRequest, difficulties, forms }: BankValues): string {
	const what = [
		...(categoryId === '' ? [] : [m.forming_from_bank_category()]),
		...(mainRequest === '' ? [] : [m.forming_from_bank_request()]),
		...(difficulties.length === 0 ? [] : [m.forming_from_bank_difficulties()]),
		...(forms.length === 0 ? [] : [m.forming_from_bank_forms()])
	]
	return m.forming_from_bank({ what: what.join(', ') })
}

export function problemWords(problem: Problem): string {
	switch (problem.field) {
		case 'mentees': {
			if (problem.reason === 'none') return m.forming_problem_nobody()
			const { min, max } = problem
			return max === null ? m.forming_problem_size({ min }) : m.forming_problem_size_span({ min, max })
		}
		case 'category':
			if (problem.reason === 'none') return m.forming_problem_no_category()
			return m.forming_problem_unfit({ people: shortNames(problem.people.map(({ person }) => person)) })
		case 'request':
			return m.forming_problem_no_request()
	}
}
