import { createSubscriber } from 'svelte/reactivity'
import type * as Y from 'yjs'
import {
	readActivities,
	readActivity,
	readAllActivities,
	readDeletedActivities,
	type Activity
} from '#domain/plan/activity.ts'
import { isPlanCreated, readPlanMeta, type PlanMeta } from '#domain/plan/layout.ts'
import { readDeletedMeetings, readMeeting, readMeetings, type Meeting } from '#domain/plan/meeting.ts'
import { type PlanSummary, summarisePlan } from '#domain/summary.ts'
import { readUnreadRestore, type UnreadRestore } from '#domain/plan/event.ts'
import { type ProfileItem, type ProfileKind, readProfile, readStages, type Stage } from '#domain/plan/stage.ts'

interface Read {
	/** Of the plan that `value` is of. */
	version: number
	value: unknown
	read(doc: Y.Doc): unknown
	/** The effect or derived value that calls it runs again when the value is another. */
	subscribe(): void
}

/**
 * The present content of a plan, for Svelte. The document is the only source; a read value is reused until the next update, and stays
 * the same object if the update has not changed it. Then nothing that depends on it runs: a letter concerns one text.
 */
export class PlanState {
	#doc: Y.Doc
	#version = 0
	#reads = new Map<string, Read>()

	constructor(doc: Y.Doc) {
		this.#doc = doc
		// Raised by a separate listener, so that a read outside any effect is never stale. Not of `update`, here and below: for whoever
		// listens to that Yjs encodes each one, and the whole plan when it is opened.
		doc.on('afterTransaction', ({ changed }: Y.Transaction) => {
			if (changed.size > 0) this.#version++
		})
	}

	get meta(): PlanMeta {
		return this.#read('meta', readPlanMeta)
	}

	/** False until this device has received the plan: it must not be edited. */
	get isCreated(): boolean {
		return this.#read('isCreated', isPlanCreated)
	}

	get stages(): readonly Stage[] {
		return this.#read('stages', readStages)
	}

	get activities(): readonly Activity[] {
		return this.#read('activities', readActivities)
	}

	/** With the deleted ones, to count and to build the road. */
	get allActivities(): readonly Activity[] {
		return this.#read('allActivities', readAllActivities)
	}

	get deletedActivities(): readonly Activity[] {
		return this.#read('deletedActivities', readDeletedActivities)
	}

	get meetings(): readonly Meeting[] {
		return this.#read('meetings', readMeetings)
	}

	get deletedMeetings(): readonly Meeting[] {
		return this.#read('deletedMeetings', readDeletedMeetings)
	}

	get profile(): Readonly<Record<ProfileKind, ProfileItem[]>> {
		return this.#read('profile', readProfile)
	}

	/** Finds deleted ones too; null for an unknown id. */
	activity(id: string): Activity | null {
		return this.#read(`activity:${id}`, (doc) => readActivity(doc, id))
	}

	/** Finds deleted ones too; null for an unknown id. */
	meeting(id: string): Meeting | null {
		return this.#read(`meeting:${id}`, (doc) => readMeeting(doc, id))
	}

	get summary(): PlanSummary {
		const { stages, allActivities: activities, meetings, profile, unreadRestore } = this
		return summarisePlan(this.#doc, { stages, activities, meetings, profile, unreadRestore })
	}

	get unreadRestore(): UnreadRestore | null {
		return this.#read('unreadRestore', readUnreadRestore)
	}

	/** For who reads the document itself: runs the caller again after each update. */
	follow(): void {
		this.#read('version', () => this.#version)
	}

	/**
	 * For a read that only one screen needs; `name` is its own. `read` is kept longer than a component: it must hold no value of one, and
	 * gets what it reads `about`.
	 */
	read<Value, About extends readonly (string | null)[]>(
		name: string,
		read: (doc: Y.Doc, ...about: About) => Value,
		...about: About
	): Value {
		return this.#read(`read:${[name, ...about].join(' ')}`, (doc) => read(doc, ...about))
	}

	#read<Value>(key: string, read: (doc: Y.Doc) => Value): Value {
		const known = this.#reads.get(key) ?? this.#begin(key, read)
		known.subscribe()
		return this.#refresh(known) as Value
	}

	#begin(key: string, read: (doc: Y.Doc) => unknown): Read {
		const subscribe = createSubscriber((wake) => {
			let seen = this.#refresh(known)
			const look = ({ changed }: Y.Transaction) => {
				if (changed.size === 0) return
				const before = seen
				try {
					seen = this.#refresh(known)
				} catch {
					// Who wakes meets the error. Here it would end the edit that others are told of.
					return wake()
				}
				if (seen !== before) wake()
			}
			this.#doc.on('afterTransaction', look)
			return () => this.#doc.off('afterTransaction', look)
		})
		const known: Read = { version: -1, value: undefined, read, subscribe }
		this.#reads.set(key, known)
		return known
	}

	#refresh(known: Read): unknown {
		if (known.version !== this.#version) {
			known.value = reuse(known.value, known.read(this.#doc))
			known.version = this.#version
		}
		return known.value
	}
}

/** `before`, or those parts of it which are the same in `after`. The parts of lists and records are compared as objects. */
function reuse(before: unknown, after: unknown): unknown {
	if (before === after) return before
	if (Array.isArray(before) && Array.isArray(after)) return isSame(before, after) ? before : after
	if (!isRecord(before) || !isRecord(after)) return after
	const reused = Object.fromEntries(Object.entries(after).map(([key, value]) => [key, reuse(before[key], value)]))
	return isSame(before, reused) ? before : reused
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

function isSame(one: object, other: object): boolean {
	const [entries, others] = [Object.entries(one), Object.entries(other)]
	return (
		entries.length === others.length &&
		entries.every(([key, value], index) => others[index]?.[0] === key && others[index][1] === value)
	)
}
