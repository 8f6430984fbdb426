/** One change between two states of a plan, as facts; the message catalogue has the words. */
import type { IsoDate } from '../../calendar.ts'
import type { FieldKind, ItemKind } from '../fields.ts'
import type { Status } from '../mark.ts'

/** Where an item stands, in labels, shortened to 200 characters. */
export interface Position {
	/** '' for what is in no stage. */
	stage: string
	/** The item before it; null: it is the first. */
	after: string | null
}

/** `label` is the name a person knows: «2.3 Открытый урок», a meeting's topic or day, the text of an agreement. */
export type PlanChange =
	| { type: 'added' | 'deleted' | 'restored'; kind: ItemKind; itemId: string; label: string }
	/** An older server does not say from where and to where. */
	| { type: 'moved'; kind: ItemKind; itemId: string; label: string; from?: Position; to?: Position }
	/** An agreement is kept (`done`) or open again (`planned`). */
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
			kind: FieldKind
			itemId: string
			label: string
			/** A field of the item, as in the plan's layout. */
			field: string
			/**
			 * Shortened to 200 characters. People are ids, joined by «, ». For notes and minutes: only the removed and the added
			 * words, shortened to 1000. Null: empty, or nothing to show.
			 */
			before: string | null
			after: string | null
	  }
	/**
	 * `apart`: two people changed the field independently; `value` is current, `rival` is the concurrent value. `settled`:
	 * somebody has chosen `value`. Both shortened to 200 characters; null: empty.
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

/** The value of a field in one state. */
export interface FieldState {
	/** Equal values are equal texts; '' is empty. */
	value: string
	words: string
	/** Only the difference of such a text is shown. */
	isLong: boolean
}

interface Named {
	itemId: string
	label: string
	/** Of an agreement; null for everything else. */
	meetingId: string | null
}

/** A change with full values, which can be joined with a later one. text-difference.ts shortens it to a PlanChange. */
export type WholeChange =
	| (Named & { type: 'added' | 'deleted' | 'restored'; kind: ItemKind })
	| (Named & { type: 'moved'; kind: ItemKind; from: Position; to: Position })
	| (Named & {
			type: 'marked'
			kind: 'activity' | 'agreement'
			/** The status that counted before. */
			before: Status
			status: Status
			doneOn: IsoDate | null
	  })
	| (Named & { type: 'changed'; kind: FieldKind; field: string; before: FieldState; after: FieldState })
	/** A field that two people changed independently, with its current and its concurrent value; or somebody has settled it. */
	| (Named & {
			type: 'apart' | 'settled'
			kind: ItemKind
			field: string
			value: FieldState
			concurrentValue: FieldState
	  })
