import { createSubscriber } from 'svelte/reactivity'
import type { Awareness } from 'y-protocols/awareness'

export interface PresentPerson {
	personId: string
	/** The activity or meeting whose text they have open. */
	openItemId: string | null
}

/** Who else has the document open. Two devices of one person are one entry. */
export class PresenceState {
	#awareness: Awareness
	#ownPersonId: string
	#subscribe: () => void

	constructor(awareness: Awareness, ownPersonId: string) {
		this.#awareness = awareness
		this.#ownPersonId = ownPersonId
		this.#subscribe = createSubscriber((update) => {
			awareness.on('change', update)
			return () => awareness.off('change', update)
		})
	}

	get others(): readonly PresentPerson[] {
		this.#subscribe()
		const people = new Map<string, PresentPerson>()
		for (const [clientId, state] of this.#awareness.getStates()) {
			if (clientId === this.#awareness.clientID) continue
			const { personId, openItemId } = state as Record<string, unknown>
			if (typeof personId !== 'string' || personId === this.#ownPersonId) continue
			const open = typeof openItemId === 'string' ? openItemId : (people.get(personId)?.openItemId ?? null)
			people.set(personId, { personId, openItemId: open })
		}
		return [...people.values()]
	}

	setOpenItem(id: string | null): void {
		this.#awareness.setLocalStateField('openItemId', id)
	}
}
