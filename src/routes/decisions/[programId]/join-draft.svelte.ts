import type { FormingMentee } from '#protocol/api/ledger.ts'

/** Who is to join a group, while it is written. */
export class JoinDraft {
	/** Their id; '': nobody is chosen. */
	mentee = $state('')
	/** Of whoever is chosen, also where the list shows others by now. */
	name = $state('')
	mainRequest = $state('')
	/** What the bank has brought along for whoever is chosen: nobody has written it. */
	#brought = $state('')

	get written() {
		const { mentee, name, mainRequest } = this
		return { mentee, name, mainRequest, brought: this.#brought }
	}

	set written({ brought, ...texts }) {
		Object.assign(this, texts)
		this.#brought = brought
	}

	/** What the bank knows of them comes along, unless another request is written by now. */
	choose({ person, entry }: Pick<FormingMentee, 'person' | 'entry'>): void {
		this.mentee = person.id
		this.name = person.name
		if (this.mainRequest !== this.#brought) return
		this.mainRequest = this.#brought = entry?.mainRequest ?? ''
	}
}
