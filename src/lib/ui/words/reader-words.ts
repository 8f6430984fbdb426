/** Who reads what a mentor may see and say (domain.md T35), called as the regulation of the programme calls them. */
import { m } from '#lib/paraglide/messages.js'
import { staffWords } from './role-words.ts'
import type { Wording } from './wording.ts'

/** What is asked before somebody is involved for good. */
export function involvementQuestion(name: string, wording: Wording): string {
	return m.specialist_sure({ name, ...staffWords(wording) })
}

/** Below the mentees' assessment. */
export function assessmentReaders(wording: Wording): string {
	return m.program_assessments_who(staffWords(wording))
}
