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

/** What the bank brought along for somebody: nobody has written it. */
export interface Brought {
	personId: string
	categoryId: string
	mainRequest: string
	difficulties: readonly string[]
	forms: readonly MentoringForm[]
}

/** A request while it is written. */
export class RequestDraft {
	mentees = $state.raw<readonly FormingMentee[]>([])
	categoryId = $state('')
	mainRequest = $state('')
	/** As typed; an empty line is none. */
	difficulties = $state<string[]>([''])
	/** In the regulation's order; none is any. */
	forms = $state.raw<readonly MentoringForm[]>([])
	/** What stands here from the bank, as it brought it. */
	brought = $state.raw<Brought | null>(null)

	/** As typed so far. */
	get written() {
		const { mentees, categoryId, mainRequest, difficulties, forms, brought } = this
		return { mentees, categoryId, mainRequest, difficulties, forms, brought }
	}

	set written(written) {
		Object.assign(this, written)
	}

	/** The first one brings along what the bank knows of them, as far as nothing is written yet; it goes with them, as far as nobody changed it. */
	choose(mentee: FormingMentee, isChosen: boolean, choices: FormingChoices): void {
		const others = this.mentees.filter(({ person }) => person.id !== mentee.person.id)
		this.mentees = isChosen ? [...others, mentee] : others
		if (!isChosen && this.brought?.personId === mentee.person.id) this.#takeAway(this.brought)
		if (isChosen && others.length === 0) this.#bring(mentee, choices)
	}

	#bring({ person, entry, unfitCategoryIds }: FormingMentee, { categories, regulation }: FormingChoices): void {
		if (entry === null) return
		const isCategory = categories.some(({ id }) => id === entry.categoryId)
		const hasCategory = this.categoryId !== '' || !isCategory || unfitCategoryIds.includes(entry.categoryId)
		const hasDifficulties = this.difficulties.some((line) => line !== '')
		const brought = {
			personId: person.id,
			categoryId: hasCategory ? '' : entry.categoryId,
			mainRequest: this.mainRequest === '' ? entry.mainRequest : '',
			difficulties: hasDifficulties ? [] : [...entry.difficulties],
			forms: this.forms.length > 0 ? [] : regulation.forms.value.filter((form) => entry.forms.includes(form))
		}
		if (brought.categoryId !== '') this.categoryId = brought.categoryId
		if (brought.mainRequest !== '') this.mainRequest = brought.mainRequest
		if (brought.difficulties.length > 0) this.difficulties = [...brought.difficulties, '']
		if (brought.forms.length > 0) this.forms = brought.forms
		const { categoryId, mainRequest, difficulties, forms } = brought
		const isNothing = [categoryId, mainRequest, ...difficulties, ...forms].every((text) => text === '')
		this.brought = isNothing ? null : brought
	}

	#takeAway(brought: Brought): void {
		if (this.categoryId === brought.categoryId) this.categoryId = ''
		if (this.mainRequest === brought.mainRequest) this.mainRequest = ''
		if (isSame(this.difficulties.filter(Boolean), brought.difficulties)) this.difficulties = ['']
		if (isSame(this.forms, brought.forms)) this.forms = []
		this.brought = null
	}

	/** Whose evidence speaks against the category. */
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

	/** Whom and what it names, for this device to tell it until the server has it. */
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

/** What the bank brought along into a request, and nothing else. */
export function broughtWords({ categoryId, mainRequest, difficulties, forms }: Brought): string {
	const what = [
		...(categoryId === '' ? [] : [m.forming_brought_category()]),
		...(mainRequest === '' ? [] : [m.forming_brought_request()]),
		...(difficulties.length === 0 ? [] : [m.forming_brought_difficulties()]),
		...(forms.length === 0 ? [] : [m.forming_brought_forms()])
	]
	return m.forming_brought({ what: what.join(', ') })
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
