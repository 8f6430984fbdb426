/** Who reads what a mentor may see and say (domain.md T35), called as the regulation of the programme calls them. */
import { m } from '#lib/paraglide/messages.js'
import { roleWords } from './role-words.ts'
import type { Wording } from './wording.ts'

/** What is asked before somebody is involved for good. */
export function involvementQuestion(name: string, wording: Wording): string {
	return m.specialist_sure({ name, ...keepers(wording) })
}

/** Below the mentees' assessment. */
export function assessmentReaders(wording: Wording): string {
	return m.program_assessments_who(keepers(wording))
}

function keepers(wording: Wording): { curator: string; head: string } {
	return { curator: roleWords('curator', wording), head: roleWords('head', wording) }
}
