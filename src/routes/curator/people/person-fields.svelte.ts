import type { PersonCard } from '#protocol/registry-api.ts'
import { m } from '#lib/paraglide/messages.js'

/** Who a person is and where they work, while it is being written. */
export class PersonFields {
	familyName = $state('')
	givenName = $state('')
	patronymic = $state('')
	organisation = $state.raw<{ id: string; name: string } | null>(null)
	post = $state('')
	errors = $state.raw<{ familyName?: string; givenName?: string; organisationId?: string }>({})

	read({ person, organisation, post }: Pick<PersonCard, 'person' | 'organisation' | 'post'>): void {
		this.familyName = person.familyName
		this.givenName = person.givenName
		this.patronymic = person.patronymic
		this.organisation = organisation
		this.post = post
	}

	/** False, with `errors`, when something is missing. */
	check(): boolean {
		this.errors = {
			...(this.familyName.trim() === '' && { familyName: m.curator_error_family_name() }),
			...(this.givenName.trim() === '' && { givenName: m.curator_error_given_name() })
		}
		return Object.keys(this.errors).length === 0
	}

	/** As the server takes them. */
	get body() {
		return {
			familyName: this.familyName.trim(),
			givenName: this.givenName.trim(),
			patronymic: this.patronymic.trim(),
			organisationId: this.organisation?.id ?? null,
			post: this.post.trim()
		}
	}
}
