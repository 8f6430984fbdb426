/** Shows the partner's position in a text: a caret with a name flag, in the colour of the role. */
import type { DecorationAttrs } from 'prosemirror-view'
import type { Awareness } from 'y-protocols/awareness'

export type FindPerson = (personId: string) => { name: string; role: 'mentor' | 'mentee' | null }

export function buildCaret(awareness: Awareness, clientId: number, findPerson: FindPerson): HTMLElement {
	const { name, role } = personBehind(awareness, clientId, findPerson)
	const caret = document.createElement('span')
	caret.className = 'partner-caret'
	caret.dataset.role = role ?? ''
	const flag = document.createElement('span')
	flag.className = 'partner-flag'
	flag.textContent = name
	// Word joiners: without text on both sides some browsers put their own caret inside the flag.
	caret.append('\u2060', flag, '\u2060')
	return caret
}

export function selectionOf(awareness: Awareness, clientId: number, findPerson: FindPerson): DecorationAttrs {
	const { role } = personBehind(awareness, clientId, findPerson)
	return { class: 'partner-selection', 'data-role': role ?? '' }
}

/** The relay stamps `personId` on every state (sync.md R12), so a flag cannot carry another's name. */
function personBehind(awareness: Awareness, clientId: number, findPerson: FindPerson) {
	const personId: unknown = awareness.getStates().get(clientId)?.personId
	return findPerson(typeof personId === 'string' ? personId : '')
}
