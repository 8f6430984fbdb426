import { z } from 'zod'
import type { ApiFailure, ApiResult } from '#lib/sync/api.ts'
import type { PersonCard } from '#protocol/api/people.ts'
import { nameProblem } from '#lib/ui/format.ts'
import { m } from '#lib/paraglide/messages.js'
import { Draft } from '../../../forms/draft.svelte.ts'
import type { Problem } from '../../../forms/problems.ts'
import { type Named, WorkplaceChoice } from './named-choice.svelte.ts'

export const nobody = { familyName: '', givenName: '', patronymic: '' }

/** As the server expects it. */
interface SentPerson extends Readonly<typeof nobody> {
	organisationId: string | null
	post: string
}

interface Options<Answer> {
	/** The stored values; absent: a new person. */
	card?: Pick<PersonCard, 'person' | 'organisation' | 'post'>
	/** `isMeant`: the person has confirmed what the server asked about. */
	store: (sent: SentPerson, isMeant: boolean) => Promise<ApiResult<Answer>>
	refusal?: (failure: ApiFailure) => Problem | string | null
}

/** The form for a person's name and workplace. */
export function draftPerson<Answer>({ card, store, refusal }: Options<Answer>) {
	const { familyName, givenName, patronymic } = card?.person ?? nobody
	const known = { familyName, givenName, patronymic }
	const workplace = new WorkplaceChoice(card?.organisation)
	const draft = new Draft({
		first: { ...known, post: card?.post ?? '' },
		schema: z
			.strictObject({ ...nameFields(known), post: z.string().trim(), workplace: z.custom<Named | null>() })
			.transform(({ workplace: chosen, ...rest }) => ({ ...rest, organisationId: chosen?.id ?? null })),
		choices: () => ({ workplace }),
		store: (sent, _, isMeant) => store(sent, isMeant),
		refusal: (failure) =>
			failure.field === 'organisationId'
				? { path: 'workplace', text: m.people_organisation_gone() }
				: (refusal?.(failure) ?? null)
	})
	/** What is typed, for the device to store. */
	const typed = {
		read: () => ({ ...draft.value, workplace: workplace.written }),
		write({ workplace: written, ...value }: typeof draft.value & { workplace: typeof workplace.written }) {
			draft.value = value
			workplace.written = written
		}
	}
	return { draft, workplace, typed }
}

/** The schema of a person's names, in words. `known`: the stored names, which stay valid whatever their spelling. */
export function nameFields(known = nobody) {
	return {
		familyName: nameField(m.curator_error_family_name, known.familyName),
		givenName: nameField(m.curator_error_given_name, known.givenName),
		patronymic: nameField(() => null, known.patronymic)
	}
}

function nameField(missing: () => string | null, was: string) {
	return z
		.string()
		.trim()
		.superRefine((name, context) => {
			const message = nameProblem(name, missing(), was)
			if (message !== null) context.addIssue({ code: 'custom', message })
		})
}
