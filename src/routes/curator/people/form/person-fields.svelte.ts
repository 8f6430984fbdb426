import { z } from 'zod'
import type { PersonCard } from '#protocol/api/people.ts'
import { nameProblem } from '#lib/ui/format.ts'
import { m } from '#lib/paraglide/messages.js'
import { WorkplaceChoice } from './named-choice.svelte.ts'

/** The fields for a person's name and workplace. */
export class PersonFields {
	familyName = $state('')
	givenName = $state('')
	patronymic = $state('')
	readonly workplace = new WorkplaceChoice()
	post = $state('')
	#isChecked = $state(false)
	/** The stored names. */
	#known = $state.raw({ familyName: '', givenName: '', patronymic: '' })

	read({ person, organisation, post }: Pick<PersonCard, 'person' | 'organisation' | 'post'>): void {
		const { familyName, givenName, patronymic } = person
		this.#known = { familyName, givenName, patronymic }
		Object.assign(this, this.#known)
		this.workplace.choose(organisation)
		this.post = post
	}

	/** The fields as typed. */
	get written() {
		const { familyName, givenName, patronymic, post, workplace } = this
		return { familyName, givenName, patronymic, post, workplace: workplace.written }
	}

	set written({ workplace, ...texts }) {
		Object.assign(this, texts)
		this.workplace.written = workplace
	}

	/** The problems of the names, after the first check. */
	get errors(): Record<'familyName' | 'givenName' | 'patronymic', string | null> {
		if (!this.#isChecked) return { familyName: null, givenName: null, patronymic: null }
		const { familyName, givenName, patronymic } = this.#known
		return {
			familyName: nameProblem(this.familyName, m.curator_error_family_name(), familyName),
			givenName: nameProblem(this.givenName, m.curator_error_given_name(), givenName),
			patronymic: nameProblem(this.patronymic, null, patronymic)
		}
	}

	/** False, with `errors`: a name is missing or invalid, or the workplace is unknown. */
	async check(): Promise<boolean> {
		this.#isChecked = true
		const isSettled = await this.workplace.settle()
		return isSettled && Object.values(this.errors).every((error) => error === null)
	}

	/** The fields as the server expects them. */
	get body() {
		return {
			familyName: this.familyName.trim(),
			givenName: this.givenName.trim(),
			patronymic: this.patronymic.trim(),
			organisationId: this.workplace.chosen?.id ?? null,
			post: this.post.trim()
		}
	}
}

/** The schema of a person's names, in the words of the forms. `known`: the stored names, which stay valid whatever their spelling. */
export function nameFields(known = { familyName: '', givenName: '', patronymic: '' }) {
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
