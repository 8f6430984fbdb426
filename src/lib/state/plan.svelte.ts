import { createSubscriber } from 'svelte/reactivity'
import type * as Y from 'yjs'
import { readActivities, readActivity, readDeletedActivities, type Activity } from '#domain/plan/activity.ts'
import { isPlanCreated, readPlanMeta, type PlanMeta } from '#domain/plan/layout.ts'
import { readDeletedMeetings, readMeeting, readMeetings, type Meeting } from '#domain/plan/meeting.ts'
import { type ProfileItem, type ProfileKind, readProfile, readStages, type Stage } from '#domain/plan/stage.ts'

/** What a plan says now. Read through: the document is the only truth; a read is kept until the next update. */
export class PlanState {
	#doc: Y.Doc
	#subscribe: () => void
	#version = 0
	/** What each read answered; the document is what is watched. */
	#reads = new Map<string, { version: number; value: unknown }>()

	constructor(doc: Y.Doc) {
		this.#doc = doc
		// Bumped by a listener of its own, so that a read outside of any effect is never stale.
		doc.on('update', () => void this.#version++)
		this.#subscribe = createSubscriber((update) => {
			doc.on('update', update)
			return () => doc.off('update', update)
		})
	}

	get meta(): PlanMeta {
		return this.#read('meta', readPlanMeta)
	}

	/** False until this device has received the plan: nothing may be edited in it. */
	get isCreated(): boolean {
		return this.#read('isCreated', isPlanCreated)
	}

	get stages(): readonly Stage[] {
		return this.#read('stages', readStages)
	}

	get activities(): readonly Activity[] {
		return this.#read('activities', readActivities)
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

	/** Deleted ones too; null for an unknown id. */
	activity(id: string): Activity | null {
		return this.#read(`activity:${id}`, (doc) => readActivity(doc, id))
	}

	/** Deleted ones too; null for an unknown id. */
	meeting(id: string): Meeting | null {
		return this.#read(`meeting:${id}`, (doc) => readMeeting(doc, id))
	}

	/** What only one screen asks of the plan; `key` names the question, unlike any other. */
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
