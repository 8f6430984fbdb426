/** One change of a plan between two of its states, as facts; the words are in the message catalogue. */
import type { IsoDate } from '../../calendar.ts'
import type { Status } from '../mark.ts'

export type ItemKind = 'stage' | 'activity' | 'meeting' | 'agreement' | 'profile'

/** `label` is how a person knows the item: «2.3 Открытый урок», a meeting's topic or day, the text of an agreement. */
export type PlanChange =
	| { type: 'added' | 'deleted' | 'restored' | 'moved'; kind: ItemKind; itemId: string; label: string }
	/** An agreement is kept, `done`, or open again, `planned`. */
	| {
			type: 'marked'
			kind: 'activity' | 'agreement'
			itemId: string
			label: string
			status: Status
			doneOn: IsoDate | null
	  }
	| {
			type: 'changed'
			kind: ItemKind | 'program'
			itemId: string
			label: string
			/** A field of the item, as in the plan's layout. */
			field: string
			/**
			 * Shortened to 200 characters; people are their ids, divided by «, ». Of notes and minutes the words taken out and
			 * put in, shortened to 1000. Null: empty, or nothing to tell.
			 */
			before: string | null
			after: string | null
	  }
	/**
	 * `apart`: two people changed the field without knowing of each other; the plan says `value`, and `rival` was written as
	 * well. `settled`: somebody has left it at `value`. Both shortened to 200 characters; null: empty.
	 */
	| {
			type: 'apart' | 'settled'
			kind: ItemKind
			itemId: string
			label: string
			field: string
			value: string | null
			rival: string | null
	  }
	/**
	 * `stranded`: words that were written into a text lost their paragraph and stand below it. `dropped`: somebody has taken
	 * them away. Shortened to 1000 characters.
	 */
	| {
			type: 'stranded' | 'dropped'
			kind: ItemKind
			itemId: string
			label: string
			field: string
			words: string
	  }

/** A change with all that is known of it: it can be joined with a later one, and is told shorter (tell-changes.ts). */
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
