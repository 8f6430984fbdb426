import { expect, it } from 'vitest'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { PresenceState } from './program.svelte.ts'

const VIKTOR = 'mentor-1'
const IRINA = 'mentee-1'

function openPlan() {
	const awareness = new Awareness(new Y.Doc())
	awareness.setLocalState({ personId: VIKTOR, openItemId: null })
	let clientId = awareness.clientID
	return {
		awareness,
		presence: new PresenceState(awareness, VIKTOR),
		/** Adds another device that has the document open. */
		join: (state: Record<string, unknown>) => void awareness.states.set(++clientId, state)
	}
}

it('names the others, and not the person’s own second device', () => {
	const { presence, join } = openPlan()
	expect(presence.others).toEqual([])
	join({ personId: VIKTOR, openItemId: 'a1' })
	join({ personId: IRINA, openItemId: 'a2' })
	expect(presence.others).toEqual([{ personId: IRINA, openItemId: 'a2' }])
})

it('takes two devices of Irina for one Irina, who is where she has something open', () => {
	const { presence, join } = openPlan()
	join({ personId: IRINA, openItemId: 'a2' })
	join({ personId: IRINA, openItemId: null })
	expect(presence.others).toEqual([{ personId: IRINA, openItemId: 'a2' }])
})

it('leaves out what a newer or a broken app says of itself', () => {
	const { presence, join } = openPlan()
	join({})
	join({ personId: 7, openItemId: 'a2' })
	join({ personId: IRINA, openItemId: 7 })
	expect(presence.others).toEqual([{ personId: IRINA, openItemId: null }])
})

it('tells the others what is open here', () => {
	const { presence, awareness } = openPlan()
	presence.setOpenItem('a1')
	expect(awareness.getLocalState()).toMatchObject({ personId: VIKTOR, openItemId: 'a1' })
})
