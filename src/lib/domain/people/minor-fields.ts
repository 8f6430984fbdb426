/** What the banks keep of those who may be under 18: only where a regulation has such participants (domain.md R11). */
import { z } from 'zod'
import { givenDay } from '../given-day.ts'
import { TITLE_LETTERS } from '../text-letters.ts'

const line = z.string().trim().min(1).max(TITLE_LETTERS)

export const minorFields = {
	bornOn: givenDay.nullable(),
	/** Signs for a minor; null: there is none. */
	representative: z.strictObject({ name: line, contact: line }).nullable()
}

export interface MinorFields {
	bornOn: string | null
	representative: { name: string; contact: string } | null
}

/** Whether something is kept that a regulation without minors has no place for. */
export function isAgeKept({ bornOn = null, representative = null }: Partial<MinorFields>): boolean {
	return bornOn !== null || representative !== null
}

export const noMinorFields: MinorFields = { bornOn: null, representative: null }
