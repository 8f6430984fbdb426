import { m } from '#lib/paraglide/messages.js'
import type { ProgramContext } from '#lib/state/program.svelte.ts'
import { showToast } from '#lib/state/toasts.svelte.ts'

/** Says what was done and offers to take it back, as long as the programme is open: later there is nothing to write to. */
export function offerUndo({ session }: ProgramContext, text: string, undo: () => void): void {
	const takeBack = showToast(text, { action: { label: m.program_undo(), onClick: undo }, duration: 8000 })
	session.plan.doc.once('destroy', takeBack)
}
