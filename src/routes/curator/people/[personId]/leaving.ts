/** The form for taking a person out of a bank. */
import { z } from 'zod'
import type { IsoDate } from '#domain/calendar.ts'
import { departures, leavingReasonIds, type LeavingReasonId } from '#domain/people/leaving.ts'
import type { LeavingTerms, NewLeaving, PersonCard } from '#protocol/api/people.ts'
import type { ApiResult } from '#lib/sync/api.ts'
import { m } from '#lib/paraglide/messages.js'
import { Draft } from '../../../forms/draft.svelte.ts'
import { failureText } from '../../../forms/failure.ts'
import { dayWithin } from '../../../forms/problems.ts'
import { noOrder, orderAhead, orderSchema, type TypedOrder } from '../form/order.ts'

export interface TypedLeaving {
	on: IsoDate | null
	reasonId: LeavingReasonId | ''
	ground: string
	order: TypedOrder
}

type Leaving = Pick<NewLeaving, 'on' | 'reasonId' | 'ground' | 'order'>

interface Options {
	/** The current terms of the bank. */
	terms: () => LeavingTerms
	/** The current day in the municipality. */
	today: () => IsoDate
	leave: (leaving: Leaving) => Promise<ApiResult<PersonCard>>
}

export type LeavingDraft = Draft<TypedLeaving, Leaving, PersonCard>

export function draftLeaving({ terms, today, leave }: Options): LeavingDraft {
	return new Draft<TypedLeaving, Leaving, PersonCard>({
		first: { on: today(), reasonId: '', ground: '', order: noOrder },
		schema: z
			.strictObject({
				on: dayWithin(() => ({ max: today() })),
				reasonId: z.enum(leavingReasonIds, { error: m.people_leave_reason_missing }),
				ground: z.string().trim(),
				order: orderSchema(today)
			})
			.refine(({ reasonId, ground }) => ground.trim() !== '' || !needsGround(reasonId, terms()), {
				path: ['ground'],
				error: m.people_leave_ground_missing,
				// Said together with the problems of other fields.
				when: () => true
			}),
		store: leave,
		refusal({ code, field }) {
			if (field === 'order') return orderAhead()
			if (field === 'reasonId') return m.people_leave_reason_unfit()
			if (field === 'on') return m.people_day_ahead()
			return code === 'conflict' ? m.people_leave_conflict() : failureText(code)
		}
	})
}

/** A form that a device has stored, also before `order` was one object. */
export function restoreLeaving(
	written: TypedLeaving | (Omit<TypedLeaving, 'order'> & { orderNumber: string; orderOn: IsoDate | null })
): TypedLeaving {
	if ('order' in written) return written
	const { orderNumber, orderOn, ...rest } = written
	return { ...rest, order: { number: orderNumber, date: orderOn } }
}

/** True if the reason ends the person's work here. */
export function isDeparture(reasonId: LeavingReasonId | ''): boolean {
	return departures.some((reason) => reason === reasonId)
}

export function needsGround(reasonId: LeavingReasonId | '', { reasons }: LeavingTerms): boolean {
	return reasons.find(({ id }) => id === reasonId)?.needsGround ?? false
}
