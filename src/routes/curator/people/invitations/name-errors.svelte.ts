import { nameProblem } from '#lib/ui/name-problem.ts'
import { m } from '#lib/paraglide/messages.js'

type Name = 'familyName' | 'givenName' | 'patronymic'
type Names = Readonly<Record<Name, string>>

/** What was found wrong with the names of somebody invited: each error goes when its name is changed. */
export class NameErrors {
	#found = $state.raw<Partial<Record<Name, { text: string; of: string }>>>({})
	readonly #names: () => Names

	/** `names`: as they are typed now. */
	constructor(names: () => Names) {
		this.#names = names
	}

	/** Null: nothing, or another name is there by now. */
	of(name: Name): string | null {
		const found = this.#found[name]
		return found !== undefined && found.of === this.#names()[name] ? found.text : null
	}

	/** Something that was found wrong still stands there. */
	get isSaid(): boolean {
		return (Object.keys(this.#found) as Name[]).some((name) => this.of(name) !== null)
	}

	/** False: something is wrong. */
	check(): boolean {
		this.#found = {}
		const typed = this.#names()
		this.#note('familyName', typed, nameProblem(typed.familyName, m.curator_error_family_name()))
		this.#note('givenName', typed, nameProblem(typed.givenName, m.curator_error_given_name()))
		this.#note('patronymic', typed, nameProblem(typed.patronymic, null))
		return Object.keys(this.#found).length === 0
	}

	/** The server takes one of them as little as it was sent. False: `field` is none of them. */
	refuse(field: string | undefined, sent: Names): boolean {
		if (field === 'familyName') this.#note(field, sent, m.curator_error_family_name())
		else if (field === 'givenName') this.#note(field, sent, m.curator_error_given_name())
		else if (field === 'patronymic') this.#note(field, sent, m.curator_error_patronymic())
		else return false
		return true
	}

	#note(name: Name, names: Names, text: string | null): void {
		if (text !== null) this.#found = { ...this.#found, [name]: { text, of: names[name] } }
	}
}
