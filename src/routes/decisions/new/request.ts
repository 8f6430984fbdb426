/** A request for a mentor: what is typed, what the bank fills in, and what is sent. */
import { z } from 'zod'
import type { Statement } from '#domain/ledger/statement.ts'
import type { MentoringForm } from '#domain/regulation/schema.ts'
import { m } from '#lib/paraglide/messages.js'
import type { SeenNames } from '#lib/sync/ledger/ledger-store.ts'
import type { FormingChoices, FormingMentee } from '#protocol/api/ledger.ts'
import { shortNames } from '../listing.ts'

export interface TypedRequest {
	mentees: readonly FormingMentee[]
	categoryId: string
	mainRequest: string
	/** As typed; an empty line does not count. */
	difficulties: string[]
	/** In the regulation's order; empty means any form. */
	forms: readonly MentoringForm[]
	/** The values from the bank, as it filled them in. Devices store them by this name. */
	brought: BankValues | null
}

/** Values that the bank filled in for a mentee: nobody typed them. */
export interface BankValues {
	personId: string
	categoryId: string
	mainRequest: string
	difficulties: readonly string[]
	forms: readonly MentoringForm[]
}

export const emptyRequest: TypedRequest = {
	mentees: [],
	categoryId: '',
	mainRequest: '',
	difficulties: [''],
	forms: [],
	brought: null
}

/** The first chosen mentee fills the empty fields from the bank. Deselecting this mentee clears the values that nobody changed. */
export function withMentee(
	typed: TypedRequest,
	mentee: FormingMentee,
	isChosen: boolean,
	choices: FormingChoices
): TypedRequest {
	const others = typed.mentees.filter(({ person }) => person.id !== mentee.person.id)
	if (isChosen) {
		const chosen = { ...typed, mentees: [...others, mentee] }
		return others.length === 0 ? filledFromBank(chosen, mentee, choices) : chosen
	}
	const { brought } = typed
	const isFiller = brought?.personId === mentee.person.id
	return { ...typed, mentees: others, ...(isFiller ? withoutBank(typed, brought) : {}) }
}

function filledFromBank(
	typed: TypedRequest,
	{ person, entry, unfitCategoryIds }: FormingMentee,
	{ categories, regulation }: FormingChoices
): TypedRequest {
	if (entry === null) return typed
	const isCategory = categories.some(({ id }) => id === entry.categoryId)
	const hasCategory = typed.categoryId !== '' || !isCategory || unfitCategoryIds.includes(entry.categoryId)
	const hasDifficulties = typed.difficulties.some((line) => line !== '')
	const categoryId = hasCategory ? '' : entry.categoryId
	const mainRequest = typed.mainRequest === '' ? entry.mainRequest : ''
	const difficulties = hasDifficulties ? [] : [...entry.difficulties]
	const forms = typed.forms.length > 0 ? [] : regulation.forms.value.filter((form) => entry.forms.includes(form))
	const isNothing = [categoryId, mainRequest, ...difficulties, ...forms].every((text) => text === '')
	return {
		...typed,
		categoryId: categoryId || typed.categoryId,
		mainRequest: mainRequest || typed.mainRequest,
		difficulties: difficulties.length > 0 ? [...difficulties, ''] : typed.difficulties,
		forms: forms.length > 0 ? forms : typed.forms,
		brought: isNothing ? null : { personId: person.id, categoryId, mainRequest, difficulties, forms }
	}
}

function withoutBank(typed: TypedRequest, brought: BankValues): Partial<TypedRequest> {
	return {
		...(typed.categoryId === brought.categoryId && { categoryId: '' }),
		...(typed.mainRequest === brought.mainRequest && { mainRequest: '' }),
		...(isSame(typed.difficulties.filter(Boolean), brought.difficulties) && { difficulties: [''] }),
		...(isSame(typed.forms, brought.forms) && { forms: [] }),
		brought: null
	}
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
	return one.length === other.length && one.every((line, index) => line === other[index])
}

/** Mentees whose evidence speaks against the category. */
export function unfitFor(categoryId: string, mentees: readonly FormingMentee[]): FormingMentee[] {
	return mentees.filter(({ unfitCategoryIds }) => unfitCategoryIds.includes(categoryId))
}

/** `choices`: the current ones. */
export function requestSchema(choices: () => FormingChoices) {
	return z
		.strictObject({
			mentees: z.custom<readonly FormingMentee[]>(),
			categoryId: z.string().min(1, { error: m.forming_problem_no_category }),
			mainRequest: z.string().trim().min(1, { error: m.forming_problem_no_request }),
			difficulties: z.array(z.string().trim()),
			forms: z.custom<readonly MentoringForm[]>(),
			brought: z.unknown()
		})
		.superRefine(({ mentees, categoryId }, context) => {
			const refuse = (path: string, message: string | null) => {
				if (message !== null) context.addIssue({ code: 'custom', path: [path], message })
			}
			refuse('mentees', groupProblem(mentees.length, choices()))
			const unfit = unfitFor(categoryId, mentees).map(({ person }) => person)
			if (unfit.length > 0) refuse('categoryId', m.forming_problem_unfit({ people: shortNames(unfit) }))
		})
		.transform(
			({ mentees, categoryId, mainRequest, difficulties, forms }): Extract<Statement, { type: 'request' }> => ({
				type: 'request',
				menteeIds: mentees.map(({ person }) => person.id),
				regulationId: choices().regulation.id,
				categoryId,
				mainRequest,
				difficulties: difficulties.filter((line) => line !== ''),
				forms: [...forms]
			})
		)
}

function groupProblem(count: number, { regulation }: FormingChoices): string | null {
	if (count === 0) return m.forming_problem_nobody()
	const { min, max } = regulation.groupSize.value
	const isGroup = count > 1 || regulation.mentee.value === 'team'
	if (!isGroup || (count >= min && count <= (max ?? Infinity))) return null
	return max === null ? m.forming_problem_size({ min }) : m.forming_problem_size_span({ min, max })
}

/** The names in the request, so that this device can show them until the server has it. */
export function seenNames({ mentees, categoryId }: TypedRequest, { categories }: FormingChoices): SeenNames {
	return {
		people: mentees.map(({ person: { id, name } }) => ({ id, name })),
		categories: categories.flatMap(({ id, wording }) => (id === categoryId ? { id, wording } : []))
	}
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
