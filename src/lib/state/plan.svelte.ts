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
import { type ProfileItem, type ProfileKind, readProfile, readStages, type Stage } from '#domain/plan/stage.ts'

/** The present content of a plan, for Svelte. The document is the only source; a read value is reused until the next update. */
export class PlanState {
	#doc: Y.Doc
	#subscribe: () => void
	#version = 0
	/** The value of each read. Not reactive: the document is observed instead. */
	#reads = new Map<string, { version: number; value: unknown }>()

	constructor(doc: Y.Doc) {
		this.#doc = doc
		// Raised by a separate listener, so that a read outside any effect is never stale.
		doc.on('update', () => void this.#version++)
		this.#subscribe = createSubscriber((update) => {
			doc.on('update', update)
			return () => doc.off('update', update)
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

	/** For a read that only one screen needs; `key` is its unique name. */
	read<Value>(key: string, read: (doc: Y.Doc) => Value): Value {
		return this.#read(`read:${key}`, read)
	}

	#read<Value>(key: string, read: (doc: Y.Doc) => Value): Value {
		this.#subscribe()
		const known = this.#reads.get(key)
		if (known?.version === this.#version) return known.value as Value
		const value = read(this.#doc)
		this.#reads.set(key, { version: this.#version, value })
		return value
	}
}
