import type * as Y from 'yjs'
import { m } from '#lib/paraglide/messages.js'
import type { ProgramContext } from '#lib/state/program.svelte.ts'

/** By a programme's plan: the ways to take back what still stands on the screen. */
const takeBacksOf = new WeakMap<Y.Doc, Set<() => void>>()

/**
 * Says what was done and offers to take it back, as long as the programme is open and may be edited: later there is nothing
 * to write to.
 */
export function offerUndo(program: ProgramContext, text: string, undo: () => void): void {
	const takeBacks = openTakeBacks(program.session.plan.doc)
	const forget = () => void takeBacks.delete(takeBack)
	const takeBack = program.toasts.show(text, {
		action: {
			label: m.program_undo(),
			onClick: () => {
				if (program.canEdit) undo()
			}
		},
		duration: 8000,
		onAutoClose: forget,
		onDismiss: forget
	})
	takeBacks.add(takeBack)
}

function openTakeBacks(doc: Y.Doc): Set<() => void> {
	const known = takeBacksOf.get(doc)
	if (known !== undefined) return known
	const takeBacks = new Set<() => void>()
	takeBacksOf.set(doc, takeBacks)
	doc.once('destroy', () => takeBacks.forEach((takeBack) => takeBack()))
	return takeBacks
}
