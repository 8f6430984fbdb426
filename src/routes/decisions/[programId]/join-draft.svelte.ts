import type { FormingMentee } from '#protocol/api/ledger.ts'

/** The draft of a statement that adds a mentee to a group. */
export class JoinDraft {
	/** Id of the mentee; '': nobody is chosen. */
	mentee = $state('')
	/** Name of the chosen one, also when the list shows others. */
	name = $state('')
	mainRequest = $state('')
	/** The request that the bank has filled in for the chosen mentee: nobody typed it. */
	#bankRequest = $state('')

	/** The input so far. A device stores it: `brought` is the name there. */
	get written() {
		const { mentee, name, mainRequest } = this
		return { mentee, name, mainRequest, brought: this.#bankRequest }
	}

	set written({ brought, ...texts }) {
		Object.assign(this, texts)
		this.#bankRequest = brought
	}

	/** Fills in the mentee's request from the bank, unless another request is typed. */
	choose({ person, entry }: Pick<FormingMentee, 'person' | 'entry'>): void {
		this.mentee = person.id
		this.name = person.name
		if (this.mainRequest !== this.#bankRequest) return
		this.mainRequest = this.#bankRequest = entry?.mainRequest ?? ''
	}
}
