import { nameProblem } from '#lib/components/name-problem.ts'
import { m } from '#lib/paraglide/messages.js'

type Name = 'familyName' | 'givenName' | 'patronymic'

/** What was found wrong with the names of somebody invited: each error goes when its name is changed. */
export class NameErrors {
	#found = $state.raw<Partial<Record<Name, { text: string; of: string }>>>({})
	readonly #names: () => Readonly<Record<Name, string>>

	/** `names`: as they are typed now. */
	constructor(names: () => Readonly<Record<Name, string>>) {
		this.#names = names
	}

	/** Null: nothing, or another name is there by now. */
	of(name: Name): string | null {
		const found = this.#found[name]
		return found !== undefined && found.of === this.#names()[name] ? found.text : null
	}

	/** False: something is wrong. */
	check(): boolean {
		this.#found = {}
		const { familyName, givenName, patronymic } = this.#names()
		this.#note('familyName', nameProblem(familyName, m.curator_error_family_name()))
		this.#note('givenName', nameProblem(givenName, m.curator_error_given_name()))
		this.#note('patronymic', nameProblem(patronymic, null))
		return Object.keys(this.#found).length === 0
	}

	/** The server takes one of them as little as it stands. False: `field` is none of them. */
	refuse(field: string | undefined): boolean {
		if (field === 'familyName') this.#note(field, m.curator_error_family_name())
		else if (field === 'givenName') this.#note(field, m.curator_error_given_name())
		else if (field === 'patronymic') this.#note(field, m.curator_error_patronymic())
		else return false
		return true
	}

	#note(name: Name, text: string | null): void {
		if (text !== null) this.#found = { ...this.#found, [name]: { text, of: this.#names()[name] } }
	}
}
