/** A change with all that is known of it: it can be joined with a later one, and is told shorter (tell-changes.ts). */
import type { IsoDate } from '../../calendar.ts'
import type { Status } from '../mark.ts'
import type { ItemKind } from './plan-change.ts'

export interface FieldState {
	/** Equal values are equal texts; '' is empty. */
	value: string
	words: string
	/** Only what differs is told of it. */
	isLong: boolean
}

interface Named {
	itemId: string
	label: string
	/** Of an agreement; null for everything else. */
	meetingId: string | null
}

export type WholeChange =
	| (Named & { type: 'added' | 'deleted' | 'restored' | 'moved'; kind: ItemKind })
	| (Named & {
			type: 'marked'
			kind: 'activity' | 'agreement'
			/** The status that counted before. */
			before: Status
			status: Status
			doneOn: IsoDate | null
	  })
	| (Named & { type: 'changed'; kind: ItemKind | 'program'; field: string; before: FieldState; after: FieldState })
	/** A field two people changed apart: what counts, and what does not; and that somebody has left it at that. */
	| (Named & { type: 'apart' | 'settled'; kind: ItemKind; field: string; value: FieldState; rival: FieldState })
	/** Words of a text that lost their paragraph; and that they were taken away. */
	| (Named & { type: 'stranded' | 'dropped'; kind: ItemKind; field: string; wordsId: string; words: string })
