import type { Statement } from '#domain/ledger/statement.ts'
import type { MentoringForm } from '#domain/regulation/schema.ts'
import type { FormingChoices, FormingMentee } from '#protocol/forming-api.ts'
import type { SeenNames } from '#lib/sync/ledger-store.ts'

export type Problem =
	| { field: 'mentees'; reason: 'none' }
	| { field: 'mentees'; reason: 'size'; min: number; max: number | null }
	| { field: 'category'; reason: 'none' }
	| { field: 'category'; reason: 'unfit'; people: readonly FormingMentee[] }
	| { field: 'request'; reason: 'none' }

/** A request while it is written. */
export class RequestDraft {
	mentees = $state.raw<readonly FormingMentee[]>([])
	categoryId = $state('')
	mainRequest = $state('')
	/** As typed; an empty line is none. */
	difficulties = $state<string[]>([''])
	forms = $state.raw<readonly MentoringForm[]>([])

	/** As typed so far. */
	get written() {
		const { mentees, categoryId, mainRequest, difficulties, forms } = this
		return { mentees, categoryId, mainRequest, difficulties, forms }
	}

	set written(written) {
		Object.assign(this, written)
	}

	/** The first one brings along what the bank knows of them, as far as nothing is written yet. */
	choose(mentee: FormingMentee, isChosen: boolean, { categories, regulation }: FormingChoices): void {
		const others = this.mentees.filter(({ person }) => person.id !== mentee.person.id)
		this.mentees = isChosen ? [...others, mentee] : others
		const { entry, unfitCategoryIds } = mentee
		if (!isChosen || others.length > 0 || entry === null) return
		const isCategory = categories.some(({ id }) => id === entry.categoryId)
		if (this.categoryId === '' && isCategory && !unfitCategoryIds.includes(entry.categoryId)) {
			this.categoryId = entry.categoryId
		}
		if (this.mainRequest === '') this.mainRequest = entry.mainRequest
		if (this.difficulties.every((line) => line === '')) this.difficulties = [...entry.difficulties, '']
		if (this.forms.length === 0) this.forms = entry.forms.filter((form) => regulation.forms.value.includes(form))
	}

	chooseForm(form: MentoringForm, isChosen: boolean): void {
		const others = this.forms.filter((one) => one !== form)
		this.forms = isChosen ? [...others, form] : others
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
