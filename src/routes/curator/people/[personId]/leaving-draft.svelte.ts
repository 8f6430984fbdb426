import { dayProblem, type IsoDate } from '#domain/calendar.ts'
import { departures, type LeavingReasonId } from '#domain/people/leaving.ts'
import type { LeavingTerms, NewLeaving } from '#protocol/api/people.ts'
import type { ApiFailure } from '#lib/sync/api.ts'
import { m } from '#lib/paraglide/messages.js'
import { failureText } from '../../../forms/failure.ts'
import { OrderDraft } from '../form/order-draft.svelte.ts'

interface Written {
	on: IsoDate | null
	reasonId: LeavingReasonId | ''
	ground: string
	order: OrderDraft['written']
}

/** The shape of forms that devices stored before `order` was one object. */
type FormerlyWritten = Omit<Written, 'order'> & { orderNumber: string; orderOn: IsoDate | null }

/** The form for taking a person out of a bank. */
export class LeavingDraft {
	on = $state<IsoDate | null>(null)
	reasonId = $state<LeavingReasonId | ''>('')
	ground = $state('')
	readonly order: OrderDraft
	isBusy = $state(false)
	/** Missing fields are shown only after the first try. */
	isTried = $state(false)
	problem = $state<string | null>(null)
	readonly #today: () => IsoDate

	/** `today`: returns the current day in the municipality. */
	constructor(today: () => IsoDate) {
		this.#today = today
		this.on = today()
		this.order = new OrderDraft(today)
	}

	/** The fields as typed so far. */
	get written(): Written {
		const { on, reasonId, ground, order } = this
		return { on, reasonId, ground, order: order.written }
	}

	set written({ on, reasonId, ground, ...given }: Written | FormerlyWritten) {
		Object.assign(this, { on, reasonId, ground })
		this.order.written = 'order' in given ? given.order : { number: given.orderNumber, date: given.orderOn }
	}

	/** True if the reason ends the person's work here. */
	get isDeparture(): boolean {
		return departures.some((reason) => reason === this.reasonId)
	}

	needsGround({ reasons }: LeavingTerms): boolean {
		return reasons.find(({ id }) => id === this.reasonId)?.needsGround ?? false
	}

	/** Null: a field is missing or wrong; the form shows which. */
	check(terms: LeavingTerms): Omit<NewLeaving, 'personId' | 'role' | 'version'> | null {
		this.isTried = true
		this.order.try()
		this.problem = null
		const { on, reasonId, order } = this
		const ground = this.ground.trim()
		if (on === null || reasonId === '' || order.isWrong || (ground === '' && this.needsGround(terms))) return null
		if (dayProblem(on, { max: this.#today() }) !== null) return null
		return { on, reasonId, ground, order: order.order }
	}

	refuse({ code, field }: ApiFailure): void {
		if (field === 'reasonId') this.problem = m.people_leave_reason_unfit()
		else if (field === 'on') this.problem = m.people_day_ahead()
		else if (field === 'order') this.order.refuse()
		else this.problem = code === 'conflict' ? m.people_leave_conflict() : failureText(code)
	}
}
